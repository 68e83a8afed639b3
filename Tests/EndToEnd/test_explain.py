"""`POST /_keyward/explain`: says of a request what the same request meets."""
import json
import time
import unittest

from support import Proxy, Upstream, echo, probes_left_out

READER = {"reader": {"cluster": ["monitor"], "indices": [
    {"names": ["logs-1"], "privileges": ["read", "view_index_metadata"]}, {"names": ["orders"], "privileges": ["write"]}]}}
BULK = "".join(json.dumps(line) + "\n" for line in [
    {"index": {"_index": "orders", "_id": "1"}}, {"a": 1}, {"index": {"_index": "secret", "_id": "1"}}, {"a": 1}, {"delete": {"_index": "orders", "_id": "2"}}])

#: Method, path, content, content type.
REQUESTS = [
    ("GET", "/logs-1/_search", None, None),
    ("GET", "/logs-*/_search", None, None),
    ("GET", "/_search", None, None),
    ("GET", "/secret/_search", None, None),
    ("GET", "/logs-1,secret/_search", None, None),
    ("GET", "/none-*/_search?allow_no_indices=false", None, None),
    ("GET", "/logs-1/_search?source=%7B%7D", None, None),
    ("GET", "/logs-1/_search?expand_wildcards=odd", None, None),
    ("PUT", "/secret", None, None),
    ("DELETE", "/_all", None, None),
    ("GET", "/_cluster/health", None, None),
    ("PUT", "/_cluster/settings", {"persistent": {}}, "application/json"),
    ("GET", "/_no/such/endpoint", None, None),
    ("PATCH", "/logs-1/_search", None, None),
    ("GET", "//_search", None, None),
    ("GET", "/logs-1/%2e%2e/_search", None, None),
    ("POST", "/logs-1/_search", {"query": {"match_all": {}}}, "application/json"),
    ("POST", "/logs-1/_search", {"query": {"terms": {"u": {"index": "secret", "id": "1", "path": "u"}}}}, "application/json"),
    ("POST", "/logs-1/_search", {"query": {"wrapper": {"query": "e30="}}}, "application/json"),
    ("POST", "/logs-1/_search", "{\"query\":{},\"query\":{}}", "application/json"),
    ("POST", "/logs-1/_search", "---\nquery: {}\n", "application/yaml"),
    ("POST", "/logs-1/_search", {}, None),
    ("POST", "/_search/scroll", {"scroll_id": "made-up"}, "application/json"),
    ("POST", "/_bulk", BULK, "application/x-ndjson"),
    ("POST", "/secret/_bulk", '{"index":{"_id":"1"}}\n{"a":1}\n', "application/x-ndjson"),
    ("POST", "/_bulk", '{"index":{"_index":"orders"}}\n{"a":1}', "application/x-ndjson"),
    ("POST", "/_msearch", '{"index":"logs-1"}\n{}\n{"index":"secret"}\n{}\n', "application/x-ndjson"),
    ("POST", "/_mget", {"docs": [{"_index": "secret", "_id": "1"}]}, "application/json"),
    ("POST", "/_reindex", {"source": {"index": "logs-1"}, "dest": {"index": "secret"}}, "application/json"),
    ("POST", "/_aliases", {"actions": [{"add": {"index": "secret", "alias": "logs-9"}}]}, "application/json"),
    ("GET", "/_security/api_key", None, None),
    ("GET", "/_security/_authenticate", None, None),
    ("POST", "/_security/role/x", {"cluster": []}, "application/json"),
    ("GET", "/_keyward/nothing", None, None),
]


