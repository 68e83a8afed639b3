internal import Commands
internal import Glibc

/// The program: one command a file. What commands take is in the module `Commands`.
@main
struct Keyward {
    static let version = "0.1.0"

    static func main() {
        let code = self.run(Array(CommandLine.arguments.dropFirst()))
        // `print` is buffered when standard output is a pipe.
        fflush(nil)
        exit(code)
    }

    private static func run(_ arguments: [String]) -> Int32 {
        switch arguments.first {
        case "--help", "-h":
            print(HelpText.overview())
            return 0
        case "--version", "-V": return VersionCommand.run()
        default: break
        }
        guard let (command, rest) = CommandName.find(arguments) else { return self.explain(arguments) }
        let read: Arguments
        do throws(Arguments.Fault) {
            read = try Arguments(command, rest)
        } catch {
            Console.complain(
                "keyward \(command.rawValue): \(DisplayWidth.safe("\(error)"))\nusage: \(HelpText.usage(command))"
            )
            return 2
        }
        guard !read.has(.help) else {
            print(HelpText.of(command))
            return 0
        }
        return self.run(read)
    }

    /// Says what there is to somebody who named no command.
    private static func explain(_ arguments: [String]) -> Int32 {
        guard let word = arguments.first else {
            Console.complain(HelpText.overview())
            return 2
        }
        let group = CommandName.group(word)
        if !group.isEmpty, arguments.dropFirst().allSatisfy({ $0 == "--help" || $0 == "-h" }),
            arguments.count > 1
        {
            print(HelpText.overview(group))
            return 0
        }
        let known = group.isEmpty ? CommandName.allCases : group
        let meant = Nearest.of(
            arguments.prefix(known[0].words.count).joined(separator: " "), known.map(\.rawValue))
        if !group.isEmpty, arguments.count == 1 {
            Console.complain(HelpText.overview(group))
        } else {
            Console.complain(
                "keyward: there is no such command" + (meant.map { "; did you mean keyward \($0)?" } ?? "")
                    + "\n"
                    + HelpText.overview(known))
        }
        return 2
    }

    private static func run(_ arguments: Arguments) -> Int32 {
        switch arguments.command {
        case .run: RunCommand.run(arguments)
        case .check: CheckCommand.run(arguments)
        case .status: Session.run(arguments, StatusCommand.run)
        case .explain: Session.run(arguments, ExplainCommand.run)
        case .top: Session.run(arguments, TopCommand.run)
        case .keysCreate: Session.run(arguments, KeysCreateCommand.run)
        case .keysList: Session.run(arguments, KeysListCommand.run)
        case .keysShow: Session.run(arguments, KeysShowCommand.run)
        case .keysUpdate: Session.run(arguments, KeysUpdateCommand.run)
        case .keysInvalidate: Session.run(arguments, KeysInvalidateCommand.run)
        case .keysRotate: Session.run(arguments, KeysRotateCommand.run)
        case .keysSuspend, .keysResume: Session.run(arguments, KeysSuspendCommand.run)
        case .keysLimits: Session.run(arguments, KeysLimitsCommand.run)
        case .keysImport: Session.run(arguments, KeysImportCommand.run)
        case .keysExport: Session.run(arguments, KeysExportCommand.run)
        case .keysCheckSecret: KeysCheckSecretCommand.run(arguments)
        case .rolesList: Session.run(arguments, RolesListCommand.run)
        case .rolesShow: Session.run(arguments, RolesShowCommand.run)
        case .rolesPut: Session.run(arguments, RolesPutCommand.run)
        case .rolesDelete: Session.run(arguments, RolesDeleteCommand.run)
        case .usersAdd, .usersPassword, .usersRoles, .usersDelete, .usersList: UsersEntry.run(arguments)
        case .usersEnable, .usersDisable: Session.run(arguments, NativeUsersCommand.run)
        case .auditVerify: AuditVerifyCommand.run(arguments)
        case .certutilAuthority, .certutilCertificate: CertutilCommand.run(arguments)
        case .endpoints: EndpointsCommand.run(arguments)
        case .sampleUpstream: SampleCommand.run(arguments)
        case .completion: CompletionCommand.run(arguments)
        case .man: CompletionCommand.printManual()
        case .version: VersionCommand.run()
        case .help: self.help(arguments)
        }
    }

    private static func help(_ arguments: Arguments) -> Int32 {
        guard !arguments.operands.isEmpty else {
            print(HelpText.overview())
            return 0
        }
        if let (command, rest) = CommandName.find(arguments.operands), rest.isEmpty {
            print(HelpText.of(command))
            return 0
        }
        return self.explain(arguments.operands + ["--help"])
    }
}
