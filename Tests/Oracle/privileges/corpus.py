"""Which requests are put to both sides: every route of the release, expressions, and contents that name a second index."""
import itertools
import json

from fixture import ALIASES, INDICES

#: Values of a path's parameters besides indices.
VALUES = {
    "id": "1", "name": "some-name", "metric": "_all", "index_metric": "_all", "node_id": "_local", "repository": "repo",
    "snapshot": "snap", "scroll_id": "SCROLL-OF-ANOTHER", "task_id": "node:1", "type": "_doc", "alias": "logs", "feature": "_settings",
    "fields": "text", "field": "text", "block": "write", "target": "logs-new", "new_index": "logs-new", "lang": "painless",
    "policy": "policy", "context": "search", "thread_pool_patterns": "search", "attribute": "x", "value": "y", "timestamp": "1",
}

EXPRESSIONS = [
    "logs-a", "logs-b", "logs-a,logs-b", "secret", "logs-a,secret", "logs-*", "*", "_all", "l*", "*-a", "logs", "mixed",
    "secret-alias", "logs,secret-alias", "logs-*,-logs-a", "*,-secret", "-logs-a", "sec*", "logs-closed", "logs-hidden", "log*n",
    "none", "none*", "logs-none", "logs-a,logs-none", "logs-a,none", "%3Clogs-%7Bnow%2Fd%7D%3E", "%3Csecret-%7Bnow%2Fd%7D%3E", "%3Clogs-a%3E",
    "%3Csecret%3E", "%3Cnone-%7Bnow%2Fd%7D%3E", "logs-a,%3Csecret-%7Bnow%2Fd%7D%3E", "%3Clogs-%7Bnow%2Fd%7D%3E,secret",
    "logs-a%2Csecret", "logs%2Da", "%73ecret", "*,-*", "logs-*,secret", "secret,logs-*", "ingest-1", "intake",
    "metrics-*", ".*", "LOGS-A", "logs-a,", ",secret", "logs-a,,secret", "logs-a,logs-a", "logs-*,-logs-*", "*,-logs-*,-secret*", "-logs-*",
    "logs*,-logs", "logs-closed,logs-a", "logs-c*", "logs-h*", ".security", ".security-7", ".secur*", "*,-.security", "logs-a,.security",
    "mixed,-secret", "logs-a*", "%2A", "l%3Fgs-a", "secret*,logs-a", "logs-a,-secret", "logs,-logs-a", "-secret,logs-*",
]
FLAGS = [
    "", "ignore_unavailable=true", "allow_no_indices=false", "expand_wildcards=all", "expand_wildcards=none", "expand_wildcards=closed",
    "expand_wildcards=hidden,open", "ignore_unavailable=true&allow_no_indices=false", "expand_wildcards=open,closed",
    "expand_wildcards=hidden", "expand_wildcards=none&allow_no_indices=false", "ignore_unavailable=true&expand_wildcards=none",
]
#: Reading routes that take an expression, and those without one.
READING = [
    ("GET", "/{}/_search?size=9000"), ("POST", "/{}/_count"), ("GET", "/{}/_mapping"), ("GET", "/{}/_settings"), ("GET", "/{}/_alias"),
    ("GET", "/{}"), ("HEAD", "/{}"), ("GET", "/{}/_stats"), ("GET", "/_cat/indices/{}?format=json"), ("GET", "/{}/_field_caps?fields=*"),
    ("GET", "/_resolve/index/{}"), ("POST", "/{}/_refresh"), ("GET", "/{}/_segments"),
    ("GET", "/{}/_mapping/field/text"), ("GET", "/{}/_validate/query"), ("POST", "/{}/_pit?keep_alive=1m"),
    ("GET", "/_cluster/health/{}?level=indices"), ("GET", "/{}/_recovery"), ("GET", "/_cat/aliases?format=json"), ("GET", "/_search?size=9000"),
    ("GET", "/_mapping"), ("GET", "/_alias"), ("GET", "/_settings"), ("GET", "/_stats"), ("GET", "/_cat/indices?format=json"), ("GET", "/_count"),
    ("GET", "/_field_caps?fields=*"), ("GET", "/_alias/{}"), ("GET", "/_cat/aliases/{}?format=json"), ("HEAD", "/_alias/{}"),
    ("GET", "/{}/_alias/mixed"), ("GET", "/{}/_alias/l*"), ("GET", "/logs-a/_alias/{}"), ("GET", "/*/_alias/{}"), ("HEAD", "/{}/_alias/logs"),
    ("GET", "/{}/_search_shards"), ("GET", "/{}/_shard_stores"), ("POST", "/{}/_flush"), ("POST", "/{}/_cache/clear"), ("GET", "/{}/_stats/docs"),
    ("GET", "/{}/_settings/index.number_of_shards"), ("GET", "/_cluster/state/metadata/{}"), ("POST", "/{}/_forcemerge"),
    ("GET", "/{}/_doc/1"), ("HEAD", "/{}/_doc/1"), ("GET", "/{}/_source/1"), ("GET", "/{}/_termvectors/1"), ("GET", "/{}/_explain/1?q=a"),
    ("GET", "/{}/_msearch"), ("GET", "/{}/_mget"),
]
#: Those that do not take the flags: Elasticsearch refuses a parameter that an API does not have.
FLAGLESS = [
    ("GET", "/_cat/shards/{}?format=json"), ("GET", "/_cat/count/{}?format=json"), ("GET", "/_cat/recovery/{}?format=json"),
    ("GET", "/_cat/segments/{}?format=json"), ("GET", "/_cat/shards?format=json"), ("GET", "/_cat/count?format=json"),
    ("POST", "/{}/_terms_enum"), ("GET", "/{}/_field_usage_stats"), ("POST", "/{}/_disk_usage?run_expensive_tasks=true"),
]
#: Contents without which these say nothing but that there is none.
WITH_CONTENT = {"_msearch": "{}\n{}\n", "_mget": {"ids": ["1"]}, "_terms_enum": {"field": "text"}}
WITHOUT_FLAGS = ("_doc", "_source", "_termvectors", "_explain", "_msearch", "_mget")