class Explain(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(echo)
        cls.proxy = Proxy(cls.upstream.url)
        cls.key = cls.proxy.make_key("reader", role_descriptors=READER)
        # Until the upstream has told its release, limited requests get 503.
        end = time.time() + 10
        while cls.proxy.request("GET", "/logs-1/_search", key=cls.key["encoded"])[0] != 200 and time.time() < end:
            time.sleep(0.02)

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def explain(self, request, **fields):
        method, path, content, kind = request
        body = {"method": method, "path": path, "content_type": kind}
        if content is not None:
            body["body"] = content
        who = {name: fields.pop(name) for name in ("api_key", "user_name") if name in fields}
        if "user_name" in who:
            who["user"] = who.pop("user_name")
        return self.proxy.request("POST", "/_keyward/explain", {**who, "request": body}, **fields)

    def explained(self, request, **fields):
        status, _, answer = self.explain(request, **fields)
        self.assertEqual(status, 200, answer)
        return answer

    def test_the_verdict_is_that_of_the_request(self):
        for who in ({"key": self.key["encoded"]}, {}):
            outcomes = set()
            for request in REQUESTS:
                with self.subTest(request=request, who=list(who)):
                    method, path, content, kind = request
                    verdict = self.explained(request, **who)["verdict"]
                    before = len(self.upstream.requests)
                    data = content if isinstance(content, str) or content is None else json.dumps(content, separators=(",", ":"))
                    status, _, answer = self.proxy.request(method, path, data, {"Content-Type": kind} if kind else {}, **who)
                    received = probes_left_out(self.upstream.requests[before:])
                    outcomes.add(verdict["outcome"])
                    self.assertEqual(verdict["outcome"] == "forwarded", len(received) == 1, (verdict, answer))
                    if verdict["outcome"] == "refused":
                        self.assertEqual((status, answer["error"]), (verdict["status"], verdict["error"]))
                    elif verdict["outcome"] == "answered":
                        self.assertEqual(status, verdict["status"])
                    elif verdict["outcome"] == "forwarded":
                        head, _, sent = received[0]
                        self.assertEqual(head.split(b" ")[1].decode(), verdict["path"])
                        self.assertEqual(sent.decode(), verdict.get("body", data or ""))
                    else:
                        self.assertIn(path.split("/")[1], ("_security", "_keyward"))
            self.assertEqual(outcomes, {"forwarded", "refused", "own", "answered"} if who else {"forwarded", "refused", "own"})

    def test_what_was_recognised(self):
        answer = self.explained(("GET", "/logs-*/_search", None, None), key=self.key["encoded"])
        request = answer["request"]
        self.assertEqual((request["api"], request["route"], request["release"]), ("search", "/{index}/_search", "7.17"))
        self.assertEqual(request["actions"], [{"action": "indices:data/read/search", "resolution": "wildcards", "names": "index"}])
        self.assertEqual(request["names"], [{"kind": "index", "in": "path", "segment": 0, "expression": "logs-*"}])
        self.assertEqual(answer["principal"], {"username": "elastic", "api_key": {"id": self.key["id"], "name": "reader"}})
        self.assertEqual(answer["verdict"], {"outcome": "forwarded", "path": "/logs-1/_search"})
        body = {"query": {"terms": {"u": {"index": "secret", "id": "1", "path": "u"}}}}
        content = self.explained(("POST", "/logs-1/_search", body, "application/json"), key=self.key["encoded"])["request"]["content"]
        text = json.dumps(body, separators=(",", ":"))
        target = content["targets"][0]
        self.assertEqual((content["kind"], target["role"], target["expression"]), ("search", "lookup", "secret"))
        self.assertEqual(text[target["from"]:target["to"]], '"secret"')

    def test_each_side_says_which_entry(self):
        request = ("GET", "/secret/_search", None, None)
        answer = self.explained(request, api_key={"id": self.key["id"]})
        found = [d for d in answer["decisions"] if d.get("name") == "secret" and d["action"] == "indices:data/read/search"]
        self.assertEqual(len(found), 1, answer)
        self.assertFalse(found[0]["granted"])
        own, limits = found[0]["sides"]
        self.assertEqual((own["side"], own["granted"], limits["side"], limits["granted"]), ("role_descriptors", False, "limited_by", True))
        self.assertEqual(own["near"], [{
            "role": "reader", "section": "indices", "entry": 0, "names": ["logs-1"], "privilege": "read", "lacks": "name"}])
        self.assertEqual((limits["by"][0]["role"], limits["by"][0]["privilege"], limits["by"][0]["pattern"]), ("superuser", "all", "*"))
        answer = self.explained(("POST", "/_bulk", BULK, "application/x-ndjson"), api_key={"id": self.key["id"]})
        self.assertEqual([item["position"] for item in answer["verdict"]["denied_items"]], [1])
        self.assertIn("is unauthorized for API key id [" + self.key["id"], answer["verdict"]["denied_items"][0]["reason"])

    def test_others_take_manage_security(self):
        self.proxy.request("PUT", "/_security/role/watcher", {"cluster": ["read_security", "manage_api_key"]})
        self.proxy.request("PUT", "/_security/user/ada", {"password": "end-to-end-password", "roles": ["watcher"]})
        request = ("GET", "/secret/_search", None, None)
        for who in ({"api_key": {"id": self.key["id"]}}, {"user_name": "elastic"}):
            status, _, answer = self.explain(request, user="ada", **who)
            self.assertEqual(status, 403)
            self.assertEqual(
                answer["error"]["reason"],
                "action [cluster:admin/xpack/security/keyward/explain] is unauthorized for user [ada] with roles [watcher],"
                " this action is granted by the cluster privileges [manage_security,all]")
        self.assertEqual(self.explained(request, user="ada")["verdict"]["status"], 403)
        self.assertEqual(self.explained(request, user_name="ada")["principal"], {"username": "ada", "roles": ["watcher"]})
        self.assertEqual(self.explain(request, user_name="nobody")[0], 404)
        self.assertEqual(self.explain(request, api_key={"id": "A" * 20})[0], 404)
        # A key may name itself.
        self.assertEqual(self.explain(request, api_key={"id": self.key["id"]}, key=self.key["encoded"])[0], 200)

    def test_a_key_is_not_told_what_it_may_not_see(self):
        mine = self.explained(("GET", "/*/_search", None, None), key=self.key["encoded"])
        others = self.explained(("GET", "/*/_search", None, None), api_key={"id": self.key["id"]})
        names = lambda answer: {d["name"] for d in answer["decisions"] if d["on"] == "index"}
        self.assertIn("secret", names(others))
        self.assertEqual(names(mine), {"logs-1"})
        self.assertNotIn("secret", json.dumps(mine))
        self.assertEqual({len(s["by"]) for d in mine["decisions"] for s in d["sides"] if s["side"] == "limited_by"}, {0})
        self.assertNotIn("superuser", json.dumps(mine))

    def test_a_key_that_has_ended(self):
        made = self.proxy.make_key("ended")
        self.proxy.request("DELETE", "/_security/api_key", {"ids": [made["id"]]})
        verdict = self.explained(("GET", "/logs-1/_search", None, None), api_key={"id": made["id"]})["verdict"]
        status, _, answer = self.proxy.request("GET", "/logs-1/_search", key=made["encoded"])
        self.assertEqual((verdict["outcome"], verdict["status"], verdict["error"]), ("refused", status, answer["error"]))

    def test_faults_name_the_field(self):
        cases = [
            ({}, "[request] is missing"), ({"request": {"method": "GET"}}, "[request.path] is missing"), ({"request": {"path": "/"}}, "[request.method] is missing"),
            ({"request": {"method": "GET", "path": "/a\r\nX: y"}}, "[request.path] has a control character"),
            ({"request": {"method": "GET", "path": "/", "content_type": "a\nb"}}, "[request.content_type] has a control character"),
            ({"request": {"method": "GET", "path": "/"}, "user": "a", "api_key": {"id": "b"}}, "only one of [api_key, user] can be specified"),
            ({"request": {"method": "GET", "path": "/", "bodi": 1}}, "[1:44] [explained_request] unknown field [bodi] did you mean [body]?"),
            ({"request": "GET /"}, "[1:13] [explain_request] request doesn't support values of type: VALUE_STRING"),
            ({"reqest": {}}, "[1:2] [explain_request] unknown field [reqest] did you mean [request]?"),
            ({"request": {"method": "GET", "path": "/", "body": 3}}, "[1:52] [explained_request] body doesn't support values of type: VALUE_NUMBER"),
        ]
        for body, reason in cases:
            status, _, answer = self.proxy.request("POST", "/_keyward/explain", body)
            self.assertEqual((status, answer["error"]["reason"]), (400, reason), body)
        self.assertEqual(self.proxy.request("GET", "/_keyward/explain")[0], 405)
