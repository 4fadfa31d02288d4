import Audio
import CallControl
import Settings
import WireProtocols

/// A stream's secretary that is not in the configuration file: all that is needed to begin its call once FusionPBX has answered. It keeps
/// the settings of the moment the stream came.
struct SecretaryQuestion: Sendable {
    let key: SecretaryKey
    let directory: SecretaryDirectory
    let leg: AudioFormat
    private let request: StreamRequest
    private let planner: CallPlanner

    /// - Returns: `nil` if FusionPBX is not to be asked.
    /// - Throws: for a stream that could not be served whatever the answer.
    init?(_ request: StreamRequest, _ planner: CallPlanner, _ directory: SecretaryDirectory?) throws(StreamRefusal) {
        guard let directory, planner.settings.secretaries[request.secretaryID] == nil else { return nil }
        guard let key = SecretaryKey(uuid: request.secretaryID, domain: request.others["domain"]) else { return nil }
        let stream = try planner.stream(of: request)
        leg = AudioFormat(stream.encoding, stream.rate)
        (self.key, self.directory, self.request, self.planner) = (key, directory, request, planner)
    }

    var call: CallID { CallID(request.callID) }
    var limits: LimitSettings { planner.settings.limits }

    /// The call with the secretary found, else with the default one.
    func prepare(_ answer: SecretaryAnswer) throws(StreamRefusal) -> PreparedCall {
        if case .found(let secretary, _) = answer { return try planner.prepare(request, secretary) }
        if case .absent = answer { return try planner.prepare(request) }
        guard planner.settings.defaultSecretary != nil else {
            throw StreamRefusal(closeCode: 1_011, reason: "The secretary \(request.secretaryID) can't be looked up at the moment.")
        }
        return try planner.prepare(request)
    }
}
