import WireProtocols

/// Reads `manifest.json` of the fixtures' folder.
enum FixtureManifest {
    static func read(_ bytes: [UInt8]) throws(FixtureError) -> [Fixture] {
        let json: JSONValue
        do {
            json = try JSONValue(bytes.span)
        } catch {
            throw FixtureError(place: "manifest.json", problem: "\(error)")
        }
        guard let entries = json["fixtures"]?.arrayValue ?? json.arrayValue else { throw FixtureError(place: "manifest.json", problem: "no list `fixtures`") }
        var fixtures: [Fixture] = []
        for (index, entry) in entries.enumerated() { fixtures.append(try fixture(entry, at: "manifest.json fixtures[\(index)]")) }
        return fixtures
    }

    private static func fixture(_ json: JSONValue, at place: String) throws(FixtureError) -> Fixture {
        guard let id = json["id"]?.stringValue else { throw FixtureError(place: "\(place).id", problem: "missing") }
        guard let files = json["files"]?.arrayValue else { throw FixtureError(place: "\(place).files", problem: "missing") }
        var read: [Fixture.File] = []
        for (index, file) in files.enumerated() {
            guard let path = file["path"]?.stringValue, let rate = file["rate"]?.intValue else {
                throw FixtureError(place: "\(place).files[\(index)]", problem: "needs path and rate")
            }
            read.append(Fixture.File(path: path, rate: rate, encoding: file["encoding"]?.stringValue ?? "l16"))
        }
        return Fixture(
            id: id, role: json["role"]?.stringValue ?? "", language: json["language"]?.stringValue ?? "", text: json["text"]?.stringValue ?? "",
            speech: speech(json), files: read)
    }

    private static func speech(_ json: JSONValue) -> Range<Duration>? {
        guard let start = json["speech_start"]?.doubleValue, let end = json["speech_end"]?.doubleValue, start < end else { return nil }
        return .microseconds(Int64(start * 1e6))..<(.microseconds(Int64(end * 1e6)))
    }
}
