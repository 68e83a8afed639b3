"""Requests that try to reach an index that the key may not use, each with the hazard that it stands for.

A request is (hazard, method, path, content, fields). A content that is a list becomes NDJSON. `T` marks where releases
before 7 have a type.
"""
import base64
import json

from more import more_attacks
from opensearch import attacks_of_opensearch

SECRET = "secret"
LOOKUP = {"terms": {"word.keyword": {"index": SECRET, "id": "1", "path": "word.keyword"}}}
TYPED_LOOKUP = {"terms": {"word.keyword": {"index": SECRET, "type": "doc", "id": "1", "path": "word.keyword"}}}
WRAPPED = {"wrapper": {"query": base64.b64encode(json.dumps(LOOKUP).encode()).decode()}}
ALL = {"query": {"match_all": {}}}
CBOR = {"Content-Type": "application/cbor"}
NDJSON = {"Content-Type": "application/x-ndjson"}


def url_tricks():
    expressions = [
        "secret", "*", "_all", "s*", "sec*t", "logs-a,secret", "logs-a%2Csecret", "%73ecret", "*,-logs-*", "-logs-a", "+secret", "%2Bsecret", "logs-*,secret",
        "*et", "**", "logs-a,,secret", ",secret", "secret,", "<secret>", "%3Csecret%3E", "<s{now/d{'ecret'}}>", "secret-alias", "mixed", "logs-a, secret",
        "..%2Fsecret", "logs-a%2F..%2Fsecret", "SECRET", "secret*", "se*,cr*", "*:*", "*:secret", "secret::data", "l*,s*", "%2A", "_all,logs-a", "*,logs-none",
    ]
    ends = [
        ("GET", "/_search"), ("POST", "/_search"), ("GET", "/_count"), ("GET", "/_mapping"), ("GET", "/_settings"), ("GET", ""), ("GET", "/_stats"),
        ("GET", "/_source/1"), ("GET", "/_doc/1"), ("GET", "/doc/1"), ("GET", "/_all/1"), ("GET", "/doc/_search"), ("GET", "/_alias"), ("GET", "/doc/1/_termvectors"),
        ("GET", "/_search?q=word:*"), ("GET", "/_search?ignore_unavailable=true"), ("GET", "/_search?expand_wildcards=all"), ("GET", "/_search?allow_no_indices=true"),
        ("GET", "/_field_caps?fields=*"), ("GET", "/_segments"), ("GET", "/_recovery"), ("GET", "/_search/template"), ("GET", "/_msearch"), ("GET", "/_search_shards"),
    ]
    for expression in expressions:
        for method, end in ends:
            yield ("H3-H8", method, f"/{expression}{end}", None, {})
    for path in [
        "/_search", "/_count", "/_mapping", "/_settings", "/_stats", "/_alias", "/_aliases", "/_segments", "/_recovery", "/_cat/indices", "/_cat/shards", "/_cat/aliases",
        "/_cat/count", "/_cat/segments", "/_cat/recovery", "/_cluster/state", "/_cluster/health?level=indices", "/_cluster/stats", "/_nodes/stats?level=shards", "/_resolve/index/*",
        "/_field_caps?fields=*", "/_data_stream", "/_cat/fielddata", "/_tasks?detailed", "/_mapping/field/word", "/_all", "/*", "/_warmer", "/_search_shards",
        "/_cluster/state/metadata/secret", "/_cat/indices/secret", "/_cat/shards/secret", "/_cat/count/secret", "/_cluster/health/secret", "/_cat/segments/secret",
    ]:
        yield ("H1", "GET", path, None, {})
    for path in ["/", "///", "/*", "/_all", "/secret", "/logs-a,secret", "/*,-logs-*", "/-logs-a", "/secret/doc/1", "/secret/_doc/1", "//_doc/1", "/secret*", "/mixed/_alias/mixed"]:
        yield ("H2", "DELETE", path, None, {})
    for path in ["/_close", "/_open", "/_cache/clear", "/_forcemerge", "/_flush", "/secret/_close", "/*/_close"]:
        yield ("H2", "POST", path, None, {})
    for path in ["/_settings", "/secret/_settings", "/*/_settings"]:
        # With more of them than there are nodes, releases before 5 would wait a minute before each document that follows.
        yield ("H2", "PUT", path, {"index": {"number_of_replicas": 0}}, {})


