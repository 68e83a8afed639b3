"""Search templates that are kept in the cluster or cannot be read: rendered there, judged here, and run as the search that they come to."""
import json
import threading
import time
import unittest

from support import Proxy, Reader, Upstream, own_answer

LOOKUP = {"query": {"terms": {"f": {"index": "secret", "id": "1", "path": "p"}}}}
#: What the cluster answers to who asks it to render the template of that id.
RENDERED = {
    "search": (200, {"template_output": {"query": {"match": {"f": "a"}}, "size": 3}}),
    "lookup": (200, {"template_output": LOOKUP}),
    "two": (200, b'{"template_output":{"size":1},"x":' + json.dumps(LOOKUP).encode() + b"}"),
    "out": (200, b'{"template_output":{"size":1},' + json.dumps(LOOKUP).encode()[1:]),
    "broken": (200, b'{"template_output":{"query":{}'),
    "text": (200, {"template_output": "{}"}),
    "gone": (404, {"error": {"type": "resource_not_found_exception", "reason": "unable to find script [gone] in cluster state"}, "status": 404}),
    "large": (200, {"template_output": {"query": {"match": {"f": "x" * (12 << 20)}}}}),
    "pit": (200, {"template_output": {"pit": {"id": "abc"}}}),
}


class Cluster(Upstream):
    def __init__(self):
        super().__init__(self.answer_one)
        self.hold = threading.Event()
        self.hold.set()

    def answer_one(self, upstream, connection, number):
        reader = Reader(connection)
        while message := reader.message():
            if b" /_render/template " in message[0]:
                upstream.requests.append(message)
                self.hold.wait(10)
                asked = json.loads(message[2])
                wanted = asked.get("id") or asked["params"]["name"]
                if wanted == "lost":
                    return
                status, answer = RENDERED[wanted]
            elif own := own_answer(message):
                connection.sendall(own)
                continue
            else:
                upstream.requests.append(message)
                status, answer = 200, {"took": 1, "hits": {"hits": []}}
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            try:
                connection.sendall(b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body)
            except OSError:
                return


