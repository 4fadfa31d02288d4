import CallControl
import Glibc
import WireProtocols

/// Writes the text messages of one connection to a file, one JSON document a line, for the validators and for reading:
/// `{"dir":"c2s","msg":{…},"t_ms":12.5}`.
final class TrafficCapture {
    enum Direction: String {
        case toServer = "c2s"
        case toClient = "s2c"
    }

    private let file: UnsafeMutablePointer<FILE>
    private let start: Instant
    private var line: [UInt8] = []

    /// `nil` if the file can't be made.
    init?(path: String, start: Instant) {
        guard let file = fopen(path, "w") else { return nil }
        self.file = file
        self.start = start
    }

    deinit { fclose(file) }

    func write(_ direction: Direction, _ message: Span<UInt8>, at now: Instant) {
        line.removeAll(keepingCapacity: true)
        line.append(contentsOf: #"{"dir":"\#(direction.rawValue)","msg":"#.utf8)
        if (try? JSONValue(message)) == nil {
            JSONText.append(message, to: &line)
        } else {
            message.withUnsafeBufferPointer { line.append(contentsOf: $0) }
        }
        line.append(contentsOf: #","t_ms":\#((now - start).inMilliseconds)}"#.utf8)
        line.append(UInt8(ascii: "\n"))
        // Flushed at once: a test reads the file while the connection is open.
        fwrite(line, 1, line.count, file)
        fflush(file)
    }
}
