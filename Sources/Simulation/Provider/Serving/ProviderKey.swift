/// Who may talk to the emulated provider.
enum ProviderKey {
    /// Part of the signed URLs and tokens that are handed out in exchange for the key.
    static let signature = "emulated-signature"

    /// Is the key there: as Bearer token, as `xi-api-key`, in a subprotocol, or behind a signed URL that was asked for with it?
    static func isPresent(_ required: String?, target: String, header: (String) -> String?) -> Bool {
        guard let required else { return true }
        if header("authorization") == "Bearer \(required)" || header("xi-api-key") == required { return true }
        if target.contains("conversation_signature=\(signature)") { return true }
        let offered = header("sec-websocket-protocol") ?? ""
        return offered.contains("openai-insecure-api-key.\(signature)") || offered.contains("openai-insecure-api-key.\(required)")
    }
}
