import Testing

@testable import Transport

/// What a peer's close frame may hold.
@Suite struct CloseFrameTests {
    private func read(_ bytes: [UInt8]) -> String? { CloseFrame.read(bytes.span).map { "\($0.code) \($0.reason)" } }

    @Test func codesAndReasonsAreRead() {
        #expect(read([]) == "1005 ")
        #expect(read([3, 232]) == "1000 ")
        #expect(read([15, 160] + Array("até logo".utf8)) == "4000 até logo")
    }

    @Test(arguments: [[3], [3, 236], [255, 255], [0, 0], [19, 136], [3, 232, 0xFF], [3, 232, 0xC3]] as [[UInt8]])
    func whatBreaksTheRulesIsNone(_ bytes: [UInt8]) { #expect(read(bytes) == nil) }
}
