import WireProtocols

/// A graph or a number of the dashboard, with what it asks of Prometheus.
struct BoardPanel: Sendable {
    enum Kind: String, Sendable {
        case graph = "timeseries"
        case number = "stat"
        /// Sums over the range of time shown, beside each other.
        case bars = "bargauge"
    }

    /// Grafana's names.
    enum Unit: String, Sendable {
        case count = "short"
        case perMinute = "cpm"
        case perSecond = "cps"
        case seconds = "s"
        case share = "percentunit"
        case bytes = "bytes"
        case yesNo = "bool_yes_no"
    }

    /// One expression and how its curves are called.
    struct Query: Sendable {
        var expression: String
        var legend: String
    }

    var title: String
    var description: String
    var unit: Unit
    var kind = Kind.graph
    /// Curves on top of each other: parts of a whole.
    var isStacked = false
    var queries: [Query]

    /// In columns, of 24, and rows of Grafana's grid.
    var size: (width: Int, height: Int) {
        switch kind {
        case .graph, .bars: (8, 8)
        case .number: (4, 4)
        }
    }

    static func graph(_ title: String, _ unit: Unit, _ description: String, isStacked: Bool = false, _ queries: KeyValuePairs<String, String>) -> BoardPanel {
        BoardPanel(
            title: title, description: description, unit: unit, isStacked: isStacked, queries: queries.map { Query(expression: $0.value, legend: $0.key) })
    }

    static func number(_ title: String, _ unit: Unit, _ description: String, _ expression: String) -> BoardPanel {
        BoardPanel(title: title, description: description, unit: unit, kind: .number, queries: [Query(expression: expression, legend: title)])
    }

    static func bars(_ title: String, _ unit: Unit, _ description: String, _ query: KeyValuePairs<String, String>) -> BoardPanel {
        BoardPanel(
            title: title, description: description, unit: unit, kind: .bars, queries: query.map { Query(expression: $0.value, legend: $0.key) })
    }

    /// Median and tail of a histogram.
    static func quantiles(_ title: String, _ description: String, of histogram: String) -> BoardPanel {
        let shares = [("p50", "0.5"), ("p95", "0.95"), ("p99", "0.99")]
        return BoardPanel(
            title: title, description: description, unit: .seconds,
            queries: shares.map { Query(expression: PromQL.quantile($0.1, of: histogram, by: "provider", in: Board.span), legend: "{{provider}} \($0.0)") })
    }
}

extension BoardPanel {
    func json(id: Int, x: Int, y: Int) -> JSONValue {
        [
            "id": .integer(id), "type": .string(kind.rawValue), "title": .string(title), "description": .string(description),
            "datasource": Board.source,
            "gridPos": ["x": .integer(x), "y": .integer(y), "w": .integer(size.width), "h": .integer(size.height)],
            "fieldConfig": ["defaults": ["unit": .string(unit.rawValue), "min": 0, "custom": custom], "overrides": []],
            "options": options,
            "targets": .array(queries.enumerated().map { target($0.element, id: $0.offset) }),
        ]
    }

    private var custom: JSONValue {
        switch kind {
        case .graph:
            [
                "drawStyle": "line", "lineWidth": 1, "fillOpacity": isStacked ? 30 : 5, "showPoints": "never", "spanNulls": false,
                "stacking": ["mode": isStacked ? "normal" : "none", "group": "A"],
            ]
        case .number, .bars: [:]
        }
    }

    private var options: JSONValue {
        switch kind {
        case .graph:
            [
                "legend": ["displayMode": "list", "placement": "bottom", "showLegend": true, "calcs": []],
                "tooltip": ["mode": "multi", "sort": "desc"],
            ]
        case .number:
            ["reduceOptions": last, "colorMode": "value", "graphMode": "area", "justifyMode": "auto", "orientation": "auto", "textMode": "auto"]
        case .bars:
            ["reduceOptions": last, "displayMode": "gradient", "orientation": "horizontal", "showUnfilled": true, "valueMode": "color"]
        }
    }

    private var last: JSONValue { ["values": false, "calcs": ["lastNotNull"], "fields": ""] }

    private func target(_ query: Query, id: Int) -> JSONValue {
        [
            "refId": .string(String(UnicodeScalar(UInt8(ascii: "A") + UInt8(id)))), "datasource": Board.source, "editorMode": "code",
            "expr": .string(query.expression), "legendFormat": .string(query.legend), "range": .bool(kind != .bars),
            "instant": .bool(kind == .bars),
        ]
    }
}
