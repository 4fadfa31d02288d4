extension Array where Element: Numeric & BitwiseCopyable {
    /// Makes room for `count` more elements and lets `fill` write them in place: no allocation while the capacity lasts,
    /// where `append(contentsOf:)` of a lazy sequence allocates each time.
    /// - Parameter fill: is given the new elements alone, at first zero.
    @inline(__always)
    mutating func extend(by count: Int, _ fill: (inout MutableSpan<Element>) -> Void) {
        append(addingCapacity: count) { room in
            room.append(repeating: 0, count: count)
            var elements = room.mutableSpan
            fill(&elements)
        }
    }
}
