import CallControl
import Gateway
import Testing
import WireProtocols

@testable import Console

@Suite struct LiveListTests {
    private static func call(_ number: Int, latency: Int?, arm: String? = nil) -> LiveCall {
        LiveCall(
            callID: CallID("call-\(number)"), callerID: "+5511\(number)", secretary: "Clínica", provider: number % 2 == 0 ? "quick" : "slow",
            experiment: arm.map { ExperimentArm(experiment: "speed", arm: $0) }, language: "pt-BR", standing: .idle, startedAt: Int64(number), callerPeak: 0,
            agentPeak: 0, lastWords: nil, lastLatency: latency.map { .milliseconds($0) }, turns: 0, interruptions: 0, loop: 0)
    }

    private static let calls = (0..<120).map { call($0, latency: $0 == 7 ? nil : 500 + $0 % 10, arm: $0 < 3 ? "b" : nil) }

    private static func list(_ json: JSONValue) -> (ids: [String], matching: Int) {
        let (rows, matching) = LiveList(json).rows(of: calls.shuffled())
        return (rows.map(\.callID.rawValue), matching)
    }

    @Test func theNewestComeFirst() {
        let list = Self.list(["view": "calls"])
        #expect(list.ids.count == 50 && list.ids.first == "call-119" && list.ids.last == "call-70" && list.matching == 120)
        #expect(Self.list(["offset": 100, "limit": 50]).ids.last == "call-0")
        #expect(Self.list(["offset": 500]).ids == [])
    }

    @Test func nobodyGetsMoreThanAPage() {
        #expect(Self.list(["limit": 100_000]).ids.count == LiveList.mostRows)
        #expect(Self.list(["limit": -1]).ids.count == 1)
        #expect(Self.list(["offset": -5]).ids.first == "call-119")
    }

    @Test func callsAreFoundByWhatIsKnownOfThem() {
        #expect(Self.list(["find": "+551117"]).ids == ["call-17"])
        #expect(Self.list(["find": "CALL-119"]).ids == ["call-119"])
        #expect(Self.list(["find": "speed/B"]).ids == ["call-2", "call-1", "call-0"])
        #expect(Self.list(["find": "quick"]).matching == 60)
        #expect(Self.list(["find": "nobody"]).ids == [])
    }

    @Test func theSlowestComeFirstIfAsked() {
        #expect(Self.list(["sort": "latency", "limit": 2]).ids == ["call-119", "call-109"])
        #expect(Self.list(["sort": "latency", "limit": 100, "offset": 100]).ids.last == "call-7")
        #expect(Self.list(["sort": "nonsense", "limit": 1]).ids == ["call-119"])
    }
}
