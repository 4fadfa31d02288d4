import Foundation
import Testing
import WireProtocols

@testable import Installation

/// The dashboard as Grafana reads it.
@Suite struct BoardTests {
    private static let json = Board.gateway.json

    private var panels: [JSONValue] { Self.json["panels"]?.arrayValue ?? [] }

    /// By another parser than our own.
    @Test func itIsJSON() throws {
        let files = GrafanaTemplate().files()
        let document = try #require(try JSONSerialization.jsonObject(with: Data(files[0].text.utf8)) as? NSDictionary)
        let compact = try #require(try JSONSerialization.jsonObject(with: Data(Self.json.bytes)) as? NSDictionary)
        #expect(files.count == 1 && document == compact && document["schemaVersion"] as? Int == 39)
    }

    @Test func eachPanelSaysWhatItShows() {
        for panel in Board.gateway.rows.flatMap(\.panels) {
            #expect(!panel.title.isEmpty && panel.description.hasSuffix(".") && !panel.queries.isEmpty, "\(panel.title)")
        }
        let shown = panels.filter { $0["type"] != "row" }
        #expect(shown.allSatisfy { $0["fieldConfig"]?["defaults"]?["unit"]?.stringValue?.isEmpty == false && $0["description"]?.stringValue != nil })
        #expect(Board.gateway.rows.map(\.title).count == panels.count - shown.count)
    }

    @Test func nothingLiesOnAnother() {
        var taken: Set<[Int]> = []
        for panel in panels {
            let place = ["x", "y", "w", "h"].map { panel["gridPos"]?[$0]?.intValue ?? -1 }
            #expect(place[0] >= 0 && place[0] + place[2] <= 24 && place[3] > 0)
            for x in place[0]..<place[0] + place[2] { for y in place[1]..<place[1] + place[3] { #expect(taken.insert([x, y]).inserted) } }
        }
        #expect(Set(panels.map { $0["id"]?.intValue }).count == panels.count)
    }

    /// Everything asks the source that was chosen, and for the gateways and providers that were.
    @Test func variablesCount() {
        let names = Self.json["templating"]?["list"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
        #expect(names == ["datasource", "instance", "provider"])
        for panel in panels where panel["type"] != "row" {
            #expect(panel["datasource"] == Board.source)
            for target in panel["targets"]?.arrayValue ?? [] {
                #expect(target["datasource"] == Board.source && target["expr"]?.stringValue?.contains(#"instance=~"$instance""#) == true)
            }
        }
    }
}
