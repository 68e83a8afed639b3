"""Users of the native realm."""

U = "/_security/user"
GOOD = {"password": "oracle-password", "roles": ["own"], "full_name": "Full Name", "email": "a@example.org", "metadata": {"x": {"y": [1]}}}


def put_user(t, version):
    t.call("PUT", U + "/jack", GOOD)
    t.call("GET", U + "/jack")
    t.call("GET", "/_security/_authenticate", by="jack")
    t.call("POST", U + "/jack", GOOD)
    t.call("PUT", U + "/jack", {"roles": ["reader"]})
    t.call("GET", U + "/jack")
    t.call("PUT", U + "/jill", {"roles": ["reader"]})
    t.call("GET", U + "/jill")
    for body in ({"password": "oracle-password"}, {"roles": ["own"], "password": "short"}, {"roles": ["own"], "password": ""}, {"roles": ["own"], "password": None}, {"roles": ["own"], "password": 7}, {"roles": [], "password": "oracle-password"}, {"roles": "own", "password": "oracle-password"}, {"roles": None, "password": "oracle-password"}, {"roles": [7], "password": "oracle-password"}, {"roles": [""], "password": "oracle-password"}, {"roles": ["own", "own"], "password": "oracle-password"},
                 {**GOOD, "full_name": None}, {**GOOD, "full_name": 7}, {**GOOD, "full_name": ""}, {**GOOD, "email": 7}, {**GOOD, "email": None}, {**GOOD, "metadata": None}, {**GOOD, "metadata": 7}, {**GOOD, "metadata": {"_x": 1}}, {**GOOD, "metadata": {}}, {**GOOD, "enabled": False}, {**GOOD, "enabled": "x"}, {**GOOD, "enabled": None}, {**GOOD, "enabled": "false"}, {**GOOD, "foo": 1}, {**GOOD, "username": "jim"}, {**GOOD, "username": "other"}, {**GOOD, "username": None}, {**GOOD, "username": 7},
                 {**GOOD, "password_hash": "$2a$10$7VBcqWEkGB1dZ3N5kmfFZ.LyCnIqZV8gKvYvUQ3jA9vyQq8f8mJUW"}, {"roles": ["own"], "password_hash": "$2a$10$7VBcqWEkGB1dZ3N5kmfFZ.LyCnIqZV8gKvYvUQ3jA9vyQq8f8mJUW"}, {"roles": ["own"], "password_hash": "nonsense"}, {"roles": ["own"], "password_hash": "{SSHA256}abc"}, {"roles": ["own"], "password_hash": ""}, {"roles": ["own"], "password_hash": 7}, {}, [], 7):
        t.call("PUT", U + "/jim", body)
    t.call("GET", U + "/jim")
    t.call("PUT", U + "/jim")
    t.call("PUT", U + "/jim", "{")
    t.call("PUT", U + "/jim", '{"roles":[]}x', content_type="text/plain")
    for name in ("a", "A-b_c.d@e", "a%20b", "%20a", "a%20", "%C3%A4", "a:b", "a%2Cb", "_a", "x" * 507, "x" * 508, "x" * 1024, "x" * 1025, "a%2Fb", "*", "elastic-x"):
        t.call("PUT", f"{U}/{name}", {"password": "oracle-password", "roles": []})
    for name in ("elastic", "kibana_system", "_system", "_xpack", "beats_system"):
        t.call("PUT", f"{U}/{name}", {"password": "oracle-password", "roles": []})
    for query in ("refresh=true", "refresh=false", "refresh=x", "foo=1", "pretty"):
        t.call("PUT", f"{U}/jim?{query}", GOOD)
    t.call("PUT", U, GOOD)
    t.call("POST", U, GOOD)
    t.call("PUT", U + "/pbk", {"roles": ["own"], "password_hash": "{PBKDF2}10000$NB6kwTrIPrwJJTu+KXiPUkW5bMf1oG2BMzDJLA479Bk=$CvCgHb5UkalUiNPicqMDOzIsnh3ppyz3SZOp+Gjv+hc="})


