import CallControl
import Gateway
import Settings
import WireProtocols

/// Which mod_audio_stream a FreeSWITCH has, and whether it is the one that its streams' profile is for.
///
/// The builds tell themselves apart by how they describe their arguments: only the fork's takes an encoding.
enum StreamModule {
    private static let name = "mod_audio_stream"

    static func finding(_ server: FreeSwitchSettings, _ board: Switchboard, _ site: Site) -> Finding {
        guard case .exists(let isLoaded) = ask(.hasModule("mod_audio_stream"), server, board, site) else {
            return Finding(.failed, name, server.name, "FreeSWITCH does not say whether it is loaded", advice: ["fs_cli -x 'module_exists mod_audio_stream'"])
        }
        guard isLoaded else {
            return Finding(
                .failed, name, server.name, "it is not loaded: no call can be streamed",
                advice: [
                    "fs_cli -x 'load mod_audio_stream'", "add it to autoload_configs/modules.conf.xml", "if that fails, install the module for this FreeSWITCH",
                ])
        }
        switch ask(.streamUsage, server, board, site) {
        case .usage(let usage): return judge(usage, server, profiles(of: server, site))
        case .failed(let words): return Finding(.failed, name, server.name, "it is loaded, but has no command: \(words)", advice: ["reload mod_audio_stream"])
        default: return Finding(.warning, name, server.name, "it is loaded; which build it is, FreeSWITCH does not say")
        }
    }

    private static func ask(_ request: SwitchRequest, _ server: FreeSwitchSettings, _ board: Switchboard, _ site: Site) -> SwitchAnswer? {
        let answer = PatientAnswer<SwitchAnswer>()
        board.perform(request, on: server.name, within: site.patience) { answer.give($0) }
        return answer.wait(site.patience + .seconds(1))
    }

    private static func profiles(of server: FreeSwitchSettings, _ site: Site) -> [(listener: String, profile: StreamProfile)] {
        site.settings.listeners.filter { site.settings.freeSwitch(of: $0, requested: nil)?.name == server.name }.map { ($0.name, $0.stream.profile) }
    }

    static func judge(_ usage: String, _ server: FreeSwitchSettings, _ profiles: [(listener: String, profile: StreamProfile)]) -> Finding {
        let isFork = usage.contains("pcmu")
        let build =
            isFork ? "the build with G.711 and direct playback (fork)" : "a build without G.711 (voxcom, upstream or commercial: from here they look alike)"
        guard let wrong = profiles.first(where: { ($0.profile == .fork) != isFork }) else {
            return Finding(.ok, name, server.name, "loaded: \(build)")
        }
        let key = "listeners.\(wrong.listener).stream.profile"
        return Finding(
            .failed, name, server.name, "loaded: \(build), but \(key) is \(wrong.profile.rawValue): callers would hear nothing, or noise",
            advice: [isFork ? "set \(key) to fork" : "set \(key) to the build that is installed, or install the fork"])
    }
}
