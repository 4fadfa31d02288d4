import WireProtocols

/// The dashboard: its variables, and rows of panels from top to bottom.
struct Board: Sendable {
    /// The data source that is chosen at the board's head.
    static let source: JSONValue = ["type": "prometheus", "uid": "${datasource}"]
    /// At least four scrapes, and no less than a point of the graph covers.
    static let span = "$__rate_interval"
    /// Matchers of what is counted for each gateway, and for each provider's calls.
    static let gateways = #"{instance=~"$instance"}"#
    static let calls = #"{instance=~"$instance",provider=~"$provider"}"#
    /// Matchers of what other jobs' targets tell by the same names.
    static let processes = #"{job="\#(PrometheusTemplate.job)",instance=~"$instance"}"#
    private static let columns = 24

    var rows: [BoardRow]

    static let gateway = Board(rows: [.calls, .latency, .providers, .audio, .handoff, .recordings, .cost, .process])

    var json: JSONValue {
        [
            "uid": "voice-gateway", "title": "voice-gateway", "description": "Calls between FreeSWITCH and speech-to-speech providers.",
            "tags": ["voice-gateway"], "schemaVersion": 39, "version": 1, "editable": true, "graphTooltip": 1, "timezone": "browser",
            "refresh": "30s", "time": ["from": "now-6h", "to": "now"], "annotations": ["list": []], "links": [],
            "templating": [
                "list": [
                    ["name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus", "hide": 0, "refresh": 1],
                    variable("instance", "Gateway", "label_values(voice_gateway_ready, instance)"),
                    variable("provider", "Provider", #"label_values(voice_gateway_calls_total{instance=~"$instance"}, provider)"#),
                ]
            ],
            "panels": .array(panels),
        ]
    }

    /// All of its values unless some are chosen.
    private func variable(_ name: String, _ label: String, _ query: String) -> JSONValue {
        [
            "name": .string(name), "label": .string(label), "type": "query", "datasource": Self.source, "definition": .string(query),
            "query": ["query": .string(query), "refId": .string(name)], "includeAll": true, "allValue": ".*", "multi": true, "refresh": 2,
            "sort": 1, "hide": 0, "current": ["selected": true, "text": ["All"], "value": ["$__all"]],
        ]
    }

    /// In the order of reading: numbers and graphs fill lines from the left.
    private var panels: [JSONValue] {
        var placed: [JSONValue] = []
        var y = 0
        for row in rows {
            placed.append(
                [
                    "id": .integer(placed.count + 1), "type": "row", "title": .string(row.title), "collapsed": false,
                    "gridPos": ["x": 0, "y": .integer(y), "w": .integer(Self.columns), "h": 1], "panels": [],
                ])
            y += 1
            var (x, height) = (0, 0)
            for panel in row.panels {
                if x + panel.size.width > Self.columns || (height > 0 && panel.size.height != height) {
                    y += height
                    (x, height) = (0, 0)
                }
                placed.append(panel.json(id: placed.count + 1, x: x, y: y))
                x += panel.size.width
                height = panel.size.height
            }
            y += height
        }
        return placed
    }
}
