import Audio
import CallControl

extension AgentSetup {
    /// A receptionist on a telephone line.
    static func telephone(_ toAgent: AudioFormat = .pcmu, _ fromAgent: AudioFormat? = nil) -> AgentSetup {
        var setup = AgentSetup(
            model: "gpt-realtime-2.1", voice: "marin", instructions: "Você é atendente. Fale português do Brasil.", greeting: "Olá! Em que posso ajudar?",
            language: "pt-BR", formatToAgent: toAgent, formatFromAgent: fromAgent ?? toAgent,
            turnDetection: .server(threshold: 0.6, prefixPadding: .milliseconds(300), silence: .milliseconds(500), idleTimeout: .seconds(15)),
            tools: [
                ToolDeclaration(name: "transfer", description: "Transfere a chamada."),
                ToolDeclaration(
                    name: "lookup", description: "Procura.", parameters: #"{"type":"object","properties":{"id":{"type":"integer"}},"required":["id"]}"#),
            ])
        setup.noiseReduction = "far_field"
        setup.speed = 1.0
        setup.maxOutputTokens = 1_024
        setup.vocabulary = ["Pix", "CPF"]
        setup.variables = ["call_uuid": "f3", "attempt": "1"]
        return setup
    }
}
