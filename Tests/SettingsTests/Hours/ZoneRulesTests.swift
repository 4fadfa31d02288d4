import CallControl
import Foundation
import Testing

@testable import Settings

/// Our reading of the system's zones, held against Python's, which reads the same files with a program of its own.
@Suite struct ZoneRulesTests {
    /// For each zone: moments beside each change from 1970 to 2100 and through the years; what its clocks show; and which moment Python takes
    /// that for.
    private static let script = """
        import zoneinfo, datetime, random
        random.seed(7)
        utc = datetime.timezone.utc
        def at(zone, t): return datetime.datetime.fromtimestamp(t, utc).astimezone(zone)
        for name in sorted(zoneinfo.available_timezones()):
            if name.startswith(("right/", "posix/")) or name in ("localtime", "posixrules", "Factory"): continue
            zone = zoneinfo.ZoneInfo(name)
            moments = set()
            step = 86400 * 20
            t = 0
            last = at(zone, t).utcoffset()
            while t < 4102444800:
                now = at(zone, t + step).utcoffset()
                if now != last:
                    low, high = t, t + step
                    while high - low > 1:
                        middle = (low + high) // 2
                        if at(zone, middle).utcoffset() == last: low = middle
                        else: high = middle
                    if random.random() < 0.25: moments |= {low, high, high + 1800, low - 1800}
                t += step
                last = now
            for _ in range(12): moments.add(random.randrange(0, 4102444800))
            for t in sorted(moments):
                local = at(zone, t)
                wall = int(local.replace(tzinfo=utc).timestamp())
                back = int(local.replace(fold=0).timestamp())
                print(name, t, int(local.utcoffset().total_seconds()), local.tzname(), wall, back, sep="\\t")
        """

    @Test func everyZoneAgreesWithPython() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        let lines = text.split(separator: "\n").map { $0.split(separator: "\t") }
        var zones: [Substring: ZoneRules] = [:]
        var wrong: [String] = []
        for line in lines {
            let zone = try zones[line[0]] ?? #require(ZoneFiles().zone(named: String(line[0])), "\(line[0])")
            zones[line[0]] = zone
            let numbers = [1, 2, 4, 5].compactMap { Int64(line[$0]) }
            let local = zone.localTime(at: numbers[0])
            let back = zone.unixTime(of: CivilTime(secondsSinceEpoch: numbers[2]))
            if Int64(local.offset) != numbers[1] || local.abbreviation != line[3] || back != numbers[3] {
                wrong.append("\(line.joined(separator: " ")): \(local.offset) \(local.abbreviation) \(back)")
            }
        }
        #expect(zones.count > 400)
        #expect(lines.count > 10_000)
        #expect(wrong.isEmpty, "\(wrong.count) wrong: \(wrong.prefix(20))")
    }

    @Test(arguments: [
        "", "/etc/passwd", "../zoneinfo/UTC", "America/../UTC", "America//Sao_Paulo", "America/", ".", "right/UTC2", "UTC\0", "zone.tab", "posix",
    ])
    func whatIsNoZoneIsNone(_ name: String) {
        #expect(ZoneFiles().zone(named: name) == nil)
    }

    /// Files are the system's, but a program that reads bytes says no to all that are none.
    @Test func filesThatAreCutOrChangedAreRefusedOrReadWithinTheirBounds() throws {
        let bytes = Array(try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/America/New_York")))
        for length in stride(from: 0, to: bytes.count, by: 7) { #expect(ZoneRules(name: "x", tzif: Array(bytes[..<length])) == nil) }
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0xFF
            _ = ZoneRules(name: "x", tzif: changed)?.localTime(at: 1_800_000_000)
        }
    }

    @Test(arguments: [
        "CET-1CEST,M3.5.0,M10.5.0/3", "<-03>3", "EST5EDT4,J60/2,J300/2", "IST-1GMT0,M10.5.0,M3.5.0/1", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "A3B,5,300",
    ])
    func rulesAreRead(_ text: String) { #expect(PosixZone(text) != nil) }

    @Test(arguments: [
        "", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "<-03", "CET-200", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,J0,J10", "CET-1 ",
    ])
    func whatIsNoRuleIsNone(_ text: String) { #expect(PosixZone(text) == nil) }

    /// As the C library does.
    @Test func theMachinesZoneIsTheEnvironmentsElseItsFiles() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "zone-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createSymbolicLink(atPath: folder, withDestinationPath: "/usr/share/zoneinfo/Asia/Tokyo")
        #expect(ZoneFiles(localFile: folder).local().name == "Asia/Tokyo")
        #expect(ZoneFiles(localFile: folder).local().localTime(at: 0).offset == 32_400)
        #expect(ZoneFiles(localFile: folder, variable: "Europe/Berlin").local().localTime(at: 0).offset == 3_600)
        #expect(ZoneFiles(localFile: folder, variable: "<-03>3").local().localTime(at: 0).offset == -10_800)
        #expect(ZoneFiles(localFile: "/nonexistent").local() == .utc)
    }
}
