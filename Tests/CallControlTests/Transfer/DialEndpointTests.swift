import Testing

@testable import CallControl

@Suite struct DialEndpointTests {
    private func user(_ number: String, _ domain: String = "d") -> DialEndpoint { .user(Extension(number: number, domain: domain)) }

    @Test func readsOmniPlaysDialStrings() {
        #expect(DialEndpoint.users(in: "user/200 & user/201", domain: "d") == [user("200"), user("201")])
        #expect(DialEndpoint.users(in: "user/200@x,user/201", domain: "d") == [user("200", "x"), user("201")])
        #expect(DialEndpoint.users(in: " user/200|user/200 ", domain: "d") == [user("200")])
    }

    @Test(arguments: ["", " & ", "200", "sofia/internal/200", "user/", "user/200@", "user/200@a@b", "user/2 0", "user/200 & system"])
    func otherDialStringsAreNotGuessed(_ text: String) { #expect(DialEndpoint.users(in: text, domain: "d") == nil) }
}
