import Foundation
import FoundationXML
import Testing

@testable import Comparison

@Suite struct ReportTests {
    private static let hostile = "<script>alert(1)</script>\"'&]]>\u{0}\u{1B}[31m=cmd|' /C calc'!A0"

    private static let runs: [(name: String, run: ComparisonRun)] = [
        ("two arms", Samples.run([("a", 0), ("b", 30)], calls: 40)), ("three arms", Samples.run([("a", 0), ("b", 30), ("c", -30)], calls: 40)),
        ("seven arms", Samples.run((0..<7).map { ("arm \($0)", 0) }, calls: 5)), ("no arms", ComparisonRun(facts: Samples.facts([]), calls: [])),
        ("no calls", ComparisonRun(facts: Samples.facts(["a", "b"]), calls: [])), ("one call", Samples.run([("a", 0)], calls: 1)),
        ("hostile", Samples.run([(hostile, 0), (hostile + "2", 30)], calls: 40)),
        ("equal", forty { Samples.call("\($0)", "a", [600, 600]) }), ("huge", forty { Samples.call("\($0)", "a", [1e300, -1e300, .nan, .infinity, 600]) }),
        ("all failed", forty { Samples.call("\($0)", "a", failure: hostile, outcomes: [.failed], [1]) }),
    ]

    private static func forty(_ call: (Int) -> MeasuredCall) -> ComparisonRun {
        ComparisonRun(facts: Samples.facts(["a"]), calls: (0..<40).map(call))
    }

    private func files(_ name: String) throws -> [Report.File] {
        let run = try #require(Self.runs.first { $0.name == name }).run
        return try Report(run, resamples: 50).files()
    }

    @Test(arguments: runs.map(\.name)) func everyRunHasItsFiles(name: String) throws {
        let names = try files(name).map(\.name)
        let charts = ["distribution", "ecdf", "parts", "scenarios", "time", "disagreement"].map { $0 + ".svg" }
        #expect(names == ["report.html", "report.json", "calls.csv", "turns.csv"] + charts)
    }

    @Test(arguments: runs.map(\.name)) func chartsAreWellFormed(name: String) throws {
        for file in try files(name) where file.name.hasSuffix(".svg") {
            let parser = XMLParser(data: Data(file.contents.utf8))
            #expect(parser.parse(), "\(file.name): \(parser.parserError.debugDescription)")
            #expect(!file.contents.contains("nan") && !file.contents.contains("inf\""), "\(file.name)")
        }
    }

    /// As XML but for the doctype, the void elements and the named character: every element is closed, every attribute quoted.
    @Test(arguments: runs.map(\.name)) func thePageIsWellFormed(name: String) throws {
        let html = try #require(files(name).first).contents
        let xml = html.replacingOccurrences(of: "<!DOCTYPE html>", with: "").replacing(/<meta ([^>]*)>/) { "<meta \($0.output.1)/>" }
        let parser = XMLParser(data: Data(xml.utf8))
        #expect(parser.parse(), "\(parser.parserError.debugDescription)")
    }

    @Test(arguments: runs.map(\.name)) func thePageLoadsNothingAndRunsNothing(name: String) throws {
        let html = try #require(files(name).first).contents
        for forbidden in ["<script", "javascript:", "src=", "href=", "url(", "@import", "\u{0}", "\u{1B}"] {
            #expect(!html.contains(forbidden), "\(forbidden)")
        }
        #expect(html.contains("default-src 'none'"))
    }

    @Test func identifiersAreUnique() throws {
        let html = try #require(files("three arms").first).contents
        let ids = html.matches(of: /\sid="([^"]+)"/).map { String($0.output.1) }
        #expect(Set(ids).count == ids.count)
        for match in html.matches(of: /aria-labelledby="([^"]+)"/) {
            for reference in match.output.1.split(separator: " ") { #expect(ids.contains(String(reference))) }
        }
    }

    @Test func tablesRelateCellsToHeaders() throws {
        let html = try #require(files("two arms").first).contents
        #expect(html.contains("<th scope=\"col\">p95</th>"))
        #expect(html.contains("<th scope=\"row\">timed out</th>"))
        #expect(html.components(separatedBy: "<caption>").count == html.components(separatedBy: "<table>").count)
    }

    @Test func whatIsNeededToRepeatTheRunIsThere() throws {
        let html = try #require(files("two arms").first).contents
        for fact in ["voice-gateway bench latency", "seed 1", "2026-11-18T", "m-1", "ab12", "Linux 6.1", "1.2.3"] { #expect(html.contains(fact), "\(fact)") }
    }

    @Test func theFiguresCanBeReadByPrograms() throws {
        let report = Report(try #require(Self.runs.first { $0.name == "hostile" }).run, resamples: 50)
        let json = try #require(report.files().first { $0.name == "report.json" }).contents
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        #expect(try decoder.decode(Summary.self, from: Data(json.utf8)) == report.summary)
    }

    @Test func filesAreWritten() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("report-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let paths = try Report(Samples.run([("a", 0)], calls: 2), resamples: 10).write(to: directory)
        #expect(paths.count == 10 && paths.allSatisfy(FileManager.default.fileExists))
        #expect(throws: RunFileError.self) { try Report(Samples.run([("a", 0)], calls: 2), resamples: 10).write(to: "/proc/none") }
    }

    /// Texts of one chart that share a line do not run into each other, by the width that the labels are fitted with.
    @Test(arguments: ["two arms", "three arms", "seven arms", "hostile"]) func labelsDoNotOverlap(name: String) throws {
        for file in try files(name) where file.name.hasSuffix(".svg") {
            var taken: [(line: Double, from: Double, to: Double, text: String)] = []
            for match in file.contents.matches(of: /<text x="([\d.]+)" y="([\d.]+)"(?: text-anchor="(\w+)")?(?: class="[^"]*")?>([^<]*)<\/text>/) {
                let (x, y) = (try #require(Double(match.output.1)), try #require(Double(match.output.2)))
                let text = String(match.output.4).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing(
                    "&#39;", with: "'")
                let width = Label.width(text) * 0.85
                let from = match.output.3 == "end" ? x - width : match.output.3 == "middle" ? x - width / 2 : x
                for other in taken where abs(other.line - y) < 8 {
                    #expect(from >= other.to || from + width <= other.from, "\(file.name): \(text) over \(other.text)")
                }
                #expect(from >= -2 && from + width <= Figure.width + 4, "\(file.name): \(text)")
                taken.append((y, from, from + width, text))
            }
            #expect(!taken.isEmpty)
        }
    }
}
