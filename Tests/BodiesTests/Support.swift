import Bytes

@testable import Bodies

/// Denies what is not `logs-*`, and renames `<logs-{now}>`.
struct PrefixJudge: BulkJudge {
    var asked = 0

    mutating func judge(_ item: BulkItem) -> BulkVerdict {
        self.asked += 1
        let name = item.text(item.index)
        if name == "<logs-{now}>" { return .renamed(Array("logs-today".utf8)) }
        if name == "stop" { return .refused(ContentRefusal(.unreadableKind)) }
        if let pipeline = item.pipeline, item.text(pipeline) != "_none" { return .denied(reason: "pipeline") }
        return name.hasPrefix("logs-") ? .allowed : .denied(reason: "no \(name)")
    }
}

/// A generator whose sequence is known from its seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = self.state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

enum Base64Text {
    static func encode(_ text: String) -> String {
        String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self)
    }
}
