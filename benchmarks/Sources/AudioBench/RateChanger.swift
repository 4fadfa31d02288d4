import Audio
import CSpeexDSP

/// Something that changes sample rates: ours, or the yardstick.
protocol RateChanger {
    var delayMilliseconds: Double { get }
    mutating func process(_ input: [Int16], appendingTo output: inout [Int16])
}

struct OwnRateChanger: RateChanger {
    var resampler: Resampler
    init(_ from: SampleRate, _ to: SampleRate) { resampler = Resampler(from: from, to: to) }
    var delayMilliseconds: Double { resampler.delay / .milliseconds(1) }
    mutating func process(_ input: [Int16], appendingTo output: inout [Int16]) { resampler.process(input.span, appendingTo: &output) }
}

/// speexdsp at quality 5.
final class SpeexRateChanger: RateChanger {
    private let state: OpaquePointer
    private let from: SampleRate
    private let to: SampleRate

    init(_ from: SampleRate, _ to: SampleRate) {
        var code: Int32 = 0
        guard let state = speex_resampler_init(1, UInt32(from.hertz), UInt32(to.hertz), 5, &code) else { fatalError("speexdsp refused: \(code)") }
        self.state = state
        self.from = from
        self.to = to
    }

    deinit { speex_resampler_destroy(state) }

    var delayMilliseconds: Double { Double(speex_resampler_get_input_latency(state)) * 1_000 / Double(from.hertz) }

    func process(_ input: [Int16], appendingTo output: inout [Int16]) {
        let start = output.count
        let room = input.count * to.hertz / from.hertz + 16
        output.append(contentsOf: repeatElement(0, count: room))
        var (taken, made) = (UInt32(input.count), UInt32(room))
        input.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                _ = speex_resampler_process_int(state, 0, input.baseAddress!, &taken, output.baseAddress! + start, &made)
            }
        }
        output.removeLast(room - Int(made))
    }
}
