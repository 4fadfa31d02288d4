import Audio
import CallControl
import Settings
import WireProtocols

/// Makes the plan of a call from what the stream asks for and what is configured. Pure.
struct CallPlanner {
    let settings: GatewaySettings
    let listener: ListenerSettings
    /// The wall clock, in Unix seconds.
    var moment: Int64 = 0
    /// Arms of an experiment that take no more calls.
    var stoppedArms: @Sendable (_ experiment: String) -> Set<String> = { _ in [] }

    /// - Parameter found: the secretary, where it is not one of the configuration file's.
    func prepare(_ request: StreamRequest, _ found: SecretarySettings? = nil) throws(StreamRefusal) -> PreparedCall {
        var secretary = if let found { found } else { try secretary(of: request) }
        let assigned = assignment(of: request, secretary)
        var provider = try provider(of: request, secretary, assigned?.arm)
        if let assigned {
            provider = assigned.arm.applied(to: provider)
            secretary = assigned.arm.applied(to: secretary)
        }
        let stream = try stream(of: request)
        let language = request.language ?? secretary.language
        let leg = AudioFormat(stream.encoding, stream.rate)
        let formats = FormatNegotiation.choose(leg: leg, kind: provider.kind, audio: provider.audio)
        let setup = setup(secretary, provider, formats, language, request)
        let downRate = stream.profile.downlinkFormat(streamRate: stream.rate).rate
        if let wanted = request.freeSwitch, settings.freeSwitches[wanted] == nil {
            throw StreamRefusal(reason: "There is no FreeSWITCH \(UTF8Text.printable(wanted, bytes: 64)) in the configuration.")
        }
        let server = settings.freeSwitch(of: listener, requested: request.freeSwitch)?.name
        let playsFiles = stream.profile.playsThroughEventSocket && server != nil
        let facts = CallFacts(
            callID: CallID(request.callID), callerID: request.callerID, secretary: secretary, provider: provider, setup: setup,
            endpoint: try endpoint(of: provider), language: language, stream: stream, secretaryAskedFor: request.secretaryID,
            freeSwitch: server,
            dialer: AgentDialSettings(
                timeout: provider.connectTimeout, pingInterval: provider.pingInterval, extraCAFile: provider.extraCAFile,
                maxMessage: settings.limits.maxProviderMessage, backlog: settings.limits.providerBacklog),
            unknownHours: settings.unknownHours, experiment: assigned?.place)
        var call = CallPlan(
            formatToAgent: formats.toAgent, formatFromAgent: formats.fromAgent, playout: playout(stream, rate: downRate, playsFiles),
            greeting: secretary.greeting,
            farewell: secretary.farewell, tools: secretary.tools, readyTimeout: provider.readyTimeout, connectRetries: provider.connectRetries,
            answerTimeout: provider.answerTimeout, idleTimeout: secretary.idleTimeout, maxDuration: secretary.maxDuration)
        call.adaptsFormats = formats.adapts
        call.handoff = HandoffPlanner(settings: settings, listener: listener).plan(for: secretary, request, language: language)
        if let handoff = call.handoff {
            call.tools.append(ToolDesk.requestHandoffName)
            call.stillThere = handoff.texts.stillThere
        }
        let framing = UplinkFraming(format: leg, channels: stream.channels, duration: stream.buffer)
        return PreparedCall(
            facts: facts, call: call, uplink: UplinkPath.Plan(legFormat: leg, channels: stream.channels, framing: framing, opus: provider.opus),
            downlink: DownlinkPath.Plan(profile: stream.profile, rate: downRate, trimsLeadingSilence: stream.trimLeadingSilence, playsFiles: playsFiles),
            holdLimit: settings.limits.holdCallerAudio, maxStreamMessage: settings.limits.maxStreamMessage, streamBacklog: settings.limits.streamBacklog)
    }

    private func secretary(of request: StreamRequest) throws(StreamRefusal) -> SecretarySettings {
        if let known = settings.secretaries[request.secretaryID] { return known }
        if let name = settings.defaultSecretary, let fallback = settings.secretaries[name] { return fallback }
        throw StreamRefusal(reason: "There is no secretary \(request.secretaryID).")
    }

    /// The first experiment that takes the call. A stream that names its provider is nobody's experiment.
    private func assignment(
        of request: StreamRequest, _ secretary: SecretarySettings
    ) -> (place: ExperimentArm, arm: ExperimentSettings.Arm)? {
        guard request.provider == nil, let experiment = settings.experiments.first(where: { $0.takes(secretary, at: moment) }) else { return nil }
        let place = experiment.division.assignment(
            of: CallID(request.callID), callerID: request.callerID, without: stoppedArms(experiment.name))
        return place.flatMap { place in experiment.arm(named: place.arm).map { (place, $0) } }
    }

