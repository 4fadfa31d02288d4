/// One of FusionPBX's domains.
public struct TenantSettings: Equatable, Sendable {
    /// In lower case.
    public var domainUUID: String
    public var domainName: String

    public init(domainUUID: String, domainName: String) { (self.domainUUID, self.domainName) = (domainUUID, domainName) }
}
