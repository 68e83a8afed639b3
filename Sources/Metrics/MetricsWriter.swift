internal import Bytes

/// Writes the text format of Prometheus, version 0.0.4: families with their help and type, one sample a line.
public struct MetricsWriter {
    /// `Content-Type` of what is written.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    public enum Kind: String, Sendable { case counter, gauge, histogram }

    public typealias Labels = KeyValuePairs<String, String>

    private let text = ByteBuffer(capacity: 16 * 1024)
    private var name = ""

    public init() {}

    public var bytes: [UInt8] { self.text.array }

    /// Begins a family. Its samples follow.
    ///
    /// - Parameters:
    ///   - name: of a counter with `_total` at its end, with the unit before that.
    ///   - help: one line.
    public mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        self.text.append("# HELP \(name) ")
        self.escaped(help, quotes: false)
        self.text.append("\n# TYPE \(name) \(kind.rawValue)\n")
    }

    public func sample(_ value: Int, _ labels: Labels = [:]) {
        self.start("", labels)
        self.text.append(decimal: value)
        self.text.append("\n")
    }

    public func sample(_ value: Double, _ labels: Labels = [:]) {
        self.start("", labels)
        self.number(value)
        self.text.append("\n")
    }

    /// A histogram's samples: buckets up to each bound, the sum and the count.
    ///
    /// - Parameters:
    ///   - bounds: upper bounds in seconds, ascending.
    ///   - counts: of each bucket by itself; one more than there are bounds.
    ///   - sum: seconds.
    public func histogram(bounds: [Double], counts: [Int], sum: Double, _ labels: Labels = [:]) {
        var total = 0
        for (index, count) in counts.enumerated() {
            total &+= count
            let isLast = index >= bounds.count
            self.start("_bucket", labels, bound: isLast ? .infinity : bounds[index])
            self.text.append(decimal: total)
            self.text.append("\n")
        }
        self.start("_sum", labels)
        self.number(sum)
        self.text.append("\n")
        self.start("_count", labels)
        self.text.append(decimal: total)
        self.text.append("\n")
    }

    private func start(_ suffix: String, _ labels: Labels, bound: Double? = nil) {
        self.text.append(self.name)
        self.text.append(suffix)
        var isFirst = true
        for (name, value) in labels {
            self.text.append(isFirst ? "{" : ",")
            isFirst = false
            self.text.append("\(name)=\"")
            self.escaped(value, quotes: true)
            self.text.append("\"")
        }
        if let bound {
            self.text.append(isFirst ? "{le=\"" : ",le=\"")
            isFirst = false
            self.number(bound)
            self.text.append("\"")
        }
        self.text.append(isFirst ? " " : "} ")
    }

    private func number(_ value: Double) {
        if value == .infinity { return self.text.append("+Inf") }
        if value == -.infinity { return self.text.append("-Inf") }
        self.text.append(value.isNaN ? "NaN" : "\(value)")
    }

    private func escaped(_ value: String, quotes: Bool) {
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): self.text.append("\\\\")
            case 0x0a: self.text.append("\\n")
            case UInt8(ascii: "\"") where quotes: self.text.append("\\\"")
            default: self.text.append(byte)
            }
        }
    }
}