def get_user(t, version):
    t.call("PUT", U + "/g1", GOOD)
    t.call("PUT", U + "/g2", GOOD)
    for path in ("/g1", "/g1,g2", "/g1,none", "/none", "/g*", "/g1?pretty", "/g1?with_profile_uid=true", "/g1?foo=1", "/g1?filter_path=*.roles", "/g1,g1", "/%20"):
        t.call("GET", U + path)
    t.call("GET", U + "/g1", {"a": 1})
    t.call("HEAD", U + "/g1")
    for caller in ("security", "keymaster", "own", "nothing", "", *(["auditor"] if version >= (8,) else [])):
        t.call("GET", U + "/g1", by=caller)
        t.call("PUT", U + "/g3", GOOD, by=caller)
        t.call("PUT", U + "/g3", {"foo": 1}, by=caller)
        t.call("DELETE", U + "/g3", by=caller)
    t.call("GET", U + "/own", by="own")


def delete_user(t, version):
    t.call("PUT", U + "/d1", GOOD)
    k = t.call("POST", "/_security/api_key", {"name": "of d1"}, by="d1")
    t.call("DELETE", U + "/d1")
    t.call("DELETE", U + "/d1")
    t.call("GET", U + "/d1")
    t.call("GET", "/_security/_authenticate", by="d1")
    t.call("GET", "/_security/_authenticate", by=k)
    for path in ("/elastic", "/none", "/none?refresh=true", "/none?refresh=x", "/none?foo=1", "/a,b", "/*", "/_system"):
        t.call("DELETE", U + path)
    t.call("DELETE", U)


def enable_user(t, version):
    t.call("PUT", U + "/e1", GOOD)
    k = t.call("POST", "/_security/api_key", {"name": "of e1"}, by="e1")
    t.call("PUT", U + "/e1/_disable")
    t.call("GET", "/_security/_authenticate", by="e1")
    t.call("GET", "/_security/_authenticate", by=k)
    t.call("GET", U + "/e1")
    t.call("POST", U + "/e1/_disable")
    t.call("PUT", U + "/e1/_enable")
    t.call("GET", "/_security/_authenticate", by="e1")
    for path in ("/none/_enable", "/none/_disable", "/elastic/_disable", "/e1/_enable?refresh=true", "/e1/_enable?refresh=x", "/e1/_enable?foo=1", "/admin/_disable", "/_system/_disable"):
        t.call("PUT", U + path)
    t.call("PUT", U + "/e1/_enable", {"a": 1})
    t.call("GET", U + "/e1/_enable")
    for caller in ("security", "keymaster", "own", ""):
        t.call("PUT", U + "/e1/_disable", by=caller)
    t.call("PUT", U + "/own/_disable", by="own")
    t.call("PUT", U + "/security/_disable", by="security")


def change_password(t, version):
    t.call("PUT", U + "/p1", GOOD)
    t.call("PUT", U + "/p1/_password", {"password": "another-password"})
    t.call("GET", "/_security/_authenticate", by="p1")
    t.passwords["p1"] = "another-password"
    t.call("GET", "/_security/_authenticate", by="p1")
    t.call("POST", U + "/p1/_password", {"password": "oracle-password"}, by="p1")
    t.passwords["p1"] = "oracle-password"
    t.call("POST", U + "/_password", {"password": "third-password"}, by="p1")
    t.passwords["p1"] = "third-password"
    t.call("GET", "/_security/_authenticate", by="p1")
    for body in ({"password": "short"}, {"password": ""}, {"password": None}, {"password": 7}, {}, {"foo": 1}, {"password": "oracle-password", "foo": 1}, {"password_hash": "nonsense"}, {"password_hash": "$2a$10$7VBcqWEkGB1dZ3N5kmfFZ.LyCnIqZV8gKvYvUQ3jA9vyQq8f8mJUW", "password": "oracle-password"}, []):
        t.call("PUT", U + "/p1/_password", body)
    t.call("PUT", U + "/p1/_password")
    t.call("PUT", U + "/none/_password", {"password": "another-password"})
    t.call("PUT", U + "/own/_password", {"password": "another-password"}, by="p1")
    t.call("PUT", U + "/p1/_password?refresh=x", {"password": "another-password"})
    t.call("PUT", U + "/p1/_password?foo=x", {"password": "another-password"})
    k = t.call("POST", "/_security/api_key", {"name": "of p1"}, by="p1")
    t.call("PUT", U + "/p1/_password", {"password": "another-password"}, by=k)
    t.call("PUT", U + "/_password", {"password": "another-password"}, by=k)
    t.call("PUT", U + "/p1/_password", {"password": "another-password"}, by="nothing")
    t.call("PUT", U + "/nothing/_password", {"password": "oracle-password"}, by="nothing")
    t.call("GET", U + "/p1/_password")


