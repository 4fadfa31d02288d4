extension Double {
    /// Beyond 30 years, in milliseconds, a figure is an overflow or another unit; refused, it cannot bend a chart's axis.
    private static let largest = 1e12

    /// Finite, and of a size that can have been measured.
    var isMeasurement: Bool { isFinite && magnitude <= Self.largest }
}

extension KeyedDecodingContainer {
    /// A number that arithmetic can go on with: JSON allows `1e999`, and it would be infinite.
    func decodeFinite(forKey key: Key) throws -> Double {
        let value = try decode(Double.self, forKey: key)
        guard value.isMeasurement else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "\(value) is no measurement")
        }
        return value
    }

    func decodeFiniteIfPresent(forKey key: Key) throws -> Double? {
        guard contains(key), try !decodeNil(forKey: key) else { return nil }
        return try decodeFinite(forKey: key)
    }

    /// A whole number that counts something.
    func decodeCount(forKey key: Key) throws -> Int {
        let value = try decode(Int.self, forKey: key)
        guard value >= 0 else { throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "\(value) counts nothing") }
        return value
    }
}
