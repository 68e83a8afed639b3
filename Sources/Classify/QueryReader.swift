internal import HTTP

/// Reads the query of a request whose route is known: what changes how names are resolved, and what must not
/// be there.
struct QueryReader {
    let release: Release

    /// Whether a parameter is there that makes another endpoint of a route; the last of a name counts.
    func holds(_ condition: EndpointRow.Condition, _ target: RequestTarget) -> Bool {
        var holds = false
        for parameter in target.parameters where target.equals(parameter.name, condition.name) {
            guard let value = condition.value else {
                holds = true
                continue
            }
            holds = Self.equalsIgnoringCase(target, parameter.value, value)
        }
        return holds
    }

    func read(_ endpoint: Endpoint, _ target: RequestTarget) -> Result<ClassifiedRequest, Refusal> {
        var request = ClassifiedRequest(endpoint)
        let parameters = target.parameters
        for index in 0..<parameters.count {
            let name = parameters[index].name
            if let rule = Self.refusal(endpoint, target, name) {
                return .failure(Refusal(rule, parameter: index))
            }
            for place in endpoint.parameters.places where target.equals(name, place.name) {
                request.setPlace(of: place.kind, .parameter(index))
            }
            guard self.apply(target, index, parameters[index], to: &request) else {
                return .failure(Refusal(.badValue, parameter: index))
            }
        }
        return .success(request)
    }

    /// Parameters by which Elasticsearch would take names or content from the query.
    private static func refusal(
        _ endpoint: Endpoint, _ target: RequestTarget, _ name: Range<Int>
    ) -> Refusal.Rule? {
        switch name.count {
        case 6 where target.equals(name, "source"): return .contentInQuery
        // Of an update, up to Elasticsearch 2; of `_mlt`, in 1.
        case 6 where target.equals(name, "script"): return .contentInQuery
        case 9 where target.equals(name, "script_id"): return .contentInQuery
        case 11 where target.equals(name, "script_file"): return .contentInQuery
        case 13 where target.equals(name, "search_source"): return .contentInQuery
        case 19 where target.equals(name, "source_content_type"): return .contentInQuery
        case 8 where target.equals(name, "callback"): return .scriptCallback
        case 12 where target.equals(name, "search_types"): return .namesIndices
        case 14 where target.equals(name, "search_indices"): return .namesIndices
        case 14 where target.equals(name, "percolate_type"): return .namesIndices
        case 15 where target.equals(name, "percolate_index"): return .namesIndices
        default: break
        }
        for refused in endpoint.parameters.refused where target.equals(name, refused) { return .shadowsPath }
        return nil
    }

    /// - Returns: false for a value that Elasticsearch refuses.
    private func apply(
        _ target: RequestTarget, _ index: Int, _ parameter: RequestTarget.Parameter,
        to request: inout ClassifiedRequest
    ) -> Bool {
        let name = parameter.name
        let value = parameter.value
        switch name.count {
        case 6 where target.equals(name, "scroll"):
            request.isScrolled = true
        case 6 where target.equals(name, "format"):
            request.hasForeignFormat = !target.equals(value, "json")
        case 7 where target.equals(name, "op_type"):
            return Self.equalsIgnoringCase(target, value, Self.create)
                || Self.equalsIgnoringCase(target, value, Self.index)
        case 8 where target.equals(name, "pipeline"):
            request.pipeline = target.equals(value, "_none") ? nil : index
        case 15 where target.equals(name, "search_pipeline"):
            request.searchPipeline = target.equals(value, "_none") ? nil : index
        case 19 where target.equals(name, "wait_for_completion"):
            request.isDetached = !target.equals(value, "true") && !value.isEmpty
        default:
            guard !request.endpoint.options.isEmpty else { return true }
            return self.applyOption(target, name, value, to: &request.options)
        }
        return true
    }

