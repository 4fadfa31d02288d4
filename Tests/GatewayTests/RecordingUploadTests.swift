import Audio
import CallControl
import Foundation
import Locking
import Settings
import TestSupport
import Testing
import Transport
import WireProtocols

@testable import Gateway

/// Finished recordings on their way to an independent S3 that checks every signature.
@Suite(.serialized) struct RecordingUploadTests {
    private let root = FileManager.default.temporaryDirectory.path + "/uploads-\(UUID().uuidString)"
    private let events = Events()

    /// What the recorder told.
    private final class Events: Sendable {
        private let all = Locked<[RecordingEvent]>([])

        func add(_ event: RecordingEvent) { all.withLock { $0.append(event) } }

        var list: [RecordingEvent] { all.withLock { $0 } }

        func wait(_ seconds: Double = 20, for condition: (RecordingEvent) -> Bool) -> RecordingEvent? {
            let end = Date().addingTimeInterval(seconds)
            while Date() < end {
                if let found = list.first(where: condition) { return found }
                _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.02)
            }
            return nil
        }
    }

    private func settings(_ storage: ObjectStorage, secret: String? = nil, prefix: String = "calls/2ª/", removes: Bool = false, publicURL: String? = nil)
        -> RecordingSettings
    {
        let yaml = """
            recording:
              enabled: true
              directory: \(root)
              threads: 1
            """
        var settings = GatewaySettings.load(text: yaml, file: "test.yaml", environment: [:]) { _ in "" }.settings!.recording
        settings.publicURL = publicURL
        settings.upload = RecordingUploadSettings(
            endpoint: storage.endpoint, bucket: "recordings", region: "sa-east-1", prefix: prefix, accessKey: Secret(storage.facts.access),
            secretKey: Secret(secret ?? storage.facts.secret), removesLocalCopy: removes)
        return settings
    }

    private func recorder(_ settings: RecordingSettings) throws -> Recorder { try Recorder(settings) { [events] in events.add($0) } }

    /// Records a second of sound, as fast as it goes, and ends it.
    @discardableResult
    private func record(_ call: String, with recorder: Recorder) -> Recording {
        let now = RecorderThread.now - .seconds(2)
        let recording = recorder.begin(
            CallID(call), callerRate: .hz8000, agentRate: .hz8000, lead: .milliseconds(400), start: now, wallClock: 1_764_081_005_123)!
        let sound = tone(400, rate: .hz8000, samples: 160)
        for frame in 1...50 { recording.caller(sound.span, at: now + .milliseconds(20 * frame)) }
        recording.end(at: now + .seconds(1))
        return recording
    }

    private func digest(_ path: String) throws -> String { try #require(FileDigest.sha256(ofFile: root + "/" + path)) }

    private func remove() { try? FileManager.default.removeItem(atPath: root) }

    @Test func recordingsArriveSignedAndWhole() throws {
        defer { remove() }
        let storage = try ObjectStorage()
        let recorder = try recorder(settings(storage))
        defer { recorder.stop() }
        let first = record("call-1", with: recorder)
        record("call-2", with: recorder)
        let objects = try storage.objects(count: 2)
        let path = "2025-11-25/20251125T143005123Z-call-1.opus"
        let object = try #require(objects["calls/2ª/" + path])
        #expect(object.sha256 == (try digest(path)))
        #expect(object.type == "audio/ogg")
        #expect(first.url == "\(storage.endpoint)/recordings/calls/2%C2%AA/\(path)")
        #expect(events.wait { $0 == .uploaded(path: path, url: first.url ?? "", attempts: 1) } != nil)
        let isEmptied = events.wait { _ in recorder.pendingUploads == 0 } != nil
        #expect(isEmptied)
        #expect(!FileManager.default.fileExists(atPath: root + "/" + path + ".upload"))
    }

    @Test func theLocalCopyGoesIfSoSet() throws {
        defer { remove() }
        let storage = try ObjectStorage()
        let recorder = try recorder(settings(storage, removes: true, publicURL: "https://rec.example/{bucket}/{key}?call={call_id}"))
        defer { recorder.stop() }
        let recording = record("call-1", with: recorder)
        #expect(recording.url == "https://rec.example/recordings/calls/2%C2%AA/\(recording.name.path)?call=call-1")
        #expect(try storage.objects(count: 1).count == 1)
        #expect(events.wait { if case .uploaded = $0 { true } else { false } } != nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: root) == [])
    }

    @Test func aWrongKeyIsToldInTheStoragesWordsAndNothingIsLost() throws {
        defer { remove() }
        let storage = try ObjectStorage()
        let wrong = try recorder(settings(storage, secret: "wrong-secret"))
        record("call-1", with: wrong)
        let refused = events.wait { if case .uploadFailed(_, let problem, _) = $0 { problem.hasPrefix("HTTP 403: SignatureDoesNotMatch") } else { false } }
        #expect(refused != nil, "\(events.list)")
        #expect(!"\(events.list)".contains("wrong-secret"))
        wrong.stop()
        #expect(try storage.objects().isEmpty)
        // The next start finds it, with the right key.
        let right = try recorder(settings(storage))
        defer { right.stop() }
        #expect(try storage.objects(count: 1).count == 1)
    }

    @Test func aStorageThatIsAwayIsTriedAgain() throws {
        defer { remove() }
        var storage = try ObjectStorage()
        let port = storage.facts.port
        var chosen = settings(storage)
        storage.stop()
        let gone = try recorder(chosen)
        record("call-1", with: gone)
        #expect(events.wait { if case .uploadFailed(_, _, let delay) = $0 { delay <= .seconds(1) } else { false } } != nil)
        #expect(events.wait { if case .uploadFailed(_, _, let delay) = $0 { delay >= .seconds(1) } else { false } } != nil, "\(events.list)")
        gone.stop()
        storage = try ObjectStorage(port: port)
        chosen = settings(storage)
        let back = try recorder(chosen)
        defer { back.stop() }
        #expect(try storage.objects(count: 1).count == 1)
    }

    @Test func manyRecordingsAreAllUploaded() throws {
        defer { remove() }
        let storage = try ObjectStorage()
        let recorder = try recorder(settings(storage, prefix: ""))
        defer { recorder.stop() }
        for index in 0..<60 { record("call-\(index)", with: recorder) }
        let objects = try storage.objects(count: 60)
        #expect(objects.count == 60)
        for (key, object) in objects { #expect(object.sha256 == (try digest(key)), "\(key)") }
    }
}
