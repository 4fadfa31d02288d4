import Glibc

/// What a caller hears while the other end's telephone rings, as Brazil's networks play it: 425 Hz, 1 s of every 5 s (ITU-T E.180, supplement 2).
public enum RingingTone {
    private static let hertz = 425.0
    /// Of full scale; some 23 dB below it in all, as loud as speech.
    private static let peak = 0.1
    /// Without it each tone would begin and end with a click.
    private static let ramp = 0.01

    /// One tone, in signed 16-bit samples at `rate`.
    public static func samples(at rate: SampleRate) -> [Int16] {
        let count = rate.samples(milliseconds: 1_000)
        let ramped = ramp * Double(rate.hertz)
        return (0..<count).map { index in
            let gain = min(1, min(Double(index), Double(count - 1 - index)) / ramped)
            return Int16((sin(2 * .pi * hertz * Double(index) / Double(rate.hertz)) * gain * peak * Double(Int16.max)).rounded())
        }
    }
}
