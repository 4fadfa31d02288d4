/// All that FusionPBX's tables say of one secretary; every row of it is of one domain.
public struct SecretaryRows: Equatable, Sendable {
    /// A row that another one names by its uuid.
    enum Reference: Equatable, Sendable {
        case none
        case row(FusionPBXRow)
        /// There is none of that uuid in the domain.
        case missing(String)
        /// Its table, or a column of it, cannot be read.
        case unreadable(String)
    }

    /// A time condition: a dialplan with what it consists of, in the order in which it is evaluated.
    struct Condition: Equatable, Sendable {
        var dialplan: Reference
        var details: [FusionPBXRow] = []
    }

    var tenant: TenantSettings
    var secretary: FusionPBXRow
    var provider = Reference.none
    var condition = Condition(dialplan: .none)
    /// The domain's zone, else the whole installation's, if either is set.
    var zoneName: String?
}
