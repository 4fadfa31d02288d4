/// A dialplan extension that answers a number and gives the call to the gateway, and the Lua script that does it.
public struct FreeSwitchTemplate: Sendable {
    /// The builds of mod_audio_stream, as `listeners.NAME.stream.profile` names them.
    public enum Profile: String, CaseIterable, Sendable { case fork, voxcom, upstream, commercial }

    public var gateway: String
    public var secretary: String
    public var number: String
    public var profile: Profile
    public var rate: Int
    public var tokenFile: String?
    public var fallback: String?

    public init(gateway: String, secretary: String, number: String, profile: Profile, rate: Int = 8_000, tokenFile: String? = nil, fallback: String? = nil) {
        self.gateway = gateway
        self.secretary = secretary
        self.number = number
        self.profile = profile
        self.rate = rate
        self.tokenFile = tokenFile
        self.fallback = fallback
    }

    public func files() throws(TemplateRefusal) -> [InstallationFile] {
        try check()
        return [InstallationFile(name: "voice-gateway.xml", text: dialplan), InstallationFile(name: "voice_gateway.lua", text: script)]
    }

    /// The module's own address parser knows a host of letters, digits, dots and hyphens, in lower-case schemes, and no IPv6 literal.
    private func check() throws(TemplateRefusal) {
        guard gateway.wholeMatch(of: #/wss?://[A-Za-z0-9.\-]+(:[0-9]{1,5})?/?/#) != nil else {
            throw TemplateRefusal(option: "gateway", expected: "ws://host:port or wss://host:port, without path, underscore or IPv6 literal")
        }
        guard secretary.wholeMatch(of: #/[A-Za-z0-9._\-]{1,64}/#) != nil, secretary.contains(where: { $0 != "." }) else {
            throw TemplateRefusal(option: "secretary", expected: "1 to 64 letters, digits, dots, hyphens or underscores")
        }
        guard number.wholeMatch(of: #/[0-9A-Za-z*#+._\-]{1,32}/#) != nil else { throw TemplateRefusal(option: "extension", expected: "what can be dialled") }
        guard rate == 8_000 || rate == 16_000 else { throw TemplateRefusal(option: "rate", expected: "8000 or 16000") }
        if let fallback, fallback.wholeMatch(of: #/[0-9A-Za-z*#+._\-]{1,32}/#) == nil {
            throw TemplateRefusal(option: "fallback", expected: "an extension")
        }
        if let tokenFile, !tokenFile.hasPrefix("/") || !TemplateText.isPrintable(tokenFile) {
            throw TemplateRefusal(option: "token-file", expected: "an absolute path on FreeSWITCH's machine")
        }
    }

    /// Answers, lets the script start the stream, and parks: while a call is streamed nothing else may play into it.
    private var dialplan: String {
        let codec = profile == .fork ? "\n      <action application=\"set\" data=\"absolute_codec_string=PCMU\"/>" : ""
        return """
            <include>
              <!-- While a call is streamed nothing else may play into it: it is parked. voice_gateway.lua hangs it up. -->
              <extension name="\(TemplateText.xml("voice-gateway-\(number)"))">
                <condition field="destination_number" expression="\(TemplateText.xml(TemplateText.expression(number)))">
                  <action application="set" data="hangup_after_bridge=true"/>\(codec)
                  <action application="answer"/>
                  <action application="lua" data="\(TemplateText.xml("voice_gateway.lua \(secretary)"))"/>
                  <action application="park"/>
                </condition>
              </extension>
            </include>

            """
    }

    private var script: String {
        var base = gateway[...]
        while base.hasSuffix("/") { base = base.dropLast() }
        let warmUp = profile == .fork ? "40" : nil
        let settings = [
            "local GATEWAY = \(TemplateText.lua(String(base)))", "local SECRETARY = \(TemplateText.lua(secretary))",
            "local QUERY = \(TemplateText.lua("?profile=\(profile.rawValue)&rate=\(rate)\(warmUp.map { "&warmup_ms=\($0)" } ?? "")"))",
            "local RATE = \(TemplateText.lua(rate == 8_000 ? "8k" : "16k"))", "local WARM_UP_MS = \(warmUp.map(TemplateText.lua) ?? "nil")",
            "local TOKEN_FILE = \(tokenFile.map(TemplateText.lua) ?? "nil")", "local FALLBACK = \(fallback.map(TemplateText.lua) ?? "nil")",
        ]
        return settings.joined(separator: "\n") + "\n" + FreeSwitchScript.body
    }
}
