extension CSV {
    /// A row per call.
    static func calls(_ run: ComparisonRun) -> CSV {
        var csv = CSV(header: [
            "call", "arm", "scenario", "started_s", "duration_s", "connect_ms", "failure", "turns", "interruptions", "handoff", "cost", "currency",
            "underflows",
        ])
        for call in run.calls {
            csv.append([
                .text(call.id), .text(call.arm), .text(call.scenario), .number(call.started), .number(call.duration), .number(call.connectTime),
                .text(call.failure), .count(call.turns.count), .count(call.interruptions), .text(call.handoff), .number(call.cost?.amount),
                .text(call.cost?.currency), .count(call.underflows),
            ])
        }
        return csv
    }

    /// A row per turn.
    static func turns(_ run: ComparisonRun) -> CSV {
        var csv = CSV(header: ["call", "arm", "scenario", "turn", "offset_s", "outcome"] + SpanName.allCases.map { $0.rawValue + "_ms" })
        for call in run.calls {
            for turn in call.turns {
                csv.append(
                    [
                        .text(call.id), .text(call.arm), .text(call.scenario), .count(turn.number), .number(turn.offset), .text(turn.outcome.rawValue),
                    ] + SpanName.allCases.map { .number(turn.spans[$0]) })
            }
        }
        return csv
    }
}
