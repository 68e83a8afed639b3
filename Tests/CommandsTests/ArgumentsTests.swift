import Commands
import Testing

struct ArgumentsTests {
    private func fault(_ command: CommandName, _ arguments: [String]) -> String? {
        do throws(Arguments.Fault) {
            _ = try Arguments(command, arguments)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func optionsOperandsAndFlags() throws {
        let read = try Arguments(
            .keysCreate,
            ["--expiration", "1d", "ship", "--index=a:read", "--index", "b:=x", "-q", "--cluster=", "--"])
        #expect(read.operands == ["ship"])
        #expect(read[.expiration] == "1d")
        #expect(read.all(.index) == ["a:read", "b:=x"])
        #expect(read.all(.cluster) == [""])
        #expect(read.has(.quiet) && !read.has(.json) && read[.metadata] == nil)
    }

    @Test func behindTwoDashesNothingIsAnOption() throws {
        #expect(try Arguments(.keysShow, ["--", "-q"]).operands == ["-q"])
        #expect(try Arguments(.keysInvalidate, ["-"]).operands == ["-"])
    }

    @Test func helpEndsReading() throws {
        #expect(try Arguments(.keysShow, ["--help", "--nonsense"]).has(.help))
        #expect(try Arguments(.keysShow, ["-h"]).has(.help))
    }

    @Test(arguments: [
        (CommandName.keysShow, [String](), "ID is missing"),
        (.keysShow, ["a", "b"], "unexpected argument: the command takes no more than 1"),
        (.keysList, ["a"], "unexpected argument: the command takes no"),
        (.keysList, ["--jsn"], "unknown option --jsn; did you mean --json?"),
        (.keysList, ["--zzzzzz"], "unknown option --zzzzzz"),
        (.keysList, ["--name"], "--name needs a value"),
        (.keysList, ["--json=1"], "--json takes no value"),
        (.keysList, ["--name", "a", "--name=b"], "--name is given twice"),
        (
            .keysList, ["--state", "gone"],
            "--state must be one of active, suspended, expired, invalidated, all"
        ),
        (.completion, ["sh"], "SHELL must be one of bash, zsh, fish"),
        (.check, ["--url", "x"], "unknown option --url"),
    ])
    func whatIsWrongIsNamed(_ command: CommandName, _ arguments: [String], _ words: String) throws {
        let fault = try #require(self.fault(command, arguments))
        #expect(fault.hasPrefix(words), "\(fault)")
    }

    /// Whoever puts a secret on the command line must not find it in a log of errors as well.
    @Test func valuesAreNotRepeated() throws {
        for arguments in [
            ["--password", "hunter2"], ["--password=hunter2"], ["--api-key=hunter2"], ["-p", "hunter2"],
        ] {
            let fault = try #require(self.fault(.keysList, arguments))
            #expect(fault.contains("KEYWARD_PASSWORD") && !fault.contains("hunter2"), "\(fault)")
        }
        for arguments in [["--nmae=hunter2"], ["hunter2"], ["--json=hunter2"], ["--state=hunter2"]] {
            let fault = try #require(self.fault(.keysList, arguments))
            #expect(!fault.contains("hunter2"), "\(fault)")
        }
    }

    @Test func commandsAreFoundByTheirLongestName() {
        #expect(CommandName.find(["keys", "list", "-q"])?.command == .keysList)
        #expect(CommandName.find(["keys", "list", "-q"])?.rest == ["-q"])
        #expect(CommandName.find(["run", "list"])?.command == .run)
        for nothing in [[], ["keys"], ["keys", "lst"], ["keys list"].map { $0 + " " }] {
            #expect(CommandName.find(nothing) == nil)
        }
    }

    @Test func everyCommandSaysWhatItTakes() {
        for command in CommandName.allCases {
            let spec = command.spec
            let names = spec.allOptions.map(\.name)
            #expect(Set(names).count == names.count, "\(command) takes an option twice")
            let help = HelpText.of(command)
            for option in spec.allOptions { #expect(help.contains(option.name.rawValue), "\(command)") }
            for line in help.split(separator: "\n") { #expect(line.count <= 140, "\(command): \(line)") }
            #expect(HelpText.overview().contains(spec.summary))
            #expect(!spec.summary.hasSuffix(".") && !spec.summary.isEmpty)
        }
    }

    @Test func nearWordsAreSuggestedAloneWhenTheyAreTheOnlyOnes() {
        #expect(Nearest.of("lst", ["list", "show"]) == "list")
        #expect(Nearest.of("ab", ["aa", "ac"]) == nil)
        #expect(Nearest.of("zzzz", ["list"]) == nil)
        #expect(Nearest.of(String(repeating: "a", count: 100_000), ["a"]) == nil)
    }
}
