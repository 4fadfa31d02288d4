import ArgumentParser
import Simulation

/// An arm that is a local provider: `fast=thinking:lognormal:300,400;endpointing:500`.
struct EmulatedArm {
    let name: String
    /// What follows the name, as given.
    let wish: String
    let settings: EmulatorSettings

    /// - Throws: `ValidationError`, which names the part that is not understood.
    init(_ argument: String) throws {
        let halves = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard let name = halves.first, name.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil else {
            throw ValidationError("--emulate \(argument): expected NAME=KEY:VALUE;…, the name of letters, digits, _ and -")
        }
        self.name = name
        wish = halves.count == 2 ? halves[1] : ""
        var settings = EmulatorSettings()
        // The recordings pause for up to 570 ms within a sentence.
        settings.endpointing = .milliseconds(600)
        for part in wish.split(separator: ";") { try Self.take(String(part), of: name, &settings) }
        self.settings = settings
    }

    private static func take(_ part: String, of name: String, _ settings: inout EmulatorSettings) throws {
        func problem(_ expected: String) -> ValidationError { ValidationError("--emulate \(name): \(part): expected \(expected)") }
        let pair = part.split(separator: ":", maxSplits: 1).map(String.init)
        let value = pair.count == 2 ? pair[1] : ""
        func milliseconds() throws -> Duration {
            guard let number = Int(value), (0...60_000).contains(number) else { throw problem("\(pair[0]):MILLISECONDS, up to 60000") }
            return .milliseconds(number)
        }
        switch pair.first {
        case "thinking":
            guard let thinking = ThinkingTime(value) else {
                throw problem("thinking:300, thinking:normal:300,50, thinking:lognormal:300,700 or thinking:uniform:200,400")
            }
            settings.thinking = thinking
        case "endpointing": settings.endpointing = try milliseconds()
        case "leading-silence": settings.leadingSilence = try milliseconds()
        case "seed":
            guard let seed = UInt64(value) else { throw problem("seed:NUMBER") }
            settings.seed = seed
        case "fault":
            guard let rule = FaultRule(value) else { throw problem("fault:RULE, see voice-gateway emulate provider --help") }
            settings.faults.append(rule)
        default: throw problem("thinking, endpointing, leading-silence, seed or fault, each with : and its value")
        }
    }
}
