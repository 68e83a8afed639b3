"""Further requests that try to reach an index that the key may not use: in several steps, in odd spellings, by odd methods.

Those of ``stored`` build on each other: an index of the key's own that keeps a query, an alias or a copy.
"""
import base64
import itertools
import json
from urllib.parse import quote

SECRET = "secret"
NDJSON = {"Content-Type": "application/x-ndjson"}
ALL = {"query": {"match_all": {}}}
GONE = {"word": "gone"}


def lookup(kind):
    """A query whose terms are those of the secret document. `kind`: of the document, up to 7."""
    return {"terms": {"word": {"index": SECRET, "id": "1", "path": "word.keyword", **({"type": kind} if kind else {})}}}


def stored():
    """What an owner of `own-*` keeps there, to be used later."""
    word = {"type": "keyword"}
    told = {"fields": {"word": {}}}
    for number, (type_name, kind) in enumerate(itertools.product(("percolator", "{name}"), (None, "doc", "_doc"))):
        index = f"own-p{number}"
        field = "percolator" if type_name == "{name}" else "q"
        if type_name == "{name}":
            mapping = {"dynamic_templates": [{"t": {"match": "percolator", "mapping": {"type": "{name}"}}}], "properties": {"word": word}}
            odd = {"dynamic_templates": [{"t": {"match": "type", "mapping": {"{name}": "percolator"}}}], "properties": {"word": word}}
        else:
            mapping = {"properties": {"q": {"type": type_name}, "word": word}}
            odd = {"properties": {"q": {"\u0074ype": type_name}, "word": word}}
        typed = {"doc": mapping}
        for body in (mapping, odd, typed):
            yield ("H36", "PUT", f"/{index}", {"mappings": body}, {})
        for path in (f"/{index}/_mapping", f"/{index}/_mapping/doc", f"/{index}/_mapping/_doc"):
            yield ("H36", "PUT", path, mapping, {})
        for name, path in itertools.product((field, "type"), (f"/{index}/_doc/1?refresh=true", f"/{index}/doc/1?refresh=true")):
            yield ("H36", "PUT", path, {name: lookup(kind)}, {})
            for named in ({}, {"document_type": "doc"}):
                search = {"query": {"percolate": {"field": name, "document": {"word": "tweety-1942"}, **named}}, "highlight": told}
                yield ("H36", "POST", f"/{index}/_search", search, {})
    # Up to 5 documents of a type of their own are queries.
    for kind in (None, "doc"):
        stored_query = {"query": {**lookup(kind)}}
        yield ("H36", "PUT", "/own-q", {"mappings": {"doc": {"properties": {"word": {"type": "string", "index": "not_analyzed"}}}}}, {})
        yield ("H36", "PUT", "/own-q/.percolator/1?refresh=true", stored_query, {})
        yield ("H36", "POST", "/own-q/.percolator/_bulk?refresh=true", [{"index": {"_id": "2"}}, stored_query], NDJSON)
        yield ("H36", "POST", "/own-q/_bulk?refresh=true", [{"index": {"_id": "3", "_type": ".percolator"}}, stored_query], NDJSON)
        yield ("H36", "POST", "/own-q/doc/_percolate", {"doc": {"word": "tweety-1942"}, "highlight": told, "size": 5}, {})
    yield ("H39", "PUT", "/own-r", {"mappings": {"runtime": {"x": {"type": "lookup", "target_index": SECRET, "input_field": "word", "target_field": "word", "fetch_fields": ["word"]}}}}, {})
    for body in ({"index.resize.source.name": SECRET}, {"index": {"resize": {"source.name": SECRET}}}, {"index.shrink.source.name": SECRET}, {"index.data_path": "/tmp"}):
        yield ("H24", "PUT", "/own-s", {"settings": body}, {})
    for pipeline in ({"index.default_pipeline": "to-secret"}, {"index": {"final_pipeline": "to-secret"}}, {"settings": {"index": {"default_pipeline": "to-secret"}}}):
        yield ("H25", "PUT", "/own-s/_settings", pipeline, {})
        yield ("H25", "PUT", "/own-t", {"settings": pipeline}, {})
    for name in (SECRET, "own-1,secret", ["own-1", SECRET], "*", "s*", "<secret>", "-own-1", "own-1,*", "secret-alias"):
        for members in ({"index": name}, {"indices": name}):
            yield ("H23", "POST", "/_aliases", {"actions": [{"add": {**members, "alias": "own-alias"}}]}, {})
            yield ("H23", "POST", "/_aliases", {"actions": [{"add": {"index": "own-1", "alias": "own-x"}}, {"add": {**members, "aliases": ["own-x", "own-alias"]}}]}, {})
        yield ("H23", "PUT", "/_alias", {"index": name, "alias": "own-alias"}, {})
        yield ("H23", "PUT", "/own-1/_alias/own-alias", {"index": name}, {})
    yield ("H23", "POST", "/_aliases", {"actions": [{"add": {"index": "own-1", "alias": "own-f", "filter": lookup(None)}}]}, {})
    yield ("H23", "PUT", "/own-u", {"aliases": {"own-f": {"filter": lookup("doc")}}}, {})
    yield ("H23", "GET", "/own-alias/_search", None, {})
    yield ("H24", "POST", "/own-1/_rollover/secret", None, {})
    for script in ("ctx._index='secret'", "ctx._id='1';ctx._index='secret'", "ctx.op='delete';ctx._index='secret'"):
        for source in ({"source": script}, {"inline": script}, script):
            yield ("H22", "POST", "/own-1/_update_by_query", {"script": source}, {})
            yield ("H22", "POST", "/own-1/doc/1/_update", {"script": source}, {})
            yield ("H22", "POST", "/_reindex", {"source": {"index": "own-1"}, "dest": {"index": "own-2"}, "script": source}, {})
    for index in ("own-1", "own-copy"):
        yield ("H22", "POST", "/_reindex?refresh", {"source": {"index": "own-1", "query": lookup(None)}, "dest": {"index": index, "type": ".percolator"}}, {})


