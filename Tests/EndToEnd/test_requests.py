"""Requests on their way: forwarding, refusals, framing, keep-alive, pipelining, limits."""
import base64
import json
import socket
import threading
import time
import unittest

from support import PASSWORD, Proxy, Reader, Upstream, echo, probes_left_out


class Requests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(echo)
        cls.proxy = Proxy(cls.upstream.url, settings="limits.body_bytes: 1mb")
        cls.key = cls.proxy.make_key("requests")["encoded"]

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def raw(self, data, count=1, is_head=False):
        """Sends `data` as it is; returns `count` messages and whether the connection ended behind them."""
        connection = self.proxy.connect()
        connection.sendall(data)
        reader = Reader(connection)
        messages = [reader.message(is_response=True, is_head=is_head) for _ in range(count)]
        connection.settimeout(0.5)
        try:
            ended = not reader.more()
        except (socket.timeout, TimeoutError):
            ended = False
        connection.close()
        return messages, ended

    def head(self, line, fields=""):
        return f"{line} HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {self.key}\r\n{fields}\r\n".encode("latin-1")

    def received(self, act):
        before = len(self.upstream.requests)
        result = act()
        time.sleep(0.05)
        return result, probes_left_out(self.upstream.requests[before:])

    def test_forwards_with_its_own_words_only(self):
        fields = (
            "es-secondary-authorization: ApiKey x\r\nX-Forwarded-For: 1.2.3.4\r\n"
            "X-elastic-product-origin: kibana\r\nCookie: a=b\r\nX-Opaque-Id: 7\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
        )
        _, received = self.received(lambda: self.raw(self.head("POST /a%2Cb/_search?q=x+y", fields) + b"{}"))
        self.assertEqual(len(received), 1)
        head, found, content = received[0]
        self.assertTrue(head.startswith(b"POST /a,b/_search?q=x%20y HTTP/1.1\r\n"), head)
        self.assertEqual(sorted(found), ["content-length", "content-type", "host", "x-opaque-id"])
        self.assertEqual(content, b"{}")

    def test_ambiguous_requests_reach_nobody(self):
        auth = f"Authorization: ApiKey {self.key}\r\n"
        smuggled = "GET /smuggled HTTP/1.1\r\nHost: h\r\n" + auth + "\r\n"
        cases = {
            "length and chunked": f"POST /a/_doc HTTP/1.1\r\nHost: h\r\n{auth}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{smuggled}",
            "two lengths": f"POST /a/_doc HTTP/1.1\r\nHost: h\r\n{auth}Content-Length: 0\r\nContent-Length: 44\r\n\r\n{smuggled}",
            "signed length": f"POST /a/_doc HTTP/1.1\r\nHost: h\r\n{auth}Content-Length: +0\r\n\r\n{smuggled}",
            "tab before the colon": f"POST /a/_doc HTTP/1.1\r\nHost: h\r\n{auth}Content-Length\t: 44\r\n\r\n{smuggled}",
            "bare LF": f"GET /a HTTP/1.1\nHost: h\n{auth}\n{smuggled}",
            "LF in the middle": f"GET /a HTTP/1.1\r\nHost: h\nX: y\r\n{auth}\r\n{smuggled}",
            "folded": f"GET /a HTTP/1.1\r\nHost: h\r\nX: y\r\n Content-Length: 44\r\n{auth}\r\n{smuggled}",
            "NUL": f"GET /a HTTP/1.1\r\nHost: h\r\nX: \0\r\n{auth}\r\n{smuggled}",
            "xchunked": f"POST /a/_doc HTTP/1.1\r\nHost: h\r\n{auth}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{smuggled}",
            "chunked twice": f"POST /a/_doc HTTP/1.1\r\nHost: h\r\n{auth}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n{smuggled}",
            "HTTP/1.0 chunked": f"POST /a/_doc HTTP/1.0\r\nHost: h\r\n{auth}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{smuggled}",
            "two hosts": f"GET /a HTTP/1.1\r\nHost: h\r\nHost: x\r\n{auth}\r\n{smuggled}",
            "double slash": f"GET //_search HTTP/1.1\r\nHost: h\r\n{auth}\r\n{smuggled}",
            "dot segments": f"GET /a/%2e%2e/secret HTTP/1.1\r\nHost: h\r\n{auth}\r\n{smuggled}",
            "two authorizations": f"GET /a HTTP/1.1\r\nHost: h\r\n{auth}{auth}\r\n{smuggled}",
            "absolute-form disagrees": f"GET http://x/a HTTP/1.1\r\nHost: h\r\n{auth}\r\n{smuggled}",
            "CONNECT": f"CONNECT h:80 HTTP/1.1\r\nHost: h\r\n{auth}\r\n{smuggled}",
        }
        for name, text in cases.items():
            with self.subTest(name):
                (messages, ended), received = self.received(lambda: self.raw(text.encode("latin-1")))
                self.assertIn(messages[0][0].split()[1], (b"400", b"501"))
                self.assertTrue(ended, "the connection must end")
                error = json.loads(messages[0][2])
                self.assertEqual(error["status"], int(messages[0][0].split()[1]))
                self.assertEqual(received, [])

    def test_ambiguous_chunks_end_the_exchange(self):
        for name, body in {
            "extension": b"1;a=b\r\nx\r\n0\r\n\r\n", "bare LF": b"1\nx\r\n0\r\n\r\n", "no CRLF": b"1\r\nxx0\r\n\r\n",
            "huge": b"fffffffffffffffff\r\nx", "minus": b"-1\r\nx", "trailer": b"0\r\nContent-Length: 9\r\n\r\n",
        }.items():
            with self.subTest(name):
                (messages, ended), received = self.received(
                    lambda: self.raw(self.head("POST /chunks/_doc", "Transfer-Encoding: chunked\r\n") + body))
                self.assertEqual(messages[0][0].split()[1], b"400")
                self.assertTrue(ended)
                # A head may have left, a whole request must not have.
                self.assertEqual(received, [])

    def test_statuses_of_limits(self):
        for status, data in (
            (b"414", self.head("GET /" + "a" * 20000)), (b"431", self.head("GET /a", "X: " + "y" * 40000 + "\r\n")),
            (b"431", self.head("GET /a", "".join(f"x{n}: y\r\n" for n in range(200)))), (b"400", self.head("GET " + "/a" * 40)),
            (b"400", self.head("GET /a?" + "&".join(f"p{n}=1" for n in range(200)))),
            (b"413", self.head("POST /a/_doc", "Content-Length: 2000000\r\n")), (b"505", b"GET /a HTTP/2.0\r\nHost: h\r\n\r\n"),
            (b"501", b"BREW /a HTTP/1.1\r\nHost: h\r\n\r\n"), (b"417", self.head("POST /a/_doc", "Expect: magic\r\nContent-Length: 1\r\n")),
        ):
            with self.subTest(data[:30]):
                (messages, ended), received = self.received(lambda: self.raw(data))
                self.assertEqual(messages[0][0].split()[1], status)
                self.assertTrue(ended)
                self.assertEqual(received, [])

    def test_too_much_chunked_content(self):
        body = (b"10000\r\n" + b"x" * 0x10000 + b"\r\n") * 20 + b"0\r\n\r\n"
        connection = self.proxy.connect()
        connection.settimeout(5)
        try:
            connection.sendall(self.head("POST /a/_doc", "Transfer-Encoding: chunked\r\n") + body)
        except OSError:
            pass
        message = Reader(connection).message(is_response=True)
        self.assertEqual(message[0].split()[1], b"413")
        connection.close()

    def test_chunked_content_that_is_read_in_whole_goes_on_with_a_length(self):
        key = self.proxy.make_key(role_descriptors={"r": {"indices": [{"names": ["logs-*"], "privileges": ["read"]}]}})["encoded"]
        head = f"POST /logs-1/_search HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        for chunks, content in ((b'A\r\n{"size":1}\r\n', b'{"size":1}'), (b'1\r\n{\r\n1\r\n}\r\n', b"{}"), (b"", b"")):
            with self.subTest(chunks):
                start = len(self.upstream.requests)
                messages, _ = self.raw(head + chunks + b"0\r\n\r\n")
                self.assertEqual(messages[0][0].split()[1], b"200")
                # Nothing follows: it would be the beginning of somebody else's request.
                sent = [message for message in self.upstream.requests[start:] if not message[0].startswith(b"GET ")]
                self.assertEqual([(message[0].split(b" ")[0], message[2]) for message in sent], [(b"POST", content)])
                self.assertEqual(sent[0][1]["content-length"], str(len(content)))
                self.assertNotIn("transfer-encoding", sent[0][1])

    def test_pipelined_requests_are_answered_in_order(self):
        data = b"".join(self.head(f"GET /p{n}") for n in range(20))
        (messages, _), received = self.received(lambda: self.raw(data, count=20))
        self.assertEqual([json.loads(m[2])["line"].split()[1] for m in messages], [f"/p{n}" for n in range(20)])
        self.assertEqual(len(received), 20)

    def test_pipelined_behind_content(self):
        data = self.head("POST /one/_doc", "Content-Length: 3\r\n") + b"abc" + self.head("POST /two/_doc", "Transfer-Encoding: chunked\r\n") + b"2\r\nde\r\n0\r\n\r\n" + self.head("GET /three")
        (messages, _), _ = self.received(lambda: self.raw(data, count=3))
        self.assertEqual([json.loads(m[2])["content"] for m in messages], ["abc", "de", ""])

    def test_a_request_byte_by_byte(self):
        connection = self.proxy.connect()
        for byte in self.head("POST /slow/_doc", "Content-Length: 3\r\n") + b"abc":
            connection.sendall(bytes([byte]))
        self.assertEqual(json.loads(Reader(connection).message(is_response=True)[2])["content"], "abc")
        connection.close()

    def test_head_has_no_content(self):
        (messages, ended), _ = self.received(lambda: self.raw(self.head("HEAD /a"), is_head=True))
        self.assertEqual(messages[0][0].split()[1], b"200")
        self.assertGreater(int(messages[0][1]["content-length"]), 0)
        self.assertFalse(ended)
        (messages, _), _ = self.received(lambda: self.raw(b"HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n", is_head=True))
        self.assertEqual(messages[0][0].split()[1], b"401")

    def test_continue_is_said_when_the_content_is_wanted(self):
        connection = self.proxy.connect()
        connection.sendall(self.head("POST /a/_doc", "Expect: 100-continue\r\nContent-Length: 2\r\n"))
        reader = Reader(connection)
        self.assertTrue(reader.until(b"\r\n\r\n").startswith(b"HTTP/1.1 100 "))
        connection.sendall(b"hi")
        self.assertEqual(json.loads(reader.message(is_response=True)[2])["content"], "hi")
        connection.close()

    def test_continue_is_not_said_to_strangers(self):
        data = b"POST /a/_doc HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey eDp5\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        (messages, ended), received = self.received(lambda: self.raw(data))
        self.assertEqual(messages[0][0].split()[1], b"401")
        self.assertTrue(ended)
        self.assertEqual(received, [])

    def test_http10(self):
        data = f"GET /a HTTP/1.0\r\nAuthorization: ApiKey {self.key}\r\n\r\n".encode()
        (messages, ended), _ = self.received(lambda: self.raw(data))
        self.assertEqual(messages[0][0].split()[1], b"200")
        self.assertTrue(ended)
        data = f"GET /a HTTP/1.0\r\nConnection: keep-alive\r\nAuthorization: ApiKey {self.key}\r\n\r\n".encode()
        (messages, ended), _ = self.received(lambda: self.raw(data))
        self.assertFalse(ended)

    def test_content_of_a_refused_request_is_dropped_and_the_connection_stays(self):
        data = b"POST /a/_doc HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabcde" + self.head("GET /next")
        (messages, _), received = self.received(lambda: self.raw(data, count=2))
        self.assertEqual([m[0].split()[1] for m in messages], [b"401", b"200"])
        self.assertEqual(len(received), 1)

    def test_a_refusal_leaves_the_connection_usable(self):
        for refused in (b"GET /a HTTP/1.1\r\nHost: h\r\n\r\n", b"GET /a HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey eDp5\r\n\r\n"):
            # One by one, and all at once.
            connection = self.proxy.connect()
            reader = Reader(connection)
            for request, status in ((refused, b"401"), (refused, b"401"), (self.head("GET /b"), b"200"), (refused, b"401")):
                connection.sendall(request)
                self.assertEqual(reader.message(is_response=True)[0].split()[1], status)
            connection.close()
            messages, ended = self.raw(refused + refused + self.head("GET /b") + refused, count=4)
            self.assertEqual([m[0].split()[1] for m in messages], [b"401", b"401", b"200", b"401"])
            self.assertFalse(ended)

    def test_every_answer_is_its_own(self):
        """200 clients, 20,000 requests."""
        wrong = []

        def work(number):
            client = self.proxy.client()
            for turn in range(100):
                content = f"{number}-{turn}-" + "z" * (turn * 7 % 300)
                status, _, answer = self.proxy.request("POST", f"/c{number}/t{turn}", content, key=self.key, connection=client)
                if status != 200 or answer["content"] != content or f"/c{number}/t{turn} " not in answer["line"]:
                    wrong.append((number, turn, status, answer))
            client.close()

        threads = [threading.Thread(target=work, args=(n,)) for n in range(200)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])

    def test_options_needs_no_credential_and_reaches_nobody(self):
        (messages, _), received = self.received(lambda: self.raw(b"OPTIONS /a HTTP/1.1\r\nHost: h\r\n\r\n"))
        self.assertEqual(messages[0][0].split()[1], b"200")
        self.assertIn("allow", messages[0][1])
        self.assertEqual(received, [])

    def test_every_exchange_leaves_one_record_and_no_secret(self):
        marker = "audited-" + str(time.time_ns())
        self.raw(self.head(f"GET /{marker}/_search?q=1", "User-Agent: \"odd\\agent\"\r\nX-Opaque-Id: oid\r\n"))
        self.raw(f"GET /{marker} HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey bm9ib2R5OnNlY3JldA==\r\n\r\n".encode())
        self.raw(b"GET /" + marker.encode() + b" HTTP/1.1\nHost: h\n\n")
        records = self.proxy.audit(lambda r: sum(marker in x.get("url.path", "") for x in r) >= 2)
        mine = [r for r in records if marker in r.get("url.path", "")]
        self.assertEqual([r["event.action"] for r in mine], ["access_granted", "authentication_failed"])
        self.assertEqual(mine[0]["apikey.name"], "requests")
        self.assertEqual(mine[0]["user.name"], "elastic")
        self.assertEqual(mine[0]["url.query"], "q=1")
        self.assertEqual(mine[0]["user_agent.original"], '"odd\\agent"')
        self.assertEqual(mine[0]["opaque_id"], "oid")
        self.assertEqual(mine[0]["http.response.status_code"], 200)
        self.assertEqual(mine[1]["apikey.id"], "nobody")
        self.assertEqual(mine[1]["event.reason"], "unknown API key")
        self.assertTrue(any(r["event.action"] == "tampered_request" for r in records))
        with open(self.proxy.folder + "/logs/audit.json") as file:
            text = file.read() + self.proxy.log_text()
        secret = base64.b64decode(self.key).decode().split(":")[1]
        for word in (secret, self.key, PASSWORD):
            self.assertNotIn(word, text)


if __name__ == "__main__":
    unittest.main()