SEARCH = {"query": {"match_all": {}}, "size": 9000}
#: Contents by the end of a route.
CONTENTS = {
    "_search": SEARCH, "_count": {}, "_update_by_query": {}, "_delete_by_query": {"query": {"match_all": {}}}, "_update": {"doc": {"a": 1}}, "_doc": {"a": 1},
    "_create": {"a": 1}, "_bulk": '{"index":{}}\n{"a":1}\n', "_msearch": "{}\n{}\n", "_mget": {"ids": ["1"]}, "_mtermvectors": {"ids": ["1"]},
    "_pit": None, "_aliases": {"actions": [{"add": {"index": "logs-a", "alias": "logs-new"}}]}, "_mapping": {"properties": {"b": {"type": "keyword"}}},
    "_settings": {"index.refresh_interval": "5s"}, "_analyze": {"text": "x"}, "_reindex": {"source": {"index": "logs-a"}, "dest": {"index": "logs-b"}},
    "_explain": {"query": {"match_all": {}}}, "_rank_eval": {"requests": []}, "_validate": {}, "_termvectors": {}, "_shrink": {}, "_rollover": {},
}

TWO_INDICES = [
    ("POST", "/logs-a/_search", {"query": {"terms": {"number": {"index": "secret", "id": "1", "path": "number"}}}}),
    ("POST", "/logs-a/_search", {"query": {"bool": {"must_not": [{"terms": {"number": {"index": "logs-b", "id": "1", "path": "number"}}}]}}}),
    ("POST", "/logs-a/_search", {"query": {"more_like_this": {"fields": ["text"], "like": [{"_index": "secret", "_id": "1"}], "min_term_freq": 1}}}),
    ("POST", "/logs-a/_search", {"aggs": {"x": {"filter": {"terms": {"number": {"index": "secret", "id": "1", "path": "number"}}}}}}),
    ("POST", "/logs-a/_search", {"indices_boost": [{"logs-a": 2}]}),
    ("POST", "/_reindex", {"source": {"index": "secret"}, "dest": {"index": "logs-b"}}),
    ("POST", "/_reindex", {"source": {"index": "logs-a"}, "dest": {"index": "secret"}}),
    ("POST", "/_reindex", {"source": {"index": "logs-a"}, "dest": {"index": "logs-b"}}),
    ("POST", "/_reindex", {"source": {"index": ["logs-a", "secret"]}, "dest": {"index": "ingest-1"}}),
    ("POST", "/_aliases", {"actions": [{"add": {"index": "secret", "alias": "logs-x"}}]}),
    ("POST", "/_aliases", {"actions": [{"add": {"index": "logs-a", "alias": "logs-x"}}]}),
    ("POST", "/_aliases", {"actions": [{"add": {"index": "logs-a", "alias": "other-x"}}]}),
    ("POST", "/_aliases", {"actions": [{"remove_index": {"index": "secret"}}]}),
    ("PUT", "/secret/_alias/logs-x", None), ("PUT", "/logs-a/_alias/logs-x", None), ("DELETE", "/mixed/_alias/mixed", None),
    ("PUT", "/logs-new", {"aliases": {"logs-y": {}}}), ("PUT", "/logs-new", {"aliases": {"other-y": {}}}), ("PUT", "/other-new", {}),
    ("POST", "/logs-a/_clone/logs-new", None), ("POST", "/secret/_clone/logs-new", None), ("POST", "/logs-a/_shrink/other-new", None),
    ("POST", "/logs/_rollover/logs-new", {"conditions": {"max_docs": 1}}),
    ("GET", "/_mget", {"docs": [{"_index": "logs-a", "_id": "1"}, {"_index": "secret", "_id": "1"}, {"_index": "logs", "_id": "1"}]}),
    ("GET", "/logs-a/_mget", {"docs": [{"_id": "1"}, {"_index": "secret", "_id": "1"}]}),
    ("GET", "/secret/_mget", {"ids": ["1", "2"]}),
    ("GET", "/_mtermvectors", {"docs": [{"_index": "logs-a", "_id": "1"}, {"_index": "secret", "_id": "1"}]}),
    ("GET", "/_msearch", '{"index":"logs-a"}\n{}\n{"index":"secret"}\n{}\n{"index":["logs-*","secret"]}\n{"size":9000}\n'),
    ("GET", "/_msearch", '{}\n{"size":9000}\n'), ("GET", "/logs-a/_msearch", '{}\n{}\n{"index":"secret"}\n{}\n'), ("GET", "/secret/_msearch", '{}\n{}\n'),
    ("GET", "/_msearch", '{"index":"*"}\n{"size":9000}\n{"index":"sec*"}\n{}\n{"index":"logs-a,secret","ignore_unavailable":true}\n{}\n'),
]

