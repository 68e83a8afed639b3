"""What an outsider may try: at the door, with heads and framing, with names, and from behind, as the cluster."""
import contextlib
import json
import os
import socket
import ssl
import subprocess
import threading
import time
import unittest

from support import SANITIZED, Proxy, Reader, Upstream, echo, own_answer, probes_left_out

#: Seconds in which others are served while an attack goes on.
PATIENCE = 10.0 if SANITIZED else 1.0


def worst_answer(proxy, key, act, count=30):
    """The longest time that one of `count` requests of somebody else took while `act` ran."""
    client = proxy.client()
    proxy.request("GET", "/x", key=key, connection=client)
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    worst = 0
    for _ in range(count):
        begin = time.time()
        status = proxy.request("GET", "/x", key=key, connection=client)[0]
        assert status == 200, status
        worst = max(worst, time.time() - begin)
        time.sleep(0.02)
    thread.join(30)
    client.close()
    return worst


class Door(unittest.TestCase):
    """Before and while a request is read."""

    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(echo)
        cls.proxy = Proxy(cls.upstream.url, loops=1, settings="limits.handshake_timeout: 2s\nlimits.head_timeout: 2s")
        cls.key = cls.proxy.make_key("door")["encoded"]

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def test_handshakes_that_never_end(self):
        hello = bytes.fromhex("160301020001 0001fc0303".replace(" ", ""))
        before = self.proxy.memory()
        sockets = []

        def open_them():
            for _ in range(400):
                with contextlib.suppress(OSError):
                    sockets.append(socket.create_connection(("127.0.0.1", self.proxy.port), timeout=5))
                    sockets[-1].sendall(hello)

        try:
            self.assertLess(worst_answer(self.proxy, self.key, open_them), PATIENCE)
            if not SANITIZED:
                self.assertLess(self.proxy.memory() - before, 64 << 20)
            # Each is closed when its time is over.
            for connection in sockets:
                connection.settimeout(20)
                with contextlib.suppress(ConnectionResetError):
                    while connection.recv(4096):
                        pass
        finally:
            for connection in sockets:
                connection.close()

    def test_bytes_that_are_no_handshake(self):
        for data in (b"GET / HTTP/1.1\r\n\r\n", b"\x00" * 1000, b"\x16\x03\x01\xff\xff" + b"\xff" * 4000, b"\x80\x2e\x01\x00\x02", b"PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\n"):
            with socket.create_connection(("127.0.0.1", self.proxy.port), timeout=10) as connection:
                connection.sendall(data)
                with contextlib.suppress(ConnectionResetError):
                    answer = b""
                    while piece := connection.recv(4096):
                        answer += piece
                    self.assertNotIn(b"HTTP", answer)
        self.assertEqual(self.proxy.request("GET", "/x", key=self.key)[0], 200)

    def test_a_thousand_heads_that_never_end(self):
        connections = [self.proxy.connect() for _ in range(60)]
        stop = time.time() + 1.5

        def drip():
            while time.time() < stop:
                for connection in connections:
                    with contextlib.suppress(OSError):
                        connection.sendall(b"G" if time.time() < 1 else b"x")
                time.sleep(0.1)

        self.assertLess(worst_answer(self.proxy, self.key, drip), PATIENCE)
        for connection in connections:
            connection.settimeout(20)
            with contextlib.suppress(OSError):
                data = connection.recv(4096)
                self.assertTrue(data == b"" or data.startswith(b"HTTP/1.1 408") or data.startswith(b"HTTP/1.1 4"), data)
            connection.close()

    def test_pipelined_requests_of_one_who_does_not_read(self):
        head = f"GET /x HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {self.key}\r\n\r\n".encode()
        before = self.proxy.memory()
        connection = self.proxy.connect(timeout=3)

        def flood():
            with contextlib.suppress(OSError):
                for _ in range(400):
                    connection.sendall(head * 500)

        self.assertLess(worst_answer(self.proxy, self.key, flood), PATIENCE)
        if not SANITIZED:
            self.assertLess(self.proxy.memory() - before, 16 << 20)
        connection.close()

    def test_renegotiation_is_refused(self):
        done = subprocess.run(
            ["openssl", "s_client", "-connect", f"localhost:{self.proxy.port}", "-CAfile", self.proxy.ca, "-tls1_2"],
            input=b"R\n", capture_output=True, timeout=30)
        said = done.stdout + done.stderr
        self.assertIn(b"RENEGOTIATING", said)
        self.assertRegex(said, rb"no renegotiation|wrong version|unexpected message|handshake failure|closed|no_renegotiation")
        self.assertEqual(self.proxy.request("GET", "/x", key=self.key)[0], 200)

    def test_early_data_is_not_taken(self):
        session = os.path.join(self.proxy.folder, "session")
        early = os.path.join(self.proxy.folder, "early")
        request = f"GET /early HTTP/1.1\r\nHost: localhost\r\nAuthorization: ApiKey {self.key}\r\n\r\n"
        with open(early, "w") as file:
            file.write(request)
        client = ["openssl", "s_client", "-connect", f"localhost:{self.proxy.port}", "-CAfile", self.proxy.ca, "-tls1_3"]
        subprocess.run([*client, "-sess_out", session, "-ign_eof"], input=request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n").encode(), capture_output=True, timeout=30)
        self.assertTrue(os.path.exists(session))
        before = len(self.upstream.requests)
        done = subprocess.run([*client, "-sess_in", session, "-early_data", early], input=b"", capture_output=True, timeout=30)
        self.assertNotIn(b"Early data was accepted", done.stdout)
        time.sleep(0.2)
        self.assertEqual(probes_left_out(self.upstream.requests[before:]), [])


class Heads(unittest.TestCase):
    """What reaches the cluster, octet by octet."""

    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(echo)
        cls.proxy = Proxy(cls.upstream.url)
        cls.key = cls.proxy.make_key("heads")["encoded"]

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def send(self, text, content=b"", count=1):
        """The statuses of the answers and the requests that reached the cluster."""
        before = len(self.upstream.requests)
        with self.proxy.connect() as connection:
            connection.sendall(text.replace("\n", "\r\n").replace("KEY", f"Authorization: ApiKey {self.key}").encode("latin-1") + content)
            reader = Reader(connection)
            statuses = []
            for _ in range(count):
                message = reader.message(is_response=True, is_head=text.startswith("HEAD"))
                statuses.append(int(message[0].split()[1]) if message else None)
        time.sleep(0.05)
        return statuses, probes_left_out(self.upstream.requests[before:])

    def test_escapes_stay_escapes(self):
        for target, expected in (
            ("/x/_search?q=%0d%0aX-A:%20b%0d%0a%0d%0aGET%20/y", b"GET /x/_search?q=%0D%0AX-A:%20b%0D%0A%0D%0AGET%20/y HTTP/1.1"),
            ("/x/_search?a%20HTTP/1.1%0d%0a=b", b"GET /x/_search?a%20HTTP/1.1%0D%0A=b HTTP/1.1"),
            ("/x/_doc/a%20HTTP%2F1.1", b"GET /x/_doc/a%20HTTP%2F1.1 HTTP/1.1"),
            ("/x/_search?q=a;size=1", b"GET /x/_search?q=a&size=1 HTTP/1.1"),
            ("/x/_search?q=a%26size=1%3bx", b"GET /x/_search?q=a%26size%3D1%3Bx HTTP/1.1"),
            ("/x/_doc/a;b=c", b"GET /x/_doc/a%3Bb=c HTTP/1.1"),
            ("/x/_doc/%252e%252e%252fy", b"GET /x/_doc/%252e%252e%252fy HTTP/1.1"),
        ):
            with self.subTest(target):
                statuses, received = self.send(f"GET {target} HTTP/1.1\nHost: h\nKEY\n\n")
                self.assertEqual((statuses, [r[0].split(b"\r\n")[0] for r in received]), ([200], [expected]))
        for target in ("/x%0d%0aA:b/_search", "/x%00/_search", "/x/%2e%2e/y", "/x/../y", "/x//y", "/x\\y", "/x#y", "/%c0%ae/_search", "/x/%", "/x/%zz", "/x/_search?a=%00"):
            with self.subTest(target):
                statuses, received = self.send(f"GET {target} HTTP/1.1\nHost: h\nKEY\n\n")
                self.assertEqual((statuses, received), ([400], []))

    def test_fields_that_say_otherwise(self):
        names = (
            "X-HTTP-Method-Override: DELETE", "X-HTTP-Method: DELETE", "X-Method-Override: DELETE", "X-Original-URL: /secret", "X-Rewrite-URL: /secret",
            "X-Forwarded-Path: /secret", "X-Forwarded-Prefix: /secret", "Forwarded: for=1.2.3.4;host=secret", "X-Real-IP: 1.2.3.4", "Proxy: http://evil",
            "es-secondary-authorization: Basic x", "X-elastic-product-origin: kibana", "X-elastic-internal-origin: x", "_xpack_user: elastic", "_xpack_security_authentication: x",
            "x-opensearch-user: admin", "securitytenant: x", "_opendistro_security_user: x", "Via: 1.1 x", "Max-Forwards: 0", "Early-Data: 1",
        )
        statuses, received = self.send("GET /x HTTP/1.1\nHost: h\nKEY\n" + "".join(name + "\n" for name in names) + "\n")
        self.assertEqual(statuses, [200])
        self.assertEqual(len(received), 1)
        self.assertEqual(set(received[0][1]) - {"host"}, set())
        self.assertTrue(received[0][0].startswith(b"GET /x HTTP/1.1\r\n"))

    def test_other_protocols_are_not_spoken(self):
        preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"
        for fields in ("Connection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\n",
                       "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n"):
            with self.subTest(fields):
                before = len(self.upstream.requests)
                with self.proxy.connect() as connection:
                    connection.sendall(f"GET /x HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {self.key}\r\n{fields}\r\n".replace("\n", "\r\n").replace("\r\r", "\r").encode() + preface)
                    answer = b""
                    with contextlib.suppress(OSError):
                        while piece := connection.recv(65536):
                            answer += piece
                self.assertNotIn(b" 101 ", answer)
                for head, found, _ in probes_left_out(self.upstream.requests[before:]):
                    self.assertFalse({"upgrade", "connection", "http2-settings", "sec-websocket-key"} & set(found), head)
                    self.assertNotIn(b"PRI", head)

    def test_content_where_none_is_expected(self):
        for method in ("GET", "HEAD", "DELETE", "OPTIONS"):
            for framing, content in (("Content-Length: 30", b"GET /secret HTTP/1.1\r\nA: b\r\n\r\n"), ("Transfer-Encoding: chunked", b"3\r\n{ }\r\n0\r\n\r\n")):
                with self.subTest(method=method, framing=framing):
                    statuses, received = self.send(f"{method} /x HTTP/1.1\nHost: h\nKEY\nContent-Type: application/json\n{framing}\n\n", content)
                    self.assertLessEqual(len(received), 1)
                    for head, fields, _ in received:
                        self.assertTrue(head.startswith(method.encode() + b" /x "), head)
                        self.assertNotIn("secret", head.decode())

    def test_a_request_in_the_content_of_another(self):
        smuggled = b"GET /secret HTTP/1.1\r\nHost: h\r\nX: y\r\n\r\n"
        for fields in ("Content-Length: 0", "Content-Length: 0\nConnection: Content-Length", "Content-Length: 5\nContent-Length: 0", "Content-Length: 5, 0", "Transfer-Encoding: x",
                       "Transfer-Encoding: chunked\nContent-Length: 4", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding : chunked", "Transfer-Encoding:\x0bchunked",
                       "Content-Length: +0", "Content-Length: 0x0", "Content-Length: 0_0", "Content-Length: \n 0", "Transfer-Encoding: identity", "Transfer_Encoding: chunked"):
            with self.subTest(fields):
                statuses, received = self.send(f"POST /x/_search HTTP/1.1\nHost: h\nKEY\nContent-Type: application/json\n{fields}\n\n", smuggled)
                # Nothing, or the one that is meant: what follows is a request without a credential.
                self.assertLessEqual(len(received), 1)
                for head, _, content in received:
                    self.assertTrue(head.startswith(b"POST /x/_search HTTP/1.1\r\n"), head)
                    self.assertEqual(content, b"")

    def test_expectations(self):
        for value, status in (("100-continue, x", 417), ("200-ok", 417), ("100-continue;q=1", 417), ("", 417)):
            with self.subTest(value):
                statuses, received = self.send(f"POST /x/_search HTTP/1.1\nHost: h\nKEY\nExpect: {value}\nContent-Length: 2\n\n", b"{}")
                self.assertEqual((statuses, received), ([status], []))
        # Content that comes without waiting is content all the same, and no second request.
        statuses, received = self.send("POST /x/_doc HTTP/1.1\nHost: h\nKEY\nContent-Type: application/json\nExpect: 100-continue\nContent-Length: 2\n\n", b"{}", count=2)
        self.assertIn(200, statuses)
        self.assertEqual([r[2] for r in received], [b"{}"])
        self.assertTrue(all("expect" not in r[1] for r in received))

    def test_methods_that_lead_elsewhere(self):
        for line in ("TRACE /x", "CONNECT localhost:9200", "CONNECT /x", "DEBUG /x", "get /x", "PATCH /x", "PROPFIND /x", "GET\t/x", "GET  /x"):
            with self.subTest(line):
                statuses, received = self.send(f"{line} HTTP/1.1\nHost: h\nKEY\n\n")
                self.assertIn(statuses[0], (400, 403, 405, 501))
                self.assertEqual(received, [])


class Names(unittest.TestCase):
    """A key for `logs-*` and how one might reach `secret` with it."""

    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(cls.handle)
        cls.proxy = Proxy(cls.upstream.url)
        cls.key = cls.proxy.make_key("names", role_descriptors={"r": {"indices": [{"names": ["logs-*"], "privileges": ["all"]}]}})["encoded"]
        # Until the release is known nobody is let through who may not do all.
        end = time.time() + 30
        while cls.proxy.request("GET", "/logs-1/_search", key=cls.key)[0] == 503 and time.time() < end:
            time.sleep(0.1)

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    @staticmethod
    def handle(upstream, connection, number):
        """A cluster whose list of aliases is in the format that is asked for."""
        reader = Reader(connection)
        while message := reader.message():
            upstream.requests.append(message)
            if own := own_answer(message):
                connection.sendall(own)
                continue
            head, fields, _ = message
            target = head.split(b" ")[1]
            asked = fields.get("accept", fields.get("content-type", "")) + target.decode()
            if target.startswith(b"/logs-1/_alias"):
                text, kind = ('{"logs-1":{"aliases":{"logs-x":{},"secret-alias":{}}}}', "application/json")
                if "yaml" in asked:
                    text, kind = ("---\nlogs-1:\n  aliases:\n    logs-x: {}\n    secret-alias: {}\n", "application/yaml")
            else:
                text, kind = ("{}", "application/json")
            connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(text)}\r\n\r\n{text}".encode())

    def ask(self, method, path, body=None, **fields):
        before = len(self.upstream.requests)
        status, _, answer = self.proxy.request(method, path, body, headers=fields, key=self.key)
        return status, answer, [r[0].split(b" ")[1].decode() for r in probes_left_out(self.upstream.requests[before:])]

    def test_a_bracket_hides_no_comma(self):
        for expression in ("logs-*,-<a,secret", "logs-1,-<,secret", "logs-*,-<a,secret,b>", "logs-*,->,secret", "logs-*,-<{now},secret,{now}>", "logs-*,-%3Ca%2Csecret"):
            with self.subTest(expression):
                status, _, targets = self.ask("GET", f"/{expression}/_search")
                self.assertIn(status, (200, 400, 403))
                for target in targets:
                    self.assertNotIn("secret", target)
                    self.assertTrue(all(part.startswith("logs-") for part in target.split("/")[1].split(",")), target)

    def test_other_aliases_stay_hidden_in_every_format(self):
        status, answer, _ = self.ask("GET", "/logs-1/_alias")
        self.assertEqual((status, answer), (200, {"logs-1": {"aliases": {"logs-x": {}}}}))
        for path, fields in (("/logs-1/_alias?format=yaml", {}), ("/logs-1/_alias", {"Accept": "application/yaml"}), ("/logs-1/_alias", {"Content-Type": "application/yaml"}),
                             ("/logs-1/_alias?format=json&format=yaml", {}), ("/logs-1/_alias?format=yaml&format=json", {})):
            with self.subTest(path=path, fields=fields):
                status, answer, _ = self.ask("GET", path, **fields)
                self.assertIn(status, (200, 400, 502))
                self.assertNotIn("secret-alias", answer if isinstance(answer, str) else json.dumps(answer))

    def test_parameters_that_stand_in_for_the_path(self):
        for query in ("index=secret", "INDEX=secret", "index=logs-1&index=secret", "%69ndex=secret", "source=%7B%7D&source_content_type=application/json", "callback=x"):
            with self.subTest(query):
                status, _, targets = self.ask("GET", f"/logs-1/_search?{query}")
                for target in targets:
                    self.assertTrue(target.startswith("/logs-1/_search?INDEX="), target)
        # Case matters to the cluster, too: a parameter that it does not know.
        for path in ("/logs-1/_search;index=secret", "/LOGS-1/../secret/_search", "/logs-1/_SEARCH", "/secret./_search", "/secret%2f_search", "/logs-1%2f..%2fsecret/_search", "/.secret/_search", "//secret/_search"):
            with self.subTest(path):
                self.assertEqual(self.ask("GET", path)[2], [])

    def test_what_is_asked_of_the_answer_changes_no_verdict(self):
        for query in ("filter_path=-error", "filter_path=took", "error_trace=true", "preference=_shards:0|_only_local", "human&pretty&format=yaml", "rest_total_hits_as_int=true", "routing=secret", "_source=secret"):
            for path in ("/secret/_search", "/secret/_doc/1", "/logs-1,secret/_search"):
                with self.subTest(path=path, query=query):
                    status, _, targets = self.ask("GET", f"{path}?{query}")
                    self.assertEqual((status, targets), (403, []))


