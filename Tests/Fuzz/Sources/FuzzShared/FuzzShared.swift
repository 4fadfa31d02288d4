import CallControl
import FuzzSupport
import WireProtocols

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    checkJSON(bytes)
    checkBase64(bytes)
    var text: [UInt8] = []
    JSONText.append(bytes.span, to: &text)
    precondition((try? JSONValue(text.span)) == .string(UTF8Text.repaired(bytes.span, 0..<bytes.count).text), "A written string reads as it was.")
    if let decoded = PercentEncoding.decode(String(decoding: bytes, as: UTF8.self)) {
        precondition(PercentEncoding.decode(PercentEncoding.encode(decoded)) == decoded)
    }
    return 0
}

/// What is read, written and read again is the same; what the quick walk follows to the end has the members of the tree.
private func checkJSON(_ bytes: [UInt8]) {
    guard let value = try? JSONValue(bytes.span) else { return }
    precondition((try? JSONValue(value.bytes.span)) == value, "A document survives being written.")
    guard case .object(let members) = value else { return }
    var walk = TopLevelJSON(0..<bytes.count)
    var found = 0
    while true {
        switch walk.next(in: bytes.span) {
        case .member: found += 1
        case .unclear: return
        case .end:
            precondition(found == members.count, "The walk finds every member.")
            return
        }
    }
}

private func checkBase64(_ bytes: [UInt8]) {
    var text: [UInt8] = []
    Base64.append(bytes.span, to: &text)
    var back: [UInt8] = []
    do throws(Base64.Failure) { try Base64.decode(text.span, 0..<text.count, into: &back) } catch { preconditionFailure("\(error)") }
    precondition(back == bytes, "Base64 comes back as it went.")
    back = []
    do throws(Base64.Failure) {
        try Base64.decode(bytes.span, 0..<bytes.count, into: &back)
        text = []
        Base64.append(back.span, to: &text)
        precondition(text == bytes, "Only canonical text is taken.")
    } catch {
        precondition(error.position <= bytes.count && back.isEmpty)
    }
}

@_cdecl("FuzzShared_main")
public func main(_ count: CInt, _ arguments: Arguments) -> CInt { drive(count, arguments, fuzz) }
