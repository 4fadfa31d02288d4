extension LimitSettings {
    init(_ section: Section) {
        let megabytes = 65_536...67_108_864
        maxCalls = section.integer("max_calls", default: 2_000, in: 1...1_000_000, "Calls at once; more are answered 503.")
        maxLoopLateness = section.milliseconds(
            "max_loop_lateness_ms", default: 20, in: 1...1_000, "New calls are refused while a loop's ticks come later than this.")
        maxStreamMessage = section.integer(
            "max_stream_message_bytes", default: 262_144, in: 1_024...16_777_216,
            "Longest message taken from FreeSWITCH; longer ones close the stream with 1009.")
        maxProviderMessage = section.integer("max_provider_message_bytes", default: 16_777_216, in: megabytes, "Longest message taken from a provider.")
        streamBacklog = section.integer(
            "stream_backlog_bytes", default: 1_048_576, in: megabytes, "What may wait for a FreeSWITCH that reads slowly; beyond it the call is ended.")
        providerBacklog = section.integer(
            "provider_backlog_bytes", default: 1_048_576, in: megabytes, "What may wait for a provider that reads slowly; beyond it the call is ended.")
        maxPlayout = section.seconds("max_playout_seconds", default: 120, in: 1...3_600, "Agent audio that may wait to be played; more is dropped and counted.")
        holdCallerAudio = section.milliseconds(
            "hold_caller_audio_ms", default: 2_000, in: 0...10_000, "Caller audio kept until the provider is ready; the oldest is dropped and counted.")
        section.finish()
    }
}
