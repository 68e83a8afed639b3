internal import Client
internal import Commands
internal import JSON
internal import TLS

/// Why a command failed, and what the process says and returns for it.
struct CommandFailure: Error {
    static let failed: Int32 = 1
    static let usage: Int32 = 2
    static let unreachable: Int32 = 4

    var code: Int32
    var message: String
    /// What the proxy answered with.
    var status: Int?
    /// Standard output says it already.
    private var isSaid = false

    init(_ message: String, code: Int32 = Self.failed, status: Int? = nil) {
        self.message = message
        self.code = code
        self.status = status
    }

    static func usage(_ message: String) -> CommandFailure { CommandFailure(message, code: self.usage) }

    init(_ error: ClientError, url: String) {
        let target = "cannot use \(url): \(error)"
        switch error {
        case .unreachable:
            self.init(
                "cannot reach \(url): \(error). Is keyward running? --url or KEYWARD_URL says where",
                code: Self.unreachable)
        case .tls(.peerCertificate(reason: let reason)):
            self.init(
                "the certificate of \(url) is not trusted: \(reason). --ca or KEYWARD_CA names the file of its"
                    + " authority (ca.crt)", code: Self.unreachable)
        case .tls(.file(path: _, problem: _)): self.init("--ca: \(error)", code: Self.usage)
        case .tls(.handshake(reason: let reason)):
            self.init(
                "\(target) (\(reason)). Does it speak TLS? http:// is for listeners without",
                code: Self.unreachable)
        case .clearText: self.init("\(error)", code: Self.usage)
        case .timedOut:
            self.init(
                "\(target). --timeout sets how long to wait; look whether the change was made",
                code: Self.unreachable)
        case .tls, .cutOff, .malformed: self.init(target, code: Self.unreachable)
        case .tooLarge: self.init(target)
        }
    }

    /// A response that is no success.
    init(_ response: ClientResponse, url: String) {
        let advice =
            switch response.status {
            case 401:
                "; see --user, --password-file and --api-key-file, or KEYWARD_PASSWORD and KEYWARD_API_KEY"
            case 429, 503: "; try again later"
            default: ""
            }
        self.init("\(response.reason)\(advice)", status: response.status)
    }

    /// What a request would be refused with. With `--json` it is in the answer already.
    init(_ response: ClientResponse, refusalOf arguments: Arguments) {
        self.init(response.reason, status: response.status)
        self.isSaid = arguments.has(.json) || arguments.has(.quiet)
    }

    /// Says it on standard error: a line for people, or one of JSON.
    func report(_ arguments: Arguments) {
        guard !self.isSaid else { return }
        let words = "keyward \(arguments.command.rawValue)"
        guard arguments.has(.json) else {
            let help =
                self.code == Self.usage
                ? "\nkeyward \(arguments.command.rawValue) --help says what it takes." : ""
            Console.complain(DisplayWidth.safe("\(words): \(self.message)", keepsLines: true) + help)
            return
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("error")
        writer.string(self.message)
        if let status {
            writer.name("status")
            writer.integer(status)
        }
        writer.name("exit_code")
        writer.integer(Int(self.code))
        writer.endObject()
        Console.complain(writer.text)
    }
}
