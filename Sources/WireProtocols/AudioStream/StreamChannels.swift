/// What the uplink of a stream carries.
public enum StreamChannels: String, CaseIterable, Hashable, Sendable {
    /// The caller alone.
    case mono
    /// Caller and what the caller hears, added up.
    case mixed
    /// Interleaved: left the caller, right what the caller hears.
    case stereo

    public var count: Int { self == .stereo ? 2 : 1 }

    /// `mono`, `mixed`, `stereo`, or a number of channels.
    init?(text: String) {
        switch text {
        case "1": self = .mono
        case "2": self = .stereo
        default: self.init(rawValue: text)
        }
    }
}
