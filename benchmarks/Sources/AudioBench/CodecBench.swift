import Audio

/// Cost of one operation on a 20 ms frame.
struct OperationFigures: Codable {
    var operation: String
    var microsecondsPerFrame: Double
    var allocationsPerFrame: Double

    init(_ operation: String, _ cost: Cost) {
        self.operation = operation
        microsecondsPerFrame = cost.microseconds
        allocationsPerFrame = cost.allocations
    }
}

enum CodecBench {
    static func run(speech: WAVFile) throws -> [OperationFigures] {
        let narrow = try at(.hz8000, speech)
        return g711(narrow) + (try voiceActivity(speech)) + (try opus(speech)) + (try conversions(narrow))
    }

    static func at(_ rate: SampleRate, _ file: WAVFile) throws -> [Int16] {
        guard rate != file.rate else { return file.samples }
        var resampler = Resampler(from: file.rate, to: rate)
        var output: [Int16] = []
        resampler.process(file.samples.span, appendingTo: &output)
        return output
    }

    private static func g711(_ speech: [Int16]) -> [OperationFigures] {
        let frame = Array(speech[8_000..<8_160])
        var (codes, samples): ([UInt8], [Int16]) = ([], [])
        func cost(_ body: () -> Void) -> Cost {
            Cost.measure(frames: 1_000) {
                codes.removeAll(keepingCapacity: true)
                samples.removeAll(keepingCapacity: true)
                body()
            }
        }
        var law: [UInt8] = []
        G711.encodeMuLaw(frame.span, appendingTo: &law)
        return [
            OperationFigures("G.711 µ-law encode, 160 samples", cost { G711.encodeMuLaw(frame.span, appendingTo: &codes) }),
            OperationFigures("G.711 A-law encode, 160 samples", cost { G711.encodeALaw(frame.span, appendingTo: &codes) }),
            OperationFigures("G.711 µ-law decode, 160 samples", cost { G711.decodeMuLaw(law.span, appendingTo: &samples) }),
            OperationFigures("G.711 A-law decode, 160 samples", cost { G711.decodeALaw(law.span, appendingTo: &samples) }),
            OperationFigures("G.711 µ-law to A-law, 160 samples", cost { G711.aLaw(fromMuLaw: law.span, appendingTo: &codes) }),
        ]
    }

    private static func voiceActivity(_ speech: WAVFile) throws -> [OperationFigures] {
        try [SampleRate.hz8000, .hz16000, .hz24000, .hz48000].map { rate in
            let frames = Frames(try at(rate, speech), rate)
            let detector = SpeechActivityDetector(rate: rate)
            return OperationFigures("voice activity, \(rate)", Cost.measure { frames.next { detector.process($0) } })
        }
    }

    private static func opus(_ speech: WAVFile) throws -> [OperationFigures] {
        var figures: [OperationFigures] = []
        for rate in [SampleRate.hz8000, .hz16000, .hz24000] {
            let samples = try at(rate, speech)
            var packets: [[UInt8]] = []
            for complexity in [0, 5, 10] {
                var settings = OpusSettings()
                settings.complexity = complexity
                let encoder = try OpusEncoder(rate: rate, settings: settings)
                let frames = Frames(samples, rate)
                var packet: [UInt8] = []
                packets.removeAll()
                let cost = Cost.measure(frames: frames.count, batches: 8) {
                    packet.removeAll(keepingCapacity: true)
                    frames.next { try! encoder.encode($0, appendingTo: &packet) }
                }
                for _ in 0..<frames.count {
                    packet.removeAll(keepingCapacity: true)
                    frames.next { try! encoder.encode($0, appendingTo: &packet) }
                    packets.append(packet)
                }
                figures.append(OperationFigures("Opus encode, \(rate), 24 kbit/s, complexity \(complexity)", cost))
            }
            let decoder = try OpusDecoder(rate: rate)
            var (decoded, index): ([Int16], Int) = ([], 0)
            let cost = Cost.measure(frames: packets.count, batches: 20) {
                decoded.removeAll(keepingCapacity: true)
                let packet = packets[index]
                try! decoder.decode(packet.span, appendingTo: &decoded)
                index = (index + 1) % packets.count
            }
            figures.append(OperationFigures("Opus decode, \(rate)", cost))
        }
        return figures
    }

    private static func conversions(_ speech: [Int16]) throws -> [OperationFigures] {
        var bytes: [UInt8] = []
        G711.encodeALaw(speech[8_000..<8_160].span, appendingTo: &bytes)
        var figures: [OperationFigures] = []
        for target in [AudioFormat.pcma, .pcmu, .linear16(.hz8000), .linear16(.hz16000), .linear16(.hz24000)] {
            var converter = try AudioConverter(from: .pcma, to: target)
            var total = 0
            figures.append(
                OperationFigures("convert pcma/8000 to \(target)", Cost.measure(frames: 500) { converter.convert(bytes.span) { total += $0.count } }))
        }
        var decoder = try PCMDecoder(from: .linear16(.hz24000), to: .hz8000)
        let wire = [UInt8](repeating: 1, count: 960)
        var samples: [Int16] = []
        let cost = Cost.measure(frames: 500) {
            samples.removeAll(keepingCapacity: true)
            decoder.decode(wire.span, appendingTo: &samples)
        }
        return figures + [OperationFigures("decode l16/24000 to samples at 8000 Hz", cost)]
    }
}

/// Speech as a loop of 20 ms frames.
final class Frames {
    private let samples: [Int16]
    private let size: Int
    private var position = 0
    var count: Int { samples.count / size }

    init(_ samples: [Int16], _ rate: SampleRate) {
        self.samples = samples
        size = rate.samples(milliseconds: 20)
    }

    func next(_ body: (Span<Int16>) -> Void) {
        if position + size > samples.count { position = 0 }
        let samples = samples
        body(samples.span.extracting(position..<position + size))
        position += size
    }
}
