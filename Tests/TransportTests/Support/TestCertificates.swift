import Foundation

@testable import Transport

/// A certificate authority of the tests' own, and what it has signed; made by the `openssl` program in a directory that goes with it.
final class TestCertificates: Sendable {
    struct Failure: Error { var text: String }

    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "transport-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30", "-subj", "/CN=Test CA", "-keyout",
            path("ca.key"),
            "-out", path("ca.pem"), "-addext", "keyUsage=critical,keyCertSign")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var authority: String { path("ca.pem") }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    private func openssl(_ arguments: String...) throws {
        guard try Command.run(["openssl"] + arguments).status == 0 else { throw Failure(text: "openssl \(arguments)") }
    }

    /// - Parameter names: subject alternative names, as openssl writes them.
    func sign(_ name: String, names: String, isExpired: Bool = false) throws -> ServerTLS {
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=\(name)", "-keyout", path("\(name).key"), "-out",
            path("\(name).csr"))
        try "subjectAltName=\(names)\n".write(toFile: path("\(name).ext"), atomically: true, encoding: .utf8)
        if isExpired {
            try Data().write(to: URL(fileURLWithPath: path("index.txt")))
            try
                "[ca]\ndefault_ca=d\n[d]\ndatabase=\(path("index.txt"))\nnew_certs_dir=\(folder)\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n"
                .write(
                    toFile: path("ca.cnf"), atomically: true, encoding: .utf8)
            try openssl(
                "ca", "-batch", "-config", path("ca.cnf"), "-in", path("\(name).csr"), "-cert", authority, "-keyfile", path("ca.key"), "-extfile",
                path("\(name).ext"),
                "-startdate", "20200101000000Z", "-enddate", "20200102000000Z", "-notext", "-out", path("\(name).pem"))
        } else {
            try openssl(
                "x509", "-req", "-in", path("\(name).csr"), "-CA", authority, "-CAkey", path("ca.key"), "-CAcreateserial", "-days", "10", "-extfile",
                path("\(name).ext"),
                "-out", path("\(name).pem"))
        }
        return ServerTLS(certificateFile: path("\(name).pem"), keyFile: path("\(name).key"))
    }
}