def parameters():
    for path in [
        "/_search?index=secret", "/_search?index=logs-a&index=secret", "/logs-a/_search?index=secret", "/_count?index=secret", "/_mget?index=secret&id=1", "/_search?index=s*;x",
        "/_cat/indices?index=secret", "/_alias?name=secret-alias", "/_alias?index=secret", "/_mapping?index=secret", "/_search?i%6edex=secret", "/_settings?index=secret",
        "/_search?type=doc&index=secret", "/logs-a/_mlt?search_indices=secret", "/logs-a/doc/1/_mlt?search_indices=secret&mlt_fields=word&min_term_freq=1&min_doc_freq=1",
        "/logs-a/doc/1/_percolate?percolate_index=secret", "/logs-a/_doc/1?index=secret", "/logs-a/_doc/1?_index=secret", "/_search?pretty&index=secret#", "/_validate/query?index=secret&explain",
    ]:
        yield ("H9", "GET", path, None, {})
    source = json.dumps({"query": LOOKUP}).replace(" ", "")
    from urllib.parse import quote
    for path in ["/logs-a/_search", "/_search", "/logs-a/_count", "/_mget", "/_msearch"]:
        yield ("H10", "GET", f"{path}?source={quote(source)}&source_content_type=application/json", None, {})
    yield ("H10", "GET", "/_mget?source_content_type=application/json&source=" + quote('{"docs":[{"_index":"secret","_type":"doc","_id":"1"}]}'), None, {})
    yield ("H55", "GET", "/secret/_search?callback=steal", None, {})


def raw_paths():
    from urllib.parse import quote
    for path in [
        "//_search", "//secret/_search", "/./secret/_search", "/logs-a/../secret/_search", "/logs-a/%2e%2e/secret/_search", "/logs-a/..%2fsecret/_search", "/logs-a//_search",
        "//doc/_search", "//_all/_search", "/%2Fsecret/_search", "/logs-a/_search/../../secret/_search", "/secret;/_search", "/secret%00/_search", "/secret%20/_search", "/%252A/_search",
        "/logs-a\\..\\secret/_search", "/secret/_search/", "/secret//", "/_plugin/../secret/_search", "/_search/../secret/_search", "http://localhost/secret/_search",
        "/logs-a/_search?x=/../../secret", "/%c0%af/secret/_search", "/secret/_search%3fx", "/logs-a%0d%0aX:%20y/_search", "/logs-a/_search#/secret",
    ]:
        yield ("H12", "GET", path, None, {})
    for expression in ["logs-*,-<a,secret", "logs-a,-<,secret", "logs-*,-<a,secret,b>", "-<a,secret", "logs-*,->,secret", "logs-*,-<{now},*,{now}>"]:
        yield ("H7", "GET", "/" + quote(expression, safe=",*") + "/_search", None, {})
    for fields in [{"X-HTTP-Method-Override": "DELETE"}, {"es-security-runas-user": "elastic"}, {"X-elastic-product-origin": "kibana"}, {"es-secondary-authorization": "Basic x"},
                   {"X-Original-URL": "/secret/_search"}, {"X-Rewrite-URL": "/secret/_search"}, {"Upgrade": "h2c"}, {"X-Forwarded-Path": "/secret"}]:
        yield ("H54", "GET", "/logs-a/_search", None, fields)


