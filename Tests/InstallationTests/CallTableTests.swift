import CallControl
import Foundation
import Testing

@testable import Installation

@Suite struct CallTableTests {
    private func row(_ change: (inout CallRecord) -> Void = { _ in }) throws -> CallRow {
        CallRow(try CallRecords.make("c-1", after: 0, change), file: "c-1.json", nil)
    }

    @Test func aTableHasALineForEachCall() throws {
        let second = CallRow(try CallRecords.handedOver("call-2", outcome: "ticket_created", ticket: 9), file: "", nil)
        let expected = """
            started               call_uuid  secretary  provider  turns  latency  duration  status          handoff
            2026-01-15T14:30:00Z  c-1        clinic     openai    2      612 ms   65 s      completed       –
            2026-01-15T14:30:00Z  call-2     clinic     openai    2      612 ms   65 s      ticket_created  keyword_detected → ticket_created, ticket 9
            """
        #expect(CallTable.text([try row(), second]) == expected)
    }

    @Test func nothingFromOutsideSteersTheTerminal() throws {
        let text = CallTable.text([try row { $0.provider = "a\u{1B}[2J\u{7}b" }])
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test(arguments: [
        ("plain", "\"plain\""), ("", "\"\""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("two\r\nlines", "\"two\r\nlines\""),
        ("=1+1", "\"'=1+1\""), ("+5511999998888", "\"'+5511999998888\""), ("-2", "\"'-2\""), ("@SUM(A1)", "\"'@SUM(A1)\""), ("\t=1", "\"'\t=1\""),
        ("\r=1", "\"'\r=1\""), ("\n=1", "\"'\n=1\""), ("  =1", "\"'  =1\""), ("\u{A0}=1", "\"'\u{A0}=1\""), ("＝1", "\"'＝1\""), ("\0=1", "\"'=1\""),
        ("|cmd", "\"'|cmd\""), ("a=1", "\"a=1\""), ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""), ("ação", "\"ação\""),
    ]) func textsAreQuotedAndNeverFormulas(_ text: String, _ field: String) { #expect(CSVField.quoted(text) == field) }

    /// Python's reader is the judge of quoting.
    @Test func anIndependentReaderFindsEachFieldAgain() throws {
        let nasty = "Ele disse: \"quero, sim\";\r\n=HYPERLINK(\"http://x\")\u{1F600}"
        let text = CallTable.csvHeading + CallTable.csv(try row { $0.summary = nasty })
        let script =
            "import csv,json,sys,io; print(json.dumps(list(csv.DictReader(io.TextIOWrapper(sys.stdin.buffer,encoding='utf-8',newline=''),strict=True))))"
        let outcome = try Program.run(["python3", "-c", script], input: text)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: String]])
        #expect(rows.count == 1)
        #expect(rows[0]["summary"] == nasty)
        #expect(rows[0]["caller_id"] == "'+5511999998888")
        #expect(rows[0]["started_at"] == "2026-01-15T14:30:00Z")
        #expect(rows[0]["turns"] == "2" && rows[0]["ticket_id"] == "")
    }

    @Test func columnsCarryOmniPlaysVoiceConversation() {
        let names = Set(CallColumn.all.map(\.name))
        let theirs = [
            "call_uuid", "company_id", "contact_id", "ticket_id", "caller_id", "provider_kind", "summary", "duration_seconds", "turns", "avg_latency_ms",
            "handoff_reason", "status", "started_at", "ended_at",
        ]
        #expect(names.isSuperset(of: theirs))
    }

    @Test func aCallIsOneObject() throws {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(CallTable.json(try row()).utf8)) as? [String: Any])
        #expect(object["started_at"] as? Int == 1_768_487_400_000 && object["caller_id"] as? String == "+5511999998888")
        #expect(object["ticket_id"] is NSNull && object.count == CallColumn.all.count)
    }

    @Test func aReportTellsTheWholeCall() throws {
        let record = try CallRecords.handedOver("c-1", outcome: "ticket_created", ticket: 9)
        let expected = """
            call c-1, ticket_created (caller_hung_up)
              caller     +5511999998888
              secretary  clinic, pt-BR
              provider   openai, m
              started    2026-01-15T14:30:00Z, 65 s, 2 turns

            conversation
                0:08.3  caller  Quero falar com um atendente
                0:09.6  agent   Claro! — interrupted

            handoff: keyword_detected → ticket_created, ticket 9
              keyword          atendente
              agents online    0
              summary          O cliente pediu um atendente.
                0:10.0  ticket: nobody_online

            latency, ms, 612 ms on average
              turn  voice to voice  endpointing  thinking  leading silence  gateway  outcome
                 1             612          300       300                0        0  answered
                 2               –            –         –                –        –  interrupted
            """
        #expect(CallReport.text(record, CallRow(record, file: "", nil)) == expected)
    }
}
