"""Making keys: create, grant, derived keys, clone."""

K = "/_security/api_key"


def create(t, version):
    t.call("POST", K, {"name": "plain"})
    t.call("PUT", K, {"name": "put"})
    t.call("POST", K, {"name": "with all", "expiration": "1d", "role_descriptors": {"a": {"cluster": ["monitor"], "index": [{"names": "x-*", "privileges": ["read"]}]}}, "metadata": {"team": "a", "n": 1, "deep": {"x": [1, 2.5, True, None]}}})
    for refresh in ("true", "false", "wait_for", "", "sometimes"):
        t.call("POST", f"{K}?refresh={refresh}", {"name": "refresh"})
    t.call("POST", K + "?refresh", {"name": "refresh"})
    t.call("POST", K, {"name": "same"})
    t.call("POST", K, {"name": "same"})
    t.call("POST", K + "?pretty", {"name": "pretty"})
    t.call("POST", K + "?filter_path=name,ap*", {"name": "filtered"})
    t.call("POST", K + "?filter_path=-api_key,-encoded,-id", {"name": "filtered"})
    t.call("POST", K + "?human&format=json", {"name": "human"})
    t.call("POST", K + "?foo=1", {"name": "x"})
    t.call("POST", K + "?foo=1&bar=2", {"name": "x"})
    t.call("POST", K + "?refrsh=true", {"name": "x"})
    t.call("POST", K + "?pretty=maybe", {"name": "x"})


def create_names(t, version):
    for name in ("", " ", "a" * 256, "a" * 257, " a", "a ", "a\t", "\u00a0a", "_a", "_a ", "_" + "a" * 256 + " ", "ä€😀", "😀" * 128, "😀" * 128 + "x", "a b", "a/b*", None, 7, True, ["a"], {"a": 1}):
        t.call("POST", K, {"name": name})
    t.call("POST", K, {})
    t.call("POST", K, {"expiration": "1d"})
    t.call("POST", K, {"metadata": {"_a": 1}})


def create_expirations(t, version):
    for value in ("10", "1.5d", "1w", "1M", "1y", "-2d", "-1", "0", "0d", "-1d", "1ms", "1500ms", "1nanos", "1micros", "2h", "2H", "1D", "5 m", " 5m", "5m ", "x", "", "d", "1dd", "99999999999999999999d", "106752d", "100000d", "0x1d", "1e3d", "+1d", None, 7, True, ["1d"], {"a": 1}):
        t.call("POST", K, {"name": "expiring", "expiration": value})


def create_metadata(t, version):
    for value in ({}, {"_x": 1}, {"a": {"_x": 1}}, {"_x": 1, "_y": 2}, {"a": None}, {"": 1}, {"a.b": 1, "a": {"b": 2}}, None, 7, "x", ["x"], [{"a": 1}], {"a": 1.50, "b": 1e3, "c": 12345678901234567890, "d": "\u2028\"\\/"}):
        k = t.call("POST", K, {"name": "metadata", "metadata": value})
        t.call("GET", f"{K}?id={k['id']}")
    t.call("POST", K, '{"name":"metadata","metadata":{"a":1,"a":2}}')


