/// The part of a file that a request wants (RFC 9110, section 14): one range, and of that as much as is sent at a time.
struct ByteRange: Equatable {
    var first: Int
    /// One past the last.
    var end: Int

    enum Wish: Equatable {
        case whole
        case part(ByteRange)
        case impossible
    }

    /// - Parameters:
    ///   - header: `Range`; what is no single range of bytes is passed over, as the standard has it.
    ///   - most: bytes of one answer; browsers ask for the rest themselves.
    static func wish(_ header: String?, of size: Int, most: Int) -> Wish {
        guard let header, header.hasPrefix("bytes="), !header.contains(",") else { return .whole }
        let ends = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2, ends.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } && $0.count <= 15 }) else { return .whole }
        switch (Int(ends[0]), Int(ends[1])) {
        case (nil, let last?):
            guard last > 0, size > 0 else { return .impossible }
            let first = max(0, size - last)
            return .part(ByteRange(first: first, end: min(size, first + most)))
        case (let first?, let last):
            guard first < size, last.map({ $0 >= first }) ?? true else { return .impossible }
            return .part(ByteRange(first: first, end: min(size, (last ?? size - 1) + 1, first + most)))
        case (nil, nil): return .whole
        }
    }
}
