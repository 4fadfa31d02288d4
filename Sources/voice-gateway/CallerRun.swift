import Audio
import CallControl
import Dispatch
import Foundation
import Locking
import Simulation
import Transport

/// Runs one simulated call to its end on a loop of its own.
final class CallerRun: Sendable {
    struct Outcome: Sendable {
        var result: CallerResult
        var said: WAVFile
        var heard: WAVFile
    }

    private let loop = EventLoop(index: 900)
    private let resolver = Resolver()

    init() { loop.start() }

    func run(
        callID: String, settings: CallerSettings, scenario: CallScenario, utterances: [CallerUtterance?],
        onEvent: @escaping @Sendable (CallerEvent, Duration) -> Void
    ) -> Outcome {
        let done = DispatchSemaphore(value: 0)
        let box = Locked<Outcome?>(nil)
        let (loop, resolver) = (loop, resolver)
        loop.submit {
            let caller = SimulatedCaller(callID: callID, settings: settings, utterances: utterances, scenario: scenario, loop: loop, onEvent: onEvent) {
                caller in
                let outcome =
                    Outcome(
                        result: caller.result, said: WAVFile(rate: settings.rate, samples: caller.said),
                        heard: WAVFile(rate: caller.heardRate, samples: caller.heard))
                box.withLock { $0 = outcome }
                done.signal()
            }
            caller.dial(resolver: resolver, contexts: TLSContexts())
        }
        done.wait()
        loop.stop()
        loop.join()
        resolver.stop()
        guard let outcome = box.withLock({ $0 }) else { preconditionFailure("the call has not ended") }
        return outcome
    }
}

extension CallerRun.Outcome {
    /// Writes `heard.wav` and `both.wav` (left the caller, right what the caller heard).
    func write(to folder: String) throws {
        try OutputFolder.make(folder)
        try heard.write(to: folder + "/heard.wav")
        var caller = said.samples
        if said.rate != heard.rate {
            var resampler = Resampler(from: said.rate, to: heard.rate)
            var output: [Int16] = []
            resampler.process(caller.span, appendingTo: &output)
            caller = output
        }
        var both: [Int16] = []
        both.reserveCapacity(heard.samples.count * 2)
        for index in heard.samples.indices { both += [index < caller.count ? caller[index] : 0, heard.samples[index]] }
        try WAVFile(rate: heard.rate, channels: 2, samples: both).write(to: folder + "/both.wav")
    }
}
