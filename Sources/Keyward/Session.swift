internal import Client
internal import Commands
internal import EventLoop
internal import Glibc
internal import HTTP
internal import JSON

/// One command's way to a running proxy: where, as whom, and what it answers.
final class Session {
    static let urlDefault = "https://localhost:9243"
    /// Seconds that `--timeout` may say.
    private static let timeouts: ClosedRange<Int64> = 1...86_400
    /// Bytes of a password or key.
    private static let secretMax = 4096

    let arguments: Arguments
    let input = Input()
    let url: ServerURL
    let authorities: String?
    let client: Client

    /// Runs a command that talks to a proxy.
    static func run(_ arguments: Arguments, _ body: (Session) throws(CommandFailure) -> Void) -> Int32 {
        do throws(CommandFailure) {
            try body(Session(arguments))
            return 0
        } catch {
            error.report(arguments)
            return error.code
        }
    }

    init(_ arguments: Arguments) throws(CommandFailure) {
        self.arguments = arguments
        let environment = Console.environment
        do throws(ServerURL.Fault) {
            self.url = try ServerURL(arguments[.url] ?? environment["KEYWARD_URL"] ?? Self.urlDefault)
        } catch {
            throw .usage("--url: \(error)")
        }
        self.authorities = arguments[.authorities] ?? environment["KEYWARD_CA"]
        var settings = Client.Settings(url: self.url)
        settings.authorities = self.authorities
        if let text = arguments[.timeout] {
            guard let time = TimeSpan.parse(text), Self.timeouts.contains(time / 1000) else {
                throw .usage("--timeout must be like 30s, from 1s to 1d")
            }
            settings.timeoutSeconds = Int(time / 1000)
        }
        settings.credential = try Self.credential(arguments, environment, self.input)
        do throws(ClientError) {
            self.client = try Client(settings)
        } catch {
            throw CommandFailure(error, url: self.url.text)
        }
    }

    // MARK: Who asks

    /// What was said on the command line counts before the environment, a key before a password.
    private static func credential(
        _ arguments: Arguments, _ environment: [String: String], _ input: Input
    ) throws(CommandFailure) -> Credential {
        if let path = arguments[.keyFile] {
            guard !arguments.has(.user), !arguments.has(.passwordFile) else {
                throw .usage("--api-key-file stands for itself: it takes no --user and no --password-file")
            }
            return try self.key(self.secret(path, "--api-key-file", input), "--api-key-file")
        }
        if let key = environment["KEYWARD_API_KEY"], !arguments.has(.user), !arguments.has(.passwordFile) {
            return try self.key(key, "KEYWARD_API_KEY")
        }
        let user = arguments[.user] ?? environment["KEYWARD_USER"] ?? "elastic"
        let password: String
        if let path = arguments[.passwordFile] {
            password = try self.secret(path, "--password-file", input)
        } else if let given = environment["KEYWARD_PASSWORD"] {
            password = given
        } else if isatty(0) == 1, let typed = Console.readPassword(of: user) {
            password = typed
        } else {
            throw .usage(
                "no password for [\(user)]: set KEYWARD_PASSWORD, name a file with --password-file, or show an API key"
                    + " with KEYWARD_API_KEY or --api-key-file")
        }
        guard let credential = Credential.password(user: user, password) else {
            throw .usage("a user name is not empty and has no colon")
        }
        return credential
    }

    private static func key(_ text: String, _ source: String) throws(CommandFailure) -> Credential {
        guard let credential = Credential.apiKey(text) else {
            throw .usage("\(source) holds no API key: neither id:secret nor its Base64 form")
        }
        return credential
    }

    /// The first line of a file.
    private static func secret(
        _ path: String, _ option: String, _ input: Input
    ) throws(CommandFailure) -> String {
        let bytes = try input.read(path, for: option, sizeMax: self.secretMax)
        let line = bytes.prefix { $0 != 0x0a && $0 != 0x0d }
        guard !line.isEmpty else { throw .usage("\(option): the first line is empty") }
        return String(decoding: line, as: UTF8.self)
    }

    // MARK: Requests

    /// The JSON of a success; failures are thrown.
    func ask(_ request: ClientRequest) throws(CommandFailure) -> JSONValue {
        let response = try self.response(request)
        guard response.isSuccess else { throw CommandFailure(response, url: self.url.text) }
        return try self.json(response)
    }

    func response(_ request: ClientRequest) throws(CommandFailure) -> ClientResponse {
        do throws(ClientError) {
            return try self.client.send(request)
        } catch {
            throw CommandFailure(error, url: self.url.text)
        }
    }

    func json(_ response: ClientResponse) throws(CommandFailure) -> JSONValue {
        do throws(ClientError) {
            return try response.json()
        } catch {
            throw CommandFailure(error, url: self.url.text)
        }
    }

    /// A member that an answer must have.
    func member<Value>(
        _ name: String, of value: JSONValue, _ read: (JSONValue) -> Value?
    ) throws(CommandFailure) -> Value {
        guard let member = value[name].flatMap(read) else {
            throw CommandFailure(
                .malformed("it has no [\(name)]; does a proxy of another kind answer there?"),
                url: self.url.text)
        }
        return member
    }

    // MARK: Bodies

    /// The JSON object in a file.
    func object(_ option: OptionName) throws(CommandFailure) -> JSONValue? {
        guard let path = self.arguments[option] else { return nil }
        let bytes = try self.input.read(path, for: option.rawValue)
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONParser.parse(bytes)
        } catch {
            let place = JSONParser.position(error.offset, in: bytes)
            throw .usage("\(option.rawValue): \(path):\(place.line):\(place.column): \(error.message)")
        }
        guard value.members != nil else {
            throw .usage("\(option.rawValue): \(path) must hold a JSON object")
        }
        return value
    }

    /// What `--index`, `--cluster` and `--run-as` grant.
    func grants() throws(CommandFailure) -> [JSONValue.Member]? {
        do throws(GrantText.Fault) {
            return try GrantText.members(
                indices: self.arguments.all(.index), cluster: self.arguments.all(.cluster),
                runAs: self.arguments.all(.runAs))
        } catch {
            throw .usage("\(error)")
        }
    }

    /// Members that a key's making and its change have in common.
    func keyMembers() throws(CommandFailure) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if let time = self.arguments[.expiration] {
            members.append(.init(name: "expiration", value: JSONValue(.string(time))))
        }
        var descriptors = try self.object(.descriptors)?.members
        if let granted = try self.grants() {
            let name = "command-line"
            guard descriptors?.contains(where: { $0.name == name }) != true else {
                throw .usage("--descriptors has a role [\(name)], which is what --index and --cluster make")
            }
            descriptors = (descriptors ?? []) + [.init(name: name, value: JSONValue(.object(granted)))]
        }
        if let descriptors {
            members.append(.init(name: "role_descriptors", value: JSONValue(.object(descriptors))))
        }
        if let metadata = try self.object(.metadata) {
            members.append(.init(name: "metadata", value: metadata))
        }
        return members
    }

    static func body(_ members: [JSONValue.Member]) -> [UInt8] {
        Array(JSONWriter.text(JSONValue(.object(members))).utf8)
    }
}
