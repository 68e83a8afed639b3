public import Bytes
internal import Glibc

/// Takes out of a bulk request, while it streams, the items that are denied. Its content is NDJSON: an action
/// line, and but for `delete` a source line. Memory is bounded by the limits, whatever the size of the request:
/// of a source line no byte is held.
///
/// Lines are framed as all releases of Elasticsearch do it, at each line feed; where a release would read the same
/// bytes as other items (an action without a source, an end without a line feed), the request is refused.
public struct BulkFilter {
    private enum State {
        /// In an action line, or before one.
        case action
        case source(isForwarded: Bool, isEmpty: Bool)
        case refused(ContentRefusal)
    }

    private let defaults: BulkDefaults
    private let limits: BulkLimits
    private let item = BulkItem()
    private var state = State.action
    /// The part of an action line that came with earlier bytes.
    private var held: [UInt8] = []
    /// Where the bytes begin that can go on and have not yet been copied; nil when there are none.
    private var runStart: Int?

    /// Where updates may hold scripts, and that counts.
    private var watch: ScriptWatch?

    // What the judge was asked last.
    private var verdict = BulkVerdict.allowed
    private var hasVerdict = false
    private let judged = BulkItem()
    /// The action line that `item` was read from and `verdict` is about; empty: none, or one too long to be kept.
    private var lastLine: [UInt8] = []
    /// Octets of an action line that is kept to be compared with the next.
    private static let lastLineMax = 256

    public private(set) var counts = BulkCounts()
    public private(set) var denials = BulkDenials()

    public init(defaults: BulkDefaults = BulkDefaults(), limits: BulkLimits = BulkLimits()) {
        self.defaults = defaults
        self.limits = limits
    }

    /// Whether there were items and none goes on: the answer can be made without the upstream.
    public var isEverythingDenied: Bool { self.counts.denied > 0 && self.counts.forwarded == 0 }

    /// Takes the next bytes of the request and appends to `output` what goes on of them.
    ///
    /// - Returns: how many were taken: fewer than there are when the judge wants it to pause. The rest comes again.
    @discardableResult
    public mutating func filter(
        _ bytes: borrowing Span<UInt8>, into output: ByteBuffer, judge: inout some BulkJudge
    ) throws(ContentRefusal) -> Int {
        if case .refused(let refusal) = self.state { throw refusal }
        do throws(ContentRefusal) {
            return try self.pass(bytes, output, &judge)
        } catch {
            self.state = .refused(error)
            throw error
        }
    }

    /// The request has ended.
    public mutating func finish() throws(ContentRefusal) {
        switch self.state {
        case .refused(let refusal): throw refusal
        case .action:
            guard self.held.isEmpty else { throw ContentRefusal(.noNewlineAtEnd) }
        case .source(_, let isEmpty):
            // Elasticsearch leaves such an item out of its response, so that the others seem to be shifted.
            throw ContentRefusal(isEmpty ? .missingSource : .noNewlineAtEnd)
        }
    }

    private mutating func pass(
        _ bytes: borrowing Span<UInt8>, _ output: ByteBuffer, _ judge: inout some BulkJudge
    ) throws(ContentRefusal) -> Int {
        var index = 0
        self.runStart = nil
        while index < bytes.count {
            let end = Self.lineEnd(bytes, index)
            switch self.state {
            case .refused(let refusal): throw refusal
            case .source(let isForwarded, _):
                if isForwarded, self.runStart == nil { self.runStart = index }
                if isForwarded, self.watch?.sees(bytes.extracting(index..<(end ?? bytes.count))) == true {
                    throw ContentRefusal(.script)
                }
                if let end {
                    index = end &+ 1
                    self.state = .action
                    if !isForwarded { self.runStart = nil }
                } else {
                    index = bytes.count
                    self.state = .source(isForwarded: isForwarded, isEmpty: false)
                }
            case .action:
                let lineEnd = end ?? bytes.count
                guard self.held.count &+ lineEnd &- index <= self.limits.lineBytesMax else {
                    throw ContentRefusal(.lineTooLong)
                }
                guard end != nil else {
                    self.flush(bytes, upTo: index, output)
                    self.hold(bytes, index..<lineEnd)
                    return bytes.count
                }
                guard try self.line(bytes, index..<lineEnd, output, &judge) else {
                    self.flush(bytes, upTo: index, output)
                    return index
                }
                index = lineEnd &+ 1
            }
        }
        self.flush(bytes, upTo: bytes.count, output)
        return bytes.count
    }

    /// Decides about the action line that ends in `bytes`.
    ///
    /// - Returns: false when it must wait: nothing has been done then.
    private mutating func line(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ output: ByteBuffer,
        _ judge: inout some BulkJudge
    ) throws(ContentRefusal) -> Bool {
        if self.held.isEmpty {
            return try self.action(bytes.extracting(range), bytes, range.lowerBound, output, &judge)
        }
        let before = self.held.count
        self.hold(bytes, range)
        var line: [UInt8] = []
        swap(&line, &self.held)
        if try self.action(line.span, bytes, nil, output, &judge) { return true }
        line.removeLast(line.count - before)
        self.held = line
        return false
    }