def items():
    for operation in ("index", "create", "update", "delete"):
        for meta in ({"_index": "secret", "_id": "1"}, {"_index": "secret", "_type": "doc", "_id": "1"}, {"_index": "<secret>", "_id": "1"}, {"_index": "secret-alias", "_id": "1"}):
            for path in ("/_bulk", "/ingest-1/_bulk", "/ingest-1/doc/_bulk", "/logs-a/_bulk"):
                lines = [{operation: meta}] + ([] if operation == "delete" else [{"doc": {"word": "gone"}} if operation == "update" else {"word": "gone"}])
                yield ("H19", "POST", path, lines, NDJSON)
    texts = [
        '{"index":{"_index":"ingest-1","_index":"secret","_id":"1"}}\n{"word":"gone"}\n', '{"index":{"_index":"secret","_index":"ingest-1","_id":"1"}}\n{"word":"gone"}\n',
        '{"index":{"\\u005findex":"secret","_id":"1"}}\n{"word":"gone"}\n', '{"index":{"_index":"\\u0073ecret","_id":"1"}}\n{"word":"gone"}\n',
        '{"delete":{"_index":"ingest-1","_id":"x"}}\r\n{"delete":{"_index":"secret","_id":"1"}}\r\n', '{"index":{"_index":"ingest-1","_id":"2"}}\n{"word":"x"}\r{"delete":{"_index":"secret","_id":"1"}}\n',
        '\n\n{"delete":{"_index":"secret","_id":"1"}}\n', '{"index":{"_index":"ingest-1"}} {"delete":{"_index":"secret","_id":"1"}}\n{"word":"x"}\n', '\ufeff{"delete":{"_index":"secret","_id":"1"}}\n',
        '{"delete":{"_index":"secret","_id":"1"}}', '{"index":{"_index":"ingest-1","_id":"3"},"delete":{"_index":"secret","_id":"1"}}\n{"word":"x"}\n',
        '{"index":{"_index":"ingest-1","_id":"3"}}\n{"word":"x"}\n{"delete":{"_index":["secret"],"_id":"1"}}\n', '{"index":{"_index":"ingest-1","_id":"4","pipeline":"to-secret"}}\n{"word":"gone"}\n',
        '{ "delete" : { "_index" : "secret", "_id" : "1" } }  \n', '/*x*/{"delete":{"_index":"secret","_id":"1"}}\n', "{'delete':{'_index':'secret','_id':'1'}}\n",
    ]
    for text in texts:
        for path in ("/_bulk", "/ingest-1/_bulk"):
            for fields in (NDJSON, {"Content-Type": "application/json"}, {"Content-Type": "text/plain"}):
                yield ("H19", "POST", path, text, fields)
    yield ("H19", "POST", "/_bulk", '{"delete":{"_index":"secret","_id":"1"}}\n'.encode("utf-16"), NDJSON)
    for path in ("/_mget", "/logs-a/_mget", "/logs-a/doc/_mget"):
        for document in ({"_index": "secret", "_id": "1"}, {"_index": "secret", "_type": "doc", "_id": "1"}, {"_index": "<secret>", "_type": "doc", "_id": "1"}):
            yield ("H20", "GET", path, {"docs": [{"_index": "logs-a", "_type": "doc", "_id": "1"}, document]}, {})
            yield ("H20", "POST", path.replace("mget", "mtermvectors"), {"docs": [{**document, "fields": ["word"]}]}, {})
    yield ("H20", "GET", "/logs-a/_mget", '{"docs":[{"_index":"logs-a","_index":"secret","_type":"doc","_id":"1"}]}', {})
    for header in ({"index": "secret"}, {"index": ["logs-a", "secret"]}, {"indices": ["secret"]}, {}, {"index": "*"}, {"index": "logs-a,secret"}, {"index": "<secret>"}, {"index": ""}, {"index": []}):
        for path in ("/_msearch", "/logs-a/_msearch", "/_msearch/template", "/_fleet/_fleet_msearch"):
            yield ("H21", "GET", path, [header, ALL], NDJSON)
    yield ("H21", "GET", "/_msearch", '\n{"query":{"match_all":{}}}\n', NDJSON)
    yield ("H21", "GET", "/logs-a/_msearch", [{}, {"query": LOOKUP}], NDJSON)


