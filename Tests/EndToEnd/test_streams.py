"""Large and slow bodies: memory stays flat, deadlines hold, a stop lets exchanges finish."""
import signal
import socket
import threading
import time
import unittest

from support import SANITIZED, Proxy, Reader, Upstream, echo, own_answer

MEGABYTE = 1 << 20


def big(total):
    """An upstream that sends `total` bytes as fast as it may and reads whatever it gets."""

    def handle(upstream, connection, number):
        reader = Reader(connection)
        piece = b"d" * MEGABYTE
        while True:
            head = reader.until(b"\r\n\r\n")
            if head is None:
                return
            if own := own_answer((head, {}, b"")):
                connection.sendall(own)
            elif head.startswith(b"GET"):
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % total)
                for _ in range(total // MEGABYTE):
                    connection.sendall(piece)
            else:
                left = int([l for l in head.split(b"\r\n") if l.lower().startswith(b"content-length")][0].split(b":")[1])
                left -= len(reader.buffer)
                reader.buffer = b""
                while left > 0:
                    if upstream.slow:
                        time.sleep(0.05)
                    data = connection.recv(min(left, 65536))
                    if not data:
                        return
                    left -= len(data)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    return handle


class Streams(unittest.TestCase):
    def test_a_gigabyte_down_and_a_slow_reader(self):
        total = 1024 * MEGABYTE
        with Upstream(big(total)) as upstream, Proxy(upstream.url, loops=1) as proxy:
            upstream.slow = False
            key = proxy.make_key()["encoded"]
            request = f"GET /big HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {key}\r\n\r\n".encode()
            proxy.request("GET", "/_security/_authenticate")
            before = proxy.memory()
            slow = proxy.connect()
            slow.sendall(request)
            slow.recv(1000)
            fast = proxy.connect(timeout=60)
            fast.sendall(request)
            reader = Reader(fast)
            reader.until(b"\r\n\r\n")
            received = len(reader.buffer)
            peak = 0
            while received < total:
                data = fast.recv(MEGABYTE)
                self.assertTrue(data)
                received += len(data)
                if received % (64 * MEGABYTE) < 65536:
                    peak = max(peak, proxy.memory())
            self.assertEqual(received, total)
            if not SANITIZED:
                self.assertLess(max(peak, proxy.memory()) - before, 12 * MEGABYTE)
            slow.close()
            fast.close()

    def test_a_gigabyte_up(self):
        total = 1024 * MEGABYTE
        with Upstream(big(0)) as upstream, Proxy(upstream.url, settings="limits.body_bytes: 1gb", loops=1) as proxy:
            upstream.slow = False
            key = proxy.make_key()["encoded"]
            before = proxy.memory()
            connection = proxy.connect(timeout=60)
            connection.sendall(f"POST /x/_doc HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {key}\r\nContent-Length: {total}\r\n\r\n".encode())
            piece, peak = b"u" * MEGABYTE, 0
            for turn in range(total // MEGABYTE):
                connection.sendall(piece)
                if turn % 64 == 0:
                    peak = max(peak, proxy.memory())
            self.assertEqual(Reader(connection).message(is_response=True)[0].split()[1], b"200")
            if not SANITIZED:
                self.assertLess(max(peak, proxy.memory()) - before, 12 * MEGABYTE)
            connection.close()

    def test_an_upload_to_a_slow_upstream(self):
        total = 64 * MEGABYTE
        with Upstream(big(0)) as upstream, Proxy(upstream.url, loops=1) as proxy:
            upstream.slow = True
            key = proxy.make_key()["encoded"]
            before = proxy.memory()
            connection = proxy.connect(timeout=5)
            connection.sendall(f"POST /x/_doc HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {key}\r\nContent-Length: {total}\r\n\r\n".encode())
            sent = 0
            end = time.time() + 2
            connection.settimeout(0.5)
            try:
                while time.time() < end:
                    sent += connection.send(b"u" * 65536)
            except (TimeoutError, socket.timeout):
                pass
            # Back-pressure: far less was taken than was offered.
            self.assertLess(sent, 40 * MEGABYTE)
            if not SANITIZED:
                self.assertLess(proxy.memory() - before, 12 * MEGABYTE)
            connection.close()

    def test_slow_heads_and_contents_are_ended(self):
        settings = "limits.head_timeout: 500ms\nlimits.rate_interval: 500ms\nlimits.handshake_timeout: 500ms\nlimits.idle_timeout: 700ms"
        with Upstream(echo) as upstream, Proxy(upstream.url, settings=settings) as proxy:
            key = proxy.make_key()["encoded"]
            connection = proxy.connect()
            connection.sendall(b"GET /a HTTP/1.1\r\nHos")
            self.assertEqual(Reader(connection).message(is_response=True)[0].split()[1], b"408")
            connection = proxy.connect()
            connection.sendall(f"POST /a/_doc HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {key}\r\nContent-Length: 100\r\n\r\nx".encode())
            self.assertEqual(Reader(connection).message(is_response=True)[0].split()[1], b"408")
            idle = proxy.connect(timeout=3)
            self.assertEqual(idle.recv(1), b"")
            silent = socket.create_connection(("127.0.0.1", proxy.port), timeout=3)
            self.assertEqual(silent.recv(1), b"")
            # A reader that stops reading is cut off too.
        with Upstream(big(64 * MEGABYTE)) as upstream, Proxy(upstream.url, settings=settings) as proxy:
            upstream.slow = False
            key = proxy.make_key()["encoded"]
            connection = proxy.connect()
            connection.sendall(f"GET /big HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {key}\r\n\r\n".encode())
            records = proxy.audit(lambda r: any(x.get("event.reason") == "client too slow" for x in r))
            self.assertTrue(any(r.get("event.reason") == "client too slow" for r in records))
            connection.close()

    def test_a_stop_lets_exchanges_finish(self):
        started = threading.Event()

        def handle(upstream, connection, number):
            reader = Reader(connection)
            while True:
                message = reader.message()
                if message is None:
                    return
                if b"/slow" in message[0]:
                    started.set()
                    time.sleep(1)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone")

        with Upstream(handle) as upstream, Proxy(upstream.url) as proxy:
            key = proxy.make_key()["encoded"]
            result = []
            idle = proxy.connect()
            thread = threading.Thread(target=lambda: result.append(proxy.request("GET", "/slow", key=key)))
            thread.start()
            self.assertTrue(started.wait(5))
            proxy.process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            with self.assertRaises(OSError):
                socket.create_connection(("127.0.0.1", proxy.port), timeout=1)
            thread.join()
            self.assertEqual((result[0][0], result[0][2]), (200, "done"))
            self.assertEqual(result[0][1].get("Connection"), "close")
            self.assertEqual(proxy.process.wait(timeout=10), 0)
            idle.close()

    def test_a_stop_has_a_deadline(self):
        def handle(upstream, connection, number):
            reader = Reader(connection)
            message = reader.message()
            while message and (own := own_answer(message)):
                connection.sendall(own)
                message = reader.message()
            time.sleep(20)

        with Upstream(handle) as upstream, Proxy(upstream.url, settings="shutdown.deadline: 1s") as proxy:
            key = proxy.make_key()["encoded"]
            connection = proxy.connect()
            connection.sendall(f"GET /x HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {key}\r\n\r\n".encode())
            time.sleep(0.3)
            begin = time.time()
            proxy.kill(signal.SIGTERM)
            self.assertLess(time.time() - begin, 5)

    def test_a_flood_of_handshakes_does_not_stop_the_others(self):
        with Upstream(echo) as upstream, Proxy(upstream.url, loops=1) as proxy:
            key = proxy.make_key()["encoded"]
            client = proxy.client()
            proxy.request("GET", "/x", key=key, connection=client)
            stop = threading.Event()

            def flood():
                while not stop.is_set():
                    try:
                        proxy.connect(timeout=2).close()
                    except OSError:
                        pass

            threads = [threading.Thread(target=flood) for _ in range(16)]
            for thread in threads:
                thread.start()
            worst = 0
            for _ in range(100):
                begin = time.time()
                self.assertEqual(proxy.request("GET", "/x", key=key, connection=client)[0], 200)
                worst = max(worst, time.time() - begin)
            stop.set()
            for thread in threads:
                thread.join()
            self.assertLess(worst, 10.0 if SANITIZED else 1.0)

    def test_connections_are_bounded(self):
        with Upstream(echo) as upstream, Proxy(upstream.url, settings="limits.connections: 5") as proxy:
            held = [proxy.connect() for _ in range(5)]
            with self.assertRaises(OSError):
                proxy.connect(timeout=2)
            held.pop().close()
            end = time.time() + 5
            while time.time() < end:
                try:
                    held.append(proxy.connect(timeout=2))
                    break
                except OSError:
                    time.sleep(0.05)
            self.assertEqual(len(held), 5)
            for connection in held:
                connection.close()


if __name__ == "__main__":
    unittest.main()
