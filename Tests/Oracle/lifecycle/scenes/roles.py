"""Roles and the privileges of applications."""

R = "/_security/role"
P = "/_security/privilege"
FULL = {"cluster": ["monitor"], "indices": [{"names": ["a*"], "privileges": ["read"]}], "applications": [{"application": "app", "privileges": ["read"], "resources": ["*"]}], "run_as": ["x"], "metadata": {"v": 1}}


def put_role(t, version):
    t.call("PUT", R + "/r1", FULL)
    t.call("GET", R + "/r1")
    t.call("POST", R + "/r1", FULL)
    t.call("PUT", R + "/r1", {})
    t.call("GET", R + "/r1")
    for body in ({"cluster": ["nope"]}, {"indices": [{"names": ["a"], "privileges": ["nope"]}]}, {"indices": [{"names": [], "privileges": ["read"]}]}, {"indices": [{"privileges": ["read"]}]}, {"foo": 1}, {"metadata": {"_x": 1}}, {"metadata": 7}, {"cluster": "all"}, {"cluster": None}, {"applications": [{"application": "a b", "privileges": ["x y"], "resources": ["*"]}]}, {"applications": [{"application": "ab", "privileges": [""], "resources": ["*"]}]}, {"applications": [{"application": "app-x*y", "privileges": ["a"], "resources": ["*"]}]}, {"applications": [{"application": "app-x y", "privileges": ["a"], "resources": ["*"]}]}, {"applications": [{"application": "app-x*", "privileges": ["a"], "resources": ["*"]}]}, {"applications": [{"application": "a*b", "privileges": ["a"], "resources": ["*"]}]}, {"applications": [{"application": " ", "privileges": ["a"], "resources": ["*"]}]},
                 {"run_as": ["a", "b*"]}, {"run_as": [7]}, {"transient_metadata": {"enabled": False}}, {"description": "words"}, {"description": 7}, {"description": None}, {"description": "x" * 1001}, {"description": ""}, {"restriction": {"workflows": ["search_application_query"]}}, {"global": {"application": {"manage": {"applications": ["a"]}}}}, {"remote_indices": []}, {"remote_cluster": []}, {"type": "x"}, {"cluster": ["nope"], "indices": [{"names": ["a"], "privileges": ["nope"]}], "metadata": {"_x": 1}}, [], 7):
        t.call("PUT", R + "/r2", body)
        t.call("GET", R + "/r2")
    t.call("PUT", R + "/r2")
    t.call("PUT", R + "/r2", "{")
    t.call("PUT", R + "/r2", "{}", content_type="text/plain")
    for name in ("a", "A-b_c.d@e", "a%20b", "%20a", "a%20", "%C3%A4", "a:b", "a%2Cb", "_a", "x" * 507, "x" * 508, "x" * 1024, "x" * 1025, "a%2Fb", "*", "superuser", "kibana_system", "viewer", "_internal"):
        t.call("PUT", f"{R}/{name}", {})
    for query in ("refresh=true", "refresh=x", "foo=1", "pretty"):
        t.call("PUT", f"{R}/r2?{query}", {})
    t.call("PUT", R, {})


def get_role(t, version):
    t.call("PUT", R + "/g1", FULL)
    t.call("PUT", R + "/g2", {"cluster": ["all"]})
    for path in ("/g1", "/g1,g2", "/g1,none", "/none", "/g*", "/superuser", "/g1?pretty", "/g1?foo=1", "/g1,superuser", "/kibana_admin", "/viewer"):
        t.call("GET", R + path)
    t.call("GET", R + "/g1", {"a": 1})
    for caller in ("security", "keymaster", "own", "nothing", "", *(["auditor"] if version >= (8,) else [])):
        t.call("GET", R + "/g1", by=caller)
        t.call("PUT", R + "/g3", {}, by=caller)
        t.call("PUT", R + "/g3", {"foo": 1}, by=caller)
        t.call("DELETE", R + "/g3", by=caller)
    if version >= (8, 15):
        t.call("GET", "/_security/_query/role", by="nothing")
    t.call("POST", R + "/g1/_clear_cache")
    t.call("POST", R + "/g1,g2/_clear_cache", by="nothing")
    t.call("POST", "/_security/realm/default_native/_clear_cache?usernames=x")
    t.call("POST", "/_security/realm/none/_clear_cache")
    t.call("POST", "/_security/realm/*/_clear_cache", by="nothing")
    t.call("POST", "/_security/privilege/*/_clear_cache", by="nothing")
    t.call("POST", "/_security/privilege/app/_clear_cache")


