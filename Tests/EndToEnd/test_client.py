"""The official Python client, 7, 8 or 9, whichever is installed: against the sample upstream here, and against real clusters."""
import json
import subprocess
import unittest

try:
    import elasticsearch
    from elasticsearch import Elasticsearch, helpers

    MAJOR = elasticsearch.__version__[0]
except ImportError:
    MAJOR = None

from support import BINARY, PASSWORD, Proxy


def connect(proxy, key=None):
    """A client with the key (its id and secret), or as the user `elastic`."""
    if key:
        options = {"api_key": key["encoded"] if MAJOR >= 8 else (key["id"], key["api_key"])}
    else:
        options = {"basic_auth" if MAJOR >= 8 else "http_auth": ("elastic", PASSWORD)}
    return Elasticsearch([proxy.url], ca_certs=proxy.ca, **options)


def body(**fields):
    """Fields of a request's body as this client takes them."""
    return fields if MAJOR >= 8 else {"body": fields}


def life_of_a_key(test, proxy, index, pages=True):
    """What a program does with a key, from its making to its end."""
    owner = connect(proxy)
    key = dict(owner.security.create_api_key(**body(name="client", expiration="1h")))
    client = connect(proxy, key)
    who = client.security.authenticate()
    test.assertEqual((who["username"], who["authentication_type"], who["api_key"]["id"]), ("elastic", "api_key", key["id"]))
    test.assertTrue(client.ping())
    test.assertEqual(client.index(index=index, id="0", **({"document": {"n": 0, "kind": "even"}} if MAJOR >= 8 else {"body": {"n": 0, "kind": "even"}}))["result"], "created")
    actions = [{"_index": index, "_id": str(n), "_source": {"n": n, "kind": "even" if n % 2 == 0 else "odd", "text": "Grüße " * 50}} for n in range(1, 300)]
    test.assertEqual(helpers.bulk(client, actions, chunk_size=100, refresh=True), (299, []))
    test.assertEqual(client.count(index=index)["count"], 300)
    test.assertEqual(client.get(index=index, id="7")["_source"]["n"], 7)
    found = client.search(index=index, **body(query={"match": {"kind": "odd"}}, size=10))["hits"]
    test.assertEqual((found["total"]["value"], len(found["hits"])), (150, 10))
    if pages:
        test.assertEqual(sorted(hit["_source"]["n"] for hit in helpers.scan(client, index=index, size=70)), list(range(300)))
    test.assertFalse(client.exists(index=index, id="no"))
    with test.assertRaises(elasticsearch.NotFoundError):
        client.get(index=index, id="no")
    listed = owner.security.get_api_key(id=key["id"])["api_keys"]
    test.assertEqual([(k["name"], k["invalidated"]) for k in listed], [("client", False)])
    test.assertEqual(owner.security.invalidate_api_key(**body(ids=[key["id"]]))["invalidated_api_keys"], [key["id"]])
    # Also on the connections that the client has open.
    for attempt in (lambda: client.count(index=index), lambda: client.index(index=index, id="x", **body(document={}) if MAJOR >= 8 else {"body": {}}),
                    lambda: client.security.authenticate()):
        with test.assertRaises(elasticsearch.AuthenticationException):
            attempt()
    test.assertEqual(owner.count(index=index)["count"], 300)


def raw(client, method, path, **fields):
    """The answer to a request for which the client has no method."""
    if MAJOR >= 8:
        return client.perform_request(method, path, headers={"accept": "application/json", "content-type": "application/json"}, body=fields).body
    return client.transport.perform_request(method, path, headers={"content-type": "application/json"}, body=fields)


