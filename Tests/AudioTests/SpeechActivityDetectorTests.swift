import CallControl
import TestSupport
import Testing

@testable import Audio

@Suite struct SpeechActivityDetectorTests {
    /// What a detector told of a recording.
    struct Hearing {
        var changes: [SpeechActivityDetector.Change] = []
        var lastVoiced: Int?
        var start: Int? { changes.compactMap { if case .started(let position) = $0 { position } else { nil } }.first }
        var endings: Int { changes.count { if case .ended = $0 { true } else { false } } }

        init(_ samples: [Int16], _ rate: SampleRate, chunk: Int? = nil, endSilence: Duration = .milliseconds(300)) {
            let detector = SpeechActivityDetector(rate: rate, endSilence: endSilence)
            let size = chunk ?? max(samples.count, 1)
            for start in stride(from: 0, to: samples.count, by: size) {
                detector.process(samples.span.extracting(start..<min(start + size, samples.count))) { changes.append($0) }
            }
            lastVoiced = detector.lastVoiced
        }
    }

    @Test func theEndOfCleanSpeechIsFoundWithinHalfAFrame() throws {
        var errors: [Double] = []
        var starts: [Double] = []
        for entry in try Fixtures.all() where entry.role == "caller" && entry.variant_of == nil {
            let (start, end) = (try #require(entry.speech_start), try #require(entry.speech_end))
            for file in entry.files {
                let rate = try #require(SampleRate(hertz: file.rate))
                for law in [AudioEncoding.linear16, .pcma, .pcmu] {
                    let hearing = Hearing(Fixtures.passed(try Fixtures.samples(file.path), through: law), rate)
                    let found = try #require(hearing.lastVoiced, "\(file.path): no speech heard")
                    errors.append(Double(found) / Double(file.rate) * 1_000 - end * 1_000)
                    starts.append(Double(hearing.start ?? 0) / Double(file.rate) * 1_000 - start * 1_000)
                }
            }
        }
        let (ends, beginnings) = (errors.map(abs).sorted(), starts.map(abs).sorted())
        print(
            "end of speech, clean: \(ends.count) cases, median \(ends.median) ms, p90 \(ends.p90) ms, max \(ends.last ?? 0) ms; start median \(beginnings.median) ms, p90 \(beginnings.p90) ms"
        )
        #expect(ends.count >= 19 * 6)
        #expect(ends.median <= 10)
        #expect(ends.p90 <= 20)
        #expect(beginnings.median <= 10)
        #expect(beginnings.p90 <= 60)
    }

    /// In noise the quietest sounds of a word's end are lost.
    @Test func noiseMovesTheEndLittleAndDoesNotHideIt() throws {
        var count = 0
        for entry in try Fixtures.all() where entry.role == "caller" && entry.variant_of != nil {
            for file in entry.files {
                let rate = try #require(SampleRate(hertz: file.rate))
                for law in [AudioEncoding.linear16, .pcma, .pcmu] {
                    let hearing = Hearing(Fixtures.passed(try Fixtures.samples(file.path), through: law), rate)
                    let error = Double(try #require(hearing.lastVoiced)) / Double(file.rate) - (try #require(entry.speech_end))
                    #expect(abs(error) <= (entry.id.hasSuffix("babble10") ? 0.18 : 0.05), "\(file.path) \(law): \(error) s")
                    #expect(hearing.changes.last == .ended(at: hearing.lastVoiced ?? 0), "\(file.path): speech never ends")
                    count += 1
                }
            }
        }
        #expect(count >= 18)
    }

    @Test(arguments: [SampleRate.hz24000, .hz48000]) func otherRatesAreHeardAlike(_ rate: SampleRate) throws {
        let entry = try #require(try Fixtures.all().first { $0.id == "pt-saldo" })
        let file = try #require(entry.files.first { $0.rate == 16_000 })
        let samples = ResamplerTests.resampled(try Fixtures.samples(file.path), .hz16000, rate)
        let found = Double(try #require(Hearing(samples, rate).lastVoiced)) / Double(rate.hertz)
        #expect(abs(found - (try #require(entry.speech_end))) <= 0.02)
    }

    @Test func silenceAndNoiseAreNotSpeech() throws {
        for entry in try Fixtures.all() where ["silence", "noise-pink"].contains(entry.id) {
            for file in entry.files {
                #expect(Hearing(try Fixtures.samples(file.path), try #require(SampleRate(hertz: file.rate))).changes.isEmpty, "\(file.path)")
            }
        }
    }

    @Test(arguments: [-65.0, -55, -45]) func comfortNoiseIsNotSpeechAndHidesNone(_ level: Double) throws {
        let entry = try #require(try Fixtures.all().first { $0.id == "pt-numeros" })
        let file = try #require(entry.files.first { $0.rate == 8_000 })
        let noise = Self.noise(file.samples, decibels: level)
        let hearing = Hearing(zip(try Fixtures.samples(file.path), noise).map { Int16(clamping: Int($0) + Int($1)) }, .hz8000)
        #expect(Hearing(noise, .hz8000).changes.isEmpty)
        #expect(try #require(hearing.start) >= 3_600)
        #expect(abs(Double(try #require(hearing.lastVoiced)) / 8_000 - (try #require(entry.speech_end))) <= 0.05)
    }

    /// A line that begins to hiss may be taken for speech at first, but not for long.
    @Test(arguments: [-60.0, -50, -40, -30]) func noiseThatSetsInDoesNotHoldTheFloor(_ level: Double) {
        let hearing = Hearing([Int16](repeating: 0, count: 16_000) + Self.noise(80_000, decibels: level), .hz8000)
        #expect(hearing.endings * 2 == hearing.changes.count)
        #expect(hearing.lastVoiced ?? 0 < 16_000 + 16_000)
    }

    @Test(arguments: [5, 20, 40]) func aClickIsNotSpeech(_ milliseconds: Int) {
        var samples = [Int16](repeating: 0, count: 8_000)
        for index in 4_000..<4_000 + 8 * milliseconds { samples[index] = index % 2 == 0 ? 20_000 : -20_000 }
        let hearing = Hearing(samples, .hz8000)
        #expect(hearing.changes.isEmpty)
        #expect(hearing.lastVoiced == nil)
    }

    @Test(arguments: [SampleRate.hz8000, .hz24000]) func theSplitOfTheInputDoesNotMatter(_ rate: SampleRate) throws {
        let samples = ResamplerTests.resampled(try Fixtures.samples("pt-numeros-16000-l16.wav"), .hz16000, rate)
        let whole = Hearing(samples, rate).changes
        #expect(whole.count >= 2)
        for size in [1, 37, 160, 400] { #expect(Hearing(samples, rate, chunk: size).changes == whole) }
    }

    @Test func aPauseEndsSpeechOnlyWhenLongEnough() throws {
        let samples = try Fixtures.samples("pt-longa-pausa-8000-l16.wav")
        #expect(Hearing(samples, .hz8000, endSilence: .milliseconds(200)).endings > Hearing(samples, .hz8000, endSilence: .seconds(1)).endings)
    }

    @Test func afterAResetItHearsAsAtFirst() throws {
        let samples = try Fixtures.samples("pt-sim-8000-l16.wav")
        let detector = SpeechActivityDetector(rate: .hz8000)
        var changes: [[SpeechActivityDetector.Change]] = []
        for _ in 0..<2 {
            var heard: [SpeechActivityDetector.Change] = []
            detector.process(samples.span) { heard.append($0) }
            changes.append(heard)
            detector.reset()
            #expect(!detector.isSpeaking && detector.lastVoiced == nil)
        }
        #expect(changes[0] == changes[1])
    }

    @Test func theLevelIsThatOfTheLastBlock() {
        let detector = SpeechActivityDetector(rate: .hz8000)
        // A sine of half the full scale: −6 − 3 dB.
        detector.process(tone(1_000, rate: .hz8000, samples: 160, amplitude: 16_384).span)
        #expect(abs(detector.level + 9.03) < 0.05)
    }

    static func noise(_ count: Int, decibels: Double) -> [Int16] {
        var generator = SeededGenerator(seed: 9)
        // The sum of twelve uniform numbers is as good as Gaussian, of variance 1.
        var level = 32_768.0
        for _ in 0..<Int(-decibels) { level *= 0.891_250_938 }
        return (0..<count).map { _ in
            var sum = -6.0
            for _ in 0..<12 { sum += Double.random(in: 0..<1, using: &generator) }
            return Int16((sum * level).rounded())
        }
    }
}

extension [Double] {
    /// Of sorted values.
    fileprivate var median: Double { self[count / 2] }
    fileprivate var p90: Double { self[count * 9 / 10] }
}
