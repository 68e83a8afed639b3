"""HTTP/2 to clients: what they may expect of streams, windows, ends and faults of the upstream."""
import json
import os
import random
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import unittest

from http2_client import PREFACE, Client, block, data, frame, headers, request
from support import PASSWORD, Proxy, Reader, Upstream, echo

MEGABYTE = 1 << 20


def authorized(key, *more):
    return [("authorization", "ApiKey " + key), *more]


class Protocols(unittest.TestCase):
    def alpn(self, proxy, *names):
        context = proxy.context()
        if names:
            context.set_alpn_protocols(list(names))
        with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as plain:
            with context.wrap_socket(plain, server_hostname="localhost") as tls:
                return tls.selected_alpn_protocol()

    def test_alpn_decides(self):
        with Upstream(echo) as upstream, Proxy(upstream.url, loops=1) as proxy:
            self.assertEqual(self.alpn(proxy, "h2", "http/1.1"), "h2")
            self.assertEqual(self.alpn(proxy, "http/1.1", "h2"), "h2")
            self.assertEqual(self.alpn(proxy, "http/1.1"), "http/1.1")
            self.assertIsNone(self.alpn(proxy))
            self.assertEqual(proxy.request("GET", "/_security/_authenticate")[0], 200)

    def test_a_listener_may_leave_it_out(self):
        with Upstream(echo) as upstream, Proxy(upstream.url, listener="http2.enabled: false", loops=1) as proxy:
            self.assertEqual(self.alpn(proxy, "h2", "http/1.1"), "http/1.1")
            with self.assertRaises(ssl.SSLError):
                self.alpn(proxy, "h2")

    def test_without_tls_only_where_a_listener_says_so(self):
        keys = "allow_cleartext_keys_on_loopback: true"
        with Upstream(echo) as upstream, Proxy(upstream.url, listener=keys, clear=True, loops=1) as proxy:
            with Client(proxy) as client:
                client.wait(lambda: client.closed, 3)
                self.assertTrue(client.closed)
                self.assertEqual(client.frames, [])
        with Upstream(echo) as upstream, Proxy(upstream.url, listener=keys + "\n    http2.cleartext: true", clear=True, loops=1) as proxy:
            key = proxy.make_key()["encoded"]
            with Client(proxy) as client:
                self.assertEqual(client.get(1, "/a/_doc/1", key)[0], 200)
            # HTTP/1.1 is spoken there as well.
            self.assertEqual(proxy.request("GET", "/a/_doc/1", key=key)[0], 200)

    def test_no_upgrade(self):
        with Upstream(echo) as upstream, Proxy(
                upstream.url, listener="allow_cleartext_keys_on_loopback: true\n    http2.cleartext: true", clear=True, loops=1) as proxy:
            key = proxy.make_key()["encoded"]
            upgrade = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AAMAAABk"}
            self.assertEqual(proxy.request("GET", "/a/_doc/1", key=key, headers=upgrade)[0], 200)


