import Synchronization

/// All metrics of the process by name and labels, written in Prometheus' text format. Labels take values from bounded sets only:
/// never a call's id or a number.
public final class MetricRegistry: Sendable {
    enum Value: Sendable {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)
        /// Read when asked for.
        case computed(@Sendable () -> Double)

        var type: String {
            switch self {
            case .counter: "counter"
            case .gauge, .computed: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    struct Family: Sendable {
        var help: String
        var type: String
        var order: Int
        var members: [String: Value] = [:]
    }

    /// Most label combinations of one name; further ones share the label `other`, so that no input can blow up the scrape.
    static let limit = 200

    private let families = Mutex<[String: Family]>([:])

    public init() {}

    public func counter(_ name: String, _ help: String, _ labels: [String: String] = [:]) -> Counter {
        guard case .counter(let counter) = member(name, help, labels, { .counter(Counter()) }) else { preconditionFailure("\(name) is no counter") }
        return counter
    }

    public func gauge(_ name: String, _ help: String, _ labels: [String: String] = [:]) -> Gauge {
        guard case .gauge(let gauge) = member(name, help, labels, { .gauge(Gauge()) }) else { preconditionFailure("\(name) is no gauge") }
        return gauge
    }

    public func histogram(_ name: String, _ help: String, _ labels: [String: String] = [:], bounds: [Double]) -> Histogram {
        guard case .histogram(let histogram) = member(name, help, labels, { .histogram(Histogram(bounds: bounds)) }) else {
            preconditionFailure("\(name) is no histogram")
        }
        return histogram
    }

    /// A gauge that is worked out at each scrape.
    public func computed(_ name: String, _ help: String, _ labels: [String: String] = [:], _ value: @escaping @Sendable () -> Double) {
        _ = member(name, help, labels) { .computed(value) }
    }

    private func member(_ name: String, _ help: String, _ labels: [String: String], _ make: () -> Value) -> Value {
        families.withLock { families in
            var family = families[name] ?? Family(help: help, type: "", order: families.count)
            var key = Self.labelText(labels)
            if let known = family.members[key] { return known }
            if family.members.count >= Self.limit { key = Self.labelText(labels.mapValues { _ in "other" }) }
            if let known = family.members[key] { return known }
            let value = make()
            family.type = value.type
            family.members[key] = value
            families[name] = family
            return value
        }
    }

    // MARK: Text

    /// Prometheus' text exposition format, version 0.0.4.
    public var text: String {
        var output = ""
        for (name, family) in families.withLock({ $0 }).sorted(by: { $0.value.order < $1.value.order }) {
            output += "# HELP \(name) \(family.help)\n# TYPE \(name) \(family.type)\n"
            for (labels, value) in family.members.sorted(by: { $0.key < $1.key }) { Self.write(name, labels, value, to: &output) }
        }
        return output
    }

    private static func write(_ name: String, _ labels: String, _ value: Value, to output: inout String) {
        let braces = labels.isEmpty ? "" : "{\(labels)}"
        switch value {
        case .counter(let counter): output += "\(name)\(braces) \(counter.current)\n"
        case .gauge(let gauge): output += "\(name)\(braces) \(gauge.current)\n"
        case .computed(let read): output += "\(name)\(braces) \(read())\n"
        case .histogram(let histogram):
            let counts = histogram.snapshot
            var total = 0
            let prefix = labels.isEmpty ? "" : labels + ","
            for (bound, count) in zip(histogram.bounds, counts.buckets) {
                total += count
                output += "\(name)_bucket{\(prefix)le=\"\(bound)\"} \(total)\n"
            }
            output += "\(name)_bucket{\(prefix)le=\"+Inf\"} \(counts.count)\n\(name)_sum\(braces) \(counts.sum)\n\(name)_count\(braces) \(counts.count)\n"
        }
    }

    private static func labelText(_ labels: [String: String]) -> String {
        labels.sorted { $0.key < $1.key }.map { key, value in
            let escaped = value.map { $0 == "\\" ? "\\\\" : $0 == "\"" ? "\\\"" : $0 == "\n" ? "\\n" : "\($0)" }.joined()
            return "\(key)=\"\(escaped)\""
        }.joined(separator: ",")
    }
}
