/// Traces as an OTLP/HTTP request's body in JSON (OpenTelemetry protocol 1.x: ids in hexadecimal, 64-bit numbers as strings).
public enum TraceExport {
    /// - Parameters:
    ///   - service: name of the service that made them.
    ///   - version: its version.
    public static func body(_ traces: [CallTrace], service: String, version: String) -> [UInt8] {
        let spans = traces.flatMap { trace in trace.spans.map { span($0, of: trace) } }
        let resource = JSONValue.object(["attributes": attributes([("service.name", .string(service)), ("service.version", .string(version))])])
        let scope = JSONValue.object(["name": "voice-gateway", "version": .string(version)])
        let document = JSONValue.object([
            "resourceSpans": [.object(["resource": resource, "scopeSpans": [.object(["scope": scope, "spans": .array(spans)])]])]
        ])
        var bytes: [UInt8] = []
        document.write(to: &bytes)
        return bytes
    }

    private static func span(_ span: CallTrace.Span, of trace: CallTrace) -> JSONValue {
        let events = span.events.map { event in JSONValue.object(["timeUnixNano": .string("\(event.at)"), "name": .string(event.name)]) }
        var members: [JSONValue.Member] = [
            .init("traceId", .string(hexadecimal(trace.id.high) + hexadecimal(trace.id.low))), .init("spanId", .string(hexadecimal(span.id))),
        ]
        if let parent = span.parent { members.append(.init("parentSpanId", .string(hexadecimal(parent)))) }
        members += [
            .init("name", .string(span.name)),
            // SPAN_KIND_SERVER for what comes in from outside, SPAN_KIND_INTERNAL for what is within.
            .init("kind", .integer(span.parent == nil ? 2 : 1)), .init("startTimeUnixNano", .string("\(span.start)")),
            .init("endTimeUnixNano", .string("\(span.end)")), .init("attributes", attributes(span.attributes)),
        ]
        if !events.isEmpty { members.append(.init("events", .array(events))) }
        // STATUS_CODE_ERROR.
        if let failure = span.failure { members.append(.init("status", .object(["code": 2, "message": .string(failure)]))) }
        return .object(members)
    }

    private static func attributes(_ attributes: [(name: String, value: JSONValue)]) -> JSONValue {
        .array(attributes.map { .object(["key": .string($0.name), "value": value($0.value)]) })
    }

    private static func value(_ value: JSONValue) -> JSONValue {
        switch value {
        case .integer(let number): .object(["intValue": .string("\(number)")])
        case .bool(let flag): .object(["boolValue": .bool(flag)])
        case .double(let number): .object(["doubleValue": .double(number)])
        case .string(let text): .object(["stringValue": .string(text)])
        case let other: .object(["stringValue": .string(other.text)])
        }
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
