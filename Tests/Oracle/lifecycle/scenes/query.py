"""Searching keys: `_query/api_key` with its queries, sorts, pages and aggregations."""

K = "/_security/api_key"
Q = "/_security/_query/api_key"
MINE = {"prefix": {"name": "q-"}}


def fill(t):
    """Twelve keys of two users."""
    made = []
    for n in range(12):
        body = {"name": f"q-{n:02}", "metadata": {"n": n, "env": "prod" if n % 3 == 0 else "dev", "tags": ["a", "b"] if n % 2 else ["c"], "deep": {"x": f"v{n}", "b": n % 2 == 0}} if n != 5 else {}}
        if n % 4 == 1:
            body["expiration"] = f"{n}d"
        made.append(t.call("POST", K, body, by="own" if n % 2 else "other"))
    t.call("DELETE", K, {"ids": [made[3]["id"], made[4]["id"]]}, sorted_by="")
    return made


def query(t, version):
    made = fill(t)
    first, second = made[0]["id"], made[1]["id"]
    names = lambda q: t.call("POST", Q, {"query": {"bool": {"filter": [MINE, q]}}, "sort": ["name"], "size": 20})
    t.call("GET", Q, {"query": MINE, "sort": ["name"]})
    t.call("POST", Q, {"query": MINE, "sort": ["name"], "size": 2})
    t.call("POST", Q + "?pretty", {"query": MINE, "sort": ["name"], "size": 2})
    t.call("POST", Q + "?filter_path=total,api_keys.name", {"query": MINE, "sort": ["name"], "size": 2})
    if version >= (8, 5):
        t.call("POST", Q + "?with_limited_by=true", {"query": {"ids": {"values": [first]}}})
        t.call("POST", Q + "?with_limited_by=x", {"query": {"ids": {"values": [first]}}})
    t.call("POST", Q + "?foo=1", {"query": MINE})
    for q in ({"match_all": {}}, {"match_all": {"boost": 2}}, {"ids": {"values": [first, second, "unknown"]}}, {"ids": {"values": []}}, {"ids": {"values": first}}, {"term": {"name": "q-01"}}, {"term": {"name": {"value": "q-01"}}}, {"term": {"name": {"value": "Q-01", "case_insensitive": True}}}, {"term": {"name": "Q-01"}}, {"terms": {"name": ["q-01", "q-02", "none"]}}, {"terms": {"name": []}}, {"terms": {"name": "q-01"}},
              {"prefix": {"name": "q-0"}}, {"prefix": {"name": {"value": "q-1"}}}, {"prefix": {"name": {"value": "Q-1", "case_insensitive": True}}}, {"wildcard": {"name": "q-*1"}}, {"wildcard": {"name": {"value": "q-?1"}}}, {"wildcard": {"name": {"wildcard": "*-0?"}}}, {"wildcard": {"name": {"value": "Q-0*", "case_insensitive": True}}}, {"wildcard": {"name": "q-\\*"}},
              {"exists": {"field": "expiration"}}, {"exists": {"field": "metadata"}}, {"exists": {"field": "metadata.deep.x"}}, {"exists": {"field": "metadata.deep"}}, {"exists": {"field": "name"}}, {"exists": {"field": "invalidation"}}, {"exists": {"field": "username"}},
              {"range": {"name": {"gte": "q-03", "lt": "q-06"}}}, {"range": {"name": {"gt": "q-03", "lte": "q-06"}}}, {"range": {"name": {"from": "q-03", "to": "q-06", "include_lower": False}}}, {"range": {"expiration": {"gte": "now"}}}, {"range": {"expiration": {"gt": "now+3d"}}}, {"range": {"expiration": {"lte": "now+5d", "gte": "now-1d/d"}}}, {"range": {"expiration": {"lt": 1000}}}, {"range": {"creation": {"gte": "now-1h"}}}, {"range": {"creation": {"gte": "2020-01-01", "lt": "2021-01-01T00:00:00Z"}}}, {"range": {"creation": {"gte": "2020-01-01||+1y/d"}}}, {"range": {"creation": {"gte": "01/2020", "format": "MM/yyyy"}}}, {"range": {"creation": {"gte": "nonsense"}}}, {"range": {"creation": {"gte": "now", "relation": "within"}}}, {"range": {"creation": {"gte": None}}}, {"range": {"creation": {}}}, {"range": {"creation": {"gte": "now-1h", "time_zone": "+01:00"}}}, {"range": {"metadata.n": {"gte": "2", "lt": "6"}}}, {"range": {"metadata.n": {"gte": 10}}},
              {"term": {"username": "own"}}, {"term": {"realm_name": "default_native"}}, {"term": {"realm": "x"}}, {"term": {"invalidated": True}}, {"term": {"invalidated": "false"}}, {"term": {"invalidated": "x"}}, {"terms": {"invalidated": [True, False]}}, {"term": {"metadata.env": "prod"}}, {"term": {"metadata.env": {"value": "dev"}}}, {"terms": {"metadata.n": [1, "2", 3]}}, {"term": {"metadata.n": 7}}, {"term": {"metadata.tags": "a"}}, {"term": {"metadata.deep.b": True}}, {"term": {"metadata.deep.x": "v7"}}, {"prefix": {"metadata.deep.x": "v1"}}, {"wildcard": {"metadata.deep.x": "v?"}}, {"term": {"metadata.none": "x"}},
              {"bool": {"must": {"term": {"username": "own"}}}}, {"bool": {"must": [{"term": {"username": "own"}}, {"term": {"metadata.env": "dev"}}], "must_not": {"term": {"name": "q-01"}}}}, {"bool": {"should": [{"term": {"name": "q-01"}}, {"term": {"name": "q-02"}}]}}, {"bool": {"should": [{"term": {"name": "q-01"}}, {"term": {"username": "own"}}, {"prefix": {"name": "q-0"}}], "minimum_should_match": 2}}, {"bool": {"should": [{"term": {"name": "q-01"}}], "must": {"match_all": {}}}}, {"bool": {}}, {"bool": {"filter": []}}, {"bool": {"must_not": [{"exists": {"field": "expiration"}}]}}, {"bool": {"should": [{"term": {"name": "q-01"}}], "minimum_should_match": "100%"}}, {"bool": {"should": [{"term": {"name": "q-01"}}], "minimum_should_match": 0}}, {"bool": {"foo": []}}, {"bool": {"must": [7]}}, {"bool": 7}):
        names(q)
    if version >= (8, 14):
        for q in ({"match": {"name": "q-01"}}, {"match": {"name": {"query": "q-01"}}}, {"match": {"username": "own"}}, {"match": {"invalidated": False}}, {"match": {"invalidated": {"query": True, "operator": "and"}}}, {"match": {"creation": "2020"}}, {"match": {"metadata.env": "prod"}}, {"term": {"type": "rest"}}, {"term": {"type": "cross_cluster"}}, {"terms": {"type": ["rest"]}}, {"exists": {"field": "type"}}, {"term": {"metadata": "prod"}}, {"prefix": {"metadata": "v1"}}, {"wildcard": {"metadata": "pr*"}},
                  {"simple_query_string": {"query": "q-01"}}, {"simple_query_string": {"query": "q-01 q-02"}}, {"simple_query_string": {"query": "q-01 + own", "fields": ["name", "username"]}}, {"simple_query_string": {"query": "q-0*", "fields": ["name"]}}, {"simple_query_string": {"query": "prod"}}, {"simple_query_string": {"query": "own", "fields": ["user*"]}}, {"simple_query_string": {"query": "-q-01", "fields": ["name"]}}, {"simple_query_string": {"query": "q-01 | q-02", "fields": ["name"], "default_operator": "and"}}, {"simple_query_string": {"query": "\"q-01\"", "fields": ["name"]}}, {"simple_query_string": {"query": "x", "fields": ["foo"]}}, {"simple_query_string": {"query": "x", "fields": ["foo*"]}}, {"simple_query_string": {"query": "true"}}, {"simple_query_string": {"query": "*"}}, {"simple_query_string": {"query": ""}}, {"simple_query_string": {"query": "own", "fields": ["name^2", "username"]}}, {"simple_query_string": {"query": "q-1*", "fields": ["*"]}}, {"simple_query_string": {"fields": ["name"]}}):
            names(q)


