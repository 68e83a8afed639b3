import Commands
import Foundation
import Testing

/// Completion scripts and the manual page come from the table of commands, whole.
struct GeneratedTests {
    @Test(arguments: CompletionShell.allCases)
    func everyCommandAndOptionIsInTheScript(_ shell: CompletionShell) {
        let script = shell.script
        for command in CommandName.allCases {
            for word in command.words { #expect(script.contains(word), "\(command)") }
            for option in command.spec.allOptions {
                // fish names options without their dashes.
                let name = shell == .fish ? "-l \(option.name.rawValue.dropFirst(2))" : option.name.rawValue
                #expect(script.contains(name), "\(command) \(option.name)")
                if let short = option.name.short {
                    #expect(script.contains(shell == .fish ? "-s \(short.dropFirst())" : short))
                }
            }
        }
    }

    @Test func everyCommandAndOptionIsInTheManual() {
        let page = ManPage.text(version: "1")
        for command in CommandName.allCases {
            #expect(
                page.contains(".SS keyward \(command.rawValue.replacing("-", with: "\\-"))"), "\(command)")
            for option in command.spec.allOptions {
                #expect(
                    page.contains(option.name.rawValue.replacing("-", with: "\\-")),
                    "\(command) \(option.name)")
            }
        }
        // A line that begins with one of these would be a request to the formatter.
        for line in page.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
            #expect(
                ["TH", "SH", "SS", "PP", "TP", "B", "I", "nf", "fi", "RS", "RE"].contains {
                    line.dropFirst().hasPrefix($0)
                })
        }
    }

    /// Runs bash with the script and asks what it would offer.
    private func offers(_ words: [String]) throws -> Set<String> {
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = [
            "--norc", "-c",
            "\(CompletionShell.bash.script)\nCOMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1); _keyward; printf '%s\\n' \"${COMPREPLY[@]}\"",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return Set(String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init))
    }

    @Test func bashOffersWhatTheTableSays() throws {
        #expect(try self.offers(["keyward", "k"]) == ["keys"])
        #expect(
            try self.offers(["keyward", "keys", ""]) == Set(CommandName.group("keys").map { $0.words[1] }))
        let options = Set(
            CommandName.keysList.spec.allOptions.flatMap {
                [$0.name.rawValue, $0.name.short].compactMap { $0 }
            })
        #expect(try self.offers(["keyward", "keys", "list", "-"]) == options)
        #expect(try self.offers(["keyward", "keys", "list", "--state", "e"]) == ["expired"])
        #expect(try self.offers(["keyward", "keys", "list", "--name", ""]).isEmpty)
        #expect(try self.offers(["keyward", "check", "--j"]) == ["--json"])
        #expect(try self.offers(["keyward", "completion", ""]).isSuperset(of: ["bash", "zsh", "fish"]))
    }
}
