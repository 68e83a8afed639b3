internal import Elasticsearch
internal import Upstream

/// What an answer of the proxy's own has in common with those of the release behind: official clients read it.
extension LocalResponse {
    static let productName = "X-elastic-product"

    /// What may be asked for. Elasticsearch answers OPTIONS with text.
    static func options(_ methods: String) -> LocalResponse {
        var response = LocalResponse(
            status: 200, fields: [("allow", methods), ("content-type", "text/plain; charset=UTF-8")], body: []
        )
        response.isOfElasticsearch = true
        return response
    }

    /// Adds the product, which all answers tell but those of authentication and authorization, and names the media type
    /// as the release does: with the character set up to 7, in the vendor's form since 8 where that is `asked` for.
    mutating func resemble(_ upstream: UpstreamEntry, asked: VendorType) {
        guard self.isOfElasticsearch, upstream.kind == .elasticsearch else { return }
        if self.status != 401, self.status != 403,
            !self.fields.contains(where: { $0.0 == Self.productName })
        {
            self.fields.append((Self.productName, "Elasticsearch"))
        }
        guard let index = self.fields.firstIndex(where: { $0.0 == "content-type" }) else { return }
        let type = self.fields[index].1
        if upstream.version.tellsCharacterSet {
            let isJSON =
                type.hasPrefix("application/json") || type.hasPrefix("application/vnd.elasticsearch+json")
            if isJSON { self.fields[index].1 = "application/json; charset=UTF-8" }
        } else if type == "application/json", let asked = asked.contentType {
            self.fields[index].1 = asked
        }
    }
}

extension DownstreamConnection {
    /// The answer to what is no request, or does not become one.
    func refusal(_ status: Int, _ reason: String) -> LocalResponse {
        var response = LocalResponse(.httpRefusal(status: status, reason: reason))
        if !self.listener.servesMetrics {
            response.resemble(self.context.shared.upstreams[self.listener.upstream], asked: .none)
        }
        return response
    }
}
