public import Bytes
internal import JSON

/// Writes a content anew with other names, and without the items that were denied.
public struct BodyEdits {
    /// What comes instead of a part of the content.
    private struct Edit {
        var range: Range<Int>
        var text: [UInt8]
    }

    private let targets: BodyTargets
    private var names: [Int: [[UInt8]]] = [:]
    private var dropped: Set<Int> = []

    public init(_ targets: BodyTargets) { self.targets = targets }

    public var isEmpty: Bool { self.names.isEmpty && self.dropped.isEmpty }
    /// Whether no item is left, so that the answer can be made without the upstream.
    public var dropsEverything: Bool {
        !self.targets.items.isEmpty && self.dropped.count == self.targets.items.count
    }

    /// Whether other names can stand in the place of a target: not in an encoded text, where nothing is named, nor
    /// several where one is read.
    public func canReplace(_ target: Int, count: Int) -> Bool {
        guard self.targets.targets.indices.contains(target), count > 0 else { return false }
        let target = self.targets.targets[target]
        guard count == 1 || target.list != .never else { return false }
        return switch target.place {
        case .value, .text, .absent, .emptyLine: true
        case .none, .encoded: false
        }
    }

    /// Puts `names`, decoded ones, in the place of a target.
    ///
    /// - Precondition: ``canReplace(_:count:)``
    public mutating func replace(_ target: Int, with names: [[UInt8]]) {
        precondition(self.canReplace(target, count: names.count))
        self.names[target] = names
    }

    /// What stands in the place of a target when the content is written: other names, or what it was.
    public func names(of target: Int) -> [[UInt8]] {
        guard self.targets.targets.indices.contains(target) else { return [] }
        return self.names[target] ?? self.targets.targets[target].expression.map { [$0] } ?? []
    }

    /// Leaves an item out.
    public mutating func drop(item: Int) {
        guard self.targets.items.indices.contains(item) else { return }
        self.dropped.insert(item)
    }

    /// Appends the content, changed, to `output`.
    ///
    /// - Parameter bytes: the content that the targets were read from.
    public func write(_ bytes: borrowing Span<UInt8>, to output: ByteBuffer) {
        var at = 0
        for edit in self.edits(bytes) {
            // Names within an item that is left out go with it.
            guard edit.range.lowerBound >= at, edit.range.upperBound <= bytes.count else { continue }
            output.append(bytes.extracting(at..<edit.range.lowerBound))
            output.append(edit.text)
            at = edit.range.upperBound
        }
        output.append(bytes.extracting(at...))
    }

    private func edits(_ bytes: borrowing Span<UInt8>) -> [Edit] {
        var edits = self.drops(bytes)
        // Several names may stand in one statement, which is written once.
        var statements: [Int: [(inner: Range<Int>, text: [UInt8])]] = [:]
        var values: [Int: Range<Int>] = [:]
        for (number, names) in self.names {
            let target = self.targets.targets[number]
            switch target.place {
            case .value(let range):
                edits.append(Edit(range: range, text: Self.value(names)))
                let member: [UInt8]? =
                    switch target.list {
                    case .indices where names.count > 1: Array("\"indices\"".utf8)
                    case .aliases where names.count > 1: Array("\"aliases\"".utf8)
                    default: nil
                    }
                if let member, let range = target.member { edits.append(Edit(range: range, text: member)) }
            case .absent(let offset):
                let start = offset &+ 1
                var next = start
                JSONScanner.skipSpace(bytes, &next)
                let isEmpty = next < bytes.count && bytes[next] == UInt8(ascii: "}")
                let text = Array("\"index\":".utf8) + Self.value(names) + Array((isEmpty ? "" : ",").utf8)
                edits.append(Edit(range: start..<start, text: text))
            case .emptyLine(let offset):
                let text = Array("{\"index\":".utf8) + Self.value(names) + Array("}".utf8)
                edits.append(Edit(range: offset..<offset, text: text))
            case .text(let value, let inner):
                values[value.lowerBound] = value
                statements[value.lowerBound, default: []].append((inner, Self.quoted(names, target.list)))
            case .none, .encoded: break
            }
        }
        for (start, changes) in statements {
            guard let value = values[start], let text = Self.statement(bytes, value, changes) else {
                continue
            }
            edits.append(Edit(range: value, text: text))
        }
        // A longer one before those within it.
        return edits.sorted {
            ($0.range.lowerBound, -$0.range.upperBound) < ($1.range.lowerBound, -$1.range.upperBound)
        }
    }

