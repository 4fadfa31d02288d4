import Audio
import Testing
import WireProtocols

@testable import Settings

@Suite struct RecordingSettingsTests {
    private static let files = ["/run/access": "AKIA\n", "/run/secret": "s3cret\n"]
    private static let upload = "access_key_file: /run/access, secret_key_file: /run/secret, bucket: rec"

    @Test func nothingIsRecordedUnlessAsked() throws {
        let recording = try settings("").recording
        #expect(!recording.isEnabled && recording.upload == nil && recording.retention == nil && recording.directory == nil)
        #expect(recording.opus.bitrate == 24_000 && recording.opus.complexity == 3)
    }

    @Test func everythingIsRead() throws {
        let yaml = """
            recording:
              enabled: true
              directory: /var/rec
              bitrate: 32000
              complexity: 0
              threads: 3
              retention_days: 90
              public_url: https://rec.example/{key}
              upload: {endpoint: 'https://minio.example:9000/', region: sa-east-1, prefix: 'pabx/calls/', remove_local: yes, \(Self.upload)}
            """
        let recording = try settings(yaml, files: Self.files).recording
        #expect(recording.isEnabled && recording.directory == "/var/rec" && recording.threads == 3)
        #expect(recording.opus.bitrate == 32_000 && recording.opus.complexity == 0)
        #expect(recording.retention == .seconds(90 * 86_400))
        let upload = try #require(recording.upload)
        #expect(upload.endpoint == "https://minio.example:9000")
        #expect(upload.bucket == "rec" && upload.region == "sa-east-1" && upload.prefix == "pabx/calls/" && upload.removesLocalCopy)
        #expect(upload.accessKey.exposed == "AKIA" && upload.secretKey.exposed == "s3cret")
    }

    @Test func amazonsVariablesCountAtAmazonAlone() throws {
        let environment = ["AWS_ACCESS_KEY_ID": "AKIB", "AWS_SECRET_ACCESS_KEY": "x"]
        let own = try settings(
            "recording: {upload: {bucket: rec, endpoint: 'https://s3.sa-east-1.amazonaws.com'}}", environment: environment)
        #expect(own.recording.upload?.accessKey.exposed == "AKIB")
        let other = load("recording: {upload: {bucket: rec, endpoint: 'https://amazonaws.com.example'}}", environment: environment)
        #expect(other.errorTexts.count == 2 && other.errorTexts.allSatisfy { $0.contains("_key_file") })
    }

    @Test(arguments: [
        ("{enabled: true}", "recording.directory"), ("{bitrate: 1}", "recording.bitrate"), ("{format: mp3}", "recording.format"),
        ("{public_url: 'https://rec.example/all'}", "recording.public_url"), ("{public_url: '/{key}'}", "recording.public_url"),
        ("{upload: {endpoint: 's3.example', \(upload)}}", "recording.upload.endpoint"),
        ("{upload: {endpoint: 'https://a:b@s3.example', \(upload)}}", "recording.upload.endpoint"),
        ("{upload: {endpoint: 'http://s3.example', \(upload)}}", "recording.upload.endpoint"),
        ("{upload: {endpoint: 'https://s3.example', \(upload), prefix: /a/}}", "recording.upload.prefix"),
        ("{upload: {endpoint: 'https://s3.example', \(upload), prefix: a}}", "recording.upload.prefix"),
        ("{upload: {endpoint: 'https://s3.example', \(upload), prefix: '../'}}", "recording.upload.prefix"),
        ("{upload: {endpoint: 'https://s3.example', \(upload), region: 'a:b'}}", "recording.upload.region"),
        ("{upload: {endpoint: 'https://s3.example', access_key_file: /run/access, secret_key_file: /run/secret, bucket: A_B}}", "recording.upload.bucket"),
        ("{upload: {endpoint: 'https://s3.example', access_key_file: /run/access, secret_key_file: /run/secret}}", "recording.upload.bucket"),
    ]) func mistakesAreNamed(_ yaml: String, _ key: String) {
        let loaded = load("recording: \(yaml)", files: Self.files)
        #expect(loaded.errors.map(\.key) == [key], "\(loaded.texts)")
    }

    @Test func plainHTTPIsForThisMachineOrByLeave() throws {
        _ = try settings("recording: {upload: {endpoint: 'http://127.0.0.1:9000', \(Self.upload)}}", files: Self.files)
        _ = try settings("recording: {upload: {endpoint: 'http://10.0.0.5:9000', allow_insecure: true, \(Self.upload)}}", files: Self.files)
    }
}
