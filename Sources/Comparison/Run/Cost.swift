/// What a call cost, estimated from the usage that its provider reported. Amounts of two currencies are never added.
public struct Cost: Codable, Equatable, Sendable {
    public var amount: Double
    /// ISO 4217.
    public var currency: String

    public init(amount: Double, currency: String) {
        self.amount = amount
        self.currency = currency
    }

    enum CodingKeys: String, CodingKey { case amount, currency }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        amount = try container.decodeFinite(forKey: .amount)
        currency = try container.decode(String.self, forKey: .currency)
    }
}
