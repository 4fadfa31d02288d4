import CallControl
import Settings
import Transport
import WireProtocols

/// The secretary is asked of FusionPBX while the stream is already open.
extension StreamConnection {
    func ask(_ question: SecretaryQuestion) {
        var waiting = WaitingStream(question, since: context.now)
        let connection = LoopBound(self, on: context.loop)
        if let answer = question.directory.ask(question.key, completion: { answer in connection.onLoop { $0.learned(answer) } }) {
            self.waiting = waiting
            return learned(answer)
        }
        waiting.timer = context.loop.after(question.directory.settings.lookUpTimeout) { [weak self] in self?.learned(question.directory.answerNow(question.key))
        }
        self.waiting = waiting
    }

    /// Answers come from other threads: by then the deadline may have passed, or the caller be gone.
    private func learned(_ answer: SecretaryAnswer) {
        guard var waiting else { return }
        self.waiting = nil
        waiting.timer?.cancel()
        waiting.question.directory.count(answer, after: context.now - waiting.since)
        if let problem = answer.problem { context.reporter.secretaryMissing(waiting.question, problem) }
        do {
            begin(try waiting.question.prepare(answer))
        } catch {
            context.shared.directory.release(waiting.question.call, from: context.index)
            context.shared.metrics.refused(.notServable)
            context.reporter.refused(waiting.question.call, error.reason, at: context.now)
            return close(code: error.closeCode, reason: error.reason)
        }
        waiting.drain { kind, payload in host?.streamReceived(kind, payload, from: self) }
    }

    /// The caller is gone before the answer came.
    func stopWaiting() {
        guard let waiting else { return }
        self.waiting = nil
        waiting.timer?.cancel()
        context.shared.directory.release(waiting.question.call, from: context.index)
    }
}