TWO_INDICES += [
    ("POST", "/logs-a/_search", {"query": {"more_like_this": {"fields": ["text"], "like": [{"_index": "logs-b", "_id": "1"}], "min_term_freq": 1}}}),
    ("POST", "/logs-a/_count", {"query": {"terms": {"number": {"index": "secret", "id": "1", "path": "number"}}}}),
    ("GET", "/_msearch", '{"index":"logs-a"}\n{"query":{"terms":{"number":{"index":"secret","id":"1","path":"number"}}}}\n'),
    ("POST", "/logs-a/_update_by_query", {"query": {"terms": {"number": {"index": "secret", "id": "1", "path": "number"}}}}),
    ("POST", "/logs-b/_delete_by_query", {"query": {"terms": {"number": {"index": "secret", "id": "1", "path": "number"}}}}),
    ("POST", "/logs-a/_update_by_query", None), ("POST", "/secret/_update_by_query", None), ("POST", "/logs-*/_update_by_query", None),
    ("POST", "/logs-b/_delete_by_query", {"query": {"match_all": {}}}), ("POST", "/secret/_delete_by_query", {"query": {"match_all": {}}}),
    ("POST", "/_reindex", {"source": {"index": "logs-*"}, "dest": {"index": "logs-b"}}),
    ("POST", "/_reindex", {"source": {"index": "logs-a"}, "dest": {"index": "other-new"}}),
    ("POST", "/_reindex", {"source": {"index": "mixed"}, "dest": {"index": "ingest-1"}}),
    ("POST", "/_reindex", {"source": {"index": "logs-a", "query": {"terms": {"number": {"index": "secret", "id": "1", "path": "number"}}}}, "dest": {"index": "logs-b"}}),
    ("POST", "/_reindex", {"source": {"index": "logs-a"}, "dest": {"index": "logs-b", "op_type": "create"}}),
    ("POST", "/_aliases", {"actions": [{"remove": {"index": "mixed", "alias": "mixed"}}]}),
    ("POST", "/_aliases", {"actions": [{"remove": {"index": "logs-*", "alias": "logs"}}]}),
    ("POST", "/_aliases", {"actions": [{"add": {"index": "logs-*", "alias": "logs-x"}}]}),
    ("POST", "/_aliases", {"actions": [{"add": {"indices": ["logs-a", "secret"], "aliases": ["logs-x", "logs-y"]}}]}),
    ("POST", "/_aliases", {"actions": [{"remove": {"index": "logs-a", "alias": "*"}}]}),
    ("POST", "/_aliases", {"actions": [{"remove_index": {"index": "logs-b"}}]}),
    ("PUT", "/logs-a/_alias/secret-alias", None), ("PUT", "/logs-*/_alias/logs-x", None), ("DELETE", "/logs-a/_alias/*", None),
    ("DELETE", "/logs-a/_alias/logs", None), ("DELETE", "/secret/_alias/secret-alias", None), ("DELETE", "/*/_alias/logs", None),
    ("PUT", "/logs-new", {}), ("PUT", "/ingest-new", {}), ("PUT", "/secret", {}), ("PUT", "/%3Clogs-%7Bnow%2Fd%7D-new%3E", {}),
    ("DELETE", "/logs-b", None), ("DELETE", "/secret-2", None), ("DELETE", "/metrics-*", None), ("DELETE", "/logs-none", None),
    ("DELETE", "/none", None), ("DELETE", "/mixed", None), ("DELETE", "/logs-a,secret", None),
    ("POST", "/logs-a/_split/logs-new", None), ("POST", "/logs-a/_clone/logs-new", {"aliases": {"logs-x": {}}}),
    ("POST", "/logs-a/_clone/other-new", None), ("POST", "/logs-a/_shrink/logs-new", None), ("POST", "/mixed/_rollover", None),
    ("POST", "/logs/_rollover", None), ("POST", "/logs-a/_rollover", None), ("POST", "/secret-alias/_rollover", None),
    ("POST", "/logs-a/_update/1", {"doc": {"a": 1}}), ("POST", "/secret/_update/1", {"doc": {"a": 1}}), ("POST", "/logs-new/_update/1", {"doc": {"a": 1}, "doc_as_upsert": True}),
    ("PUT", "/logs-a/_doc/9", {"a": 1}), ("PUT", "/secret/_doc/9", {"a": 1}), ("PUT", "/logs-new/_doc/9", {"a": 1}), ("PUT", "/other-new/_doc/9", {"a": 1}),
    ("PUT", "/logs-a/_create/9", {"a": 1}), ("POST", "/logs-b/_doc", {"a": 1}), ("PUT", "/logs-a/_doc/9?op_type=create", {"a": 1}),
    ("DELETE", "/logs-a/_doc/1", None), ("DELETE", "/secret/_doc/1", None), ("DELETE", "/logs-none/_doc/1", None), ("PUT", "/ingest-new/_create/1", {"a": 1}),
    ("PUT", "/intake/_doc/9", {"a": 1}), ("PUT", "/secret-alias/_doc/9", {"a": 1}), ("PUT", "/mixed/_doc/9", {"a": 1}), ("PUT", "/logs-closed/_doc/9", {"a": 1}),
    ("PUT", "/logs-a/_mapping", {"properties": {"b": {"type": "keyword"}}}), ("PUT", "/logs-*/_mapping", {"properties": {"b": {"type": "keyword"}}}),
    ("PUT", "/secret/_mapping", {"properties": {"b": {"type": "keyword"}}}), ("PUT", "/_settings", {"index.refresh_interval": "5s"}),
    ("PUT", "/logs-*/_settings", {"index.refresh_interval": "5s"}), ("PUT", "/secret/_settings", {"index.refresh_interval": "5s"}),
    ("POST", "/logs-closed/_open", None), ("POST", "/logs-b/_close", None), ("POST", "/secret/_close", None), ("POST", "/logs-*/_open", None),
    ("PUT", "/logs-a/_block/write", None), ("PUT", "/secret/_block/write", None), ("GET", "/_analyze", {"text": "x"}),
    ("GET", "/logs-a/_analyze", {"text": "x"}), ("GET", "/secret/_analyze", {"text": "x"}), ("GET", "/_analyze?index=secret", {"text": "x"}),
    ("POST", "/logs-a/_rank_eval", {"requests": [{"id": "x", "request": {"query": {"match_all": {}}}, "ratings": []}], "metric": {"precision": {}}}),
    ("POST", "/_rank_eval", {"requests": [{"id": "x", "request": {"query": {"match_all": {}}}, "ratings": [{"_index": "secret", "_id": "1", "rating": 1}]}], "metric": {"precision": {}}}),
    ("POST", "/_search/template", {"source": SEARCH}), ("POST", "/logs-a/_search/template", {"source": SEARCH}),
    ("GET", "/logs-a/_search?scroll=1m", None), ("GET", "/_search?scroll=1m", None), ("POST", "/_search/scroll", {"scroll_id": "SCROLL-OF-ANOTHER"}),
    ("DELETE", "/_search/scroll", {"scroll_id": "SCROLL-OF-ANOTHER"}), ("POST", "/_search", {"pit": {"id": "PIT-OF-ANOTHER"}}),
    ("GET", "/_cluster/allocation/explain", {"index": "secret", "shard": 0, "primary": True}),
    ("POST", "/_cluster/reroute", {"commands": []}), ("PUT", "/_cluster/settings", {"transient": {}}),
]

