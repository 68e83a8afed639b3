/// What each command takes. One function a group of commands.
extension CommandName {
    public var spec: CommandSpec {
        switch self {
        case .run, .check, .status, .endpoints, .sampleUpstream, .completion, .man, .version, .help:
            self.programSpec
        case .explain, .top: self.observingSpec
        case .keysCreate, .keysUpdate: self.keyMakingSpec
        case .keysRotate, .keysSuspend, .keysResume, .keysLimits: self.keyChangingSpec
        case .keysImport, .keysExport, .keysCheckSecret: self.keyMovingSpec
        case .keysList, .keysShow, .keysInvalidate: self.keyFindingSpec
        case .rolesList, .rolesShow, .rolesPut, .rolesDelete: self.roleSpec
        case .usersAdd, .usersPassword, .usersRoles, .usersDelete, .usersEnable, .usersDisable, .usersList:
            self.userSpec
        case .auditVerify: self.auditSpec
        case .certutilAuthority, .certutilCertificate: self.certificateSpec
        }
    }

    private var programSpec: CommandSpec {
        var spec: CommandSpec
        switch self {
        case .run:
            spec = CommandSpec("start the proxy")
            spec.options = [CommandSpec.configuration]
            spec.details = [
                "SIGTERM finishes what is in flight and ends it; SIGUSR1 opens the audit file again."
            ]
        case .check:
            spec = CommandSpec("say what is wrong with a configuration, without starting")
            spec.options = [CommandSpec.configuration, CommandSpec.json, CommandSpec.quiet]
        case .status:
            spec = CommandSpec("say whether a running proxy and its cluster answer, and as whom")
            spec.options = [CommandSpec.json, CommandSpec.quiet]
            spec.connects = true
        case .endpoints:
            spec = CommandSpec("list the routes of a release that are known, with the actions they need")
            spec.options = [
                .init(.release, .text("RELEASE"), "for example 7.17 or opensearch-2.19"), CommandSpec.json,
            ]
        case .sampleUpstream:
            spec = CommandSpec(
                "start a small in-memory server that answers like Elasticsearch, for trying out")
            spec.options = [.init(.port, .text("N"), "where it listens on 127.0.0.1 (default: a free port)")]
        case .completion:
            spec = CommandSpec("print a script that completes commands and options in a shell")
            spec.operands = [.init("SHELL", choices: CompletionShell.allCases.map(\.rawValue))]
            spec.examples = ["source <(keyward completion bash)"]
        case .man:
            spec = CommandSpec("print the manual page")
            spec.examples = ["keyward man | man -l -"]
        case .version: spec = CommandSpec("versions of the program and its libraries")
        default:
            spec = CommandSpec("say what there is")
            spec.operands = [.init("COMMAND", isRequired: false, repeats: true)]
        }
        return spec
    }

    private var auditSpec: CommandSpec {
        var spec = CommandSpec("find lines of a chained audit trail that are missing or altered")
        spec.operands = [.init("FILE", repeats: true)]
        spec.options = [
            .init(.data, .folder, "the folder of audit.key and audit-chain (default: data)")
        ]
        spec.details = ["Files are named in the order in which they were written."]
        spec.examples = ["keyward audit verify logs/audit.json.2 logs/audit.json.1 logs/audit.json"]
        return spec
    }

    private var certificateSpec: CommandSpec {
        let out = CommandSpec.Option(
            .out, .folder, "where the files are written (default: the current folder)")
        let days = CommandSpec.Option(.days, .text("N"), "days that it is valid")
        guard self == .certutilCertificate else {
            var spec = CommandSpec("make a certificate authority: ca.crt and ca.key")
            spec.options = [out, days]
            return spec
        }
        var spec = CommandSpec("make a certificate that an authority signs: NAME.crt and NAME.key")
        spec.options = [
            .init(.authorities, .folder, "the folder of ca.crt and ca.key"),
            .init(.out, .folder, "where the files are written (default: the folder of the authority)"),
            .init(.name, .text("NAME"), "of the files and of the subject (default: server)"),
            .init(.dns, .text("NAME[,NAME]"), "host names that it is for"),
            .init(.address, .text("ADDRESS[,ADDRESS]"), "addresses that it is for"),
            days,
            .init(.client, .flag, "for a client in place of a server"),
        ]
        return spec
    }
}

extension CommandSpec {
    static let configuration = Option(.config, .file, "the configuration (default: conf/keyward.yml)")
}