    // MARK: Items

    /// Lines go as they are; an element goes with the comma before it, or with the one behind it while none that
    /// stays is before.
    private func drops(_ bytes: borrowing Span<UInt8>) -> [Edit] {
        var edits: [Edit] = []
        let items = self.targets.items
        // Of each array, the end of the element before, and whether one has stayed.
        var ends: [Int: Int] = [:]
        var staying: Set<Int> = []
        for index in items.indices {
            let item = items[index]
            guard self.dropped.contains(index) else {
                if index > 0, !staying.contains(item.array), self.beginsEmpty(item, bytes) {
                    let start = item.range.lowerBound
                    edits.append(Edit(range: start..<start, text: Array("{}".utf8)))
                }
                ends[item.array] = item.range.upperBound
                staying.insert(item.array)
                continue
            }
            if item.array < 0 {
                edits.append(Edit(range: item.range, text: []))
            } else if staying.contains(item.array), let start = ends[item.array] {
                edits.append(Edit(range: start..<item.range.upperBound, text: []))
            } else {
                let following = index &+ 1
                let hasNext = following < items.count && items[following].array == item.array
                let end = hasNext ? items[following].range.lowerBound : item.range.upperBound
                edits.append(Edit(range: item.range.lowerBound..<end, text: []))
            }
            ends[item.array] = item.range.upperBound
        }
        return edits
    }

    /// Whether an item of lines begins with an empty header that stays one: as the first line it would be skipped by
    /// Elasticsearch up to 7, and each line behind it taken for another.
    private func beginsEmpty(_ item: BodyItem, _ bytes: borrowing Span<UInt8>) -> Bool {
        let start = item.range.lowerBound
        guard item.array < 0, start < bytes.count, bytes[start] == 0x0a else { return false }
        return !item.targets.contains {
            self.names[$0] != nil && self.targets.targets[$0].place == .emptyLine(start)
        }
    }

    // MARK: Texts

    private static func value(_ names: [[UInt8]]) -> [UInt8] {
        let texts = names.map(self.string)
        guard texts.count != 1 else { return texts[0] }
        return Array("[".utf8) + texts.joined(separator: [UInt8(ascii: ",")]) + Array("]".utf8)
    }

    private static func string(_ text: [UInt8]) -> [UInt8] {
        let buffer = ByteBuffer(capacity: text.count + 16)
        buffer.append(UInt8(ascii: "\""))
        unsafe text.withUnsafeBufferPointer { unsafe JSONText.append($0, to: buffer) }
        buffer.append(UInt8(ascii: "\""))
        return buffer.array
    }

    /// Names of indices hold neither quotes nor backslashes.
    private static func quoted(_ names: [[UInt8]], _ list: BodyTarget.List) -> [UInt8] {
        let quote = Array("\"".utf8)
        let comma = [UInt8(ascii: ",")]
        return list == .quoted
            ? quote + names.joined(separator: comma) + quote
            : Array(names.map { quote + $0 + quote }.joined(separator: comma))
    }

    /// The JSON text of a statement with some of its parts replaced.
    private static func statement(
        _ bytes: borrowing Span<UInt8>, _ value: Range<Int>, _ changes: [(inner: Range<Int>, text: [UInt8])]
    ) -> [UInt8]? {
        var index = value.lowerBound
        var decoded: [UInt8] = []
        guard let text = try? JSONScanner.string(bytes, &index),
            (try? JSONScanner.decode(bytes, text, into: &decoded)) != nil
        else { return nil }
        for change in changes.sorted(by: { $0.inner.lowerBound > $1.inner.lowerBound }) {
            guard change.inner.upperBound <= decoded.count else { return nil }
            decoded.replaceSubrange(change.inner, with: change.text)
        }
        return self.string(decoded)
    }
}