def spellings():
    """One request in many spellings."""
    for method in ("PATCH", "SEARCH", "COPY", "MOVE", "MKCOL", "PROPFIND", "LINK", "get", "Delete", "OPTIONS", "TRACE", "PURGE", "QUERY"):
        for path in ("/secret/_search", "/secret/_doc/1", "/secret/doc/1", "/secret"):
            yield ("H13", method, path, None, {})
    for field in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method"):
        for path in ("/ingest-1/_doc/1", "/logs-a/_search", "/secret"):
            yield ("H54", "POST", path, ALL, {field: "DELETE"})
            yield ("H54", "GET", f"{path}?{field}=DELETE", None, {})
    for name in [
        "<<secret>>", "<secret{now/d{''}}>", "<secret{now{''}}>", "<{now/d{'secret'}}>", "<{now{'se'}}{now{'cret'}}>", "<logs-a,secret>", "<logs-*>,secret", "<s{now/y{'ecret'|UTC}}>",
        "<\\secret>", "<sec\\ret>", "<secre{now{'t'}|+01:00}>", "<logs-{now/d},secret>", "<secret>,<logs-a>", "<*>", "<_all>", "<s*>", "logs-a,<*>", "-<logs-a>,*", "<secret", "secret>",
        "secret\t", "secret\u3000", "\u200bsecret", "s\u0065cret", "ſecret", "SECRET", "secret.", "secret/", "se\u00adcret", "secret,+logs-a", "+logs-a,+secret", "logs-a,-*,secret", "--logs-a", "-*,secret",
        "logs-*,-logs-a,s*", "*,-s*,secret", "*,--secret", "~secret", "!secret", "{secret}", "(secret)", "secret|logs-a", "secret;logs-a", "logs-a;secret", "logs-a%2Csecret", "logs-a%252Csecret",
        "_all,-logs-*", "_ALL", "_all*", "*_all", "*,*", "?ecret", "s?cret", "[s]ecret", "secret::data", "secret::*", "*::data", "logs-a:secret", ":secret", "_local:secret", "(local):secret", "_origin:secret",
    ]:
        for end in ("/_search", "/_doc/1", "/doc/1", "/_mapping", "/_source/1", "/_count"):
            yield ("H7", "GET", "/" + quote(name, safe=",*%") + end, None, {})
        yield ("H7", "POST", "/_bulk", [{"index": {"_index": name, "_id": "1"}}, GONE], NDJSON)
        yield ("H7", "POST", "/_bulk", [{"index": {"_index": name, "_type": "doc", "_id": "1"}}, GONE], NDJSON)
        yield ("H7", "POST", "/_msearch", [{"index": name}, ALL], NDJSON)
        yield ("H7", "GET", "/_mget", {"docs": [{"_index": name, "_type": "doc", "_id": "1"}, {"_index": name, "_id": "1"}]}, {})
        yield ("H7", "POST", "/_aliases", {"actions": [{"add": {"index": name, "alias": "own-z"}}]}, {})
        yield ("H7", "POST", "/_reindex", {"source": {"index": name}, "dest": {"index": "own-z"}}, {})
    for query in ("script=ctx._index='secret'", "script=1&lang=groovy", "script_id=x", "script_file=x"):
        yield ("H41", "POST", f"/own-1/doc/1/_update?{quote(query, safe='=&')}", None, {})
    for source in (ALL, {"query": lookup(None)}, {"query": lookup("doc")}):
        for path in ("/logs-a/doc/1/_mlt", "/logs-a/_mlt", "/logs-a/doc/_percolate", "/_suggest", "/logs-a/_validate/query"):
            for name in ("search_source", "source", "extra_source", "body", "query", "template"):
                yield ("H10", "GET", f"{path}?{name}={quote(json.dumps(source))}", None, {})
    for query in [
        "index=logs-a;index=secret", "index=logs-a&index=secret", "inde%78=secret", "index%00=secret", "index[]=secret", "index.=secret", "Index=secret", "+index=secret", "index=secret&", "&index=secret",
        "q=*&index=secret", "filter_path=**", "filter_path=-hits", "filter_path=hits.hits._source&index=secret", "error_trace=true", "human&pretty&index=secret", "expand_wildcards=all&expand_wildcards=none",
        "expand_wildcards=hidden,all", "ignore_unavailable=true;index=secret", "preference=_shards:0;index=secret", "routing=secret", "source=%7B%7D", "source", "typed_keys&index=secret", "_index=secret",
        "indices=secret", "search_type=dfs_query_then_fetch&index=secret", "df=_index&q=secret", "q=_index:secret", "scroll=1m&index=secret", "type=doc;index=secret", "index=secret%26x", "callback=x&index=secret",
    ]:
        for path in ("/_search", "/logs-a/_search", "/_mget", "/_count", "/_alias", "/_cat/indices", "/_field_caps", "/_msearch", "/logs-a/_doc/1"):
            yield ("H9", "GET", f"{path}?{query}", None, {})


