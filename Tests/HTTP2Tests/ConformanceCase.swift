import Glibc
import Testing

@testable import HTTP2

/// One case of `Conformance/cases.txt`, whose head explains the form.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
    enum Step: Sendable {
        case send([UInt8])
        case expect([Substring])
    }

    var name: Substring
    var greets = true
    var steps: [Step] = []

    var testDescription: String { String(self.name) }

    static let all: [ConformanceCase] = {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        var cases: [ConformanceCase] = []
        for line in ConformanceCase.text("/\(folder)/Conformance/cases.txt").split(separator: "\n") {
            let words = line.split(separator: " ")
            switch words.first {
            case "=": cases.append(ConformanceCase(name: line.dropFirst(2)))
            case ">": cases[cases.count - 1].steps.append(.send(ConformanceCase.send(words)))
            case "<": cases[cases.count - 1].steps.append(.expect(Array(words.dropFirst())))
            case "greeting": cases[cases.count - 1].greets = false
            default: precondition(line.hasPrefix("#"), "odd line: \(line)")
            }
        }
        return cases
    }()

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { preconditionFailure("\(path) cannot be read") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func send(_ words: [Substring]) -> [UInt8] {
        switch words[1] {
        case "raw": return self.payload(words[2...])
        case "streams":
            return (0..<UInt32(words[2])!).flatMap { index in
                Frames.frame(
                    .headers, flags: Frames.endHeaders, stream: index * 2 + 1, self.part("{post}"))
            }
        default: break
        }
        let stream = words[3].hasPrefix("R") ? UInt32(words[3].dropFirst())! | 1 << 31 : UInt32(words[3])!
        return Frames.frame(
            self.type(words[1]), flags: UInt8(words[2], radix: 16)!, stream: stream,
            self.payload(words.dropFirst(4)))
    }

    private static func type(_ name: Substring) -> FrameType {
        let names = [
            "DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE", "PING", "GOAWAY",
            "WINDOW_UPDATE", "CONTINUATION",
        ]
        if let index = names.firstIndex(of: String(name)) { return FrameType(rawValue: UInt8(index)) }
        return FrameType(rawValue: UInt8(name.dropFirst(), radix: 16)!)
    }

    /// Fields may have spaces in them: the words belong together again.
    private static func payload(_ words: ArraySlice<Substring>) -> [UInt8] {
        words.joined(separator: " ").split(separator: "+").flatMap { self.part($0) }
    }

    private static func part(_ text: Substring) -> [UInt8] {
        switch text {
        case "{get}": return [0x82, 0x87, 0x84] + Frames.block([(":authority", "localhost")])
        case "{post}": return [0x83, 0x87, 0x84] + Frames.block([(":authority", "localhost")])
        case "{head}":
            return Frames.block([(":method", "HEAD")]) + [0x87, 0x84]
                + Frames.block([(":authority", "localhost")])
        default: break
        }
        if text.hasPrefix("zero*") { return [UInt8](repeating: 0, count: Int(text.dropFirst(5))!) }
        if text.hasPrefix("[") {
            return Frames.block(
                text.dropFirst().dropLast().split(separator: ";").map { field in
                    let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    return (String(parts[0]), self.value(parts[1]))
                })
        }
        return stride(from: 0, to: text.count, by: 2).map { UInt8(text.dropFirst($0).prefix(2), radix: 16)! }
    }

    private static func value(_ text: Substring) -> String {
        guard text.hasPrefix("a*") else { return String(text) }
        return String(repeating: "a", count: Int(text.dropFirst(2))!)
    }
}
