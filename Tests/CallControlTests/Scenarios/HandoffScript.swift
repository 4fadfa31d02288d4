import CallControl
import TestSupport

/// Calls on their way to people.
enum HandoffScript {
    static func plan(_ change: (inout HandoffPlan) -> Void = { _ in }) -> CallPlan {
        var handoff = HandoffPlan(
            attendants: AttendantsQuery(companyID: 1, domain: "clinic.example", transferExtension: "200"), texts: HandoffTexts(language: "pt-BR"))
        handoff.digit = "0"
        change(&handoff)
        return CallPlan.scripted().with { $0.handoff = handoff }
    }

    static func isAsked(_ effects: [ScriptedCall.Effect]) -> [Handoff.Effect] {
        effects.compactMap { if case .handoff(let effect) = $0 { effect } else { nil } }
    }

    static func said(_ call: ScriptedCall) -> [String] {
        call.commands.compactMap { if case .say(let text) = $0 { text } else { nil } }
    }

    static let nobody = HandoffTexts(language: "pt")[.nobody]

    /// A call in which the key for a person was pressed and nobody was there.
    static func noted(_ change: (inout HandoffPlan) -> Void = { _ in }) -> ScriptedCall {
        noted(ScriptedCall.talking(plan(change)))
    }

    static func noted(_ talking: ScriptedCall) -> ScriptedCall {
        var call = talking
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.nobody)))
        call.put(.handoff(.ticket(.kept)))
        return call
    }

    /// The same, while the agent gives a long answer.
    static func notedDuringAnAnswer() -> ScriptedCall {
        var call = ScriptedCall.talking(plan())
        call.event(.responseStarted(ResponseID(1)))
        call.agentSays(1, milliseconds: 8_000)
        return noted(call)
    }
}