def lines():
    """Lines of a multi-search and of a bulk request that different readers take differently."""
    search = json.dumps(ALL)
    for header in [
        '{"index":["secret"]}', '{"index":[["secret"]]}', '{"index":{"a":"secret"}}', '{"indices":"secret"}', '{"indices":["logs-a","secret"]}', '{"index":"logs-a","indices":"secret"}', '{"index":"logs-a","index":"secret"}',
        '{"index":"secret","index":"logs-a"}', '{"\\u0069ndex":"secret"}', '{"index":"logs-a"}{"index":"secret"}', '{"index":"logs-a"} , "index":"secret"}', '["secret"]', '"secret"', '{"index":null}', '{"index":7}', '{"index":true}',
        '{"index":"logs-a",/*x*/"indices":"secret"}', "{'index':'secret'}", '{index:"secret"}', '\ufeff{"index":"secret"}', '{"index":"logs-a","ignore_unavailable":true,"expand_wildcards":"all"}', '{"index":"*","expand_wildcards":["open","hidden"]}',
        '{"index":"","type":"doc"}', '{"index":[""]}', '{"index":"logs-a,,secret"}', '{"INDEX":"secret"}', '{"index":"logs-a\\u002csecret"}', '{"index":"\\ud800"}', '{"_index":"secret"}', '{"index":"logs-a"}\r', '{"index":"logs-a"}\u2028{"index":"secret"}',
        '{"index":"logs-a","query":{"match_all":{}}}', "# comment", "// comment", '{"index":"logs-a"}//', '{"index":"secret"',
    ]:
        for path in ("/_msearch", "/logs-a/_msearch", "/_msearch/template", "/logs-a/doc/_msearch"):
            yield ("H21", "POST", path, f"{header}\n{search}\n", NDJSON)
        yield ("H21", "POST", "/_msearch", f'{{"index":"logs-a"}}\n{search}\n{header}\n{search}\n', NDJSON)
        yield ("H21", "POST", "/_msearch", f'{header}\r\n{search}\r\n', NDJSON)
    for line in [
        '{"index":{"_index":"ingest-1","_id":"1"},"_index":"secret"}', '{"index":{},"index":{"_index":"secret","_id":"1"}}', '{"index":{"_index":{"x":"secret"},"_id":"1"}}', '{"index":[{"_index":"secret","_id":"1"}]}',
        '{"index":{"_index":"ingest-1","index":"secret","_id":"1"}}', '{"index":{"_id":"1","_index":"secret"}}', '{"index":{"_id":"1","routing":"x","_index":"secret"}}', '{"\\u0069ndex":{"_\\u0069ndex":"secret","_id":"1"}}',
        '{"index":{"_index":"ingest-1","_id":"1"}} {"index":{"_index":"secret","_id":"1"}}', '{"index":{"_index":"ingest-1","_id":"1","x":{"_index":"secret"}}}', '{"INDEX":{"_index":"secret","_id":"1"}}', '{"index":{"_INDEX":"secret","_id":"1"}}',
        '{"index":{"_index":1,"_id":"1"}}', '{"index":"secret"}', '[{"index":{"_index":"secret","_id":"1"}}]', '{"index":{"_index":"secret\\u0000","_id":"1"}}', '{"index":{"_index":"ingest-1\\u002csecret","_id":"1"}}', '{"index":{"_index":"sec\\ud83dret","_id":"1"}}',
        '{"update":{"_index":"secret","_id":"1","retry_on_conflict":3}}', '{"create":{"_index":"secret","_id":"1","op_type":"index"}}', '{"index":{"_index":"secret","_id":"1","op_type":"create","_op_type":"delete"}}', '{"index":{"_index":"ingest-1","_id":"1","pipeline":["to-secret"]}}',
        '{"index":{"_index":"ingest-1","_id":"1","dynamic_templates":{"_index":"secret"}}}', '{"index":{"_index":"ingest-1","_id":"1","_source":{"_index":"secret"}}}', '{"delete":{"_index":"secret","_id":"1"}}\x00', '\x00{"delete":{"_index":"secret","_id":"1"}}',
        '{"index":{"_index":"ingest-1","_id":"1"}}\x0b{"delete":{"_index":"secret","_id":"1"}}', '{"index":{"_index":"ingest-1",\n"_id":"1"}}', '{"index":{"_index":"ingest-1","_id":"1"}', '{"index":/**/{"_index":"secret","_id":"1"}}',
    ]:
        for path in ("/_bulk", "/ingest-1/_bulk", "/own-1/doc/_bulk"):
            yield ("H19", "POST", path, f'{line}\n{{"word":"gone"}}\n', NDJSON)
            yield ("H19", "POST", path, f'{{"index":{{"_index":"ingest-1","_type":"doc","_id":"7"}}}}\n{{"word":"x"}}\n{line}\n{{"word":"gone","doc":{{"word":"gone"}}}}\n', NDJSON)
    for content in [
        '{"docs":[{"_index":"logs-a","_id":"1"}],"docs":[{"_index":"secret","_type":"doc","_id":"1"}]}', '{"docs":[{"_index":["secret"],"_id":"1"}]}', '{"docs":[[{"_index":"secret","_type":"doc","_id":"1"}]]}', '{"ids":[{"_index":"secret","_id":"1"}]}',
        '{"docs":[{"_id":"1","_index":"secret","_type":"doc","_routing":"1"}]}', '{"docs":[{"index":"secret","_id":"1"}]}', '{"docs":{"_index":"secret","_type":"doc","_id":"1"}}', '{"ids":["1"],"index":"secret"}', '{"ids":["1"],"_index":"secret"}',
        '{"docs":[{"_\\u0069ndex":"secret","_type":"doc","_id":"1"}]}', '{"docs":[{"_index":"logs-a","_id":"1","_source":{"_index":"secret"}}]}', '//\n{"docs":[{"_index":"secret","_id":"1"}]}', '{"docs":[{"_index":"secret","_type":"doc","_id":"1"}]}x',
    ]:
        for path in ("/_mget", "/logs-a/_mget", "/logs-a/doc/_mget"):
            yield ("H20", "POST", path, content, {})


