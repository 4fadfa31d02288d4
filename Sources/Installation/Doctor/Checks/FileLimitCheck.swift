import Glibc
import Settings

/// May this process open as many files as limits.max_calls calls need?
struct FileLimitCheck: DoctorCheck {
    private static let name = "file_limit"
    /// Listeners, loops, the store, logs, pooled connections.
    private static let beside = 256

    func findings(at site: Site) -> [Finding] {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return [Finding(.warning, Self.name, nil, "it can't be told")]
        }
        return [Self.finding(soft: limit.rlim_cur, hard: limit.rlim_max, settings: site.settings)]
    }

    static func finding(soft: UInt, hard: UInt, settings: GatewaySettings) -> Finding {
        // Both sockets of a call, and its recording.
        let each = settings.recording.isEnabled ? 3 : 2
        let needed = settings.limits.maxCalls * each + beside
        let words = "\(soft) open files; limits.max_calls (\(settings.limits.maxCalls)) needs \(needed)"
        guard soft < UInt(needed) else { return Finding(.ok, name, nil, words) }
        let enough = max(0, (Int(clamping: soft) - beside) / each)
        return Finding(
            hard < UInt(needed) ? .failed : .warning, name, nil, "\(words); there is room for \(enough) calls",
            advice: ["LimitNOFILE=\(max(needed, 65_536)) in the systemd unit, ulimits.nofile in compose, ulimit -n in a shell", "or lower limits.max_calls"])
    }
}