query.since = (7, 17)


def query_refused(t, version):
    for q in ({"match_phrase": {"name": "x"}}, {"nested": {"path": "x", "query": {"match_all": {}}}}, {"script": {"script": "true"}}, {"regexp": {"name": "x"}}, {"fuzzy": {"name": "x"}}, {"query_string": {"query": "x"}}, {"multi_match": {"query": "x"}}, {"constant_score": {"filter": {"match_all": {}}}}, {"match_none": {}}, {"foo": {}}, {"terms": {"name": {"index": "x", "id": "1", "path": "y"}}}, {}, [], 7, None,
              {"term": {}}, {"term": {"name": "x", "username": "y"}}, {"term": {"name": ["x"]}}, {"term": {"name": {"foo": 1}}}, {"term": {"name": None}}, {"term": 7}, {"term": {"foo": "x"}}, {"term": {"api_key_hash": "x"}}, {"term": {"doc_type": "x"}}, {"term": {"creator.principal": "x"}}, {"term": {"api_key_invalidated": False}}, {"term": {"id": "x"}}, {"term": {"role_descriptors": "x"}}, {"term": {"_id": "x"}}, {"term": {"metadata_flattened.x": "x"}}, {"term": {"": "x"}}, {"exists": {"field": "foo"}}, {"exists": {}}, {"exists": {"field": 7}}, {"range": {"foo": {"gte": 1}}}, {"range": {"name": {"foo": 1}}}, {"range": {"name": 7}}, {"prefix": {"foo": "x"}}, {"wildcard": {"foo": "x"}}, {"terms": {"foo": ["x"]}}, {"terms": {"name": ["x"], "username": ["y"]}}, {"terms": {}}, {"ids": {}}, {"ids": {"values": 7}}, {"ids": {"foo": 7}}, {"match_all": {"foo": 1}}, {"match_all": {}, "term": {"name": "x"}}, {"bool": {"must": {"term": {"foo": "x"}}}}, {"bool": {"must": {"fuzzy": {"name": "x"}}}}, {"match": {"foo": "x"}}, {"match": {}}, {"wildcard": {"name": {}}}):
        t.call("POST", Q, {"query": q})
    for body in ({"from": -1}, {"size": -1}, {"from": "x"}, {"size": "x"}, {"size": None}, {"size": 1.5, "sort": ["name"]}, {"size": "2", "sort": ["name"]}, {"from": 10000, "size": 1}, {"from": 0, "size": 10001}, {"size": 0}, {"foo": 1}, {"query": MINE, "foo": 1}, {"sort": 7}, {"sort": None}, {"sort": {}}, {"sort": "foo"}, {"sort": ["name", "foo"]}, {"sort": {"name": "up"}}, {"sort": {"name": {"order": "up"}}}, {"sort": {"name": {"foo": "up"}}}, {"sort": {"name": {"nested": {"path": "x"}}}}, {"sort": {"_script": {}}}, {"sort": "id"}, {"sort": "_id"}, {"sort": "api_key_hash"}, {"sort": {"_geo_distance": {}}}, {"search_after": ["x"]}, {"search_after": [], "sort": ["name"]}, {"search_after": ["x", "y"], "sort": ["name"]}, {"search_after": 7, "sort": ["name"]}, {"search_after": ["x"], "sort": ["name"], "from": 1}, {"highlight": {}}, {"track_total_hits": True}, [], 7):
        t.call("POST", Q, body)
    t.call("POST", Q, "{")
    t.call("POST", Q, "{}", content_type="text/plain")
    t.call("GET", Q + "?source=%7B%22size%22%3A0%7D&source_content_type=application%2Fjson")


