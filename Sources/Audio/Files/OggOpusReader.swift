import COgg
import COpus

/// Reads a recording that `OggOpusStream` makes (RFC 7845, two channels), piece by piece: bytes go in, interleaved samples come out.
public final class OggOpusReader {
    private let sync = UnsafeMutablePointer<ogg_sync_state>.allocate(capacity: 1)
    private var stream: UnsafeMutablePointer<ogg_stream_state>?
    private let decoder: OpaquePointer
    private let rate: SampleRate
    private var packets = 0
    /// Samples of each channel that a player leaves out.
    private var toSkip = 0

    /// - Parameter rate: of the samples that come out: 8, 12, 16, 24 or 48 kHz.
    public init(rate: SampleRate) throws(OpusFailure) {
        decoder = try Self.make(rate)
        self.rate = rate
        ogg_sync_init(sync)
    }

    private static func make(_ rate: SampleRate) throws(OpusFailure) -> OpaquePointer {
        try rate.validateForOpus()
        var code: Int32 = 0
        guard let decoder = opus_decoder_create(Int32(rate.hertz), 2, &code), code == OPUS_OK else {
            throw OpusFailure(cannot: "decode at \(rate)", code: code)
        }
        return decoder
    }

    deinit {
        if let stream {
            ogg_stream_clear(stream)
            stream.deallocate()
        }
        ogg_sync_clear(sync)
        sync.deallocate()
        opus_decoder_destroy(decoder)
    }

    /// Takes bytes of the file, in order, and appends the samples of every packet that is whole by now.
    /// - Throws: for what is no Ogg Opus of one or two channels. Damaged packets are passed over.
    public func feed(_ bytes: Span<UInt8>, appendingTo samples: inout [Int16]) throws(OpusFailure) {
        guard let buffer = ogg_sync_buffer(sync, bytes.count) else { throw OpusFailure(cannot: "read a recording", because: "there is no memory") }
        bytes.withUnsafeBytes { UnsafeMutableRawPointer(buffer).copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(buffer), byteCount: $0.count) }
        ogg_sync_wrote(sync, bytes.count)
        var page = ogg_page()
        while ogg_sync_pageout(sync, &page) == 1 { try take(&page, appendingTo: &samples) }
    }

    private func take(_ page: inout ogg_page, appendingTo samples: inout [Int16]) throws(OpusFailure) {
        let stream = stream ?? begin(ogg_page_serialno(&page))
        guard ogg_stream_pagein(stream, &page) == 0 else { return }
        var packet = ogg_packet()
        var outcome = ogg_stream_packetout(stream, &packet)
        while outcome != 0 {
            if outcome == 1 { try take(packet, appendingTo: &samples) }
            outcome = ogg_stream_packetout(stream, &packet)
        }
    }

    private func begin(_ serial: Int32) -> UnsafeMutablePointer<ogg_stream_state> {
        let made = UnsafeMutablePointer<ogg_stream_state>.allocate(capacity: 1)
        ogg_stream_init(made, serial)
        stream = made
        return made
    }

    private func take(_ packet: ogg_packet, appendingTo samples: inout [Int16]) throws(OpusFailure) {
        defer { packets += 1 }
        let bytes = UnsafeBufferPointer(start: packet.packet, count: packet.bytes)
        switch packets {
        case 0:
            guard bytes.count >= 19, bytes.prefix(8).elementsEqual("OpusHead".utf8) else {
                throw OpusFailure(cannot: "read a recording", because: "it is no Ogg Opus")
            }
            toSkip = (Int(bytes[10]) | Int(bytes[11]) << 8) * rate.hertz / 48_000
        case 1: break
        default: decode(bytes, appendingTo: &samples)
        }
    }

    private func decode(_ packet: UnsafeBufferPointer<UInt8>, appendingTo samples: inout [Int16]) {
        let room = rate.samples(milliseconds: 120)
        let start = samples.count
        samples.append(contentsOf: repeatElement(0, count: room * 2))
        let count = samples.withUnsafeMutableBufferPointer {
            Int(opus_decode(decoder, packet.baseAddress, Int32(packet.count), $0.baseAddress! + start, Int32(room), 0))
        }
        samples.removeLast((room - max(0, count)) * 2)
        let skipped = min(toSkip, max(0, count))
        toSkip -= skipped
        if skipped > 0 { samples.removeSubrange(start..<start + skipped * 2) }
    }
}
