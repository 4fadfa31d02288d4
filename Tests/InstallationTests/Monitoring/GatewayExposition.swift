import CallControl
import Foundation
import Logging
import Settings
import Testing

@testable import Gateway

/// What a gateway with everything switched on tells at `/metrics` after a day on which everything happened: the text, from the code that
/// writes it in service.
struct GatewayExposition {
    struct Family: Equatable {
        var type: String
        /// Without `le`, which is the format's.
        var labels: Set<String> = []
    }

    let text: String
    /// Every value that each label of a metric has, by the metric's name as it stands in expressions.
    private(set) var metrics: [String: [String: Set<String>]] = [:]
    /// By the metric's name as it is declared.
    private(set) var families: [String: Family] = [:]

    /// Samples as Prometheus counts them: each bucket is one.
    var series: Int { text.split(separator: "\n").count { !$0.hasPrefix("#") } }

    /// - Parameter sources: whose calls there were.
    init(of sources: [MetricSource] = [MetricSource(provider: "openai", arm: "voices/b")]) throws {
        text = try Self.text(sources)
        var family = ""
        for line in text.split(separator: "\n") {
            guard !line.hasPrefix("#") else {
                if let declared = line.wholeMatch(of: #/# TYPE (\w+) (\w+)/#) {
                    family = String(declared.1)
                    families[family] = Family(type: String(declared.2))
                }
                continue
            }
            let parts = try #require(line.firstMatch(of: #/^(\w+)(?:\{(.*)\})? \S+$/#), "\(line)")
            var labels = metrics[String(parts.1)] ?? [:]
            for pair in (parts.2 ?? "").matches(of: #/(\w+)="([^"]*)"/#) { labels[String(pair.1), default: []].insert(String(pair.2)) }
            metrics[String(parts.1)] = labels
            families[family]?.labels.formUnion(labels.keys.filter { $0 != "le" })
        }
    }

    private static func text(_ sources: [MetricSource]) throws -> String {
        let folder = try TemporaryFolder()
        let yaml = """
            loops: 1
            listeners: {default: {port: 0}}
            freeswitch: {main: {port: 1, domain: example.org}}
            omniplay: {url: 'http://127.0.0.1:1'}
            store_path: '\(folder.path)/store.sqlite'
            records_directory: '\(folder.path)/records'
            recording: {enabled: true, directory: '\(folder.path)/recordings'}
            providers: {openai: {kind: openai, model: m}}
            secretaries: {clinic: {name: Clinic, provider: openai, handoff: {omniplay_company_id: 1, transfer_extension: '200'}}}
            tracing: {endpoint: 'http://127.0.0.1:1/v1/traces'}
            experiments: {voices: {arms: {a: {weight: 1}, b: {weight: 1, voice: marin}}}}
            """
        let environment = ["OPENAI_API_KEY": "k", "VOICE_AI_SERVICE_TOKEN": "t", "VOICE_GATEWAY_FUSIONPBX_CONNINFO": "host=127.0.0.1 port=1 dbname=x"]
        let loaded = GatewaySettings.load(text: yaml, file: "gateway.yaml", environment: environment) { _ in "" }
        let gateway = try Gateway(
            settings: try #require(loaded.settings, "\(loaded.problems)"), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try gateway.start()
        defer { gateway.stop() }
        for source in sources { try happen(in: gateway, to: source) }
        return gateway.metricsText
    }

    /// Everything that is counted when it happens.
    private static func happen(in gateway: Gateway, to source: MetricSource) throws {
        let metrics = gateway.shared.metrics
        metrics.started(source: source)
        for reason in RefusalReason.allCases { metrics.refused(reason) }
        for end in CallEnd.allCases { metrics.ended(end, source: source, seconds: 60) }
        for outcome in TurnLatency.Outcome.allCases { metrics.turnEnded(outcome, source: source) }
        metrics.turn(turn, source: source)
        metrics.greeted(.seconds(1), source: source)
        var statistics = SpanStatistics()
        statistics.record(nanoseconds: 1_000)
        metrics.gatewayUp(statistics, source: source)
        metrics.interruption(statistics, source: source)
        for kind in AgentFailure.Class.allCases { metrics.providerFailure(AgentFailure(kind, code: "c", message: "m"), source: source) }
        metrics.providerRetry(source: source)
        metrics.unrecognised(source: source)
        metrics.malformed(source: source)
        for cost in [0.5, nil] { metrics.used(try used(cost), source: source) }
        for problem in [HoursProblem.missing(""), .disabled(""), .unreadable("")] { metrics.unknownHours(problem) }
        for hasTicket in [true, false] { metrics.orphaned(hasTicket: hasTicket) }
        for reason in HandoffReason.beginnings { for outcome in HandoffOutcome.allCases { metrics.handoff(reason, outcome, after: .seconds(9)) } }
        let secretaries = try #require(gateway.shared.secretaries)
        let secretary = try #require(gateway.shared.settings.secretaries.values.first)
        for answer in [SecretaryAnswer.found(secretary, isStale: false), .found(secretary, isStale: true), .failed(""), .late] {
            secretaries.count(answer, after: .milliseconds(5))
        }
        secretaries.count(.absent(.disabled), after: .milliseconds(5))
        record(RecordingReporter(metrics: metrics.registry, logger: gateway.shared.logger))
        gateway.reload(gateway.shared.settings)
        gateway.refuseReload()
    }

    /// A call that had every kind of token.
    private static func used(_ cost: Double?) throws -> CallRecord {
        try CallRecords.make("c") { record in
            let kinds = ["input_text", "input_audio", "cached", "cached_text", "cached_audio", "output_text", "output_audio"]
            record.usage = Dictionary(uniqueKeysWithValues: kinds.map { ("\($0)_tokens", 5) })
            (record.cost, record.cost_currency) = (cost, "USD")
        }
    }

    private static var turn: TurnLatency {
        var turn = TurnLatency(outcome: .answered, endOfSpeech: Instant(nanoseconds: 0))
        (turn.voiceToVoice, turn.endpointing, turn.thinking) = (.seconds(1), .milliseconds(600), .milliseconds(400))
        (turn.leadingSilence, turn.gatewayDown) = (.zero, .milliseconds(1))
        return turn
    }

    private static func record(_ reporter: RecordingReporter) {
        for failure in [nil, "the disk is full"] {
            var outcome = RecordingOutcome(call: CallID("c"), path: "p")
            outcome.failure = failure
            reporter.report(.finished(outcome))
        }
        reporter.report(.uploaded(path: "p", url: "u", attempts: 1))
        reporter.report(.uploadFailed(path: "p", problem: "p", retryAfter: .seconds(1)))
        reporter.report(.expired(count: 2, unsent: 1))
    }
}
