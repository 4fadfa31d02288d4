import Audio
import FoundationEssentials

/// The recordings of one folder: found by id, read as samples.
public struct FixtureLibrary: Sendable {
    public static let folderName = "audio-fixtures"

    public let folder: String
    public let fixtures: [Fixture]

    /// Reads the folder's manifest.
    public init(folder: String) throws(FixtureError) {
        self.folder = folder
        guard let manifest = FileManager.default.contents(atPath: folder + "/manifest.json") else {
            throw FixtureError(place: folder + "/manifest.json", problem: "can't be read")
        }
        fixtures = try FixtureManifest.read(Array(manifest))
    }

    /// The folder `audio-fixtures` beside `path` or above it, or `nil`; a test passes its `#filePath`, a program its working directory.
    public static func locate(from path: String) -> String? {
        var place = path[...]
        while true {
            let candidate = place + (place.hasSuffix("/") ? "" : "/") + folderName
            if FileManager.default.fileExists(atPath: candidate + "/manifest.json") { return String(candidate) }
            guard let slash = place.lastIndex(of: "/"), place != "/" else { return nil }
            place = slash == place.startIndex ? place[...slash] : place[..<slash]
        }
    }

    /// The folder above the working directory.
    public static func locate() -> String? { locate(from: FileManager.default.currentDirectoryPath) }

    public subscript(id: String) -> Fixture? { fixtures.first { $0.id == id } }

    /// The recording of a fixture that serves a leg best: the one of its rate, else the finest.
    public func file(_ id: String, rate: SampleRate) -> String? {
        guard let files = self[id]?.files else { return nil }
        let best = files.first { $0.rate == rate.hertz } ?? files.max { $0.rate < $1.rate }
        return best.map { folder + "/" + $0.path }
    }
}
