import FoundationEssentials
import Testing

@testable import Comparison

@Suite struct CSVTests {
    private func row(_ text: String) -> String {
        var csv = CSV(header: [])
        csv.append([.text(text)])
        return String(csv.text.unicodeScalars.dropFirst(2))
    }

    @Test(arguments: [
        ("plain", "plain\r\n"), ("a,b", "\"a,b\"\r\n"), ("say \"hi\"", "\"say \"\"hi\"\"\"\r\n"), ("two\nlines", "\"two\nlines\"\r\n"),
        ("a\r\nb", "\"a\r\nb\"\r\n"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)\r\n"), ("+1", "'+1\r\n"), ("-1", "'-1\r\n"), ("@x", "'@x\r\n"), ("  =1", "'  =1\r\n"), ("\t=1", "'\t=1\r\n"),
        ("\r\n=1", "\"'\r\n=1\"\r\n"), ("=1,2", "\"'=1,2\"\r\n"), ("＝1", "'＝1\r\n"), ("", "\r\n"), ("a=b", "a=b\r\n"),
    ])
    func aCellIsQuotedAndNeutralised(text: String, expected: String) { #expect(row(text) == expected) }

    @Test func numbersStayNumbers() {
        var csv = CSV(header: ["n"])
        csv.append([.number(-12.5), .number(nil), .number(.nan), .count(3), .text(nil)])
        #expect(csv.text == "n\r\n-12.5,,,3,\r\n")
    }

    @Test func everyTurnAndEveryCallHasARow() {
        var run = Samples.run([("a", 0), ("=b", 0)], calls: 3)
        run.calls[0].failure = "no, \"really\""
        #expect(CSV.calls(run).text.components(separatedBy: "\r\n").count == 6 + 2)
        #expect(CSV.turns(run).text.components(separatedBy: "\r\n").count == 12 + 2)
        #expect(CSV.calls(run).text.contains("a-0,a,office,0.0,30.0,,\"no, \"\"really\"\"\",2,0,,,,0\r\n"))
        #expect(CSV.turns(run).text.contains("\r\n'=b-0,'=b,office,1,0.0,answered,500.0,,250.0,,,520.0\r\n"))
    }
}
