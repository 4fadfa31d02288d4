/// Alerting rules with their tests, and a job that scrapes the gateways.
public struct PrometheusTemplate: Sendable {
    /// What Prometheus speaks with the listeners.
    public enum Scheme: String, CaseIterable, Sendable { case http, https }

    /// The job's name, by which alerts know that a gateway is gone.
    static let job = "voice-gateway"

    public var targets: [String]
    public var scheme: Scheme

    /// - Parameter targets: each gateway's `host:port`.
    public init(targets: [String], scheme: Scheme = .http) {
        self.targets = targets
        self.scheme = scheme
    }

    /// `voice-gateway-alerts.yml`, its tests `voice-gateway-alerts.test.yml` and `voice-gateway-alerts-days.test.yml`, and `prometheus.yml`.
    public func files() throws(TemplateRefusal) -> [InstallationFile] {
        guard !targets.isEmpty else { throw TemplateRefusal(option: "target", expected: "at least one gateway") }
        for target in targets { try Self.check(target) }
        let tests = AlertScene.Pace.allCases.map { InstallationFile(name: AlertText.testsName(of: $0), text: AlertText.tests(AlertGroup.all, at: $0)) }
        return [InstallationFile(name: AlertText.rulesName, text: AlertText.rules(AlertGroup.all))] + tests
            + [InstallationFile(name: "prometheus.yml", text: configuration)]
    }

    private static func check(_ target: String) throws(TemplateRefusal) {
        let parts = target.wholeMatch(of: #/([A-Za-z0-9._\-]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})/#)
        guard let port = parts.flatMap({ Int($0.2) }), (1...65_535).contains(port) else {
            throw TemplateRefusal(option: "target", expected: "host:port, where the gateway listens")
        }
    }

    private var configuration: String {
        """
        # Takes the place of Prometheus' own prometheus.yml, or its two lists are added to what is there.
        rule_files:
          - \(AlertText.rulesName)

        scrape_configs:
          # The alerts know a missing gateway by this name.
          - job_name: \(Self.job)
            scheme: \(scheme.rawValue)
            metrics_path: /metrics
            scrape_interval: 15s
            static_configs:
              - targets: [\(targets.map(TemplateText.yaml).joined(separator: ", "))]

        """
    }
}
