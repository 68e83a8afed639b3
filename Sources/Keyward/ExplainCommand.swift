internal import Client
internal import Commands
internal import HTTP
internal import JSON

/// `keyward explain`: what would become of a request, and which words of which roles decide it.
enum ExplainCommand {
    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let answer = try session.ask(
            ClientRequest(.post, ["_keyward", "explain"], body: Session.body(try self.members(session))))
        let verdict = try session.member("verdict", of: answer) { $0 }
        let outcome = try session.member("outcome", of: verdict) { $0.string }
        if arguments.has(.json) {
            print(JSONWriter.text(answer))
        } else if !arguments.has(.quiet) {
            self.show(answer, verdict, outcome)
        }
        guard outcome == "refused" else { return }
        throw CommandFailure(
            ClientResponse(
                status: verdict["status"]?.integer ?? 0,
                body: Session.body([.init(name: "error", value: verdict["error"] ?? JSONValue(.null))])),
            refusalOf: arguments)
    }

    private static func members(_ session: Session) throws(CommandFailure) -> [JSONValue.Member] {
        let arguments = session.arguments
        func text(_ name: String, _ value: String) -> JSONValue.Member {
            .init(name: name, value: JSONValue(.string(value)))
        }
        guard !arguments.has(.key) || !arguments.has(.actsAs) else {
            throw .usage("--key and --as name two who ask")
        }
        let path = arguments.operands[1]
        var request = [
            text("method", arguments.operands[0]), text("path", path.hasPrefix("/") ? path : "/" + path),
        ]
        if let file = arguments[.body] {
            let bytes = try session.input.read(file, for: "--body")
            guard let body = String(validating: bytes, as: UTF8.self) else {
                throw .usage("--body: \(file) is no UTF-8 text")
            }
            request.append(text("body", body))
        }
        if let type = arguments[.contentType] { request.append(text("content_type", type)) }
        var members = [JSONValue.Member(name: "request", value: JSONValue(.object(request)))]
        if let id = arguments[.key] {
            members.append(.init(name: "api_key", value: JSONValue(.object([text("id", id)]))))
        }
        if let name = arguments[.actsAs] { members.append(text("user", name)) }
        return members
    }

    // MARK: For people

    private static func show(_ answer: JSONValue, _ verdict: JSONValue, _ outcome: String) {
        func line(_ name: String, _ text: String?) {
            guard let text else { return }
            print(DisplayWidth.safe("\(name.padding(9))\(text)"))
        }
        let principal = answer["principal"]
        let key =
            principal?["api_key"].map { "key \($0["name"]?.string ?? "") (\($0["id"]?.string ?? "?")) of " }
            ?? ""
        line("who", "\(key)\(principal?["username"]?.string ?? "?")")
        let request = answer["request"]
        if let api = request?["api"]?.string {
            line(
                "request",
                "\(api), \(request?["route"]?.string ?? "?"), release \(request?["release"]?.string ?? "?")")
        } else if let release = request?["release"]?.string {
            line("request", "not known to release \(release)")
        }
        switch outcome {
        case "forwarded": line("verdict", "forwarded" + (verdict["path"]?.string.map { " as \($0)" } ?? ""))
        case "own": line("verdict", "answered by keyward")
        case "answered": line("verdict", "answered by keyward, status \(verdict["status"]?.integer ?? 0)")
        default: line("verdict", "REFUSED, status \(verdict["status"]?.integer ?? 0)")
        }
        line("body", verdict["body"]?.string)
        for item in verdict["denied_items"]?.elements ?? [] {
            line("denied", "item \(item["position"]?.integer ?? 0): \(item["reason"]?.string ?? "?")")
        }
        let decisions = answer["decisions"]?.elements ?? []
        guard !decisions.isEmpty else { return }
        print("")
        var table = TextTable(["", "ACTION", "ON", "WHY"], fixed: [0])
        for decision in decisions { self.add(decision, &table) }
        Screen.show(table)
        if let omitted = answer["omitted_decisions"]?.integer { print("and \(omitted) decisions more") }
    }

    private static func add(_ decision: JSONValue, _ table: inout TextTable) {
        let isGranted = decision["granted"]?.bool == true
        let on = [decision["on"]?.string, decision["name"]?.string].compactMap { $0 }.joined(separator: " ")
        var reasons: [String] = []
        for side in decision["sides"]?.elements ?? [] {
            let grants = side["granted"]?.bool == true
            // What refuses counts, not what would have granted.
            guard grants == isGranted else { continue }
            let sources = (side[grants ? "by" : "near"]?.elements ?? []).map(self.words)
            reasons.append(
                "\(side["side"]?.string ?? "?"): "
                    + (sources.isEmpty ? "nothing" : sources.joined(separator: "; ")))
        }
        table.add([
            isGranted ? .init("yes", .green) : .init("no", .red), .init(decision["action"]?.string ?? "-"),
            .init(on),
            .init(reasons.joined(separator: " | ")),
        ])
    }

    /// `reader indices[0] read on logs-*`, or what it lacks.
    private static func words(_ source: JSONValue) -> String {
        var words =
            "\(source["role"]?.string ?? "?") \(source["section"]?.string ?? "?")[\(source["entry"]?.integer ?? 0)]"
        if let privilege = source["privilege"]?.string { words += " \(privilege)" }
        if let pattern = source["pattern"]?.string { words += " on \(pattern)" }
        if let lack = source["lacks"]?.string { words += " lacks \(lack)" }
        return words
    }
}

extension String {
    fileprivate func padding(_ width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - self.count))
    }
}
