/// A value that doesn't belong into an installation's file.
public struct TemplateRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// The option's name.
    public var option: String
    public var expected: String

    public var description: String { "--\(option): expected \(expected)" }
}
