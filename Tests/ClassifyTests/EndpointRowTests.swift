import Elasticsearch
import HTTP
import Testing

@testable import Classify

@Suite struct EndpointRowTests {
    @Test func soManyRoutesAreKnown() {
        let rows = EndpointRows.all
        // A method of a path is a route; one with a condition is another meaning of the same.
        #expect(rows.filter { $0.condition == nil }.reduce(0) { $0 + $1.methods.count } == 1362)
        #expect(Set(rows.map(\.meaning.api)).count == 650)
        #expect(EndpointTable(release: Release(.elasticsearch, 8, 18)).all.count > 900)
    }

    @Test(arguments: Release.samples)
    func noneContradictsAnother(_ release: Release) {
        var seen: [String: String] = [:]
        for row in EndpointRows.all {
            guard let membership = row.membership(in: release) else { continue }
            for (method, letter) in MethodSet.known where row.methods.contains(MethodSet(method)) {
                let condition = row.condition.map {
                    String(decoding: $0.name + ($0.value ?? []), as: UTF8.self)
                }
                let key = "\(letter) \(row.shape) \(condition ?? "") \(membership)"
                #expect(seen.updateValue(row.template, forKey: key) == nil, "\(key) twice in \(release)")
            }
        }
    }

    @Test func namesThatAreCheckedHaveAPlace() {
        for row in EndpointRows.all {
            let endpoint = row.endpoint(family: [])
            var request = ClassifiedRequest(endpoint)
            // Conditions give their parameter, as a request does.
            for place in endpoint.parameters.places { request.setPlace(of: place.kind, .parameter(0)) }
            for check in endpoint.checks + endpoint.subChecks {
                switch check.resolution {
                case .cluster, .nameOnly, .anyone:
                    #expect(check.action.isCluster == (check.resolution == .cluster))
                case .wildcards, .explicit, .cursor:
                    #expect(
                        request.place(of: check.names) != .none,
                        "\(row.template): \(check.action) on \(check.names)")
                }
            }
            if endpoint.takes != .none, row.template != "/_tasks/_cancel" {
                #expect(endpoint.places.cursor != .none, "\(row.template)")
            }
        }
    }

    @Test func onlyExplicitNamesAreWhereNoneCanBeLeftOut() {
        for row in EndpointRows.all {
            let endpoint = row.endpoint(family: [])
            for check in endpoint.checks where check.resolution == .explicit && check.names == .index {
                #expect(endpoint.places.index != .everything, "\(row.template): \(check.action)")
            }
        }
    }

    @Test func expressionsHaveOptions() {
        for row in EndpointRows.all {
            let meaning = row.meaning
            let resolved = meaning.checks.contains { $0.resolution == .wildcards && $0.names == .index }
            guard resolved, meaning.sources[.index] != .body else { continue }
            #expect(meaning.options.expandsWildcards, "\(row.template)")
        }
    }

    @Test func whatTheProxyAnswersItselfIsSecurity() {
        for row in EndpointRows.all {
            let isSecurity =
                row.template.hasPrefix("/_security") || row.template.hasPrefix("/_xpack/security")
            #expect(row.meaning.flags.contains(.ownedByProxy) == isSecurity, "\(row.template)")
        }
    }

    @Test func theFirstReleasesAreOnTheLeft() throws {
        let range = try #require(ReleaseRange("7.0-7.4"))
        #expect(
            range.contains(Release(.elasticsearch, 7, 0)) && range.contains(Release(.elasticsearch, 7, 4)))
        #expect(
            !range.contains(Release(.elasticsearch, 6, 8)) && !range.contains(Release(.elasticsearch, 7, 5)))
        #expect(!range.contains(Release(.opensearch, 7, 1)))
        let open = try #require(ReleaseRange("os2.4-"))
        #expect(open.contains(Release(.opensearch, 3, 0)) && !open.contains(Release(.opensearch, 2, 3)))
        let former = try #require(ReleaseRange("c8"))
        #expect(former.isCompatibility && former.contains(Release(.elasticsearch, 8, 18)))
        for text in ["", "1", "1.0", "2-1", "x-", "1.0-7-8", "c", "os", "1.0.0-2"] {
            #expect(ReleaseRange(Substring(text)) == nil, "\(text)")
        }
    }

    @Test(arguments: [
        "GET /a\n  api 1.0- no:such/action", "GET /a\n  api 1.0- *cluster:monitor/main",
        "GET /a\n  api 1.0- indices:data/read/search", "GET /a\n  api 1.0- nothing options=none",
        "GET /a\n  api 1.0- nothing index=index", "GET /a\n  api 1.x nothing", "GET /a\n  api 1.0-",
        "GOT /a\n  api 1.0- nothing", "GET /a\n  api 1.0- =indices:admin/create@nowhere",
        "GET /a\n  api 1.0- =indices:admin/create,never", "GET /a\n  api 1.0- nothing colour=red",
    ])
    func aFaultInARowIsFound(_ text: String) {
        #expect(throws: EndpointRowParser.Fault.self) { try EndpointRowParser.rows(text) }
    }
}

extension MethodSet {
    fileprivate var count: Int { self.rawValue.nonzeroBitCount }
}
