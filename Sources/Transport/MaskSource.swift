import CLibUV

/// Masking keys that a peer can't predict (RFC 6455, section 10.3), drawn from the system 1,024 at a time.
struct MaskSource {
    private var keys = [UInt32](repeating: 0, count: 1_024)
    private var next = 1_024

    mutating func take() -> UInt32 {
        if next == keys.count {
            keys.withUnsafeMutableBytes { buffer in
                var filled = 0
                while filled < buffer.count {
                    let got = getrandom(buffer.baseAddress! + filled, buffer.count - filled, 0)
                    if got > 0 { filled += got }
                }
            }
            next = 0
        }
        defer { next += 1 }
        return keys[next]
    }
}
