import TestSupport
import Testing

@testable import Audio

@Suite struct AudioConverterTests {
    static let formats: [AudioFormat] = [.linear16(.hz8000), .linear16(.hz16000), .linear16(.hz24000), .linear16(.hz48000), .pcmu, .pcma]

    @Test(arguments: formats, formats) func anySplitOfTheInputGivesTheSameOutput(_ from: AudioFormat, _ to: AudioFormat) throws {
        var generator = SeededGenerator(seed: 11)
        let input = (0..<4_801).map { _ in UInt8.random(in: 0...255, using: &generator) }
        func convert(_ sizes: () -> Int) throws -> [UInt8] {
            var converter = try AudioConverter(from: from, to: to)
            var output: [UInt8] = []
            var position = 0
            while position < input.count {
                let end = min(position + sizes(), input.count)
                converter.convert(input.span.extracting(position..<end)) { part in part.withUnsafeBufferPointer { output.append(contentsOf: $0) } }
                position = end
            }
            return output
        }
        let whole = try convert { input.count }
        #expect(try convert { 1 } == whole)
        var sizes = SeededGenerator(seed: 5)
        #expect(try convert { Int.random(in: 1...333, using: &sizes) } == whole)
        #expect(whole.count > 0)
    }

    @Test func equalFormatsPassUntouched() throws {
        for format in Self.formats {
            let converter = try AudioConverter(from: format, to: format)
            #expect(converter.isPassthrough)
            #expect(converter.delay == .zero)
        }
    }

    @Test func opusComesInPacketsOfTwentyMilliseconds() throws {
        var converter = try AudioConverter(from: .pcmu, to: .opus(.hz24000))
        let frame = [UInt8](repeating: 0xFF, count: 160)
        var packets = 0
        for _ in 0..<50 {
            converter.convert(frame.span) { packet in
                #expect(packet.count > 0 && packet.count < 400)
                packets += 1
            }
        }
        #expect(packets == 50)
    }

    @Test func muLawBecomesALawOfTheSameSound() throws {
        var converter = try AudioConverter(from: .pcmu, to: .pcma)
        let codes = (0...255).map { UInt8($0) }
        converter.convert(codes.span) { output in
            for index in output.indices {
                let (before, after) = (Int(G711.linearOfMuLaw[index]), Int(G711.linearOfALaw[Int(output[index])]))
                // Half of the coarser step at this loudness.
                #expect(abs(before - after) <= max(16, abs(before) / 16))
            }
        }
    }
}