def create_bodies(t, version):
    for body in ("", "{", "{}", "[]", "[{}]", "null", '"x"', "7", "x", "{]", '{"name"', '{"name":', '{"name":"a"', '{"name":"a",}', '{"name" "a"}', '{name:"a"}', "{'name':'a'}", '{"name":"_a"}{}', '{"name":"_a"} x', '{"name":"a","name":"b"}',
                 '{"name":"a","foo":1}', '{"name":"a","nam":1}', '{"name":"a","expirations":1}', '{"name":"a","role_descriptor":{}}', '{\n "name": "a",\n "foo": {"x": 1}\n}', '{"foo":1,"name":7}', '{"name":7,"foo":1}', '{"name":"a","metdata":{}}',
                 '{"name":"a\u0001"}', '{"name":"_\\ud800"}', '{"name":"\\x"}', '{"name":"a","n":01}', '{"name":tru}', '{"name":"_a"/* c */}', '{"name":NaN}', '{"name":"a","type":"rest"}', '{"name":"a","access":{}}'):
        t.call("POST", K, body)
    t.call("POST", K, b'{"name":"\xff\xfe"}')
    t.call("POST", K, b'\xef\xbb\xbf{"name":"bom"}')
    t.call("POST", K)
    t.call("POST", K, '{"name":"a"}', content_type=None)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/json; charset=UTF-8", "application/vnd.elasticsearch+json", "application/x-ndjson", "application", "garbage/", "application/json, text/plain", "application/JSON"):
        t.call("POST", K, '{"name":"a"}', content_type=kind)
    t.call("POST", K, '{"name":"a"}', headers={"Accept": "application/vnd.elasticsearch+json; compatible-with=8"}, content_type="application/vnd.elasticsearch+json; compatible-with=8")
    t.call("POST", K, '{"name":"a"}', headers={"Accept": "application/json"})
    t.call("POST", K, '{"name":"a"}', headers={"Accept": "text/plain"})
    t.call("POST", K, '{"name":"a"}', headers={"Accept": "*/*"})
    t.call("POST", K, '{"name":"a"}', headers={"X-Opaque-Id": "abc"})


