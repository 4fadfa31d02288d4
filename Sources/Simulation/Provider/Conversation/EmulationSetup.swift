import Audio
import CallControl

/// All that one emulated conversation is made of.
public struct EmulationSetup: Sendable {
    public var dialect: ProviderDialect
    public var settings: EmulatorSettings
    public var speech: any SpeechSource
    /// Counted from 1; makes ids unique and picks the stream of random numbers.
    public var connection: Int
    /// `model` of the query, or the agent's id.
    public var model: String
    public var faults: [Fault]

    public init(_ dialect: ProviderDialect, settings: EmulatorSettings, speech: any SpeechSource, connection: Int = 1, model: String = "") {
        self.dialect = dialect
        self.settings = settings
        self.speech = speech
        self.connection = connection
        self.model = model
        faults = settings.faults(ofConnection: connection)
    }

    var generator: SeededGenerator { SeededGenerator(seed: settings.seed, index: connection) }
    var cursor: DialogueCursor { DialogueCursor(settings.dialogue) { speech.speechLength(ofFixture: $0) } }
    var malformations: [Fault.Malformation] {
        faults.compactMap { fault in
            guard case .malformed(let kind) = fault else { return nil }
            return kind
        }
    }
}
