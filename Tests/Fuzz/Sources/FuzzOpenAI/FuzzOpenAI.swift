import FuzzSupport
import WireProtocols

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    for (dialect, isBinary) in [(Dialect.openAI, false), (.xAI, true), (.elevenLabsRealtime, false)] {
        var codec = OpenAIRealtimeCodec(dialect: dialect, setup: setup(.pcmu, binary: isBinary))
        converse(&codec, bytes)
    }
    return 0
}

@_cdecl("FuzzOpenAI_main")
public func main(_ count: CInt, _ arguments: Arguments) -> CInt { drive(count, arguments, fuzz) }
