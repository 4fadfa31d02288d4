import Audio
import CallControl

/// A call's recording as its loop sees it: each frame is copied into a ring, and that is all. Confined to the loop.
final class Recording {
    let name: RecordingName
    /// Where the finished recording can be fetched; `nil` for one that only this machine has.
    let url: String?
    private let ring: RecordingRing
    /// Samples that found no room since the last that did.
    private var lost = (caller: 0, agent: 0)
    /// A flush or restart that found no room: nothing of the agent's is taken before it.
    private var owed: RecordingRing.Header?
    private(set) var isOver = false

    /// What audio leaves free for flushes and restarts.
    private static let reserve = 1_024

    init(name: RecordingName, url: String?, ring: RecordingRing) {
        self.name = name
        self.url = url
        self.ring = ring
    }

    /// The next samples of the stream arrived.
    func caller(_ samples: Span<Int16>, at now: Instant) {
        put(.caller, samples, at: now, lost: &lost.caller)
    }

    /// The agent's next frames were handed to FreeSWITCH.
    /// - Parameter time: when the first is heard; `nil` while FreeSWITCH collects its warm-up.
    func agent(_ samples: Span<Int16>, heardFrom time: Instant?) {
        put(.agent, samples, at: time, lost: &lost.agent)
    }

    /// FreeSWITCH was told to forget what it held, which is not heard.
    func flushed(at now: Instant) { note(RecordingRing.Header(kind: .flushed, nanoseconds: now.nanoseconds)) }

    /// Another stream of the same call took the place of the one before.
    func restarted(at now: Instant) { note(RecordingRing.Header(kind: .restarted, nanoseconds: now.nanoseconds)) }

    /// The call is over; nothing may follow.
    func end(at now: Instant) {
        guard !isOver else { return }
        isOver = true
        ring.finish(at: now.nanoseconds)
    }

    private func put(_ kind: RecordingRing.Kind, _ samples: Span<Int16>, at time: Instant?, lost: inout Int) {
        guard !isOver else { return }
        settle()
        let header = RecordingRing.Header(
            kind: kind, samples: UInt32(samples.count), lost: UInt32(clamping: lost), nanoseconds: time?.nanoseconds ?? Int64.min)
        guard owed == nil, ring.write(header, samples, reserve: Self.reserve) else {
            lost += samples.count
            return ring.drop(kind, samples.count)
        }
        lost = 0
    }

    private func note(_ header: RecordingRing.Header) {
        settle()
        // What is owed already cuts the same audio: none was taken since. A restart means more than a flush.
        if owed == nil, ring.write(header, Span()) { return }
        if owed == nil || header.kind == .restarted { owed = header }
    }

    private func settle() {
        if let header = owed, ring.write(header, Span()) { owed = nil }
    }
}
