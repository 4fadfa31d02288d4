import Testing

@testable import Installation

/// Every expression of the alerts and of the dashboard, held against what a gateway really tells.
@Suite struct QueryTests {
    private struct Query {
        var place: String
        var text: String
        /// Labels of which something is said.
        var labels: Set<String>
    }

    private static let queries: [Query] =
        AlertGroup.all.flatMap(\.rules).map { rule in
            let labels = (rule.summary + rule.description).matches(of: #/\$labels\.(\w+)/#).map { String($0.1) }
            return Query(place: rule.name, text: rule.expression, labels: Set(labels))
        }
        + Board.gateway.rows.flatMap(\.panels).flatMap { panel in
            panel.queries.map { query in
                Query(
                    place: panel.title, text: filled(query.expression), labels: Set(query.legend.matches(of: #/\{\{(\w+)\}\}/#).map { String($0.1) }))
            }
        }

    /// As Grafana fills its variables in.
    private static func filled(_ expression: String) -> String {
        expression.replacing("$__rate_interval", with: "1m").replacing("$__range", with: "6h").replacing("$instance", with: ".*")
            .replacing("$provider", with: ".*")
    }

    /// Prometheus' own, of every target.
    private static let ofEveryTarget: Set<String> = ["instance", "job"]

    @Test func eachParses() throws {
        let folder = try TemporaryFolder()
        let rules = Self.queries.enumerated().map {
            "      - {record: 'query:\($0.offset)', expr: \(TemplateText.yaml($0.element.text.replacing("\n", with: " ")))}\n"
        }
        let file = try folder.write("queries.yml", "groups:\n  - name: queries\n    rules:\n" + rules.joined())
        let verdict = try Promtool.run(["check", "rules", file])
        #expect(verdict.isGood && verdict.output.contains("SUCCESS: \(Self.queries.count) rules found"), "\(verdict.output)")
    }

    @Test func eachAsksForWhatAGatewayTells() throws {
        var metrics = try GatewayExposition().metrics
        metrics["up"] = [:]
        for query in Self.queries {
            let text = QueryText(query.text)
            #expect(!text.selectors.isEmpty, "\(query.place)")
            var known = Self.ofEveryTarget
            for selector in text.selectors {
                guard let labels = metrics[selector.metric] else {
                    Issue.record("\(query.place): no gateway tells \(selector.metric)")
                    continue
                }
                known.formUnion(labels.keys)
                for matcher in selector.matchers where !Self.ofEveryTarget.contains(matcher.label) {
                    let values = labels[matcher.label] ?? []
                    #expect(!values.isEmpty, "\(query.place): \(selector.metric) has no label \(matcher.label)")
                    for value in matcher.values {
                        let expression = try Regex(value)
                        #expect(
                            values.contains { $0.wholeMatch(of: expression) != nil }, "\(query.place): \(matcher.label) of \(selector.metric) is never \(value)"
                        )
                    }
                }
            }
            #expect(text.groupings.isSubset(of: known), "\(query.place): \(text.groupings.subtracting(known))")
            #expect(query.labels.isSubset(of: text.groupings.isEmpty ? known : text.groupings), "\(query.place): \(query.labels)")
        }
    }

    /// What the scenes of an alert show Prometheus is what a gateway tells as well.
    @Test func scenesShowWhatAGatewayTells() throws {
        var metrics = try GatewayExposition().metrics
        metrics["up"] = [:]
        for rule in AlertGroup.all.flatMap(\.rules) {
            for series in rule.scenes.flatMap(\.series).map(\.key) {
                let selector = try #require(QueryText(series).selectors.first, "\(series)")
                let labels = try #require(metrics[selector.metric], "\(rule.name): \(series)")
                let own = Set(selector.matchers.map(\.label)).subtracting(Self.ofEveryTarget)
                #expect(own.isSubset(of: labels.keys), "\(rule.name): \(series)")
                for matcher in selector.matchers where ["reason", "outcome", "class", "problem", "channel", "request", "le"].contains(matcher.label) {
                    #expect(labels[matcher.label]?.contains(matcher.values[0]) == true, "\(rule.name): \(series)")
                }
            }
        }
    }

    /// The reader of expressions finds what it is to find.
    @Test func anExpressionIsTakenApart() {
        let text = QueryText(
            #"sum by (a, le) (rate(x_total{b="c",d!~"e|f"}[5m])) / on (g) group_left (h) min_over_time(y[1h] offset 1d) > 1.5e3 and z unless absent(w)"#)
        #expect(text.selectors.map(\.metric) == ["x_total", "y", "z", "w"])
        #expect(
            text.selectors[0].matchers == [.init(label: "b", isNegative: false, values: ["c"]), .init(label: "d", isNegative: true, values: ["e", "f"])])
        #expect(text.groupings == ["a", "le", "g", "h"])
    }
}
