import Testing

@testable import CallControl

@Suite struct SipHashTests {
    /// Appendix A of the paper, and the first of the authors' vectors.h: key 00…0f, messages 00, 00 01, …
    @Test(arguments: [(0, 0x726f_db47_dd0e_0e31 as UInt64), (1, 0x74f8_39c5_93dc_67fd), (8, 0x93f5_f579_9a93_2462), (15, 0xa129_ca61_49be_45e5)])
    func theAuthorsVectorsHold(_ length: Int, _ expected: UInt64) {
        let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
        #expect(SipHash.hash((0..<length).map { UInt8($0) }, key: key) == expected)
    }
}
