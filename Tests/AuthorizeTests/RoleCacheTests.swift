import Testing

@testable import Authorize

/// Compiled roles are kept within a bound, the ones that are used longest.
@Suite struct RoleCacheTests {
    private func role(_ names: [String], table: PrivilegeTable = .v8) throws -> Role {
        var descriptor = RoleDescriptor(name: "r")
        descriptor.indices = [RoleDescriptor.Indices(names: names, privileges: ["read"])]
        return try Role([descriptor], table)
    }

    @Test func whatIsUsedStays() throws {
        let role = try self.role(["logs-*"])
        let cache = RoleCache(bytesMax: role.byteCount * 20)
        for number in 0..<200 as Range<UInt32> {
            cache.keep(.success(role), number, .v8)
            #expect(cache.outcome(0, .v8) != nil)
            #expect(cache.byteCount <= role.byteCount * 20)
        }
        #expect(cache.outcome(1, .v8) == nil)
        #expect(cache.outcome(199, .v8) != nil)
        #expect(cache.outcome(199, .v7) == nil)
    }

    @Test func whatIsTooLargeIsNotKept() throws {
        let role = try self.role((0..<1000).map { "logs-\($0)-*" })
        #expect(role.byteCount > 100_000)
        let cache = RoleCache(bytesMax: 50_000)
        cache.keep(.success(role), 1, .v8)
        #expect(cache.outcome(1, .v8) == nil && cache.byteCount == 0)
    }

    /// A role that is none is not compiled again and again.
    @Test func failuresAreKeptToo() throws {
        let cache = RoleCache()
        cache.keep(.failure(.tooComplex("x")), 7, .v8)
        guard case .failure(.tooComplex("x")) = cache.outcome(7, .v8) else {
            Issue.record("it is not kept")
            return
        }
    }

    /// The estimate grows with what the role holds.
    @Test func sizesAreTold() throws {
        let small = try self.role(["a"]).byteCount
        let patterns = try self.role((0..<100).map { "*-\($0)-*" }).byteCount
        #expect(small < 16 << 10)
        #expect(patterns > small * 4)
    }
}
