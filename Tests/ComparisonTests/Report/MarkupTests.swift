import Testing

@testable import Comparison

@Suite struct MarkupTests {
    @Test(arguments: [
        ("a & b", "a &amp; b"), ("<script>", "&lt;script&gt;"), ("\"x\" 'y'", "&quot;x&quot; &#39;y&#39;"), ("nul\u{0}esc\u{1B}", "nul\u{FFFD}esc\u{FFFD}"),
        ("right\u{202E}left", "right\u{FFFD}left"), ("\u{FFFF}", "\u{FFFD}"), ("line\nbreak", "line\nbreak"), ("ação 日本 🙂", "ação 日本 🙂"),
        ("e\u{301}<", "e\u{301}&lt;"),
    ])
    func textIsSafeAsMarkup(text: String, expected: String) { #expect(text.escaped == expected) }

    @Test func aTerminalIsNotObeyed() { #expect("a\u{1B}[31mb\r\u{202E}c".printable == "a\u{FFFD}[31mb\u{FFFD}\u{FFFD}c") }
}
