import CCurl

/// Why there was no response.
public struct HTTPFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// How far the request got.
    public enum Kind: Equatable, Sendable {
        /// The name is unknown or nobody listens: nothing was sent.
        case unreachable
        /// The connection or the answer took too long.
        case timedOut
        /// The certificate is not trusted: nothing was sent.
        case untrusted
        /// The connection broke: whether the request was acted upon is not known.
        case interrupted
        /// What came is no HTTP, or too much of it.
        case garbled
        /// Nothing was tried.
        case other
    }

    /// In curl's words, which name the host, never the query.
    public var description: String
    public var kind = Kind.other

    init(description: String, kind: Kind = .other) {
        self.description = description
        self.kind = kind
    }

    init(_ code: CURLcode) {
        description = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT: kind = .unreachable
        case CURLE_OPERATION_TIMEDOUT: kind = .timedOut
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS: kind = .untrusted
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_SSL_CONNECT_ERROR: kind = .interrupted
        // The second is what an answer without a status line is taken for: HTTP/0.9.
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING: kind = .garbled
        default: kind = .other
        }
    }
}
