internal import HTTP

/// The paths of a release by their segments, searched in the order that Elasticsearch's path trie searches:
/// an exact segment before a parameter, in several passes that allow ever more parameters.
///
/// Nodes, edges and routes lie in flat arrays; a search allocates nothing.
struct RouteTrie: Sendable {
    /// What a method of a path leads to.
    struct Route: Sendable {
        let methods: MethodSet
        /// Only for clients that ask for the former API.
        let isCompatibility: Bool
        /// Index of the endpoint in the table.
        let endpoint: Int
    }

    private struct Edge: Sendable {
        let key: UInt64
        /// In ``labels``.
        let label: Range<Int>
        let node: Int
    }

    private struct Node: Sendable {
        var edges: Range<Int> = 0..<0
        var parameter: Int?
        var routes: Range<Int> = 0..<0
        /// Of all routes that end here.
        var methods: MethodSet = []
    }

    private var nodes: [Node] = []
    private var edges: [Edge] = []
    /// The bytes of all exact segments, one behind the other, so that an edge needs no reference count.
    private var labels: [UInt8] = []
    private var routes: [Route] = []
    /// Segments of the longest path.
    private(set) var depth = 0
    /// Up to release 5 each method had a trie of its own, searched in one pass.
    private let isPerMethod: Bool

    // MARK: Building

    /// The trie while it grows.
    private final class Branch {
        var children: [String: Branch] = [:]
        var parameter: Branch?
        var routes: [Route] = []
    }

    init(_ paths: [(segments: [Substring], route: Route)], isPerMethod: Bool) {
        self.isPerMethod = isPerMethod
        let root = Branch()
        for (segments, route) in paths {
            self.depth = max(self.depth, segments.count)
            var branch = root
            for segment in segments {
                if segment.hasPrefix("{") {
                    let next = branch.parameter ?? Branch()
                    branch.parameter = next
                    branch = next
                } else {
                    let next = branch.children[String(segment)] ?? Branch()
                    branch.children[String(segment)] = next
                    branch = next
                }
            }
            branch.routes.append(route)
        }
        self.flatten(root)
    }

    private mutating func flatten(_ branch: Branch) {
        let index = self.nodes.count
        self.nodes.append(Node())
        let firstRoute = self.routes.count
        self.routes += branch.routes
        self.nodes[index].routes = firstRoute..<self.routes.count
        for route in branch.routes { self.nodes[index].methods.formUnion(route.methods) }
        var children: [(key: UInt64, label: [UInt8], branch: Branch)] = branch.children.map {
            let label = Array($0.key.utf8)
            return (Self.key(label), label, $0.value)
        }
        children.sort { ($0.key, $0.label.count) < ($1.key, $1.label.count) }
        let first = self.edges.count
        self.nodes[index].edges = first..<(first + children.count)
        for child in children {
            let start = self.labels.count
            self.labels += child.label
            self.edges.append(Edge(key: child.key, label: start..<self.labels.count, node: 0))
        }
        for (offset, child) in children.enumerated() {
            let edge = self.edges[first + offset]
            self.edges[first + offset] = Edge(key: edge.key, label: edge.label, node: self.nodes.count)
            self.flatten(child.branch)
        }
        if let parameter = branch.parameter {
            self.nodes[index].parameter = self.nodes.count
            self.flatten(parameter)
        }
    }

