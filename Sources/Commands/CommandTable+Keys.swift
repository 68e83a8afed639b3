extension CommandSpec {
    static let grants = [
        Option(
            .index, .text("NAMES:PRIVILEGES"),
            "grant privileges on indices, like 'logs-*:create_doc,auto_configure'",
            repeats: true),
        Option(
            .cluster, .text("PRIVILEGES"), "grant cluster privileges, like monitor,manage_ilm", repeats: true),
        Option(
            .descriptors, .file,
            "role descriptors as Elasticsearch takes them, one JSON object; - for standard input"),
    ]
    static let lifetime = Option(.expiration, .text("TIME"), "how long it lives from now on, like 90d or 12h")
    static let metadata = Option(.metadata, .file, "metadata, one JSON object; - for standard input")
    /// How a secret is shown that was made just now.
    static let secretForms = [
        Option(.form, .choice("FORM", KeyForm.allCases.map(\.rawValue)), "print this form alone"),
        Option(.save, .file, "write it to a new file that only you can read, and do not show it"),
        json,
        Option(.quiet, .flag, "print the encoded key alone, as --form encoded does"),
    ]
    static let owners = [
        Option(.owner, .text("NAME"), "keys of this user"),
        Option(.realm, .text("NAME"), "keys of users of this realm"),
        Option(.mine, .flag, "keys of whoever asks"),
    ]
}

extension CommandName {
    var keyMakingSpec: CommandSpec {
        guard self == .keysCreate else {
            var spec = CommandSpec(
                "change what keys may do, how long they live or their metadata; only their owner can")
            spec.operands = [.init("ID", repeats: true)]
            spec.options =
                [CommandSpec.lifetime] + CommandSpec.grants + [
                    CommandSpec.metadata, CommandSpec.json, CommandSpec.quiet,
                ]
            spec.connects = true
            spec.details = ["What is not named stays. Privileges are replaced as a whole."]
            spec.examples = ["keyward keys update VuaCfGcBCdbkQm-e5aOx --expiration 30d"]
            return spec
        }
        var spec = CommandSpec(
            "make an API key and show it for the only time, in every form that programs take")
        spec.operands = [.init("NAME")]
        spec.options =
            [CommandSpec.lifetime] + CommandSpec.grants + [
                CommandSpec.metadata
            ] + CommandSpec.secretForms
        spec.connects = true
        spec.details = ["Without --index, --cluster and --descriptors the key can do what its owner can."]
        spec.examples = [
            "keyward keys create shipper --expiration 90d --index 'logs-*:create_doc,auto_configure' --cluster monitor"
        ]
        return spec
    }

    var keyFindingSpec: CommandSpec {
        var spec: CommandSpec
        switch self {
        case .keysList:
            spec = CommandSpec("list keys")
            spec.options =
                [.init(.name, .text("PATTERN"), "names like this, with * and ?")] + CommandSpec.owners + [
                    .init(
                        .state, .choice("STATE", ["active", "suspended", "expired", "invalidated", "all"]),
                        "active (the default), suspended, expired, invalidated or all"),
                    .init(.expiring, .text("TIME"), "active keys that expire within this time, like 14d"),
                    .init(
                        .unusedFor, .text("TIME"), "active keys that nobody has used for this time, like 90d"),
                    .init(.limit, .text("N"), "list N keys at most (default: all)"),
                    CommandSpec.json,
                    .init(.quiet, .flag, "print ids alone, one a line"),
                ]
            spec.details = ["Who may see his own keys only gets those."]
            spec.examples = [
                "keyward keys list --expiring 14d", "keyward keys list --name 'shipper-*' --json",
            ]
        case .keysShow:
            spec = CommandSpec("show all about one key but its secret, which nobody knows")
            spec.operands = [.init("ID")]
            spec.options = [
                .init(.limitedBy, .flag, "with its owner's privileges, which bound it"), CommandSpec.json,
                .init(.quiet, .flag, "print nothing: the exit code says whether there is such a key"),
            ]
        default:
            spec = CommandSpec("end keys: they are refused from then on, on open connections too")
            spec.operands = [.init("ID", isRequired: false, repeats: true)]
            spec.options =
                [.init(.name, .text("NAME"), "keys of this name")] + CommandSpec.owners + [
                    .init(.reason, .text("TEXT"), "why, for whoever looks at the key later"),
                    .init(.yes, .flag, "do not ask before keys are ended that were not named by id"),
                    CommandSpec.json,
                    .init(.quiet, .flag, "print the ids that were ended, one a line"),
                ]
            spec.details = [
                "Name keys by id, or by --name, --owner, --realm and --mine. The id - reads ids from standard input,"
                    + " one a line.",
                "Fails when an id is not known, or a key cannot be ended; the others are ended all the same.",
            ]
            spec.examples = [
                "keyward keys invalidate VuaCfGcBCdbkQm-e5aOx",
                "keyward keys list -q --state expired | keyward keys invalidate -",
            ]
        }
        spec.connects = true
        return spec
    }

    var roleSpec: CommandSpec {
        var spec: CommandSpec
        switch self {
        case .rolesList:
            spec = CommandSpec("list roles with what they grant")
            spec.options = [CommandSpec.json, .init(.quiet, .flag, "print names alone, one a line")]
        case .rolesShow:
            spec = CommandSpec("show one role as Elasticsearch writes it")
            spec.operands = [.init("NAME")]
            spec.options = [
                CommandSpec.json,
                .init(.quiet, .flag, "print nothing: the exit code says whether it is there"),
            ]
        case .rolesPut:
            spec = CommandSpec("make a role, or replace one")
            spec.operands = [.init("NAME")]
            spec.options =
                CommandSpec.grants.filter { $0.name != .descriptors } + [
                    .init(.runAs, .text("USERS"), "users as whom its holders may act, like kibana-*"),
                    .init(
                        .file, .file,
                        "the role as Elasticsearch takes it, one JSON object; - for standard input"),
                    CommandSpec.json, CommandSpec.quiet,
                ]
            spec.examples = ["keyward roles put log-reader --index 'logs-*:read,view_index_metadata'"]
        default:
            spec = CommandSpec("delete a role; who had it can do less from then on")
            spec.operands = [.init("NAME")]
            spec.options = [CommandSpec.json, CommandSpec.quiet]
        }
        spec.connects = true
        return spec
    }
}
