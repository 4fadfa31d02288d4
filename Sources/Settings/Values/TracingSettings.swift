import WireProtocols

/// Traces of calls, for an OpenTelemetry collector.
public struct TracingSettings: Equatable, Sendable {
    /// Where they are sent; `nil`: nowhere.
    public var endpoint: String?
    /// Share of calls, 0 to 1.
    public var sampleRatio: Double
    public var service: String
    /// Sent as `Authorization`.
    public var authorization: Secret?
    public var extraCAFile: String?
}