def create_descriptors(t, version):
    cases = [
        {}, {"a": {}}, {"a": {}, "b": {"cluster": ["all"]}}, {"": {}}, {"a": None}, {"a": 7}, {"a": []}, [], None, 7, "x",
        {"a": {"cluster": ["x"]}}, {"a": {"cluster": "all"}}, {"a": {"cluster": None}}, {"a": {"cluster": [1]}}, {"a": {"cluster": ["cluster:monitor/*"]}}, {"a": {"cluster": ["ALL", "Monitor"]}}, {"a": {"cluster": ["indices:admin/template/*"]}},
        {"a": {"cluster": ["x", "y"]}, "b": {"cluster": ["z"]}}, {"a": {"cluster": ["cluster:*"]}}, {"a": {"cluster": ["/cluster.*/"]}}, {"a": {"cluster": [""]}}, {"a": {"cluster": ["*"]}}, {"a": {"cluster": ["all", "all"]}},
        {"a": {"indices": {}}}, {"a": {"indices": "x"}}, {"a": {"indices": None}}, {"a": {"indices": [1]}}, {"a": {"indices": []}}, {"a": {"indices": [{}]}}, {"a": {"indices": [{"names": "x"}]}}, {"a": {"indices": [{"privileges": ["read"]}]}},
        {"a": {"indices": [{"names": [], "privileges": ["read"]}]}}, {"a": {"indices": [{"names": ["x"], "privileges": []}]}}, {"a": {"indices": [{"names": ["x"], "privileges": ["nope"]}]}}, {"a": {"indices": [{"names": ["x"], "privileges": "read"}]}},
        {"a": {"indices": [{"names": 7, "privileges": ["read"]}]}}, {"a": {"indices": [{"names": None, "privileges": ["read"]}]}}, {"a": {"indices": [{"names": [None], "privileges": ["read"]}]}}, {"a": {"indices": [{"names": [""], "privileges": ["read"]}]}},
        {"a": {"indices": [{"names": ["x"], "privileges": ["read"], "foo": 1}]}}, {"a": {"indices": [{"names": ["x"], "privileges": ["read"], "allow_restricted_indices": True}]}}, {"a": {"indices": [{"names": ["x"], "privileges": ["read"], "allow_restricted_indices": "true"}]}},
        {"a": {"indices": [{"names": ["x", "y*", "/z.*/"], "privileges": ["read", "indices:data/write/*", "INDEX"]}]}}, {"a": {"indices": [{"names": ["x"], "privileges": ["indices:foo"]}]}}, {"a": {"indices": [{"names": ["x"], "privileges": [7]}]}},
        {"a": {"indices": [{"names": ["x"], "privileges": ["nope"]}, {"names": ["y"], "privileges": ["niet"]}]}}, {"a": {"indices": [{"names": ["/[/"], "privileges": ["read"]}]}}, {"a": {"indices": [{"names": ["/("], "privileges": ["read"]}]}},
        {"a": {"indices": [{"names": ["x"], "privileges": ["read"], "query": None, "field_security": None}]}},
        {"a": {"index": [{"names": ["x"], "privileges": ["read"]}], "indices": [{"names": ["y"], "privileges": ["read"]}]}},
        {"a": {"applications": {}}}, {"a": {"applications": [7]}}, {"a": {"applications": []}}, {"a": {"applications": [{}]}}, {"a": {"applications": [{"application": "kibana-.kibana"}]}}, {"a": {"applications": [{"application": "kibana-.kibana", "privileges": ["read"]}]}},
        {"a": {"applications": [{"application": "kibana-.kibana", "privileges": ["read"], "resources": ["*"]}]}}, {"a": {"applications": [{"application": "kibana-.kibana", "privileges": [], "resources": ["*"]}]}}, {"a": {"applications": [{"application": "kibana-.kibana", "privileges": ["read"], "resources": []}]}},
        {"a": {"applications": [{"application": "X", "privileges": ["read"], "resources": ["*"]}]}}, {"a": {"applications": [{"application": "", "privileges": ["read"], "resources": ["*"]}]}}, {"a": {"applications": [{"application": "app", "privileges": ["READ"], "resources": ["*"]}]}},
        {"a": {"applications": [{"application": "app", "privileges": ["feature_x.all", "a:b/*", "*"], "resources": ["space:a", "*"]}]}}, {"a": {"applications": [{"application": 7, "privileges": ["read"], "resources": ["*"]}]}}, {"a": {"applications": [{"application": "app", "privileges": "read", "resources": "*"}]}},
        {"a": {"applications": [{"application": "app", "privileges": ["read"], "resources": ["*"], "foo": 1}]}}, {"a": {"applications": [{"application": "*", "privileges": ["*"], "resources": ["*"]}]}}, {"a": {"applications": [{"application": "ap*", "privileges": ["read"], "resources": ["*"]}]}}, {"a": {"applications": [{"application": "a b", "privileges": ["read"], "resources": ["*"]}]}},
        {"a": {"applications": None}}, {"a": {"applications": [{"application": None, "privileges": ["read"], "resources": ["*"]}]}},
        {"a": {"run_as": ["x", "y*"]}}, {"a": {"run_as": "x"}}, {"a": {"run_as": None}}, {"a": {"run_as": [7]}}, {"a": {"run_as": []}},
        {"a": {"metadata": {"x": 1}}}, {"a": {"metadata": {"_x": 1}}}, {"a": {"metadata": 7}}, {"a": {"metadata": None}}, {"a": {"metadata": []}},
        {"a": {"transient_metadata": {"enabled": False}}}, {"a": {"transient_metadata": {"x": 1}}}, {"a": {"transient_metadata": 7}}, {"a": {"foo": 1}}, {"a": {"foo": None}}, {"a": {"Cluster": []}},
        {"a": {"description": "x"}}, {"a": {"global": {}}}, {"a": {"global": None}}, {"a": {"global": 7}}, {"a": {"global": {"application": {"manage": {"applications": ["a"]}}}}}, {"a": {"global": {"foo": {}}}},
        {"a": {"remote_indices": []}}, {"a": {"remote_cluster": []}}, {"a": {"restriction": {"workflows": ["nope"]}}}, {"a": {"restriction": {"workflows": []}}}, {"a": {"restriction": {}}}, {"a": {"restriction": 7}},
        {"a": {"cluster": ["x"], "metadata": {"_y": 1}, "indices": [{"names": ["x"], "privileges": ["nope"]}]}},
    ]
    for descriptors in cases:
        k = t.call("POST", K, {"name": "described", "role_descriptors": descriptors})
        t.call("GET", f"{K}?id={k['id']}")
    t.call("POST", K, '{"name":"a","role_descriptors":{"a":{},"a":{}}}')
    t.call("POST", K, '{"name":"a","role_descriptors":{"a":{"cluster":["all"],"cluster":[]}}}')
    t.call("POST", K, '{"role_descriptors":{"a":{"cluster":["x"]}}}')
    t.call("POST", K, '{\n  "name": "a",\n  "role_descriptors": {\n    "a": {\n      "foo": 1\n    }\n  }\n}')
    t.call("POST", K, '{"name":"_a","metadata":{"_b":1},"role_descriptors":{"a":{"cluster":["x"]}}}')


