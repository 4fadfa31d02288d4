import CallControl
import Logging
import Settings
import Telemetry
import Testing
import WireProtocols

@testable import Gateway

@Suite struct ExperimentWatchTests {
    private static func settings(_ weight: Int = 1, voice: String = "coral", url: String = "ws://127.0.0.1:9/x") throws -> GatewaySettings {
        let yaml = """
            providers: {a: {url: 'ws://127.0.0.1:9/x'}, b: {url: '\(url)'}}
            experiments: {voices: {arms: {now: {}, new: {weight: \(weight), voice: \(voice), provider: b}}, guardrails: {minimum_calls: 20}}}
            """
        let loaded = GatewaySettings.load(text: yaml, file: "", environment: [:]) { _ in "" }
        return try #require(loaded.settings, "\(loaded.problems)")
    }

    private static func calls(_ watch: ExperimentWatch, _ arm: String, _ count: Int, failing: Int, from start: Int64 = 1_000) {
        for call in 0..<count {
            watch.finished(
                ExperimentArm(experiment: "voices", arm: arm), from: start, isFailure: call < failing, isHandoff: false, latencies: [], at: start + 60_000)
        }
    }

    @Test func anArmThatFailsIsTakenOutOnceAndSaysSo() throws {
        let (log, metrics) = (CollectedLog(), MetricRegistry())
        let watch = ExperimentWatch(try Self.settings(), metrics: metrics, logger: log.logger, at: 1_000)
        Self.calls(watch, "now", 40, failing: 0)
        Self.calls(watch, "new", 19, failing: 19)
        #expect(watch.stopped(of: "voices").isEmpty)
        Self.calls(watch, "new", 3, failing: 3)
        #expect(watch.stopped(of: "voices") == ["new"])
        #expect(log.count("takes no more calls") == 1)
        #expect(metrics.text.contains("voice_gateway_experiment_arm_stopped{arm=\"voices/new\"} 1"))
        #expect(metrics.text.contains("voice_gateway_experiment_arm_stopped{arm=\"voices/now\"} 0"))
    }

    @Test func changedWeightsChangeNothingOfWhatIsKnownAndChangedArmsBeginAnew() throws {
        let watch = ExperimentWatch(try Self.settings(), metrics: MetricRegistry(), logger: CollectedLog().logger, at: 1_000)
        Self.calls(watch, "now", 40, failing: 0)
        Self.calls(watch, "new", 30, failing: 30)
        watch.reconfigure(try Self.settings(5), at: 5_000)
        #expect(watch.stopped(of: "voices") == ["new"])
        watch.reconfigure(try Self.settings(5, voice: "sage"), at: 6_000)
        #expect(watch.stopped(of: "voices").isEmpty)
        Self.calls(watch, "now", 40, failing: 0, from: 6_000)
        Self.calls(watch, "new", 30, failing: 30, from: 5_999)
        #expect(watch.stopped(of: "voices").isEmpty, "calls of the arm as it was before")
        Self.calls(watch, "new", 20, failing: 20, from: 6_000)
        #expect(watch.stopped(of: "voices") == ["new"])
        watch.reconfigure(try Self.settings(5, voice: "sage", url: "ws://127.0.0.1:9/mended"), at: 7_000)
        #expect(watch.stopped(of: "voices").isEmpty, "its provider was mended")
        var none = try Self.settings()
        none.experiments = []
        watch.reconfigure(none, at: 8_000)
        Self.calls(watch, "new", 1, failing: 1)
        #expect(watch.stopped(of: "voices").isEmpty)
    }

    /// With few calls of its own the control is what everything waits for.
    @Test func anArmThatWasReadyFirstIsJudgedByTheControlsCall() throws {
        let log = CollectedLog()
        let watch = ExperimentWatch(try Self.settings(), metrics: MetricRegistry(), logger: log.logger, at: 1_000)
        Self.calls(watch, "new", 18, failing: 0)
        Self.calls(watch, "new", 15, failing: 15)
        Self.calls(watch, "now", 19, failing: 0)
        #expect(watch.stopped(of: "voices").isEmpty)
        Self.calls(watch, "now", 1, failing: 0)
        #expect(watch.stopped(of: "voices") == ["new"])
        #expect(log.count("takes no more calls") == 1)
    }

    // MARK: What a call gets

    private static func prepared(_ call: Int, provider: String? = nil, stopped: Set<String> = []) throws -> PreparedCall {
        let yaml = """
            providers: {a: {url: 'ws://127.0.0.1:9/x', voice: alloy}, b: {url: 'ws://127.0.0.1:9/y', model: large}}
            secretaries: {s: {provider: a, voice: sage}}
            default_secretary: s
            experiments: {voices: {arms: {now: {}, new: {provider: b, voice: coral, personality_prompt: 'Be brief.'}}}}
            """
        let loaded = GatewaySettings.load(text: yaml, file: "", environment: [:]) { _ in "" }
        let settings = try #require(loaded.settings, "\(loaded.problems)")
        var request = StreamRequest(secretaryID: "s", callID: "call-\(call)")
        request.provider = provider
        return try CallPlanner(settings: settings, listener: settings.listeners[0], stoppedArms: { _ in stopped }).prepare(request)
    }

    @Test func anArmsCallGetsWhatTheArmSays() throws {
        let calls = try (0..<50).map { try Self.prepared($0) }
        let new = calls.filter { $0.facts.experiment?.arm == "new" }
        #expect((10...40).contains(new.count))
        for call in calls {
            let isNew = call.facts.experiment?.arm == "new"
            #expect(call.facts.provider.name == (isNew ? "b" : "a") && call.facts.setup.voice == (isNew ? "coral" : "sage"))
            #expect((call.facts.setup.instructions == "Be brief.") == isNew)
            #expect(call.facts.source.arm == (isNew ? "voices/new" : "voices/now"))
        }
    }

    @Test func whoNamesHisProviderTakesNoPartAndAStoppedArmTakesNobody() throws {
        for call in 0..<20 {
            #expect(try Self.prepared(call, provider: "a").facts.experiment == nil)
            #expect(try Self.prepared(call, stopped: ["new"]).facts.experiment?.arm == "now")
            #expect(try Self.prepared(call, stopped: ["new", "now"]).facts.experiment == nil)
        }
    }
}
