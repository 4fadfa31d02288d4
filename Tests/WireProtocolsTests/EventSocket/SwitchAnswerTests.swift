import CallControl
import Testing

@testable import WireProtocols

@Suite struct SwitchAnswerTests {
    private static let c = ChannelID("c")
    private static let user = Extension(number: "200", domain: "d")
    private static let ringing = SwitchRequest.originate(Origination(legs: [.init(c, .user(user))], ringTime: .seconds(1)))

    @Test(
        arguments: [
            (.presence(user), "sofia/internal/sip:200@10.0.0.7:5060", .presence(.registered)),
            (.presence(user), "error/user_not_registered", .presence(.notRegistered)), (.presence(user), "-ERR oops\n", .presence(.unknown)),
            (.presence(user), "", .presence(.unknown)), (ringing, "+OK c\n", .answered(c)), (ringing, "-ERR USER_BUSY\n", .hungUp(.userBusy)),
            (ringing, "-ERR NO_ANSWER", .hungUp(.noAnswer)), (ringing, "-ERR Invalid syntax here\n", .failed("Invalid syntax here")),
            (ringing, "-USAGE: <call url>", .failed("<call url>")), (ringing, "+OK", .failed("+OK")), (ringing, "", .failed("")),
            (.exists(c), "true", .exists(true)), (.exists(c), "false", .exists(false)), (.exists(c), "-ERR No", .failed("No")),
            (.bridge(c, c), "+OK d\n", .accepted), (.bridge(c, c), "-ERR Invalid uuid\n", .failed("Invalid uuid")),
            (.transfer(c, number: "9", context: "x"), "+OK\n", .accepted), (.hangUp(c, .userBusy), "-ERR No such channel!\n", .failed("No such channel!")),
            (.play(c, .file("/x")), "+OK Message sent\n", .accepted),
            (.startRecording(c, path: "/x"), "-ERR Cannot locate session!\n", .failed("Cannot locate session!")),
            (.registrations, #"{"row_count":0}"#, .registrations([])),
            (.registrations, #"{"row_count":2,"rows":[{"reg_user":"200","realm":"d"},{"x":1}]}"#, .registrations([user])),
            (.registrations, "-ERR no", .failed("no")), (.streamUsage, "-USAGE: <uuid> [start | stop]\n", .usage("<uuid> [start | stop]")),
            (.streamUsage, "-ERR uuid_audio_stream Command not found!\n", .failed("uuid_audio_stream Command not found!")),
        ] as [(SwitchRequest, String, SwitchAnswer)]) func readsAnswers(_ request: SwitchRequest, _ text: String, _ answer: SwitchAnswer)
    {
        #expect(request.answer(from: text) == answer)
    }
}