def create_routes(t, version):
    for method, path in (("PATCH", K), ("HEAD", K), ("OPTIONS", K), ("POST", K + "/"), ("POST", K + "/x"), ("GET", K + "/x"), ("DELETE", K + "/x"), ("POST", K + "/x/y"), ("GET", K + "/grant"), ("GET", K + "/_bulk_update"), ("DELETE", K + "/grant"), ("GET", "/_security"), ("GET", "/_security/x"), ("POST", "/_security/x?a=b"),
                         ("GET", "/_security/_query/api_key/x"), ("DELETE", "/_security/_query/api_key"), ("POST", "/_security/_authenticate"), ("HEAD", "/_security/_authenticate"), ("GET", "/_security/_authenticate/x"), ("GET", "/_security/_authenticate?foo=1"), ("GET", K + "/x/_clear_cache"), ("TRACE", K), ("FOO", K)):
        t.call(method, path)
    t.call("GET", K, {"a": 1})
    t.call("GET", "/_security/_authenticate", {"a": 1})


def create_callers(t, version):
    for caller in ("own", "keymaster", "security", "granter", "reader", "runner", "nothing", "ghost", "both", ""):
        k = t.call("POST", K, {"name": "by " + caller}, by=caller)
        t.call("GET", f"{K}?id={k['id']}" + ("&with_limited_by=true" if version >= (8, 5) else ""))
        t.call("GET", "/_security/_authenticate", by=k)
    t.call("POST", K, {"name": "bad", "foo": 1}, by="nothing")
    t.call("POST", K, {"name": "_bad"}, by="nothing")
    t.call("POST", K, {"name": "bad", "role_descriptors": {"a": {"cluster": ["x"]}}}, by="nothing")
    t.call("POST", K + "?foo=1", {"name": "bad"}, by="nothing")
    t.call("POST", K, headers={"Authorization": "Basic " + "!"}, by="")
    t.call("POST", K, headers={"Authorization": "Basic YWRtaW46d3Jvbmc="}, by="")
    t.call("POST", K, headers={"Authorization": "Bearer x"}, by="")
    t.call("GET", "/_security/_authenticate", by="both")
    t.call("GET", "/_security/_authenticate", by="nothing")
    t.call("GET", "/_security/_authenticate", by="ghost")


def derived(t, version):
    parent = t.call("POST", K, {"name": "parent"})
    for body in ({"name": "child"}, {"name": "child", "role_descriptors": {}}, {"name": "child", "role_descriptors": {"x": {"cluster": ["monitor"]}}}, {"name": "child", "role_descriptors": {"x": {"metadata": {"a": 1}}}}, {"name": "child", "role_descriptors": {"x": {}, "y": {"run_as": ["z"]}}},
                 {"name": "child", "role_descriptors": {"x": {"indices": []}}}, {"name": "_child"}, {"name": "child", "role_descriptors": {"x": {}}, "expiration": "1h", "metadata": {"a": 1}}):
        t.call("POST", K, body, by=parent)
    child = t.call("POST", K, {"name": "child", "role_descriptors": {"x": {}}}, by=parent)
    t.call("GET", f"{K}?id={child['id']}" + ("&with_limited_by=true" if version >= (8, 5) else ""))
    t.call("GET", "/_security/_authenticate", by=child)
    t.call("GET", f"{K}?id={child['id']}", by=child)
    t.call("POST", K, {"name": "grandchild", "role_descriptors": {"x": {}}}, by=child)
    own = t.call("POST", K, {"name": "own parent", "role_descriptors": {"r": {"cluster": ["manage_own_api_key"]}}})
    grandchild = t.call("POST", K, {"name": "own child", "role_descriptors": {"x": {}}}, by=own)
    t.call("GET", f"{K}?id={grandchild['id']}")


