import Testing

@testable import CallControl

@Suite struct SlipTests {
    private func isOne(_ word: String, _ heard: String) -> Bool { Slip.isOne(from: Array(word.utf8), to: Array(heard.utf8)) }

    @Test(arguments: ["tendente", "atendent", "atendete", "atendennte", "xatendente", "atendentex", "atemdente", "taendente", "atendenet"])
    func oneSlipIsForgiven(_ heard: String) { #expect(isOne("atendente", heard)) }

    @Test(arguments: ["", "ate", "atend", "atendentexx", "adentente", "atxndxnte", "etnednata", "atedennte", "pretendente"])
    func twoAreNot(_ heard: String) { #expect(!isOne("atendente", heard)) }

    @Test func itIsTheSameBothWays() {
        let words = ["pessoa", "pesoa", "pessoas", "epssoa", "possoa", "persona", "ps", ""]
        for left in words { for right in words where left != right { #expect(isOne(left, right) == isOne(right, left), "\(left) \(right)") } }
    }
}