class Templates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Cluster()
        cls.proxy = Proxy(cls.upstream.url)
        cls.key = cls.proxy.make_key("limited", role_descriptors={"r": {"indices": [{"names": "logs-*", "privileges": ["read"]}]}})["encoded"]

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def ask(self, name, path="/logs-1/_search/template", method="POST", key=None, **members):
        """Status, answer, and what the cluster got: method and target, content."""
        before = len(self.upstream.requests)
        status, _, answer = self.proxy.request(method, path, {"id": name, **members}, {"User-Agent": "test"}, key=key or self.key, user=None)
        got = [(line.split(b" HTTP")[0].decode(), content) for line, _, content in self.upstream.requests[before:]]
        return status, answer, got

    def test_what_it_comes_to_is_run(self):
        for method in ("GET", "POST"):
            status, answer, got = self.ask("search", "/logs-1/_search/template?typed_keys=true", method, params={"q": "a"})
            self.assertEqual((status, answer["took"]), (200, 1))
            self.assertEqual([line for line, _ in got], ["POST /_render/template", f"{method} /logs-1/_search?typed_keys=true"])
            self.assertEqual(json.loads(got[0][1]), {"id": "search", "params": {"q": "a"}})
            self.assertEqual(json.loads(got[1][1]), RENDERED["search"][1]["template_output"])

    def test_names_are_narrowed_as_for_any_search(self):
        self.assertEqual(self.ask("search", "/_search/template")[2][1][0], "POST /logs-1,logs-2/_search")
        self.assertEqual(self.ask("search", "/*/_search/template")[2][1][0], "POST /logs-1,logs-2/_search")
        status, _, got = self.ask("search", "/secret/_search/template")
        self.assertEqual((status, got), (403, []))

    def test_what_it_looks_up_is_judged(self):
        status, answer, got = self.ask("lookup", params={"x": "y"})
        self.assertEqual(status, 403)
        self.assertIn("on indices [secret]", answer["error"]["reason"])
        self.assertEqual([line for line, _ in got], ["POST /_render/template"])
        # What stands beside the search goes nowhere.
        for name in ("two", "out"):
            status, _, got = self.ask(name)
            self.assertEqual((status, json.loads(got[1][1])), (200, {"size": 1}))
        self.assertEqual(self.ask("pit")[0], 404)

    def test_one_that_comes_along_and_cannot_be_read(self):
        for source in ('{"query":{{#toJson}}q{{/toJson}}}', '{"size":{{n}}}', {"query": {"terms": {"f": {"index": "{{i}}", "id": "1", "path": "p"}}}}, {"query": {"match": {"f": "{{{q}}}"}}}):
            for name, expected in (("search", 200), ("lookup", 403)):
                body = {"source": source, "params": {"name": name}}
                before = len(self.upstream.requests)
                status, _, _ = self.proxy.request("POST", "/logs-1/_search/template", body, {"User-Agent": "test"}, key=self.key, user=None)
                self.assertEqual(status, expected)
                got = self.upstream.requests[before:]
                self.assertEqual(json.loads(got[0][2]), body)
                self.assertEqual([message[0].split(b" ")[1] for message in got], [b"/_render/template", b"/logs-1/_search"][: 2 if expected == 200 else 1])
        # Read without asking.
        before = len(self.upstream.requests)
        body = {"source": {"query": {"match": {"f": "{{q}}"}}}, "params": {"q": "a"}}
        self.assertEqual(self.proxy.request("POST", "/logs-1/_search/template", body, {"User-Agent": "test"}, key=self.key, user=None)[0], 200)
        self.assertEqual([message[0].split(b" ")[1] for message in self.upstream.requests[before:]], [b"/logs-1/_search/template"])

    def test_members_of_the_request_that_belong_to_the_search(self):
        _, _, got = self.ask("search", explain=True, profile=False)
        self.assertEqual(json.loads(got[1][1]), {"explain": True, **RENDERED["search"][1]["template_output"]})

    def test_what_comes_to_no_search(self):
        for name, status in (("broken", 400), ("text", 400), ("large", 413), ("gone", 404), ("lost", 503)):
            with self.subTest(name):
                got = self.ask(name)
                self.assertEqual((got[0], [line for line, _ in got[2]]), (status, ["POST /_render/template"]))
        self.assertEqual(self.ask("gone")[1], RENDERED["gone"][1])
        # The connection stays.
        self.assertEqual(self.ask("search")[0], 200)

    def test_a_client_that_leaves_meanwhile(self):
        before = len(self.upstream.requests)
        self.upstream.hold.clear()
        client = self.proxy.client()
        client.request("POST", "/logs-1/_search/template", json.dumps({"id": "search"}), {"Content-Type": "application/json", "Authorization": "ApiKey " + self.key})
        end = time.time() + 5
        while len(self.upstream.requests) == before and time.time() < end:
            time.sleep(0.01)
        client.close()
        time.sleep(0.2)
        self.upstream.hold.set()
        self.assertEqual(self.ask("search")[0], 200)
        self.assertEqual(sum(b"/_search" in line for line, _, _ in self.upstream.requests[before:]), 1)

    def test_an_explanation_says_that_it_cannot_know(self):
        before = len(self.upstream.requests)
        asked = {"request": {"method": "POST", "path": "/logs-1/_search/template", "body": {"id": "search"}}}
        status, _, answer = self.proxy.request("POST", "/_keyward/explain", asked, key=self.key, user=None)
        self.assertEqual((status, answer["verdict"]["outcome"], answer["verdict"]["status"]), (200, "refused", 400), answer)
        self.assertIn("explain the search that it comes to", answer["verdict"]["error"]["reason"])
        self.assertEqual(len(self.upstream.requests), before)

    def test_whoever_may_do_all_sends_it_as_it_is(self):
        key = self.proxy.make_key("all")["encoded"]
        status, _, got = self.ask("lookup", key=key)
        self.assertEqual((status, [line for line, _ in got]), (200, ["POST /logs-1/_search/template"]))

    def test_among_several_searches_it_is_refused(self):
        lines = "{}\n" + json.dumps({"id": "search"}) + "\n{}\n" + json.dumps({"source": {"query": {"match": {"f": "{{x}}"}}}, "params": {"x": "a"}}) + "\n"
        before = len(self.upstream.requests)
        status, _, answer = self.proxy.request("POST", "/logs-1/_msearch/template", lines, {"Content-Type": "application/x-ndjson", "User-Agent": "test"}, key=self.key, user=None)
        self.assertEqual(len(self.upstream.requests), before + 1)
        self.assertNotIn(b'"id"', self.upstream.requests[-1][2])
        self.assertIn(b'"{{x}}"', self.upstream.requests[-1][2])


if __name__ == "__main__":
    unittest.main()