def moves():
    for source in (SECRET, ["logs-a", SECRET], "s*", "*", "<secret>"):
        yield ("H22", "POST", "/_reindex?refresh", {"source": {"index": source}, "dest": {"index": "ingest-copy"}}, {})
        yield ("H22", "POST", "/_reindex?refresh", {"source": {"index": source}, "dest": {"index": "logs-copy"}}, {})
    yield ("H22", "POST", "/_reindex", {"source": {"index": "logs-a"}, "dest": {"index": SECRET}}, {})
    yield ("H22", "POST", "/_reindex", {"source": {"index": "logs-a"}, "dest": {"index": "ingest-1"}, "script": {"source": "ctx._index='secret'"}}, {})
    yield ("H22", "POST", "/_reindex", {"source": {"remote": {"host": "http://127.0.0.1:9200"}, "index": SECRET}, "dest": {"index": "logs-copy"}}, {})
    yield ("H22", "POST", "/secret/_update_by_query", None, {})
    yield ("H22", "POST", "/secret/_delete_by_query", ALL, {})
    yield ("H22", "POST", "/logs-a/_delete_by_query", {"query": LOOKUP}, {})
    for action in ({"add": {"index": SECRET, "alias": "logs-x"}}, {"add": {"indices": ["logs-a", SECRET], "alias": "logs-x"}}, {"add": {"index": "*", "alias": "logs-x"}},
                   {"remove_index": {"index": SECRET}}, {"remove": {"index": SECRET, "alias": "secret-alias"}}):
        yield ("H23", "POST", "/_aliases", {"actions": [action]}, {})
    for path in ("/secret/_alias/logs-x", "/secret/_aliases/logs-x", "/_alias/logs-x", "/*/_alias/logs-x"):
        yield ("H23", "PUT", path, None, {})
    yield ("H23", "PUT", "/_alias", {"index": SECRET, "alias": "logs-x"}, {})
    yield ("H23", "PUT", "/logs-new", {"aliases": {"secret-alias": {}}}, {})
    for path in ("/secret/_clone/logs-copy", "/secret/_shrink/logs-copy", "/secret/_split/logs-copy", "/secret-alias/_rollover/logs-copy", "/secret/_clone/ingest-copy"):
        yield ("H24", "PUT" if "rollover" not in path else "POST", path, None, {})
    yield ("H25", "PUT", "/_ingest/pipeline/to-secret", {"processors": [{"set": {"field": "_index", "value": SECRET}}]}, {})
    yield ("H25", "POST", "/ingest-1/doc?pipeline=to-secret", {"word": "gone"}, {})
    yield ("H25", "PUT", "/ingest-1/_settings", {"index.default_pipeline": "to-secret"}, {})
    yield ("H27", "PUT", "/_snapshot/r", {"type": "fs", "settings": {"location": "/tmp/r"}}, {})
    yield ("H27", "POST", "/_snapshot/r/s/_restore", {"indices": SECRET, "rename_pattern": "(.+)", "rename_replacement": "logs-copy"}, {})
    yield ("H28", "POST", "/_cluster/reroute", {"commands": []}, {})
    yield ("H28", "PUT", "/_cluster/settings", {"transient": {"action.destructive_requires_name": False}}, {})
    yield ("H28", "GET", "/_cluster/allocation/explain", {"index": SECRET, "shard": 0, "primary": True}, {})
    yield ("H29", "PUT", "/_template/t", {"index_patterns": ["secret*"], "template": "secret*", "aliases": {"logs-t": {}}}, {})
    yield ("H29", "PUT", "/_index_template/t", {"index_patterns": ["secret*"], "template": {"aliases": {"logs-t": {}}}}, {})
    yield ("H30", "POST", "/_scripts/painless/_execute", {"script": {"source": "doc['word'].value"}, "context": "filter", "context_setup": {"index": SECRET, "document": {}}}, {})
    yield ("H30", "GET", "/_analyze?index=secret&field=word&text=x", None, {})
    yield ("H30", "GET", "/secret/_analyze", {"field": "word", "text": "x"}, {})
    for path in ("/_shutdown", "/_cluster/nodes/_shutdown", "/_river/x/_meta", "/_bench"):
        yield ("H55", "POST", path, None, {})
    yield ("H56", "TRACE", "/", None, {})


