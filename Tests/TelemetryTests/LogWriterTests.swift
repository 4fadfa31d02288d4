import Foundation
import Logging
import Testing

@testable import Telemetry

@Suite struct LogWriterTests {
    @Test func keepsTheOrderOfEachWriter() async throws {
        let capture = LogCapture(lineLimit: 100_000)
        let reading = Task.detached { [handle = capture.pipe.fileHandleForReading] in String(decoding: handle.readDataToEndOfFile(), as: UTF8.self) }
        let writer = capture.writer
        await withTaskGroup(of: Void.self) { group in
            for source in 0..<4 {
                group.addTask { for index in 0..<1_000 { writer.write("\(source) \(index) \(String(repeating: "x", count: index % 300))") } }
            }
        }
        writer.stop()
        try capture.pipe.fileHandleForWriting.close()
        let lines = await reading.value.split(separator: "\n")
        #expect(lines.count == 4_000)
        for source in 0..<4 {
            let own = lines.filter { $0.hasPrefix("\(source) ") }.compactMap { Int($0.split(separator: " ")[1]) }
            #expect(own == Array(0..<1_000))
        }
        #expect(writer.droppedLines == 0)
    }

    /// A reader that does not read costs lines, never time.
    @Test func dropsAndCountsWhatDoesNotFit() throws {
        let capture = LogCapture(lineLimit: 50)
        let logger = capture.logger(.json)
        let long = String(repeating: "y", count: 4_000)
        for index in 0..<2_000 { logger.info("\(index) \(long)") }
        let dropped = capture.writer.droppedLines
        #expect(dropped > 1_000)
        // Now read: what was queued comes whole, then the count of what was not.
        let output = LockedText()
        let pipe = capture.pipe
        let thread = Thread { output.set(String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)) }
        thread.start()
        capture.writer.stop()
        try pipe.fileHandleForWriting.close()
        let lines = output.wait().split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
        let announced = lines.filter { $0.contains("Log lines were dropped") }
        #expect(!announced.isEmpty)
        #expect(lines.count - announced.count + capture.writer.droppedLines == 2_000)
    }

    @Test func aReaderThatWentAwayEndsNothing() throws {
        let capture = LogCapture()
        try capture.pipe.fileHandleForReading.close()
        capture.writer.write("into the void")
        capture.writer.stop()
        #expect(capture.writer.droppedLines == 1)
    }

    @Test func aBrokenDescriptorEndsNothing() {
        let writer = LogWriter(descriptor: -1)
        writer.write("x")
        writer.stop()
        #expect(writer.droppedLines == 1)
    }

    @Test func afterTheEndLinesAreDropped() throws {
        let capture = LogCapture()
        capture.writer.write("before")
        capture.writer.stop()
        capture.writer.write("after")
        capture.writer.stop()
        #expect(capture.writer.droppedLines == 1)
        #expect(try capture.text() == "before\n")
    }

    @Test func aLineLongerThanAPipeTakesAtOnceComesWhole() throws {
        let capture = LogCapture()
        let long = String(repeating: "z", count: 50_000)
        capture.writer.write(long)
        capture.writer.write("short")
        #expect(try capture.text() == long + "\nshort\n")
    }
}
