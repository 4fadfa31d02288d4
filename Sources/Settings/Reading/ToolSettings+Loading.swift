import CallControl
import Yams

extension ToolSettings {
    private static let noParameters = #"{"type":"object","properties":{}}"#

    init(name: String, _ section: Section) {
        self.name = name
        description = section.text("description", "What the agent is told the function is for.") ?? ""
        parameters = Self.parameters(section)
        section.finish()
        if name.wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) == nil {
            section.problem(
                at: section.origin(of: section.node), section.path, value: name, expected: "a function's name: up to 64 of A–Z, a–z, 0–9, _ and -",
                advice: "providers refuse others")
        }
        if name != ToolDesk.endCallName, name != SettingsSchema.anyName {
            section.problem(
                at: section.origin(of: section.node), section.path, value: nil, expected: "end_call, the only function this version performs",
                advice: "the agent is told that there is nothing behind this one", severity: .warning)
        }
    }

    private static func parameters(_ section: Section) -> String {
        let given = section.override("parameters")
        let file = section.child("parameters")
        let node = given.map { try? Yams.compose(yaml: $0.text) } ?? file
        var json = noParameters
        if let node, node.mapping != nil {
            json = JSONText.json(node) ?? noParameters
            if let type = node.mapping?["type"]?.scalar?.string, type != "object" {
                section.problem("parameters", value: type, expected: "a JSON Schema whose type is object")
            }
        } else if given != nil || file != nil {
            section.problem("parameters", value: nil, expected: "a JSON Schema object, written as YAML or JSON")
        }
        let origin = given?.origin ?? file.map { section.origin(of: $0) } ?? .fallback
        section.reader.record(
            SettingsEntry(
                path: section.path + ["parameters"], type: "JSON Schema, as YAML", fallback: .json(noParameters), help: "The function's parameters.",
                standing: .effective, value: .json(json), origin: origin))
        return json
    }
}
