import ArgumentParser
import Foundation
import Settings

struct HandoffCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Says whether a caller's sentence asks for a human: which word, which rule.",
        discussion: "Ends with 0 whatever the answer is; with 64 for wrong arguments, 65 for a line that can't be understood, 78 for a wrong configuration.")

    static let defaultKeywords = ["atendente", "humano", "pessoa", "operador"]

    @Argument(help: "What the caller says.") var text: String?
    @Option(help: "The caller's language: pt, es, en or one of the operator's; by default the secretary's, else pt.") var language: String?
    @Option(help: "Words and phrases that ask for a human, separated by commas; by default the secretary's, else atendente,humano,pessoa,operador.")
    var keywords: String?
    @Option(help: "Whose keywords and language: a secretary of the configuration, by name or uuid, or of FusionPBX, by uuid.") var secretary: String?
    @Option(help: "The configuration; by default VOICE_GATEWAY_CONFIG.") var config: String?
    @Option(help: "A file with one utterance a line, perhaps with its language before a tab: pt<TAB>text. - is the standard input.") var file: String?
    @Flag(help: "One JSON object a line.") var json = false
    @Flag(help: "At the end, on standard error, how long decisions take on this machine.") var time = false

    func validate() throws {
        if text == nil, file == nil { throw ValidationError("give a sentence in quotes, or --file") }
        if text != nil, file != nil { throw ValidationError("give a sentence or --file, not both") }
        if let text, text.allSatisfy(\.isWhitespace) { throw ValidationError("the sentence is empty") }
    }

    func run() throws {
        let check = try HandoffCheck(keywords: keywords, language: language, secretary: secretary, config: config)
        if let text {
            if time { measure([(text, check.language)], check) }
            print(json ? HandoffReport.json(text, check.decide(text)) : HandoffReport.explanation(text, check.decide(text), check))
            return
        }
        do {
            try report(UtteranceLines(path: file!).utterances, check)
        } catch let error as LineError {
            FileHandle.standardError.write(Data("\(file!): \(error)\n".utf8))
            throw ExitCode(65)  // EX_DATAERR
        }
    }

    private func report(_ utterances: [UtteranceLines.Utterance], _ check: HandoffCheck) throws {
        if !json { print(HandoffReport.heading) }
        for line in utterances {
            let decision = try check.decide(line.text, language: line.language, at: line.number)
            print(json ? HandoffReport.json(line.text, decision) : HandoffReport.row(line.text, decision))
        }
        if time { measure(utterances.map { ($0.text, $0.language ?? check.language) }, check) }
    }

    private func measure(_ utterances: [(text: String, language: String)], _ check: HandoffCheck) {
        FileHandle.standardError.write(Data((DecisionTimes(utterances, check).description + "\n").utf8))
    }
}