def hidden_queries():
    """Lookups in places of newer releases, and in old ones under other names."""
    for kind in (None, "doc"):
        query = lookup(kind)
        for body in [
            {"retriever": {"standard": {"query": query}}}, {"retriever": {"standard": {"query": ALL["query"], "filter": [query]}}}, {"retriever": {"rrf": {"retrievers": [{"standard": {"query": query}}, {"standard": {"query": query}}]}}},
            {"retriever": {"knn": {"field": "v", "query_vector": [1], "k": 1, "num_candidates": 1, "filter": query}}}, {"knn": [{"field": "v", "query_vector": [1], "k": 1, "num_candidates": 1, "filter": [query]}]},
            {"query": {"pinned": {"ids": ["1"], "organic": query}}}, {"query": {"pinned": {"docs": [{"_index": SECRET, "_id": "1"}], "organic": ALL["query"]}}}, {"query": {"rule": {"organic": query, "ruleset_ids": ["x"], "match_criteria": {}}}},
            {"collapse": {"field": "word", "inner_hits": {"name": "x", "highlight": {"fields": {"word": {"highlight_query": query}}}}}}, {"sort": [{"word": {"nested": {"path": "p", "filter": query}}}]}, {"sort": [{"word": {"nested_filter": query}}]},
            {"aggs": {"a": {"significant_terms": {"field": "word", "background_filter": query}}}}, {"aggs": {"a": {"terms": {"field": "word"}, "aggs": {"b": {"filter": query}}}}}, {"aggs": {"a": {"top_hits": {"highlight": {"fields": {"word": {"highlight_query": query}}}}}}},
            {"aggs": {"a": {"filters": {"filters": [query]}}}}, {"aggregations": {"a": {"global": {}, "aggregations": {"b": {"filter": query}}}}}, {"aggs": {"a": {"t_test": {"a": {"field": "x", "filter": query}, "b": {"field": "x"}, "type": "heteroscedastic"}}}},
            {"rescore": [{"query": {"rescore_query": query}}, {"query": {"rescore_query": query}}]}, {"query": {"has_child": {"type": "x", "query": query}}}, {"query": {"nested": {"path": "p", "query": query}}}, {"query": {"script_score": {"query": query, "script": {"source": "1"}}}},
            {"query": {"intervals": {"word": {"match": {"query": "x", "filter": {"script": {"source": "1"}}}}}}}, {"query": {"span_multi": {"match": {"prefix": {"word": "t"}}}}}, {"query": {"boosting": {"positive": query, "negative": ALL["query"], "negative_boost": 0.1}}},
            {"query": {"dis_max": {"queries": [query]}}}, {"query": {"not": query}}, {"query": {"and": [query]}}, {"query": {"or": {"filters": [query]}}}, {"query": {"fquery": {"query": query}}}, {"query": {"limit": {"value": 1}, **query}}, {"query": {"filtered": {"filter": query}}},
            {"query": {"in": query["terms"]}}, {"query": {"bool": {"mustNot": query}}}, {"query": {"terms": {"word": ["x"], **query["terms"]}}}, {"query": {"terms": {"_name": "x", "boost": 1, **query["terms"]}}}, {"query": [query]}, {"query": {"query": query}},
            {"sub_searches": [{"query": query}]}, {"suggest": {"x": {"text": "t", "phrase": {"field": "word", "collate": {"query": {"inline": query}}}}}}, {"ext": {"query": query}}, {"fields": [{"field": "word", "query": query}]}, {"script_fields": {"x": {"script": {"source": "params._source", "params": query}}}},
        ]:
            for path in ("/logs-a/_search", "/own-1/_search"):
                yield ("H33", "POST", path, body, {})
        yield ("H33", "POST", "/logs-a/_field_caps?fields=*", {"index_filter": query}, {})
        yield ("H33", "POST", "/logs-a/_pit?keep_alive=1m", {"index_filter": query}, {})
        yield ("H33", "GET", "/logs-a/_terms_enum", {"field": "word", "index_filter": query}, {})
        yield ("H33", "POST", "/logs-a/_rank_eval", {"requests": [{"id": "x", "request": {"query": query}, "ratings": []}], "metric": {"precision": {}}}, {})
        yield ("H33", "POST", "/logs-a/doc/_percolate", {"doc": {"word": "x"}, "filter": query, "query": query}, {})
    for template in ('{"query":{"terms":{"word":{"index":"{{x}}","id":"1","path":"word"}}}}', '{{#x}}{"query":{"match_all":{}}}{{/x}}', '{"query":{{#toJson}}x{{/toJson}}}'):
        for path in ("/_render/template", "/logs-a/_search/template", "/_search/template"):
            for params in ({"x": SECRET}, {"x": lookup(None)}):
                yield ("H41", "POST", path, {"source": template, "params": params}, {})
        yield ("H41", "POST", "/_msearch/template", [{"index": "logs-a"}, {"source": template, "params": {"x": SECRET}}], NDJSON)
    yield from filled_templates()
    for path, body in [
        ("/_scripts/s", {"script": {"lang": "mustache", "source": ALL}}), ("/_ingest/pipeline/_simulate", {"pipeline": {"processors": [{"set": {"field": "_index", "value": SECRET}}]}, "docs": [{"_source": {}}]}), ("/_ingest/_simulate", {"docs": [{"_index": SECRET, "_source": {}}]}),
        ("/_application/search_application/x", {"indices": [SECRET]}), ("/_application/search_application/x/_search", {"params": {}}), ("/_query_rules/x", {"rules": []}), ("/_inference/x", {"input": "x"}), ("/_connector", {"index_name": SECRET}), ("/_synonyms/x", {"synonyms_set": []}),
        ("/_transform/x", {"source": {"index": SECRET}, "dest": {"index": "own-x"}}), ("/_transform/_preview", {"source": {"index": SECRET}, "pivot": {}}), ("/_watcher/watch/x", {"input": {"search": {"request": {"indices": [SECRET]}}}}), ("/_ml/datafeeds/x", {"indices": [SECRET]}), ("/_rollup/job/x", {"index_pattern": "s*", "rollup_index": "own-x"}),
        ("/_ilm/policy/x", {"policy": {"phases": {}}}), ("/_slm/policy/x", {"repository": "r", "config": {"indices": [SECRET]}}), ("/_enrich/policy/x", {"match": {"indices": SECRET, "match_field": "word", "enrich_fields": ["word"]}}), ("/_snapshot/r/s", {"indices": SECRET}), ("/_snapshot/r/s/_mount", {"index": SECRET, "renamed_index": "own-x"}),
        ("/own-x/_ccr/follow", {"remote_cluster": "r", "leader_index": SECRET}), ("/_cluster/reroute", {"commands": [{"move": {"index": SECRET, "shard": 0, "from_node": "x", "to_node": "y"}}]}), ("/_data_stream/_modify", {"actions": [{"add_backing_index": {"data_stream": "own-x", "index": SECRET}}]}),
        ("/_eql/search", {"query": "any where true"}), ("/secret,logs-a/_eql/search", {"query": "any where true"}), ("/_sql/translate", {"query": "SELECT * FROM secret"}), ("/_sql", {"query": 'SELECT * FROM "secret" UNION SELECT 1'}), ("/_query", {"query": "FROM logs-a | LOOKUP JOIN secret ON word"}), ("/_query", {"query": "FROM logs-a, \"secret\""}),
        ("/_query", {"query": "FROM logs-a | ENRICH x"}), ("/_query", {"query": "TS secret"}), ("/_query", {"query": "/*x*/ FROM logs-a //\n, secret"}), ("/_scripts/painless/_execute", {"script": "1", "context_setup": {"index": SECRET}}), ("/_monitoring/bulk", {}), ("/_text_structure/find_structure", {"x": 1}), ("/_graph/explore", {"query": lookup(None)}),
    ]:
        for method in ("PUT", "POST"):
            yield ("H26", method, path, body, {})


