import Testing

@testable import Usage

struct AddressSketchTests {
    private static func address(_ number: UInt64) -> UsageAddress {
        UsageAddress(high: 0, low: (0xffff_0000_0000 | number).bigEndian)
    }

    @Test func isEmptyAtFirst() { #expect(AddressSketch().estimate == 0) }

    @Test func countsOneOnce() {
        var sketch = AddressSketch()
        for _ in 0..<1000 { sketch.insert(Self.address(7)) }
        #expect(sketch.estimate == 1)
    }

    /// Four standard errors of 13 %: of these fixed addresses none may be further off.
    @Test(arguments: [5, 20, 100, 1000, 10_000, 1_000_000])
    func isNearTheTruth(_ count: Int) {
        var sketch = AddressSketch()
        for number in 0..<UInt64(count) { sketch.insert(Self.address(number)) }
        let bound = max(2.0, 0.52 * Double(count))
        #expect(abs(Double(sketch.estimate - count)) <= bound, "\(sketch.estimate) for \(count)")
    }

    @Test func merged() {
        var (left, right, both) = (AddressSketch(), AddressSketch(), AddressSketch())
        for number in 0..<300 as Range<UInt64> {
            left.insert(Self.address(number))
            right.insert(Self.address(number + 200))
            both.insert(Self.address(number))
            both.insert(Self.address(number + 200))
        }
        #expect(left.merged(right) == both)
        #expect(AddressSketch(both.array) == both)
        #expect(AddressSketch([1, 2, 3]) == nil)
    }
}
