import ArgumentParser

/// Refuses a number that an option cannot have, before anything is done with it.
func require<Number: Comparable>(_ value: Number?, in range: ClosedRange<Number>, _ option: String) throws {
    guard let value, !range.contains(value) else { return }
    throw ValidationError("\(option) \(value): expected \(range.lowerBound)…\(range.upperBound)")
}

let ports = 0...65_535