def queries():
    nested = LOOKUP
    for _ in range(6):
        nested = {"bool": {"filter": [{"bool": {"should": [nested]}}]}}
    bodies = [
        {"query": LOOKUP}, {"query": TYPED_LOOKUP}, {"query": nested}, {"query": {"constant_score": {"filter": LOOKUP}}}, {"query": WRAPPED}, {"post_filter": LOOKUP},
        {"query": {"function_score": {"query": {"match_all": {}}, "functions": [{"filter": LOOKUP, "weight": 2}]}}}, {"aggs": {"a": {"filter": LOOKUP}}},
        {"aggs": {"a": {"filters": {"filters": {"x": LOOKUP}}}}}, {"aggs": {"a": {"adjacency_matrix": {"filters": {"x": LOOKUP}}}}},
        {"query": {"more_like_this": {"fields": ["word"], "like": [{"_index": SECRET, "_type": "doc", "_id": "1"}], "min_term_freq": 1, "min_doc_freq": 1}}},
        {"query": {"more_like_this": {"fields": ["word"], "docs": [{"_index": SECRET, "_type": "doc", "_id": "1"}], "min_term_freq": 1, "min_doc_freq": 1}}},
        {"query": {"geo_shape": {"place": {"indexed_shape": {"index": SECRET, "type": "doc", "id": "1", "path": "place"}}}}}, {"query": {"percolate": {"field": "query", "index": SECRET, "type": "doc", "id": "1"}}},
        {"query": ALL["query"], "rescore": {"window_size": 10, "query": {"rescore_query": LOOKUP}}}, {"query": ALL["query"], "highlight": {"fields": {"word": {"highlight_query": LOOKUP}}}},
        {"query": ALL["query"], "indices_boost": {SECRET: 2}}, {"pit": {"id": "AAAA"}}, {"runtime_mappings": {"x": {"type": "lookup", "target_index": SECRET, "input_field": "word", "target_field": "word", "fetch_fields": ["word"]}}, "fields": ["x"]},
        {"query": ALL["query"], "suggest": {"s": {"text": "x", "phrase": {"field": "word", "collate": {"query": {"source": json.dumps(LOOKUP)}}}}}}, {"knn": {"field": "v", "query_vector": [1], "k": 1, "num_candidates": 1, "filter": LOOKUP}},
        {"query": {"indices": {"indices": [SECRET], "query": {"match_all": {}}}}}, {"query": {"template": {"inline": json.dumps(LOOKUP)}}}, {"filter": LOOKUP}, {"facets": {"f": {"terms": {"field": "word"}, "facet_filter": LOOKUP}}},
    ]
    for body in bodies:
        for path in ("/logs-a/_search", "/logs-a/_count", "/logs-a/_validate/query?explain", "/logs-a/doc/1/_explain", "/_search", "/logs-*/_search", "/logs-a/_async_search"):
            yield ("H33-H43", "POST", path, body, {})
    yield ("H33", "POST", "/logs-a/_search", '{"query":{"match_all":{}},"query":' + json.dumps(LOOKUP) + "}", {})
    yield ("H33", "POST", "/logs-a/_search", json.dumps({"query": LOOKUP}).encode("utf-16"), {"Content-Type": "application/json"})
    yield ("H33", "POST", "/logs-a/_search", ("---\nquery:\n  terms:\n    word.keyword:\n      index: secret\n      type: doc\n      id: '1'\n      path: word.keyword\n"), {"Content-Type": "application/yaml"})
    yield ("H33", "POST", "/logs-a/_search", json.dumps({"query": LOOKUP}), {"Content-Type": "text/plain"})
    yield ("H33", "POST", "/logs-a/_search", bytes([0xa1, 0x65]) + b"query" + bytes([0xa1, 0x69]) + b"match_all" + bytes([0xa0]), CBOR)
    yield ("H41", "POST", "/logs-a/_search/template", {"source": {"query": LOOKUP}}, {})
    yield ("H41", "POST", "/logs-a/_search/template", {"source": '{"query":{"terms":{"word.keyword":{"index":"{{i}}","id":"1","path":"word.keyword"}}}}', "params": {"i": SECRET}}, {})
    yield ("H41", "POST", "/logs-a/_search/template", {"inline": {"query": TYPED_LOOKUP}}, {})
    yield ("H42", "POST", "/_rank_eval", {"requests": [{"id": "x", "request": ALL, "ratings": [{"_index": SECRET, "_id": "1", "rating": 1}]}], "metric": {"precision": {}}}, {})
    for path, body in [("/_sql?format=json", {"query": "SELECT * FROM secret"}), ("/_xpack/sql", {"query": "SELECT * FROM secret"}), ("/_query", {"query": "FROM secret"}), ("/secret/_eql/search", {"query": "any where true"}),
                       ("/_sql?format=json", {"query": "SELECT * FROM \"s*\""}), ("/_sql?format=json", {"query": "SHOW TABLES"})]:
        yield ("H44", "POST", path, body, {})


def cursors(ids):
    """`ids` are of scrolls and the like that the administrator opened on the secret index."""
    for scroll in ids.get("scroll", []):
        yield ("H45", "POST", "/_search/scroll", {"scroll_id": scroll, "scroll": "1m"}, {})
        yield ("H45", "GET", f"/_search/scroll?scroll=1m&scroll_id={scroll}", None, {})
        yield ("H45", "GET", f"/_search/scroll/{scroll}?scroll=1m", None, {})
        yield ("H45", "POST", "/_search/scroll?scroll=1m", scroll, {"Content-Type": "text/plain"})
        yield ("H45", "POST", "/_search/scroll", {"scroll_id": [scroll], "scroll": "1m"}, {})
    for pit in ids.get("pit", []):
        yield ("H46", "POST", "/_search", {"pit": {"id": pit, "keep_alive": "1m"}}, {})
        yield ("H46", "POST", "/_search", {"pit": {"id": pit}, "query": ALL["query"]}, {})
    yield ("H45", "DELETE", "/_search/scroll/_all", None, {})
    yield ("H48", "GET", "/_tasks", None, {})


def all_attacks(ids):
    for group in (url_tricks(), parameters(), raw_paths(), items(), moves(), queries(), cursors(ids), more_attacks(), attacks_of_opensearch(ids)):
        yield from group
