import CallControl
import Testing

@Suite struct CallEndTests {
    @Test(arguments: CallEnd.allCases)
    func closesWithACodeAndAReasonFreeSWITCHUnderstands(_ end: CallEnd) {
        #expect(!(1_012...1_014).contains(end.closeCode) && (1_000...1_011).contains(end.closeCode))
        #expect(end.rawValue.utf8.count <= 123)
    }
}
