/// Reads the system's compiled zones. Source: RFC 8536 (TZif), versions 1 to 4.
extension ZoneRules {
    /// - Parameter bytes: a whole file. Whatever it holds, nothing outside of it is looked at.
    /// - Returns: `nil` for what is no zone, and for one that counts leap seconds (`right/…`), which Unix time doesn't.
    init?(name: String, tzif bytes: [UInt8]) {
        guard var block = Block(bytes, at: 0, timeSize: 4) else { return nil }
        var rule: PosixZone?
        if block.version >= 2 {
            // The second block repeats the first with times of 64 bits; the rule for the future follows it.
            guard let wide = Block(bytes, at: block.end, timeSize: 8) else { return nil }
            block = wide
            guard let footer = Self.footer(bytes, at: wide.end) else { return nil }
            if !footer.isEmpty {
                guard let read = PosixZone(footer) else { return nil }
                rule = read
            }
        }
        guard block.leapCount == 0, let types = block.types(), let changes = block.changes(types), let first = types.first else { return nil }
        self.init(name: name, starts: changes.map(\.start), phases: changes.map(\.phase), first: types.first { !$0.isDaylight } ?? first, rule: rule)
    }

    /// The line after the second block.
    private static func footer(_ bytes: [UInt8], at start: Int) -> String? {
        guard start < bytes.count, bytes[start] == 0x0A, let end = bytes[(start + 1)...].firstIndex(of: 0x0A), end - start < 256 else { return nil }
        return String(validating: bytes[(start + 1)..<end], as: UTF8.self)
    }
}

/// Header and data of one of a file's two blocks.
private struct Block {
    let version: Int
    let leapCount: Int
    let end: Int
    private let bytes: [UInt8]
    private let start: Int
    private let timeSize: Int
    private let timeCount: Int
    private let typeCount: Int
    private let textCount: Int

    init?(_ bytes: [UInt8], at header: Int, timeSize: Int) {
        guard header + 44 <= bytes.count, bytes[header..<header + 4].elementsEqual("TZif".utf8) else { return nil }
        func count(_ index: Int) -> Int { bytes[(header + 20 + 4 * index)..<(header + 24 + 4 * index)].reduce(0) { $0 << 8 | Int($1) } }
        let counts = (0..<6).map(count)
        // The order in the header: UT and standard indicators, leap seconds, transitions, types, abbreviations.
        guard counts.allSatisfy({ $0 <= 65_536 }), (1...256).contains(counts[4]), counts[5] >= 1 else { return nil }
        version = bytes[header + 4] >= UInt8(ascii: "2") ? 2 : 1
        (leapCount, timeCount, typeCount, textCount) = (counts[2], counts[3], counts[4], counts[5])
        (self.bytes, self.timeSize, start) = (bytes, timeSize, header + 44)
        end = start + counts[3] * (timeSize + 1) + counts[4] * 6 + counts[5] + counts[2] * (timeSize + 4) + counts[1] + counts[0]
        guard end <= bytes.count else { return nil }
    }

    func types() -> [ZoneRules.Phase]? {
        let texts = start + timeCount * (timeSize + 1) + typeCount * 6
        var types: [ZoneRules.Phase] = []
        for index in 0..<typeCount {
            let place = start + timeCount * (timeSize + 1) + index * 6
            let offset = integer(at: place, size: 4)
            let text = Int(bytes[place + 5])
            guard text < textCount, abs(offset) <= 172_800, bytes[place + 4] <= 1 else { return nil }
            let name = bytes[(texts + text)..<(texts + textCount)].prefix { $0 != 0 }
            types.append(ZoneRules.Phase(offset: Int(offset), isDaylight: bytes[place + 4] == 1, abbreviation: String(decoding: name, as: UTF8.self)))
        }
        return types
    }

    func changes(_ types: [ZoneRules.Phase]) -> [(start: Int64, phase: ZoneRules.Phase)]? {
        var changes: [(start: Int64, phase: ZoneRules.Phase)] = []
        for index in 0..<timeCount {
            let time = integer(at: start + index * timeSize, size: timeSize)
            let type = Int(bytes[start + timeCount * timeSize + index])
            guard type < types.count, changes.last.map({ $0.start < time }) ?? true else { return nil }
            changes.append((time, types[type]))
        }
        return changes
    }

    /// Two's complement, most significant byte first.
    private func integer(at place: Int, size: Int) -> Int64 {
        let bits = bytes[place..<place + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 4 ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(bitPattern: bits)
    }
}
