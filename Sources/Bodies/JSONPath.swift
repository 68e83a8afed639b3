/// Tells the place of an octet in a JSON text as `query.bool.filter[0].wrapper`: for refusals, by a second look.
enum JSONPath {
    private enum Step {
        case member(Range<Int>)
        case element(Int)
    }

    /// Bytes of a path that are told.
    private static let sizeMax = 500

    /// The path of the innermost value around `offset`, a member's name included that begins there. As far as the
    /// text is understood.
    static func place(of offset: Int, in bytes: borrowing Span<UInt8>) -> String {
        var steps: [Step] = []
        var index = 0
        while index < bytes.count {
            let start = index
            switch bytes[index] {
            case UInt8(ascii: "{"):
                guard start < offset else { return self.text(steps, bytes) }
                steps.append(.member(0..<0))
                index &+= 1
            case UInt8(ascii: "["):
                guard start < offset else { return self.text(steps, bytes) }
                steps.append(.element(0))
                index &+= 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard start < offset else { return self.text(steps, bytes) }
                _ = steps.popLast()
                index &+= 1
            case UInt8(ascii: ","):
                guard start < offset else { return self.text(steps, bytes) }
                if case .element(let number)? = steps.last { steps[steps.count &- 1] = .element(number &+ 1) }
                if case .member? = steps.last { steps[steps.count &- 1] = .member(0..<0) }
                index &+= 1
            case UInt8(ascii: "\""):
                guard let text = try? JSONScanner.string(bytes, &index) else {
                    return self.text(steps, bytes)
                }
                // The first text of a member is its name.
                if case .member(let name)? = steps.last, name.isEmpty {
                    steps[steps.count &- 1] = .member(text.range)
                }
                if start >= offset { return self.text(steps, bytes) }
            default:
                if start >= offset { return self.text(steps, bytes) }
                index &+= 1
            }
        }
        return self.text(steps, bytes)
    }

    private static func text(_ steps: [Step], _ bytes: borrowing Span<UInt8>) -> String {
        var path = ""
        for step in steps {
            switch step {
            case .member(let name):
                guard !name.isEmpty else { continue }
                if !path.isEmpty { path += "." }
                path += unsafe bytes.extracting(name).withUnsafeBufferPointer {
                    unsafe String(decoding: $0, as: UTF8.self)
                }
            case .element(let number): path += "[\(number)]"
            }
            if path.utf8.count > self.sizeMax { return path.prefix(self.sizeMax) + "..." }
        }
        return path
    }
}