def delete_role(t, version):
    t.call("PUT", R + "/d1", {"cluster": ["manage_own_api_key"]})
    t.call("PUT", "/_security/user/d1", {"password": "oracle-password", "roles": ["d1"]})
    k = t.call("POST", "/_security/api_key", {"name": "of d1"}, by="d1")
    t.call("DELETE", R + "/d1")
    t.call("DELETE", R + "/d1")
    t.call("POST", "/_security/api_key", {"name": "x"}, by="d1")
    t.call("GET", f"/_security/api_key?id={k['id']}", by=k)
    for path in ("/superuser", "/none", "/none?refresh=x", "/none?foo=1", "/a,b", "/*"):
        t.call("DELETE", R + path)
    t.call("DELETE", R)


def bulk_roles(t, version):
    t.call("POST", R, {"roles": {"b1": FULL, "b2": {"cluster": ["all"]}}})
    t.call("POST", R, {"roles": {"b1": FULL, "b2": {"cluster": ["monitor"]}, "b3": {}}})
    t.call("GET", R + "/b1,b2,b3")
    t.call("POST", R, {"roles": {"b1": {"cluster": ["nope"]}, "b4": {}, "superuser": {}, "b 5": {"metadata": {"_x": 1}}}})
    t.call("GET", R + "/b4")
    for body in ({}, {"roles": {}}, {"roles": None}, {"roles": []}, {"roles": 7}, {"foo": 1}, {"roles": {"b6": {"foo": 1}, "b7": {}}}, {"roles": {"b6": 7}}, {"roles": {"": {}}}, []):
        t.call("POST", R, body)
    t.call("POST", R)
    t.call("POST", R + "?refresh=x", {"roles": {"b1": {}}})
    t.call("POST", R + "?foo=x", {"roles": {"b1": {}}})
    t.call("POST", R, {"roles": {"b1": {}}}, by="nothing")
    t.call("DELETE", R, {"names": ["b1", "none", "superuser"]})
    t.call("DELETE", R, {"names": ["b1"]}, by="nothing")
    for body in ({}, {"names": []}, {"names": None}, {"names": "b2"}, {"names": [7]}, {"foo": 1}, {"names": ["x", "x"]}):
        t.call("DELETE", R, body)
    t.call("DELETE", R)


bulk_roles.since = (8, 15)


def privileges(t, version):
    t.call("PUT", P, {"app": {"read": {"actions": ["data:read/*", "action:login"], "metadata": {"d": 1}}, "write": {"actions": ["data:write/*"]}}})
    t.call("PUT", P, {"app": {"read": {"actions": ["data:read/*", "action:login"], "metadata": {"d": 1}}, "write": {"actions": ["data:write/x"]}}, "app2": {"all": {"actions": ["*"]}}})
    t.call("POST", P, {"app": {"third": {"actions": ["data:x"]}}})
    for path in ("", "/app", "/app/read", "/app/read,write", "/app*", "/none", "/app/none", "/app2/*", "?pretty", "?foo=1"):
        t.call("GET", P + path)
    for body in ({}, {"app": {}}, {"app": {"read": {}}}, {"app": {"read": {"actions": []}}}, {"app": {"read": {"actions": "x:y"}}}, {"app": {"read": {"actions": ["x"]}}}, {"app": {"read": {"actions": ["x y:z"]}}}, {"app": {"read": {"actions": [7]}}}, {"app": {"Read": {"actions": ["x:y"]}}}, {"app": {"read x": {"actions": ["x:y"]}}}, {"App": {"read": {"actions": ["x:y"]}}}, {"ap": {"read": {"actions": ["x:y"]}}}, {"app*": {"read": {"actions": ["x:y"]}}}, {"app": {"read": {"actions": ["x:y"], "metadata": {"_x": 1}}}}, {"app": {"read": {"actions": ["x:y"], "metadata": 7}}}, {"app": {"read": {"actions": ["x:y"], "foo": 7}}}, {"app": {"read": {"actions": ["x:y"], "application": "other"}}}, {"app": {"read": {"actions": ["x:y"], "name": "other"}}}, {"app": {"read": 7}}, {"app": 7}, [], 7):
        t.call("PUT", P, body)
    t.call("PUT", P)
    t.call("PUT", P + "?refresh=x", {"app": {"read": {"actions": ["x:y"]}}})
    t.call("DELETE", P + "/app/third")
    t.call("DELETE", P + "/app/third")
    t.call("DELETE", P + "/app/read,none")
    t.call("DELETE", P + "/app/read?foo=1")
    t.call("DELETE", P + "/app/read?refresh=x")
    t.call("DELETE", P + "/app")
    for caller in ("security", "own", "nothing", "", *(["auditor"] if version >= (8,) else [])):
        t.call("GET", P + "/app", by=caller)
        t.call("PUT", P, {"app": {"x": {"actions": ["x:y"]}}}, by=caller)
        t.call("DELETE", P + "/app/x", by=caller)
    t.call("GET", P + "/_builtin")
    t.call("GET", P + "/_builtin", by="nothing")
    t.call("GET", P + "/_builtin", by="security")
    t.call("PUT", R + "/apps", {"global": {"application": {"manage": {"applications": ["app*"]}}}})
    t.call("PUT", "/_security/user/apps", {"password": "oracle-password", "roles": ["apps"]})
    t.call("GET", P + "/app", by="apps")
    t.call("GET", P, by="apps")
    t.call("GET", P + "/other", by="apps")
    t.call("PUT", P, {"app3": {"x": {"actions": ["x:y"]}}}, by="apps")
    t.call("PUT", P, {"other": {"x": {"actions": ["x:y"]}}}, by="apps")
    t.call("DELETE", P + "/app3/x", by="apps")


