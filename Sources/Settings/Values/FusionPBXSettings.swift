import CallControl
import WireProtocols

/// Where FusionPBX's database is, and how its secretaries are read.
public struct FusionPBXSettings: Equatable, Sendable {
    /// As libpq takes it, a URL or `key=value` pairs; it may hold a password.
    public var conninfo: Secret
    /// Names or uuids of the only domains served; empty: all.
    public var domains: [String]
    /// Connections, each on a thread of its own.
    public var connections: Int
    public var connectTimeout: Duration
    /// Of each query.
    public var queryTimeout: Duration
    /// From the call's asking for a secretary to its answer.
    public var lookUpTimeout: Duration
    /// For how long a secretary that was read counts without being read again.
    public var cacheTime: Duration
    /// For how much longer it counts while the database cannot be asked.
    public var staleTime: Duration
    /// Secretaries kept, at most.
    public var cacheLimit: Int
    /// Zone of FreeSWITCH's machine.
    public var serverZone: ZoneRules
}