query_refused.since = (7, 17)


def query_sort(t, version):
    base = {"query": MINE, "size": 5}
    up, down = {"order": "asc"}, {"order": "desc"}
    for sort in (["name"], "name", {"name": "desc"}, {"name": down}, [{"username": up}, {"name": down}], [{"invalidated": up}, "name"], [{"expiration": up}, "name"], [{"expiration": down}, "name"], [{"expiration": {"order": "asc", "missing": 0}}, "name"], ["realm_name", "name"], [{"metadata.n": up}, "name"], [{"metadata.env": down}, "name"], [{"metadata.env": {"missing": "_first"}}, "name"], [{"metadata.none": {"order": "asc", "unmapped_type": "keyword"}}, "name"], {"creation": {"order": "asc", "format": "strict_date_time"}}, [{"expiration": {"format": "yyyy-MM"}}, "name"], ["creation"], ["_doc"], {"_doc": down}, ["_score", "name"], {"name": {"mode": "min"}}, {"name": {"order": "DESC"}}, {"name": {"numeric_type": "long"}}, ["type", "name"]):
        t.call("POST", Q, {**base, "sort": sort})
    for sort, after in ((["name"], ["q-04"]), ({"name": down}, ["q-04"]), (["username", "name"], ["other", "q-06"]), ([{"expiration": up}, "name"], [9223372036854775807, "q-03"]), (["name"], [None]), (["name"], [7]), (["name"], [True]), (["name"], [["x"]]), (["creation"], ["x"]), (["creation"], [0]), (["creation"], ["2020-01-01"]), (["invalidated", "name"], [False, "q-05"]), (["invalidated", "name"], ["true", "q"]), (["name"], ["x", "y"]), (["name", "username"], ["x"])):
        t.call("POST", Q, {**base, "sort": sort, "search_after": after})
    t.call("POST", Q, {**base, "sort": ["name"], "search_after": ["x"], "from": 1})
    t.call("POST", Q, {**base, "sort": ["name"], "from": 3, "size": 2})
    t.call("POST", Q, {**base, "sort": ["name"], "from": 11, "size": 20})
    t.call("POST", Q, {**base, "sort": ["name"], "from": 100, "size": 20})


