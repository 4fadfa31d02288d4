/// Metrics in Prometheus' text exposition format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details).
enum PrometheusText {
    static func text(_ families: [String: MetricRegistry.Family]) -> String {
        var output = ""
        for (name, family) in families.sorted(by: { $0.value.order < $1.value.order }) {
            output += "# HELP \(name) \(escaped(family.help, quotes: false))\n# TYPE \(name) \(family.type)\n"
            for (labels, value) in family.members.sorted(by: { $0.key < $1.key }) { write(name, labels, value, to: &output) }
        }
        return output
    }

    private static func write(_ name: String, _ labels: String, _ value: MetricRegistry.Value, to output: inout String) {
        let braces = labels.isEmpty ? "" : "{\(labels)}"
        switch value {
        case .counter(let counter):
            output += "\(name)\(braces) \(counter.parts == 1 ? "\(counter.current)" : number(Double(counter.current) / Double(counter.parts)))\n"
        case .gauge(let gauge): output += "\(name)\(braces) \(gauge.current)\n"
        case .computed(let read): output += "\(name)\(braces) \(number(read()))\n"
        case .histogram(let histogram):
            let counts = histogram.snapshot
            var total = 0
            let prefix = labels.isEmpty ? "" : labels + ","
            for (bound, count) in zip(histogram.bounds, counts.buckets) {
                total += count
                output += "\(name)_bucket{\(prefix)le=\"\(number(bound))\"} \(total)\n"
            }
            output +=
                "\(name)_bucket{\(prefix)le=\"+Inf\"} \(counts.count)\n\(name)_sum\(braces) \(number(counts.sum))\n\(name)_count\(braces) \(counts.count)\n"
        }
    }

    /// `provider="openai",reason="busy"`, in the order of the names. To Prometheus a label without a value is one that isn't there.
    static func labels(_ labels: [String: String]) -> String {
        labels.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escaped($0.value, quotes: true))\"" }.joined(separator: ",")
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return "\(value)"
    }

    /// By scalars: `\r\n` is one character to Swift, and a line break to Prometheus.
    private static func escaped(_ text: String, quotes: Bool) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\"" where quotes: output += "\\\""
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}
