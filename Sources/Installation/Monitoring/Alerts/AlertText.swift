/// Alerts in the YAML of Prometheus' rule files and of promtool's tests.
enum AlertText {
    static let rulesName = "voice-gateway-alerts.yml"

    static func testsName(of pace: AlertScene.Pace) -> String {
        switch pace {
        case .minutes: "voice-gateway-alerts.test.yml"
        case .days: "voice-gateway-alerts-days.test.yml"
        }
    }

    static func rules(_ groups: [AlertGroup]) -> String {
        """
        # Checked with: promtool check rules \(rulesName); tried with: promtool test rules *.test.yml
        groups:

        """ + groups.map { "  - name: voice-gateway-\($0.name)\n    rules:\n" + $0.rules.map(rule).joined() }.joined()
    }

    private static func rule(_ rule: AlertRule) -> String {
        """
              - alert: \(rule.name)
                expr: |
        \(rule.expression.split(separator: "\n").map { "          \($0)" }.joined(separator: "\n"))
                for: \(rule.hold)
                labels: {severity: \(rule.severity.rawValue)}
                annotations:
                  summary: \(TemplateText.yaml(rule.summary))
                  description: \(TemplateText.yaml(rule.description))

        """
    }

    /// Scenes of one pace: promtool evaluates every rule at each step from the beginning, and a week in minutes takes it a minute.
    static func tests(_ groups: [AlertGroup], at pace: AlertScene.Pace) -> String {
        """
        # Each alert in scenes where it fires and where it stays silent. Thresholds that were changed may need other values here.
        rule_files:
          - \(rulesName)
        evaluation_interval: \(pace.evaluation)
        tests:

        """ + groups.flatMap(\.rules).flatMap { rule in rule.scenes.filter { $0.pace == pace }.map { test($0, of: rule) } }.joined()
    }

    private static func test(_ scene: AlertScene, of rule: AlertRule) -> String {
        let series = scene.series.map { "      - series: \(TemplateText.yaml($0.key))\n        values: \(TemplateText.yaml($0.value))\n" }
        return """
              - name: \(rule.name) \(scene.firing == nil ? "stays silent" : "fires")
                interval: \(scene.pace.scrape)
                input_series:
            \(series.joined())    alert_rule_test:
                  - eval_time: \(scene.moment)
                    alertname: \(rule.name)
                    exp_alerts:\(scene.firing.map { expected($0, of: rule) } ?? " []")

            """
    }

    private static func expected(_ firing: AlertScene.Firing, of rule: AlertRule) -> String {
        let labels = firing.labels.merging(["severity": rule.severity.rawValue]) { own, _ in own }.sorted { $0.key < $1.key }
        let pairs = labels.map { "\($0.key): \(TemplateText.yaml($0.value))" }
        return """

                      - exp_labels: {\(pairs.joined(separator: ", "))}
                        exp_annotations:
                          summary: \(TemplateText.yaml(firing.filled(rule.summary)))
                          description: \(TemplateText.yaml(firing.filled(rule.description)))
            """
    }
}
