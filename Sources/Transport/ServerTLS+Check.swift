import COpenSSL

extension ServerTLS {
    /// What is wrong with the certificate and its key, before a listener is opened with them; `nil`: nothing.
    public var problem: String? {
        guard let context = SSL_CTX_new(TLS_server_method()) else { return "no memory" }
        defer {
            SSL_CTX_free(context)
            ERR_clear_error()
        }
        guard SSL_CTX_use_certificate_chain_file(context, certificateFile) == 1 else { return "\(certificateFile) is no certificate chain in PEM" }
        guard SSL_CTX_use_PrivateKey_file(context, keyFile, SSL_FILETYPE_PEM) == 1 else {
            return "\(keyFile) is not the private key of \(certificateFile) in PEM, without a passphrase"
        }
        return nil
    }
}