def query_user(t, version):
    Q = "/_security/_query/user"
    people = {
        "qu-ann": {"roles": ["own", "qu-role"], "full_name": "Ann O'Neill-Döring", "email": "ann@example"},
        "qu-bob": {"roles": ["qu-role"], "full_name": "Bob the 2nd, son of Ann", "email": None},
        "qu-cat": {"roles": ["qu-a", "qu-z"], "enabled": False},
        "qu-dan": {"roles": [], "full_name": "", "email": ""},
    }
    for name, body in people.items():
        t.call("PUT", f"{U}/{name}", {"password": "oracle-password", **body})
    mine = {"prefix": {"username": "qu-"}}
    find = lambda q: t.call("POST", Q, {"query": {"bool": {"filter": [mine, q]}}, "sort": ["username"]})
    f, e = "full_name", "email"
    for q in ({"match_all": {}}, {"ids": {"values": ["user-qu-ann", "qu-bob"]}}, {"term": {"username": "qu-ann"}}, {"terms": {"username": ["qu-ann", "none"]}}, {"term": {"roles": "qu-role"}}, {"terms": {"roles": ["own", "qu-z"]}}, {"prefix": {"roles": "qu-"}}, {"wildcard": {"roles": "*-z"}}, {"wildcard": {"username": {"value": "QU-A*", "case_insensitive": True}}}, {"term": {"enabled": True}}, {"term": {"enabled": "false"}}, {"term": {"enabled": ""}}, {"term": {"enabled": "x"}}, {"terms": {"enabled": [True, False]}}, {"range": {"enabled": {"gte": True}}}, {"range": {"username": {"gt": "qu-ann", "lte": "qu-cat"}}}, {"range": {"username": {"gte": "a", "relation": "within"}}},
              {"exists": {"field": "roles"}}, {"exists": {"field": "full_name"}}, {"exists": {"field": "email"}}, {"exists": {"field": "enabled"}}, {"exists": {"field": "user*"}},
              {"match": {f: "ann"}}, {"match": {f: "ANN bob"}}, {"match": {f: {"query": "ANN bob", "operator": "and"}}}, {"match": {f: {"query": "son ann", "operator": "AND"}}}, {"match": {f: "o'neill"}}, {"match": {f: "neill"}}, {"match": {f: "döring"}}, {"match": {f: "2nd"}}, {"match": {f: "-"}}, {"term": {f: "ann"}}, {"term": {f: "Ann"}}, {"term": {f: {"value": "ANN", "case_insensitive": True}}}, {"term": {f: "o'neill"}}, {"prefix": {f: "dör"}}, {"prefix": {f: "Dör"}}, {"wildcard": {f: "*ring"}}, {"wildcard": {f: "D*"}}, {"terms": {f: ["son", "x"]}}, {"range": {f: {"gte": "t"}}}, {"match": {"roles": "qu-a"}}, {"match": {"enabled": False}}, {"match": {"enabled": "x"}},
              {"match": {e: "ann"}}, {"term": {e: "ann"}}, {"prefix": {e: "exam"}},
              {"simple_query_string": {"query": "ann"}}, {"simple_query_string": {"query": "ann", "fields": [f]}}, {"simple_query_string": {"query": "son -ann", "fields": [f]}}, {"simple_query_string": {"query": "\"son of\"", "fields": [f]}}, {"simple_query_string": {"query": "\"of son\"", "fields": [f]}}, {"simple_query_string": {"query": "SO*", "fields": [f]}}, {"simple_query_string": {"query": "qu-a*"}}, {"simple_query_string": {"query": "true"}}, {"simple_query_string": {"query": "qu-role + bob"}}, {"simple_query_string": {"query": "ann bob", "fields": [f], "default_operator": "and"}}, {"simple_query_string": {"query": "own", "fields": ["rol*"]}}, {"simple_query_string": {"query": "1", "fields": ["metadata"]}}, {"simple_query_string": {"query": "*"}}, {"simple_query_string": {"query": "-ann"}},
              {"bool": {"should": [{"term": {"username": "qu-ann"}}, {"term": {"enabled": False}}]}}, {"bool": {"must_not": [{"exists": {"field": "full_name"}}]}},
              {"term": {"metadata.x": "1"}}, {"term": {"metadata": "1"}}, {"term": {"password": "x"}}, {"term": {"type": "user"}}, {"term": {"_id": "user-x"}}, {"term": {"foo": "x"}}, {"match_phrase": {f: "son of"}}, {"fuzzy": {f: "an"}}, {"match_none": {}}, {"foo": {}}, {"terms": {"roles": {"index": "x", "id": "1", "path": "p"}}}, {"regexp": {"username": "x"}}):
        find(q)
    for sort in (["username"], "username", {"username": {"order": "desc"}}, {"username": "desc"}, [{"roles": {"order": "asc"}}, "username"], [{"roles": {"order": "desc"}}, "username"], [{"roles": {"mode": "max"}}, "username"], [{"roles": {"order": "desc", "mode": "min"}}, "username"], [{"roles": {"mode": "avg"}}], [{"roles": {"missing": "_first"}}, "username"], [{"roles": {"missing": "m"}}, "username"], [{"enabled": {"order": "asc"}}, "username"], [{"enabled": {"missing": "_first"}}, "username"], ["full_name"], ["email"], ["foo"], ["metadata.x"], ["_score"], ["_doc"], [{"username": {"format": "x"}}], [{"enabled": {"format": "x"}}], [{"username": {"nested": {"path": "x"}}}], [{"username": {"mode": "x"}}], [{"username": {"foo": 1}}], 7, {}, [7]):
        t.call("POST", Q, {"query": mine, "sort": sort})
    for more in ({"search_after": ["qu-bob"]}, {"search_after": ["qu-bob", 1]}, {"search_after": [None]}, {"search_after": []}, {"search_after": 7}, {"search_after": ["x"], "from": 1}, {"size": 2}, {"from": 1, "size": 2}, {"from": 9}, {"size": 0}, {"from": -1}, {"size": -1, "from": -1}, {"size": "x"}, {"from": 9999, "size": 2}, {"aggs": {}}, {"foo": 1}, {"query": {}}, {"query": []}):
        t.call("POST", Q, {"query": mine, "sort": ["username"], **more})
    t.call("POST", Q, {"query": mine, "sort": ["enabled", "username"], "search_after": [False, "qu-cat"]})
    t.call("POST", Q, {"query": mine, "search_after": ["x"]})
    for body in ("{", "[]", "7", "", "null", '{"size":1,"size":2,"query":{"prefix":{"username":"qu-"}},"sort":["username"]}'):
        t.call("POST", Q, body, sorted_by="username") if body else None
    t.call("GET", Q + "?source=%7B%22size%22%3A0%7D&source_content_type=application/json")
    t.call("POST", Q + "?filter_path=users.username,total", {"query": mine, "sort": ["username"]})
    t.call("POST", Q + "?pretty", {"query": mine, "sort": ["username"], "size": 1})
    t.call("POST", Q + "?with_profile_uid=true", {"query": mine, "sort": ["username"], "size": 1})
    for query in ("with_profile_uid=x", "typed_keys", "foo=1", "with_limited_by=true"):
        t.call("POST", f"{Q}?{query}", {"size": 0})
    for method, path in (("PUT", ""), ("DELETE", ""), ("HEAD", ""), ("GET", "/x"), ("POST", "/x")):
        t.call(method, Q + path)
    t.call("GET", "/_security/_query/foo")
    t.call("POST", Q, "{}", content_type="text/plain")
    k = t.call("POST", "/_security/api_key", {"name": "query users", "role_descriptors": {"r": {"cluster": ["read_security"]}}})
    for caller in ("security", "keymaster", "own", "nothing", "auditor", k, ""):
        t.call("POST", Q, {"query": mine, "sort": ["username"], "size": 1}, by=caller)
        t.call("POST", Q, {"query": {"term": {"foo": 1}}}, by=caller)
        t.call("POST", Q, {"foo": 1}, by=caller)
        t.call("POST", Q, {"size": -1}, by=caller)
    for name in people:
        t.call("DELETE", f"{U}/{name}")
    t.call("POST", Q, {"query": mine})