class Requests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(echo)
        cls.proxy = Proxy(cls.upstream.url)
        cls.key = cls.proxy.make_key()["encoded"]

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def last_request(self):
        return self.upstream.requests[-1]

    def test_head_and_content_reach_the_upstream_as_http1(self):
        with Client(self.proxy) as client:
            status, content = client.get(
                1, "/a/_doc/x%20%C3%A4?refresh=true", self.key, "PUT", b'{"a":1}', [("content-type", "application/json"), ("x-opaque-id", "me")])
            self.assertEqual(status, 200)
            self.assertEqual(json.loads(content), {"line": "PUT /a/_doc/x%20%C3%A4?refresh=true HTTP/1.1", "content": '{"a":1}'})
            head, fields, _ = self.last_request()
            self.assertEqual(fields["transfer-encoding"], "chunked")
            self.assertEqual((fields["content-type"], fields["x-opaque-id"]), ("application/json", "me"))
            self.assertNotIn("authorization", fields)
            self.assertTrue(fields["host"].startswith("127.0.0.1:"))

    def test_a_known_length_is_passed_on(self):
        with Client(self.proxy) as client:
            self.assertEqual(client.get(1, "/a/_doc/1", self.key, "PUT", b"xyz", [("content-length", "3")])[0], 200)
            self.assertEqual(self.last_request()[1]["content-length"], "3")

    def test_head_has_a_length_and_no_content(self):
        with Client(self.proxy) as client:
            self.assertEqual(client.get(1, "/a/_doc/1", self.key, "HEAD"), (200, b""))
            self.assertEqual(client.find("DATA", 1), [])

    def test_targets_are_judged_as_in_http1(self):
        for path in ("/a//b", "/a/../b", "/a/%2e%2e/b", "/a\\b", "/a#b", "/a%00", "/%zz", "/a/%ff"):
            with self.subTest(path), Client(self.proxy) as client:
                before = len(self.upstream.requests)
                self.assertEqual(client.get(1, path, self.key)[0], 400)
                self.assertEqual(len(self.upstream.requests), before)
                # Other streams go on.
                self.assertEqual(client.get(3, "/a/_doc/1", self.key)[0], 200)

    def test_trace_and_unknown_methods(self):
        for method in ("TRACE", "BREW", "get"):
            with self.subTest(method), Client(self.proxy) as client:
                self.assertEqual(client.get(1, "/a", self.key, method)[0], 501)

    def test_nothing_smuggled_reaches_the_upstream(self):
        before = len(self.upstream.requests)
        bad = [
            [(":path", "/a HTTP/1.1\r\nx: y\r\n\r\nGET /evil")], [("x-a", "b\r\ncontent-length: 9")], [("x-a\r\nb", "c")],
            [("transfer-encoding", "chunked")], [("content-length", "3, 3")], [("content-length", "+3")], [("connection", "x-a")],
            [("host", "other")], [("x-a", "b\0")], [("authorization", "x")],
        ]
        for more in bad:
            with self.subTest(more), Client(self.proxy) as client:
                fields = [f for f in request("POST", "/a/_doc/1", authorized(self.key)) if f[0] != more[0][0] or not f[0].startswith(":")]
                client.send(headers(1, more + fields if more[0][0].startswith(":") else fields + more, False) + data(1, b"abc", True))
                client.wait(lambda: client.responses.get(1, {}).get("reset") or client.responses.get(1, {}).get("whole") or client.closed, 5)
                response = client.responses[1]
                self.assertTrue(response["reset"] == "PROTOCOL_ERROR" or response["status"] == 400, response)
        time.sleep(0.1)
        self.assertEqual(len(self.upstream.requests), before)

    def test_each_head_that_is_refused_leaves_a_record(self):
        tampered = lambda records: [r for r in records if r["event.action"] == "tampered_request"]
        before = len(tampered(self.proxy.audit()))
        with Client(self.proxy) as client:
            client.get(1, "/a//b", self.key)
            client.send(headers(3, request("GET", "/", [("connection", "close")])))
            client.wait(lambda: client.responses.get(3, {}).get("reset"))
        records = tampered(self.proxy.audit(lambda records: len(tampered(records)) >= before + 2))
        self.assertGreaterEqual(len(records), before + 2)

    def test_heads_beyond_the_limits(self):
        with Client(self.proxy) as client:
            self.assertEqual(client.get(1, "/a", self.key, more=[(f"x-{i}", "v") for i in range(130)])[0], 431)
            self.assertEqual(client.get(3, "/a", self.key, more=[("x", "v" * 15_000), ("y", "v" * 900)])[0], 200)
            self.assertEqual(client.get(5, "/" + "a" * 16_400, self.key)[0], 414)
            self.assertEqual(client.get(7, "/a/_doc/1", self.key)[0], 200)

    def test_each_request_is_judged_anew(self):
        key = self.proxy.make_key("short")
        with Client(self.proxy) as client:
            self.assertEqual(client.get(1, "/a/_doc/1", key["encoded"])[0], 200)
            self.assertEqual(self.proxy.request("DELETE", "/_security/api_key", {"ids": [key["id"]]})[0], 200)
            self.assertEqual(client.get(3, "/a/_doc/1", key["encoded"])[0], 401)
            self.assertEqual(client.get(5, "/a/_doc/1")[0], 401)
            self.assertEqual(client.get(7, "/a/_doc/1", self.key)[0], 200)

    def test_passwords_are_verified_while_content_comes(self):
        import base64
        basic = base64.b64encode(f"elastic:{PASSWORD}".encode()).decode()
        with Client(self.proxy) as client:
            # A password that is not in the cache, and one that is wrong.
            for stream, word, wanted in ((1, basic, 200), (3, base64.b64encode(b"elastic:wrong").decode(), 401), (5, basic, 200)):
                fields = request("PUT", "/a/_doc/1", [("authorization", "Basic " + word)])
                client.send(headers(stream, fields, False) + data(stream, b"z" * 10_000) + data(stream, b"z" * 10_000, True))
            client.wait(lambda: all(client.responses.get(s, {}).get("whole") for s in (1, 3, 5)))
            self.assertEqual([client.responses[s]["status"] for s in (1, 3, 5)], [200, 401, 200])
            self.assertEqual(len(json.loads(client.responses[1]["content"])["content"]), 20_000)

    def test_continue(self):
        with Client(self.proxy) as client:
            client.send(headers(1, request("PUT", "/a/_doc/1", authorized(self.key, ("expect", "100-continue"))), False))
            client.wait(lambda: client.find("HEADERS", 1))
            self.assertEqual(client.find("HEADERS", 1)[0].flags & 1, 0)
            self.assertIsNone(client.responses[1]["status"])
            client.send(data(1, b"abc", True))
            client.wait(lambda: client.responses[1]["whole"])
            self.assertEqual(client.responses[1]["status"], 200)
            # Not asked for, when the answer is known.
            client.send(headers(3, request("PUT", "/a/_doc/1", [("expect", "100-continue")]), False))
            client.wait(lambda: client.responses.get(3, {}).get("whole"))
            self.assertEqual((client.responses[3]["status"], len(client.find("HEADERS", 3))), (401, 1))
            client.wait(lambda: client.responses[3]["reset"])
            self.assertEqual(client.responses[3]["reset"], "NO_ERROR")

    def test_an_answer_before_the_content_is_whole(self):
        with Client(self.proxy) as client:
            # What is left and small is read, so that no reset hides the answer from a client that is still sending.
            client.send(headers(1, request("PUT", "/a/_doc/1"), False) + data(1, b"abc"))
            client.wait(lambda: client.responses.get(1, {}).get("whole"))
            self.assertEqual(client.responses[1]["status"], 401)
            client.send(data(1, b"d" * 10_000) + data(1, b"", True))
            client.send(headers(3, request("PUT", "/a/_doc/1"), False) + data(3, b"abc"))
            client.wait(lambda: client.responses.get(3, {}).get("whole"))
            self.assertIsNone(client.responses[1].get("reset"))
            # What is large is not: the client is told to stop.
            for _ in range(7):
                client.send(data(3, b"e" * 10_000))
            client.wait(lambda: client.responses[3]["reset"])
            self.assertEqual(client.responses[3]["reset"], "NO_ERROR")
            self.assertEqual(client.get(5, "/a/_doc/1", self.key)[0], 200)

    def test_the_proxys_own_routes(self):
        with Client(self.proxy) as client:
            status, content = client.get(1, "/_security/_authenticate", self.key)
            self.assertEqual((status, json.loads(content)["username"]), (200, "elastic"))
            status, content = client.get(3, "/_security/api_key", self.key, "POST", b'{"name":"x"' + b" " * 100_000 + b"}", [("content-type", "application/json")])
            self.assertIn(status, (200, 400, 403))


