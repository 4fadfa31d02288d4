import FuzzSupport
import WireProtocols

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var codec = ElevenLabsAgentCodec(setup: setup(.linear16(.hz16000), binary: false))
    converse(&codec, input(start, count))
    return 0
}

@_cdecl("FuzzElevenLabs_main")
public func main(_ count: CInt, _ arguments: Arguments) -> CInt { drive(count, arguments, fuzz) }
