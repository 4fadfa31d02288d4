import Testing

@testable import Telemetry

@Suite struct MetricRegistryTests {
    @Test func theSameNameAndLabelsAreTheSameMetric() {
        let registry = MetricRegistry()
        registry.counter("x_total", "X.", ["a": "1", "b": "2"]).increment()
        registry.counter("x_total", "X.", ["b": "2", "a": "1"]).increment(by: 2)
        #expect(registry.text == "# HELP x_total X.\n# TYPE x_total counter\nx_total{a=\"1\",b=\"2\"} 3\n")
    }

    @Test func gaugesGoBothWays() {
        let registry = MetricRegistry()
        let gauge = registry.gauge("calls", "Calls.")
        gauge.increment()
        gauge.increment()
        gauge.decrement()
        #expect(gauge.current == 1)
        gauge.set(-7)
        #expect(registry.text.hasSuffix("\ncalls -7\n"))
    }

    @Test func computedGaugesAreReadAtEachScrape() {
        let registry = MetricRegistry()
        let source = Gauge()
        registry.computed("load", "Load.") { Double(source.current) / 2 }
        source.set(3)
        #expect(registry.text.hasSuffix("\nload 1.5\n"))
        source.set(4)
        #expect(registry.text.hasSuffix("\nload 2.0\n"))
    }

    /// Prometheus takes a gauge's falls for news, and a counter's for a restart: the name decides, as everywhere.
    @Test func computedCountersAreCounters() {
        let registry = MetricRegistry()
        registry.computed("process_cpu_seconds_total", "Time.") { 1.25 }
        #expect(registry.text == "# HELP process_cpu_seconds_total Time.\n# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total 1.25\n")
    }

    @Test func histogramsAreCumulative() {
        let registry = MetricRegistry()
        let histogram = registry.histogram("turn_seconds", "Turns.", ["provider": "p"], bounds: [0.1, 0.5, 1])
        for span in [0.05, 0.1, 0.4, 0.75, 3] { histogram.record(seconds: span) }
        #expect(
            registry.text == """
                # HELP turn_seconds Turns.
                # TYPE turn_seconds histogram
                turn_seconds_bucket{provider="p",le="0.1"} 2
                turn_seconds_bucket{provider="p",le="0.5"} 3
                turn_seconds_bucket{provider="p",le="1.0"} 4
                turn_seconds_bucket{provider="p",le="+Inf"} 5
                turn_seconds_sum{provider="p"} 4.3
                turn_seconds_count{provider="p"} 5

                """)
        #expect(histogram.spans.quantile(1) == 3_000_000)
        #expect(histogram.spans.minimum == 50_000)
    }

    @Test func whatIsNoSpanCountsAsNone() {
        let histogram = Histogram(bounds: [1])
        for span in [Double.nan, .infinity, -.infinity, -1, 1e300] { histogram.record(seconds: span) }
        #expect(histogram.count == 5)
        #expect(histogram.snapshot.buckets == [4])
        #expect(histogram.snapshot.sum == 1e300)
    }

    @Test(arguments: [("a\nb", #"a\nb"#), ("a\r\nb", "a\r\\nb"), ("\"q\"", #"\"q\""#), ("\\", #"\\"#), ("é😀", "é😀")])
    func labelsAreEscaped(_ value: String, _ written: String) {
        let registry = MetricRegistry()
        registry.counter("x_total", "A \\ in\nhelp.", ["l": value]).increment()
        #expect(registry.text == "# HELP x_total A \\\\ in\\nhelp.\n# TYPE x_total counter\nx_total{l=\"\(written)\"} 1\n")
        #expect(registry.text.utf8.count { $0 == 10 } == 3)
    }

    /// To Prometheus they are the same.
    @Test func aLabelWithoutAValueIsNotWritten() {
        let registry = MetricRegistry()
        registry.counter("x_total", "Help.", ["arm": "", "provider": "p"]).increment()
        registry.counter("x_total", "Help.", ["arm": "a/b", "provider": "p"]).increment(by: 2)
        registry.counter("y_total", "Help.", ["arm": ""]).increment(by: 3)
        #expect(registry.text.contains("\nx_total{arm=\"a/b\",provider=\"p\"} 2\nx_total{provider=\"p\"} 1\n") && registry.text.hasSuffix("\ny_total 3\n"))
    }

    @Test func moneyIsCountedInParts() {
        let registry = MetricRegistry()
        registry.counter("cost_total", "Help.", parts: 1_000_000).increment(by: 1_250_000)
        #expect(registry.text.hasSuffix("\ncost_total 1.25\n"))
    }

    @Test(arguments: [(Double.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (0.0001, "0.0001"), (1e-5, "1e-05"), (1e300, "1e+300")])
    func numbersAreThoseOfTheFormat(_ value: Double, _ written: String) {
        #expect(PrometheusText.number(value) == written)
    }

    /// Whatever callers or providers make up, the scrape stays small.
    @Test func inventedLabelsAreFoldedIntoOne() {
        let registry = MetricRegistry()
        for index in 0..<5_000 { registry.counter("failures_total", "Failures.", ["code": "code-\(index)", "provider": "p"]).increment() }
        let lines = registry.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == MetricRegistry.limit + 1)
        #expect(lines.contains("failures_total{code=\"other\",provider=\"other\"} \(5_000 - MetricRegistry.limit)"))
        // Those that were there before keep counting for themselves.
        registry.counter("failures_total", "Failures.", ["code": "code-0", "provider": "p"]).increment()
        #expect(registry.text.contains("failures_total{code=\"code-0\",provider=\"p\"} 2\n"))
    }

    @Test func familiesKeepTheOrderInWhichTheyCame() {
        let registry = MetricRegistry()
        _ = registry.gauge("b", "B.")
        _ = registry.gauge("a", "A.")
        #expect(registry.text == "# HELP b B.\n# TYPE b gauge\nb 0\n# HELP a A.\n# TYPE a gauge\na 0\n")
    }

    @Test func manyThreadsLoseNothing() async {
        let registry = MetricRegistry()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for index in 0..<1_000 {
                        registry.counter("x_total", "X.", ["l": "\(index % 3)"]).increment()
                        registry.histogram("x_seconds", "X.", bounds: [1]).record(seconds: 0.5)
                    }
                }
            }
        }
        #expect(registry.histogram("x_seconds", "X.", bounds: [1]).count == 8_000)
        let total = (0..<3).map { registry.counter("x_total", "X.", ["l": "\($0)"]).current }.reduce(0, +)
        #expect(total == 8_000)
    }

    @Test(arguments: ["counter without its ending", "gauge with a counter's", "bad name", "reserved label"]) func misuseStopsTheProgram(_ kind: String) async {
        switch kind {
        case "counter without its ending": await #expect(processExitsWith: .failure) { _ = MetricRegistry().counter("x", "X.") }
        case "gauge with a counter's": await #expect(processExitsWith: .failure) { _ = MetricRegistry().gauge("x_total", "X.") }
        case "bad name": await #expect(processExitsWith: .failure) { _ = MetricRegistry().gauge("1 x", "X.") }
        default: await #expect(processExitsWith: .failure) { _ = MetricRegistry().gauge("x", "X.", ["le": "1"]) }
        }
    }
}
