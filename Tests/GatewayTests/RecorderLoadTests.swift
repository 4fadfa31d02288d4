import Audio
import CallControl
import Foundation
import Locking
import Settings
import Testing

@testable import Gateway

/// More calls than the recorder can encode: new ones are refused, and the newest of those under way end, so that the others stay whole.
@Suite struct RecorderLoadTests {
    private static func recorder(_ patience: RecorderThread.Patience, _ events: Locked<[RecordingEvent]>) throws -> (recorder: Recorder, folder: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "recorder-\(UUID().uuidString)").path
        let yaml = "recording: {enabled: true, directory: '\(folder)', threads: 1}"
        let loaded = GatewaySettings.load(text: yaml, file: "test.yaml", environment: [:]) { _ in "" }
        return (try Recorder(try #require(loaded.settings).recording, patience: patience) { event in events.withLock { $0.append(event) } }, folder)
    }

    private static func begin(_ recorder: Recorder, _ call: String) -> Recording? {
        recorder.begin(
            CallID(call), callerRate: .hz8000, agentRate: .hz8000, lead: .zero, start: RecorderThread.now,
            wallClock: Int64(Date().timeIntervalSince1970 * 1_000))
    }

    private static func wait(_ condition: () -> Bool) -> Bool {
        let end = Date().addingTimeInterval(10)
        while !condition(), Date() < end { _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.01) }
        return condition()
    }

    @Test func whoCannotBeRecordedIsRefusedAndTold() throws {
        let events = Locked<[RecordingEvent]>([])
        let (recorder, folder) = try Self.recorder(RecorderThread.Patience(refusing: .nanoseconds(-1)), events)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(Self.begin(recorder, "one-more") == nil)
        #expect(events.withLock { $0 } == [.refused(CallID("one-more"))])
        recorder.stop()
    }

    @Test func theNewestRecordingsEndAndTheOthersGoOn() throws {
        let events = Locked<[RecordingEvent]>([])
        // Each round is too long for any but an empty recorder.
        let (recorder, folder) = try Self.recorder(RecorderThread.Patience(shedding: .nanoseconds(-1)), events)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let calls = (0..<3).compactMap { Self.begin(recorder, "call-\($0)") }
        #expect(calls.count == 3)
        func ended() -> [RecordingOutcome] { events.withLock { $0.compactMap { if case .finished(let outcome) = $0 { outcome } else { nil } } } }
        #expect(Self.wait { ended().count == 3 })
        // The newest of those that the thread has by then.
        #expect(Set(ended().map(\.call.rawValue)) == ["call-0", "call-1", "call-2"])
        #expect(ended().allSatisfy { $0.failure == "the recorder can't keep up with so many calls" })
        // Their files are whole as far as they go.
        for outcome in ended() { #expect(FileManager.default.fileExists(atPath: folder + "/" + outcome.path)) }
        #expect(recorder.active == 0)
        // The calls know nothing of it.
        for call in calls { call.end(at: RecorderThread.now) }
        recorder.stop()
    }

    @Test func aRecorderAtEaseTakesAll() throws {
        let events = Locked<[RecordingEvent]>([])
        let (recorder, folder) = try Self.recorder(RecorderThread.Patience(), events)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let calls = (0..<20).compactMap { Self.begin(recorder, "call-\($0)") }
        #expect(calls.count == 20)
        for call in calls { call.end(at: RecorderThread.now) }
        #expect(Self.wait { events.withLock { $0.count } == 20 })
        recorder.stop()
    }
}
