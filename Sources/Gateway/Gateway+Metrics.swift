import CallControl
import Foundation
import Settings
import Telemetry
import Transport

/// What is worked out when it is asked for.
extension Gateway {
    var metricsText: String { shared.metrics.registry.text }

    func declareMetrics() {
        let registry = shared.metrics.registry
        registry.computed("voice_gateway_ready", "1 while new calls are taken.") { [weak self] in self?.isReady == true ? 1 : 0 }
        registry.computed("voice_gateway_limit_calls", "Calls at once; more are refused.") { [weak self] in
            Double(self?.shared.settings.limits.maxCalls ?? 0)
        }
        registry.computed("voice_gateway_records_dropped_total", "Call records that could not be written to disk.") { [weak self] in
            Double(self?.shared.records.lost ?? 0)
        }
        if let office = shared.office { declareMetrics(of: office, in: registry) }
        if let board = shared.switchboard { declareMetrics(of: board, in: registry) }
        if let recorder = shared.recorder {
            registry.computed("voice_gateway_recordings_active", "Recordings under way.") { Double(recorder.active) }
            registry.computed("voice_gateway_recording_uploads_pending", "Recordings that wait for their upload.") { Double(recorder.pendingUploads) }
        }
        registry.computed("voice_gateway_build_info", "1; the version is in the label.", ["version": Self.version]) { 1 }
        declareProcess(in: registry)
    }

    /// Named as by Prometheus' client libraries.
    private func declareProcess(in registry: MetricRegistry) {
        let started = ProcessTime.startedAt ?? startedAt.timeIntervalSince1970
        registry.computed("process_start_time_seconds", "When the process began, in Unix seconds.") { started }
        registry.computed("process_cpu_seconds_total", "Processor time used, of all threads.") { ProcessTime.used }
        registry.computed("process_resident_memory_bytes", "Memory in use.") { Double(ProcessMemory.resident) }
        registry.computed("process_open_fds", "Open file descriptors.") { Double(ProcessFiles.open) }
        registry.computed("process_max_fds", "Most file descriptors that may be open.") { ProcessFiles.limit }
    }

    func declareMetrics(of loop: EventLoop) {
        let registry = shared.metrics.registry
        let label = ["loop": "\(loop.index)"]
        registry.computed("voice_gateway_loop_lateness_seconds", "How late a loop's ticks come, smoothed.", label) { loop.load.lateness.inMilliseconds / 1_000 }
        registry.computed("voice_gateway_loop_worst_lateness_seconds", "The latest tick of the last minute or two.", label) {
            loop.load.worstLateness.inMilliseconds / 1_000
        }
        registry.computed("voice_gateway_loop_late_ticks_total", "Times a loop's ticks came more than 20 ms late.", label) { Double(loop.load.lateTicks) }
        registry.computed("voice_gateway_loop_busy_ratio", "Share of a core a loop uses.", label) { loop.load.busy }
    }
}
