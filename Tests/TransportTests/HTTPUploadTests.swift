import Foundation
import Testing

@testable import Transport

@Suite struct HTTPUploadTests {
    private let client = HTTPClient()
    private let path = FileManager.default.temporaryDirectory.path + "/upload-\(UUID().uuidString)"

    private func request(_ server: RawServer, bytes: [UInt8]) throws -> HTTPRequest {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        var request = HTTPRequest(method: "PUT", url: "http://127.0.0.1:\(server.port)/bucket/a%20b.opus", headers: [("x-amz-content-sha256", "00ff")])
        request.file = path
        return request
    }

    @Test func aFileIsTheBody() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let server = RawServer()
        let answers = Mailbox<Result<HTTPResponse, HTTPFailure>>()
        var request = try request(server, bytes: bytes)
        request.signature = AWSSignature(region: "sa-east-1", accessKey: "AKIA", secretKey: "very-secret")
        client.send(request) { answers.post($0) }
        let raw = try server.accept()
        let head = try raw.receiveHead()
        #expect(head.hasPrefix("PUT /bucket/a%20b.opus HTTP/1.1\r\n"))
        #expect(head.contains("\r\nContent-Length: 300000\r\n") && head.contains("\r\nx-amz-content-sha256: 00ff\r\n"))
        let signed = head.firstMatch(
            of: #/Authorization: AWS4-HMAC-SHA256 Credential=AKIA/\d{8}/sa-east-1/s3/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature/#)
        #expect(signed.map { String($0.1) } == "host;x-amz-content-sha256;x-amz-date")
        #expect(!head.contains("very-secret"))
        try raw.send("HTTP/1.1 100 Continue\r\n\r\n")
        #expect(try raw.receive(exactly: 300_000) == bytes)
        try raw.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(try answers.next().get().status == 200)
        client.stop()
    }

    @Test func aFileThatIsNotThereIsNamed() throws {
        let answers = Mailbox<Result<HTTPResponse, HTTPFailure>>()
        var request = HTTPRequest(method: "PUT", url: "http://127.0.0.1:1/")
        request.file = "/nonexistent/a.opus"
        client.send(request) { answers.post($0) }
        #expect(try answers.next() == .failure(HTTPFailure(description: "/nonexistent/a.opus: No such file or directory")))
        client.stop()
    }

    /// The known answers of FIPS 180-2, and a file longer than a piece.
    @Test(arguments: [
        ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ]) func digestsAreThoseOfTheStandard(_ text: String, _ times: Int, _ digest: String) throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try String(repeating: text, count: times).write(toFile: path, atomically: false, encoding: .utf8)
        #expect(FileDigest.sha256(ofFile: path) == digest)
    }

    @Test func aFileThatCantBeReadHasNoDigest() { #expect(FileDigest.sha256(ofFile: "/nonexistent") == nil) }
}
