/// One thing FreeSWITCH is asked to do. What it answers is a `SwitchAnswer`; what comes of it, `ChannelEvent`s tell.
public enum SwitchRequest: Equatable, Sendable {
    /// Is the extension registered? Answered by `.presence`.
    case presence(Extension)
    /// Is there such a user? Answered by `.exists`.
    case userExists(Extension)
    /// Answered when somebody picked up (`.answered`) or nobody did (`.hungUp`).
    case originate(Origination)
    case bridge(ChannelID, ChannelID)
    /// Sends the channel through the dialplan. FreeSWITCH says yes to extensions that don't exist.
    case transfer(ChannelID, number: String, context: String)
    case hangUp(ChannelID, HangupCause)
    /// Plays into the channel; says yes to files that don't exist.
    case play(ChannelID, Playable)
    /// Ends whatever plays.
    case stopPlaying(ChannelID)
    /// Detaches mod_audio_stream.
    case stopStream(ChannelID)
    case startRecording(ChannelID, path: String)
    case stopRecording(ChannelID, path: String)
    case setVariable(ChannelID, name: String, value: String)
    /// Answered by `.exists`.
    case exists(ChannelID)
    /// Is a module loaded? Answered by `.exists`.
    case hasModule(String)
    /// How mod_audio_stream says it is used, which differs among its builds. Answered by `.usage`.
    case streamUsage
    /// Who is registered, some time ago: it lags. Answered by `.registrations`.
    case registrations
}

/// What a channel can be made to hear.
public enum Playable: Equatable, Sendable {
    /// An absolute path on FreeSWITCH's machine.
    case file(String)
    /// One of FreeSWITCH's local streams, such as `default` or `moh`.
    case music(String)
}
