import Audio
import CallControl
import Foundation

/// What a caller says in one turn, at the leg's rate.
public struct CallerUtterance: Sendable {
    public var name: String
    public var text: String
    public var samples: [Int16]
    /// One past the last sample of speech.
    public var speechEnd: Int

    /// - Parameter source: a fixture's id, or a WAV file's path.
    public init(_ source: String, library: FixtureLibrary?, rate: SampleRate) throws {
        if let fixture = library?[source], let library {
            try self.init(fixture, library, rate)
            return
        }
        guard FileManager.default.fileExists(atPath: source) else { throw ScenarioError(description: "\(source) is neither a fixture nor a file") }
        let file = try WAVFile(path: source)
        let mono = file.channels == 1 ? file.samples : stride(from: 0, to: file.samples.count, by: 2).map { file.samples[$0] }
        let samples = Self.resampled(mono, file.rate, rate)
        let last = samples.lastIndex { abs(Int($0)) > 100 } ?? samples.count - 1
        self.init(name: source, text: "", samples: samples, speechEnd: last + 1)
    }

    private init(_ fixture: Fixture, _ library: FixtureLibrary, _ rate: SampleRate) throws {
        guard let best = library.file(fixture.id, rate: rate) else { throw ScenarioError(description: "fixture \(fixture.id) has no file") }
        let file = try WAVFile(path: best)
        let all = Self.resampled(file.samples, file.rate, rate)
        let at = { (position: Duration) in Int(position.inNanoseconds * Int64(rate.hertz) / 1_000_000_000) }
        guard let speech = fixture.speech else {
            self.init(name: fixture.id, text: fixture.text, samples: all, speechEnd: all.count)
            return
        }
        // 40 ms of the recording's own silence stay on either side.
        let margin = rate.samples(milliseconds: 40)
        let start = max(0, at(speech.lowerBound) - margin)
        let end = min(all.count, at(speech.upperBound) + margin)
        self.init(name: fixture.id, text: fixture.text, samples: Array(all[start..<end]), speechEnd: at(speech.upperBound) - start)
    }

    private init(name: String, text: String, samples: [Int16], speechEnd: Int) {
        self.name = name
        self.text = text
        self.samples = samples
        self.speechEnd = speechEnd
    }

    private static func resampled(_ samples: [Int16], _ from: SampleRate, _ to: SampleRate) -> [Int16] {
        guard from != to else { return samples }
        var resampler = Resampler(from: from, to: to)
        var output: [Int16] = []
        resampler.process(samples.span, appendingTo: &output)
        return output
    }
}
