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
        history.reserveCapacity(bank.taps + 4_096)
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
        append(input)
        let taps = bank.taps
        // Output k begins to read at input ⌊(phase + k · down) / up⌋; it is due once its last tap is there.
        let positions = history.count - taps + 1
        let count = max(0, (positions * bank.up - phase + bank.down - 1) / bank.down)
        var position = 0
        var phase = self.phase
        let (up, down) = (bank.up, bank.down)
        output.extend(by: count) { target, start in
            history.withUnsafeBufferPointer { history in
                bank.coefficients.withUnsafeBufferPointer { coefficients in
                    for index in 0..<count {
                        target[unchecked: start + index] = Self.sample(history.baseAddress! + position, coefficients.baseAddress! + phase * taps, taps)
                        phase += down
                        while phase >= up {
                            phase -= up
                            position += 1
                        }
                    }
                }
            }
        }
        self.phase = phase
        if position > 0 { history.removeFirst(position) }
    }

    /// Brings out the end of what went in, which the filter still holds, by `delay` of silence; then forgets it.
    public mutating func flush(appendingTo output: inout [Int16]) {
        let silence = [Int16](repeating: 0, count: Int(bank.delay.rounded(.up)))
        process(silence.span, appendingTo: &output)
        reset()
    }

    private mutating func append(_ input: Span<Int16>) {
        let start = history.count
        history.append(contentsOf: repeatElement(0, count: input.count))
        var target = history.mutableSpan
        for index in input.indices { target[unchecked: start + index] = Float(input[unchecked: index]) }
    }

    /// One output: the products of `taps` samples and coefficients, added up in four chains so that no addition waits for the last.
    /// Rows of coefficients are aligned to 16 bytes: arrays keep their elements so, and taps come in sixteens.
    @inline(__always)
    private static func sample(_ samples: UnsafePointer<Float>, _ coefficients: UnsafePointer<Float>, _ taps: Int) -> Int16 {
        let left = UnsafeRawPointer(samples)
        let right = UnsafeRawPointer(coefficients)
        var sums = (SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero)
        var offset = 0
        while offset < taps &* 4 {
            sums.0 += left.four(offset) * right.alignedFour(offset)
            sums.1 += left.four(offset &+ 16) * right.alignedFour(offset &+ 16)
            sums.2 += left.four(offset &+ 32) * right.alignedFour(offset &+ 32)
            sums.3 += left.four(offset &+ 48) * right.alignedFour(offset &+ 48)
            offset &+= 64
        }
        let quarters = (sums.0 + sums.1) + (sums.2 + sums.3)
        let pair = quarters.lowHalf + quarters.highHalf
        return saturate(pair.x + pair.y)
    }

    /// Rounds to the nearest sample, full scale at most, without a branch: after adding 1.5 · 2²³ the low bits of a Float are
    /// its integer part. (SIMD's clamp runs lane by lane.)
    @inline(__always)
    private static func saturate(_ value: Float) -> Int16 {
        let below = value < 32_767 ? value : 32_767
        let within = below > -32_768 ? below : -32_768
        return Int16(truncatingIfNeeded: (within + 12_582_912).bitPattern)
    }
}

extension UnsafeRawPointer {
    @inline(__always)
    fileprivate func four(_ offset: Int) -> SIMD4<Float> { loadUnaligned(fromByteOffset: offset, as: SIMD4<Float>.self) }

    @inline(__always)
    fileprivate func alignedFour(_ offset: Int) -> SIMD4<Float> { load(fromByteOffset: offset, as: SIMD4<Float>.self) }
}