query_sort.since = (7, 17)


def query_callers(t, version):
    own = t.call("POST", K, {"name": "q-own key", "role_descriptors": {"r": {"cluster": ["manage_own_api_key"]}}}, by="own")
    everything = t.call("POST", K, {"name": "q-all key", "role_descriptors": {"r": {"cluster": ["manage_api_key"]}}}, by="keymaster")
    weak = t.call("POST", K, {"name": "q-weak key", "role_descriptors": {"r": {}}}, by="own")
    body = {"query": MINE, "sort": ["name"], "size": 3}
    for caller in ("own", "other", "keymaster", "security", "granter", "reader", "nothing", "ghost", own, everything, weak, "", *(["auditor"] if version >= (8,) else [])):
        t.call("POST", Q, body, by=caller)
    if version >= (8, 5):
        for caller in ("own", own, everything):
            t.call("POST", Q + "?with_limited_by=true", body, by=caller)
    t.call("POST", Q, {"foo": 1}, by="nothing")
    t.call("POST", Q, {"query": {"term": {"foo": 1}}}, by="nothing")
    t.call("POST", Q, {"size": -1}, by="nothing")
    t.call("GET", Q, by="nothing")


query_callers.since = (7, 17)


def aggregations(t, version):
    base = {"query": {"bool": {"filter": [MINE], "must_not": [{"wildcard": {"name": "* key"}}]}}, "size": 0}
    for aggs in ({"u": {"terms": {"field": "username"}}}, {"u": {"terms": {"field": "username", "size": 1}}}, {"u": {"terms": {"field": "username", "order": {"_key": "desc"}}}}, {"n": {"terms": {"field": "name", "size": 3}}}, {"i": {"terms": {"field": "invalidated"}}}, {"t": {"terms": {"field": "type"}}}, {"m": {"terms": {"field": "metadata.env"}}}, {"m": {"terms": {"field": "metadata.tags"}}}, {"m": {"terms": {"field": "metadata.env", "missing": "none"}}}, {"r": {"terms": {"field": "realm_name"}}}, {"u": {"terms": {"field": "username", "min_doc_count": 6}}}, {"u": {"terms": {"field": "username", "include": "ow.*"}}},
                 {"f": {"filter": {"term": {"username": "own"}}}}, {"f": {"filter": {"range": {"expiration": {"lte": "now"}}}}}, {"f": {"filters": {"filters": {"a": {"term": {"username": "own"}}, "b": {"prefix": {"name": "q-0"}}}}}}, {"f": {"filters": {"filters": [{"term": {"username": "own"}}, {"match_all": {}}]}}}, {"f": {"filters": {"other_bucket": True, "filters": {"a": {"term": {"username": "own"}}}}}}, {"f": {"filters": {"other_bucket_key": "rest", "filters": {"a": {"term": {"username": "own"}}}}}},
                 {"m": {"missing": {"field": "expiration"}}}, {"m": {"missing": {"field": "metadata.env"}}}, {"c": {"cardinality": {"field": "username"}}}, {"c": {"cardinality": {"field": "name"}}}, {"v": {"value_count": {"field": "name"}}}, {"v": {"value_count": {"field": "expiration"}}}, {"d": {"date_range": {"field": "expiration", "ranges": [{"to": "now+2d/d"}, {"from": "now+2d/d", "key": "later"}]}}}, {"r": {"range": {"field": "expiration", "ranges": [{"to": 1000}, {"from": 1000}]}}}, {"r": {"range": {"field": "expiration", "keyed": True, "ranges": [{"to": 1000, "key": "old"}]}}},
                 {"u": {"terms": {"field": "username"}, "aggs": {"i": {"terms": {"field": "invalidated"}}}}}, {"u": {"terms": {"field": "username"}, "aggs": {"c": {"cardinality": {"field": "name"}}}}}, {"f": {"filter": {"term": {"username": "own"}}, "aggs": {"n": {"value_count": {"field": "name"}}}}},
                 {"c": {"composite": {"sources": [{"u": {"terms": {"field": "username"}}}]}}}, {"c": {"composite": {"size": 1, "sources": [{"u": {"terms": {"field": "username"}}}, {"i": {"terms": {"field": "invalidated"}}}]}}}, {"c": {"composite": {"size": 2, "after": {"u": "other", "i": False}, "sources": [{"u": {"terms": {"field": "username"}}}, {"i": {"terms": {"field": "invalidated"}}}]}}}, {"c": {"composite": {"sources": [{"d": {"date_histogram": {"field": "creation", "fixed_interval": "1d"}}}]}}},
                 {"x": {"max": {"field": "creation"}}}, {"x": {"top_hits": {}}}, {"x": {"terms": {"field": "foo"}}}, {"x": {"terms": {"field": "api_key_hash"}}}, {"x": {"terms": {"script": "x"}}}, {"x": {"foo": {}}}, {"x": {}}, {"x": 7}, {"x": {"filter": {"term": {"foo": 1}}}}, {"x": {"terms": {"field": "username"}, "aggs": {"y": {"max": {"field": "creation"}}}}}, {"x": {"terms": {"field": "username"}, "aggs": {"y": {"max_bucket": {"buckets_path": "x"}}}}}, {"x[": {"terms": {"field": "username"}}}, {"x": {"terms": {"field": "username"}, "cardinality": {"field": "name"}}}, {"x": {"terms": {}}}, {"x": {"terms": {"field": "username", "size": 0}}}, {"x": {"terms": {"field": "username", "foo": 0}}}, {"x": {"filters": {}}}, {"x": {"missing": {}}}, {"x": {"date_range": {"field": "creation"}}}, {"x": {"global": {}}}, {}, 7):
        t.call("POST", Q, {**base, "aggs": aggs})
    t.call("POST", Q, {**base, "aggregations": {"u": {"terms": {"field": "username"}}}})
    t.call("POST", Q, {**base, "aggs": {"u": {"terms": {"field": "username"}}}, "aggregations": {"u": {"terms": {"field": "username"}}}})
    t.call("POST", Q + "?typed_keys", {**base, "aggs": {"u": {"terms": {"field": "username"}}, "c": {"cardinality": {"field": "username"}}}})
    t.call("POST", Q, {**base, "aggs": {"u": {"terms": {"field": "username"}}}}, by="own")
    t.call("POST", Q + "?filter_path=aggregations.u.buckets.key,total", {"query": {"bool": {"must": [{"match": {"invalidated": {"query": False}}}], "filter": [MINE]}}, "size": 0, "aggs": {"u": {"terms": {"field": "username"}}, "t": {"terms": {"field": "type"}}, "expired": {"filter": {"range": {"expiration": {"lte": "now"}}}}, "managed": {"filters": {"filters": {"metadataBased": {"term": {"metadata.managed": True}}, "namePrefixBased": {"prefix": {"name": {"value": "Alerting: "}}}}}}}})


