import Audio
import CallControl
import Foundation
import Settings
import Synchronization

/// Records calls: hands out a ring for each, which a few threads empty into files, and has finished files uploaded and deleted.
final class Recorder: Sendable {
    private let settings: RecordingSettings
    private let folder: RecordingFolder
    private let address: StorageAddress
    private let threads: [RecorderThread]
    private let keeper: RecordingKeeper
    private let tell: @Sendable (RecordingEvent) -> Void

    /// What a recorder thread may be behind before audio is dropped.
    private static let slack = Duration.seconds(2)
    /// The most that is handed to FreeSWITCH at once, beyond which the agent's audio finds no room.
    private static let longestLead = Duration.seconds(60)

    /// - Parameters:
    ///   - settings: with a directory.
    ///   - tell: what becomes of recordings; called on the recorder's threads.
    ///   - patience: other than the usual for tests.
    /// - Throws: if the directory can't be made.
    init(
        _ settings: RecordingSettings, patience: RecorderThread.Patience = RecorderThread.Patience(), tell: @escaping @Sendable (RecordingEvent) -> Void
    ) throws {
        self.settings = settings
        let folder = RecordingFolder(root: settings.directory ?? ".")
        try folder.make()
        let address = StorageAddress(upload: settings.upload, template: settings.publicURL)
        let keeper = RecordingKeeper(folder: folder, address: address, retention: settings.retention, tell: tell)
        let count = settings.threads > 0 ? settings.threads : max(1, ProcessInfo.processInfo.activeProcessorCount / 2)
        threads = (0..<count).map { index in RecorderThread(index: index, patience: patience) { Self.finished($0, keeper, tell) } }
        self.folder = folder
        self.address = address
        self.keeper = keeper
        self.tell = tell
    }

    private static func finished(_ outcome: RecordingOutcome, _ keeper: RecordingKeeper, _ tell: @Sendable (RecordingEvent) -> Void) {
        tell(.finished(outcome))
        if outcome.bytes > 0 { keeper.add(outcome.path) }
    }

    /// Recordings under way.
    var active: Int { threads.reduce(0) { $0 + $1.load.load(ordering: .relaxed) } }
    /// Recordings that wait for their upload.
    var pendingUploads: Int { keeper.pending }

    /// Begins a recording; call on the call's loop, as everything of the recording. The file is made by a recorder thread.
    /// - Parameters:
    ///   - call: whose id becomes part of the file's name.
    ///   - callerRate: of the samples from FreeSWITCH.
    ///   - agentRate: of the samples toward FreeSWITCH.
    ///   - lead: how far ahead the agent's audio is handed over.
    ///   - start: now, on the loop's clock.
    ///   - wallClock: now, in Unix milliseconds.
    /// - Returns: `nil` where no thread could keep up with one more call.
    func begin(_ call: CallID, callerRate: SampleRate, agentRate: SampleRate, lead: Duration, start: Instant, wallClock: Int64) -> Recording? {
        let able = threads.filter { !$0.isBehind }
        guard let thread = able.min(by: { $0.load.load(ordering: .relaxed) < $1.load.load(ordering: .relaxed) }) else {
            tell(.refused(call))
            return nil
        }
        let name = RecordingName(call: call, start: wallClock)
        let url = address.url(of: name)
        let ring = RecordingRing(capacity: Self.capacity(callerRate, agentRate, lead))
        let plan = RecordingWriter.Plan(
            name: name, url: url, callerRate: callerRate, agentRate: agentRate, start: start, opus: settings.opus,
            serial: UInt32.random(in: UInt32.min...UInt32.max), folder: folder, isUploaded: settings.upload != nil)
        thread.add(plan, ring)
        return Recording(name: name, url: url, ring: ring)
    }

    private static func capacity(_ callerRate: SampleRate, _ agentRate: SampleRate, _ lead: Duration) -> Int {
        let caller = callerRate.hertz * 2 * Int(slack.components.seconds)
        let agent = Double(agentRate.hertz * 2) * (slack + min(lead, longestLead)).inMilliseconds / 1_000
        // A header for each frame of 20 ms of both, with room to spare.
        return caller + Int(agent) + 16_384
    }

    /// Closes all recordings, and ends the threads; uploads go on at the next start.
    func stop() {
        for thread in threads { thread.stop() }
        keeper.stop()
    }
}
