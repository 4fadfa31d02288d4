import COpenSSL

/// How a dialled peer is verified: the system's certificates, and one more file of them where the operator has a CA of his own.
final class TLSContext {
    let context: OpaquePointer

    /// - Parameter extraCAFile: PEM; trusted beside the system's certificates.
    init?(extraCAFile: String?) {
        guard let context = SSL_CTX_new(TLS_client_method()) else { return nil }
        self.context = context
        vg_ssl_modes(context)
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        guard SSL_CTX_set_default_verify_paths(context) == 1 else { return nil }
        if let extraCAFile, SSL_CTX_load_verify_locations(context, extraCAFile, nil) != 1 { return nil }
    }

    deinit { SSL_CTX_free(context) }
}

/// One TLS connection over a non-blocking socket.
final class TLSConnection {
    enum Step: Equatable {
        case done(Int)
        case wantsRead, wantsWrite
        case closed
        case failed(String)
    }

    private let ssl: OpaquePointer
    private let context: TLSContext

    /// - Parameter host: the name that the certificate must carry and that is announced (SNI), whatever address was dialled.
    init?(_ context: TLSContext, descriptor: Int32, host: String) {
        guard let ssl = SSL_new(context.context) else { return nil }
        self.ssl = ssl
        self.context = context
        SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        let isAddress = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1
        if !isAddress {
            guard SSL_set1_host(ssl, host) == 1, vg_ssl_set_name(ssl, host) == 1 else { return nil }
        }
        let alpn: [UInt8] = [8] + Array("http/1.1".utf8)
        SSL_set_alpn_protos(ssl, alpn, UInt32(alpn.count))
        guard SSL_set_fd(ssl, descriptor) == 1 else { return nil }
    }

    deinit { SSL_free(ssl) }

    func handshake() -> Step {
        ERR_clear_error()
        let result = SSL_connect(ssl)
        if result == 1 { return .done(0) }
        return step(result)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Step {
        ERR_clear_error()
        let result = SSL_read(ssl, buffer.baseAddress, Int32(buffer.count))
        return result > 0 ? .done(Int(result)) : step(result)
    }

    /// Bytes are here that the kernel knows nothing of, perhaps less than a record.
    var hasPending: Bool { SSL_has_pending(ssl) == 1 }

    func write(_ bytes: UnsafeRawBufferPointer) -> Step {
        ERR_clear_error()
        let result = SSL_write(ssl, bytes.baseAddress, Int32(bytes.count))
        return result > 0 ? .done(Int(result)) : step(result)
    }

    /// Says goodbye without waiting for an answer.
    func shutdown() {
        ERR_clear_error()
        SSL_shutdown(ssl)
        ERR_clear_error()
    }

    private func step(_ result: Int32) -> Step {
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: return .wantsRead
        case SSL_ERROR_WANT_WRITE: return .wantsWrite
        case SSL_ERROR_ZERO_RETURN: return .closed
        case SSL_ERROR_SYSCALL: return .closed
        default: return .failed(problem())
        }
    }

    /// What OpenSSL says, the certificate's fault first.
    private func problem() -> String {
        let verification = SSL_get_verify_result(ssl)
        if verification != Int(X509_V_OK) {
            return "certificate not accepted: " + String(cString: X509_verify_cert_error_string(verification))
        }
        let code = ERR_get_error()
        guard code != 0 else { return "TLS failed" }
        var buffer = [CChar](repeating: 0, count: 256)
        ERR_error_string_n(code, &buffer, buffer.count)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
