/// One recording of the folder `audio-fixtures`.
public struct Fixture: Equatable, Sendable {
    /// The recording in one format.
    public struct File: Equatable, Sendable {
        /// Within the folder.
        public var path: String
        public var rate: Int
        /// As in the file's name: `l16`, `pcmu`, `pcma`, `opus`.
        public var encoding: String
    }
    public var id: String
    /// Who is heard: `caller`, `agent`, or nobody (`noise`).
    public var role: String
    /// BCP 47.
    public var language: String
    /// What is said.
    public var text: String
    /// Where the voice begins and ends; `nil` where there is none.
    public var speech: Range<Duration>?
    public var files: [File]
}
