/// A dashboard for Grafana 10 and later.
public struct GrafanaTemplate: Sendable {
    public init() {}

    /// `voice-gateway-dashboard.json`, to be imported or provisioned.
    public func files() -> [InstallationFile] { [InstallationFile(name: "voice-gateway-dashboard.json", text: Board.gateway.json.indented + "\n")] }
}
