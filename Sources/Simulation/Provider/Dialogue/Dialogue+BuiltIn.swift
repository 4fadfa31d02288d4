extension Dialogue {
    /// A clinic's secretary, in Brazilian Portuguese: a balance, a long answer to talk over, and a farewell that ends the call.
    public static let builtIn = Dialogue(
        greeting: Answer("Olá, aqui é a secretária virtual. Como posso ajudar?", fixtures: ["pt_agent_greeting"]),
        turns: [
            Turn(heard: "Qual é o saldo da minha conta?", fixture: "pt_saldo", Answer("O saldo da sua conta é de cento e vinte reais.", fixtures: ["pt_agent_balance"])),
            Turn(
                heard: "Eu queria saber se a loja abre no domingo.", fixture: "pt_pausa_curta",
                Answer("Nós atendemos de segunda a sexta, das oito às dezoito horas.", fixtures: ["pt_agent_hours_long"])),
            Turn(heard: "Espera, espera!", fixture: "pt_bargein_espera", Answer("Pois não, pode falar.", fixtures: ["pt_agent_go_ahead"])),
            Turn(
                heard: "Era só isso, muito obrigado, até logo.", fixture: "pt_tchau",
                Answer("Obrigada pela ligação. Até logo!", fixtures: ["pt_agent_goodbye"], tool: Answer.Tool("end_call", .after))),
        ],
        otherwise: Turn(heard: "…", Answer("Desculpe, não entendi. Pode repetir?", fixtures: ["pt_agent_not_understood"])))
}
