/// Shells that completion scripts are made for, from the table of commands.
public enum CompletionShell: String, CaseIterable, Sendable {
    case bash, zsh, fish

    public var script: String {
        switch self {
        case .bash: BashCompletion.script
        case .zsh: ZshCompletion.script
        case .fish: FishCompletion.script
        }
    }

    /// First words of commands, each once, in their order.
    static var firstWords: [String] {
        var seen: Set<String> = []
        return CommandName.allCases.map { $0.words[0] }.filter { seen.insert($0).inserted }
    }

    /// What the first word does: the command's summary, or what its second words are.
    static func summary(_ word: String) -> String {
        if let command = CommandName(rawValue: word) { return command.spec.summary }
        return CommandName.group(word).compactMap(\.words.last).joined(separator: ", ")
    }

    /// `'text'` for a POSIX shell.
    static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}

/// A function for bash 4.
enum BashCompletion {
    static var script: String {
        var cases: [String] = []
        for command in CommandName.allCases {
            let words = command.spec.allOptions.flatMap {
                [$0.name.rawValue] + ($0.name.short.map { [$0] } ?? [])
            }
            let operands = command.spec.operands.flatMap(\.choices)
            let all = (words + operands).joined(separator: " ")
            cases.append(
                "        \(CompletionShell.quoted(command.rawValue))) words=\(CompletionShell.quoted(all)) ;;"
            )
        }
        var values: [String] = []
        for command in CommandName.allCases {
            for option in command.spec.allOptions where option.value != .flag {
                let names = [option.name.rawValue] + (option.name.short.map { [$0] } ?? [])
                let pattern = names.map { CompletionShell.quoted("\(command.rawValue) \($0)") }.joined(
                    separator: " | ")
                values.append("        \(pattern)) \(self.action(option.value)); return ;;")
            }
        }
        let groups = CompletionShell.firstWords.filter { CommandName(rawValue: $0) == nil }
        let groupCases = groups.map { group in
            "        \(group)) words=\(CompletionShell.quoted(CommandName.group(group).compactMap(\.words.last).joined(separator: " "))) ;;"
        }
        return """
            # Completion of keyward for bash: source <(keyward completion bash)
            _keyward() {
                local current=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} words=''
                COMPREPLY=()
                if [ "$COMP_CWORD" -le 1 ]; then
                    mapfile -t COMPREPLY < <(compgen -W \(CompletionShell.quoted(CompletionShell.firstWords.joined(separator: " "))) -- "$current")
                    return
                fi
                case $command in
                    \(groups.joined(separator: " | ")))
                        [ "$COMP_CWORD" -eq 2 ] || command="$command ${COMP_WORDS[2]}" ;;
                esac
                case "$command ${COMP_WORDS[COMP_CWORD-1]}" in
            \(values.joined(separator: "\n"))
                esac
                case $command in
            \((groupCases + cases).joined(separator: "\n"))
                esac
                mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
            }
            complete -o default -F _keyward keyward

            """
    }

    private static func action(_ value: CommandSpec.Option.Value) -> String {
        switch value {
        case .file: "mapfile -t COMPREPLY < <(compgen -f -- \"$current\")"
        case .folder: "mapfile -t COMPREPLY < <(compgen -d -- \"$current\")"
        case .choice(_, let choices):
            "mapfile -t COMPREPLY < <(compgen -W \(CompletionShell.quoted(choices.joined(separator: " "))) -- \"$current\")"
        case .flag, .text: "COMPREPLY=()"
        }
    }
}

