import Foundation
import Simulation
import Testing

@testable import Installation

/// The executable itself.
@Suite(.serialized) struct CommandTests {
    private func doctor(_ harness: DoctorHarness, _ arguments: String...) throws -> Program.Outcome {
        let config = try harness.folder.write("gateway.yaml", harness.yaml)
        let outcome = try Program.gateway(["doctor", "--config", config, "--patience", "5"] + arguments, environment: harness.environment)
        DoctorHarness.expectNoSecret(in: outcome.output + outcome.errors)
        return outcome
    }

    @Test func doctorEndsWithZeroWhereNothingFailed() throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        let outcome = try doctor(harness)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.split(separator: "\n").allSatisfy { $0.hasPrefix("ok ") || $0.hasPrefix("warning ") })
    }

    @Test func doctorEndsWithOneWhereSomethingFailed() throws {
        let harness = try DoctorHarness { $0.password = "another" }
        defer { harness.stop() }
        let outcome = try doctor(harness, "--json")
        #expect(outcome.status == 1)
        let findings = try outcome.output.split(separator: "\n").map { try JSONDecoder().decode(Finding.self, from: Data($0.utf8)) }
        #expect(findings.filter { $0.verdict == .failed }.map(\.check) == ["event_socket"])
    }

    @Test func callsAreListedShownAndExported() throws {
        let folder = try TemporaryFolder()
        try CallRecords.save([try CallRecords.make("c-1"), try CallRecords.handedOver("c-2", after: 60, outcome: "ticket_created", ticket: 9)], in: folder)
        try folder.write("broken.json", "[]")
        func calls(_ arguments: String...) throws -> Program.Outcome { try Program.gateway(["calls"] + arguments + ["--directory", folder.path]) }
        let list = try calls("list", "--status", "ticket_created")
        #expect(list.status == 0 && list.output.contains("c-2") && !list.output.contains("c-1"))
        #expect(list.errors == "broken.json: it is no call record\n")
        #expect(try calls("list", "--json").output.split(separator: "\n").count == 2)
        #expect(try calls("show", "c-1").output.contains("Quero falar com um atendente"))
        #expect(try calls("show", "c-3").status == 1)
        #expect(try calls("export").output.components(separatedBy: "\r\n").count == 4)
        let lines = try calls("export", "--format", "jsonl").output.split(separator: "\n")
        #expect(
            try lines.map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])["ticket_id"] is NSNull } == [true, false])
        #expect(try calls("list", "--since", "soon").status == 64)
        #expect(try calls("list", "--status", "lost").status == 64)
    }

    @Test func filesOfAnInstallationAreWrittenOnce() throws {
        let folder = try TemporaryFolder()
        for kind in ["freeswitch", "systemd", "compose", "prometheus", "grafana"] {
            let out = "\(folder.path)/\(kind)"
            #expect(try Program.gateway(["init", kind, "--out", out]).status == 0)
            let again = try Program.gateway(["init", kind, "--out", out])
            #expect(again.status == 1 && again.errors.contains("--force"))
            #expect(try Program.gateway(["init", kind, "--out", out, "--force"]).status == 0)
            // One file alone is printed as it is, fit for the program that reads it.
            #expect(try Program.gateway(["init", kind]).output.contains("==> ") == (kind != "grafana"))
        }
        #expect(try Program.gateway(["init", "grafana"]).output == folder.read("grafana/voice-gateway-dashboard.json"))
        #expect(try Program.gateway(["init", "prometheus", "--target", "http://x:1"]).status == 64)
        let checked = try Program.gateway(
            ["config", "check", "\(folder.path)/systemd/gateway.yaml"],
            environment: ["VOICE_AI_SERVICE_TOKEN": "t", "OMNIPLAY_API_URL": "http://b:1", "OPENAI_API_KEY": "k"])
        #expect(checked.status == 0, "\(checked.output)")
        #expect(try Program.gateway(["init", "freeswitch", "--gateway", "http://x"]).status == 64)
    }
}
