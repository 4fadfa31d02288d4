import Audio
import CallControl
import Foundation
import Synchronization

/// The gateway's own recordings of the handoff's lines, for when no agent can speak them: `<line>-<language>.wav` in one folder, such as
/// `nobody-pt.wav`. Read at the start; resampled once for each rate that is asked for.
final class PromptLibrary: Sendable {
    private struct Key: Hashable {
        var line: HandoffLine
        var language: String
        var rate: Int
    }

    private let recordings: [HandoffLine: [String: WAVFile]]
    private let resampled = Mutex<[Key: [Int16]]>([:])

    /// Most seconds of one recording: what a caller may be made to hear, and what a call may have waiting.
    static let limit = 30

    /// - Parameter directory: `nil` has none.
    /// - Throws: for a folder that can't be read, and for a recording that is none; both named.
    init(directory: String?) throws {
        guard let directory else {
            recordings = [:]
            return
        }
        var found: [HandoffLine: [String: WAVFile]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted() where name.hasSuffix(".wav") {
            let parts = name.dropLast(4).split(separator: "-")
            guard parts.count == 2, let line = HandoffLine(rawValue: String(parts[0])) else { continue }
            let file = try WAVFile(path: "\(directory)/\(name)")
            guard file.channels == 1, file.samples.count <= file.rate.hertz * Self.limit else {
                throw PromptProblem(description: "\(directory)/\(name): expected one channel and at most \(Self.limit) seconds")
            }
            found[line, default: [:]][String(parts[1])] = file
        }
        recordings = found
    }

    var isEmpty: Bool { recordings.isEmpty }

    /// - Parameter language: BCP 47; its first part counts.
    func samples(_ line: HandoffLine, language: String, rate: SampleRate) -> [Int16]? {
        let language = language.prefix { $0 != "-" && $0 != "_" }.lowercased()
        guard let file = recordings[line]?[language] else { return nil }
        if file.rate == rate { return file.samples }
        return resampled.withLock { known in
            let key = Key(line: line, language: language, rate: rate.hertz)
            if let samples = known[key] { return samples }
            var samples: [Int16] = []
            var resampler = Resampler(from: file.rate, to: rate)
            resampler.process(file.samples.span, appendingTo: &samples)
            resampler.flush(appendingTo: &samples)
            known[key] = samples
            return samples
        }
    }
}

struct PromptProblem: Error, CustomStringConvertible { var description: String }
