import CallControl
import Installation

/// The newest calls that ended, by their records: read once each, and kept.
struct CallArchive {
    /// Which of them are wanted.
    struct Wish: Equatable {
        var limit = 50
        /// Began before then; Unix milliseconds.
        var before: Int64?
        /// In number, id, secretary or protocol number, whatever the case.
        var find = ""
        var status: String?
    }

    /// Records beyond these are found with `voice-gateway calls` alone.
    static let limit = 10_000

    private let folder: CallFolder
    private var rows: [String: CallRow] = [:]
    /// Files that hold no record, or could not be read just then, and when they were looked at.
    private var unreadable: [String: Instant] = [:]
    private var readAt: Instant?
    /// When the folder had changed last, at the last reading.
    private var changedAt: Int64 = 0
    /// It was read again under the same time: that may stand for two changes, the second of which came after the first reading.
    private var isSettled = false
    /// How long the records may be read from what is known.
    private var freshness = Self.shortest
    private static let shortest = Duration.seconds(2)
    private static let longest = Duration.seconds(60)
    /// Of the time, at most a tenth is spent listing a folder that has grown large.
    private static let rest = 10
    private static let unreadableFor = Duration.seconds(300)

    init(_ path: String) { folder = CallFolder(path) }

    /// - Parameters:
    ///   - name: of a secretary, by uuid.
    ///   - number: as it is shown: nobody finds what he may not see.
    /// - Throws: if the folder can't be read.
    mutating func calls(_ wish: Wish, at now: Instant, name: (String) -> String, number: (String) -> String) throws -> (rows: [CallRow], hasMore: Bool) {
        try refresh(at: now)
        let needle = wish.find.lowercased()
        let found = rows.values.filter { row in
            guard wish.before.map({ row.startedAt < $0 }) ?? true, wish.status.map({ row.status == $0 }) ?? true else { return false }
            guard !needle.isEmpty else { return true }
            return [row.callID, number(row.caller ?? ""), name(row.secretary), row.protocolNumber ?? "", row.provider].contains {
                $0.lowercased().contains(needle)
            }
        }.sorted { ($0.startedAt, $0.file) > ($1.startedAt, $1.file) }
        return (Array(found.prefix(wish.limit)), found.count > wish.limit)
    }

    func record(_ file: String) -> CallRecord? { folder.record(file: file) }

    /// Reads the records that have come since.
    /// - Throws: if the folder can't be read.
    mutating func refresh(at now: Instant) throws {
        guard readAt.map({ now - $0 >= freshness }) ?? true else { return }
        readAt = now
        let waiting = unreadable.count
        unreadable = unreadable.filter { now - $0.value < Self.unreadableFor }
        let changed = folder.changedAt
        if changed == changedAt, isSettled, unreadable.count == waiting { return }
        (isSettled, changedAt) = (changed == changedAt && changed != 0, changed)
        let begun = ContinuousClock.now
        let files = try folder.files(most: Self.limit)
        freshness = min(max(Self.shortest, (ContinuousClock.now - begun) * Self.rest), Self.longest)
        var next: [String: CallRow] = [:]
        for file in files where unreadable[file] == nil {
            next[file] = rows[file] ?? folder.record(file: file).map { CallRow($0, file: file) }
            if next[file] == nil { unreadable[file] = now }
        }
        rows = next
    }
}
