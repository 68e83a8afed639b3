"""Ending keys: invalidate."""

K = "/_security/api_key"


def invalidate(t, version):
    keys = [t.call("POST", K, {"name": f"end-{n}"}) for n in range(8)]
    ids = [key["id"] for key in keys]
    t.call("DELETE", K, {"ids": ids[:3]}, sorted_by="")
    t.call("DELETE", K, {"ids": ids[:3]})
    t.call("DELETE", K, {"ids": ["unknown"]})
    t.call("DELETE", K, {"ids": [ids[0], ids[3], "unknown", ids[3]]})
    t.call("DELETE", K, {"name": "end-4"})
    t.call("DELETE", K, {"name": "end-*"}, sorted_by="")
    t.call("DELETE", K, {"name": "end-*"})
    t.call("GET", f"{K}?id={ids[0]}")
    t.call("GET", "/_security/_authenticate", by=keys[0])
    short = t.call("POST", K, {"name": "short", "expiration": "1ms"})
    t.call("DELETE", K, {"ids": [short["id"]]})
    t.call("DELETE", K, {"ids": ["kibana-api-key-service-test"]})
    for name in ("u1", "u2"):
        t.call("POST", K, {"name": name}, by="other")
    t.call("DELETE", K, {"username": "other", "realm_name": "nowhere"})
    t.call("DELETE", K, {"username": "other"}, sorted_by="")
    t.call("POST", K, {"name": "owned"})
    t.call("DELETE", K, {"owner": True, "name": "owned"})
    t.call("DELETE", K, {"realm_name": "nowhere"})
    t.call("DELETE", K, {"owner": "true", "name": "owned"})
    t.call("DELETE", K + "?pretty", {"ids": ["x"]})
    t.call("DELETE", K + "?filter_path=error_count", {"ids": ["x"]})
    t.call("DELETE", K + "?foo=1", {"ids": ["x"]})
    t.call("DELETE", K + "?ids=x")
    t.call("DELETE", K + "?refresh=true", {"ids": ["x"]})


def invalidate_bodies(t, version):
    for body in ({}, {"ids": []}, {"ids": [""]}, {"ids": ["", "x", " "]}, {"ids": ["x"], "name": "y"}, {"ids": ["x"], "username": "y"}, {"name": "x", "realm_name": "y"}, {"owner": True, "username": "x"}, {"owner": True, "realm_name": "x"}, {"owner": True, "ids": ["x"], "name": "y", "username": "z"}, {"owner": False}, {"ids": None}, {"ids": 7}, {"ids": [7]}, {"ids": [None]}, {"ids": {}}, {"ids": "x"},
                 {"name": ""}, {"name": " "}, {"name": None}, {"name": 7}, {"username": ""}, {"username": None}, {"realm_name": " "}, {"realm_name": 7}, {"owner": None}, {"owner": "x"}, {"owner": 1}, {"owner": []}, {"foo": 1}, {"id": "x"}, {"id": "x", "ids": ["y"]}, {"id": ""}, {"id": None}, {"ids": ["x"], "foo": 1}, {"ids": [], "foo": 1}, {"ids": [["x"]]}):
        t.call("DELETE", K, body)
    t.call("DELETE", K)
    t.call("DELETE", K, "{")
    t.call("DELETE", K, "[]")
    t.call("DELETE", K, "{}", content_type="text/plain")
    t.call("DELETE", K, '{"ids":["x"]}', content_type=None)


def invalidate_callers(t, version):
    mine = t.call("POST", K, {"name": "mine"}, by="own")
    t.call("POST", K, {"name": "mine2"}, by="own")
    theirs = t.call("POST", K, {"name": "theirs"}, by="other")
    own_key = t.call("POST", K, {"name": "own key", "role_descriptors": {"r": {"cluster": ["manage_own_api_key"]}}}, by="own")
    weak = t.call("POST", K, {"name": "weak key", "role_descriptors": {"r": {}}}, by="own")
    all_key = t.call("POST", K, {"name": "all key", "role_descriptors": {"r": {"cluster": ["manage_api_key"]}}}, by="keymaster")
    for body in ({"ids": [mine["id"]]}, {"ids": [theirs["id"]]}, {"ids": [theirs["id"]], "owner": True}, {"name": "mine"}, {"username": "own"}, {"realm_name": "default_native"}, {"username": "other", "realm_name": "default_native"}, {"ids": [mine["id"]], "owner": True}, {"owner": False}, {"name": "mine*", "owner": True}):
        t.call("DELETE", K, body, by="own", sorted_by="")
    for caller in ("reader", "nothing", "granter", "ghost", *(["auditor"] if version >= (8,) else [])):
        t.call("DELETE", K, {"ids": [theirs["id"]]}, by=caller)
        t.call("DELETE", K, {"owner": True}, by=caller)
    t.call("DELETE", K, {}, by="nothing")
    t.call("DELETE", K, {"foo": 1}, by="nothing")
    for body in ({"owner": True}, {"ids": [own_key["id"], theirs["id"]]}, {"ids": [theirs["id"]]}, {"name": "own key"}, {"username": "own", "realm_name": "default_native"}, {"ids": [own_key["id"]]}):
        t.call("DELETE", K, body, by=own_key)
    t.call("DELETE", K, {"ids": [own_key["id"]]}, by=own_key)
    t.call("DELETE", K, {"ids": [weak["id"]]}, by=weak)
    t.call("DELETE", K, {"ids": [weak["id"], "unknown"]}, by=all_key)
    t.call("DELETE", K, {"owner": True}, by=all_key, sorted_by="")
    t.call("DELETE", K, {"username": "own", "realm_name": "default_native"}, by="own", sorted_by="")
    t.call("DELETE", K, {"ids": [theirs["id"]]}, by="security")
    t.call("DELETE", K, {"ids": ["kibana-api-key-service-test"]}, by="own")


SCENES = [invalidate, invalidate_bodies, invalidate_callers]