def filled_templates():
    """Templates that become a lookup when their tags are filled in, by a value that ends its text, by a name, by a tag of another kind."""
    out = '"}},"post_filter":' + json.dumps(lookup(None)) + ',"highlight":{"fields":{"x":{"type":"'
    wrapped = base64.b64encode(json.dumps(lookup(None)).encode()).decode()
    place = {"index": SECRET, "id": "1", "path": "word"}
    for source, params in [
        ({"query": {"match": {"word": "{{x}}"}}}, {"x": out}), ({"query": {"match": {"word": "{{{x}}}"}}}, {"x": out}), ({"query": {"match": {"word": "{{&x}}"}}}, {"x": out}),
        ({"query": {"match": {"word": "{{x}}"}}}, {"x": out, "content_type": "text/plain"}), ({"query": {"match": {"word": "{{#x}}{{.}}{{/x}}"}}}, {"x": [out]}),
        ({"query": {"match": {"word": "{{=<< >>=}}<<& x>>"}}}, {"x": out}), ({"query": {"match": {"\\u007b{{x}}}": "a"}}}, {"x": out}),
        ({"query": {"terms": {"word": {"index": "{{x}}", "id": "1", "path": "word"}}}}, {"x": SECRET}), ({"query": {"terms": {"word": {"{{k}}": SECRET, "id": "1", "path": "word"}}}}, {"k": "index"}),
        ({"query": {"{{k}}": {"word": place}}}, {"k": "terms"}), ({"{{k}}": lookup(None)}, {"k": "query"}), ({"query": {"wrapper": {"query": "{{x}}"}}}, {"x": wrapped}),
        ({"query": {"bool": {"{{k}}": [lookup(None)]}}}, {"k": "must"}), ({"sort": [{"word": {"{{k}}": lookup(None)}}]}, {"k": "nested_filter"}),
        ({"query": {"match_all": {}}, "suggest": {"s": {"text": "t", "phrase": {"field": "word", "collate": {"query": {"source": {"match": {"word": "{{x}}"}}}}}}}}, {"x": "{{{suggestion}}}"}),
    ]:
        for body in ({"source": source, "params": params}, {"source": json.dumps(source), "params": params}, {"inline": source, "params": params}):
            yield ("H37", "POST", "/logs-a/_search/template", body, {})
        yield ("H37", "POST", "/_msearch/template", [{"index": "logs-a"}, {"source": source, "params": params}], NDJSON)
        rated = {"templates": [{"id": "t", "template": {"source": source}}], "requests": [{"id": "r", "template_id": "t", "params": params, "ratings": []}], "metric": {"precision": {}}}
        yield ("H37", "POST", "/logs-a/_rank_eval", rated, {})
    for query in ({"source": {"terms": {"word": place}}}, {"source": '{"terms":{"word":{"index":"{{i}}","id":"1","path":"word"}}}'}, {"source": {"{{k}}": {"word": place}}}, {"id": "stored"},
                  {"source": "{{{x}}}"}, {"source": {"wrapper": {"query": "{{x}}"}}}, {"source": "return '{}'", "lang": "painless"}, {"source": {"match": {"word": "{{x}}"}}, "options": {"content_type": "text/plain"}}):
        collate = {"query": query, "params": {"i": SECRET, "k": "terms", "x": wrapped}, "prune": True}
        yield ("H42", "POST", "/logs-a/_search", {"suggest": {"s": {"text": "tre", "phrase": {"field": "word", "collate": collate}}}}, {})