    /// Decides about one action line.
    ///
    /// - Parameter start: where the line begins in `bytes`, when it does.
    /// - Returns: false when it must wait.
    private mutating func action(
        _ line: borrowing Span<UInt8>, _ bytes: borrowing Span<UInt8>, _ start: Int?, _ output: ByteBuffer,
        _ judge: inout some BulkJudge
    ) throws(ContentRefusal) -> Bool {
        // Items without an id have the same line again and again: it reads the same, and is judged the same.
        if !self.isLast(line) {
            self.lastLine.removeAll(keepingCapacity: true)
            do throws(Fault) {
                guard try BulkLine.parse(line, into: self.item, defaults: self.defaults) else {
                    // A blank line is no item, and nothing that would have to go on.
                    if let start { self.flush(bytes, upTo: start, output) }
                    return true
                }
            } catch {
                throw ContentRefusal(error.rule, offset: error.offset)
            }
            self.ask(&judge)
            self.keep(line)
        }
        let verdict = self.verdict
        var limit: String?
        if verdict.passes {
            switch judge.admit() {
            case .passed: break
            case .limited(let reason): limit = reason
            case .paused: return false
            }
        }
        let position = self.counts.all
        self.counts.count(self.item.operation)
        let hasSource = self.item.operation != .delete
        self.watch = self.defaults.refusesScripts && self.item.operation == .update ? ScriptWatch() : nil
        if let limit {
            if let start { self.flush(bytes, upTo: start, output) }
            try self.limit(position, limit)
            self.state = hasSource ? .source(isForwarded: false, isEmpty: true) : .action
            return true
        }
        switch verdict {
        case .allowed:
            if let start {
                if self.runStart == nil { self.runStart = start }
            } else {
                Self.append(line, output)
            }
            self.state = hasSource ? .source(isForwarded: true, isEmpty: true) : .action
        case .renamed(let name):
            if let start { self.flush(bytes, upTo: start, output) }
            self.item.append(line, renamed: name, to: output)
            self.state = hasSource ? .source(isForwarded: true, isEmpty: true) : .action
        case .denied(let reason):
            if let start { self.flush(bytes, upTo: start, output) }
            self.counts.denied &+= 1
            self.denials.append(self.item, position: position, reason: reason, isLimited: false)
            guard self.counts.denied &- self.counts.limited <= self.limits.deniedMax,
                self.counts.limited > 0 || self.denials.size <= self.limits.deniedBytesMax,
                self.denials.size <= self.limits.limitedBytesMax
            else { throw ContentRefusal(.tooManyDenied) }
            self.state = hasSource ? .source(isForwarded: false, isEmpty: true) : .action
        case .refused(let refusal): throw refusal
        }
        return true
    }

    /// The item is too many.
    private mutating func limit(_ position: Int, _ reason: String) throws(ContentRefusal) {
        self.counts.denied &+= 1
        self.counts.limited &+= 1
        self.denials.append(self.item, position: position, reason: reason, isLimited: true)
        guard self.counts.limited <= self.limits.limitedMax,
            self.denials.size <= self.limits.limitedBytesMax
        else { throw ContentRefusal(.tooManyLimited) }
    }

    private mutating func ask(_ judge: inout some BulkJudge) {
        if self.hasVerdict, self.item.isJudgedAs(self.judged) { return }
        self.verdict = judge.judge(self.item)
        self.judged.copyJudged(self.item)
        self.hasVerdict = true
    }

    private func isLast(_ line: borrowing Span<UInt8>) -> Bool {
        guard !self.lastLine.isEmpty, line.count == self.lastLine.count else { return false }
        return unsafe self.lastLine.withUnsafeBytes { last in
            unsafe line.withUnsafeBytes { line in
                guard let left = last.baseAddress, let right = line.baseAddress else { return false }
                return unsafe memcmp(left, right, min(last.count, line.count)) == 0
            }
        }
    }

    private mutating func keep(_ line: borrowing Span<UInt8>) {
        guard line.count <= Self.lastLineMax else { return }
        unsafe line.withUnsafeBufferPointer { unsafe self.lastLine.append(contentsOf: $0) }
    }

    // MARK: Bytes

    private static func lineEnd(_ bytes: borrowing Span<UInt8>, _ start: Int) -> Int? {
        unsafe bytes.withUnsafeBytes { all in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: all[start...])
            guard let base = rest.baseAddress, let found = unsafe memchr(base, 0x0a, rest.count) else {
                return nil
            }
            return unsafe start &+ (UnsafeRawPointer(found) - base)
        }
    }

    private mutating func hold(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
        unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe self.held.append(contentsOf: $0) }
    }

    /// Copies what can go on.
    private mutating func flush(_ bytes: borrowing Span<UInt8>, upTo end: Int, _ output: ByteBuffer) {
        guard let start = self.runStart else { return }
        self.runStart = nil
        output.append(bytes.extracting(start..<end))
    }

    /// A line that came in parts, which ends here.
    private static func append(_ line: borrowing Span<UInt8>, _ output: ByteBuffer) {
        output.append(line)
        output.append(UInt8(ascii: "\n"))
    }
}