def grant(t, version):
    G = K + "/grant"
    good = {"grant_type": "password", "username": "reader", "password": "oracle-password", "api_key": {"name": "granted"}}
    k = t.call("POST", G, good)
    t.call("GET", f"{K}?id={k['id']}" + ("&with_limited_by=true" if version >= (8, 5) else ""))
    t.call("GET", "/_security/_authenticate", by=k)
    t.call("PUT", G, {**good, "api_key": {"name": "granted", "expiration": "1d", "role_descriptors": {"a": {"cluster": ["monitor"]}}, "metadata": {"x": 1}}})
    for caller in ("granter", "keymaster", "security", "own", "reader", "nothing", ""):
        t.call("POST", G, good, by=caller)
    key = t.call("POST", K, {"name": "granter", "role_descriptors": {"g": {"cluster": ["grant_api_key"]}}})
    t.call("POST", G, good, by=key)
    for change in ({"password": "wrong-password"}, {"username": "nobody"}, {"grant_type": "foo"}, {"grant_type": None}, {"grant_type": ""}, {"grant_type": 7}, {"username": None}, {"username": ""}, {"username": 7}, {"password": None}, {"password": ""}, {"password": 7}, {"api_key": None}, {"api_key": {}}, {"api_key": 7}, {"api_key": []},
                   {"api_key": {"name": "_x"}}, {"api_key": {"name": "x", "foo": 1}}, {"api_key": {"name": "x", "expiration": "1w"}}, {"api_key": {"name": "x", "role_descriptors": {"a": {"cluster": ["nope"]}}}}, {"foo": 1}, {"access_token": "x"}, {"grant_type": "access_token"}, {"username": "elastic-x", "password": "x"}):
        t.call("POST", G, {**good, **change})
    for gone in ("grant_type", "username", "password", "api_key"):
        t.call("POST", G, {name: value for name, value in good.items() if name != gone})
    t.call("POST", G, {"grant_type": "access_token", "access_token": "x", "api_key": {"name": "x"}})
    t.call("POST", G, {"grant_type": "access_token", "api_key": {"name": "x"}})
    t.call("POST", G, {})
    t.call("POST", G)
    t.call("POST", G + "?refresh=maybe", good)
    t.call("POST", G + "?foo=maybe", good)
    if version >= (8, 4):
        runner = {**good, "username": "runner"}
        k = t.call("POST", G, {**runner, "run_as": "own"})
        t.call("GET", f"{K}?id={k['id']}")
        for run_as in ("admin", "nobody-own", "ownnobody", "", "reader"):
            t.call("POST", G, {**runner, "run_as": run_as})
        t.call("POST", G, {**good, "run_as": "own"})


def clone(t, version):
    k = t.call("POST", K, {"name": "source"})
    t.call("POST", K + "/clone", {"api_key": "bm8ta2V5Om5vLXNlY3JldA==", "name": "cloned"})
    t.call("PUT", "/_security/cross_cluster/api_key/x", {})
    t.call("POST", "/_security/cross_cluster/api_key", {"name": "x", "access": {"search": [{"names": ["a"]}]}}, by="nothing")
    t.call("POST", "/_security/cross_cluster/api_key", {})
    t.call("PUT", "/_security/cross_cluster/api_key/kibana-api-key-service-test", {})


SCENES = [create, create_names, create_expirations, create_metadata, create_bodies, create_descriptors, create_routes, create_callers, derived, grant, clone]
