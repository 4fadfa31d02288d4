import CLibWebSockets

/// Messages that wait for the kernel, oldest first. Taking one is cheap however many there are.
struct MessageQueue {
    /// A message with `LWS_PRE` bytes of room before it, where libwebsockets writes its header.
    final class Message {
        let type: lws_write_protocol
        let bytes: UnsafeMutableBufferPointer<UInt8>
        /// Of the payload.
        var count: Int { bytes.count - Int(vg_lws_pre) }

        init(type: lws_write_protocol, _ payload: Span<UInt8>) {
            self.type = type
            let pre = Int(vg_lws_pre)
            bytes = .allocate(capacity: pre + payload.count)
            bytes.initialize(repeating: 0)
            payload.withUnsafeBufferPointer { payload in
                _ = UnsafeMutableBufferPointer(rebasing: bytes[pre...]).update(from: payload)
            }
        }

        deinit { bytes.deallocate() }
    }

    private var messages: [Message?] = []
    private var head = 0

    var isEmpty: Bool { head == messages.count }
    var first: Message? { isEmpty ? nil : messages[head] }

    mutating func append(_ message: Message) { messages.append(message) }

    mutating func removeFirst() {
        messages[head] = nil
        head += 1
        if isEmpty {
            removeAll()
        } else if head > 64, head * 2 > messages.count {
            messages.removeFirst(head)
            head = 0
        }
    }

    mutating func removeAll() {
        messages = []
        head = 0
    }
}
