import FoundationEssentials

/// A run's report: a page for people, figures for programs, and each chart for a document.
public struct Report: Sendable {
    /// A file of the report.
    public struct File: Equatable, Sendable {
        public var name: String
        public var contents: String
    }

    public let summary: Summary
    private let run: ComparisonRun

    /// - Parameter resamples: of each bootstrap.
    public init(_ run: ComparisonRun, resamples: Int = Bootstrap.resamples) {
        self.run = run
        summary = Summary(run, resamples: resamples)
    }

    /// `report.html`, `report.json`, `calls.csv`, `turns.csv`, and an SVG file per chart.
    public func files() throws(RunFileError) -> [File] {
        let figures = figures
        return [
            File(name: "report.html", contents: Page(summary: summary, figures: figures).html), File(name: "report.json", contents: try json()),
            File(name: "calls.csv", contents: CSV.calls(run).text), File(name: "turns.csv", contents: CSV.turns(run).text),
        ] + figures.map { File(name: "\($0.name).svg", contents: $0.standalone) }
    }

    /// Writes the files into a directory, which is made if need be.
    /// - Returns: their paths.
    @discardableResult
    public func write(to directory: String) throws(RunFileError) -> [String] {
        let files = try files()
        do { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true) } catch {
            throw .unwritable(file: directory, reason: SystemReason.making(folder: directory))
        }
        var paths: [String] = []
        for file in files {
            let path = "\(directory)/\(file.name)"
            do { try Data(file.contents.utf8).write(to: URL(filePath: path), options: .atomic) } catch {
                throw .unwritable(file: path, reason: SystemReason.writing(path))
            }
            paths.append(path)
        }
        return paths
    }

    private var figures: [Figure] {
        [
            HistogramChart.voiceToVoice(run), ECDFChart.figure(run), PartsChart.figure(run), ScenarioChart.figure(summary), TimeChart.figure(run),
            HistogramChart.disagreement(run),
        ]
    }

    private func json() throws(RunFileError) -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do { return String(decoding: try encoder.encode(summary), as: UTF8.self) + "\n" } catch {
            throw .unwritable(file: "report.json", reason: "\(error)")
        }
    }
}