def has_privileges(t, version):
    H = "/_security/user/_has_privileges"
    t.call("PUT", P, {"happ": {"read": {"actions": ["data:read/*"]}}})
    t.call("PUT", R + "/happ", {"applications": [{"application": "happ", "privileges": ["read"], "resources": ["a/*"]}], "indices": [{"names": ["a*", "b"], "privileges": ["read", "create_doc"]}, {"names": [".security*"], "privileges": ["read"], "allow_restricted_indices": True}], "cluster": ["monitor", "manage_own_api_key"]})
    t.call("PUT", "/_security/user/happ", {"password": "oracle-password", "roles": ["happ"]})
    whole = t.call("POST", "/_security/api_key", {"name": "happ"}, by="happ")
    part = t.call("POST", "/_security/api_key", {"name": "happ part", "role_descriptors": {"r": {"cluster": ["all"], "indices": [{"names": ["ab*"], "privileges": ["all"]}]}}}, by="happ")
    cases = [
        {"cluster": ["monitor", "manage", "cluster:monitor/main", "all", "manage_own_api_key"]},
        {"index": [{"names": ["a1", "b", "c", "a*", "*", "ab*"], "privileges": ["read", "write", "create_doc", "indices:data/read/search"]}]},
        {"index": [{"names": ["a1"], "privileges": ["read"]}, {"names": ["a1"], "privileges": ["write"]}]},
        {"index": [{"names": [".security", ".security-7"], "privileges": ["read"]}]}, {"index": [{"names": [".security", ".security-7", ".sec*"], "privileges": ["read"], "allow_restricted_indices": True}]},
        {"application": [{"application": "happ", "privileges": ["read", "data:read/x", "write", "data:write/x"], "resources": ["a/b", "a/*", "*", "b"]}]},
        {"cluster": ["monitor"], "index": [{"names": ["a1"], "privileges": ["read"]}], "application": [{"application": "none", "privileges": ["x"], "resources": ["*"]}]},
        {"cluster": ["monitor"], "index": [], "application": []},
        {"indices": [{"names": "a1", "privileges": ["read"]}], "applications": []},
        {"cluster": []}, {}, {"foo": []}, {"cluster": "monitor"}, {"cluster": ["nope"]}, {"index": [{"names": ["a"], "privileges": ["nope"]}]}, {"index": [{"names": ["a"]}]}, {"index": [{"privileges": ["read"]}]}, {"index": [{"names": ["a"], "privileges": ["read"], "field_security": {"grant": ["x"]}}]}, {"index": [{"names": ["a"], "privileges": ["read"], "query": "{}"}]}, {"index": [{"names": ["a"], "privileges": ["read"], "foo": 1}]}, {"index": {}},
        {"application": [{"application": "A", "privileges": ["x"], "resources": ["*"]}]}, {"application": [{"application": "app*", "privileges": ["x"], "resources": ["*"]}]}, {"application": [{"application": "app", "privileges": [], "resources": ["*"]}]}, {"application": [{"privileges": ["x"], "resources": ["*"]}]}, {"application": [{"application": "app", "resources": ["*"]}]}, {"application": [{"application": "app", "privileges": ["x"]}]}, {"application": [{"application": "app", "privileges": ["X"], "resources": ["*"]}]}, {"application": {}},
        [], 7,
    ]
    for body in cases:
        t.call("POST", H, body, by="happ")
    for body in cases[:7]:
        t.call("POST", H, body, by=whole)
        t.call("POST", H, body, by=part)
        t.call("POST", H, body, by="nothing")
    t.call("POST", H, cases[0])
    t.call("POST", H, cases[1])
    t.call("POST", H, cases[5])
    t.call("GET", H, cases[0], by="happ")
    t.call("GET", H, by="happ")
    t.call("POST", H, by="happ")
    t.call("POST", "/_security/user/happ/_has_privileges", cases[0], by="happ")
    t.call("POST", "/_security/user/own/_has_privileges", cases[0], by="happ")
    t.call("POST", "/_security/user/own/_has_privileges", cases[0])
    t.call("POST", H + "?foo=1", cases[0], by="happ")
    t.call("GET", H + "?source=%7B%22cluster%22%3A%5B%22monitor%22%5D%7D&source_content_type=application/json", by="happ")
    t.call("POST", H, cases[0], by="")
    for caller in ("happ", "nothing", "admin", "both", "ghost", "runner", whole, part, ""):
        t.call("GET", "/_security/user/_privileges", by=caller)
    t.call("GET", "/_security/user/_privileges?foo=1", by="happ")


