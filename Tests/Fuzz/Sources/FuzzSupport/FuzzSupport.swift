import Audio
import CallControl

/// The input of one run, as bytes.
public func input(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

/// Plays an input to a codec: its lines are messages, a line that begins with a zero byte is a binary frame. After each line a
/// truncation is asked for, so that what the codec remembers is used as well.
public func converse(_ codec: inout some AgentCodec, _ bytes: [UInt8]) {
    var audio: [UInt8] = []
    for line in bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 200) {
        let isBinary = line.first == 0
        let message = Array(isBinary ? line.dropFirst() : line)
        var events: [AgentEvent] = []
        var replies: [AgentMessage] = []
        let before = audio.count
        do throws(WireError) {
            try codec.decode(message.span, kind: isBinary ? .binary : .text, events: &events, audio: &audio, replies: &replies)
            let announced = events.contains { if case .audio = $0 { true } else { false } }
            precondition(announced == (audio.count > before), "Audio and its event come together.")
        } catch {
            precondition(audio.count == before, "A message that is refused leaves no audio.")
        }
        for reply in replies where reply.kind == .text { precondition(String(validating: reply.bytes, as: UTF8.self) != nil) }
        var messages: [AgentMessage] = []
        for case .audio(let response) in events { codec.encode(.truncate(response, heard: .milliseconds(message.count)), into: &messages) }
        for case .toolCall(let call) in events {
            codec.encode(.toolResult(ToolResult(callID: call.id, name: call.name, output: call.arguments)), into: &messages)
        }
    }
}

/// A setup like a telephone's.
public func setup(_ format: AudioFormat, binary: Bool) -> AgentSetup {
    var setup = AgentSetup(
        model: "m", voice: "v", instructions: "i", greeting: "g", language: "pt-BR", formatToAgent: format, formatFromAgent: format,
        turnDetection: .semantic(eagerness: nil), tools: [ToolDeclaration(name: "t", description: "d")])
    if binary {
        setup.carriageToAgent = .binary
        setup.carriageFromAgent = .binary
    }
    return setup
}
