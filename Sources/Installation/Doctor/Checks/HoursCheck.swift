import CallControl
import Foundation
import Settings

/// Are people at work now, by each secretary's hours?
struct HoursCheck: DoctorCheck {
    private static let name = "hours"

    func findings(at site: Site) -> [Finding] {
        let now = Int64(site.now.timeIntervalSince1970)
        return site.handingOver.map { secretary in
            let decision = secretary.handoff.hours.decision(at: now, unknown: site.settings.unknownHours)
            let there = decision.time.map { " (\($0.civil) \($0.abbreviation) there)" } ?? ""
            return Finding(
                decision.problem == nil ? .ok : .failed, Self.name, secretary.subject, "\(decision)\(there)",
                advice: decision.problem == nil ? [] : ["see voice-gateway hours \(secretary.uuid)"])
        }
    }
}