    private func applyOption(
        _ target: RequestTarget, _ name: Range<Int>, _ value: Range<Int>, to options: inout IndicesOptions
    ) -> Bool {
        switch name.count {
        case 16 where target.equals(name, "expand_wildcards"):
            return self.expand(target, value, &options)
        case 16 where target.equals(name, "allow_no_indices"):
            return self.set(.allowNoIndices, target, value, &options)
        case 16 where target.equals(name, "ignore_throttled"):
            return self.set(.ignoreThrottled, target, value, &options)
        case 18 where target.equals(name, "ignore_unavailable"):
            return self.set(.ignoreUnavailable, target, value, &options)
        default: return true
        }
    }

    private func set(
        _ option: IndicesOptions, _ target: RequestTarget, _ value: Range<Int>,
        _ options: inout IndicesOptions
    ) -> Bool {
        if target.equals(value, "true") {
            options.insert(option)
        } else if target.equals(value, "false") {
            options.remove(option)
        } else if self.isElasticsearch(upTo: 5) {
            // Booleans were read leniently: all but these are true.
            let isFalse = target.equals(value, "0") || target.equals(value, "off")
            if isFalse { options.remove(option) } else { options.insert(option) }
        } else {
            // An empty value was none until 8.
            return value.isEmpty && self.ignoresEmptyValues
        }
        return true
    }

    /// `open,closed,hidden,none,all`, each in turn. Empty words at the end are dropped.
    private func expand(
        _ target: RequestTarget, _ value: Range<Int>, _ options: inout IndicesOptions
    ) -> Bool {
        if value.isEmpty, self.ignoresEmptyValues { return true }
        options.subtract(IndicesOptions.expansion)
        var start = value.lowerBound
        var isEmptyWordSeen = false
        while start < value.upperBound {
            let end = target.index(of: UInt8(ascii: ","), in: start..<value.upperBound) ?? value.upperBound
            let word = start..<end
            if word.isEmpty {
                isEmptyWordSeen = true
            } else if isEmptyWordSeen || !self.expand(target, word: word, &options) {
                return false
            }
            start = end &+ 1
        }
        return true
    }

    private func expand(
        _ target: RequestTarget, word: Range<Int>, _ options: inout IndicesOptions
    ) -> Bool {
        if target.equals(word, "open") {
            options.insert(.expandOpen)
        } else if target.equals(word, "closed") {
            options.insert(.expandClosed)
        } else if target.equals(word, "hidden"), self.knowsHidden {
            options.insert(.expandHidden)
        } else if target.equals(word, "none") {
            options.subtract(IndicesOptions.expansion)
        } else if target.equals(word, "all") {
            options.formUnion([.expandOpen, .expandClosed])
            if self.knowsHidden { options.insert(.expandHidden) }
        } else {
            return false
        }
        return true
    }

    private func isElasticsearch(upTo major: Int) -> Bool {
        self.release.product == .elasticsearch && self.release.major <= major
    }

    private var ignoresEmptyValues: Bool {
        self.release.product == .opensearch || self.release.major < 8
    }

    /// Hidden indices came with Elasticsearch 7.7.
    private var knowsHidden: Bool {
        self.release.product == .opensearch || (self.release.major, self.release.minor) >= (7, 7)
    }

    private static let create = Array("create".utf8)
    private static let index = Array("index".utf8)

    /// - Parameter text: lower case.
    private static func equalsIgnoringCase(
        _ target: RequestTarget, _ range: Range<Int>, _ text: [UInt8]
    ) -> Bool {
        guard range.count == text.count else { return false }
        return unsafe target.withBytes(range) { bytes in
            for index in 0..<text.count where unsafe bytes[index] | 0x20 != text[index] { return false }
            return true
        }
    }
}

extension RequestTarget {
    fileprivate func index(of byte: UInt8, in range: Range<Int>) -> Int? {
        unsafe self.withBytes(range) { bytes in
            unsafe bytes.firstIndex(of: byte).map { range.lowerBound &+ $0 }
        }
    }
}
