extension Dialogue {
    /// A clinic's secretary, in Brazilian Portuguese: a balance, a long answer to talk over, and a farewell that ends the call.
    public static let builtIn = Dialogue(
        greeting: Answer(
            "Olá! Aqui é a secretária virtual da Clínica Boa Vista. Como posso ajudar?", fixtures: ["agent-pt-greeting"]),
        turns: [
            Turn(
                heard: "Qual é o saldo da minha conta?", fixture: "pt-saldo",
                Answer(
                    "Seu saldo é de duzentos e trinta e quatro reais e cinquenta centavos. Posso ajudar em algo mais?", fixtures: ["agent-pt-balance"])),
            Turn(
                heard: "Eu queria saber, se a loja abre no domingo.", fixture: "pt-pausa-curta",
                Answer(
                    "Nosso atendimento funciona de segunda a sexta-feira, das oito horas da manhã às seis da tarde, e aos sábados das oito ao meio-dia. "
                        + "Para marcar uma consulta, preciso do seu nome completo, do número do seu documento e do melhor horário para você. "
                        + "Também posso informar valores, convênios aceitos e o endereço da clínica.", fixtures: ["agent-pt-hours-long"])),
            Turn(heard: "Espera, espera!", fixture: "pt-bargein-espera", Answer("Claro, pode falar.", fixtures: ["agent-pt-go-ahead"])),
            Turn(
                heard: "O meu número é nove, oito, sete, seis, cinco, quatro.", fixture: "pt-numeros",
                Answer("Anotei. O seu cadastro foi encontrado. Em que posso ajudar?", fixtures: ["agent-pt-numbers"])),
            Turn(
                heard: "Era só isso, muito obrigado, até logo.", fixture: "pt-tchau",
                Answer("Obrigada por ligar. Tenha um ótimo dia!", fixtures: ["agent-pt-goodbye"], tool: Answer.Tool("end_call", .after))),
        ],
        otherwise: Turn(heard: "…", Answer("Desculpe, não entendi. Pode repetir, por favor?", fixtures: ["agent-pt-not-understood"])))
}
