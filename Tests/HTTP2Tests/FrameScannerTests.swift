import Testing

@testable import HTTP2

@Suite struct FrameScannerTests {
    private static let stream: [UInt8] =
        Frames.preface + Frames.settings([(3, 100)])
        + Frames.headers(1, Frames.request(), ends: false) + Frames.data(1, [1, 2, 3])
        + Frames.data(1, [], ends: true) + Frames.frame(.ping, [UInt8](repeating: 7, count: 8))

    /// The headers that a scanner finds, and where each slice ended, with the input cut at `cut`.
    private static func scan(_ bytes: [UInt8], cut: Int) -> [FrameHeader] {
        var scanner = FrameScanner()
        var headers: [FrameHeader] = []
        for part in [bytes[..<cut], bytes[cut...]] {
            Array(part).withUnsafeBufferPointer { part in
                var index = 0
                while index < part.count {
                    let slice = scanner.next(part, from: index)
                    #expect(slice.end > index)
                    // A header lies in the slice whole, or not at all.
                    if slice.header != nil, !slice.headerIsApart {
                        #expect(slice.range.count >= FrameHeader.size)
                    }
                    if let header = slice.header { headers.append(header) }
                    index = slice.end
                }
            }
        }
        return headers
    }

    @Test func findsTheSameFramesAtEverySplitPoint() {
        let whole = Self.scan(Self.stream, cut: 0)
        #expect(whole.map(\.type) == [.settings, .headers, .data, .data, .ping])
        #expect(whole.map(\.streamID) == [0, 1, 1, 1, 0])
        #expect(whole[2].length == 3)
        for cut in 0...Self.stream.count { #expect(Self.scan(Self.stream, cut: cut) == whole) }
    }

    @Test func slicesEndWithTheirFrame() {
        var scanner = FrameScanner()
        Self.stream.withUnsafeBufferPointer { bytes in
            var ends: [Int] = []
            var index = 0
            while index < bytes.count {
                index = scanner.next(bytes, from: index).end
                ends.append(index)
            }
            #expect(ends.count == 6)
            #expect(ends[0] == Frames.preface.count)
            #expect(ends[1] == Frames.preface.count + 15)
            #expect(ends.last == bytes.count)
        }
    }

    @Test func theReservedBitIsIgnored() {
        let headers = Self.scan(Frames.preface + Frames.frame(.ping, stream: 0x8000_0000), cut: 0)
        #expect(headers.map(\.streamID) == [0])
    }

    @Test(
        arguments: [
            ([], true), ([0], true), ([0, 0, 4, 8, 0, 0, 0, 0, 0], true),
            // Within content the rate of content counts, not the deadline of frames.
            ([0, 0, 4, 0, 0, 0, 0, 0, 1, 9], false),
        ] as [([UInt8], Bool)])
    func knowsWhatIsUnfinished(bytes: [UInt8], isUnfinished: Bool) {
        var scanner = FrameScanner()
        let preface = bytes.isEmpty ? [] : Frames.preface
        (preface + bytes).withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count { index = scanner.next(bytes, from: index).end }
        }
        #expect((scanner.unfinishedFrame != nil) == isUnfinished)
    }

    @Test func aHeaderBlockIsOpenUntilItsEnd() {
        var scanner = FrameScanner()
        func feed(_ bytes: [UInt8]) {
            bytes.withUnsafeBufferPointer { bytes in
                var index = 0
                while index < bytes.count { index = scanner.next(bytes, from: index).end }
            }
        }
        feed(Frames.preface + Frames.frame(.headers, stream: 1, [0x82]))
        let first = scanner.unfinishedFrame
        #expect(first != nil)
        feed(Frames.frame(.continuation, stream: 1, [0x84]))
        // Another number: each frame has its own time.
        #expect(scanner.unfinishedFrame != nil && scanner.unfinishedFrame != first)
        feed(Frames.frame(.continuation, flags: Frames.endHeaders, stream: 1))
        #expect(scanner.unfinishedFrame == nil)
    }
}
