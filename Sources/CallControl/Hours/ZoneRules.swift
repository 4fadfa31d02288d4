/// How far a place's clocks are ahead of UTC at any moment, as its zone file says (RFC 8536).
public struct ZoneRules: Equatable, Sendable {
    private struct Change: Equatable {
        let at: Int64
        let offset: Int
    }

    private let first: Int
    private let changes: [Change]
    /// For moments after the last change.
    private let rule: PosixZone?

    /// A place without changes.
    public init(secondsFromGMT: Int) {
        first = secondsFromGMT
        changes = []
        rule = nil
    }

    /// - Parameter file: the bytes of a TZif file, version 2 or later.
    /// - Throws: `WireError` for what is none.
    public init(file: [UInt8]) throws(WireError) {
        var reader = Reader(bytes: file)
        let old = try reader.header()
        guard old.version >= UInt8(ascii: "2") else { throw WireError(field: "zone file", problem: "is of version 1") }
        try reader.skip(old.dataLength(timeSize: 4))
        let header = try reader.header()
        var times: [Int64] = []
        for _ in 0..<header.times { times.append(try reader.integer(8)) }
        var kinds: [Int] = []
        for _ in 0..<header.times { kinds.append(Int(try reader.integer(1))) }
        var offsets: [(offset: Int, isDaylight: Bool)] = []
        for _ in 0..<header.kinds {
            let offset = Int(try reader.integer(4))
            offsets.append((offset, try reader.integer(1) != 0))
            try reader.skip(1)
        }
        guard !offsets.isEmpty, kinds.allSatisfy({ offsets.indices.contains($0) }) else { throw WireError(field: "zone file", problem: "has no kinds of time") }
        try reader.skip(header.characters + header.leaps * 12 + header.standards + header.universals)
        changes = zip(times, kinds).map { Change(at: $0, offset: offsets[$1].offset) }
        first = (offsets.first { !$0.isDaylight } ?? offsets[0]).offset
        rule = PosixZone(try reader.footer())
    }

    /// - Parameter time: Unix seconds.
    public func secondsFromGMT(at time: Int64) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].at <= time { low = middle + 1 } else { high = middle }
        }
        if low == changes.count, let rule { return rule.secondsFromGMT(at: time) }
        return low == 0 ? first : changes[low - 1].offset
    }
}

extension ZoneRules {
    private struct Header {
        let version: UInt8
        let universals, standards, leaps, times, kinds, characters: Int

        func dataLength(timeSize: Int) -> Int {
            times * (timeSize + 1) + kinds * 6 + characters + leaps * (timeSize + 4) + standards + universals
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func integer(_ size: Int) throws(WireError) -> Int64 {
            guard position + size <= bytes.count else { throw WireError(field: "zone file", problem: "ends too soon") }
            var value: UInt64 = 0
            for byte in bytes[position..<position + size] { value = value << 8 | UInt64(byte) }
            position += size
            return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
        }

        mutating func skip(_ count: Int) throws(WireError) {
            guard count >= 0, position + count <= bytes.count else { throw WireError(field: "zone file", problem: "ends too soon") }
            position += count
        }

        mutating func header() throws(WireError) -> Header {
            guard bytes.dropFirst(position).starts(with: Array("TZif".utf8)) else { throw WireError(field: "zone file", problem: "does not begin with TZif") }
            position += 4
            let version = UInt8(truncatingIfNeeded: try integer(1))
            try skip(15)
            var counts: [Int] = []
            for _ in 0..<6 { counts.append(Int(try integer(4))) }
            guard counts.allSatisfy({ (0...100_000).contains($0) }) else { throw WireError(field: "zone file", problem: "has impossible counts") }
            return Header(version: version, universals: counts[0], standards: counts[1], leaps: counts[2], times: counts[3], kinds: counts[4], characters: counts[5])
        }

        mutating func footer() throws(WireError) -> String {
            let rest = bytes.dropFirst(position)
            guard rest.first == 0x0A, rest.last == 0x0A, rest.count >= 2 else { throw WireError(field: "zone file", problem: "has no footer") }
            return String(decoding: rest.dropFirst().dropLast(), as: UTF8.self)
        }
    }
}
