import Audio
import CallControl
import Foundation
import Testing

@testable import WireProtocols

@Suite struct StreamDownlinkEncoderTests {
    @Test(arguments: [
        (StreamProfile.fork, AudioFormat.linear16(.hz8000), "raw", 8_000), (.upstream, .linear16(.hz16000), "raw", 16_000), (.fork, .pcmu, "PCMU", 8_000),
        (.voxcom, .pcma, "PCMA", 8_000),
    ])
    func audioIsAStreamAudioMessage(_ profile: StreamProfile, _ format: AudioFormat, _ name: String, _ rate: Int) {
        let encoder = StreamDownlinkEncoder(profile: profile, format: format)
        let audio = [UInt8].ramp(320)
        var message: [UInt8] = []
        #expect(encoder.encodeAudio(audio.span, into: &message) == .text)
        let base64 = Data(audio).base64EncodedString()
        #expect(message.text == #"{"type":"streamAudio","data":{"audioDataType":"\#(name)","sampleRate":\#(rate),"audioData":"\#(base64)"}}"#)
    }

    @Test func theCommercialBuildTakesBareSamples() {
        let encoder = StreamDownlinkEncoder(profile: .commercial, format: .linear16(.hz16000))
        let audio = [UInt8].ramp(640)
        var message: [UInt8] = []
        #expect(encoder.encodeAudio(audio.span, into: &message) == .binary)
        #expect(message == audio)
    }

    @Test(arguments: StreamProfile.allCases)
    func onlyWholeSamplesAreSent(_ profile: StreamProfile) throws {
        let encoder = StreamDownlinkEncoder(profile: profile, format: .linear16(.hz8000))
        for count in 0..<9 {
            var message: [UInt8] = []
            guard encoder.encodeAudio([UInt8].ramp(count).span, into: &message) == .text else {
                #expect(message.count == count / 2 * 2)
                continue
            }
            let base64 = try #require(try JSONValue(text: message.text)["data"]?["audioData"]?.stringValue)
            #expect(try #require(Data(base64Encoded: base64)).count == count / 2 * 2)
        }
    }

    @Test(arguments: StreamProfile.allCases)
    func onlyTheForkCanBeToldToStop(_ profile: StreamProfile) {
        var message: [UInt8] = []
        let stops = StreamDownlinkEncoder(profile: profile, format: .linear16(.hz8000)).encodeFlush(into: &message)
        #expect(stops == profile.canFlush)
        #expect(message.text == (profile == .fork ? #"{"type":"stopAudio"}"# : ""))
    }

    @Test func profilesHoldWhatWasObserved() {
        #expect(StreamProfile.fork.defaultWarmUp == .milliseconds(400))
        #expect(StreamProfile.fork.bufferLimit(frame: .milliseconds(20)) == .seconds(2))
        #expect(StreamProfile.fork.lead(frame: .milliseconds(20), warmUp: .milliseconds(400)) == .milliseconds(400))
        #expect(StreamProfile.fork.lead(frame: .milliseconds(20), warmUp: .milliseconds(40)) == .milliseconds(80))
        #expect(StreamProfile.voxcom.lead(frame: .milliseconds(20), warmUp: .zero) == .zero)
        #expect(StreamProfile.voxcom.lead(frame: .milliseconds(200), warmUp: .zero) == .milliseconds(100))
        #expect(StreamProfile.fork.downlinkFormat(streamRate: .hz16000) == .linear16(.hz8000))
        #expect(StreamProfile.voxcom.downlinkFormat(streamRate: .hz16000) == .linear16(.hz16000))
        #expect(StreamProfile.upstream.downlinkFormat(streamRate: .hz48000) == .linear16(.hz16000))
        #expect(StreamProfile.allCases.filter(\.playsThroughEventSocket) == [.upstream])
    }
}
