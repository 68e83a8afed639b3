import Commands
import JSON
import Testing

struct TextTests {
    @Test func namesDoNothingToATerminal() {
        #expect(
            DisplayWidth.safe("a\u{1b}[31mb\r\n\u{202e}c\u{9b}")
                == "a\\u{1b}[31mb\\u{d}\\u{a}\\u{202e}c\\u{9b}")
        #expect(DisplayWidth.safe("a\tb\nc\r", keepsLines: true) == "a\tb\nc\\u{d}")
        #expect(DisplayWidth.safe("Grüße 鍵 🔑") == "Grüße 鍵 🔑")
        #expect(TextTable.Cell("\u{7}x").text == "\\u{7}x")
    }

    @Test func columnsOfATerminal() {
        #expect(DisplayWidth.of("abc") == 3)
        #expect(DisplayWidth.of("鍵a") == 3)
        #expect(DisplayWidth.of("e\u{301}") == 1)
        #expect(DisplayWidth.of("") == 0)
    }

    private func table() -> TextTable {
        var table = TextTable(["ID", "NAME", "STATE"], fixed: [0])
        table.add([.init("0123456789"), .init("a rather long name of a key"), .init("active", .green)])
        table.add([.init("1"), .init("鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵"), .init("gone")])
        return table
    }

    @Test func aTableFitsItsTerminal() {
        for width in 26...80 {
            let lines = self.table().text(width: width, colours: false).split(separator: "\n")
            #expect(lines.count == 3)
            for line in lines { #expect(DisplayWidth.of(String(line)) <= width, "\(width): \(line)") }
            #expect(lines[1].hasPrefix("0123456789"), "a fixed column is whole")
        }
        // Narrower than what cannot give way: whole ids rather than a fit.
        #expect(self.table().text(width: 5, colours: false).contains("0123456789"))
        let free = self.table().text(width: nil, colours: false)
        #expect(
            !free.contains("…") && free.contains("a rather long name of a key") && !free.contains("\u{1b}"))
        #expect(self.table().text(width: nil, colours: true).contains("\u{1b}[32mactive\u{1b}[0m"))
    }

    @Test func times() {
        #expect(TimeSpan.parse("90d") == 7_776_000_000)
        #expect(TimeSpan.parse("5ms") == 5)
        for wrong in [
            "", "d", "0d", "-1d", "+1d", "1", "1w", "1.5h", "9999999999999999999d", "36526d", " 1d",
        ] {
            #expect(TimeSpan.parse(wrong) == nil, "\(wrong)")
        }
        #expect(TimeSpan.relative(10_000, now: 0) == "in 10s")
        #expect(TimeSpan.relative(0, now: 7_200_000) == "2h ago")
        #expect(TimeSpan.relative(5, now: 0) == "now")
        #expect(TimeSpan.relative(.max, now: .min) == "never")
        #expect(TimeSpan.relative(.min, now: .max) == "long ago")
        #expect(TimeSpan.absolute(1_700_000_000_123) == "2023-11-14T22:13:20Z")
    }

    @Test func bytes() {
        for (count, text) in [
            (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (9999, "9.9 kB"), (12_345, "12 kB"),
            (3_456_789, "3.4 MB"), (-1, "0 B"),
            (Int.max, "9.2 EB"),
        ] { #expect(ByteCount.text(count) == text) }
    }

    @Test func grants() throws {
        let members = try GrantText.members(
            indices: ["a,b-*:read,indices:data/write/index", "c:all"],
            cluster: ["monitor", "manage_ilm, all"], runAs: ["u"])
        let text = JSONWriter.text(JSONValue(.object(try #require(members))))
        #expect(
            text
                == #"{"cluster":["monitor","manage_ilm","all"],"indices":[{"names":["a","b-*"],"privileges":"#
                + #"["read","indices:data/write/index"]},{"names":["c"],"privileges":["all"]}],"run_as":["u"]}"#
        )
        #expect(try GrantText.members(indices: [], cluster: []) == nil)
        for wrong in ["logs", ":read", "logs:", "", ",:,"] {
            #expect(throws: GrantText.Fault.self, "\(wrong)") {
                try GrantText.members(indices: [wrong], cluster: [])
            }
        }
    }

    @Test func formsOfAKey() {
        let key = KeyForm.Key(
            id: "ID", secret: "SECRET", encoded: "SUQ6U0VDUkVU", url: "https://[::1]:9243",
            authorities: "/a 'b\"/ca.crt", json: "{}")
        for form in KeyForm.allCases {
            let text = form.text(key)
            switch form {
            case .pair, .beats, .logstash:
                #expect(text.contains("ID:SECRET") && !text.contains("SUQ6"), "\(form)")
            case .json: #expect(text == "{}")
            default: #expect(text.contains("SUQ6U0VDUkVU") && !text.contains("ID:SECRET"), "\(form)")
            }
        }
        #expect(KeyForm.curl.text(key).contains(#"--cacert '/a '\''b"/ca.crt'"#))
        #expect(KeyForm.python.text(key).contains(#"ca_certs="/a 'b\"/ca.crt""#))
        #expect(KeyForm.fluentBit.text(key).contains("Host                ::1\n    Port                9243"))
        var plain = key
        plain.authorities = nil
        for form in KeyForm.allCases { #expect(!form.text(plain).contains("ca.crt")) }
    }
}
