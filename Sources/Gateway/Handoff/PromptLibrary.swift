import Audio
import CallControl
import Foundation

/// The gateway's own recordings of the handoff's lines, for when no agent can speak them: `<line>-<language>.wav` in one folder, such as
/// `nobody-pt.wav`. A number is put together of `number-pt.wav`, `digit_0-pt.wav` … `digit_9-pt.wav` and `thanks-pt.wav`. Read and resampled at
/// the start: a loop only hands them on.
public final class PromptLibrary: Sendable {
    private struct Key: Hashable {
        var name: String
        var language: String
        var rate: SampleRate
    }

    private let recordings: [Key: [Int16]]
    private let tones = Dictionary(uniqueKeysWithValues: rates.map { ($0, RingingTone.samples(at: $0)) })

    /// Most seconds of one recording: what a caller may be made to hear, and what a call may have waiting.
    static let limit = 30
    /// Those a stream can have.
    private static let rates = [8_000, 16_000, 24_000, 48_000].compactMap { SampleRate(hertz: $0) }
    private static let digits = (0...9).map { "digit_\($0)" }
    private static let names = Set(HandoffLine.allCases.map(\.rawValue) + digits + ["thanks"])
    /// Between the digits.
    private static let pause = Duration.milliseconds(120)

    /// - Parameter directory: `nil` has none.
    /// - Throws: for a folder that can't be read, and for a recording that is none; both named.
    public init(directory: String?) throws {
        guard let directory else {
            recordings = [:]
            return
        }
        var found: [Key: [Int16]] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: directory).sorted() where file.hasSuffix(".wav") {
            let parts = file.dropLast(4).split(separator: "-").map(String.init)
            guard parts.count == 2, Self.names.contains(parts[0]) else { continue }
            let recording = try WAVFile(path: "\(directory)/\(file)")
            guard recording.channels == 1, recording.samples.count <= recording.rate.hertz * Self.limit else {
                throw PromptProblem(description: "\(directory)/\(file): expected one channel and at most \(Self.limit) seconds")
            }
            for rate in Self.rates { found[Key(name: parts[0], language: parts[1], rate: rate)] = Self.resampled(recording, to: rate) }
        }
        recordings = found
    }

    /// - Parameters:
    ///   - number: what the line `number` tells.
    ///   - language: BCP 47; its first part counts.
    /// - Returns: the line, or one that says no more than it; `nil` if there is none.
    public func samples(_ line: HandoffLine, number: String? = nil, language: String, rate: SampleRate) -> [Int16]? {
        let language = language.prefix { $0 != "-" && $0 != "_" }.lowercased()
        func recording(_ name: String) -> [Int16]? { recordings[Key(name: name, language: language, rate: rate)] }
        if line == .number { return number.flatMap { spoken($0, at: rate, recording) } ?? recording(HandoffLine.noted.rawValue) }
        return recording(line.rawValue) ?? line.substitute.flatMap { recording($0.rawValue) }
    }

    /// One ringing tone, which needs no recording.
    public func ringing(at rate: SampleRate) -> [Int16]? { tones[rate] }

    /// The lines that could not be spoken in a language when the agent is lost; `goes_on` is not said then.
    public func missing(in language: String) -> [HandoffLine] {
        HandoffLine.allCases.filter { $0 != .goesOn && samples($0, number: "0123456789", language: language, rate: .hz8000) == nil }
    }

    /// The introduction, each digit, and the thanks; what is no digit is left out, as it would be unspoken.
    private func spoken(_ number: String, at rate: SampleRate, _ recording: (String) -> [Int16]?) -> [Int16]? {
        guard let introduction = recording(HandoffLine.number.rawValue) else { return nil }
        let pause = [Int16](repeating: 0, count: rate.samples(milliseconds: Int(Self.pause.inMilliseconds)))
        var samples = introduction + pause
        for digit in number where ("0"..."9").contains(digit) {
            guard let spoken = recording("digit_\(digit)") else { return nil }
            samples += spoken + pause
        }
        return samples + pause + (recording("thanks") ?? [])
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

extension HandoffLine {
    /// What is said where this line has no recording, and is as true: that nobody is there, and that the wish is noted.
    fileprivate var substitute: HandoffLine? {
        switch self {
        case .unanswered, .technicalProblem, .outsideHours: .nobody
        case .transfer, .maxTurns, .nobody, .notNoted, .goesOn, .number, .noted: nil
        }
    }
}

struct PromptProblem: Error, CustomStringConvertible { var description: String }
