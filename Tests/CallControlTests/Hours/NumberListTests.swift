import Testing

@testable import CallControl

@Suite struct NumberListTests {
    @Test(arguments: [
        ("5", 5, true), ("5", 4, false), ("1,3-5", 1, true), ("1,3-5", 2, false), ("1,3-5", 3, true), ("1,3-5", 5, true), ("1,3-5", 6, false),
        ("18-8", 18, true), ("18-8", 23, true), ("18-8", 0, true), ("18-8", 8, true), ("18-8", 9, false), ("18-8", 17, false), (" 1 , 3 - 5 ", 4, true),
    ]) func listsHoldWhatTheySay(_ text: String, _ number: Int, _ expected: Bool) throws {
        #expect(try #require(NumberList(text)).contains(number) == expected)
    }

    @Test(arguments: ["", ",", "1,", "-", "1-", "-1", "1-2-3", "a", "1.5", "+1", "1 2", "12345678901", "٣"]) func whatIsNoListIsNone(_ text: String) {
        #expect(NumberList(text) == nil)
    }

    @Test func namesStandForNumbers() throws {
        #expect(try #require(NumberList("MON-fri", names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])).spans == [.init(2, 6)])
        #expect(NumberList("mon-fri") == nil)
    }
}
