/// Who may talk to the emulated provider.
enum ProviderKey {
    /// Part of the signed URLs and tokens that are handed out in exchange for the key.
    static let signature = "emulated-signature"

    /// Is the key there: as Bearer token, as `xi-api-key`, in a subprotocol, or behind a signed URL that was asked for with it?
    static func isPresent(_ required: String?, authorization: String?, apiKey: String?, subprotocols: String? = nil, query: String? = nil) -> Bool {
        guard let required else { return true }
        if authorization == "Bearer \(required)" || apiKey == required { return true }
        if query?.contains("conversation_signature=\(signature)") == true { return true }
        guard let subprotocols else { return false }
        return subprotocols.contains("openai-insecure-api-key.\(signature)") || subprotocols.contains("openai-insecure-api-key.\(required)")
    }
}
