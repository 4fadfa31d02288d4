import Testing

@testable import Settings

@Suite struct SecretaryKeyTests {
    @Test func aKeyIsAUUIDInLowerCase() {
        let key = SecretaryKey(uuid: "6F9619FF-8B86-D011-B42D-00C04FC964FF", domain: "Example.COM")
        #expect(key?.uuid == "6f9619ff-8b86-d011-b42d-00c04fc964ff")
        #expect(key?.domain == "example.com")
    }

    @Test(arguments: [
        "", "recepcao", "6f9619ff8b86d011b42d00c04fc964ff", "6f9619ff-8b86-d011-b42d-00c04fc964f", "6f9619ff-8b86-d011-b42d-00c04fc964fg",
        "6f9619ff-8b86-d011-b42d-00c04fc964ff'", "{6f9619ff-8b86-d011-b42d-00c04fc964ff}",
    ]) func allElseIsNone(_ text: String) { #expect(SecretaryKey(uuid: text) == nil) }

    @Test func domainsAreBounded() {
        let uuid = "6f9619ff-8b86-d011-b42d-00c04fc964ff"
        #expect(SecretaryKey(uuid: uuid, domain: "") == nil)
        #expect(SecretaryKey(uuid: uuid, domain: "a\0b") == nil)
        #expect(SecretaryKey(uuid: uuid, domain: String(repeating: "a", count: 256)) == nil)
    }
}
