"""Real clusters behind the proxy, release by release: what people do with a key, with curl, scripts and the Python client."""
import base64
import gzip
import json
import os
import re
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request

import cluster
import test_client
from support import PASSWORD, ROOT, Proxy

RELEASES, REASON = cluster.releases()


class Release:
    """The tests of one release; the classes at the end of this file give each a name of its own."""

    release = ""

    @classmethod
    def setUpClass(cls):
        cls.cluster = cluster.Cluster(cls.release)
        try:
            cls.proxy = Proxy(cls.cluster.url)
        except BaseException:
            cls.cluster.stop()
            raise

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.cluster.stop()

    def curl(self, path, *options, key=None, body=None, method=None):
        """Status and parsed answer of curl."""
        command = ["curl", "-sS", "--cacert", self.proxy.ca, "-w", "\n%{http_code}", self.proxy.url + path, *options]
        command += ["-H", "Authorization: ApiKey " + key] if key else ["-u", "elastic:" + PASSWORD]
        if method:
            command += ["-X", method]
        if body is not None:
            command += ["-H", "Content-Type: application/json", "--data-binary", body if isinstance(body, str) else json.dumps(body)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        answer, _, status = done.stdout.rpartition("\n")
        return int(status), json.loads(answer) if answer.lstrip()[:1] in ("{", "[") else answer

    def direct(self, method, path, body=None):
        request = urllib.request.Request(self.cluster.url + path, method=method, data=body, headers={"Content-Type": "application/json"} if body else {})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def test_with_curl(self):
        index, kind = "curl", self.cluster.type
        status, made = self.curl("/_security/api_key", method="POST", body={"name": "curl", "expiration": "1d"})
        self.assertEqual(status, 200, made)
        key = made["encoded"]
        status, answer = self.curl(f"/{index}/{kind}/1?refresh=true", key=key, method="PUT", body={"n": 1, "title": "first"})
        self.assertEqual(status, 201, answer)
        self.assertEqual(self.curl(f"/{index}/{kind}/1", key=key)[1]["_source"], {"n": 1, "title": "first"})
        typed = {} if self.cluster.major >= 7 else {"_type": kind}
        lines = [line for n in range(2, 1001) for line in ({"index": {"_index": index, "_id": str(n), **typed}}, {"n": n, "title": f"number {n}"})]
        with tempfile.NamedTemporaryFile("w", suffix=".ndjson") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
            file.flush()
            status, answer = self.curl("/_bulk?refresh=true", "-H", "Content-Type: application/x-ndjson", "--data-binary", "@" + file.name, key=key)
        self.assertEqual((status, answer["errors"], len(answer["items"])), (200, False, 999))
        status, answer = self.curl(f"/{index}/_search", key=key, body={"query": {"match": {"title": "first"}}})
        self.assertEqual([hit["_source"]["n"] for hit in answer["hits"]["hits"]], [1], answer)
        self.assertEqual(self.curl(f"/{index}/_count", key=key)[1]["count"], 1000)
        # Scroll: each page once, all documents once.
        status, page = self.curl(f"/{index}/_search?scroll=1m", key=key, body={"size": 300, "sort": ["_doc"]})
        numbers, sizes = [], []
        while page["hits"]["hits"]:
            sizes.append(len(page["hits"]["hits"]))
            numbers += [hit["_source"]["n"] for hit in page["hits"]["hits"]]
            status, page = self.curl("/_search/scroll", key=key, body={"scroll": "1m", "scroll_id": page["_scroll_id"]})
            self.assertEqual(status, 200, page)
        self.assertEqual((sizes, sorted(numbers)), ([300, 300, 300, 100], list(range(1, 1001))))
        self.assertEqual(self.curl("/_search/scroll", key=key, method="DELETE", body={"scroll_id": [page["_scroll_id"]]})[0], 200)
        # The end of the key: everything is refused, and nothing of it reaches the cluster.
        status, answer = self.curl("/_security/api_key", method="DELETE", body={"ids": [made["id"]]})
        self.assertEqual((status, answer["invalidated_api_keys"]), (200, [made["id"]]))
        for path, method, body in ((f"/{index}/_search", None, None), (f"/{index}/{kind}/2000?refresh=true", "PUT", {"n": 2000}), (f"/{index}", "DELETE", None),
                                   ("/_bulk", "POST", '{"delete":{"_index":"curl","_id":"1"}}\n'), ("/", None, None), ("/_security/_authenticate", None, None)):
            status, answer = self.curl(path, key=key, method=method, body=body)
            self.assertEqual((status, answer["error"]["type"]), (401, "security_exception"), path)
        self.assertEqual(self.curl(f"/{index}/_count")[1]["count"], 1000)

    def test_answers_are_the_clusters_own(self):
        """Through the proxy and directly: the same statuses and the same bytes."""
        kind = self.cluster.type
        self.direct("PUT", f"/same/{kind}/1?refresh=true", b'{"a":1,"b":"x"}')
        for method, path, body in (
            ("GET", "/", None), ("HEAD", "/same", None), ("HEAD", "/none", None), ("GET", f"/same/{kind}/1", None), ("GET", f"/same/{kind}/none", None),
            ("GET", "/none/_search", None), ("POST", "/same/_search?filter_path=hits.hits", b'{"query":{"term":{"a":1}}}'), ("POST", "/same/_search", b'{"query":{"no_such":{}}}'),
            ("GET", "/same/_search?q=b:x&filter_path=hits.hits._source", None), ("GET", "/_cat/indices/same?h=index,docs.count", None),
            ("GET", f"/same/{kind}/1?pretty", None), ("POST", f"/same/{kind}/1", b"{not json"), ("GET", "/same/_mapping", None)):
            with self.subTest(f"{method} {path}"):
                status, data = self.direct(method, path, body)
                got, _, _ = self.proxy.request(method, path, body, headers={"Content-Type": "application/json"} if body else {})
                self.assertEqual(got, status)
                done = subprocess.run(
                    ["curl", "-sS", "--cacert", self.proxy.ca, "-u", "elastic:" + PASSWORD, "-X", method, *(["--head"] if method == "HEAD" else []),
                     *(["-H", "Content-Type: application/json", "--data-binary", body.decode()] if body else []), self.proxy.url + path], capture_output=True, check=True)
                if method != "HEAD":
                    # Old releases print the addresses of Java objects.
                    plain = lambda text: re.sub(rb"@[0-9a-f]+;", b"@;", text)
                    self.assertEqual(plain(done.stdout), plain(data))

    def test_names_survive_the_way(self):
        kind = self.cluster.type
        for name in ("a b", "a+b", "a/b", "a%2Fb", "Grüße", "a,b*", "q?x=1&y#z", "..x", "ü" * 100):
            path = f"/names/{kind}/" + urllib.parse.quote(name, safe="")
            status, _, answer = self.proxy.request("PUT", path, {"name": name})
            self.assertEqual((status, answer["_id"]), (201, name))
            self.assertEqual(self.proxy.request("GET", path)[2]["_source"]["name"], name)
        status, _, answer = self.proxy.request("GET", "/names/_search?" + urllib.parse.urlencode({"q": '_id:"a b"', "size": 0}))
        self.assertEqual(status, 200, answer)

    def test_plus_in_the_path(self):
        """What it means is the release's: through the proxy and directly the same index, or none."""
        for method, path in (("PUT", "/plus+a"), ("HEAD", "/plus+a"), ("HEAD", "/plus%2Ba"), ("DELETE", "/plus+a")):
            through, directly = self.proxy.request(method, path)[0], self.direct(method, path.replace("plus", "plain"))[0]
            self.assertEqual(through < 400, directly < 400, f"{method} {path}")

    def test_reading_makes_no_index(self):
        """Also where the cluster lacks the module that a path is of, and takes it for one of a document."""
        key = base64.b64encode("{id}:{api_key}".format(**self.proxy.make_key(
            role_descriptors={"r": {"indices": [{"names": ["made*"], "privileges": ["read"]}]}})).encode()).decode()
        for number, path in enumerate(("_search/template", "_rank_eval", "_async_search", "_pit?keep_alive=1m", "_eql/search", "_graph/explore", "_rollup_search", "_nothing")):
            status, _, answer = self.proxy.request("POST", f"/made-{number}/{path}", {}, key=key)
            self.assertGreaterEqual(status, 400, answer)
        self.assertEqual(self.direct("GET", "/_cat/indices/made*?h=index")[1].strip(), b"")

    def test_what_a_template_comes_to_is_judged(self):
        """Kept in the cluster, or brought along with tags that can become anything."""
        kind = self.cluster.type
        source = "inline" if self.cluster.major < 6 else "source"
        if self.direct("POST", "/_render/template", json.dumps({source: "{}"}).encode())[0] != 200 or self.cluster.major < 5:
            self.skipTest("without templates, or before they are escaped")
        for index, word in (("templated", "x"), ("hidden", ["x"])):
            # By the proxy, which knows of it then: what is made behind its back is not there for a while.
            self.assertEqual(self.proxy.request("PUT", f"/{index}/{kind}/1?refresh=true", {"word": word})[0], 201)
        template = '{"query":{"terms":{"word":{{#toJson}}words{{/toJson}}}}}'
        self.assertEqual(self.direct("PUT", "/_scripts/kept", json.dumps({"script": {"lang": "mustache", "source": template}}).encode())[0], 200)
        grant = lambda *names: self.proxy.make_key(role_descriptors={"r": {"indices": [{"names": names, "privileges": ["read"]}]}})["encoded"]
        one, both = grant("templated"), grant("templated", "hidden")
        lookup = {"index": "hidden", "id": "1", "path": "word", **({"type": kind} if self.cluster.major < 7 else {})}
        for body in ({"id": "kept"}, {source: template}):
            for key, words, expected in ((one, ["x"], 200), (one, lookup, 403), (both, lookup, 200)):
                status, _, answer = self.proxy.request("POST", "/templated/_search/template", {**body, "params": {"words": words}}, key=key, user=None)
                self.assertEqual(status, expected, (body, words, answer))
                if expected == 200:
                    self.assertEqual([hit["_index"] for hit in answer["hits"]["hits"]], ["templated"])
        plain = {source: {"query": {"match": {"{{field}}": "{{word}}"}}}}
        for word, count in (("x", 1), ('y"}},"post_filter":{"match_none":{}},"highlight":{"fields":{"g":{"type":"', 0)):
            status, _, answer = self.proxy.request("POST", "/templated/_search/template", {**plain, "params": {"field": "word", "word": word}}, key=one, user=None)
            self.assertEqual((status, len(answer["hits"]["hits"])), (200, count), answer)
        status, _, answer = self.proxy.request("POST", "/templated/_search/template", {"id": "nothing"}, key=one, user=None)
        self.assertEqual(status, 404, answer)

    def test_reading_as_of_seven_writes_nothing(self):
        """To 8 a path of a module that it lacks is one of a document, for who asks for the API of 7."""
        if self.cluster.is_opensearch or self.cluster.major != 8:
            self.skipTest("of release 8")
        self.direct("PUT", "/unwritten/_doc/1?refresh=true", b'{"word":"x"}')
        key = base64.b64encode("{id}:{api_key}".format(**self.proxy.make_key(
            role_descriptors={"r": {"indices": [{"names": ["unwritten"], "privileges": ["read"]}]}})).encode()).decode()
        seven = [f"application/{kind}json{more}compatible-with={value}" for kind in ("vnd.elasticsearch+", "VND.Elasticsearch+", "vnd.elasticsearch+x-nd") for more in (";", " ; ", ";charset=utf-8; ", ";;") for value in ("7", "07", '"7"')]
        for path in ("_rank_eval", "_async_search", "_graph/explore", "_nothing"):
            for media in (*seven, "application/json, " + seven[0], seven[0] + ", */*", seven[0].replace("compatible-with", "Compatible-With"), seven[0].replace("=", " = ")):
                for fields in ({"Content-Type": media, "Accept": media}, {"Content-Type": media}, {"Content-Type": "application/json", "Accept": media}):
                    status, _, answer = self.proxy.request("POST", f"/unwritten/{path}", "{}", headers=fields, key=key)
                    self.assertGreaterEqual(status, 400, (path, fields, answer))
        self.direct("POST", "/unwritten/_refresh")
        self.assertEqual(json.loads(self.direct("GET", "/unwritten/_count")[1])["count"], 1)

    def test_removing_makes_no_index(self):
        key = base64.b64encode("{id}:{api_key}".format(**self.proxy.make_key(
            role_descriptors={"r": {"indices": [{"names": ["unmade*"], "privileges": ["write"]}]}})).encode()).decode()
        doc = "doc" if self.cluster.major < 7 and not self.cluster.is_opensearch else "_doc"
        for number, query in enumerate(("", "?version=3&version_type=external", "?version=3&version_type=external_gte")):
            status, _, answer = self.proxy.request("DELETE", f"/unmade-{number}/{doc}/1{query}", key=key)
            self.assertIn(status, (403, 404), answer)
        typed = {"_type": "doc"} if doc == "doc" else {}
        for number, version in enumerate(({}, {"version": 3, "version_type": "external"})):
            line = json.dumps({"delete": {"_index": f"unmade-b{number}", "_id": "1", **typed, **version}}) + "\n"
            status, _, answer = self.proxy.request("POST", "/_bulk", line, headers={"Content-Type": "application/x-ndjson"}, key=key)
            self.assertEqual(status, 200, answer)
        self.assertEqual(self.direct("GET", "/_cat/indices/unmade*?h=index")[1].strip(), b"")

    def test_patterns_that_match_no_alias_of_ones_own(self):
        """Up to 6 what stood for none of them was all of them."""
        names = {"aliased": {"aliases": {"elses": {}, "aliased-own": {}}}, "unaliased": {"aliases": {"elses": {}}}}
        for name, content in names.items():
            self.direct("PUT", f"/{name}", json.dumps(content).encode())
        key = base64.b64encode("{id}:{api_key}".format(**self.proxy.make_key(
            role_descriptors={"r": {"indices": [{"names": [*names, "aliased-own"], "privileges": ["manage"]}]}})).encode()).decode()
        for pattern in ("e*", "*", "_all", "e*,-x"):
            for method in ("GET", "DELETE"):
                answer = self.proxy.request(method, f"/unaliased/_alias/{pattern}", key=key)[2]
                self.assertNotIn("elses", str(answer), (method, pattern))
            removal = {"actions": [{"remove": {"index": "unaliased", "alias": pattern.split(",")[0]}}]}
            self.proxy.request("POST", "/_aliases", removal, key=key)
        self.assertIn(b"elses", self.direct("GET", "/unaliased/_alias")[1])
        self.assertIn("aliased-own", str(self.proxy.request("GET", "/aliased/_alias/a*", key=key)[2]))

    def test_reading_makes_no_field(self):
        """Before 5 a document that only comes along with the request would be mapped."""
        if self.cluster.is_opensearch or self.cluster.major >= 7:
            self.skipTest("of releases with types")
        self.direct("PUT", "/unmapped/doc/1", b'{"word":"x"}')
        before = self.direct("GET", "/unmapped/_mapping")[1]
        key = base64.b64encode("{id}:{api_key}".format(**self.proxy.make_key(
            role_descriptors={"r": {"indices": [{"names": ["unmapped"], "privileges": ["read"]}]}})).encode()).decode()
        new = {"doc": {"new": "x"}}
        like = {"query": {"more_like_this": {"fields": ["new"], "like": [{"_index": "unmapped", "_type": "doc", **new}], "min_term_freq": 1, "min_doc_freq": 1}}}
        for path, body in (("doc/_termvectors", new), ("kind/_percolate", new), ("doc/_mtermvectors", {"docs": [new]}), ("_search", like)):
            self.proxy.request("POST", f"/unmapped/{path}", body, key=key)
        self.assertEqual(self.direct("GET", "/unmapped/_mapping")[1], before)

    def test_columns_of_tables_are_told_to_everybody(self):
        key = base64.b64encode("{id}:{api_key}".format(**self.proxy.make_key(
            role_descriptors={"r": {"indices": [{"names": ["none"], "privileges": ["read"]}]}})).encode()).decode()
        for path in ("/_cat/indices?help", "/_cat/health?help=true", "/_cat/shards?help"):
            status, _, answer = self.proxy.request("GET", path, key=key)
            self.assertEqual((status, str(answer).encode()), self.direct("GET", path))

    def test_large_and_compressed_content(self):
        typed = {} if self.cluster.major >= 7 else {"_type": self.cluster.type}
        lines = "".join(json.dumps({"index": {"_index": "large", "_id": str(n), **typed}}) + "\n" + json.dumps({"text": f"{n} " * 500}) + "\n" for n in range(5000))
        headers = {"Content-Type": "application/x-ndjson"}
        pieces = (lines[at:at + 50_000].encode() for at in range(0, len(lines), 50_000))
        client = self.proxy.client(timeout=60)
        client.request("POST", "/_bulk", body=pieces, headers={**headers, "Authorization": "ApiKey " + self.proxy.make_key()["encoded"]}, encode_chunked=True)
        with client.getresponse() as response:
            answer = json.load(response)
        client.close()
        self.assertEqual((answer.get("errors"), len(answer.get("items", []))), (False, 5000), str(answer)[:500])
        self.proxy.request("POST", "/large/_refresh")
        client = self.proxy.client()
        client.request("GET", "/large/_search?size=1000", headers={"Accept-Encoding": "gzip", "Authorization": "ApiKey " + self.proxy.make_key()["encoded"]})
        with client.getresponse() as response:
            data = response.read()
            data = gzip.decompress(data) if response.headers["Content-Encoding"] == "gzip" else data
        client.close()
        self.assertEqual(len(json.loads(data)["hits"]["hits"]), 1000)

    def test_the_nightly_extraction(self):
        self.direct("PUT", "/nightly", b'{"settings":{"number_of_shards":3}}')
        typed = {} if self.cluster.major >= 7 else {"_type": self.cluster.type}
        lines = "".join(json.dumps({"index": {"_index": "nightly", "_id": str(n), **typed}}) + "\n" + json.dumps({"n": n}) + "\n" for n in range(2500))
        self.assertEqual(self.direct("POST", "/_bulk?refresh=true", lines.encode())[0], 200)
        with tempfile.TemporaryDirectory() as folder:
            key = os.path.join(folder, "key")
            with open(os.open(key, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
                file.write(self.proxy.make_key("nightly")["encoded"])
            script = [os.path.join(ROOT, "conf/examples/extract-index"), "--url", self.proxy.url, "--ca", self.proxy.ca, "--key-file", key, "--out", folder + "/out"]
            for index, query, count in (("nightly", '{"match_all":{}}', 2500), ("night*", '{"range":{"n":{"lt":100}}}', 100)):
                done = subprocess.run([*script, "--index", index, "--query", query], capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                path = done.stdout.split(":")[0]
                with gzip.open(path, "rt") as file:
                    self.assertEqual(sorted(json.loads(line)["_source"]["n"] for line in file), list(range(count)))

    def test_with_the_python_client(self):
        if test_client.MAJOR is None:
            self.skipTest("the Python client is not installed: scripts/test installs it")
        if self.cluster.is_opensearch or self.cluster.major < 6:
            self.skipTest("the client refuses to talk to this product, with or without a proxy")
        if test_client.MAJOR > max(self.cluster.major, 7):
            self.skipTest(f"client {test_client.MAJOR} is not made for {self.release}")
        if self.cluster.major == 6:
            # Client 7 takes totals as numbers for objects: only its plain calls fit a 6.
            client = test_client.connect(self.proxy, self.proxy.make_key("client"))
            client.index(index="client", doc_type="doc", id="1", body={"n": 1}, refresh=True)
            self.assertEqual(client.count(index="client")["count"], 1)
            self.assertEqual([hit["_source"] for hit in test_client.helpers.scan(client, index="client")], [{"n": 1}])
            return
        test_client.life_of_a_key(self, self.proxy, "client")
        test_client.management_of_keys(self, self.proxy)


for name in RELEASES:
    title = "Release_" + "".join(c if c.isalnum() else "_" for c in name)
    globals()[title] = type(title, (Release, unittest.TestCase), {"release": name, "__module__": __name__, "__qualname__": title})

if not RELEASES:

    @unittest.skip(f"no real cluster: {REASON or 'no release was asked for'}")
    class NoRelease(unittest.TestCase):
        def test_all(self):
            pass


if __name__ == "__main__":
    unittest.main()
