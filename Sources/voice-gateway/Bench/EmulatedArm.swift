import ArgumentParser
import Simulation

/// An arm that is a local provider: `fast=thinking:lognormal:300,400;endpointing:500`.
struct EmulatedArm: ExpressibleByArgument {
    let name: String
    /// What follows the name, as given.
    let wish: String
    let settings: EmulatorSettings

    init?(argument: String) {
        let halves = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard let name = halves.first, name.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil else { return nil }
        self.name = name
        wish = halves.count == 2 ? halves[1] : ""
        var settings = EmulatorSettings()
        // The recordings pause for up to 570 ms within a sentence.
        settings.endpointing = .milliseconds(600)
        for part in wish.split(separator: ";") {
            let pair = part.split(separator: ":", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { return nil }
            switch pair[0] {
            case "thinking":
                guard let thinking = ThinkingTime(pair[1]) else { return nil }
                settings.thinking = thinking
            case "endpointing":
                guard let value = Int(pair[1]), value >= 0 else { return nil }
                settings.endpointing = .milliseconds(value)
            case "leading-silence":
                guard let value = Int(pair[1]), value >= 0 else { return nil }
                settings.leadingSilence = .milliseconds(value)
            case "seed":
                guard let value = UInt64(pair[1]) else { return nil }
                settings.seed = value
            case "fault":
                guard let rule = FaultRule(pair[1]) else { return nil }
                settings.faults.append(rule)
            default: return nil
            }
        }
        self.settings = settings
    }
}
