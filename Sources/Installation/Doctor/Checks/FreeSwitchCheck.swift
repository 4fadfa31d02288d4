import CallControl
import Dispatch
import Foundation
import Gateway
import Settings
import WireProtocols

/// Does each FreeSWITCH let us in, and has it the mod_audio_stream that its streams are configured for?
struct FreeSwitchCheck: DoctorCheck {
    private static let name = "event_socket"

    func findings(at site: Site) -> [Finding] {
        let servers = site.settings.freeSwitches.values.sorted { $0.name < $1.name }
        guard !servers.isEmpty else { return [Self.unconfigured(site)] }
        let changed = DispatchSemaphore(value: 0)
        let board = Switchboard(servers) { _ in changed.signal() }
        board.start()
        defer { board.stop() }
        let end = Date().addingTimeInterval(site.patience.inMilliseconds / 1_000)
        while servers.contains(where: { board.status[$0.name]?.isDecided == false }), Date() < end {
            _ = changed.wait(timeout: .now() + min(0.2, max(0, end.timeIntervalSinceNow)))
        }
        return servers.flatMap { server in
            guard let status = board.status[server.name], status.isUp else { return [Self.down(server, board.status[server.name]?.problem ?? "")] }
            return [Finding(.ok, Self.name, server.name, "logged in at \(server.host):\(server.port)")] + [StreamModule.finding(server, board, site)]
        }
    }

    private static func unconfigured(_ site: Site) -> Finding {
        guard !site.handingOver.isEmpty, site.settings.omniplay.access.url != nil else {
            return Finding(.ok, name, nil, "no FreeSWITCH is configured; without a handoff none is needed")
        }
        return Finding(
            .warning, name, nil, "no FreeSWITCH is configured: every handoff becomes a ticket, nobody is transferred",
            advice: ["add freeswitch.NAME with host and domain, and the password in VOICE_GATEWAY_FREESWITCH_NAME_PASSWORD"])
    }

    private static func down(_ server: FreeSwitchSettings, _ problem: String) -> Finding {
        Finding(.failed, name, server.name, "\(server.host):\(server.port): \(problem)", advice: advice(server, problem))
    }

    private static func advice(_ server: FreeSwitchSettings, _ problem: String) -> [String] {
        let file = "autoload_configs/event_socket.conf.xml"
        if problem.contains("password") {
            return ["set freeswitch.\(server.name).password_file, or its variable, to the password in FreeSWITCH's \(file)"]
        }
        if problem.contains("access list") { return ["let this machine's address in: apply-inbound-acl in FreeSWITCH's \(file)"] }
        return [
            "check freeswitch.\(server.name).host and port",
            "in FreeSWITCH: load mod_event_socket, and let listen-ip in \(file) be an address this machine reaches",
            "check the firewall",
        ]
    }
}

extension ServerStatus {
    /// Logged in, or tried and failed.
    fileprivate var isDecided: Bool { isUp || counts.dials > 0 && problem != nil && problem != EventSocketSession.untried }
}
