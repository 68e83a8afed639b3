"""Floods over HTTP/2 against the running proxy: others are served, memory stays, nothing of it reaches the upstream."""
import threading
import time
import unittest

from http2_client import END_HEADERS, END_STREAM, PREFACE, Client, block, data, frame, headers, request, text
from support import Proxy, Reader, Upstream, echo

MEGABYTE = 1 << 20


class Bystander:
    """Another client, with a key of its own: asks again and again and keeps the longest wait."""

    def __init__(self, proxy, key, path="/bystander/_doc/1"):
        self.proxy, self.key, self.path = proxy, key, path
        self.longest, self.count, self.failed, self.stopped = 0, 0, None, False
        self.thread = threading.Thread(target=self.run)

    def run(self):
        client, stream = Client(self.proxy), 1
        while not self.stopped:
            start = time.time()
            counted = f"{self.path}?n={stream}" if self.path.startswith("/bystander") else self.path
            status, content = client.get(stream, counted, self.key, timeout=5)
            if status != 200 or (counted != self.path and f"{counted} ".encode() not in content):
                self.failed = (status, content, client.frames[-3:])
                return
            stream, self.count = stream + 2, self.count + 1
            time.sleep(0.01)
        client.close()

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped = True
        self.thread.join()


class Abuse(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(echo)
        cls.proxy = Proxy(cls.upstream.url, loops=1)
        cls.key = cls.proxy.make_key()["encoded"]
        # What is made once: pools, tables, the bystander's own.
        with Bystander(cls.proxy, cls.key) as bystander:
            time.sleep(0.5)
        assert bystander.failed is None, bystander.failed

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def attack(self, flood, budget=None, code="ENHANCE_YOUR_CALM"):
        """Runs `flood`, which returns its clients, and looks at what it did to others."""
        before, requests = self.proxy.memory(), len(self.upstream.requests)
        with Bystander(self.proxy, self.key) as bystander:
            clients = flood()
            peak = self.proxy.memory()
            time.sleep(0.3)
        self.assertIsNone(bystander.failed)
        self.assertGreater(bystander.count, 3)
        self.assertLess(bystander.longest, 1)
        self.assertLess(max(peak, self.proxy.memory()) - before, 8 * MEGABYTE)
        reached = [r[0][:80] for r in self.upstream.requests[requests:] if b"/bystander/" not in r[0] and not r[0].startswith(b"GET / ")]
        self.assertEqual(reached, [])
        if budget:
            # The last may have come to its end within the budget, and one that sends on may lose what it was told.
            ends = {client.goaway(1) for client in clients}
            self.assertIn(code, ends)
            self.assertLessEqual(ends, {code, None})
            self.assertIn(f'budget="{budget}"', self.proxy.log_text())
        for client in clients:
            client.close()

    def again_and_again(self, total, make, prologue=b"", batch=200):
        """Sends `total` pieces; comes back with a new connection whenever one is ended."""
        clients, sent = [], 0
        while sent < total and len(clients) < 400:
            client = Client(self.proxy)
            clients.append(client)
            client.send(prologue)
            number = 0
            while sent < total:
                chunk = b"".join(make(number + i) for i in range(batch))
                number, sent = number + batch, sent + batch
                if not client.send(chunk):
                    break
                if client.more(0) and client.find("GOAWAY"):
                    break
        return clients

    def test_rapid_reset(self):
        # With a good key, over and over: what is withdrawn at once reaches nobody.
        fields = block(request("GET", "/attack/_doc/1", [("authorization", "ApiKey " + self.key)]))

        def pair(number):
            stream = 2 * number + 1
            return frame("HEADERS", END_HEADERS | END_STREAM, stream, fields) + frame("RST_STREAM", 0, stream, b"\0\0\0\x08")

        self.attack(lambda: self.again_and_again(100_000, pair), "resets")

    def test_made_you_reset(self):
        fields = block(request("POST", "/attack/_doc/1", [("content-length", "1")]))

        def pair(number):
            stream = 2 * number + 1
            return frame("HEADERS", END_HEADERS, stream, fields) + data(stream, b"ab")

        self.attack(lambda: self.again_and_again(20_000, pair))
        self.assertRegex(self.proxy.log_text(), 'budget="(own_resets|glitches)"')

    def test_continuation_flood(self):
        start = frame("HEADERS", 0, 1, block(request("GET", "/attack")))
        self.attack(lambda: self.again_and_again(100_000, lambda _: frame("CONTINUATION", 0, 1, block([("a", "b")])), start), "header_block")

    def test_header_bomb_of_references(self):
        big = b"\x40" + text("x-bomb") + text("a" * 4000)
        start = frame("HEADERS", END_HEADERS | END_STREAM, 1, block(request("GET", "/attack")) + big)
        bomb = block(request("GET", "/attack")) + b"\xbe" * 16_000
        self.attack(
            lambda: self.again_and_again(2000, lambda n: frame("HEADERS", END_HEADERS | END_STREAM, 2 * n + 3, bomb), start, 10), "header_block")

    def test_header_bomb_of_crumbs(self):
        start = frame("HEADERS", END_HEADERS | END_STREAM, 1, block(request("GET", "/attack")) + b"\x60" + text("a=b"))
        bomb = block(request("GET", "/attack")) + b"\xbe" * 16_000
        self.attack(
            lambda: self.again_and_again(2000, lambda n: frame("HEADERS", END_HEADERS | END_STREAM, 2 * n + 3, bomb), start, 10), "header_block")

    def test_settings_flood(self):
        self.attack(lambda: self.again_and_again(100_000, lambda _: frame("SETTINGS", 0, 0, b"\0\x03\0\0\0\x64")), "settings")

    def test_ping_flood(self):
        self.attack(lambda: self.again_and_again(100_000, lambda _: frame("PING", 0, 0, b"12345678")), "pings")

    def test_ping_flood_of_one_who_does_not_read(self):
        def flood():
            clients = [Client(self.proxy, timeout=2) for _ in range(20)]
            for client in clients:
                client.send(frame("PING", 0, 0, b"12345678") * 100_000)
            return clients

        self.attack(flood)
        self.assertIn('budget="pings"', self.proxy.log_text())

    def test_priority_flood(self):
        self.attack(lambda: self.again_and_again(100_000, lambda n: frame("PRIORITY", 0, 2 * n + 1, b"\0\0\0\0\x0f")), "priorities")

    def test_data_of_one_octet(self):
        start = headers(1, request("POST", "/attack/_doc/1"), False)
        self.attack(lambda: self.again_and_again(200_000, lambda _: data(1, b"x"), start))

    def test_empty_data(self):
        start = headers(1, request("POST", "/attack/_doc/1"), False)
        self.attack(lambda: self.again_and_again(100_000, lambda _: data(1, b""), start), "empty_data")

    def test_window_updates_of_one_octet(self):
        self.attack(lambda: self.again_and_again(100_000, lambda _: frame("WINDOW_UPDATE", 0, 0, b"\0\0\0\x01")), "window_updates")

    def test_frames_of_unknown_types(self):
        self.attack(lambda: self.again_and_again(100_000, lambda _: frame(0x77, 0, 0, b"12345678")), "glitches")

    def test_half_a_header_block(self):
        """Many that begin a head and leave it: they hold little, and not for ever."""

        def flood():
            clients = [Client(self.proxy) for _ in range(100)]
            for client in clients:
                client.send(frame("HEADERS", 0, 1, block(request("GET", "/attack") + [("x", "y" * 1000)])))
            return clients

        self.attack(flood)

    def test_garbage(self):
        def flood():
            for size in (1, 9, 100, 100_000):
                client = Client(self.proxy, greets=False)
                client.send(PREFACE + bytes(i * 7 & 255 for i in range(size)))
                client.wait(lambda: client.closed, 0.2)
            return []

        self.attack(flood)


class ZeroWindows(unittest.TestCase):
    def test_a_thousand_streams_that_take_nothing(self):
        """Requests with a good key, answers of 1 MB, windows of nothing: the answers stay with the upstream."""
        with Upstream(Large().handle, backlog=2000) as upstream, Proxy(
                upstream.url, "limits.rate_interval: 3s", loops=1, upstream_settings="connections: 1200") as proxy:
            key = proxy.make_key()["encoded"]
            own = "/_security/_authenticate"
            with Bystander(proxy, key, own), Client(proxy) as client:
                # What is made once: tables, pools.
                self.assertEqual(client.get(1, "/small/_doc/1", key)[0], 200)
                time.sleep(0.5)
            before = proxy.memory()
            with Bystander(proxy, key, own) as bystander:
                clients = [Client(proxy, settings=[(4, 0)], window=65535) for _ in range(8)]
                for client in clients:
                    for i in range(125):
                        client.send(headers(2 * i + 1, request("GET", "/big/_doc/1", [("authorization", "ApiKey " + key)])))
                for client in clients:
                    client.wait(lambda: len(client.find("HEADERS")) >= 125, 10)
                peak = proxy.memory()
                # The deadline of each stream.
                for client in clients:
                    client.wait(lambda: len(client.find("RST_STREAM")) >= 125, 10)
            self.assertLess(peak - before, 8 * MEGABYTE)
            self.assertIsNone(bystander.failed)
            self.assertLess(bystander.longest, 1)
            self.assertEqual([len(client.find("HEADERS")) for client in clients], [125] * 8)
            self.assertEqual([len(client.find("DATA")) for client in clients], [0] * 8)
            self.assertEqual([len(client.find("RST_STREAM")) for client in clients], [125] * 8)


class Large:
    """Answers 1 MB, and the bystander its own line."""

    def handle(self, upstream, connection, number):
        reader = Reader(connection)
        while True:
            head = reader.until(b"\r\n\r\n")
            if head is None:
                return
            if head.startswith(b"GET /big/"):
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % MEGABYTE)
                connection.sendall(b"x" * MEGABYTE)
            else:
                line = head.split(b"\r\n")[0]
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(line) + line)


if __name__ == "__main__":
    unittest.main()
