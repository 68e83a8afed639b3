"""What the judging of paths and contents alone does not show: how it all comes together on the wire."""
import gzip
import json
import os
import time
import unittest

from support import ROOT, SANITIZED, Proxy, Reader, Upstream, own_answer, probes_left_out

LIMITED = {"r": {"cluster": ["monitor", "manage"], "indices": [
    {"names": ["logs-*"], "privileges": ["read", "view_index_metadata"]}, {"names": ["orders"], "privileges": ["write", "create_index"]}]}}


class Cluster(Upstream):
    """Answers each request with what `self.answers` has for its path, else with an empty object; counts bytes instead of keeping them."""

    def __init__(self, release="7.17.28"):
        self.answers, self.release, self.bytes = {}, release, 0
        super().__init__(Cluster.handle_one)

    @staticmethod
    def handle_one(self, connection, number):
        reader = Reader(connection)
        while message := reader.message():
            own = own_answer(message)
            if own:
                body = own.partition(b"\r\n\r\n")[2].replace(b"7.17.28", self.release.encode())
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
                continue
            self.requests.append(message)
            path = message[0].split(b" ")[1].decode()
            status, fields, body = self.answers.get(path.split("?")[0], (200, {}, {}))
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            fields = {"Content-Type": "application/json", **fields, "Content-Length": str(len(data))}
            lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
            connection.sendall(f"HTTP/1.1 {status} x\r\n{lines}\r\n".encode() + (b"" if message[0].startswith(b"HEAD") else data))


