extension Array where Element: FixedWidthInteger {
    /// Makes room for `count` more elements and lets `fill` write them in place: no allocation while the capacity lasts,
    /// where `append(contentsOf:)` of a lazy sequence allocates each time.
    /// - Parameter fill: is given all elements and the index of the first new one.
    @inline(__always)
    mutating func extend(by count: Int, _ fill: (inout MutableSpan<Element>, Int) -> Void) {
        let start = self.count
        append(contentsOf: repeatElement(0, count: count))
        var elements = mutableSpan
        fill(&elements, start)
    }
}