#: Items of a bulk request.
BULK = [
    [{"index": {"_index": "logs-a", "_id": "9"}}, {"a": 1}], [{"index": {"_index": "secret", "_id": "9"}}, {"a": 1}],
    [{"create": {"_index": "logs-b", "_id": "9"}}, {"a": 1}], [{"update": {"_index": "logs-a", "_id": "1"}}, {"doc": {"a": 1}}],
    [{"delete": {"_index": "logs-a", "_id": "2"}}], [{"delete": {"_index": "secret", "_id": "1"}}], [{"index": {"_index": "ingest-1"}}, {"a": 1}],
    [{"create": {"_index": "ingest-new", "_id": "1"}}, {"a": 1}], [{"index": {"_index": "logs", "_id": "9"}}, {"a": 1}],
    [{"index": {"_id": "9"}}, {"a": 1}], [{"update": {"_index": "secret", "_id": "1"}}, {"doc": {"a": 1}}],
    [{"index": {"_index": "logs-none", "_id": "1"}}, {"a": 1}], [{"create": {"_index": "other-new", "_id": "1"}}, {"a": 1}],
    [{"delete": {"_index": "logs-none", "_id": "1"}}], [{"delete": {"_index": "none", "_id": "1"}}],
    [{"update": {"_index": "logs-new", "_id": "1"}}, {"doc": {"a": 1}, "doc_as_upsert": True}],
    [{"index": {"_index": "intake", "_id": "9"}}, {"a": 1}], [{"index": {"_index": "secret-alias", "_id": "9"}}, {"a": 1}],
    [{"index": {"_index": "logs-a", "_id": "9", "require_alias": True}}, {"a": 1}], [{"index": {"_index": "intake", "_id": "8", "require_alias": True}}, {"a": 1}],
    [{"index": {"_index": "logs-closed", "_id": "9"}}, {"a": 1}], [{"index": {"_index": "<logs-{now/d}>", "_id": "9"}}, {"a": 1}],
    [{"create": {"_index": "metrics-1"}}, {"a": 1}], [{"index": {"_index": "logs-hidden", "_id": "7", "op_type": "create"}}, {"a": 1}],
]

