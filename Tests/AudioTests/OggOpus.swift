import Audio

/// The smallest Ogg Opus file (RFC 7845), for decoders that want a file.
enum OggOpus {
    static func file(_ packets: [[UInt8]], inputRate: SampleRate) -> [UInt8] {
        var head = Array("OpusHead".utf8) + [1, 1, 0, 0]
        head += (0..<4).map { UInt8(truncatingIfNeeded: inputRate.hertz >> (8 * $0)) } + [0, 0, 0]
        let tags = Array("OpusTags".utf8) + [4, 0, 0, 0] + Array("test".utf8) + [0, 0, 0, 0]
        var file = page(head, sequence: 0, granule: 0, flags: 2) + page(tags, sequence: 1, granule: 0, flags: 0)
        for (index, packet) in packets.enumerated() {
            file += page(packet, sequence: index + 2, granule: (index + 1) * 960, flags: index == packets.count - 1 ? 4 : 0)
        }
        return file
    }

    private static func page(_ packet: [UInt8], sequence: Int, granule: Int, flags: UInt8) -> [UInt8] {
        var lacing = [UInt8](repeating: 255, count: packet.count / 255)
        lacing.append(UInt8(packet.count % 255))
        func bytes(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        var page =
            Array("OggS".utf8) + [0, flags] + bytes(granule, 8) + bytes(1, 4) + bytes(sequence, 4) + [0, 0, 0, 0, UInt8(lacing.count)] + lacing + packet
        var checksum: UInt32 = 0
        for byte in page {
            checksum ^= UInt32(byte) << 24
            for _ in 0..<8 { checksum = checksum & 0x8000_0000 != 0 ? checksum << 1 ^ 0x04C1_1DB7 : checksum << 1 }
        }
        for index in 0..<4 { page[22 + index] = UInt8(truncatingIfNeeded: checksum >> (8 * UInt32(index))) }
        return page
    }
}
