/// A compose file and its `.env`, with the names of OmniPlay's documentation: service `voice-ai-realtime`, `VOICE_AI_SERVICE_TOKEN`,
/// `OMNIPLAY_API_URL`.
public struct ComposeTemplate: Sendable {
    public var omniplay: String
    public var port: Int

    public init(omniplay: String, port: Int) {
        self.omniplay = omniplay
        self.port = port
    }

    public func files() throws(TemplateRefusal) -> [InstallationFile] {
        let isAddress = omniplay.hasPrefix("http://") || omniplay.hasPrefix("https://")
        let isPlain = omniplay.utf8.allSatisfy { (0x21...0x7E).contains($0) } && !omniplay.contains { "'\"\\$`#?@".contains($0) }
        guard isAddress, isPlain else { throw TemplateRefusal(option: "omniplay", expected: "an address like http://backend:8080") }
        guard (1...65_535).contains(port) else { throw TemplateRefusal(option: "port", expected: "1 to 65535") }
        return [
            InstallationFile(name: "docker-compose.yml", text: compose), InstallationFile(name: "gateway.yaml", text: StarterConfiguration.text()),
            InstallationFile(name: ".env", text: EnvironmentTemplate.text(omniplay: omniplay) + "# On the host.\nVOICE_GATEWAY_PORT=\(port)\n", mode: 0o600),
        ]
    }

    private var compose: String {
        """
        # Beside this file: .env (chmod 600), gateway.yaml, and the executable, built on Debian 12 with
        #   swift build -c release --static-swift-stdlib --product voice-gateway
        services:
          voice-ai-realtime:
            build:
              context: .
              dockerfile_inline: |
                FROM debian:12-slim
                RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl tzdata libcurl4 libogg0 libopus0 libsqlite3-0 libpq5 \\
                    libssl3 libuv1 libwebrtc-audio-processing1 libwebsockets17 libwebsockets-evlib-uv && rm -rf /var/lib/apt/lists/*
                RUN useradd --system --uid 10001 --home-dir /data voice && install -d -o voice -g voice -m 0700 /data
                COPY voice-gateway /usr/local/bin/voice-gateway
                USER voice
                WORKDIR /data
                ENTRYPOINT ["voice-gateway"]
            command: ["serve", "--config", "/etc/voice-gateway/gateway.yaml"]
            environment:
              VOICE_AI_SERVICE_TOKEN: "${VOICE_AI_SERVICE_TOKEN:?set it in .env, the same as in the back end's}"
              OMNIPLAY_API_URL: "${OMNIPLAY_API_URL:?set it in .env}"
              # Of variables that gateway.yaml needs beside these, each wants a line here, e.g. VOICE_GATEWAY_FUSIONPBX_CONNINFO.
              OPENAI_API_KEY: "${OPENAI_API_KEY:-}"
              ELEVENLABS_API_KEY: "${ELEVENLABS_API_KEY:-}"
              XAI_API_KEY: "${XAI_API_KEY:-}"
              VOICE_GATEWAY_LISTENERS_DEFAULT_HOST: "0.0.0.0"
              VOICE_GATEWAY_LISTENERS_DEFAULT_TOKEN: "${VOICE_GATEWAY_LISTENERS_DEFAULT_TOKEN:?set it in .env: openssl rand -hex 32}"
              VOICE_GATEWAY_FREESWITCH_MAIN_HOST: "${VOICE_GATEWAY_FREESWITCH_MAIN_HOST:-host.docker.internal}"
              VOICE_GATEWAY_FREESWITCH_MAIN_PASSWORD: "${VOICE_GATEWAY_FREESWITCH_MAIN_PASSWORD:?set it in .env}"
              # Protocol numbers begin with the day here.
              TZ: "${TZ:-America/Sao_Paulo}"
              VOICE_GATEWAY_STORE_PATH: "/data/store.sqlite"
              VOICE_GATEWAY_RECORDS_DIRECTORY: "/data/records"
            volumes:
              - "./gateway.yaml:/etc/voice-gateway/gateway.yaml:ro"
              - "voice-data:/data"
            ports:
              - "${VOICE_GATEWAY_PORT:-\(port)}:8085"
            extra_hosts:
              - "host.docker.internal:host-gateway"
            restart: unless-stopped
            # Running calls finish: drain_deadline_seconds (120) and a little more.
            stop_grace_period: 150s
            ulimits:
              nofile: 65536
            read_only: true
            tmpfs: ["/tmp"]
            cap_drop: ["ALL"]
            security_opt: ["no-new-privileges:true"]
            healthcheck:
              test: ["CMD", "curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8085/readyz"]
              interval: 10s
              timeout: 3s
              retries: 3
        volumes:
          voice-data:

        """
    }
}
