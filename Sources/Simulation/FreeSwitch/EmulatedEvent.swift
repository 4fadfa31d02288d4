import WireProtocols

/// An event as the emulated FreeSWITCH writes it.
struct EmulatedEvent {
    var name: String
    var subclass: String?
    var channel: String?
    var headers: [(name: String, value: String)] = []
    var body = ""
    /// Filled up to about this size with channel variables, as real ones are.
    var size = 0

    func bytes(sequence: Int) -> [UInt8] {
        var lines = ["Event-Name: \(name)", "Core-UUID: 5f3f6f0e-7a4b-4c53-9a35-0a7d3f6c2b11", "Event-Sequence: \(sequence)"]
        if let subclass { lines.append("Event-Subclass: \(Self.encoded(subclass))") }
        if let channel { lines += ["Unique-ID: \(channel)", "Channel-Call-UUID: \(channel)"] }
        for header in headers { lines.append("\(header.name): \(Self.encoded(header.value))") }
        var text = lines.joined(separator: "\n") + "\n"
        var number = 0
        while text.utf8.count < size {
            number += 1
            text += "variable_emulated_\(number): \(Self.encoded("sip:200@10.0.0.\(number % 250);transport=udp, ação \(number)"))\n"
        }
        if !body.isEmpty { text += "Content-Length: \(body.utf8.count)\n" }
        text += "\n" + body
        return Array("Content-Length: \(text.utf8.count)\nContent-Type: text/event-plain\n\n\(text)".utf8)
    }

    /// FreeSWITCH leaves more as it is; whatever reads it must decode anyway.
    private static func encoded(_ text: String) -> String { PercentEncoding.encode(text) }

    func value(of header: String) -> String? {
        switch header.lowercased() {
        case "event-name": name
        case "event-subclass": subclass
        case "unique-id", "channel-call-uuid": channel
        default: headers.first { $0.name.lowercased() == header.lowercased() }?.value
        }
    }
}
