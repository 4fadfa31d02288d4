/// Changes the sample rate of a stream: a polyphase FIR filter whose state is kept, so that the output does not depend on how the
/// input was cut, and never drifts.
public struct Resampler: Sendable {
    public let from: SampleRate
    public let to: SampleRate
    private let bank: FilterBank
    /// The last `taps − 1` input samples and what has not been read yet.
    private var history: [Float]
    /// Index in `history` of the first sample the next output needs.
    private var position = 0
    private var phase = 0

    public init(from: SampleRate, to: SampleRate) {
        self.from = from
        self.to = to
        bank = FilterBank(from: from, to: to)
        history = []
        history.reserveCapacity(bank.taps + 4_096)
        reset()
    }

    /// How much later a sound comes out than it went in.
    public var delay: Duration { .nanoseconds(Int64(bank.delay / Double(from.hertz) * 1e9)) }

    public mutating func reset() {
        history.removeAll(keepingCapacity: true)
        history.append(contentsOf: repeatElement(0, count: bank.taps - 1))
        position = 0
        phase = 0
    }

    /// Appends what `input` brings forth: in the long run exactly `to/from` samples for each of its.
    public mutating func process(_ input: Span<Int16>, appendingTo output: inout [Int16]) {
        input.withUnsafeBufferPointer { samples in history.append(contentsOf: samples.lazy.map(Float.init)) }
        let taps = bank.taps
        let count = history.count
        history.withUnsafeBufferPointer { history in
            bank.coefficients.withUnsafeBufferPointer { coefficients in
                while position + taps <= count {
                    let value = Self.dot(history.baseAddress! + position, coefficients.baseAddress! + phase * taps, taps)
                    output.append(Self.saturate(value))
                    phase += bank.down
                    while phase >= bank.up {
                        phase -= bank.up
                        position += 1
                    }
                }
            }
        }
        // What no later output needs is dropped once it is worth moving the rest.
        if position >= 1_024 || position > history.count / 2 {
            let kept = min(position, history.count)
            history.removeFirst(kept)
            position -= kept
        }
    }

    @inline(__always)
    private static func dot(_ samples: UnsafePointer<Float>, _ coefficients: UnsafePointer<Float>, _ taps: Int) -> Float {
        let left = UnsafeRawPointer(samples)
        let right = UnsafeRawPointer(coefficients)
        var sum = SIMD8<Float>.zero
        var offset = 0
        while offset < taps * 4 {
            sum += left.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self) * right.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            offset += 32
        }
        return sum.sum()
    }

    /// SIMD's clamp runs lane by lane; two comparisons do not.
    @inline(__always)
    private static func saturate(_ value: Float) -> Int16 {
        let rounded = value + (value < 0 ? -0.5 : 0.5)
        if rounded >= 32_767 { return 32_767 }
        if rounded <= -32_768 { return -32_768 }
        return Int16(rounded)
    }
}
