/// Carries a loop-confined value through closures of other threads; it can be reached on its loop only.
///
/// `@unchecked Sendable`: `withValue` traps anywhere else.
public struct LoopBound<Value>: @unchecked Sendable {
    private let loop: EventLoop
    private let value: Value

    public init(_ value: Value, on loop: EventLoop) {
        self.loop = loop
        self.value = value
    }

    /// Runs `body` on the loop, soon; callable from any thread.
    public func onLoop(_ body: @escaping @Sendable (Value) -> Void) {
        loop.submit { body(value) }
    }

    public func withValue<Result>(_ body: (Value) throws -> Result) rethrows -> Result {
        precondition(loop.isOnLoop, "A loop's state was reached from another thread.")
        return try body(value)
    }
}