class Clients(unittest.TestCase):
    """Clients that others have written."""

    def setUp(self):
        self.upstream = Upstream(echo)
        self.proxy = Proxy(self.upstream.url)
        self.addCleanup(self.upstream.stop)
        self.addCleanup(self.proxy.stop)
        self.field = "Authorization: ApiKey " + self.proxy.make_key()["encoded"]

    def run_client(self, *command):
        if shutil.which(command[0]) is None:
            self.skipTest(f"{command[0]} is not installed")
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    def test_curl(self):
        path = os.path.join(self.proxy.folder, "content")
        with open(path, "w") as file:
            file.write("x" * 3_000_000)
        out = self.run_client(
            "curl", "-sS", "--http2", "--cacert", self.proxy.ca, "-H", self.field, "-T", path, "-o", "/dev/null",
            "-w", "%{http_version} %{http_code} %{size_download}", self.proxy.url + "/a/_doc/1")
        self.assertEqual(out.stdout.split()[:2], ["2", "200"], out.stderr)
        self.assertGreater(int(out.stdout.split()[2]), 3_000_000)

    def test_nghttp(self):
        out = self.run_client("nghttp", "-nv", "-H", self.field, self.proxy.url + "/a/_doc/1")
        self.assertIn(":status: 200", out.stdout)

    def test_h2load(self):
        out = self.run_client("h2load", "-n2000", "-c10", "-m20", "-H", self.field, self.proxy.url + "/a/_doc/1")
        self.assertIn("2000 succeeded, 0 failed", out.stdout)
        self.assertIn("2000 2xx", out.stdout)

    def test_httpx(self):
        script = (
            "import httpx,sys;c=httpx.Client(http2=True,verify=sys.argv[1],headers={'authorization':sys.argv[3],'content-type':'application/json'});"
            "a=c.get(sys.argv[2]+'/a/_doc/1');b=c.put(sys.argv[2]+'/a/_doc/1',content=b'y'*500000);"
            "g=c.put(sys.argv[2]+'/a/_doc/2',content=(b'{}\\n' for _ in range(2000)));"
            "print(a.http_version,a.status_code,b.status_code,len(b.json()['content']),g.status_code,len(g.json()['content']))")
        for python in (sys.executable, "/usr/bin/python3"):
            if subprocess.run([python, "-c", "import httpx,h2"], capture_output=True).returncode == 0:
                break
        else:
            self.skipTest("httpx with h2 is not installed")
        out = subprocess.run(
            [python, "-c", script, self.proxy.ca, self.proxy.url, self.field.split(": ")[1]], capture_output=True, text=True, timeout=60)
        self.assertEqual(out.stdout.strip(), "HTTP/2 200 200 500000 200 6000", out.stderr)


