/// What Prometheus has seen, and whether an alert fires at a moment.
struct AlertScene: Sendable {
    /// The alert as it must fire.
    struct Firing: Sendable {
        var labels: [String: String]
        /// As the summary shows it.
        var value: String
    }

    /// How far apart two values are, and two evaluations of the rules.
    enum Pace: String, CaseIterable, Sendable {
        case minutes, days

        var scrape: String { self == .minutes ? "1m" : "10m" }
        var evaluation: String { self == .minutes ? "1m" : "30m" }
    }

    /// Values in promtool's notation: `0+2x10` is 0, 2, … 20 (https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/).
    var series: KeyValuePairs<String, String>
    var pace: Pace
    var moment: String
    /// `nil`: it stays silent.
    var firing: Firing?

    static func fires(
        _ series: KeyValuePairs<String, String>, over pace: Pace = .minutes, at moment: String, _ labels: [String: String], value: String = ""
    ) -> AlertScene {
        AlertScene(series: series, pace: pace, moment: moment, firing: Firing(labels: labels, value: value))
    }

    static func silent(_ series: KeyValuePairs<String, String>, over pace: Pace = .minutes, at moment: String) -> AlertScene {
        AlertScene(series: series, pace: pace, moment: moment)
    }
}

extension AlertScene.Firing {
    /// A template as Prometheus fills it in.
    func filled(_ template: String) -> String {
        template.replacing(#/\{\{ \$labels\.(\w+) \}\}/#) { labels[String($0.1)] ?? "" }.replacing(#/\{\{ [^}]*\$value[^}]*\}\}/#) { _ in value }
    }
}
