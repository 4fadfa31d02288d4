import CSIMD

/// Changes the sample rate of a stream: a polyphase FIR filter whose state is kept, so that the output does not depend on how the
/// input was cut, and never drifts.
///
/// At any time exactly ⌈n · to/from⌉ samples have come out for n that went in. Gain, rejection and cost are measured in `benchmarks/`.
public struct Resampler: Sendable {
    public let from: SampleRate
    public let to: SampleRate
    private let bank: FilterBank
    /// Input that later outputs still need, at first `taps − 1` zeros.
    private var history: [Float] = []
    /// Which of the bank's phases the next output takes.
    private var phase = 0

    /// - Parameters: any two rates; equal ones cost a filter and a delay all the same.
    public init(from: SampleRate, to: SampleRate) {
        self.from = from
        self.to = to
        bank = FilterBank.shared(from: from, to: to)
        history.reserveCapacity(bank.taps + 320)
        reset()
    }

    /// How much later a sound comes out than it went in: 3 ms between 8 kHz and any other rate, less between higher ones.
    public var delay: Duration { .nanoseconds(Int64(bank.delay / Double(from.hertz) * 1e9)) }

    /// Forgets what went in.
    public mutating func reset() {
        history.removeAll(keepingCapacity: true)
        history.append(contentsOf: repeatElement(0, count: bank.taps - 1))
        phase = 0
    }

    /// Appends what `input` brings forth.
    public mutating func process(_ input: Span<Int16>, appendingTo output: inout [Int16]) {
        // In blocks, so that a provider's long message doesn't leave a long history behind.
        var start = 0
        while start < input.count {
            let end = min(start + Self.block, input.count)
            process(block: input.extracting(start..<end), appendingTo: &output)
            start = end
        }
    }

    private mutating func process(block input: Span<Int16>, appendingTo output: inout [Int16]) {
        append(input)
        let taps = bank.taps
        // Output k begins to read at input ⌊(phase + k · down) / up⌋; it is due once its last tap is there.
        let positions = history.count - taps + 1
        let count = max(0, (positions * bank.up - phase + bank.down - 1) / bank.down)
        var cursor = Cursor(position: 0, phase: phase)
        output.extend(by: count) { target in
            target.withUnsafeMutableBufferPointer { target in
                history.withUnsafeBufferPointer { history in
                    guard let output = target.baseAddress, let samples = history.baseAddress, count > 0 else { return }
                    if Self.hasAVX2 { bank.filterAVX2(samples, &cursor, output, count) } else { bank.filter(samples, &cursor, output, count) }
                }
            }
        }
        phase = cursor.phase
        if cursor.position > 0 { history.removeFirst(cursor.position) }
    }

    /// Where the next output begins to read, and with which phase.
    struct Cursor {
        var position: Int
        var phase: Int
    }

    private static let block = 1_024
    private static let hasAVX2 = vg_has_avx2() != 0

    /// Brings out the end of what went in, which the filter still holds, by `delay` of silence; then forgets it.
    public mutating func flush(appendingTo output: inout [Int16]) {
        let silence = [Int16](repeating: 0, count: Int(bank.delay.rounded(.up)))
        process(silence.span, appendingTo: &output)
        reset()
    }

    private mutating func append(_ input: Span<Int16>) {
        history.extend(by: input.count) { target in
            for index in input.indices { target[unchecked: index] = Float(input[unchecked: index]) }
        }
    }
}
