"""The official Python client, 7 or 8, whichever is installed: against the sample upstream here, and against real clusters."""
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


@unittest.skipIf(MAJOR is None, "the Python client is not installed: scripts/test installs it")
class Client(unittest.TestCase):
    def test_the_life_of_a_key(self):
        sample = subprocess.Popen([BINARY, "sample-upstream", "--port", "0"], stdout=subprocess.PIPE, text=True)
        try:
            port = json.loads(sample.stdout.readline())["port"]
            with Proxy(f"http://127.0.0.1:{port}") as proxy:
                # The sample has no scroll.
                life_of_a_key(self, proxy, "client", pages=False)
                with self.assertRaises(elasticsearch.AuthenticationException):
                    connect(proxy, {"id": "x", "api_key": "y", "encoded": "eDp5"}).search(index="client")
        finally:
            sample.terminate()
            sample.wait(10)
            sample.stdout.close()


if __name__ == "__main__":
    unittest.main()