aggregations.since = (8, 14)


def aggregations_more(t, version):
    """What Kibana does not ask: options, faults, values that are not texts."""
    base = {"query": {"bool": {"filter": [MINE], "must_not": [{"wildcard": {"name": "* key"}}]}}, "size": 0}
    T = lambda field, **more: {"terms": {"field": field, **more}}
    U = {"u": T("username")}
    kinds = (T("invalidated"), T("metadata.n"), T("expiration", size=0), {"filter": {"match_all": {}}}, {"filters": {"filters": [{"match_all": {}}]}}, {"missing": {"field": "expiration"}}, {"value_count": {"field": "name"}}, {"cardinality": {"field": "name"}}, {"range": {"field": "creation", "ranges": [{"to": 5}]}}, {"date_range": {"field": "creation", "ranges": [{"to": 5}]}}, {"composite": {"sources": [U]}})
    for kind in kinds:
        t.call("POST", Q + "?typed_keys", {**base, "aggs": {"a": {**kind, "meta": {"x": [1]}}}})
    for aggs in (T("name", include="q-0.*"), T("name", include=["q-01", "q-02"]), T("name", exclude=["q-01"]), T("name", exclude="q-01", size=2), T("username", include="own", exclude=["own"]), T("name", order={"zz": "desc"}), T("name", show_term_doc_count_error=True, size=1), T("metadata.env", missing="N/A", order=[{"_count": "asc"}, {"_key": "desc"}]), T("username", min_doc_count=0), T("name", foo=1), T("user*"), T("metadata."), T("metadata.*"), T("creator"),
                 {**T("username", order={"c": "asc"}), "aggs": {"c": {"value_count": {"field": "metadata.n"}}}}, {**T("username", order=[{"f": "desc"}, {"_key": "asc"}]), "aggs": {"f": {"filter": {"term": {"invalidated": True}}}}}, {**T("username", order={"c.value": "desc"}), "aggs": {"c": {"cardinality": {"field": "metadata.tags"}}}}, {**T("metadata.tags"), "aggs": {"n": {"terms": {"field": "name", "size": 2}}}}, {**T("metadata.env", missing="none"), "aggs": {"n": {"value_count": {"field": "name"}}}},
                 {"composite": {"sources": []}}, {"composite": {"sources": [{"u": T("username")}, {"u": T("name")}]}}, {"composite": {"foo": 1, "sources": [U]}}, {"composite": {"sources": [{"u": T("foo")}]}}, {"composite": {"sources": [{"u": {"terms": {"script": "x"}}}]}}, {"composite": {"after": {"u": "x", "z": 1}, "sources": [U]}}, {"composite": {"size": 3, "sources": [{"m": T("metadata.env", missing_bucket=True)}, {"i": T("invalidated", order="desc")}]}}, {"composite": {"sources": [{"m": T("metadata.env", missing_bucket=True, order="desc")}]}}, {"composite": {"sources": [{"m": T("metadata.env", missing_bucket=True, missing_order="last")}]}}, {"composite": {"sources": [{"m": T("metadata.env", missing_bucket=True, missing_order="first", order="desc")}]}}, {"composite": {"sources": [U]}, "aggs": {"t": T("metadata.tags")}},
                 {"cardinality": {"field": "name", "precision_threshold": 10}}, {"cardinality": {"field": "name", "foo": 1}}, {"cardinality": {"field": "metadata.tags"}}, {"cardinality": {"field": "expiration"}}, {"value_count": {"field": "metadata.tags"}}, {"value_count": {"field": "name", "foo": 1}}, {"missing": {"field": "foo"}}, {"missing": {"field": "metadata.tags"}}, {"missing": {"field": "name", "foo": 1}},
                 {"range": {"field": "name", "ranges": [{"to": 5}]}}, {"range": {"field": "creation"}}, {"range": {"field": "creation", "ranges": [{}]}}, {"range": {"field": "metadata.n", "ranges": [{"to": 1}]}}, {"date_range": {"field": "name", "ranges": [{"to": 1}]}}, {"date_range": {"field": "creation", "format": "yyyy", "ranges": [{"from": "2020", "to": "2021"}]}}, {"date_range": {"field": "expiration", "missing": "2020-01-01", "format": "yyyy-MM-dd", "ranges": [{"to": "2021-01-01"}, {"from": "2021-01-01"}]}}, {"date_range": {"field": "creation", "format": "yyyy", "keyed": True, "ranges": [{"from": "2020", "key": "k"}, {"to": "2020"}]}}, {"date_range": {"field": "creation", "time_zone": "+01:00", "format": "yyyy-MM-dd", "ranges": [{"to": "2020-01-01||/y"}]}}, {"date_range": {"field": "creation", "ranges": [{"foo": 1}]}}, {"date_range": {"field": "creation", "foo": 1, "ranges": [{"from": 1}]}},
                 {"filter": {}}, {"filters": {"foo": 1, "filters": [{"match_all": {}}]}}, {"filters": {"filters": [{"fuzzy": {"name": "x"}}]}}, {"filters": {"filters": {"a": {"term": {"foo": 1}}}}}, {"filters": {"keyed": False, "filters": {"a": {"match_all": {}}, "b": {"term": {"username": "own"}}}}},
                 {"significant_terms": {"field": "name"}}, {"date_histogram": {"field": "creation", "fixed_interval": "1d"}}, {"stats": {"field": "creation"}}, {"nested": {"path": "x"}}, {"rare_terms": {"field": "name"}}, {"avg_bucket": {"buckets_path": "x>y"}}, {"min": {"field": "creation"}}):
        t.call("POST", Q, {**base, "aggs": {"a": aggs}})


aggregations_more.since = (8, 14)


def query_options(t, version):
    base = {"query": MINE, "size": 3}
    for sort in ([{"name": {"format": "x"}}], [{"invalidated": {"format": "x"}}], [{"metadata.n": {"format": "x"}}], [{"metadata.tags": {"mode": "max"}}, "name"], [{"metadata.tags": {"order": "desc", "mode": "min"}}, "name"], [{"metadata.tags": {"mode": "avg"}}], [{"name": {"mode": "foo"}}], [{"expiration": {"mode": "sum"}}, "name"], ["user*"], ["metadata.*"]):
        t.call("POST", Q, {**base, "sort": sort})
    for field in ("user*", "*", "metadata.*", "username.x", "metadata.", "creator"):
        t.call("POST", Q, {"query": {"exists": {"field": field}}, "size": 0})


query_options.since = (8, 14)

SCENES = [query, query_refused, query_sort, query_callers, aggregations, aggregations_more, query_options]
