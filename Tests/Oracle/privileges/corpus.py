"""Which requests are put to both sides: every route of the release, expressions, and contents that name a second index."""
import itertools
import json

from fixture import ALIASES, INDICES

#: Values of a path's parameters besides indices.
VALUES = {
    "id": "1", "name": "some-name", "metric": "_all", "index_metric": "_all", "node_id": "_local", "repository": "repo",
    "snapshot": "snap", "scroll_id": "c2Nyb2xs", "task_id": "node:1", "type": "_doc", "alias": "logs", "feature": "_settings",
    "fields": "text", "field": "text", "block": "write", "target": "logs-new", "new_index": "logs-new", "lang": "painless",
    "policy": "policy", "context": "search", "thread_pool_patterns": "search", "attribute": "x", "value": "y", "timestamp": "1",
}

EXPRESSIONS = [
    "logs-a", "logs-b", "logs-a,logs-b", "secret", "logs-a,secret", "logs-*", "*", "_all", "l*", "*-a", "logs", "mixed",
    "secret-alias", "logs,secret-alias", "logs-*,-logs-a", "*,-secret", "-logs-a", "sec*", "logs-closed", "logs-hidden", "log*n",
    "none", "none*", "logs-none", "logs-a,logs-none", "logs-a,none", "<logs-{now/d}>", "<secret-{now/d}>", "<logs-a>", "<secret>",
    "%3Clogs-%7Bnow%2Fd%7D%3E", "logs-a%2Csecret", "logs%2Da", "%73ecret", "*,-*", "logs-*,secret", "secret,logs-*", "ingest-1", "ingest",
    "metrics-*", ".*", "LOGS-A", "logs-a,", ",secret", "logs-a,,secret", "logs-a,logs-a",
]
FLAGS = [
    "", "ignore_unavailable=true", "allow_no_indices=false", "expand_wildcards=all", "expand_wildcards=none", "expand_wildcards=closed",
    "expand_wildcards=hidden,open", "ignore_unavailable=true&allow_no_indices=false", "expand_wildcards=open,closed",
]
#: Reading routes that take an expression, and those without one.
READING = [
    ("GET", "/{}/_search"), ("POST", "/{}/_count"), ("GET", "/{}/_mapping"), ("GET", "/{}/_settings"), ("GET", "/{}/_alias"),
    ("GET", "/{}"), ("HEAD", "/{}"), ("GET", "/{}/_stats"), ("GET", "/_cat/indices/{}?format=json"), ("GET", "/{}/_field_caps?fields=*"),
    ("GET", "/_resolve/index/{}"), ("POST", "/{}/_refresh"), ("GET", "/{}/_segments"), ("GET", "/_cat/shards/{}?format=json"),
    ("GET", "/{}/_mapping/field/text"), ("GET", "/{}/_validate/query"), ("POST", "/{}/_pit?keep_alive=1m"), ("GET", "/_cat/count/{}?format=json"),
    ("GET", "/_cluster/health/{}?level=indices"), ("GET", "/{}/_recovery"), ("GET", "/_cat/aliases?format=json"), ("GET", "/_search"),
    ("GET", "/_mapping"), ("GET", "/_alias"), ("GET", "/_settings"), ("GET", "/_stats"), ("GET", "/_cat/indices?format=json"), ("GET", "/_count"),
    ("GET", "/_field_caps?fields=*"), ("GET", "/_alias/{}"), ("GET", "/_cat/aliases/{}?format=json"), ("HEAD", "/_alias/{}"),
]

SEARCH = {"query": {"match_all": {}}}
#: Contents by the end of a route.
CONTENTS = {
    "_search": SEARCH, "_count": {}, "_update_by_query": {}, "_delete_by_query": SEARCH, "_update": {"doc": {"a": 1}}, "_doc": {"a": 1},
    "_create": {"a": 1}, "_bulk": '{"index":{}}\n{"a":1}\n', "_msearch": "{}\n{}\n", "_mget": {"ids": ["1"]}, "_mtermvectors": {"ids": ["1"]},
    "_aliases": {"actions": [{"add": {"index": "logs-a", "alias": "logs-new"}}]}, "_mapping": {"properties": {"b": {"type": "keyword"}}},
    "_settings": {"index.refresh_interval": "5s"}, "_analyze": {"text": "x"}, "_reindex": {"source": {"index": "logs-a"}, "dest": {"index": "logs-b"}},
    "_explain": SEARCH, "_rank_eval": {"requests": []}, "_validate": {}, "_termvectors": {}, "_shrink": {}, "_rollover": {},
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
    ("GET", "/_msearch", '{"index":"logs-a"}\n{}\n{"index":"secret"}\n{}\n{"index":["logs-*","secret"]}\n{}\n'),
    ("GET", "/_msearch", '{}\n{}\n'), ("GET", "/logs-a/_msearch", '{}\n{}\n{"index":"secret"}\n{}\n'), ("GET", "/secret/_msearch", '{}\n{}\n'),
    ("GET", "/_msearch", '{"index":"*"}\n{}\n{"index":"sec*"}\n{}\n{"index":"logs-a,secret","ignore_unavailable":true}\n{}\n'),
]

BULK = [
    [{"index": {"_index": "logs-a", "_id": "9"}}, {"a": 1}], [{"index": {"_index": "secret", "_id": "9"}}, {"a": 1}],
    [{"create": {"_index": "logs-b", "_id": "9"}}, {"a": 1}], [{"update": {"_index": "logs-a", "_id": "1"}}, {"doc": {"a": 1}}],
    [{"delete": {"_index": "logs-a", "_id": "2"}}], [{"delete": {"_index": "secret", "_id": "1"}}], [{"index": {"_index": "ingest-1"}}, {"a": 1}],
    [{"create": {"_index": "ingest-new", "_id": "1"}}, {"a": 1}], [{"index": {"_index": "logs", "_id": "9"}}, {"a": 1}],
    [{"index": {"_id": "9"}}, {"a": 1}], [{"update": {"_index": "secret", "_id": "1"}}, {"doc": {"a": 1}}],
]


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


def content(method, path):
    if method in ("GET", "HEAD", "DELETE"):
        return None
    segments = [segment for segment in path.split("?")[0].split("/") if segment]
    for segment in reversed(segments):
        if segment in CONTENTS:
            return CONTENTS[segment]
    return {}


def fill(template, index):
    """A path of `template`, its parameters given values."""
    segments = []
    for segment in template.split("/"):
        while "{" in segment:
            start, end = segment.index("{"), segment.index("}")
            name = segment[start + 1:end]
            value = index if name in ("index", "indices", "source") else VALUES.get(name, "x")
            segment = segment[:start] + value + segment[end + 1:]
        segments.append(segment)
    return "/".join(segments)


def routes(endpoints):
    """Each known route twice: on an index that most keys may use, and on one that most may not."""
    for endpoint in endpoints:
        template = endpoint["template"]
        if "/_security" in template or "/_xpack/security" in template or "shutdown" in template or "_close" in template:
            continue
        for method in endpoint["methods"]:
            for index in (["logs-a", "secret"] if "{index}" in template else [None]):
                path = fill(template, index)
                yield (method, path, content(method, path))


def expressions():
    for (method, route), expression, flag in itertools.product(READING, EXPRESSIONS, FLAGS):
        if "{}" not in route and expression != EXPRESSIONS[0]:
            continue
        path = route.format(expression)
        yield (method, path + ("&" if "?" in path else "?") + flag if flag else path, None)


def known_names():
    return {*INDICES, *ALIASES, "logs-new", "other-new", "ingest-new", "logs-x", "other-x", "logs-y", "other-y"}
