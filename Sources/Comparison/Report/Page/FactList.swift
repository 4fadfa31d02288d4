import FoundationEssentials

/// Everything needed to repeat the run, as lists of names and values.
struct FactList {
    let facts: RunFacts

    init(_ facts: RunFacts) { self.facts = facts }

    var html: String {
        let machine = facts.machine
        var html = list([
            .init("command", facts.commandLine), .init("begun", facts.startedAt.formatted(.iso8601)), .init("seed", "\(facts.seed)"),
            .init("machine", "\(machine.processor), \(machine.cores) \(machine.cores == 1 ? "core" : "cores"), \(machine.kernel)"),
            .init("scenarios", facts.scenarios.joined(separator: ", ")),
        ])
        html += titled("Versions", facts.versions)
        for arm in facts.arms { html += titled("Arm \(arm.name)", [.init("weight", Text.number(arm.weight, decimals: 2))] + arm.configuration) }
        html += titled("Fixtures (SHA-256)", facts.fixtures.map { .init($0.name, $0.sha256) })
        return html
    }

    private func titled(_ title: String, _ facts: [RunFacts.Fact]) -> String { facts.isEmpty ? "" : "<h3>\(title.escaped)</h3>\n" + list(facts) }

    private func list(_ facts: [RunFacts.Fact]) -> String {
        let items = facts.filter { !$0.value.isEmpty }.map { "<dt>\($0.name.escaped)</dt><dd><code>\($0.value.escaped)</code></dd>\n" }.joined()
        return "<dl class=\"facts\">\n\(items)</dl>\n"
    }
}
