import CallControl
import Foundation
import Settings

/// Are people at work now, by each secretary's hours?
struct HoursCheck: DoctorCheck {
    private static let name = "hours"

    func findings(at site: Site) -> [Finding] {
        let now = Int64(site.now.timeIntervalSince1970 * 1_000)
        return site.handingOver.map { secretary in
            let subject = "secretary \(secretary.name)"
            guard let hours = secretary.handoff.hours else { return Finding(.ok, Self.name, subject, "none are set: always open") }
            let offset = hours.zone.secondsFromGMT(at: now / 1_000)
            let here = site.now.formatted(Self.style(offset))
            return Finding(.ok, Self.name, subject, "\(hours.isOpen(at: now) ? "open" : "closed: a handoff becomes a ticket") now, \(here) there")
        }
    }

    private static func style(_ offset: Int) -> Date.ISO8601FormatStyle {
        Date.ISO8601FormatStyle(timeZone: TimeZone(secondsFromGMT: offset) ?? .gmt)
    }
}
