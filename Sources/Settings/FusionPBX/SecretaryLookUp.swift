/// What FusionPBX's database says to a secretary's key.
public enum SecretaryLookUp: Equatable, Sendable {
    case found(SecretaryRows)
    case absent(SecretaryAbsence)
}

/// Why there is no secretary to be had.
public enum SecretaryAbsence: String, Equatable, Sendable, CustomStringConvertible {
    /// No row of this uuid, or none in the domain that the call names.
    case unknown
    /// The secretary or its domain is switched off.
    case disabled
    /// Its domain is not among `fusionpbx.domains`.
    case domainNotServed
    /// Several domains have a row of this uuid, and the call names none of them.
    case ambiguous

    public var description: String {
        switch self {
        case .unknown: "FusionPBX has no secretary of this uuid in this domain"
        case .disabled: "it, or its domain, is switched off in FusionPBX"
        case .domainNotServed: "its domain is not among fusionpbx.domains"
        case .ambiguous: "several domains have a secretary of this uuid; the stream must name one with ?domain="
        }
    }
}
