/// A systemd unit that gives the gateway what it needs and nothing else (systemd.exec(5)).
public struct SystemdTemplate: Sendable {
    public var executable: String
    public var config: String
    public var environment: String
    public var maxCalls: Int

    public init(executable: String, config: String, environment: String, maxCalls: Int) {
        self.executable = executable
        self.config = config
        self.environment = environment
        self.maxCalls = maxCalls
    }

    public func files() throws(TemplateRefusal) -> [InstallationFile] {
        for (option, path) in [("executable", executable), ("config", config), ("environment", environment)] { try Self.check(path, option) }
        guard (1...100_000).contains(maxCalls) else { throw TemplateRefusal(option: "max-calls", expected: "1 to 100000") }
        return [
            InstallationFile(name: "voice-gateway.service", text: unit),
            InstallationFile(name: "gateway.yaml", text: StarterConfiguration.text(data: "/var/lib/voice-gateway")),
            InstallationFile(name: "environment", text: EnvironmentTemplate.text(omniplay: "http://127.0.0.1:8080"), mode: 0o600),
        ]
    }

    private static func check(_ path: String, _ option: String) throws(TemplateRefusal) {
        guard path.hasPrefix("/"), TemplateText.isPrintable(path), !path.contains("//"), !path.split(separator: "/").contains("..") else {
            throw TemplateRefusal(option: option, expected: "an absolute path")
        }
    }

    /// Both sockets of a call, its recording, and what lies beside.
    private var openFiles: Int { max(65_536, maxCalls * 3 + 1_024) }

    private var unit: String {
        """
        [Unit]
        Description=Carries phone calls between FreeSWITCH and speech-to-speech providers
        Wants=network-online.target
        After=network-online.target freeswitch.service postgresql.service
        StartLimitIntervalSec=300
        StartLimitBurst=10

        [Service]
        Type=exec
        ExecStartPre=\(TemplateText.unitArgument(executable)) config check \(TemplateText.unitArgument(config))
        ExecStart=\(TemplateText.unitArgument(executable)) serve --config \(TemplateText.unitArgument(config))
        ExecReload=/bin/kill -HUP $MAINPID
        # Secrets and VOICE_AI_SERVICE_TOKEN, OMNIPLAY_API_URL; root's alone (chmod 600): systemd reads it before it gives up its rights.
        EnvironmentFile=-\(TemplateText.unitPath(environment))
        WorkingDirectory=/var/lib/voice-gateway
        Restart=on-failure
        RestartSec=2
        # SIGTERM lets running calls finish: drain_deadline_seconds (120) and a little more.
        TimeoutStopSec=150
        KillMode=mixed

        DynamicUser=yes
        User=voice-gateway
        StateDirectory=voice-gateway
        StateDirectoryMode=0700
        UMask=0077
        LimitNOFILE=\(openFiles)

        ProtectSystem=strict
        ProtectHome=yes
        PrivateTmp=yes
        PrivateDevices=yes
        PrivateUsers=yes
        PrivateMounts=yes
        ProtectClock=yes
        ProtectHostname=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        ProtectKernelTunables=yes
        ProtectControlGroups=yes
        ProtectProc=invisible
        ProcSubset=pid
        NoNewPrivileges=yes
        RemoveIPC=yes
        LockPersonality=yes
        MemoryDenyWriteExecute=yes
        RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        CapabilityBoundingSet=
        AmbientCapabilities=
        SystemCallArchitectures=native
        SystemCallFilter=@system-service
        SystemCallFilter=~@privileged @resources
        # Binding a thread to a core (pin_loops) is among @resources.
        SystemCallFilter=sched_setaffinity
        SystemCallErrorNumber=EPERM

        [Install]
        WantedBy=multi-user.target

        """
    }
}
