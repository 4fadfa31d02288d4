/// A line of input that can't be understood.
struct LineError: Error, CustomStringConvertible {
    var number: Int
    var expected: String
    var got: String

    var description: String { "line \(number): got \(got), expected \(expected)" }
}
