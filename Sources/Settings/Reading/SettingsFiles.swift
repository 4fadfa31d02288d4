import FoundationEssentials

/// How files that the configuration names are looked at.
public struct SettingsFiles {
    public var read: (_ path: String) throws -> String
    /// The file's mode bits; `nil` if there is no telling.
    public var permissions: (_ path: String) -> Int?
    /// Where time zones are.
    public var zones = ZoneFiles.system

    /// The names of a directory's files.
    public var list: (_ directory: String) throws -> [String]

    public init(
        read: @escaping (String) throws -> String, permissions: @escaping (String) -> Int? = Self.modeBits,
        list: @escaping (String) throws -> [String] = Self.names
    ) {
        self.read = read
        self.permissions = permissions
        self.list = list
    }

    /// The machine's own.
    public static var system: SettingsFiles {
        SettingsFiles { path in
            guard let data = FileManager.default.contents(atPath: path) else { throw Unreadable() }
            guard let text = String(validating: data, as: UTF8.self) else { throw NotText() }
            return text
        }
    }

    public static func modeBits(of path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]) as? Int
    }

    public static func names(in directory: String) throws -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: directory) } catch { throw Unreadable() }
    }

    struct Unreadable: Error, CustomStringConvertible { var description: String { "it is missing or can't be read" } }
    struct NotText: Error, CustomStringConvertible { var description: String { "it is not UTF-8 text" } }
}
