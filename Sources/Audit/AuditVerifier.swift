internal import Bytes

/// Reads a chained trail, file by file in the order in which it was written, and tells what does not fit.
public struct AuditVerifier {
    public struct Fault: Sendable, Equatable {
        public var file: String
        /// From 1; 0: the file as a whole.
        public var line: Int
        public var text: String
    }

    private let chain: AuditChain
    private var last: AuditChain.Link?
    public private(set) var lineCount = 0
    /// The number of the first line that was read.
    public private(set) var firstNumber: UInt64?
    public private(set) var faults: [Fault] = []
    /// Faults that are told; a trail of another key has one a line.
    private static let faultsMax = 100

    public init(key: [UInt8]) {
        self.chain = AuditChain(key: key, statePath: "", trailPath: nil)
    }

    /// Takes one line without its line feed.
    public mutating func read(_ line: ArraySlice<UInt8>, file: String, number: Int) {
        self.lineCount += 1
        guard let link = self.chain.verify(line) else {
            let isLinked = AuditChain.link(of: line) != nil
            self.report(file, number, isLinked ? "the line was altered" : "the line has no link of the chain")
            self.last = AuditChain.link(of: line)?.link
            return
        }
        if let last = self.last {
            if link.number != last.number + 1 {
                let words =
                    link.number > last.number
                    ? "\(link.number - last.number - 1) lines before it are missing"
                    : "the line is out of place: its number is \(link.number), after \(last.number)"
                self.report(file, number, words)
            } else if link.previous != last.mac {
                self.report(file, number, "the line before was put in its place or altered")
            }
        } else if self.firstNumber == nil {
            self.firstNumber = link.number
        }
        self.last = link
    }

    /// Compares the end with the last line that the proxy has written.
    public mutating func finish(state: AuditChain.Link?, file: String) {
        guard let state, state.number > 0 else { return }
        if let last = self.last, last.number >= state.number {
            if last.number == state.number, last.mac != state.mac {
                self.report(file, 0, "the last line is not the one that was written last")
            }
            return
        }
        let missing = state.number - (self.last?.number ?? 0)
        self.report(file, 0, "\(missing) lines at the end are missing")
    }

    private mutating func report(_ file: String, _ line: Int, _ text: String) {
        guard self.faults.count < Self.faultsMax else { return }
        self.faults.append(Fault(file: file, line: line, text: text))
    }
}
