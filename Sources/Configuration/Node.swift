/// A part of a YAML document with the line it begins in.
indirect enum Node: Sendable {
    case scalar(String, line: Int)
    case sequence([Node], line: Int)
    case mapping([Entry], line: Int)

    struct Entry: Sendable {
        var name: String
        var line: Int
        var value: Node
    }

    var line: Int {
        switch self {
        case .scalar(_, let line), .sequence(_, let line), .mapping(_, let line): line
        }
    }
}