#: Headers of a multi-search, and documents of a multi-get.
HEADERS = [
    {}, {"index": "logs-a"}, {"index": "secret"}, {"index": ["logs-a", "secret"]}, {"index": "logs-*"}, {"index": "*"}, {"index": "sec*"},
    {"index": "logs-a,secret", "ignore_unavailable": True}, {"index": "none"}, {"index": "logs-none"}, {"index": "mixed"}, {"index": "_all"},
    {"index": "none*", "allow_no_indices": False}, {"index": "logs-*", "expand_wildcards": "all"}, {"index": "secret-alias"}, {"index": "*,-secret"},
    {"index": []}, {"index": "logs-closed"}, {"index": ["secret", "logs-*"]}, {"index": "<logs-{now/d}>"},
]
DOCUMENTS = [
    {"_index": name, "_id": "1"} for name in ("logs-a", "logs-b", "secret", "logs", "mixed", "none", "logs-none", "secret-alias", "ingest-1", "logs-closed")
] + [{"_id": "1"}, {"_index": "logs-a", "_id": "none"}]


def ndjson(lines):
    return "".join(json.dumps(line) + "\n" for line in lines)


def bulks(random):
    """Bulk requests of up to five items, on a path with and without an index."""
    while True:
        items = random.choices(BULK, k=random.randint(1, 5))
        path = random.choice(["/_bulk", "/_bulk", "/logs-a/_bulk", "/secret/_bulk", "/ingest-1/_bulk"])
        if path == "/_bulk":
            items = [item for item in items if next(iter(item[0].values())).get("_index")] or [BULK[0]]
        yield ("POST", path, ndjson(itertools.chain.from_iterable(items)))