def management_of_keys(test, proxy):
    """All that the client has for keys, with its own methods: made, looked for, changed, replaced, ended, by their owner and for another."""
    owner = connect(proxy)
    security = owner.security
    reader = {"reader": {"cluster": ["manage_own_api_key"], "indices": [{"names": ["books"], "privileges": ["read"]}]}}
    made = dict(security.create_api_key(**body(name="managed", expiration="1h", role_descriptors=reader, metadata={"team": "x", "tags": [1, None]})))
    test.assertEqual(set(made), {"id", "name", "expiration", "api_key", "encoded"})
    client = connect(proxy, made)
    # What it is told of itself and of others.
    # A key owns no keys: it asks for itself by its id.
    mine = client.security.get_api_key(**({"id": made["id"]} if MAJOR >= 8 else {"params": {"id": made["id"]}}))["api_keys"]
    test.assertEqual([key["id"] for key in mine], [made["id"]])
    test.assertEqual((mine[0]["metadata"], mine[0]["username"], mine[0]["invalidated"]), ({"team": "x", "tags": [1, None]}, "elastic", False))
    test.assertEqual(list(mine[0]["role_descriptors"]), ["reader"])
    other = dict(security.create_api_key(**body(name="managed-other")))
    with test.assertRaises((elasticsearch.AuthorizationException, elasticsearch.NotFoundError)):
        client.security.get_api_key(**({"id": other["id"]} if MAJOR >= 8 else {"params": {"id": other["id"]}}))
    asked = {"index": [{"names": ["books", "secret"], "privileges": ["read"]}]}
    test.assertEqual(client.security.has_privileges(**body(**asked))["index"], {"books": {"read": True}, "secret": {"read": False}})
    # Queries, page by page.
    for number in range(5):
        security.create_api_key(**body(name=f"queried-{number}", metadata={"n": number}))
    found, after = [], None
    while True:
        options = {"query": {"prefix": {"name": "queried-"}}, "sort": [{"creation": {"order": "desc"}}, "name"], "size": 2, **({"search_after": after} if after else {})}
        page = security.query_api_keys(**body(**options))
        test.assertEqual(page["total"], 5)
        if not page["api_keys"]:
            break
        found += [key["name"] for key in page["api_keys"]]
        after = page["api_keys"][-1]["_sort"]
    test.assertEqual(sorted(found), [f"queried-{number}" for number in range(5)])
    test.assertEqual(security.query_api_keys(**body(query={"term": {"metadata.n": "3"}}))["api_keys"][0]["name"], "queried-3")
    # Changes, by the owner only.
    writer = {"writer": {"indices": [{"names": ["books"], "privileges": ["write"]}]}}
    if MAJOR >= 8:
        test.assertEqual(security.update_api_key(id=made["id"], role_descriptors=writer, metadata={"team": "y"}), {"updated": True})
        test.assertEqual(security.update_api_key(id=made["id"], metadata={"team": "y"}), {"updated": False})
        many = security.bulk_update_api_keys(ids=[made["id"], other["id"], "unknown"], metadata={"team": "z"})
        test.assertEqual((sorted(many["updated"]), list(many["errors"]["details"])), (sorted([made["id"], other["id"]]), ["unknown"]))
    else:
        test.assertEqual(raw(owner, "PUT", f"/_security/api_key/{made['id']}", role_descriptors=writer, metadata={"team": "z"}), {"updated": True})
    shown = security.get_api_key(**({"id": made["id"]} if MAJOR >= 8 else {"params": {"id": made["id"]}}))["api_keys"][0]
    test.assertEqual((list(shown["role_descriptors"]), shown["metadata"]), (["writer"], {"team": "z"}))
    # A replacement as Elasticsearch knows it: a second key, then the end of the first.
    second = dict(security.create_api_key(**body(name="managed", role_descriptors=reader)))
    test.assertEqual(connect(proxy, second).security.authenticate()["api_key"]["id"], second["id"])
    test.assertEqual(security.invalidate_api_key(**body(ids=[made["id"]]))["invalidated_api_keys"], [made["id"]])
    with test.assertRaises(elasticsearch.AuthenticationException):
        client.security.authenticate()
    # For another, whose password is known.
    security.put_role(**({"name": "lender", "indices": [{"names": ["books"], "privileges": ["read"]}]} if MAJOR >= 8 else {
        "name": "lender", "body": {"indices": [{"names": ["books"], "privileges": ["read"]}]}}))
    security.put_user(**({"username": "ada", "password": "ada-password", "roles": ["lender"]} if MAJOR >= 8 else {
        "username": "ada", "body": {"password": "ada-password", "roles": ["lender"]}}))
    granted = security.grant_api_key(**body(grant_type="password", username="ada", password="ada-password", api_key={"name": "lent"}))
    test.assertEqual(connect(proxy, granted).security.authenticate()["username"], "ada")
    # Errors have the client's own kinds.
    with test.assertRaises(elasticsearch.NotFoundError):
        security.get_api_key(**({"id": "unknown"} if MAJOR >= 8 else {"params": {"id": "unknown"}}))
    with test.assertRaises(elasticsearch.BadRequestError if MAJOR >= 8 else elasticsearch.RequestError):
        security.create_api_key(**body(name=""))
    with test.assertRaises(elasticsearch.AuthorizationException):
        connect(proxy, granted).security.create_api_key(**body(name="more"))
    # All the rest at once.
    ended = security.invalidate_api_key(**body(owner=True))
    test.assertEqual((ended["error_count"], second["id"] in ended["invalidated_api_keys"], granted["id"] in ended["invalidated_api_keys"]), (0, True, False))
    test.assertEqual(security.invalidate_api_key(**body(username="ada"))["invalidated_api_keys"], [granted["id"]])
    security.delete_user(username="ada")
    security.delete_role(name="lender")


@unittest.skipIf(MAJOR is None, "the Python client is not installed: scripts/test installs it")
class Client(unittest.TestCase):
    def test_the_life_of_a_key(self):
        sample = subprocess.Popen([BINARY, "sample-upstream", "--port", "0"], stdout=subprocess.PIPE, text=True)
        try:
            port = json.loads(sample.stdout.readline())["port"]
            with Proxy(f"http://127.0.0.1:{port}") as proxy:
                # The sample has no scroll.
                life_of_a_key(self, proxy, "client", pages=False)
                # Before that, keys with privileges of their own get 503.
                proxy.settle(20)
                management_of_keys(self, proxy)
                with self.assertRaises(elasticsearch.AuthenticationException):
                    connect(proxy, {"id": "x", "api_key": "y", "encoded": "eDp5"}).search(index="client")
        finally:
            sample.terminate()
            sample.wait(10)
            sample.stdout.close()


if __name__ == "__main__":
    unittest.main()
