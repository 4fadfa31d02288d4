import WireProtocols

/// One FreeSWITCH whose event socket the gateway logs in to.
public struct FreeSwitchSettings: Equatable, Sendable {
    public var name: String
    public var host: String
    public var port: Int
    public var password: Secret
    /// Completes extensions that are given without one.
    public var domain: String?
    /// Where the dialplan looks up a secretary's `transfer_extension`; `nil`: the secretary's domain in FusionPBX, else `default`.
    public var dialplanContext: String?
    public var connectTimeout: Duration
    /// Callers hear a ringing tone while attendants' telephones ring.
    public var ringsBack = true

    public init(
        name: String, host: String, port: Int, password: Secret, domain: String? = nil, dialplanContext: String? = nil,
        connectTimeout: Duration = .seconds(5)
    ) {
        self.name = name
        self.host = host
        self.port = port
        self.password = password
        self.domain = domain
        self.dialplanContext = dialplanContext
        self.connectTimeout = connectTimeout
    }

    /// What FreeSWITCH itself, and FusionPBX, are installed with.
    static let installedPassword = "ClueCon"
}

extension GatewaySettings {
    /// The FreeSWITCH that a stream comes from.
    /// - Parameter requested: what the stream's query says.
    /// - Returns: `nil` if none is configured, or none of that name.
    public func freeSwitch(of listener: ListenerSettings, requested: String?) -> FreeSwitchSettings? {
        if let name = requested ?? listener.freeSwitch { return freeSwitches[name] }
        return freeSwitches.count == 1 ? freeSwitches.values.first : nil
    }
}
