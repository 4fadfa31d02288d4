import Audio
import Foundation

/// A recording's loudness over time, both sides: peaks on a scale of 0 (-60 dBFS or less) to 100 (0 dBFS).
struct Waveform: Equatable {
    var durationMilliseconds: Int
    /// Length of one bin.
    var binMilliseconds: Int
    var caller: [Int]
    var agent: [Int]

    static let most = 2_400

    /// Reads the file in pieces; an hour takes a few seconds.
    /// - Parameter read: the next bytes, none at the end.
    init(_ read: () -> [UInt8]) throws {
        let reader = try OggOpusReader(rate: .hz8000)
        var peaks: [(caller: Int, agent: Int)] = []
        var (samples, bin, count): ([Int16], (caller: Int, agent: Int), Int) = ([], (0, 0), 0)
        var total = 0
        while true {
            let bytes = read()
            guard !bytes.isEmpty else { break }
            samples.removeAll(keepingCapacity: true)
            try reader.feed(bytes.span, appendingTo: &samples)
            total += samples.count / 2
            for index in stride(from: 0, to: samples.count - 1, by: 2) {
                bin = (max(bin.caller, Int(samples[index].magnitude)), max(bin.agent, Int(samples[index + 1].magnitude)))
                count += 1
                if count == Self.samplesPerBin {
                    peaks.append(bin)
                    (bin, count) = ((0, 0), 0)
                }
            }
        }
        if count > 0 { peaks.append(bin) }
        let width = max(1, (peaks.count + Self.most - 1) / Self.most)
        let starts = stride(from: 0, to: peaks.count, by: width)
        caller = starts.map { start in Self.level(peaks[start..<min(start + width, peaks.count)].map(\.caller).max() ?? 0) }
        agent = starts.map { start in Self.level(peaks[start..<min(start + width, peaks.count)].map(\.agent).max() ?? 0) }
        binMilliseconds = 100 * width
        durationMilliseconds = total / 8
    }

    /// 100 ms at 8 kHz.
    private static let samplesPerBin = 800

    /// - Parameter peak: 0 to 32,768.
    static func level(_ peak: Int) -> Int {
        guard peak > 0 else { return 0 }
        let decibels = 20 * log10(Double(peak) / 32_768)
        return Int(min(100, max(0, (decibels + 60) / 60 * 100)).rounded())
    }
}
