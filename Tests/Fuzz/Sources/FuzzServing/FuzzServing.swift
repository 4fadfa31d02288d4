import Audio
import CallControl
import FuzzSupport
import WireProtocols

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var openAI = OpenAIRealtimeServerCodec(dialect: .xAI, model: "m")
    guard let elevenLabs = try? ElevenLabsServerCodec(formatToAgent: .pcmu, formatFromAgent: .pcmu) else { return 0 }
    var ids = ProviderIDs()
    for line in input(start, count).split(separator: UInt8(ascii: "\n"), maxSplits: 200) {
        let message = Array(line)
        var audio: [UInt8] = []
        _ = try? openAI.decode(message.span, kind: .text, audio: &audio)
        _ = try? elevenLabs.decode(message.span, kind: .text, audio: &audio)
        var answer: [UInt8] = []
        openAI.encode(.sessionUpdated, ids: &ids, into: &answer)
        precondition((try? JSONValue(text: String(decoding: answer, as: UTF8.self))) != nil || answer.count > 4_096, "What is echoed is JSON.")
    }
    return 0
}

@_cdecl("FuzzServing_main")
public func main(_ count: CInt, _ arguments: Arguments) -> CInt { drive(count, arguments, fuzz) }