query_user.since = (8, 15)


def run_as(t, version):
    R = lambda name: {"es-security-runas-user": name}
    t.call("GET", "/_security/_authenticate", by="runner", headers=R("reader"))
    t.call("GET", "/_security/_authenticate", by="runner", headers=R("own"))
    t.call("GET", "/_security/_authenticate", by="runner", headers=R("ownnobody"))
    t.call("GET", "/_security/_authenticate", by="runner", headers=R("admin"))
    t.call("GET", "/_security/_authenticate", by="runner", headers=R("runner"))
    t.call("GET", "/_security/_authenticate", by="runner", headers=R(""))
    t.call("GET", "/_security/_authenticate", by="own", headers=R("reader"))
    t.call("GET", "/_security/_authenticate", by="admin", headers=R("own"))
    t.call("GET", "/_security/_authenticate", by="admin", headers=R("nobody"))
    t.call("GET", "/_security/_authenticate", by="admin", headers=R("jack"))
    t.call("POST", "/_security/api_key", {"name": "x"}, by="runner", headers=R("reader"))
    k = t.call("POST", "/_security/api_key", {"name": "run as"}, by="runner", headers=R("own"))
    t.call("GET", f"/_security/api_key?id={k['id']}")
    t.call("GET", "/_security/api_key?owner=true&name=run%20as", by="runner", headers=R("own"))
    t.call("PUT", f"/_security/api_key/{k['id']}", {"metadata": {"a": 1}}, by="runner", headers=R("own")) if version >= (8, 4) else None
    t.call("PUT", "/_security/user/_password", {"password": "oracle-password"}, by="runner", headers=R("own"))
    t.call("GET", "/_security/_authenticate", headers={**R("own"), "Authorization": "Basic !"}, by="")
    r = t.call("POST", "/_security/api_key", {"name": "runner"}, by="runner")
    t.call("GET", "/_security/_authenticate", by=r, headers=R("own"))
    t.call("GET", "/_security/_authenticate", by=r, headers=R("admin"))
    weak = t.call("POST", "/_security/api_key", {"name": "weak", "role_descriptors": {"a": {"cluster": ["monitor"]}}}, by="runner")
    t.call("GET", "/_security/_authenticate", by=weak, headers=R("own"))




