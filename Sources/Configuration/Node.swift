/// A part of a YAML document with the line it begins in.
indirect enum Node: Sendable {
    /// `isPlain`: written without quotes, so that `true` is no text.
    case scalar(String, line: Int, isPlain: Bool)
    case sequence([Node], line: Int)
    case mapping([Entry], line: Int)

    struct Entry: Sendable {
        var name: String
        var line: Int
        var value: Node
    }

    var line: Int {
        switch self {
        case .scalar(_, let line, _), .sequence(_, let line), .mapping(_, let line): line
        }
    }
}
