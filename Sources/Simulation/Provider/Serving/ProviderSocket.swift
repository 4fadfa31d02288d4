import WireProtocols

/// The socket of an emulated provider's connection.
protocol ProviderSocket: AnyObject {
    func send(_ payload: [UInt8], _ kind: FrameKind)
    /// Closes in good form.
    func close(code: Int, reason: String)
    /// Cuts the connection.
    func drop()
}