    /// The first eight bytes, so that most comparisons are of one number.
    private static func key(_ label: [UInt8]) -> UInt64 {
        label.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } << UInt64(8 * (8 - min(8, label.count)))
    }

    // MARK: Searching

    /// Where parameters may stand, in the order of the passes.
    private enum Pass {
        case exact, parameterAtRoot, parameterAtEnd, parameters
    }

    enum Found {
        case route(endpoint: Int)
        /// All methods of the path; empty for a path that there is not.
        case none(MethodSet)
    }

    func find(_ method: Method, _ target: RequestTarget, isCompatible: Bool) -> Found {
        guard target.segmentCount <= self.depth else { return .none([]) }
        let wanted = MethodSet(method)
        if self.isPerMethod {
            if let node = self.search(0, 0, .parameters, target, wanted),
                let route = self.route(self.nodes[node], wanted, isCompatible)
            {
                return .route(endpoint: route)
            }
            return .none(self.methodsPerMethod(target))
        }
        var methods: MethodSet = []
        for pass in [Pass.exact, .parameterAtRoot, .parameterAtEnd, .parameters] {
            guard let node = self.search(0, 0, pass, target, nil) else { continue }
            if let route = self.route(self.nodes[node], wanted, isCompatible) {
                return .route(endpoint: route)
            }
            methods.formUnion(self.nodes[node].methods)
        }
        return .none(methods)
    }

    private func methodsPerMethod(_ target: RequestTarget) -> MethodSet {
        var methods: MethodSet = []
        for method in [MethodSet.get, .head, .post, .put, .delete]
        where self.search(0, 0, .parameters, target, method) != nil {
            methods.formUnion(method)
        }
        return methods
    }

    private func route(_ node: Node, _ wanted: MethodSet, _ isCompatible: Bool) -> Int? {
        var found: Int?
        for index in node.routes where self.routes[index].methods.isSuperset(of: wanted) {
            let route = self.routes[index]
            // Who asks for the former API gets its route where both have one.
            if route.isCompatibility == isCompatible { return route.endpoint }
            if !route.isCompatibility { found = route.endpoint }
        }
        return found
    }

    /// Whether a path may end here.
    private func isEnd(_ node: Int, _ method: MethodSet?) -> Bool {
        guard let method else { return !self.nodes[node].methods.isEmpty }
        return self.nodes[node].methods.isSuperset(of: method)
    }

    /// - Parameter method: the one that counts, where each has a trie of its own.
    private func search(
        _ node: Int, _ index: Int, _ pass: Pass, _ target: RequestTarget, _ method: MethodSet?
    ) -> Int? {
        guard index < target.segmentCount else { return self.isEnd(node, method) ? node : nil }
        let isLast = index &+ 1 == target.segmentCount
        let parameter = self.nodes[node].parameter
        var next: Int
        var isParameter: Bool
        if let child = self.child(of: node, target, index) {
            next = child
            // A segment `*` finds the parameter as if it were its name.
            isParameter = child == parameter
            if let parameter, !isParameter, isLast, pass == .parameterAtEnd || pass == .parameters,
                !self.isEnd(child, method)
            {
                next = parameter
                isParameter = true
            }
        } else {
            guard let parameter, Self.allows(pass, index, isLast) else { return nil }
            next = parameter
            isParameter = true
        }
        if let found = self.search(next, index &+ 1, pass, target, method) { return found }
        guard !isLast, !isParameter, pass != .exact, let parameter else { return nil }
        return self.search(parameter, index &+ 1, pass, target, method)
    }

    private static func allows(_ pass: Pass, _ index: Int, _ isLast: Bool) -> Bool {
        switch pass {
        case .exact: false
        case .parameterAtRoot: index == 0
        case .parameterAtEnd: isLast
        case .parameters: true
        }
    }

    private func child(of node: Int, _ target: RequestTarget, _ index: Int) -> Int? {
        let segment = target.segment(index)
        return unsafe target.withBytes(segment) { bytes in
            var key: UInt64 = 0
            for offset in 0..<min(8, bytes.count) {
                key |= unsafe UInt64(bytes[offset]) &<< UInt64(8 &* (7 &- offset))
            }
            if bytes.count == 1, unsafe bytes[0] == UInt8(ascii: "*") { return self.nodes[node].parameter }
            var low = self.nodes[node].edges.lowerBound
            var high = self.nodes[node].edges.upperBound
            while low < high {
                let middle = (low &+ high) / 2
                let edge = self.edges[middle].key
                if edge < key {
                    low = middle &+ 1
                } else {
                    high = middle
                }
            }
            while low < self.nodes[node].edges.upperBound, self.edges[low].key == key {
                if unsafe self.equals(self.edges[low].label, bytes) { return self.edges[low].node }
                low &+= 1
            }
            return nil
        }
    }

    private func equals(_ label: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard label.count == bytes.count else { return false }
        // The first eight are the key's.
        for index in min(8, bytes.count)..<bytes.count
        where unsafe self.labels[label.lowerBound &+ index] != bytes[index] { return false }
        return true
    }
}