class Concurrency(unittest.TestCase):
    def swarm(self, proxy, key, total, connections, streams, timeout=120):
        """`total` requests with unique content; how each ended."""
        outcomes, lock = [], threading.Lock()

        def run(index, share):
            with Client(proxy, timeout=30) as client:
                stream, sent, open_streams, mine = 1, 0, {}, []
                end = time.time() + timeout
                while (sent < share or open_streams) and time.time() < end and not client.closed:
                    batch = b""
                    while sent < share and len(open_streams) < streams:
                        mark = f"{index}-{sent}-{random.random()}".encode()
                        batch += headers(stream, request("PUT", f"/w/_doc/{index}-{sent}", authorized(key)), False)
                        batch += data(stream, mark[:5]) + data(stream, mark[5:], True)
                        open_streams[stream] = (f"/w/_doc/{index}-{sent} ", mark.decode())
                        stream, sent = stream + 2, sent + 1
                    if batch:
                        client.send(batch)
                    client.more(1)
                    for id in [id for id in open_streams if client.responses.get(id, {}).get("whole") or client.responses.get(id, {}).get("reset")]:
                        path, mark = open_streams.pop(id)
                        response = client.responses.pop(id)
                        if response["status"] == 200 and response["whole"] and not response["reset"]:
                            answer = json.loads(response["content"])
                            mine.append("own" if path in answer["line"] and answer["content"] == mark else "FOREIGN")
                        else:
                            mine.append(response["reset"] or response["status"])
                mine += ["lost"] * len(open_streams)
            with lock:
                outcomes.extend(mine)

        threads = [threading.Thread(target=run, args=(i, total // connections)) for i in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcomes

    def test_every_answer_is_its_own(self):
        with Upstream(echo, backlog=1000) as upstream, Proxy(upstream.url, upstream_settings="connections: 64") as proxy:
            outcomes = self.swarm(proxy, proxy.make_key()["encoded"], 20_000, 8, 100)
            self.assertEqual(len(outcomes), 20_000)
            self.assertEqual(set(outcomes), {"own"})
            records = proxy.audit(lambda r: len(r) >= 20_001, 20)
            self.assertEqual(len([r for r in records if r.get("url.path", "").startswith("/w/")]), 20_000)

    def test_under_faults_of_the_upstream(self):
        def faulty(upstream, connection, number):
            reader, random_ = Reader(connection), random.Random(number)
            while True:
                message = reader.message()
                if message is None:
                    return
                head, _, content = message
                fault = random_.random() if not head.startswith(b"GET / ") else 1
                if fault < 0.02:
                    return
                line = head.split(b"\r\n")[0]
                body = json.dumps({"line": line.decode(), "content": content.decode()}).encode()
                answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body
                if fault < 0.04:
                    return connection.sendall(answer[:-7])
                if fault < 0.06:
                    return connection.sendall(b"HTTP/1.1 2OO odd\r\n\r\n")
                if fault < 0.08:
                    time.sleep(0.02)
                connection.sendall(answer)

        with Upstream(faulty, backlog=1000) as upstream, Proxy(upstream.url, upstream_settings="connections: 64") as proxy:
            outcomes = self.swarm(proxy, proxy.make_key()["encoded"], 4000, 8, 50)
            self.assertEqual(len(outcomes), 4000)
            self.assertGreater(outcomes.count("own"), 3000)
            self.assertLessEqual(set(outcomes), {"own", 502, "INTERNAL_ERROR"})
            self.assertIn(502, outcomes)
            self.assertIn("INTERNAL_ERROR", outcomes)


def sized(upstream, connection, number):
    """Answers GET /N/... with N megabytes; reads what is sent as slowly as `upstream.pause` says."""
    reader = Reader(connection)
    piece = b"d" * MEGABYTE
    while True:
        head = reader.until(b"\r\n\r\n")
        if head is None:
            return
        parts = head.split(b" ")[1].split(b"/")
        if head.startswith(b"GET") and len(parts) > 1 and parts[1].isdigit():
            size = int(parts[1])
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (size * MEGABYTE))
            for _ in range(size):
                connection.sendall(piece)
            continue
        if b"chunked" in head:
            total = 0
            while True:
                line = reader.until(b"\r\n")
                if line is None:
                    return
                count = int(line, 16)
                if upstream.pause:
                    time.sleep(upstream.pause)
                if reader.exactly(count + 2) is None:
                    return
                total += count
                if count == 0:
                    break
            answer = b'{"got":%d}' % total
        else:
            answer = b"{}"
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer)


class Flow(unittest.TestCase):
    def setUp(self):
        self.upstream = Upstream(sized)
        self.upstream.pause = 0
        self.addCleanup(self.upstream.stop)

    def proxy(self, *settings):
        proxy = Proxy(self.upstream.url, "\n".join(settings), loops=1)
        self.addCleanup(proxy.stop)
        return proxy, proxy.make_key()["encoded"]

    def test_large_answers_side_by_side(self):
        proxy, key = self.proxy()
        with Client(proxy, window=1 << 20) as client:
            client.get(1, "/1/_doc/1", key)
            before = proxy.memory()
            for stream in (3, 5, 7):
                client.send(headers(stream, request("GET", "/100/_doc/1", authorized(key))))
            sizes = {3: 0, 5: 0, 7: 0}
            ends, small, peak = {}, None, 0

            def take():
                nonlocal peak
                for found in client.frames:
                    if found.kind == 0 and found.stream in sizes:
                        sizes[found.stream] += len(found.payload)
                        if found.flags & 1:
                            ends[found.stream] = True
                            others = [s for s in sizes if s not in ends]
                            # Turns: when the first is whole, the others are well under way.
                            for other in others:
                                self.assertGreater(sizes[other], 50 * MEGABYTE)
                client.frames.clear()
                for response in client.responses.values():
                    response["content"] = b""
                peak = max(peak, proxy.memory())
                return len(ends) == 3

            client.wait(lambda: take() or sum(sizes.values()) > 20 * MEGABYTE, 30)
            # A small one in between is not behind them.
            start = time.time()
            client.send(headers(9, request("GET", "/small/_doc/1", authorized(key))))
            client.wait(lambda: take() or client.responses.get(9, {}).get("whole"), 10)
            self.assertLess(time.time() - start, 1.5)
            client.wait(take, 60)
            self.assertEqual(sizes, {3: 100 * MEGABYTE, 5: 100 * MEGABYTE, 7: 100 * MEGABYTE})
            self.assertLess(peak - before, 8 * MEGABYTE)

    def test_a_client_that_reads_nothing_stops_the_upstream(self):
        proxy, key = self.proxy()
        with Client(proxy, window=1 << 30) as client:
            client.get(1, "/small/_doc/1", key)
            before = proxy.memory()
            client.send(headers(3, request("GET", "/200/_doc/1", authorized(key))))
            time.sleep(1.5)
            self.assertLess(proxy.memory() - before, 4 * MEGABYTE)
            total = 0

            def take():
                nonlocal total
                total += sum(len(f.payload) for f in client.frames if f.kind == 0 and f.stream == 3)
                client.frames.clear()
                client.responses[3] = {"status": None, "content": b"", "whole": False, "reset": None}
                return total >= 200 * MEGABYTE

            client.wait(take, 60)
            self.assertEqual(total, 200 * MEGABYTE)

    def test_a_slow_upstream_closes_the_window(self):
        proxy, key = self.proxy()
        self.upstream.pause = 0.02
        with Client(proxy) as client:
            before = proxy.memory()
            client.send(headers(1, request("PUT", "/a/_doc/1", authorized(key)), False))
            # Sent as the windows allow and no faster.
            window, connection, sent, total = 256 * 1024, 1 << 20, 0, 12 * MEGABYTE
            client.wait(lambda: client.find("WINDOW_UPDATE", 0), 5)
            seen, peak = 0, 0
            end = time.time() + 60
            while sent < total and time.time() < end:
                for found in client.frames[seen:]:
                    if found.kind == 8 and found.stream == 1:
                        window += int.from_bytes(found.payload, "big")
                    elif found.kind == 8 and found.stream == 0:
                        connection += int.from_bytes(found.payload, "big")
                if seen == 0:
                    connection = 65535 + sum(int.from_bytes(f.payload, "big") for f in client.find("WINDOW_UPDATE", 0))
                seen = len(client.frames)
                room = min(window, connection, 16384, total - sent)
                if room > 0:
                    client.send(data(1, b"u" * room, sent + room == total))
                    sent, window, connection = sent + room, window - room, connection - room
                else:
                    client.more(0.5)
                peak = max(peak, proxy.memory())
            client.wait(lambda: client.responses.get(1, {}).get("whole"), 20)
            self.assertEqual(client.responses[1]["content"], b'{"got":%d}' % total)
            self.assertLess(peak - before, 6 * MEGABYTE)

    def test_streams_of_clients_that_stall_are_reset(self):
        proxy, key = self.proxy("limits.rate_interval: 1s")
        with Client(proxy, settings=[(4, 0)], window=65535) as client:
            client.send(headers(1, request("GET", "/1/_doc/1", authorized(key))))
            # One whose window opens goes on.
            client.send(headers(3, request("GET", "/1/_doc/1", authorized(key))) + frame("WINDOW_UPDATE", 0, 3, (1 << 20).to_bytes(4, "big")))
            client.wait(lambda: client.responses.get(1, {}).get("reset"), 10)
            self.assertEqual(client.responses[1]["reset"], "CANCEL")
            self.assertGreater(len(client.responses[3]["content"]), 60_000)
            # An upload that does not come is answered.
            client.send(headers(5, request("PUT", "/a/_doc/1", authorized(key)), False) + data(5, b"x"))
            client.wait(lambda: client.responses.get(5, {}).get("status"), 10)
            self.assertEqual(client.responses[5]["status"], 408)
        reasons = [r.get("keyward.reason", r.get("event.reason")) for r in proxy.audit(lambda r: len([1 for x in r if x["event.outcome"] == "failure"]) >= 2)]
        self.assertGreaterEqual(len(reasons), 2)

    def test_content_beyond_the_limit(self):
        proxy, key = self.proxy("limits.body_bytes: 100kb")
        with Client(proxy) as client:
            client.wait(lambda: client.find("SETTINGS"))
            client.send(headers(1, request("PUT", "/a/_doc/1", authorized(key)), False))
            for _ in range(12):
                client.send(data(1, b"x" * 16_000))
            client.wait(lambda: client.responses.get(1, {}).get("whole"))
            self.assertEqual(client.responses[1]["status"], 413)
            self.assertEqual(client.get(3, "/a/_doc/1", key)[0], 200)

    def test_cancelled_requests_are_taken_from_the_upstream(self):
        proxy, key = self.proxy()
        with Client(proxy, window=65535) as client:
            before = len(proxy.audit())
            client.send(headers(1, request("GET", "/50/_doc/1", authorized(key))))
            client.wait(lambda: client.find("DATA", 1))
            client.send(frame("RST_STREAM", 0, 1, b"\0\0\0\x08"))
            record = proxy.audit(lambda r: len(r) > before)[-1]
            self.assertEqual((record["url.path"], record["event.outcome"]), ("/50/_doc/1", "failure"))
            self.assertEqual(client.get(3, "/small/_doc/1", key)[0], 200)


class Ends(unittest.TestCase):
    def test_a_stop_lets_streams_finish(self):
        def late(upstream, connection, number):
            reader = Reader(connection)
            while reader.message() is not None:
                time.sleep(1)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate")

        with Upstream(late) as upstream, Proxy(upstream.url) as proxy:
            key = proxy.make_key()["encoded"]
            with Client(proxy) as client, Client(proxy) as idle:
                idle.wait(lambda: len(idle.find("SETTINGS")) > 1)
                client.send(b"".join(headers(s, request("GET", "/a/_doc/1", authorized(key))) for s in (1, 3, 5)))
                time.sleep(0.3)
                proxy.process.send_signal(signal.SIGTERM)
                client.wait(lambda: client.find("GOAWAY"))
                self.assertEqual(client.find("GOAWAY")[0].code, "NO_ERROR")
                self.assertEqual(client.find("GOAWAY")[0].payload[:4], b"\x7f\xff\xff\xff")
                client.wait(lambda: client.closed, 10)
                self.assertEqual([client.responses[s]["content"] for s in (1, 3, 5)], [b"late"] * 3)
                self.assertEqual(client.find("GOAWAY")[-1].payload[:4], b"\0\0\0\x05")
                idle.wait(lambda: idle.closed, 5)
                self.assertTrue(idle.closed and idle.find("GOAWAY"))
                self.assertEqual(proxy.process.wait(10), 0)

    def deadline(self, settings, work, code, seconds=6):
        with Upstream(echo) as upstream, Proxy(upstream.url, settings, loops=1) as proxy, Client(proxy, greets=False) as client:
            start = time.time()
            work(client, proxy)
            client.wait(lambda: client.closed, seconds)
            self.assertTrue(client.closed)
            self.assertGreater(time.time() - start, 0.8)
            self.assertEqual(client.find("GOAWAY")[-1].code if code else None, code)

    def greet(self, client):
        client.send(PREFACE + frame("SETTINGS"))
        client.wait(lambda: len(client.find("SETTINGS")) > 1)

    def test_idle(self):
        self.deadline("limits.idle_timeout: 1s", lambda client, _: self.greet(client), "NO_ERROR")

    def test_no_preface(self):
        def work(client, _):
            client.acknowledges = False
            client.send(b"PRI * HT")

        self.deadline("limits.head_timeout: 1s", work, "ENHANCE_YOUR_CALM")

    def test_settings_that_are_not_acknowledged(self):
        def work(client, _):
            client.acknowledges = False
            client.send(PREFACE + frame("SETTINGS"))

        self.deadline("limits.head_timeout: 1s", work, "SETTINGS_TIMEOUT")

    def test_half_a_head(self):
        def work(client, _):
            self.greet(client)
            client.send(frame("HEADERS", 0, 1, block(request())))

        self.deadline("limits.head_timeout: 1s", work, "ENHANCE_YOUR_CALM")

    def test_a_client_that_is_gone(self):
        """Whoever waits for an answer and does not answer a PING is not there any more."""
        def never(upstream, connection, number):
            reader = Reader(connection)
            while reader.message() is not None:
                time.sleep(30)

        with Upstream(never) as upstream, Proxy(
                upstream.url, "limits.http2.ping_interval: 1s\nlimits.http2.ping_timeout: 1s", loops=1) as proxy:
            key = proxy.make_key()["encoded"]
            with Client(proxy) as gone, Client(proxy) as there:
                for client in (gone, there):
                    client.send(headers(1, request("GET", "/a/_search", authorized(key))))
                end = time.time() + 5
                while time.time() < end:
                    there.more(0.2)
                self.assertFalse(there.closed)
                self.assertGreaterEqual(len(there.find("PING")), 2)
                gone.wait(lambda: gone.closed, 1)
                self.assertTrue(gone.closed)

    def test_so_many_requests_and_no_more(self):
        with Upstream(echo) as upstream, Proxy(upstream.url, "limits.requests_per_connection: 5", loops=1) as proxy:
            key = proxy.make_key()["encoded"]
            with Client(proxy) as client:
                for stream in (1, 3, 5, 7, 9):
                    self.assertEqual(client.get(stream, "/a/_doc/1", key)[0], 200)
                self.assertEqual(client.goaway(), "NO_ERROR")


class Settings(unittest.TestCase):
    def check(self, settings, listener=""):
        import tempfile
        from support import BINARY
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "keyward.yml")
            with open(path, "w") as file:
                file.write(f"{settings}\nlisteners:\n  - bind: 127.0.0.1:0\n    ssl.enabled: false\n    {listener}\nupstreams:\n  - hosts: [http://127.0.0.1:1]\n")
            return subprocess.run([BINARY, "check", "-c", path], capture_output=True, text=True)

    def test_ranges(self):
        self.assertEqual(self.check("limits.http2.concurrent_streams: 50\nlimits.http2.stream_window: 1mb").returncode, 0)
        for line in ("limits.http2.concurrent_streams: 0", "limits.http2.stream_window: 1kb", "limits.http2.connection_window: 100kb",
                     "limits.http2.header_table_bytes: 1mb", "limits.http2.settings_per_minute: 1", "limits.http2.unknown: 1"):
            with self.subTest(line):
                result = self.check(line)
                self.assertNotEqual(result.returncode, 0)
                self.assertIn(line.split(":")[0], result.stdout + result.stderr)

    def test_limits_take_effect(self):
        with Upstream(echo) as upstream, Proxy(
                upstream.url, "limits.http2.concurrent_streams: 3\nlimits.http2.pings_per_minute: 5", loops=1) as proxy, Client(proxy) as client:
            client.wait(lambda: client.find("SETTINGS"))
            self.assertIn(b"\0\x03\0\0\0\x03", client.find("SETTINGS")[0].payload)
            client.send(frame("PING", 0, 0, b"12345678") * 6)
            self.assertEqual(client.goaway(), "ENHANCE_YOUR_CALM")


if __name__ == "__main__":
    unittest.main()