def searches(random):
    """Multi-searches, multi-gets and term vectors of several documents."""
    while True:
        path = random.choice(["", "", "/logs-a", "/secret", "/logs-*"])
        kind = random.choice(["_msearch", "_msearch", "_mget", "_mtermvectors"])
        if kind == "_msearch":
            lines = itertools.chain.from_iterable((header, {"size": 9000}) for header in random.choices(HEADERS, k=random.randint(1, 4)))
            yield ("POST", f"{path}/{kind}", ndjson(lines))
            continue
        path = "" if path == "/logs-*" else path
        documents = random.choices(DOCUMENTS, k=random.randint(1, 4))
        if not path:
            documents = [document for document in documents if "_index" in document] or [DOCUMENTS[0]]
        yield ("POST", f"{path}/{kind}", {"docs": documents})


def content(method, path):
    if method in ("GET", "HEAD", "DELETE"):
        return None
    segments = [segment for segment in path.split("?")[0].split("/") if segment]
    for segment in reversed(segments):
        if segment in CONTENTS and (segment != "_aliases" or segments == [segment]):
            return CONTENTS[segment]
    return {}


def fill(template, index):
    """A path of `template`, its parameters given values."""
    segments = []
    for segment in template.split("/"):
        while "{" in segment:
            start, end = segment.index("{"), segment.index("}")
            name = segment[start + 1:end]
            value = (index or "logs-a") if name in ("index", "indices", "source") else VALUES.get(name, "x")
            segment = segment[:start] + value + segment[end + 1:]
        segments.append(segment)
    return "/".join(segments)


#: Parameters without which a route says nothing, or more than can be compared.
PARAMETERS = {("POST", "_pit"): "?keep_alive=1m", ("GET", "_search"): "?size=9000"}


def routes(endpoints):
    """(template, request): each known route twice: on an index that most keys may use, and on one that most may not."""
    for endpoint in endpoints:
        template = endpoint["template"]
        if "/_security" in template or "/_xpack/security" in template or "shutdown" in template:
            continue
        for method in endpoint["methods"]:
            for index in (["logs-a", "secret"] if "{index}" in template else [None]):
                path = fill(template, index) + PARAMETERS.get((method, template.rsplit("/", 1)[-1]), "")
                yield template, (method, path, content(method, path))


def expressions():
    """Requests with every expression, in every place of it, with every flag."""
    for (method, route), expression, flag in itertools.product(READING + FLAGLESS, EXPRESSIONS, FLAGS):
        last = route.split("?")[0].split("/")[-1]
        is_flagless = (method, route) in FLAGLESS or any(f"/{name}" in route for name in WITHOUT_FLAGS)
        if "{}" not in route and expression != EXPRESSIONS[0] or is_flagless and flag:
            continue
        path = route.format(expression)
        yield (method, path + ("&" if "?" in path else "?") + flag if flag else path, WITH_CONTENT.get(last))


#: Ends of routes that change nothing.
READS = (
    "_search", "_count", "_msearch", "_mget", "query", "_field_caps", "_refresh", "_pit", "_mtermvectors", "_termvectors", "_flush", "clear", "_terms_enum",
    "_forcemerge", "_disk_usage", "_rank_eval", "template", "_search_shards", "_explain", "_analyze", "scroll", "_simulate",
)


def is_reading(request):
    method, path, _ = request
    return method in ("GET", "HEAD") or method == "POST" and path.split("?")[0].rsplit("/", 1)[-1] in READS


def known_names():
    return {*INDICES, *ALIASES, ".security", ".security-7", "logs-new", "other-new", "ingest-new", "logs-x", "other-x", "logs-y", "other-y"}