def older_forms(t, version):
    """`/_xpack/security`, which release 7 has beside `/_security`."""
    X = "/_xpack/security"
    for method, path, body in (
        ("GET", "/_authenticate", None), ("PUT", "/user/old1", GOOD), ("GET", "/user/old1", None), ("POST", "/user/old1", GOOD),
        ("PUT", "/user/old1/_password", {"password": "oracle-password"}), ("POST", "/user/old1/_password", {"password": "x"}), ("PUT", "/user/old1/_disable", None),
        ("POST", "/user/old1/_enable", None), ("DELETE", "/user/old1", None), ("GET", "/user/old1", None), ("PUT", "/role/old-role", {"cluster": ["monitor"]}),
        ("GET", "/role/old-role", None), ("POST", "/role/old-role/_clear_cache", None), ("DELETE", "/role/old-role", None), ("GET", "/role/old-role", None),
        ("POST", "/user/_has_privileges", {"cluster": ["all"]}), ("GET", "/user/_privileges", None), ("GET", "/privilege/none", None), ("GET", "/privilege", None),
        ("PATCH", "/user", None), ("PUT", "/role/r1/_clear_cache", None), ("POST", "/api_key/*/_clear_cache", None),
    ):
        t.call(method, X + path, body)
        t.call(method, X + path, body, by="nothing")


older_forms.until = (8,)
SCENES = [put_user, get_user, delete_user, enable_user, change_password, query_user, run_as, older_forms]
