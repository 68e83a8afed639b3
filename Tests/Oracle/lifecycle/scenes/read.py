"""Reading keys: get, query, clear cache."""

K = "/_security/api_key"
Q = "/_security/_query/api_key"


def get(t, version):
    a = t.call("POST", K, {"name": "get-a", "metadata": {"x": 1}, "role_descriptors": {"r": {"cluster": ["monitor"]}}})
    b = t.call("POST", K, {"name": "get-b", "expiration": "1d"}, by="own")
    c = t.call("POST", K, {"name": "get-c"}, by="own")
    t.call("POST", K, {"name": "get-d", "expiration": "1ms"}, by="other")
    t.call("DELETE", K, {"ids": [c["id"]]})
    for query in (f"id={a['id']}", f"id={b['id']}", f"id={c['id']}", "id=unknown", "name=get-a", "name=get-*", "name=none", "name=*get", "name=ge*-a", "name=get-%2A", "username=own", "username=own&realm_name=default_native", "username=nobody", "username=o*", "realm_name=nowhere", "id=", "name=", f"id={a['id']}&name=get-a", f"id={a['id']}&username=own", "name=get-a&realm_name=x",
                  "owner=true&username=own", "owner=true&realm_name=x", f"id={a['id']}&name=get-a&username=own&owner=true", f"owner=true&id={a['id']}", f"owner=true&id={b['id']}", "owner=true&name=get-*", "owner=maybe", "owner", "name=get-a&owner=", "foo=1", "ids=1", "name=get-a&pretty", "name=get-a&filter_path=api_keys.name", "name=get-a&filter_path=**.name,*.id", "name=get-a&filter_path=-*.metadata", "name=nope&filter_path=api_keys.name", f"id={'x' * 300}", "id=a%20b", "id=%2A"):
        t.call("GET", f"{K}?{query}", sorted_by="name")
    if version >= (8, 5):
        for query in ("name=get-*&with_limited_by=true", "name=get-a&with_limited_by=false", "name=get-a&with_limited_by=x", "name=get-a&with_limited_by"):
            t.call("GET", f"{K}?{query}", sorted_by="name")
    if version >= (8, 10):
        for query in ("name=get-*&active_only=true", "name=get-*&active_only", f"id={c['id']}&active_only=true", "active_only=1", "name=get-a&with_profile_uid=true", "name=get-a&with_profile_uid=x"):
            t.call("GET", f"{K}?{query}", sorted_by="name")


def get_callers(t, version):
    mine = t.call("POST", K, {"name": "mine"}, by="own")
    theirs = t.call("POST", K, {"name": "theirs"}, by="other")
    own_key = t.call("POST", K, {"name": "own key", "role_descriptors": {"r": {"cluster": ["manage_own_api_key"]}}}, by="own")
    all_key = t.call("POST", K, {"name": "all key", "role_descriptors": {"r": {"cluster": ["manage_api_key"]}}}, by="keymaster")
    weak = t.call("POST", K, {"name": "weak key", "role_descriptors": {"r": {}}}, by="own")
    wide = t.call("POST", K, {"name": "wide key"}, by="own")
    for query in ("", "owner=true", f"id={mine['id']}", f"id={mine['id']}&owner=true", f"id={theirs['id']}&owner=true", "name=mine", "name=mine&owner=true", "username=own&realm_name=default_native", "username=own", "realm_name=default_native", "username=other&realm_name=default_native", "username=own&realm_name=file"):
        t.call("GET", f"{K}?{query}", by="own", sorted_by="name")
    for caller in ("reader", "nothing", "granter", "ghost"):
        t.call("GET", f"{K}?owner=true", by=caller)
        t.call("GET", f"{K}?name=mine", by=caller)
    for caller in ("keymaster", "security", *(["auditor"] if version >= (8,) else [])):
        t.call("GET", f"{K}?name=mine", by=caller)
        t.call("GET", f"{K}?username=own&realm_name=default_native", by=caller, sorted_by="name")
    for key in (own_key, all_key, weak, wide):
        for query in (f"id={key['id']}", f"id={key['id']}&owner=true", "owner=true", "name=mine", f"id={mine['id']}", f"name={'own%20key'}", ""):
            if query == "" and key is all_key:
                continue
            t.call("GET", f"{K}?{query}", by=key, sorted_by="name")
    if version >= (8, 5):
        t.call("GET", f"{K}?id={own_key['id']}&with_limited_by=true", by=own_key)
        t.call("GET", f"{K}?id={wide['id']}&with_limited_by=true", by=wide)
        t.call("GET", f"{K}?id={all_key['id']}&with_limited_by=true", by=all_key)
        t.call("GET", f"{K}?id={mine['id']}&owner=true&with_limited_by=true", by="own")
        t.call("GET", f"{K}?owner=true&with_limited_by=x", by="nothing")
    t.call("GET", f"{K}?id=x&name=y", by="nothing")
    t.call("GET", f"{K}?foo=x", by="nothing")


def clear_cache(t, version):
    k = t.call("POST", K, {"name": "cached"})
    for path in (k["id"], k["id"] + ",unknown", "*", "_all", "unknown", "%20"):
        t.call("POST", f"{K}/{path}/_clear_cache")
    for caller in ("security", "keymaster", "own", "nothing", k, ""):
        t.call("POST", f"{K}/{k['id']}/_clear_cache", by=caller)
    t.call("POST", f"{K}/x/_clear_cache?foo=1")
    t.call("POST", f"{K}/x/_clear_cache?pretty")
    t.call("PUT", f"{K}/x/_clear_cache")
    t.call("POST", f"{K}/x/_clear_cache", {"a": 1})


SCENES = [get, get_callers, clear_cache]