    private func provider(
        of request: StreamRequest, _ secretary: SecretarySettings, _ arm: ExperimentSettings.Arm?
    ) throws(StreamRefusal) -> ProviderSettings {
        let name = request.provider ?? arm?.provider ?? secretary.provider
        guard let provider = settings.providers[name] else { throw StreamRefusal(reason: "There is no provider \(name).") }
        return provider
    }

    /// The listener's defaults, with what the query says in their place.
    func stream(of request: StreamRequest) throws(StreamRefusal) -> StreamSettings {
        var stream = listener.stream
        stream.profile = request.profile ?? stream.profile
        stream.encoding = request.encoding ?? stream.encoding
        stream.rate = request.rate ?? (stream.encoding == .linear16 ? stream.rate : .hz8000)
        stream.channels = request.channels ?? stream.channels
        stream.buffer = request.buffer ?? stream.buffer
        stream.warmUp = request.warmUp ?? stream.warmUp
        guard stream.profile.uplinkEncodings.contains(stream.encoding) else {
            throw StreamRefusal(reason: "The profile \(stream.profile.rawValue) does not send \(stream.encoding.rawValue).")
        }
        guard [8_000, 16_000, 24_000, 48_000].contains(stream.rate.hertz), stream.encoding == .linear16 || stream.rate == .hz8000 else {
            throw StreamRefusal(reason: "\(stream.encoding.rawValue) at \(stream.rate) is not among the formats of a stream.")
        }
        return stream
    }

    private func playout(_ stream: StreamSettings, rate: SampleRate, _ playsFiles: Bool) -> PlayoutPolicy {
        let warmUp = stream.warmUp ?? stream.profile.defaultWarmUp
        return PlayoutPolicy(
            rate: rate, lead: stream.lead ?? stream.profile.lead(frame: stream.buffer, warmUp: warmUp), warmup: warmUp,
            startDelay: playsFiles ? stream.profile.startDelay ?? .zero : .zero, canFlush: stream.profile.canFlush || playsFiles,
            limit: settings.limits.maxPlayout)
    }

    private func setup(
        _ secretary: SecretarySettings, _ provider: ProviderSettings, _ formats: FormatNegotiation.Choice, _ language: String, _ request: StreamRequest
    ) -> AgentSetup {
        var setup = AgentSetup(
            model: provider.model, voice: secretary.voice ?? provider.voice, instructions: secretary.personalityPrompt, greeting: secretary.greeting,
            language: language, formatToAgent: formats.toAgent, formatFromAgent: formats.fromAgent,
            turnDetection: secretary.turnDetection ?? provider.turnDetection, tools: declarations(secretary))
        if settings.handsOver(secretary) { setup.tools.append(Self.requestHandoff) }
        setup.carriageToAgent = provider.audio.carriage
        setup.carriageFromAgent = provider.audio.carriage
        setup.transcriptionModel = provider.transcriptionModel
        setup.noiseReduction = provider.noiseReduction
        setup.speed = provider.speed
        setup.maxOutputTokens = provider.maxOutputTokens
        setup.vocabulary = secretary.vocabulary
        setup.variables = ["call_uuid": request.callID, "caller_id": request.callerID ?? ""]
        setup.overridesAgent = provider.overridesAgent
        return setup
    }

    private func declarations(_ secretary: SecretarySettings) -> [ToolDeclaration] {
        secretary.tools.map { name in
            if let own = settings.tools.first(where: { $0.name == name }) {
                return ToolDeclaration(name: own.name, description: own.description, parameters: own.parameters)
            }
            return ToolDeclaration(name: name, description: "Ends the call. Say goodbye to the caller in the same answer, before calling it.")
        }
    }

    private static let requestHandoff = ToolDeclaration(
        name: ToolDesk.requestHandoffName,
        description: "Asks for a person to take over. Call it when the caller wants to talk to a human attendant; say nothing about the transfer yourself.")

    private func endpoint(of provider: ProviderSettings) throws(StreamRefusal) -> AgentEndpoint {
        let settings = AgentEndpointSettings(
            url: provider.url, model: provider.model, agentID: provider.agentID ?? (provider.url == nil ? nil : "local"), key: provider.apiKey,
            region: provider.region)
        do {
            switch provider.kind {
            case .openAI: return try .openAI(settings)
            case .xai: return try .xAI(settings)
            case .elevenLabs: return try .elevenLabsAgent(settings)
            case .elevenLabsRealtime: return try .elevenLabsRealtime(settings)
            }
        } catch {
            throw StreamRefusal(closeCode: 1_011, reason: "The provider \(provider.name) is not usable: \(error.field) \(error.problem).")
        }
    }
}