def query_role(t, version):
    Q = "/_security/_query/role"
    roles = {
        "qr-a": {"cluster": ["monitor"], "description": "Reads the Logs, nothing else", "metadata": {"n": 5, "tags": ["x", "y"], "deep": {"b": True, "s": "v1"}}, "applications": [{"application": "qr-app", "privileges": ["read"], "resources": ["*"]}]},
        "qr-b": {"cluster": [], "metadata": {"n": 7}, "applications": [{"application": "qr-app", "privileges": ["write", "data:x/y"], "resources": ["a/*", "b"]}, {"application": "qr-other", "privileges": ["all"], "resources": ["c"]}]},
        "qr-c": {"indices": [{"names": ["logs-*"], "privileges": ["read"]}], "description": "Logs"},
    }
    for name, body in roles.items():
        t.call("PUT", f"{R}/{name}", body)
    # The name needs scripts, which the release as it is on our hands lacks: roles are told apart by their ids.
    mine = {"ids": {"values": [f"role-{name}" for name in roles]}}
    find = lambda q: t.call("POST", Q, {"query": {"bool": {"filter": [mine, q]}}}, sorted_by="name")
    A = "applications."
    for q in ({"match_all": {}}, {"ids": {"values": ["qr-a", "role-qr-b"]}}, {"term": {A + "application": "qr-app"}}, {"terms": {A + "application": ["qr-other", "x"]}}, {"prefix": {A + "application": "qr-"}}, {"wildcard": {A + "application": "*-OTHER"}}, {"wildcard": {A + "application": {"value": "*-OTHER", "case_insensitive": True}}}, {"term": {A + "privileges": "data:x/y"}}, {"prefix": {A + "privileges": "r"}}, {"term": {A + "resources": "b"}}, {"exists": {"field": A + "resources"}}, {"exists": {"field": "applications"}}, {"range": {A + "application": {"gte": "qr-b"}}},
              {"exists": {"field": "description"}}, {"match": {"description": "logs"}}, {"match": {"description": {"query": "logs nothing", "operator": "and"}}}, {"term": {"description": "logs"}}, {"term": {"description": "Logs"}}, {"prefix": {"description": "noth"}}, {"wildcard": {"description": "l?gs"}}, {"range": {"description": {"gte": "o"}}},
              {"term": {"metadata.n": 5}}, {"terms": {"metadata.n": ["7", 8]}}, {"term": {"metadata.tags": "y"}}, {"term": {"metadata.deep.b": True}}, {"term": {"metadata.deep.s": "v1"}}, {"prefix": {"metadata.deep.s": "v"}}, {"wildcard": {"metadata.deep.s": "v*"}}, {"exists": {"field": "metadata"}}, {"exists": {"field": "metadata.deep"}}, {"exists": {"field": "metadata.deep.s"}}, {"exists": {"field": "metadata.*"}}, {"term": {"metadata": "v1"}}, {"prefix": {"metadata": "v"}}, {"wildcard": {"metadata": "?1"}}, {"range": {"metadata.n": {"gte": "6", "lt": "9"}}}, {"range": {"metadata.n": {"gte": 6}}}, {"term": {"metadata._reserved": True}}, {"term": {"metadata.none": "x"}},
              {"simple_query_string": {"query": "logs", "fields": ["description"]}}, {"simple_query_string": {"query": "lo* -nothing", "fields": ["description"]}}, {"simple_query_string": {"query": "qr-other", "fields": ["applications*"]}}, {"simple_query_string": {"query": "v1", "fields": ["metadata"]}}, {"simple_query_string": {"query": "7", "fields": ["metadata.n"]}}, {"simple_query_string": {"query": "7", "fields": ["metadata*"]}}, {"simple_query_string": {"query": "x", "fields": ["foo"]}}, {"simple_query_string": {"query": "qr-a"}}, {"term": {"name": "qr-a"}}, {"prefix": {"name": "qr-"}},
              {"bool": {"should": [{"term": {"metadata.n": 5}}, {"match": {"description": "logs"}}], "minimum_should_match": 2}}, {"bool": {"must_not": [{"exists": {"field": A + "application"}}]}},
              {"term": {"cluster": "monitor"}}, {"term": {"indices.names": "logs-*"}}, {"term": {"indices.privileges": "read"}}, {"term": {"run_as": "x"}}, {"term": {"global": "x"}}, {"term": {"applications": "x"}}, {"term": {"metadata_flattened.n": 5}}, {"term": {"type": "role"}}, {"term": {"transient_metadata": "x"}}, {"match_phrase": {"description": "x"}}, {"foo": {}}):
        find(q)
    for sort in ([A + "application"], [{A + "application": {"order": "desc"}}], [{A + "application": {"mode": "max", "order": "desc"}}], [{A + "application": {"missing": "_first"}}], [A + "privileges"], [A + "resources"], ["metadata.n"], [{"metadata.n": {"order": "desc", "missing": "_first"}}], [{"metadata.n": {"format": "x"}}], ["description"], ["applications"], ["foo"], ["name"]):
        t.call("POST", Q, {"query": {"bool": {"filter": [mine, {"exists": {"field": A + "application"}}]}}, "sort": sort})
    t.call("POST", Q, {"query": mine, "sort": ["metadata.n"], "search_after": ["5"], "size": 1})
    for more in ({"size": 0}, {"from": -1}, {"size": -1}, {"size": "x"}, {"from": 10000}, {"aggs": {}}, {"aggregations": {}}, {"foo": 1}, {"search_after": ["x"], "from": 1}):
        t.call("POST", Q, {"query": mine, **more})
    t.call("GET", Q, {"query": {"bool": {"filter": [{"term": {"metadata._reserved": True}}, {"ids": {"values": ["role-superuser"]}}]}}, "size": 0})
    for query in ("with_profile_uid=true", "typed_keys", "foo=1"):
        t.call("POST", f"{Q}?{query}", {"size": 0})
    for method, path in (("PUT", ""), ("DELETE", ""), ("GET", "/x")):
        t.call(method, Q + path)
    for caller in ("security", "keymaster", "own", "nothing", "auditor", ""):
        t.call("POST", Q, {"query": mine, "size": 0}, by=caller)
        t.call("POST", Q, {"query": {"term": {"foo": 1}}}, by=caller)
        t.call("POST", Q, {"foo": 1}, by=caller)
    for name in roles:
        t.call("DELETE", f"{R}/{name}")
    t.call("POST", Q, {"query": mine})


query_role.since = (8, 15)

SCENES = [put_role, get_role, delete_role, bulk_roles, privileges, has_privileges, query_role]