class Behind(unittest.TestCase):
    """The cluster, or who sits in its place."""

    @classmethod
    def setUpClass(cls):
        def handle(upstream, connection, number):
            reader = Reader(connection)
            while message := reader.message():
                connection.sendall(own_answer(message) or cls.data)

        cls.data = b""
        cls.upstream = Upstream(handle)
        cls.proxy = Proxy(cls.upstream.url)
        cls.key = cls.proxy.make_key()["encoded"]

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def answers(self, data):
        """What a client gets of an upstream that answers `data`."""
        type(self).data = data
        with self.proxy.connect() as connection:
            connection.sendall(f"GET /x HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {self.key}\r\nConnection: close\r\n\r\n".encode())
            answer = b""
            with contextlib.suppress(OSError):
                while piece := connection.recv(65536):
                    answer += piece
            return answer

    def test_an_answer_is_not_split(self):
        for fields in (b"A: b\rSet-Cookie: x=y", b"A: b\nSet-Cookie: x=y", b"A: b\r\n Set-Cookie: x=y", b"A: \x00", b"A : b", b"A\x0bB: c", b": b", b"A: b\r\n\tc: d",
                       b"Content-Length: 2\r\nContent-Length: 3", b"Content-Length: 2\r\nTransfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked", b"Content-Length: -1"):
            with self.subTest(fields):
                answer = self.answers(b"HTTP/1.1 200 OK\r\n" + fields + (b"" if b"ength" in fields or b"coding" in fields else b"\r\nContent-Length: 2") + b"\r\n\r\n{}")
                self.assertTrue(answer.startswith(b"HTTP/1.1 502 "), answer)
                self.assertNotIn(b"Set-Cookie", answer)

    def test_protocols_are_not_switched(self):
        answer = self.answers(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nraw")
        self.assertTrue(answer.startswith(b"HTTP/1.1 502 "), answer)
        self.assertNotIn(b"raw", answer)

    def test_an_answer_cut_off_under_tls_is_not_whole(self):
        with Upstream(echo) as plain, Proxy(plain.url) as proxy:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(proxy.folder + "/server.crt", proxy.folder + "/server.key")
            says_goodbye = False

            def handle(upstream, connection, number):
                tls = context.wrap_socket(connection, server_side=True, suppress_ragged_eofs=True)
                reader = Reader(tls)
                while message := reader.message():
                    if own := own_answer(message):
                        tls.sendall(own)
                        continue
                    tls.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"half":')
                    time.sleep(0.1)
                    if says_goodbye:
                        with contextlib.suppress(OSError):
                            tls.unwrap()
                    # Without a word of TLS: anybody on the way could have done it.
                    socket.socket(fileno=os.dup(tls.fileno())).shutdown(socket.SHUT_RDWR)
                    return

            with Upstream(handle) as upstream:
                proxy.upstream, proxy.upstream_settings = f"https://127.0.0.1:{upstream.port}", "ssl.certificate_authorities: ca.crt"
                proxy.kill(15)
                proxy.start()
                key = proxy.make_key()["encoded"]
                for says_goodbye in (False, True):
                    with self.subTest(says_goodbye=says_goodbye), proxy.connect() as connection:
                        connection.sendall(f"GET /x HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {key}\r\n\r\n".encode())
                        answer = b""
                        connection.settimeout(10)
                        with contextlib.suppress(OSError):
                            while not answer.endswith(b"0\r\n\r\n") and (piece := connection.recv(65536)):
                                answer += piece
                        self.assertIn(b'{"half":', answer)
                        self.assertEqual(answer.endswith(b"\r\n0\r\n\r\n"), says_goodbye, answer)


if __name__ == "__main__":
    unittest.main()
