import CallControl
import Settings

/// Secretaries that were read from FusionPBX, for as long as they count. Pure: it is told the time.
struct SecretaryCache {
    private struct Known {
        let rows: SecretaryRows
        /// Made of the rows under the configuration of the moment.
        var made: FusionPBXSecretary
    }

    /// Streams may name uuids that nobody has; remembering those never costs one that somebody has its place.
    private static let absences = 1_000

    let cacheTime: Duration
    let staleTime: Duration
    private var known: AgedTable<SecretaryKey, Known>
    private var absent = AgedTable<SecretaryKey, SecretaryAbsence>(limit: Self.absences)

    init(_ settings: FusionPBXSettings) {
        (cacheTime, staleTime) = (settings.cacheTime, settings.staleTime)
        known = AgedTable(limit: settings.cacheLimit)
    }

    /// - Returns: what counts from now on.
    mutating func store(_ lookUp: SecretaryLookUp, for key: SecretaryKey, at now: Instant, _ context: FusionPBXContext) -> (SecretaryAnswer, notes: [String]) {
        switch lookUp {
        case .found(let rows):
            let made = FusionPBXSecretary(rows, context)
            absent.remove(key)
            known.store(Known(rows: rows, made: made), for: key, at: now)
            return (.found(made.settings, isStale: false), made.notes)
        case .absent(let absence):
            // What was deleted or switched off is not served stale either.
            known.remove(key)
            absent.store(absence, for: key, at: now)
            return (.absent(absence), [])
        }
    }

    /// What was read so lately that it counts without being read again.
    func fresh(_ key: SecretaryKey, at now: Instant) -> SecretaryAnswer? {
        if let entry = known[key], now - entry.readAt < cacheTime { return .found(entry.value.made.settings, isStale: false) }
        if let entry = absent[key], now - entry.readAt < cacheTime { return .absent(entry.value) }
        return nil
    }

    /// What counts while the database cannot be asked.
    func stale(_ key: SecretaryKey, at now: Instant) -> SecretaryAnswer? {
        guard let entry = known[key], now - entry.readAt < cacheTime + staleTime else { return nil }
        return .found(entry.value.made.settings, isStale: true)
    }

    /// What was read, and when.
    var rows: [SecretaryKey: (rows: SecretaryRows, readAt: Instant)] { known.entries.mapValues { ($0.value.rows, $0.readAt) } }

    /// Takes what was made of `rows` under another configuration, but for what has been read anew meanwhile.
    mutating func replace(_ remade: [SecretaryKey: (made: FusionPBXSecretary, readAt: Instant)]) {
        for (key, new) in remade { known.change(key, readAt: new.readAt) { $0.made = new.made } }
    }
}
