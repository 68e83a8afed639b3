import Bytes
import Testing

@testable import Audit

/// No secret of a content gets into the trail, wherever the content is cut off.
@Suite struct ContentRedactorTests {
    private func redacted(_ text: String, _ secrets: [String] = []) -> String {
        let output = ByteBuffer(capacity: 64)
        var text = text
        text.withUTF8 { ContentRedactor(secrets: secrets).append($0, to: output) }
        return String(decoding: output.readable, as: UTF8.self)
    }

    @Test(arguments: [
        (#"{"query":{"match":{"a":"b"}},"size":1}"#, #"{"query":{"match":{"a":"b"}},"size":1}"#),
        (#"{"password":"x\"y","a":1}"#, #"{"password":"***","a":1}"#),
        (
            #"{"a":{"client_Secret" : {"b":["c",{"d":"}"}]} , "e":[true]}}"#,
            #"{"a":{"client_Secret" :"***" , "e":[true]}}"#
        ),
        (
            #"{"credentials":["a","b"],"api_key":12,"remote.Password":null}"#,
            #"{"credentials":"***","api_key":"***","remote.Password":"***"}"#
        ),
        (#"{"headers":{"Authorization":"Basic eDp5"}}"#, #"{"headers":{"Authorization":"***"}}"#),
        (
            "{\"index\":{}}\n{\"token\":\"x\"}\n{\"a\":\"b\"}\n",
            "{\"index\":{}}\n{\"token\":\"***\"}\n{\"a\":\"b\"}\n"
        ),
        // A name with escapes may say anything.
        (#"{"p\u0061ssword":"x","b":1}"#, #"{"p\u0061ssword":"***","b":1}"#),
        // Not quoted: Elasticsearch takes it.
        (#"{password:"x",b:1}"#, #"{password:"***",b:1}"#),
        // The value, not the name.
        (#"{"field":"password","x":["secret"]}"#, #"{"field":"password","x":["secret"]}"#),
        ("", ""), ("[1,2", "[1,2"), (#"{"a":"cut o"#, #"{"a":"cut o"#),
    ])
    func secretsAreTakenOut(_ text: String, _ expected: String) { #expect(self.redacted(text) == expected) }

    /// What follows what is no JSON is not told.
    @Test(arguments: [
        #"{"a":1,'password':'hunter2'}"#, #"{"a":1,/*"*/"password":/*"*/"hunter2"}"#,
        #"{"password" "x":"hunter2"}"#,
        #"{"password":"""hunter2"""}"#, #"{"password":'hunter2'}"#, #"{"password":x "hunter2"}"#,
        #"{"password":["x"}"hunter2"]}"#, #"{"password":,"hunter2"}"#, #"{"password"#,
        #"{"secret":{"a":"hunter2"#,
        #"{"password":"hunter2"#, "{\"password\":\n\n\"hunter2", #"{"passwords":{"a":{"b":["hunter2"]}}}"#,
        "{\"password\": \u{1}\"hunter2\"}", #"{"password":"\"hunter2"}"#,
    ])
    func nothingOfASecretIsTold(_ text: String) { #expect(!self.redacted(text).contains("hunter2")) }

    @Test func secretsAreTakenOutWhereverItIsCut() {
        let text =
            #"{"a":{"password" : "hunter2hunter2" , "b":[1,{"tokens":["hunter2","hunter2"]}],"encoded":"hunter2"},"c":"end"}"#
        for count in 0...text.utf8.count {
            let cut = String(decoding: text.utf8.prefix(count), as: UTF8.self)
            #expect(!self.redacted(cut).contains("hu"), "\(count)")
        }
        #expect(self.redacted(text).hasSuffix(#""encoded":"***"},"c":"end"}"#))
    }

    @Test func namesMayBeAdded() {
        #expect(self.redacted(#"{"My_PIN":1,"b":2}"#, ["pin"]) == #"{"My_PIN":"***","b":2}"#)
        #expect(self.redacted(#"{"My_PIN":1,"b":2}"#, [""]) == #"{"My_PIN":1,"b":2}"#)
    }

    @Test(arguments: [AuditSettings.Format.ecs, .elasticsearch])
    func linesOfTheNamedEventsHaveIt(_ format: AuditSettings.Format) throws {
        var settings = AuditSettings(nodeName: "n")
        settings.format = format
        settings.content = AuditContent(
            events: AuditEvents(.accessDenied), actions: [Wildcards("indices:*")], bytesMax: 100)
        var encoder = AuditEncoder(settings)
        let content = Array(#"{"a":"\n","password":"hunter2"}"#.utf8)
        for event in [AuditEvent.accessDenied, .accessGranted] {
            let line = ByteBuffer(capacity: 64)
            content.withUnsafeBufferPointer {
                var record = AuditRecord()
                record.event = event
                record.method = "POST"
                record.content = $0
                encoder.append(record, to: line)
            }
            let text = String(decoding: line.readable, as: UTF8.self)
            let name =
                format == .ecs
                ? #""http.request.body.content":"# : #""request.method":"POST", "request.body":"#
            #expect(
                text.contains(name + #""{\"a\":\"\\n\",\"password\":\"***\"}""#) == (event == .accessDenied),
                "\(text)")
            #expect(!text.contains("hunter2"))
        }
    }
}
