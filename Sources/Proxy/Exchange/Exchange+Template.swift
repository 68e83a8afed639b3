internal import Bodies
internal import Bytes
internal import Classify
internal import Decide
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import HTTP1
internal import Upstream

/// A search template that is kept in the cluster, or that cannot be seen through: what it comes to is asked for, takes the
/// template's place, and is judged and sent on as the search that it is. What is judged is what runs, whatever becomes of
/// the template meanwhile.
extension Exchange {
    private static let path = "/_render/template"

    /// The head of the search that a template comes to.
    func headOfSearch(
        _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, _ passage: Passage, _ entry: UpstreamEntry
    ) -> [UInt8]? {
        guard case .inspect(.searchTemplate) = passage.content else { return nil }
        let last = head.target.segmentCount - 1
        guard last > 0, head.target.segment(last, equals: "template") else { return nil }
        return self.head(head, bytes, entry, withoutSegment: last)
    }

    func render(_ content: RequestContent) {
        guard let head = self.headOfSearch else {
            return self.answer(Refusal(.internalFailure("no search"), reason: "template without a search"))
        }
        self.headOfSearch = nil
        self.state = .rendering
        let fetch = UpstreamFetch(context: self.context, upstream: self.upstreamIndex)
        self.fetch = fetch
        self.armQueueTimer()
        fetch.post(Self.path, content.output.array, answerMax: self.context.limits.inspectedBodyBytesMax) {
            [unowned self] result in
            guard self.state == .rendering, self.fetch === fetch else { return }
            self.fetch = nil
            self.disarmQueueTimer()
            self.rendered(result, content, head)
        }
    }

    private func rendered(
        _ result: Result<(Int, [UInt8]), UpstreamFetch.Failure>, _ content: RequestContent, _ head: [UInt8]
    ) {
        switch result {
        case .failure(.unreachable): self.answer(Refusal(.unreachable("")))
        case .failure(.tooLarge): self.answer(.contentTooLarge)
        case .success((200, let answer)):
            let search = RenderedTemplate.search(
                in: answer.span, of: content.output.readable.span, depthMax: BodyLimits().depthMax)
            guard let search else {
                return self.answer(
                    Refusal(
                        .parse("the template does not come to a search"),
                        reason: "template comes to no search"))
            }
            content.output.consume(content.output.count)
            content.output.append(search)
            self.upstreamHead.consume(self.upstreamHead.count)
            self.upstreamHead.append(head)
            self.passage?.content = .inspect(.search)
            self.state = .inspecting
            self.judgeContent(content)
        case .success((let status, let answer)):
            // There is no such template, or it cannot be rendered: as the search would have been answered.
            self.record.reason = "template cannot be rendered"
            var response = LocalResponse(
                status: (400..<600).contains(status) ? status : 502,
                fields: [("content-type", "application/json")], body: answer)
            response.isOfElasticsearch = true
            self.answer(response, outcome: .failure)
        }
    }
}
