extension AlertGroup {
    static let handoff = AlertGroup(name: "handoff", rules: [eventSocketDown, failing, unanswered, omniPlayFails, ticketsGivenUp, ticketsWait, ticketsPileUp])

    private static let eventSocketDown = AlertRule(
        "VoiceGatewayEventSocketDown", .critical, lasting: "2m", "voice_gateway_event_socket_up == 0",
        summary: "{{ $labels.instance }} has no event socket of FreeSWITCH {{ $labels.server }}",
        meaning: "a gateway was not logged in at a FreeSWITCH for two minutes: nobody is transferred, callers get tickets",
        remedy: "`voice-gateway doctor`, check event_socket: is FreeSWITCH up, its password, its access list.",
        .fires([#"voice_gateway_event_socket_up{instance="gw1",server="main"}"#: "1x2 0x9"], at: "6m", ["instance": "gw1", "server": "main"]),
        .silent([#"voice_gateway_event_socket_up{instance="gw1",server="main"}"#: "1x2 0x1 1x9"], at: "4m"))

    private static let failing = AlertRule(
        "VoiceGatewayHandoffsFail", .critical,
        #"sum by (instance, reason) (\#(PromQL.growth(#"voice_handoff_total{outcome="failed"}"#, in: "15m"))) > 0"#,
        summary: #"{{ $value | printf "%.0f" }} callers of {{ $labels.instance }} got neither a person nor a ticket ({{ $labels.reason }})"#,
        meaning: "a handoff within 15 minutes ended with nothing done and nothing noted",
        remedy: "`Handoff ended` in the log, and the call by `voice-gateway calls show`; then store and OmniPlay. Call these callers back.",
        .fires(
            [#"voice_handoff_total{instance="gw1",reason="user_request",outcome="failed"}"#: "_x5 1x30"], at: "8m",
            ["instance": "gw1", "reason": "user_request"], value: "1"),
        .silent(
            [
                #"voice_handoff_total{instance="gw1",reason="user_request",outcome="failed"}"#: "1x40",
                #"voice_handoff_total{instance="gw1",reason="user_request",outcome="transferred"}"#: "0+1x40",
            ], at: "20m"))

    private static let unanswered = AlertRule(
        "VoiceGatewayTransfersUnanswered", .warning, lasting: "5m",
        """
        sum by (instance) (increase(voice_gateway_transfers_total{outcome!~"transferred|caller_gone|cancelled"}[1h]))
          / sum by (instance) (increase(voice_gateway_transfers_total{outcome!~"caller_gone|cancelled"}[1h])) > 0.5
        and sum by (instance) (increase(voice_gateway_transfers_total{outcome!~"caller_gone|cancelled"}[1h])) >= 10
        """, summary: "{{ $value | humanizePercentage }} of the transfers on {{ $labels.instance }} come to nothing",
        meaning: "more than half of at least ten transfers within an hour were taken by nobody or broke; callers who hung up meanwhile don't count",
        remedy: "are the attendants whom OmniPlay calls online at their telephones, and those registered; is the domain that of `freeswitch`?",
        .fires(
            [
                #"voice_gateway_transfers_total{instance="gw1",outcome="no_answer"}"#: "0+2x90",
                #"voice_gateway_transfers_total{instance="gw1",outcome="not_registered"}"#: "0+1x90",
                #"voice_gateway_transfers_total{instance="gw1",outcome="transferred"}"#: "0+1x90",
                #"voice_gateway_transfers_total{instance="gw1",outcome="caller_gone"}"#: "0+9x90",
            ], at: "80m", ["instance": "gw1"], value: "75%"),
        // Too small a share, too few, not long enough, callers who hung up.
        .silent(
            [
                #"voice_gateway_transfers_total{instance="gw1",outcome="no_answer"}"#: "0+1x90",
                #"voice_gateway_transfers_total{instance="gw1",outcome="transferred"}"#: "0+3x90",
                #"voice_gateway_transfers_total{instance="gw2",outcome="busy"}"#: "0x60 1+1x4 5x40",
                #"voice_gateway_transfers_total{instance="gw3",outcome="no_answer"}"#: "0x79 20x20",
                #"voice_gateway_transfers_total{instance="gw4",outcome="caller_gone"}"#: "0+3x90",
                #"voice_gateway_transfers_total{instance="gw4",outcome="transferred"}"#: "0+1x90",
            ], at: "83m"))

    /// What OmniPlay is asked is told apart: questions fail at callers' cost, tickets wait.
    private static let omniPlayFails = AlertRule(
        "VoiceGatewayOmniPlayFails", .critical, lasting: "2m",
        """
        sum by (instance, request) (increase(voice_gateway_omniplay_requests_total{outcome!="ok"}[10m]))
          / sum by (instance, request) (increase(voice_gateway_omniplay_requests_total[10m])) > 0.2
        and sum by (instance, request) (increase(voice_gateway_omniplay_requests_total{outcome!="ok"}[10m])) >= 5
        """, summary: "{{ $value | humanizePercentage }} of the requests of {{ $labels.instance }} to OmniPlay fail: {{ $labels.request }}",
        meaning: "more than 20 % of the requests to OmniPlay, and at least five within ten minutes, failed; without `agents` nobody is transferred",
        remedy: "the panel of OmniPlay's outcomes: refused, token and company; timed_out and unavailable, OmniPlay; then `voice-gateway doctor`.",
        .fires(
            [
                #"voice_gateway_omniplay_requests_total{instance="gw1",request="agents",outcome="timed_out"}"#: "0+1x30",
                #"voice_gateway_omniplay_requests_total{instance="gw1",request="agents",outcome="ok"}"#: "0+3x30",
                #"voice_gateway_omniplay_requests_total{instance="gw1",request="ticket",outcome="ok"}"#: "0+3x30",
            ], at: "20m", ["instance": "gw1", "request": "agents"], value: "25%"),
        // Too small a share, too few, not long enough.
        .silent(
            [
                #"voice_gateway_omniplay_requests_total{instance="gw1",request="agents",outcome="timed_out"}"#: "0+1x50",
                #"voice_gateway_omniplay_requests_total{instance="gw1",request="agents",outcome="ok"}"#: "0+9x50",
                #"voice_gateway_omniplay_requests_total{instance="gw2",request="ticket",outcome="refused"}"#: "0x15 3x40",
                #"voice_gateway_omniplay_requests_total{instance="gw2",request="ticket",outcome="ok"}"#: "0x50",
                #"voice_gateway_omniplay_requests_total{instance="gw3",request="agents",outcome="unreachable"}"#: "0x20 20x30",
                #"voice_gateway_omniplay_requests_total{instance="gw3",request="agents",outcome="ok"}"#: "0+1x50",
            ], at: "22m"))

    private static let ticketsGivenUp = AlertRule(
        "VoiceGatewayTicketsGivenUp", .critical, "voice_gateway_outbox_failed > 0",
        summary: "{{ $value }} tickets of {{ $labels.instance }} were given up",
        meaning: "tickets that OmniPlay did not take within a week, or never will, are kept and not tried again",
        remedy: "`voice-gateway outbox list`, mend what `show` says, then `retry` or `drop` each.",
        .fires([#"voice_gateway_outbox_failed{instance="gw1"}"#: "0x3 2x9"], at: "5m", ["instance": "gw1"], value: "2"),
        .silent([#"voice_gateway_outbox_failed{instance="gw1"}"#: "2x3 0x9"], at: "5m"))

    private static let ticketsWait = AlertRule(
        "VoiceGatewayTicketsWait", .critical, lasting: "5m", "voice_gateway_outbox_oldest_seconds > 900",
        summary: "A ticket of {{ $labels.instance }} has waited {{ $value | humanizeDuration }} for OmniPlay",
        meaning: "a ticket has waited for OmniPlay for more than 15 minutes; none is lost for a week",
        remedy: "`voice-gateway doctor`, checks omniplay and tickets: is it up, does it take the token and the company?",
        .fires([#"voice_gateway_outbox_oldest_seconds{instance="gw1"}"#: "0+60x30"], at: "25m", ["instance": "gw1"], value: "25m 0s"),
        .silent([#"voice_gateway_outbox_oldest_seconds{instance="gw1"}"#: "0+60x18 0x20"], at: "18m"))

    private static let ticketsPileUp = AlertRule(
        "VoiceGatewayTicketsPileUp", .warning, lasting: "10m", "voice_gateway_outbox_pending > 20 and deriv(voice_gateway_outbox_pending[15m]) > 0",
        summary: "{{ $value }} tickets of {{ $labels.instance }} wait for OmniPlay, and more and more",
        meaning: "more than 20 tickets waited for OmniPlay, and the number grew for ten minutes",
        remedy: "OmniPlay's answers in the log (`OmniPlay did not take a ticket`); is it slow rather than down?",
        .fires([#"voice_gateway_outbox_pending{instance="gw1"}"#: "0+4x40"], at: "30m", ["instance": "gw1"], value: "120"),
        .silent(
            [
                #"voice_gateway_outbox_pending{instance="gw1"}"#: "160-4x40", #"voice_gateway_outbox_pending{instance="gw2"}"#: "0+0.5x40",
                #"voice_gateway_outbox_pending{instance="gw3"}"#: "30x22 40x20",
            ], at: "25m"))
}
