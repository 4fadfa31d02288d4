import Foundation
import TestSupport
import Testing

@testable import Audio

/// The recordings in `audio-fixtures/`, as their manifest lists them.
enum Fixtures {
    struct Entry: Decodable, Sendable {
        struct File: Decodable, Sendable {
            var path: String
            var rate: Int
            var samples: Int
            var sha256: String
        }
        var id: String
        var role: String
        var speech_start: Double?
        var speech_end: Double?
        var variant_of: String?
        var files: [File]
    }

    private struct Manifest: Decodable { var fixtures: [Entry] }

    static let folder = repositoryRoot() + "/audio-fixtures"

    static func all() throws -> [Entry] {
        try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: URL(fileURLWithPath: folder + "/manifest.json"))).fixtures
    }

    static func samples(_ path: String) throws -> [Int16] { try WAVFile(path: "\(folder)/\(path)").samples }

    /// As they sound after one passage through a law.
    static func passed(_ samples: [Int16], through law: AudioEncoding) -> [Int16] {
        var (codes, decoded): ([UInt8], [Int16]) = ([], [])
        switch law {
        case .pcma:
            G711.encodeALaw(samples.span, appendingTo: &codes)
            G711.decodeALaw(codes.span, appendingTo: &decoded)
        case .pcmu:
            G711.encodeMuLaw(samples.span, appendingTo: &codes)
            G711.decodeMuLaw(codes.span, appendingTo: &decoded)
        case .linear16, .opus: return samples
        }
        return decoded
    }
}
