import Elasticsearch
import Testing

@testable import Bodies

/// H37: templates, whose tags are filled in with anything before they are used.
@Suite struct TemplateTests {
    /// A search as a template, as an object and as a text.
    private static func contents(_ search: String) -> [String] {
        let text = search.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return ["{\"source\":\(search)}", "{\"source\":\"\(text)\",\"params\":{\"x\":\"{{{y}}}\"}}"]
    }

    @Test(arguments: [
        #"{"query":{"match":{"f":"{{x}}"}}}"#,
        #"{"query":{"match":{"{{field}}":{"query":"a {{ x.y }} b"}}}}"#,
        #"{"query":{"term":{"f":"{{a}}{{b}}"}},"from":"{{from}}","size":"{{size}}"}"#,
        #"{"aggs":{"{{name}}":{"terms":{"field":"{{field}}","order":{"{{by}}":"desc"}}}}}"#,
        #"{"sort":[{"{{field}}":"{{order}}"}],"_source":["{{x}}"],"highlight":{"fields":{"{{f}}":{}}}}"#,
        #"{"query":{"query_string":{"query":"{x} }}{ \\{{q}}"}}}"#,
    ]) func tagsInTexts(_ search: String) throws {
        for content in Self.contents(search) {
            #expect(try targets(.searchTemplate, content) == [], "\(content)")
        }
    }

    @Test func lookupsAreSeenBesideThem() throws {
        let search =
            #"{"query":{"bool":{"must":[{"terms":{"{{f}}":{"index":"secret","id":"{{id}}","path":"p"}}}]}}}"#
        for content in Self.contents(search) {
            #expect(try targets(.searchTemplate, content) == ["lookup secret"])
        }
        let rated =
            #"{"templates":[{"id":"t","template":{"source":\#(search)}}],"requests":[{"id":"r","template_id":"t","params":{"f":"x"}}]}"#
        #expect(try targets(.rankEval, rated) == ["lookup secret"])
        #expect(
            try targets(.multiSearchTemplate, "{\"index\":\"a\"}\n{\"source\":\(search)}\n")
                == ["index a", "lookup secret"])
    }

    /// What is put for a tag must not decide what a member is, nor which index is meant, nor be anything but a part
    /// of a text.
    @Test(arguments: [
        #"{"{{x}}":{"match_all":{}}}"#, #"{"query":{"{{x}}":{"f":"a"}}}"#,
        #"{"query":{"bool":{"{{x}}":[]}}}"#,
        #"{"query":{"terms":{"f":{"{{x}}":"secret"}}}}"#, #"{"aggs":{"a":{"{{x}}":{"field":"f"}}}}"#,
        #"{"aggs":{"a":{"terms":{"{{x}}":"f"}}}}"#, #"{"sort":[{"f":{"{{x}}":"desc"}}]}"#,
        #"{"query":{"terms":{"f":{"index":"{{x}}","id":"1"}}}}"#,
        #"{"query":{"terms":{"f":{"index":"a{{x}}","id":"1"}}}}"#,
        #"{"query":{"geo_shape":{"f":{"indexed_shape":{"index":"{{x}}","id":"1"}}}}}"#,
        #"{"query":{"more_like_this":{"like":[{"_index":"{{x}}","_id":"1"}]}}}"#, #"{"pit":{"id":"{{x}}"}}"#,
        #"{"indices_boost":[{"{{x}}":2}]}"#,
        #"{"runtime_mappings":{"f":{"type":"lookup","target_index":"{{x}}"}}}"#,
        #"{"query":{"wrapper":{"query":"{{x}}"}}}"#, #"{"query":"{{x}}"}"#,
        #"{"query":{"match":{"f":"{{{x}}}"}}}"#, #"{"query":{"match":{"f":"{{&x}}"}}}"#,
        #"{"query":{"match":{"f":"{{#x}}a{{/x}}"}}}"#,
        #"{"query":{"match":{"f":"{{#toJson}}x{{/toJson}}"}}}"#,
        #"{"query":{"match":{"f":"{{>x}}"}}}"#, #"{"query":{"match":{"f":"{{^x}}{{/x}}"}}}"#,
        #"{"query":{"match":{"f":"{{=<% %>=}}<%& x %>"}}}"#, #"{"query":{"match":{"f":"{{!x}}"}}}"#,
        #"{"query":{"match":{"f":"{{x","g":"}}"}}}"#, #"{"query":{"match":{"f":"{{x}}}"}}}"#,
        #"{"query":{"match":{"f":"{{}}"}}}"#, #"{"query":{"match":{"f":"{{a b}}"}}}"#,
        #"{"query":{"match":{"f":"{{"}}}"#,
        #"{"suggest":{"s":{"phrase":{"collate":{"query":{"source":{"match":{"f":"{{x}}"}}}}}}}}"#,
    ]) func tagsThatDoMore(_ search: String) {
        for content in Self.contents(search) {
            #expect(refused(.searchTemplate, content).map { $0.rule.status } == 403, "\(content)")
        }
    }

    /// The object is written as a text before the tags are looked for: escapes do not hide one.
    @Test(arguments: [
        #"{"query":{"match":{"f":"\u007b\u007b{x}}}"}}}"#,
        #"{"query":{"terms":{"f":{"index":"\u007b{x}}","id":"1"}}}}"#,
        #"{"query":{"terms":{"f":{"{\u007bx}}":"secret"}}}}"#,
    ]) func escapedTags(_ search: String) {
        #expect(refused(.searchTemplate, "{\"source\":\(search)}")?.rule == .hiddenQuery)
    }

    /// Before release 5 it is not known what is filled in.
    @Test func withoutEscapesNoTagIsRead() throws {
        var limits = BodyLimits()
        limits.readsTags = false
        for content in Self.contents(#"{"query":{"match":{"f":"{{x}}"}}}"#) {
            #expect(refused(.searchTemplate, content, limits: limits)?.rule == .hiddenQuery)
        }
        for content in Self.contents(#"{"query":{"match":{"f":"x"}}}"#) {
            #expect(try targets(.searchTemplate, content, limits: limits) == [])
        }
    }
}
