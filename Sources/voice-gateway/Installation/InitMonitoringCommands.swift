import ArgumentParser
import Installation

struct InitPrometheusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prometheus", abstract: "Alerting rules with their tests, and a job that scrapes the gateways.",
        discussion: """
            Where it was written, promtool (which comes with Prometheus) tries every alert: promtool test rules *.test.yml
            """)

    @Option(help: "A gateway, host:port, as Prometheus reaches it; repeatable.") var target: [String] = ["127.0.0.1:8085"]
    @Option(help: "http, or https where the listeners have tls.") var scheme = PrometheusTemplate.Scheme.http
    @OptionGroup var destination: InitCommand.Destination

    func run() throws {
        try destination.deliver { () throws(TemplateRefusal) in try PrometheusTemplate(targets: target, scheme: scheme).files() }
    }
}

extension PrometheusTemplate.Scheme: ExpressibleByArgument {}

struct InitGrafanaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grafana", abstract: "A dashboard for Grafana 10 and later.",
        discussion: "It asks for its Prometheus when it is imported: Dashboards → New → Import. Gateway and provider are chosen at its head.")

    @OptionGroup var destination: InitCommand.Destination

    func run() throws { try destination.deliver { () throws(TemplateRefusal) in GrafanaTemplate().files() } }
}
