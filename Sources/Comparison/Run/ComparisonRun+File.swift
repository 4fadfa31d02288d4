import FoundationEssentials

extension ComparisonRun {
    /// Reads a run that ``write(to:)`` wrote.
    public static func read(from path: String) throws(RunFileError) -> ComparisonRun {
        let data: Data
        do { data = try Data(contentsOf: URL(filePath: path)) } catch { throw .unreadable(file: path, reason: SystemReason.reading(path)) }
        return try decode(data, named: path)
    }

    /// - Parameter file: what an error calls the source.
    public static func decode(_ data: Data, named file: String) throws(RunFileError) -> ComparisonRun {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do {
            // Alone and first: a file of another format is told as such, not by the first field that differs.
            let header = try decoder.decode(Header.self, from: data)
            guard header.format == format else { throw RunFileError.format(file: file, found: header.format) }
            let run = try decoder.decode(ComparisonRun.self, from: data)
            try run.check(named: file)
            return run
        } catch let error as DecodingError {
            throw RunFileError(error, in: file)
        } catch let error as RunFileError {
            throw error
        } catch {
            throw .unreadable(file: file, reason: "\(error)")
        }
    }

    private struct Header: Decodable { var format: Int }

    /// What JSON's types cannot say.
    private func check(named file: String) throws(RunFileError) {
        var arms: Set<String> = []
        for (index, arm) in facts.arms.enumerated() where !arms.insert(arm.name).inserted {
            throw .invalid(file: file, field: "facts.arms[\(index)].name", reason: "there are two arms named \(arm.name.debugDescription)")
        }
        var ids: Set<String> = []
        for (index, call) in calls.enumerated() {
            guard arms.contains(call.arm) else {
                throw .invalid(file: file, field: "calls[\(index)].arm", reason: "there is no arm named \(call.arm.debugDescription)")
            }
            guard ids.insert(call.id).inserted else {
                throw .invalid(file: file, field: "calls[\(index)].id", reason: "there are two calls with the id \(call.id.debugDescription)")
            }
        }
    }

    /// The same run gives the same bytes.
    public func encoded() throws(RunFileError) -> Data {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do { return try encoder.encode(self) + Data("\n".utf8) } catch { throw .unwritable(file: "", reason: "\(error)") }
    }

    public func write(to path: String) throws(RunFileError) {
        let data = try encoded()
        do { try data.write(to: URL(filePath: path), options: .atomic) } catch {
            throw .unwritable(file: path, reason: SystemReason.writing(path))
        }
    }
}
