import FoundationEssentials

/// Where the system keeps its zones; read anew each time, so that a new version of its data counts at once.
public struct ZoneFiles: Equatable, Sendable {
    public var directory: String
    /// Of the machine itself.
    public var localFile: String
    /// `TZ` of the environment.
    public var variable: String?

    public init(directory: String = "/usr/share/zoneinfo", localFile: String = "/etc/localtime", variable: String? = nil) {
        (self.directory, self.localFile, self.variable) = (directory, localFile, variable)
    }

    /// The machine's own, with the environment's `TZ`.
    public static var system: ZoneFiles { ZoneFiles(variable: ProcessInfo.processInfo.environment["TZ"]) }

    /// A zone by its IANA name; `nil` if there is none of that name, or no zone data at all.
    public func zone(named name: String) -> ZoneRules? {
        guard Self.isName(name) else { return nil }
        return rules(name, "\(directory)/\(name)") ?? (name == "UTC" ? .utc : nil)
    }

    /// The machine's zone; UTC where nothing is set, as in the C library.
    public func local() -> ZoneRules {
        guard let variable else { return rules(localName, localFile) ?? .utc }
        let name = variable.hasPrefix(":") ? String(variable.dropFirst()) : variable
        if let zone = zone(named: name) { return zone }
        return PosixZone(name).map { ZoneRules(name: name, first: $0.standard, rule: $0) } ?? .utc
    }

    /// What the machine's file is a link to.
    private var localName: String {
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: localFile)
        return target?.split(separator: "zoneinfo/").last.map(String.init) ?? "the machine's zone"
    }

    /// Names come from databases: no way leads out of the directory.
    private static func isName(_ name: String) -> Bool {
        name.utf8.count <= 64 && name.wholeMatch(of: /[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+)*/) != nil
    }

    private func rules(_ name: String, _ path: String) -> ZoneRules? {
        FileManager.default.contents(atPath: path).flatMap { $0.count <= 1_048_576 ? ZoneRules(name: name, tzif: Array($0)) : nil }
    }
}
