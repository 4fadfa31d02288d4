/// The variables of an installation, with OmniPlay's own names, which the gateway takes as they are.
enum EnvironmentTemplate {
    static func text(omniplay: String) -> String {
        """
        # OmniPlay's back end, without /api; empty: nobody is transferred and no ticket is made.
        OMNIPLAY_API_URL=\(TemplateText.environment(omniplay))
        # openssl rand -hex 32; the same as VOICE_AI_SERVICE_TOKEN in the .env of OmniPlay's back end.
        VOICE_AI_SERVICE_TOKEN=

        # The key of the provider that speaks for your secretaries.
        OPENAI_API_KEY=
        ELEVENLABS_API_KEY=
        XAI_API_KEY=

        # For freeswitch: {main: …}; the password in FreeSWITCH's event_socket.conf.xml.
        #VOICE_GATEWAY_FREESWITCH_MAIN_PASSWORD=
        # For listeners: {default: …}; FreeSWITCH sends it as the bearer token. openssl rand -hex 32
        #VOICE_GATEWAY_LISTENERS_DEFAULT_TOKEN=

        """
    }
}
