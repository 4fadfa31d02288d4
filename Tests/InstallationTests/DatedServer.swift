import Dispatch
import Foundation
import Locking
import Transport

/// A server that says what time it is, wrongly by so many seconds.
final class DatedServer: Sendable {
    private final class Handler: ListenerHandler {
        let skew: Double
        init(skew: Double) { self.skew = skew }

        var bodyLimit: Int { 1_000 }
        func accept(_ request: UpgradeRequest) -> UpgradeDecision { .reject(status: 404, body: "") }
        func respond(to request: HTTPServerRequest) -> HTTPServerResponse { HTTPServerResponse(status: 404, text: "") }
        func react(to request: HTTPServerRequest) -> HTTPServerReaction {
            .raw(Array("HTTP/1.1 401 Unauthorized\r\nDate: \(DatedServer.text(Date().addingTimeInterval(skew)))\r\nContent-Length: 0\r\n\r\n".utf8))
        }
    }

    private let loop = EventLoop()
    let port: Int

    init(skew: Double) throws {
        loop.start()
        let outcome = Locked<Result<Int, ListenFailure>?>(nil)
        let done = DispatchSemaphore(value: 0)
        loop.submit { [loop] in
            defer { done.signal() }
            let listener = WebSocketListener(loop: loop, options: WebSocketListener.Options(port: 0), handler: Handler(skew: skew))
            do throws(ListenFailure) {
                try listener.open()
                outcome.withLock { $0 = .success(listener.port) }
            } catch {
                outcome.withLock { $0 = .failure(error) }
            }
        }
        done.wait()
        port = try outcome.withLock { $0 }?.get() ?? 0
    }

    func stop() {
        loop.stop()
        loop.join()
    }

    static func text(_ date: Date) -> String {
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
        func two(_ number: Int?) -> String { String(format: "%02d", number ?? 0) }
        return
            "\(days[(parts.weekday ?? 1) - 1]), \(two(parts.day)) \(months[(parts.month ?? 1) - 1]) \(parts.year ?? 0) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) GMT"
    }
}
