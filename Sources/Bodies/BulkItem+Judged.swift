internal import Bytes

extension BulkItem {
    /// Whether a judge would say of this what it said of `other`.
    func isJudgedAs(_ other: BulkItem) -> Bool {
        self.operation == other.operation && self.requiresAlias == other.requiresAlias
            && self.requiresDataStream == other.requiresDataStream
            && self.hasForeignVersion == other.hasForeignVersion
            && self.hasDefaultIndex == other.hasDefaultIndex && self.isPercolator == other.isPercolator
            && self.bytes[self.index].elementsEqual(other.bytes[other.index])
            && Self.areEqual(self.text(of: self.pipeline), other.text(of: other.pipeline))
    }

    func copyJudged(_ other: BulkItem) {
        self.reset()
        self.operation = other.operation
        self.requiresAlias = other.requiresAlias
        self.requiresDataStream = other.requiresDataStream
        self.hasForeignVersion = other.hasForeignVersion
        self.hasDefaultIndex = other.hasDefaultIndex
        self.isPercolator = other.isPercolator
        self.bytes.append(contentsOf: other.bytes[other.index])
        self.index = 0..<self.bytes.count
        if let pipeline = other.pipeline {
            let start = self.bytes.count
            self.bytes.append(contentsOf: other.bytes[pipeline])
            self.pipeline = start..<self.bytes.count
        }
    }

    private func text(of range: Range<Int>?) -> ArraySlice<UInt8>? { range.map { self.bytes[$0] } }

    private static func areEqual(_ left: ArraySlice<UInt8>?, _ right: ArraySlice<UInt8>?) -> Bool {
        switch (left, right) {
        case (nil, nil): true
        case (let left?, let right?): left.elementsEqual(right)
        default: false
        }
    }

    /// Appends the action line with another index, and its line feed.
    func append(_ line: borrowing Span<UInt8>, renamed name: [UInt8], to output: ByteBuffer) {
        let replaced = self.indexValue ?? self.metadataStart..<self.metadataStart
        output.append(line.extracting(..<replaced.lowerBound))
        if self.indexValue == nil { output.append("\"_index\":") }
        output.append(UInt8(ascii: "\""))
        unsafe name.withUnsafeBufferPointer { unsafe JSONText.append($0, to: output) }
        output.append(UInt8(ascii: "\""))
        if self.indexValue == nil, self.hasMetadata { output.append(UInt8(ascii: ",")) }
        output.append(line.extracting(replaced.upperBound...))
        output.append(UInt8(ascii: "\n"))
    }
}
