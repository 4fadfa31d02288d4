import Foundation
import Testing

/// Mistakes on the command line and in files, as the executable tells them.
@Suite(.serialized) struct ServeCommandTests {
    @Test(arguments: [
        (["serve", "--port", "70000"], "--port 70000: expected 0…65535"), (["serve", "--loops=-1"], "--loops -1: expected 0…256"),
        (["serve", "--loops", "100000"], "--loops 100000: expected 0…256"), (["load", "--calls=-1"], "--calls -1: expected 1…100000"),
        (["emulate", "--chunk-ms=-5"], "--chunk-ms -5: expected 10…10000"), (["emulate", "omniplay", "--port", "65536"], "--port 65536: expected 0…65535"),
    ]) func numbersThatCannotBeAreRefused(_ arguments: [String], _ text: String) throws {
        let outcome = try Program.gateway(arguments)
        #expect(outcome.status == 64 && outcome.errors.contains(text), "\(outcome.errors)")
    }

    @Test func aKeyOfAnotherCertificateIsFoundByConfigCheck() throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b"] {
            let made = try Program.run([
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=\(name)", "-keyout",
                "\(folder.path)/\(name).key", "-out", "\(folder.path)/\(name).pem",
            ])
            #expect(made.status == 0, "\(made.errors)")
        }
        for (key, status) in [("a", Int32(0)), ("b", 78)] {
            let config = try folder.write(
                "gateway.yaml", "listeners: {x: {tls: {certificate_file: '\(folder.path)/a.pem', key_file: '\(folder.path)/\(key).key'}}}")
            let outcome = try Program.gateway(["config", "check", config])
            #expect(outcome.status == status, "\(outcome.output)")
            #expect(outcome.output.contains("error: listeners.x.tls: \(folder.path)/b.key is not the private key of \(folder.path)/a.pem") == (key == "b"))
        }
    }

    @Test func aFolderThatIsAFileIsNamed() throws {
        let folder = try TemporaryFolder()
        let config = try folder.write("gateway.yaml", "records_directory: /etc/hostname")
        let outcome = try Program.gateway(["config", "check", config])
        #expect(outcome.status == 78 && outcome.output.contains("records_directory: got /etc/hostname, expected a directory"), "\(outcome.output)")
    }
}
