import COgg

/// Packs packets into the pages of one logical Ogg stream (RFC 3533) with libogg. Sans IO: pages are appended to the caller's bytes.
final class OggStream {
    private let state = UnsafeMutablePointer<ogg_stream_state>.allocate(capacity: 1)
    private var count: Int64 = 0

    /// - Parameter serial: tells streams apart that somebody puts into one file.
    init(serial: UInt32) {
        // Fails without memory only.
        precondition(ogg_stream_init(state, Int32(bitPattern: serial)) == 0, "libogg has no memory for a stream.")
    }

    deinit {
        ogg_stream_clear(state)
        state.deallocate()
    }

    /// Where in its stream a packet stands; the first is marked without being asked.
    enum Place { case within, last }

    /// Takes one packet.
    /// - Parameter granule: position of its end, in the unit of the codec's mapping.
    func append(_ packet: Span<UInt8>, granule: Int64, _ place: Place = .within) {
        let isTaken = packet.withUnsafeBufferPointer { bytes in
            // libogg copies the packet and writes nothing into it.
            var description = ogg_packet(
                packet: UnsafeMutablePointer(mutating: bytes.baseAddress), bytes: bytes.count, b_o_s: count == 0 ? 1 : 0, e_o_s: place == .last ? 1 : 0,
                granulepos: granule, packetno: count)
            return ogg_stream_packetin(state, &description) == 0
        }
        precondition(isTaken, "libogg has no memory for a packet.")
        count += 1
    }

    /// Closes the page under way, however short, and appends all pages there are.
    func flush(appendingTo bytes: inout [UInt8]) {
        var page = ogg_page()
        while ogg_stream_flush(state, &page) != 0 {
            bytes.append(contentsOf: UnsafeBufferPointer(start: page.header, count: page.header_len))
            bytes.append(contentsOf: UnsafeBufferPointer(start: page.body, count: page.body_len))
        }
    }
}
