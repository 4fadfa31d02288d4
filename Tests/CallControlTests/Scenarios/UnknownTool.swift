import CallControl
import Testing
import TestSupport

@Suite struct UnknownTool {
    private func tool(_ id: String) -> AgentEvent { .toolCall(ToolCall(id: id, name: "book_table", arguments: "{}")) }
    private let ask = AgentCommand.createResponse(instructions: nil)

    @Test func everyCallIsAnsweredAndTheAgentAskedOnceAfterTheResponse() {
        var call = ScriptedCall.talking()
        call.event(.responseStarted(ResponseID(1)))
        call.event(tool("a"))
        call.event(tool("b"))
        call.event(tool("a"))
        call.pass(milliseconds: 100)
        let results = call.commands.compactMap { if case .toolResult(let result) = $0 { result } else { nil } }
        #expect(results.map(\.callID) == ["a", "b"] && results.allSatisfy(\.isError))
        #expect(!call.commands.contains(ask))
        #expect(call.event(.responseEnded(ResponseID(1), .completed)) == [.command(ask)])
        call.pass(milliseconds: 100)
        #expect(call.commands.count { $0 == ask } == 1)
    }

    @Test func callsToldAfterTheResponseAskOnceToo() {
        var call = ScriptedCall.talking()
        call.event(.responseStarted(ResponseID(1)))
        call.event(.responseEnded(ResponseID(1), .completed))
        call.event(tool("a"))
        call.event(tool("b"))
        call.pass(milliseconds: 100)
        #expect(call.commands.count { $0 == ask } == 1)
        #expect(call.commands.last == ask)
    }

    @Test func aCallerWhoSpeaksMeanwhileGetsOneAnswer() {
        var call = ScriptedCall.talking()
        call.event(.responseStarted(ResponseID(1)))
        call.event(tool("a"))
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        call.event(tool("b"))
        call.event(.responseEnded(ResponseID(1), .cancelled))
        call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
        call.pass(milliseconds: 100)
        #expect(!call.commands.contains(ask))
    }

    @Test func aProviderThatGoesOnByItselfIsNotAsked() {
        var call = ScriptedCall.talking(.scripted(), .taciturn)
        call.event(tool("a"))
        call.pass(milliseconds: 100)
        #expect(!call.commands.contains(ask))
    }

    @Test func besideTheEndOfTheCallItAsksForNothing() {
        var call = ScriptedCall.talking()
        call.event(.responseStarted(ResponseID(1)))
        call.agentSays(1, milliseconds: 200)
        call.event(.toolCall(ToolCall(id: "e", name: "end_call", arguments: "{}")))
        call.event(tool("a"))
        call.event(.responseEnded(ResponseID(1), .completed))
        #expect(!call.commands.contains(ask))
    }
}
