import CallControl
import Gateway
import WireProtocols

/// Which of the calls under way a page shows, and in which order.
struct LiveList: Equatable {
    enum Order: String { case started, latency, state }

    var offset = 0
    var limit = 50
    /// In number, id, secretary, provider or arm, whatever the case.
    var find = ""
    var order = Order.started

    static let mostRows = 100

    init(_ json: JSONValue) {
        offset = min(max(json["offset"]?.intValue ?? 0, 0), 1_000_000)
        limit = min(max(json["limit"]?.intValue ?? 50, 1), Self.mostRows)
        find = String((json["find"]?.stringValue ?? "").prefix(100)).lowercased()
        order = json["sort"]?.stringValue.flatMap { Order(rawValue: $0) } ?? .started
    }

    /// - Parameter number: as it is shown: nobody finds what he may not see.
    func rows(of calls: [LiveCall], number: (String) -> String = { $0 }) -> (rows: [LiveCall], matching: Int) {
        let matching = find.isEmpty ? calls : calls.filter { matches($0, number) }
        let sorted = matching.sorted { comesBefore($0, $1) }
        return (Array(sorted.dropFirst(offset).prefix(limit)), matching.count)
    }

    private func matches(_ call: LiveCall, _ number: (String) -> String) -> Bool {
        [call.callID.rawValue, number(call.callerID ?? ""), call.secretary, call.provider, call.experiment?.label ?? ""].contains {
            $0.lowercased().contains(find)
        }
    }

    private func comesBefore(_ left: LiveCall, _ right: LiveCall) -> Bool {
        switch order {
        case .started: break
        case .latency where left.lastLatency != right.lastLatency: return (left.lastLatency ?? .zero) > (right.lastLatency ?? .zero)
        case .state where left.standing != right.standing: return left.standing.rawValue < right.standing.rawValue
        case .latency, .state: break
        }
        return (left.startedAt, left.callID.rawValue) > (right.startedAt, right.callID.rawValue)
    }
}