def makers():
    """What makes an index, or a field, of which it does not speak."""
    for number, query in enumerate(("", "?version=3&version_type=external", "?version=3&version_type=external_gte", "?version=3&version_type=force")):
        for kind in ("doc", "_doc"):
            yield ("H19", "DELETE", f"/made-{number}{kind}/{kind}/1{query}", None, {})
    for number, version in enumerate(("", ',"version":3,"version_type":"external"', ',"_version":3,"_versionType":"external_gte"')):
        for kind in ("", ',"_type":"doc"'):
            yield ("H19", "POST", "/_bulk", '{"delete":{"_index":"made-%d","_id":"1"%s%s}}\n' % (number + 10, kind, version), NDJSON)
    for name in ("_rank_eval", "_async_search", "_eql/search", "_graph/explore", "_rollup_search", "_reload_search_analyzers"):
        yield ("H26", "POST", f"/logs-made/{name}", {}, {})
        yield ("H26", "POST", f"/made-20/{name}", {}, {})
    document = {"doc": {"made": "x"}}
    for path in ("/logs-a/doc/_termvectors", "/logs-a/made/_termvectors", "/logs-a/doc/_percolate", "/logs-a/made/_percolate", "/logs-*/doc/_percolate/count", "/logs-a/_termvectors"):
        yield ("H26", "POST", path, document, {})
    for item in (document, {**document, "_index": "logs-a", "_type": "doc"}):
        yield ("H26", "POST", "/logs-a/doc/_mtermvectors", {"docs": [item]}, {})
        yield ("H26", "POST", "/logs-*/_search", {"query": {"more_like_this": {"fields": ["made"], "like": [item], "min_term_freq": 1, "min_doc_freq": 1}}}, {})
    yield ("H26", "POST", "/_mpercolate", [{"percolate": {"index": "logs-a", "type": "made"}}, document], NDJSON)


def more_attacks():
    for group in (stored(), spellings(), lines(), hidden_queries(), makers()):
        yield from group
