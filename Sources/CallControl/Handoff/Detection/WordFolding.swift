/// Takes case and accents off letters, so that `ATENDÊNTE` and `atendente` are one word.
enum WordFolding {
    enum Letter: Equatable {
        /// An ASCII letter or digit.
        case plain(UInt8)
        /// A letter of a script that has nothing to take off.
        case other
        /// Belongs to the letter before it, or is invisible: no sign that a word ends.
        case nothing
        /// Not part of a word.
        case gap
    }

    /// The bare letters of U+00C0…U+017F (Latin-1 and Latin Extended-A); a space for the two that are no letters.
    private static let latin: [UInt8] = Array(
        ("aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
            + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").utf8)

    static func letter(_ scalar: Unicode.Scalar) -> Letter {
        let value = scalar.value
        switch value {
        case 0x61...0x7A, 0x30...0x39: return .plain(UInt8(value))
        case 0x41...0x5A: return .plain(UInt8(value) + 0x20)
        // Apostrophes join ("don't", "d'água"); combining accents, soft hyphens, joiners and marks of direction vanish.
        case 0x27, 0x2019, 0x2BC, 0xAD, 0x300...0x36F, 0x200B...0x200F, 0x2060, 0xFE0F, 0xFEFF: return .nothing
        case 0..<0xC0: return .gap
        case 0xC0..<0x180:
            let bare = latin[Int(value) - 0xC0]
            return bare == 0x20 ? .gap : .plain(bare)
        // Full-width forms of ASCII.
        case 0xFF01...0xFF5E: return letter(Unicode.Scalar(value - 0xFEE0)!)
        default: return scalar.properties.isAlphabetic ? .other : .gap
        }
    }

    /// One word's bare letters; gaps are left out.
    static func fold(_ word: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        for scalar in word.unicodeScalars {
            switch letter(scalar) {
            case .plain(let byte): bytes.append(byte)
            case .other: bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
            case .nothing, .gap: break
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
