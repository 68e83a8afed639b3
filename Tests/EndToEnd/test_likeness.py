"""Answers of the proxy's own look like those of the release behind: product and media type, which official clients read."""
import json
import unittest

from support import PASSWORD, Proxy, Reader, Upstream, own_answer

VENDOR = "application/vnd.elasticsearch+json"
PLAIN, CHARSET = "application/json", "application/json; charset=UTF-8"
#: What Elasticsearch 7.17.28 and 8.18.1 answer under their own security, and OpenSearch 2.19.1: by `Accept`.
TYPES = {
    "7.17.28": {None: CHARSET, "application/json": CHARSET, "*/*": CHARSET, VENDOR + ";compatible-with=7": CHARSET},
    "8.18.1": {
        None: PLAIN, "application/json": PLAIN, "text/plain": PLAIN, VENDOR: VENDOR, VENDOR + "; compatible-with=8": VENDOR + ";compatible-with=8",
        VENDOR.upper() + ";compatible-with=7": VENDOR + ";compatible-with=7"},
    "opensearch 2.19.1": {None: CHARSET, "application/json": CHARSET},
}


def cluster(release):
    """Answers as an upstream of that release; its own answers lack product and type, so that they are told apart."""
    distribution, _, number = release.rpartition(" ")

    def answer(upstream, connection, _):
        reader = Reader(connection)
        while message := reader.message():
            own = own_answer(message)
            if own and message[0].split(b" ")[1] == b"/":
                version = {"number": number, "distribution": "opensearch"} if distribution else {"number": number}
                body = json.dumps({"version": version, "tagline": "You Know, for Search"}).encode()
                own = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            upstream.requests.append(message)
            if own:
                connection.sendall(own)
            elif b"/lost" in message[0]:
                return
            else:
                connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    return answer


class Likeness(unittest.TestCase):
    #: Method, path, content, whose key, and what comes back.
    CASES = [
        ("GET", "/logs-1/_search", None, None, 401), ("HEAD", "/logs-1", None, None, 401), ("GET", "/secret/_search", None, "limited", 403),
        ("HEAD", "/secret", None, "limited", 403), ("GET", "/_cat/nodes", None, "limited", 403), ("GET", "/_security/api_key", None, "limited", 403),
        ("POST", "/_security/oauth2/token", "{}", "limited", 403), ("GET", "/logs-1/_doc/1?index=secret", None, "limited", 400),
        ("GET", "/_security/_authenticate", None, "limited", 200), ("GET", "/_security/nothing", None, "limited", 400),
        ("GET", "/_security/api_key?x=y", None, "limited", 400), ("GET", "/_security/user/nobody", None, "all", 404),
        ("PATCH", "/logs-1", None, "limited", 405), ("POST", "/secret/_bulk", '{"index":{}}\n{"a":1}\n', "limited", 200),
        ("GET", "/logs-1/_doc/lost", None, "limited", 502), ("POST", "/logs-1/_search", "x" * (11 << 20), "limited", 413),
        ("GET", "/_search/scroll/x", None, "limited", 404),
    ]

    def test_own_answers(self):
        for release, types in TYPES.items():
            with Upstream(cluster(release)) as upstream, Proxy(upstream.url) as proxy:
                keys = {
                    "limited": proxy.make_key("limited", role_descriptors={"r": {"indices": [{"names": "logs-*", "privileges": ["all"]}]}})["encoded"],
                    "all": proxy.make_key("all")["encoded"], None: None}
                for accept, expected in types.items():
                    for method, path, content, who, status in self.CASES:
                        with self.subTest(release=release, accept=accept, request=f"{method} {path}"):
                            headers = {"Accept": accept} if accept else {}
                            if content:
                                compatible = accept if accept and ";" in accept else None
                                headers["Content-Type"] = compatible or "application/json"
                            got, fields, _ = proxy.request(method, path, content.encode() if content else None, headers, key=keys[who], user=None)
                            self.assertEqual(got, status)
                            self.assertEqual(fields["content-type"], expected)
                            product = [] if status in (401, 403) else ["Elasticsearch"]
                            self.assertEqual(fields.get_all("X-elastic-product", []), product)
                status, fields, _ = proxy.request("OPTIONS", "/logs-1/_search", key=keys["limited"], user=None)
                self.assertEqual((status, fields["content-type"], fields["X-elastic-product"]), (200, "text/plain; charset=UTF-8", "Elasticsearch"))
                # What the cluster says goes on as it is.
                status, fields, _ = proxy.request("GET", "/logs-1/_doc/1", key=keys["limited"], user=None)
                self.assertEqual((status, fields["content-type"], fields["X-elastic-product"]), (404, None, None))

    def test_words_of_denials(self):
        words = {"7.17.28": ("roles [limited]", "[manage_security,all]"), "8.18.1": ("effective roles [limited]", "[read_security,manage_security,all]")}
        for release, (roles, granted) in words.items():
            with self.subTest(release=release), Upstream(cluster(release)) as upstream, Proxy(upstream.url) as proxy:
                for name, role in (("runner", {"cluster": ["all"], "run_as": ["jo*"]}), ("limited", {"cluster": ["monitor"]})):
                    proxy.request("PUT", f"/_security/role/{name}", role)
                    proxy.request("PUT", f"/_security/user/{name}", {"password": PASSWORD, "roles": [name]})
                status, _, answer = proxy.request("GET", "/_security/role", user="limited")
                self.assertEqual((status, answer["error"]["reason"]), (
                    403, f"action [cluster:admin/xpack/security/role/get] is unauthorized for user [limited] with {roles},"
                    f" this action is granted by the cluster privileges {granted}"))
                # A refusal to act for another names what was asked for.
                asked = (("/_cluster/health", "monitor/health"), ("/_security/role/x", "admin/xpack/security/role/get"))
                for path, action in (*asked, ("/_security/_authenticate", "admin/xpack/security/user/authenticate")):
                    status, _, answer = proxy.request("GET", path, headers={"es-security-runas-user": "limited"}, user="runner")
                    self.assertEqual((status, answer["error"]["reason"]), (
                        403, f"action [cluster:{action}] is unauthorized for user [runner] with effective roles [runner],"
                        " because user [runner] is unauthorized to run as [limited]"))

    def test_what_is_no_request(self):
        for release in ("7.17.28", "8.18.1"):
            with Upstream(cluster(release)) as upstream, Proxy(upstream.url) as proxy:
                connection = proxy.connect()
                connection.sendall(b"GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n")
                line, fields, _ = Reader(connection).message(is_response=True)
                connection.close()
                self.assertTrue(line.startswith(b"HTTP/1.1 400 "), line)
                self.assertEqual((fields["x-elastic-product"], fields["content-type"]), ("Elasticsearch", TYPES[release][None]))

    def test_a_cluster_that_is_not_there(self):
        with Proxy("http://127.0.0.1:9") as proxy:
            status, fields, error = proxy.request("GET", "/logs-1/_search")
            self.assertEqual((status, error["status"], fields["X-elastic-product"], fields["content-type"]), (503, 503, "Elasticsearch", PLAIN))


if __name__ == "__main__":
    unittest.main()
