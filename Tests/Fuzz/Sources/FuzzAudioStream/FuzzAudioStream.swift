import Audio
import FuzzSupport
import WireProtocols

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    do throws(StreamRefusal) {
        if case .stream(let request) = try StreamRequest.parse(target: String(decoding: bytes, as: UTF8.self)) {
            for text in [request.callID, request.secretaryID, request.callerID ?? ""] + Array(request.others.keys) + Array(request.others.values) {
                precondition(!text.unicodeScalars.contains { $0.properties.generalCategory == .control }, "No control character passes.")
            }
        }
    } catch {
        precondition(error.reason.utf8.count <= 123, "A reason fits a close frame.")
    }
    var decoder = StreamTextDecoder()
    _ = decoder.decode(bytes.span)
    var framing = UplinkFraming(format: .linear16(.hz8000), channels: .mono)
    _ = framing.judge(byteCount: bytes.count)
    var message: [UInt8] = []
    _ = StreamDownlinkEncoder(profile: .fork, format: .linear16(.hz8000)).encodeAudio(bytes.span, into: &message)
    precondition(message.count % 4 >= 0 && message.allSatisfy { $0 < 0x80 }, "What goes to FreeSWITCH is plain ASCII.")
    return 0
}

@_cdecl("FuzzAudioStream_main")
public func main(_ count: CInt, _ arguments: Arguments) -> CInt { drive(count, arguments, fuzz) }