/// A function for zsh.
enum ZshCompletion {
    static var script: String {
        var lines = [
            "#compdef keyward", "# Completion of keyward for zsh: source <(keyward completion zsh)",
            "_keyward() {",
            "    local -a words_of",
            "    if (( CURRENT == 2 )); then",
            "        words_of=(\(self.described(CompletionShell.firstWords.map { ($0, CompletionShell.summary($0)) })))",
            "        _describe command words_of", "        return", "    fi", "    local command=$words[2]",
            "    case $command in",
        ]
        for group in CompletionShell.firstWords where CommandName(rawValue: group) == nil {
            let commands = CommandName.group(group).map { ($0.words[1], $0.spec.summary) }
            lines += [
                "    \(group))", "        if (( CURRENT == 3 )); then",
                "            words_of=(\(self.described(commands)))",
                "            _describe command words_of", "            return", "        fi",
                "        command=\"$command $words[3]\"", "        shift words; (( CURRENT-- )) ;;",
            ]
        }
        lines += ["    esac", "    shift words; (( CURRENT-- ))", "    case $command in"]
        for command in CommandName.allCases {
            let arguments = command.spec.allOptions.flatMap(self.arguments) + self.operands(command.spec)
            lines.append("    \(CompletionShell.quoted(command.rawValue)))")
            lines.append(
                "        _arguments \(arguments.map(CompletionShell.quoted).joined(separator: " ")) ;;")
        }
        lines += ["    esac", "}", "compdef _keyward keyward 2>/dev/null || true", ""]
        return lines.joined(separator: "\n")
    }

    private static func described(_ pairs: [(String, String)]) -> String {
        pairs.map { CompletionShell.quoted("\($0.0):\(self.plain($0.1))") }.joined(separator: " ")
    }

    private static func arguments(_ option: CommandSpec.Option) -> [String] {
        let repeats = option.repeats ? "*" : ""
        return ([option.name.rawValue] + (option.name.short.map { [$0] } ?? [])).map { name in
            let help = "\(repeats)\(name)[\(self.plain(option.help))]"
            switch option.value {
            case .flag: return help
            case .text(let name): return "\(help):\(self.plain(name)): "
            case .file: return "\(help):FILE:_files"
            case .folder: return "\(help):DIR:_files -/"
            case .choice(let name, let choices): return "\(help):\(name):(\(choices.joined(separator: " ")))"
            }
        }
    }

    private static func operands(_ spec: CommandSpec) -> [String] {
        spec.operands.map { operand in
            let action = operand.choices.isEmpty ? " " : "(\(operand.choices.joined(separator: " ")))"
            return "\(operand.repeats ? "*" : ""):\(self.plain(operand.name)):\(action)"
        }
    }

    /// Without what `_arguments` and `_describe` take apart.
    private static func plain(_ text: String) -> String {
        String(text.map { "[]:\\'".contains($0) ? " " : $0 })
    }
}

/// Lines for fish 3.
enum FishCompletion {
    /// Whether the command line begins with the words of a command; and whether its second word is being written.
    private static let functions = """
        function __keyward_is
            set -l words (commandline -opc)
            set -l count (count $argv)
            set -e words[1]
            test (count $words) -ge $count; and test "$words[1..$count]" = "$argv"
        end
        function __keyward_is_group
            test (count (commandline -opc)) -eq 2; and __keyward_is $argv
        end
        """

    static var script: String {
        var lines = [
            "# Completion of keyward for fish: keyward completion fish | source", self.functions,
            "complete -c keyward -f",
        ]
        for word in CompletionShell.firstWords {
            lines.append(
                "complete -c keyward -n __fish_use_subcommand -a \(word) -d \(self.quoted(CompletionShell.summary(word)))"
            )
        }
        for command in CommandName.allCases {
            if let second = command.words.dropFirst().first {
                lines.append(
                    "complete -c keyward -n '__keyward_is_group \(command.words[0])' -a \(second)"
                        + " -d \(self.quoted(command.spec.summary))")
            }
            let condition = "__keyward_is \(command.rawValue)"
            for operand in command.spec.operands where !operand.choices.isEmpty {
                lines.append(
                    "complete -c keyward -n '\(condition)' -a '\(operand.choices.joined(separator: " "))'")
            }
            for option in command.spec.allOptions {
                lines.append("complete -c keyward -n '\(condition)' \(self.option(option))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func option(_ option: CommandSpec.Option) -> String {
        var text = "-l \(option.name.rawValue.dropFirst(2))"
        if let short = option.name.short { text += " -s \(short.dropFirst())" }
        switch option.value {
        case .flag: break
        case .text: text += " -x"
        case .file: text += " -r -F"
        case .folder: text += " -x -a '(__fish_complete_directories)'"
        case .choice(_, let choices): text += " -x -a '\(choices.joined(separator: " "))'"
        }
        return text + " -d \(self.quoted(option.help))"
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}
