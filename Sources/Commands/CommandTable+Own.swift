/// Commands for what Elasticsearch lacks.
extension CommandName {
    var observingSpec: CommandSpec {
        var spec: CommandSpec
        switch self {
        case .explain:
            spec = CommandSpec(
                "say what would become of a request, and which roles decide it, without running it")
            spec.operands = [
                .init("METHOD", choices: ["GET", "HEAD", "POST", "PUT", "DELETE"]), .init("PATH"),
            ]
            spec.options = [
                .init(.key, .text("ID"), "as if this key had made it (default: whoever asks)"),
                .init(.actsAs, .text("NAME"), "as if this user had made it"),
                .init(.body, .file, "the request's content; - for standard input"),
                .init(.contentType, .text("TYPE"), "its type (default: application/json)"),
                CommandSpec.json,
                .init(.quiet, .flag, "print nothing: the exit code says it"),
            ]
            spec.details = [
                "Exits with 0 when the request would be let through or answered, with 1 when it would be refused."
            ]
            spec.examples = ["keyward explain GET '/logs-*/_search' --key VuaCfGcBCdbkQm-e5aOx"]
        default:
            spec = CommandSpec("show which keys are used most")
            spec.options = [
                .init(
                    .sort, .choice("ORDER", ["requests", "refused", "bytes", "documents", "last_used"]),
                    "what counts: requests (the default), refused, bytes, documents or last_used"),
                .init(.name, .text("NAME"), "keys of this name, or beginning with it where * stands behind"),
                .init(.limit, .text("N"), "how many keys (default 20)"),
                .init(.every, .text("TIME"), "look again every so often, and show requests a second"),
                CommandSpec.json,
            ]
            spec.examples = ["keyward top --every 2s"]
        }
        spec.connects = true
        return spec
    }

    var keyChangingSpec: CommandSpec {
        var spec: CommandSpec
        switch self {
        case .keysRotate:
            spec = CommandSpec("give a key a new secret; its id and what it may do stay")
            spec.operands = [.init("ID")]
            spec.options =
                [
                    .init(
                        .grace, .text("TIME"),
                        "how long the former secret is accepted, like 24h; 0s for one that leaked")
                ]
                + CommandSpec.secretForms
            spec.details = ["Shows who used the former secret last; keyward keys show tells who still does."]
        case .keysLimits:
            spec = CommandSpec("show, set or lift the limits of one key")
            spec.operands = [.init("ID")]
            spec.options = [
                .init(.file, .file, "the limits, one JSON object; - for standard input"),
                .init(.clear, .flag, "lift them; policies of the configuration stay"), CommandSpec.json,
                CommandSpec.quiet,
            ]
            spec.examples = [
                #"echo '{"requests":{"per_second":50,"burst":100}}' | keyward keys limits ID --file -"#
            ]
        default:
            spec =
                self == .keysSuspend
                ? CommandSpec("refuse keys until they are resumed") : CommandSpec("take suspended keys again")
            spec.operands = [.init("ID", repeats: true)]
            spec.options = [CommandSpec.json, .init(.quiet, .flag, "print the ids that changed, one a line")]
            if self == .keysSuspend {
                spec.options.insert(
                    .init(.reason, .text("TEXT"), "why: shown with the key until it is resumed"), at: 0)
            }
            spec.details = ["The id - reads ids from standard input, one a line."]
        }
        spec.connects = true
        return spec
    }

    var keyMovingSpec: CommandSpec {
        var spec: CommandSpec
        switch self {
        case .keysImport:
            spec = CommandSpec(
                "take keys, users and roles of Elasticsearch, so that clients keep their credentials")
            spec.operands = [.init("FILE")]
            spec.options = [CommandSpec.json, .init(.quiet, .flag, "print nothing but errors")]
            spec.connects = true
            spec.details = [
                "The file has documents of .security-*: NDJSON with _id and _source, lines of _bulk, or answers of _search;"
                    + " - is standard input. What is there already stays as it is, so that an import may be repeated.",
                "Names each document that was left out, with the reason, and fails when there are any but those that exist.",
            ]
            spec.examples = [
                "curl -u elastic 'https://old:9200/.security-7/_search?size=10000' | keyward keys import -"
            ]
        case .keysExport:
            spec = CommandSpec(
                "print keys, users and roles as keyward keys import takes them, with hashes of secrets")
            spec.options = [
                .init(
                    .kind, .choice("KIND", ["api_key", "user", "role", "all"]),
                    "api_key (the default), user, role or all"),
                .init(.save, .file, "write them to a new file that only you can read"),
                .init(.quiet, .flag, "print nothing but the documents"),
            ]
            spec.connects = true
        default:
            spec = CommandSpec("say whether a text is a secret of a key, without asking anybody")
            spec.operands = [.init("FILE", isRequired: false)]
            spec.options = [CommandSpec.json, .init(.quiet, .flag, "print nothing: the exit code says it")]
            spec.details = [
                "Reads the text from the file, or from standard input: a secret, id:secret, or that in Base64. Exits with 0 for a"
                    + " secret of this proxy (authc.api_key.secret.prefix) with the right checksum, and for what looks like one"
                    + " without a prefix; else with 1."
            ]
        }
        return spec
    }
}
