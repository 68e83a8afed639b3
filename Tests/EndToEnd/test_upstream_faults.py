"""Upstreams that misbehave: what the client is told, and that nobody gets another's answer."""
import json
import signal
import threading
import time
import unittest

from support import Proxy, Reader, Upstream, echo, own_answer


def script(answer):
    """An upstream that answers what the proxy itself asks properly and everything else by `answer(connection, message)`."""

    def handle(upstream, connection, number):
        reader = Reader(connection)
        while True:
            message = reader.message()
            if message is None:
                return
            if own := own_answer(message):
                connection.sendall(own)
                continue
            upstream.requests.append(message)
            if answer(connection, message) == "close":
                return

    return handle


class Faults(unittest.TestCase):
    def status(self, answer, method="GET", path="/x", body=None, settings="response_timeout: 1s\n    body_timeout: 1s", expect=None):
        with Upstream(script(answer)) as upstream, Proxy(upstream.url, upstream_settings=settings) as proxy:
            status, headers, error = proxy.request(method, path, body)
            if expect:
                self.assertEqual(status, expect, error)
                self.assertEqual(error["status"], expect)
                self.assertIn("reason", error["error"])
            return status, headers, error, len(upstream.requests)

    def test_refuses(self):
        with Upstream(echo) as upstream:
            url = upstream.url
        with Proxy(url) as proxy:
            status, headers, error = proxy.request("GET", "/x")
            self.assertEqual((status, error["status"]), (503, 503))
            self.assertEqual(headers["Retry-After"], "1")
            # The proxy's own routes go on working.
            self.assertEqual(proxy.request("GET", "/_security/_authenticate")[0], 200)

    def test_hangs(self):
        self.status(lambda c, m: time.sleep(5), expect=504)

    def test_answers_that_came_while_the_process_stood_still(self):
        """A machine that was paused finds answers and deadlines at once: who was in time gets his answer."""
        go = threading.Event()

        def answer(connection, message):
            go.wait(60)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")

        with Upstream(script(answer)) as upstream, Proxy(upstream.url, upstream_settings="response_timeout: 6s") as proxy:
            statuses = []
            askers = [threading.Thread(target=lambda: statuses.append(proxy.request("GET", "/x")[0])) for _ in range(16)]
            for asker in askers:
                asker.start()
            end = time.time() + 20
            # At once, as its loops still look out for more just then: also those that are woken amid that must look again.
            while len(upstream.requests) < len(askers) and time.time() < end:
                time.sleep(0.0002)
            proxy.process.send_signal(signal.SIGSTOP)
            go.set()
            time.sleep(6.5)
            proxy.process.send_signal(signal.SIGCONT)
            for asker in askers:
                asker.join()
            self.assertEqual(statuses, [200] * len(askers))

    def test_closes_without_an_answer(self):
        _, _, _, count = self.status(lambda c, m: "close", method="POST", path="/x/_doc", body="{}", expect=502)
        self.assertEqual(count, 1, "a POST is not repeated")

    def test_closes_in_the_head(self):
        def answer(connection, message):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Le")
            return "close"

        self.status(answer, expect=502)

    def test_garbage(self):
        for garbage in (b"garbage\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\0\0\0\0\r\n\r\n", b"HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                        b"HTTP/1.1 101 Switching Protocols\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"a" * 40000 + b"\r\n\r\n"):
            with self.subTest(garbage[:30]):
                self.status(lambda c, m: c.sendall(garbage), expect=502)

    def test_closes_in_the_content(self):
        for head in (b"Content-Length: 100", b"Transfer-Encoding: chunked"):
            def answer(connection, message):
                connection.sendall(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n5\r\nabcde\r\n")
                return "close"

            with Upstream(script(answer)) as upstream, Proxy(upstream.url) as proxy:
                with self.assertRaises(Exception):
                    proxy.request("GET", "/x")
                # The next exchange is not harmed.
                self.assertEqual(proxy.request("GET", "/_security/_authenticate")[0], 200)

    def test_bad_chunks(self):
        def answer(connection, message):
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\nzz\r\n")

        with Upstream(script(answer)) as upstream, Proxy(upstream.url) as proxy:
            with self.assertRaises(Exception):
                proxy.request("GET", "/x")

    def test_answers_before_the_request_is_whole(self):
        def handle(upstream, connection, number):
            reader = Reader(connection)
            while True:
                head = reader.until(b"\r\n\r\n")
                if head is None:
                    return
                if own := own_answer((head, {}, b"")):
                    connection.sendall(own)
                    continue
                connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\nConnection: close\r\n\r\nearly")
                time.sleep(0.3)
                return

        with Upstream(handle) as upstream, Proxy(upstream.url) as proxy:
            connection = proxy.connect()
            key = proxy.make_key()["encoded"]
            connection.sendall(f"POST /x/_doc HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {key}\r\nContent-Length: 1000000\r\n\r\n".encode() + b"x" * 1000)
            head, fields, content = Reader(connection).message(is_response=True)
            self.assertEqual((head.split()[1], content), (b"413", b"early"))
            self.assertEqual(fields.get("connection"), "close")

    def test_an_idle_connection_that_closes_is_replaced(self):
        """GETs are repeated once on a fresh connection when a reused one turns out to be closed."""
        def handle(upstream, connection, number):
            reader = Reader(connection)
            message = reader.message()
            if message is None:
                return
            upstream.requests.append(message)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            # Closes when the next request arrives, without an answer.
            reader.message()

        with Upstream(handle) as upstream, Proxy(upstream.url, loops=1) as proxy:
            key = proxy.make_key()["encoded"]
            client = proxy.client()
            for _ in range(10):
                self.assertEqual(proxy.request("GET", "/x", key=key, connection=client)[0], 200)

    def test_extra_bytes_never_reach_the_next_exchange(self):
        def answer(connection, message):
            body = b"1234"
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + body
                               + b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison")

        with Upstream(script(answer)) as upstream, Proxy(upstream.url, loops=1) as proxy:
            client = proxy.client()
            for _ in range(20):
                status, _, answer = proxy.request("GET", "/x", connection=client)
                self.assertEqual((status, answer), (200, 1234))

    def test_statuses_without_content_and_interim_ones(self):
        def answer(connection, message):
            line = message[0].split()[1]
            connection.sendall({b"/204": b"HTTP/1.1 204 No Content\r\n\r\n", b"/304": b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
                                b"/100": b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                                b"/close": b"HTTP/1.1 200 OK\r\n\r\nuntil the end"}[line])
            return "close" if line == b"/close" else None

        with Upstream(script(answer)) as upstream, Proxy(upstream.url) as proxy:
            client = proxy.client()
            self.assertEqual(proxy.request("GET", "/204", connection=client)[0], 204)
            self.assertEqual(proxy.request("GET", "/304", connection=client)[0], 304)
            self.assertEqual(proxy.request("GET", "/100", connection=client)[2], "ok")
            # Content and end arrive in one event or in two, as it happens: both must be seen.
            for _ in range(100):
                self.assertEqual(proxy.request("GET", "/close", connection=client)[2], "until the end")
            self.assertEqual(proxy.request("GET", "/204", connection=client)[0], 204)

    def test_the_queue_is_bounded(self):
        with Upstream(script(lambda c, m: time.sleep(2))) as upstream, Proxy(
            upstream.url, loops=1, upstream_settings="connections: 1\n    queue: 1\n    queue_timeout: 300ms\n    response_timeout: 5s"
        ) as proxy:
            key = proxy.make_key()["encoded"]
            results = []
            threads = [threading.Thread(target=lambda: results.append(proxy.request("GET", "/x", key=key)[0])) for _ in range(5)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertGreaterEqual(results.count(503), 3, results)

    def test_a_client_that_leaves_ends_the_upstreams_work(self):
        gone = threading.Event()

        def answer(connection, message):
            connection.settimeout(5)
            if connection.recv(1) == b"":
                gone.set()
            return "close"

        with Upstream(script(answer)) as upstream, Proxy(upstream.url) as proxy:
            key = proxy.make_key()["encoded"]
            connection = proxy.connect()
            connection.sendall(f"GET /x HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {key}\r\n\r\n".encode())
            time.sleep(0.3)
            connection.close()
            self.assertTrue(gone.wait(5))
            records = proxy.audit(lambda r: any(x.get("http.response.status_code") == 499 for x in r))
            self.assertTrue(any(r.get("http.response.status_code") == 499 for r in records))


if __name__ == "__main__":
    unittest.main()
