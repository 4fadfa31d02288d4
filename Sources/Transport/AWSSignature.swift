/// What a request is signed with in AWS' way (Signature Version 4), as S3 and what speaks like it want it.
///
/// curl 7.88 takes the body of an upload for empty when it signs: give its SHA-256 in the header `x-amz-content-sha256`, which S3 wants
/// anyway. The path is signed as it stands in the address, percent-encoded once.
public struct AWSSignature: Equatable, Sendable {
    public var region: String
    public var service: String
    public var accessKey: String
    /// Never sent.
    public var secretKey: String

    public init(region: String, service: String = "s3", accessKey: String, secretKey: String) {
        self.region = region
        self.service = service
        self.accessKey = accessKey
        self.secretKey = secretKey
    }
}