class Wire(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Cluster()
        cls.proxy = Proxy(cls.upstream.url)
        cls.key = cls.proxy.make_key("limited", role_descriptors=LIMITED)["encoded"]
        cls.other = cls.proxy.make_key("other", role_descriptors=LIMITED)["encoded"]
        end = time.time() + 10
        while cls.proxy.request("GET", "/logs-1/_search", key=cls.key)[0] != 200 and time.time() < end:
            time.sleep(0.02)

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def setUp(self):
        self.upstream.answers.clear()
        self.before = len(self.upstream.requests)

    def received(self):
        return self.upstream.requests[self.before:]

    def ask(self, method, path, body=None, key=None, **fields):
        return self.proxy.request(method, path, body, {name.replace("_", "-"): value for name, value in fields.items()}, key=key or self.key)

    def test_H44_content_in_another_form_is_refused_where_it_is_read(self):
        search = b'{"query":{"terms":{"u":{"index":"secret","id":"1","path":"u"}}}}'
        for kind in ("application/yaml", "application/cbor", "application/smile", "text/plain", "application/x-www-form-urlencoded", "application/vnd.elasticsearch+cbor",
                     "application/json; charset=utf-16", "application/json, application/yaml"):
            for path in ("/logs-1/_search", "/_bulk", "/_mget", "/_reindex", "/logs-1/_count"):
                status, _, answer = self.ask("POST", path, search, Content_Type=kind)
                self.assertEqual((status, answer), (406, {"error": f"Content-Type header [{kind}] is not supported", "status": 406}), path)
        status, _, answer = self.ask("POST", "/logs-1/_search", search)
        self.assertEqual((status, answer), (406, {"error": "Content-Type header is missing", "status": 406}))
        # The same text in other encodings of characters.
        for coding in ("utf-16", "utf-16-le", "utf-32", "utf-8-sig"):
            self.assertEqual(self.ask("POST", "/logs-1/_search", search.decode().encode(coding), Content_Type="application/json")[0], 400, coding)
        self.assertEqual(self.ask("POST", "/logs-1/_search", b'{"size":1,"size":2}', Content_Type="application/json")[0], 400)
        for path in ("/logs-1/_search?source=%7B%7D&source_content_type=application/json", "/_mget?source=%7B%7D"):
            self.assertEqual(self.ask("GET", path)[0], 400)
        self.assertEqual(self.ask("POST", "/logs-1/_search", gzip.compress(search), Content_Type="application/json", Content_Encoding="gzip")[0], 403)
        for coding in ("br", "deflate", "gzip, gzip", "zstd"):
            self.assertEqual(self.ask("POST", "/logs-1/_search", search, Content_Type="application/json", Content_Encoding=coding)[0], 415)
        self.assertEqual(self.received(), [])
        # What is read in no form is not refused.
        for kind in ("application/json", "application/vnd.elasticsearch+json; compatible-with=7", "application/x-ndjson", "application/json; charset=UTF-8"):
            self.assertEqual(self.ask("POST", "/logs-1/_search", b'{"query":{"match_all":{}}}\n', Content_Type=kind)[0], 200, kind)
        self.assertEqual(self.ask("PUT", "/orders/_doc/1", b"---\na: 1\n", Content_Type="application/yaml")[0], 200)

    def test_H44_answers_that_are_changed_come_as_JSON(self):
        bulk = b'{"index":{"_index":"secret"}}\n{}\n{"index":{"_index":"orders"}}\n{}\n'
        for name in ("yaml", "cbor", "smile", "YAML"):
            for method, path, body in (("POST", "/_bulk", bulk), ("GET", "/logs-1/_search?scroll=1m", None), ("GET", "/_alias", None)):
                mark = "&" if "?" in path else "?"
                status, _, answer = self.ask(method, f"{path}{mark}format={name}", body, **({"Content_Type": "application/x-ndjson"} if body else {}))
                reasons = {"parameter [format] must be [json]: the answer to this request is read on its way", "aliases that may not be seen can be left out of a list in [format=json] only"}
                self.assertEqual(status, 400, path)
                self.assertIn(answer["error"]["reason"], reasons)
        self.assertEqual(self.received(), [])
        self.upstream.answers["/_bulk"] = (200, {}, {"took": 1, "errors": False, "items": [{"index": {"_index": "orders", "status": 201}}]})
        # `Accept` goes on only where it asks for JSON; without it the content's type decides.
        for accept, goes_on in (("application/yaml", False), ("*/*", False), ("application/json", True), ("application/vnd.elasticsearch+json;compatible-with=7", True)):
            status, _, answer = self.ask("POST", "/_bulk?format=json", bulk, Content_Type="application/x-ndjson", Accept=accept)
            self.assertEqual([item["index"]["status"] for item in answer["items"]], [403, 201])
            self.assertEqual(self.received()[-1][1].get("accept"), accept if goes_on else None)
            self.assertNotIn("accept-encoding", self.received()[-1][1])
        self.ask("GET", "/logs-1/_search?scroll=1m", None, Content_Type="application/yaml")
        self.assertNotIn("content-type", self.received()[-1][1])
        # What is not changed may come in any form.
        self.ask("GET", "/logs-1/_search?format=yaml", None, Accept="application/yaml")
        self.assertEqual(self.received()[-1][1]["accept"], "application/yaml")
        # An upstream that answers in another form all the same is not passed on.
        for fields in ({"Content-Type": "application/yaml"}, {"Content-Type": "application/json", "Content-Encoding": "gzip"}):
            self.upstream.answers["/_bulk"] = (200, fields, b"---\nsecret: 1\n")
            try:
                status, _, answer = self.ask("POST", "/_bulk", bulk, Content_Type="application/x-ndjson")
            except OSError:
                continue
            self.assertEqual(status, 502)
            self.assertNotIn("secret", json.dumps(answer))

    def test_H45_to_H48_ids_belong_to_who_got_them(self):
        cases = [
            # What gives the id, in which member; what takes it; the 404.
            ("POST", "/logs-1/_search?scroll=1m", "/logs-1/_search", "_scroll_id", lambda i: ("POST", "/_search/scroll", {"scroll_id": i}), "search_context_missing_exception"),
            ("POST", "/logs-1/_search?scroll=1m", "/logs-1/_search", "_scroll_id", lambda i: ("DELETE", "/_search/scroll", {"scroll_id": [i]}), "search_context_missing_exception"),
            ("POST", "/logs-1/_pit?keep_alive=1m", "/logs-1/_pit", "id", lambda i: ("POST", "/_search", {"pit": {"id": i}}), "search_context_missing_exception"),
            ("POST", "/logs-1/_async_search", "/logs-1/_async_search", "id", lambda i: ("GET", "/_async_search/" + i, None), "resource_not_found_exception"),
            ("POST", "/orders/_delete_by_query?wait_for_completion=false", "/orders/_delete_by_query", "task", lambda i: ("GET", "/_tasks/" + i, None), "resource_not_found_exception"),
            ("POST", "/orders/_delete_by_query?wait_for_completion=false", "/orders/_delete_by_query", "task", lambda i: ("POST", "/_tasks/" + i + "/_cancel", None), "resource_not_found_exception"),
            ("POST", "/orders/_delete_by_query?wait_for_completion=false", "/orders/_delete_by_query", "task",
             lambda i: ("POST", "/_delete_by_query/" + i + "/_rethrottle?requests_per_second=1", None), "resource_not_found_exception"),
        ]
        raw = "oTUltX4IQMOUUVeiohTt8A:124"
        given = self.proxy.make_key("r-w", role_descriptors={"r": {"cluster": ["manage"], "indices": [{"names": ["logs-*", "orders"], "privileges": ["read", "write", "delete"]}]}})["encoded"]
        for method, path, where, member, use, error in cases:
            with self.subTest(gives=path, takes=use("ID")[:2]):
                self.upstream.answers[where] = (200, {}, {member: raw, "took": 1})
                status, _, answer = self.ask(method, path, {"query": {"match_all": {}}} if "_pit" not in path else None, key=given)
                self.assertEqual(status, 200, answer)
                self.assertNotEqual(answer[member], raw)
                self.upstream.answers.clear()
                for identifier, key in ((answer[member], self.other), (raw, given), (raw, self.other)):
                    before = len(self.upstream.requests)
                    status, _, refused = self.ask(*use(identifier), key=key)
                    self.assertEqual(status, 404, refused)
                    self.assertIn(error, json.dumps(refused))
                    self.assertEqual(len(self.upstream.requests), before)
                status, _, refused = self.ask(*use(answer[member]), key=given)
                self.assertEqual(status, 200, refused)
                head, _, content = self.upstream.requests[-1]
                self.assertIn(raw.encode(), head.replace(b"%3A", b":") + content)
                self.assertNotIn(answer[member].encode(), head + content)

    def test_H46_points_in_time_of_several_searches(self):
        raw = "46ToAwMDaWR5BXV1aWQy"
        self.upstream.answers["/logs-1/_pit"] = (200, {}, {"id": raw})
        given = self.ask("POST", "/logs-1/_pit?keep_alive=1m", None)[2]["id"]
        self.upstream.answers.clear()
        self.upstream.answers["/_msearch"] = (200, {}, {"took": 1, "responses": [{"pit_id": raw, "hits": {}}, {"pit_id": raw, "hits": {}}]})
        line = json.dumps({"pit": {"id": given}})
        status, _, answer = self.ask("POST", "/_msearch", f"{{}}\n{line}\n{{}}\n{line}\n", Content_Type="application/x-ndjson")
        self.assertEqual(status, 200, answer)
        head, _, content = self.upstream.requests[-1]
        self.assertEqual([json.loads(line) for line in content.splitlines()], [{}, {"pit": {"id": raw}}] * 2)
        for item in answer["responses"]:
            self.assertNotEqual(item["pit_id"], raw)
            status, _, found = self.ask("POST", "/_search", {"pit": {"id": item["pit_id"]}})
            self.assertEqual(status, 200, found)

    def test_H50_the_ways_around_are_told(self):
        with open(os.path.join(ROOT, "README.md")) as file:
            text = file.read()
        self.assertIn("Ports 9200 and 9300 to 9400 of every node must be closed to everybody but the nodes and the proxy", text)

    def test_H51_H56_a_request_is_one_request(self):
        auth = f"Host: h\r\nAuthorization: ApiKey {self.key}\r\n"
        inner = f"GET /secret/_search HTTP/1.1\r\n{auth}\r\n"
        for line, fields, body in [
            ("POST /logs-1/_search", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + inner),
            ("GET /logs-1/_search", "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAoAAA\r\n", ""),
            ("GET /logs-1/_search", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n", inner),
            ("CONNECT secret:9200", "", inner),
            ("TRACE /secret/_search", "", ""),
            ("GET http://other/secret/_search", "", ""),
        ]:
            connection = self.proxy.connect()
            connection.sendall(f"{line} HTTP/1.1\r\n{auth}{fields}\r\n{body}".encode())
            answer = Reader(connection).message(is_response=True)
            connection.close()
            self.assertNotEqual(answer[0].split(b" ")[1], b"101", line)
        self.assertEqual([head for head, _, _ in self.received() if b"secret" in head or b"TRACE" in head], [])

    def test_H52_what_is_not_enforced_is_not_granted(self):
        for field in ({"query": {"term": {"a": 1}}}, {"field_security": {"grant": ["a"]}}):
            body = {"name": "part", "role_descriptors": {"r": {"indices": [{"names": ["secret"], "privileges": ["read"], **field}]}}}
            status, _, answer = self.proxy.request("POST", "/_security/api_key", body)
            self.assertEqual(status, 400, answer)

    def test_H53_refusals_tell_what_the_client_named(self):
        for method, path, body in [("GET", "/orders/_search", None), ("GET", "/o*/_search?allow_no_indices=false", None), ("POST", "/logs-1/_search", {"query": {"wrapper": {"query": "e30="}}}), ("GET", "/_no/such", None)]:
            text = json.dumps(self.ask(method, path, body)[2])
            self.assertNotIn("secret", text)
            self.assertNotIn("logs-2", text)
        # Lists of aliases show those that may be seen.
        self.upstream.answers["/logs-1,logs-2/_alias"] = (200, {}, {"logs-1": {"aliases": {"secret-alias": {}, "logs-mine": {}}}})
        given = self.proxy.make_key("m", role_descriptors={"r": {"indices": [{"names": ["logs-*"], "privileges": ["view_index_metadata"]}]}})["encoded"]
        status, _, answer = self.ask("GET", "/_alias", key=given)
        self.assertEqual((status, answer), (200, {"logs-1": {"aliases": {"logs-mine": {}}}}))

    def test_H54_fields_that_say_who_one_is_stay_here(self):
        self.ask("GET", "/logs-1/_search", None, **{
            "es-secondary-authorization": "ApiKey x", "X-elastic-product-origin": "kibana", "X-elastic-internal-origin": "x", "X-Forwarded-For": "1.2.3.4", "Forwarded": "for=1",
            "X-Opaque-Id": "7", "X-HTTP-Method-Override": "DELETE", "_xpack_security_authentication": "x", "X-Original-URL": "/secret"})
        self.assertEqual(sorted(self.received()[-1][1]), ["accept-encoding", "host", "x-opaque-id"])
        status, _, answer = self.ask("GET", "/logs-1/_search", None, **{"es-security-runas-user": "elastic"})
        self.assertEqual(status, 403)


class OldRelease(unittest.TestCase):
    """H41: scripts of 2.x run anything."""

    def test_H41_no_script_gets_through(self):
        with Cluster("2.4.6") as upstream, Proxy(upstream.url) as proxy:
            key = proxy.make_key("k", role_descriptors=LIMITED)["encoded"]
            end = time.time() + 10
            while proxy.request("GET", "/logs-1/_search", key=key)[0] != 200 and time.time() < end:
                time.sleep(0.02)
            script = {"script": "java.lang.Runtime.getRuntime()"}
            update = lambda source: json.dumps({"update": {"_index": "orders", "_type": "t", "_id": "1"}}) + "\n" + source + "\n"
            for path, body in [
                ("/logs-1/_search", {"script_fields": {"x": script}}),
                ("/logs-1/_search", {"query": {"function_score": {"functions": [{"script_score": script}]}}}),
                ("/logs-1/_search", '{"script_fields":{"x":{"\\u0073cript":"1"}}}'),
                ("/orders/t/1/_update", script),
                ("/_bulk", update(json.dumps(script))),
                ("/_bulk", update('{"\\u0073cript":"1"}')),
            ]:
                before = len(probes_left_out(upstream.requests))
                status, _, answer = proxy.request("POST", path, body, {"Content-Type": "application/json"} if isinstance(body, str) else None, key=key)
                self.assertEqual(status, 403, answer)
                self.assertIn("a script, which in this release can reach more than the index it runs on", json.dumps(answer))
                self.assertEqual(len(probes_left_out(upstream.requests)), before)
            for path, body in [("/logs-1/_search", {"query": {"match_all": {}}}), ("/orders/t/1/_update", {"doc": {"a": 1}}), ("/_bulk", update('{"doc":{"a":1}}')), ("/orders/t/1", script)]:
                status, _, answer = proxy.request("POST", path, body, {"Content-Type": "application/json"} if isinstance(body, str) else None, key=key)
                self.assertEqual(status, 200, answer)


class LargeBulk(unittest.TestCase):
    """A bulk request of any size passes with the memory of a small one, item by item."""

    SIZE = int(os.environ.get("KEYWARD_BULK_BYTES", 300 << 20))

    @unittest.skipIf(SANITIZED, "figures of memory mean nothing here")
    def test_memory_is_flat(self):
        counts = {"bytes": 0, "lines": 0}

        def swallow(upstream, connection, number):
            """Counts content and lines; answers with as many items."""
            reader = Reader(connection)
            while True:
                head = reader.until(b"\r\n\r\n")
                if head is None:
                    return
                if b"chunked" not in head.lower():
                    if own := own_answer((head, {} if b"user-agent" not in head.lower() else {"user-agent": "x"}, b"")):
                        connection.sendall(own)
                    else:
                        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
                    continue
                while size := int(reader.until(b"\r\n"), 16):
                    piece = reader.exactly(size + 2)
                    counts["bytes"] += size
                    counts["lines"] += piece.count(b"\n", 0, size)
                reader.until(b"\r\n")
                body = b'{"took":1,"errors":false,"items":[' + b",".join([b'{"index":{"status":201}}'] * (counts["lines"] // 2)) + b"]}"
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

        item = (b'{"index":{"_index":"orders"}}\n', b'{"text":"' + b"x" * 8000 + b'"}\n')
        denied = b'{"index":{"_index":"secret"}}\n{"text":"y"}\n'
        portion = b"".join(item) * 120 + denied
        times = max(self.SIZE // len(portion), 1)
        with Upstream(swallow) as upstream, Proxy(upstream.url, settings="limits.body_bytes: 4gb") as proxy:
            key = proxy.make_key("k", role_descriptors=LIMITED)["encoded"]
            end = time.time() + 10
            while proxy.request("GET", "/logs-1/_search", key=key)[0] != 200 and time.time() < end:
                time.sleep(0.02)
            small = proxy.request("POST", "/_bulk", portion, {"Content-Type": "application/x-ndjson"}, key=key)
            self.assertEqual(small[0], 200)
            counts["bytes"] = counts["lines"] = 0
            before, peak = proxy.memory(), 0
            began = time.time()
            cpu = cpu_seconds(proxy.process.pid)

            def portions():
                nonlocal peak
                for number in range(times):
                    if number % 50 == 0:
                        peak = max(peak, proxy.memory())
                    yield portion

            client = proxy.client(timeout=600)
            client.request("POST", "/_bulk", body=portions(), headers={"Content-Type": "application/x-ndjson", "Authorization": "ApiKey " + key}, encode_chunked=True)
            response = client.getresponse()
            answer = json.loads(response.read())
            took = time.time() - began
            cpu = cpu_seconds(proxy.process.pid) - cpu
            peak = max(peak, proxy.memory())
            print(f"bulk of {times * len(portion) >> 20} MB: {took:.1f} s, {cpu:.1f} s of CPU, memory from {before >> 20} MB to at most {peak >> 20} MB", flush=True)
            self.assertEqual(response.status, 200)
            self.assertEqual((counts["bytes"], counts["lines"]), (times * len(b"".join(item)) * 120, times * 240))
            self.assertEqual(len(answer["items"]), times * 121)
            self.assertEqual([answer["items"][n]["index"]["status"] for n in (0, 119, 120, 121, -1)], [201, 201, 403, 201, 403])
            self.assertTrue(answer["errors"])
            # Denied items are kept, some hundred bytes each; of the content hardly more than a buffer in each direction.
            self.assertLess(peak - before, 16 << 20)


def cpu_seconds(process):
    with open(f"/proc/{process}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
