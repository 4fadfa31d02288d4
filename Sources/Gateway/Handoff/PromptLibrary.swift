import Audio
import CallControl
import Foundation

/// The gateway's own recordings of the handoff's lines, for when no agent can speak them: `<line>-<language>.wav` in one folder, such as
/// `nobody-pt.wav`. Read and resampled at the start: a loop only hands them on.
final class PromptLibrary: Sendable {
    private struct Key: Hashable {
        var line: HandoffLine
        var language: String
        var rate: SampleRate
    }

    private let recordings: [Key: [Int16]]

    /// Most seconds of one recording: what a caller may be made to hear, and what a call may have waiting.
    static let limit = 30
    /// Those a stream can have.
    private static let rates = [8_000, 16_000, 24_000, 48_000].compactMap { SampleRate(hertz: $0) }

    /// - Parameter directory: `nil` has none.
    /// - Throws: for a folder that can't be read, and for a recording that is none; both named.
    init(directory: String?) throws {
        guard let directory else {
            recordings = [:]
            return
        }
        var found: [Key: [Int16]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted() where name.hasSuffix(".wav") {
            let parts = name.dropLast(4).split(separator: "-")
            guard parts.count == 2, let line = HandoffLine(rawValue: String(parts[0])) else { continue }
            let file = try WAVFile(path: "\(directory)/\(name)")
            guard file.channels == 1, file.samples.count <= file.rate.hertz * Self.limit else {
                throw PromptProblem(description: "\(directory)/\(name): expected one channel and at most \(Self.limit) seconds")
            }
            for rate in Self.rates {
                found[Key(line: line, language: String(parts[1]), rate: rate)] = Self.resampled(file, to: rate)
            }
        }
        recordings = found
    }

    var isEmpty: Bool { recordings.isEmpty }

    /// - Parameter language: BCP 47; its first part counts.
    func samples(_ line: HandoffLine, language: String, rate: SampleRate) -> [Int16]? {
        let language = language.prefix { $0 != "-" && $0 != "_" }.lowercased()
        return recordings[Key(line: line, language: language, rate: rate)]
    }

    private static func resampled(_ file: WAVFile, to rate: SampleRate) -> [Int16] {
        guard file.rate != rate else { return file.samples }
        var samples: [Int16] = []
        var resampler = Resampler(from: file.rate, to: rate)
        resampler.process(file.samples.span, appendingTo: &samples)
        resampler.flush(appendingTo: &samples)
        return samples
    }
}

struct PromptProblem: Error, CustomStringConvertible { var description: String }
