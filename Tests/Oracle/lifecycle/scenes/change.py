"""Changing keys: update and bulk update."""

K = "/_security/api_key"


def update(t, version):
    k = t.call("POST", K, {"name": "update", "metadata": {"a": 1}, "role_descriptors": {"r": {"cluster": ["monitor"]}}}, by="own")
    U = f"{K}/{k['id']}"

    def show():
        t.call("GET", f"{U.replace('/' + k['id'], '')}?id={k['id']}&with_limited_by=true")

    for body in ({}, {"metadata": {"a": 1}}, {"metadata": {"a": 2, "b": {"c": [1]}}}, {"metadata": {"b": {"c": [1]}, "a": 2}}, {"metadata": {}}, {"role_descriptors": {"r": {"cluster": ["monitor"]}}}, {"role_descriptors": {"r": {"cluster": ["monitor"], "indices": []}}}, {"role_descriptors": {"s": {"cluster": ["all"]}}}, {"role_descriptors": {}}, {"role_descriptors": {}}):
        t.call("PUT", U, body, by="own")
        show()
    t.call("PUT", U, by="own")
    t.call("PUT", U, "", by="own")
    if version >= (8, 12):
        for expiration in ("2d", "2d", "0s", "-1", "-1d", "1w", "", None, 7, "1ms"):
            t.call("PUT", U, {"expiration": expiration}, by="own")
    k = t.call("POST", K, {"name": "update"}, by="own")
    U = f"{K}/{k['id']}"
    for body in ({"name": "x"}, {"foo": 1}, {"metadata": None}, {"metadata": 7}, {"metadata": {"_a": 1}}, {"role_descriptors": None}, {"role_descriptors": 7}, {"role_descriptors": []}, {"role_descriptors": {"a": {"cluster": ["nope"]}}}, {"role_descriptors": {"a": {"foo": 1}}}, {"metadata": {"_a": 1}, "role_descriptors": {"a": {"cluster": ["nope"]}}}, {"id": "x"}, {"ids": ["x"]}, []):
        t.call("PUT", U, body, by="own")
    t.call("PUT", U, "{", by="own")
    t.call("PUT", U, "{}", by="own", content_type="text/plain")
    t.call("PUT", U + "?foo=1", {}, by="own")
    t.call("PUT", U + "?pretty", {}, by="own")
    t.call("PUT", U + "?refresh=true", {}, by="own")
    for caller in ("admin", "keymaster", "other", "nothing", "reader", ""):
        t.call("PUT", U, {}, by=caller)
    t.call("PUT", f"{K}/unknown", {}, by="own")
    key = t.call("POST", K, {"name": "updater"})
    weak = t.call("POST", K, {"name": "weak", "role_descriptors": {"x": {}}})
    t.call("PUT", f"{K}/{key['id']}", {}, by=key)
    t.call("PUT", f"{K}/{key['id']}", {}, by=weak)
    t.call("PUT", f"{K}/{key['id']}", {"metadata": {"_a": 1}}, by=key)
    t.call("DELETE", K, {"ids": [k["id"]]})
    t.call("PUT", U, {}, by="own")
    short = t.call("POST", K, {"name": "short", "expiration": "1ms"}, by="own")
    t.call("PUT", f"{K}/{short['id']}", {}, by="own")


update.since = (8, 4)


def roles_of_the_owner_change(t, version):
    t.call("PUT", "/_security/user/changing", {"password": "oracle-password", "roles": ["own"]})
    k = t.call("POST", K, {"name": "snapshot"}, by="changing")
    t.call("PUT", "/_security/user/changing", {"roles": ["own", "reader"], "full_name": "Changed"})
    t.call("GET", f"{K}?id={k['id']}&with_limited_by=true")
    t.call("PUT", f"{K}/{k['id']}", {}, by="changing")
    t.call("PUT", f"{K}/{k['id']}", {}, by="changing")
    t.call("GET", f"{K}?id={k['id']}&with_limited_by=true")
    t.call("GET", "/_security/_authenticate", by=k)
    t.call("DELETE", "/_security/user/changing")
    t.call("GET", "/_security/_authenticate", by=k)


roles_of_the_owner_change.since = (8, 5)


def bulk_update(t, version):
    keys = [t.call("POST", K, {"name": f"bulk-{n}"}, by="own") for n in range(4)]
    theirs = t.call("POST", K, {"name": "bulk-theirs"}, by="other")
    dead = t.call("POST", K, {"name": "bulk-dead"}, by="own")
    short = t.call("POST", K, {"name": "bulk-short", "expiration": "1ms"}, by="own")
    t.call("DELETE", K, {"ids": [dead["id"]]})
    B = K + "/_bulk_update"
    ids = [key["id"] for key in keys]
    t.call("POST", B, {"ids": ids, "metadata": {"x": 1}}, by="own", sorted_by="")
    t.call("POST", B, {"ids": ids, "metadata": {"x": 1}}, by="own", sorted_by="")
    t.call("POST", B, {"ids": ids[:1], "role_descriptors": {"a": {"cluster": ["monitor"]}}}, by="own")
    t.call("POST", B, {"ids": ids[:2] + [theirs["id"], dead["id"], short["id"], "unknown"], "role_descriptors": {"a": {"cluster": ["monitor"]}}}, by="own", sorted_by="")
    t.call("POST", B, {"ids": [ids[0], ids[0]]}, by="own")
    t.call("GET", f"{K}?name=bulk-*", sorted_by="name")
    for body in ({}, {"ids": []}, {"ids": None}, {"ids": 7}, {"ids": [7]}, {"ids": "x"}, {"ids": [""]}, {"ids": [None]}, {"ids": ["x"], "foo": 1}, {"ids": ["x"], "metadata": {"_a": 1}}, {"ids": ["x"], "role_descriptors": {"a": {"cluster": ["nope"]}}}, {"ids": [], "metadata": {"_a": 1}}, {"metadata": {}}, {"ids": ["x"], "metadata": 7}, {"ids": ["x"], "role_descriptors": {"a": {"foo": 1}}}):
        t.call("POST", B, body, by="own")
    t.call("POST", B, by="own")
    t.call("PUT", B, {"ids": ids}, by="own")
    t.call("POST", B + "?foo=1", {"ids": ids}, by="own")
    t.call("POST", B + "?pretty", {"ids": ids[:1]}, by="own")
    for caller in ("admin", "nothing", "reader", keys[0], ""):
        t.call("POST", B, {"ids": ids[:1]}, by=caller)
    if version >= (8, 12):
        t.call("POST", B, {"ids": ids[:1], "expiration": "0s"}, by="own")
        t.call("POST", B, {"ids": ids[:1], "expiration": "2d"}, by="own")
        t.call("GET", f"{K}?id={ids[0]}")


bulk_update.since = (8, 5)

SCENES = [update, roles_of_the_owner_change, bulk_update]
