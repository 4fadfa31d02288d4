import Audio
import WireProtocols

extension RecordingSettings {
    init(_ section: Section) {
        isEnabled = section.flag("enabled", default: false, "Record every call in stereo: left the caller, right the agent as heard.")
        directory = section.text(
            "directory", "Where recordings are written, in a folder for each day; what waits for its upload waits here.")
        format = section.choice("format", default: .opus, "How they are encoded: Ogg Opus.")
        opus = OpusSettings()
        opus.bitrate = section.integer(
            "bitrate", default: 24_000, in: 12_000...128_000, "Bits per second of speech, for both channels; silence takes next to none.")
        opus.complexity = section.integer("complexity", default: 3, in: 0...10, "Effort of the encoder, 0: least.")
        threads = section.integer("threads", default: 0, in: 0...64, "Threads that encode; 0: one for each two cores.")
        let days = section.integer(
            "retention_days", default: 0, in: 0...36_500, "Recordings on this machine are deleted after so many days, uploaded or not; 0: never.")
        retention = days == 0 ? nil : .seconds(days * 86_400)
        publicURL = section.text(
            "public_url", "Address of a recording for tickets, with `{key}`, `{bucket}`, `{call_id}`; by default that of the upload.")
        upload = RecordingUploadSettings.read(section.section("upload"))
        section.finish()
        check(section)
    }

    private func check(_ section: Section) {
        if isEnabled, directory == nil { section.problem("directory", value: nil, expected: "a directory to record to") }
        guard let publicURL else { return }
        let address = WebAddress(publicURL)
        let isSound = ["http", "https"].contains(address?.scheme) && address?.credentials == nil
        if !isSound || !(publicURL.contains("{key}") || publicURL.contains("{call_id}")) {
            section.problem(
                "public_url", value: publicURL, expected: "an address https://… with {key} or {call_id}, which tell one recording from another")
        }
    }
}

extension RecordingUploadSettings {
    /// - Returns: `nil` if no upload is wanted, or if what it needs is missing, which is reported.
    static func read(_ section: Section) -> Self? {
        let endpoint = section.text("endpoint", "S3-compatible storage that finished recordings are uploaded to: https://… (http://… on this machine).")
        let bucket = section.text("bucket", "The bucket, which must exist.")
        let region = section.text("region", default: "us-east-1", "The region that requests are signed for.")
        let prefix = section.message("prefix", default: "recordings/", "What each object's key begins with.") ?? ""
        // A vendor's key never signs for anybody else's server.
        let isVendor = endpoint.flatMap { WebAddress($0) }?.isIn(domain: "amazonaws.com") ?? false
        let access = section.secret(
            "access_key", alsoIn: isVendor ? "AWS_ACCESS_KEY_ID" : nil, "File of the access key; without one, AWS_ACCESS_KEY_ID counts at Amazon's own hosts.")
        let secret = section.secret(
            "secret_key", alsoIn: isVendor ? "AWS_SECRET_ACCESS_KEY" : nil,
            "File of the secret key; without one, AWS_SECRET_ACCESS_KEY counts at Amazon's own hosts.")
        let removes = section.flag("remove_local", default: false, "Delete the local copy once it is uploaded.")
        let extraCAFile = section.pem("extra_ca_file", "PEM file of the CAs trusted for the storage, in place of the system's.")
        let isInsecureAllowed = section.flag("allow_insecure", default: false, "Allow http:// to another machine.")
        section.finish()
        guard let endpoint else { return nil }
        checkAddress(endpoint, isInsecureAllowed, section)
        check(bucket, region, prefix, section)
        if access == nil { section.problem("access_key_file", value: nil, expected: "a file that holds the access key") }
        if secret == nil { section.problem("secret_key_file", value: nil, expected: "a file that holds the secret key") }
        guard let bucket, let access, let secret else { return nil }
        return Self(
            endpoint: endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint, bucket: bucket, region: region, prefix: prefix,
            accessKey: Secret(access), secretKey: Secret(secret), removesLocalCopy: removes, extraCAFile: extraCAFile)
    }

    private static func checkAddress(_ endpoint: String, _ isInsecureAllowed: Bool, _ section: Section) {
        guard let address = WebAddress(endpoint), ["http", "https"].contains(address.scheme), address.credentials == nil, address.query == nil else {
            return section.problem("endpoint", value: endpoint, expected: "an address https://host[:port] without keys or a query")
        }
        if address.scheme == "http", !address.isLoopback, !isInsecureAllowed {
            section.problem(
                "endpoint", value: endpoint, expected: "https:// for recordings that leave this machine", advice: "or say allow_insecure: true")
        }
    }

    private static func check(_ bucket: String?, _ region: String, _ prefix: String, _ section: Section) {
        if bucket?.wholeMatch(of: /[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/) == nil {
            section.problem("bucket", value: bucket, expected: "a bucket's name: 3 to 63 small letters, digits, dots and hyphens")
        }
        if region.wholeMatch(of: /[A-Za-z0-9-]{1,64}/) == nil { section.problem("region", value: region, expected: "a region like us-east-1") }
        let isSound =
            prefix.isEmpty || prefix.wholeMatch(of: /(?:[A-Za-z0-9_.=-]+\/)+/) != nil && !prefix.split(separator: "/").contains { $0 == "." || $0 == ".." }
        if !isSound { section.problem("prefix", value: prefix, expected: "folders of letters, digits, _, -, = and ., each with a / at its end") }
    }
}
