internal import Glibc

/// The program: one command a word, each in a file of its own.
@main
struct Keyward {
    static let version = "0.1.0"

    static let usage = """
        usage: keyward COMMAND [OPTIONS]

          run [-c FILE]              start the proxy (default file: conf/keyward.yml)
          check [-c FILE] [--json]   say what is wrong with a configuration, without starting
          users ...                  edit the users of the data folder: add, passwd, roles, delete, list
          certutil ca|cert ...       make a certificate authority, or a certificate of it
          audit verify FILE...       find lines of a chained audit trail that are missing or altered
          endpoints --release R      list the routes of a release that are known, with the actions they need
          sample-upstream ...        start a small in-memory server that answers like Elasticsearch, for trying out
          version                    versions of the program and its libraries

        exit codes: 0 done, 1 failed, 2 wrong usage, 78 wrong configuration
        """

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let code = self.run(arguments)
        // `print` is buffered when standard output is a pipe.
        fflush(nil)
        exit(code)
    }

    private static func run(_ arguments: [String]) -> Int32 {
        let rest = Array(arguments.dropFirst())
        switch arguments.first {
        case "run": return RunCommand.run(rest)
        case "check": return CheckCommand.run(rest)
        case "users": return UsersEntry.run(rest)
        case "certutil": return CertutilCommand.run(rest)
        case "audit": return AuditVerifyCommand.run(rest)
        case "endpoints": return EndpointsCommand.run(rest)
        case "sample-upstream": return SampleCommand.run(rest)
        case "version", "--version", "-V": return VersionCommand.run()
        case "help", "--help", "-h":
            print(self.usage)
            return 0
        default:
            Console.complain(self.usage)
            return 2
        }
    }
}
