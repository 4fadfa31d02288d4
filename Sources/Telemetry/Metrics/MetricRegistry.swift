import Locking

/// All metrics of the process by name and labels. Labels take values from bounded sets only: never a call's id or a number.
public final class MetricRegistry: Sendable {
    enum Value: Sendable {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)
        /// Read when asked for.
        case computed(@Sendable () -> Double)
    }

    struct Family: Sendable {
        var help: String
        var type: String
        var labels: [String]
        var order: Int
        /// By their labels as text.
        var members: [String: Value] = [:]
    }

    /// Most label combinations of one name; further ones share the label `other`, so that no input can blow up the scrape.
    static let limit = 200

    private let families = Locked<[String: Family]>([:])

    public init() {}

    /// - Parameters:
    ///   - name: ends in `_total`.
    ///   - parts: how many of what is counted make one of the metric's unit, such as a million for money.
    public func counter(_ name: String, _ help: String, _ labels: [String: String] = [:], parts: Int = 1) -> Counter {
        guard case .counter(let counter) = member(name, help, labels, "counter", { .counter(Counter(parts: parts)) }) else {
            preconditionFailure("\(name) is no counter")
        }
        return counter
    }

    public func gauge(_ name: String, _ help: String, _ labels: [String: String] = [:]) -> Gauge {
        guard case .gauge(let gauge) = member(name, help, labels, "gauge", { .gauge(Gauge()) }) else { preconditionFailure("\(name) is no gauge") }
        return gauge
    }

    public func histogram(_ name: String, _ help: String, _ labels: [String: String] = [:], bounds: [Double]) -> Histogram {
        guard case .histogram(let histogram) = member(name, help, labels, "histogram", { .histogram(Histogram(bounds: bounds)) }) else {
            preconditionFailure("\(name) is no histogram")
        }
        return histogram
    }

    /// A gauge that is worked out at each scrape, or a counter where the name ends in `_total`. One already there stays.
    public func computed(_ name: String, _ help: String, _ labels: [String: String] = [:], _ value: @escaping @Sendable () -> Double) {
        _ = member(name, help, labels, name.hasSuffix("_total") ? "counter" : "gauge") { .computed(value) }
    }

    /// Prometheus' text exposition format, version 0.0.4.
    public var text: String { PrometheusText.text(families.withLock { $0 }) }

    private func member(_ name: String, _ help: String, _ labels: [String: String], _ type: String, _ make: () -> Value) -> Value {
        families.withLock { families in
            let key = PrometheusText.labels(labels)
            var family = families[name] ?? Self.family(name, help, labels, type, order: families.count)
            precondition(family.type == type, "The metric \(name) is a \(family.type) elsewhere.")
            if let known = family.members[key] { return known }
            precondition(family.labels == labels.keys.sorted(), "The metric \(name) has other labels elsewhere.")
            let isFull = family.members.count >= Self.limit
            let chosen = isFull ? PrometheusText.labels(labels.mapValues { _ in "other" }) : key
            if let known = family.members[chosen] { return known }
            let value = make()
            family.members[chosen] = value
            families[name] = family
            return value
        }
    }

    private static func family(_ name: String, _ help: String, _ labels: [String: String], _ type: String, order: Int) -> Family {
        precondition(isName(name), "\(name) is no name of a metric.")
        precondition(name.hasSuffix("_total") == (type == "counter"), "A counter's name ends in _total, and only a counter's: \(name).")
        precondition(labels.keys.allSatisfy { isName($0) && !$0.hasPrefix("__") && $0 != "le" }, "Labels of \(name) can't be \(labels.keys.sorted()).")
        return Family(help: help, type: type, labels: labels.keys.sorted(), order: order)
    }

    private static func isName(_ name: String) -> Bool {
        name.utf8.first.map { !(0x30...0x39).contains($0) } == true
            && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") }
    }
}
