/// Something out there is not as a command needs it: a file, a folder, a record. The command was given rightly, so no usage follows.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
