import Transport

/// Where a call's stream is: on the call's own loop, or (after a restart that the kernel gave to another loop) reached across loops.
protocol StreamPort: AnyObject {
    func send(_ kind: MessageKind, _ payload: Span<UInt8>) -> SendOutcome
    func close(code: Int, reason: String)
}
