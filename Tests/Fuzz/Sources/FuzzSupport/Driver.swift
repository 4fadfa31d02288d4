public typealias FuzzerInput = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
public typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

@_silgen_name("LLVMFuzzerRunDriver")
private func run(_ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments>, _ body: FuzzerInput) -> CInt

/// Runs libFuzzer. SwiftPM lets `main` stand for a symbol of its own in each executable, so libFuzzer's is never linked in.
public func drive(_ count: CInt, _ arguments: Arguments, _ body: FuzzerInput) -> CInt {
    var count = count
    var arguments = arguments
    return run(&count, &arguments, body)
}
