"""Where requests come from: failed authentications by address, address lists, PROXY headers, forwarded fields."""
import base64
import json
import socket
import ssl
import struct
import threading
import time
import unittest

from http2_client import Client
from support import Proxy, Reader, Upstream, echo

SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"


def line(client, version=1, command=0x21):
    """A PROXY header that says that the connection comes from `client`."""
    family = socket.AF_INET6 if ":" in client else socket.AF_INET
    if version == 1:
        return f"PROXY TCP{6 if ':' in client else 4} {client} {'::1' if ':' in client else '127.0.0.1'} 4711 443\r\n".encode()
    address = socket.inet_pton(family, client)
    rest = address + address + struct.pack(">HH", 4711, 443) + b"\x04\x00\x03abc"
    return SIGNATURE + bytes([command, 0x21 if ":" in client else 0x11]) + struct.pack(">H", len(rest)) + rest


class Base(unittest.TestCase):
    settings, listener, clear = "", "", False

    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(echo)
        cls.proxy = Proxy(cls.upstream.url, settings=cls.settings, listener=cls.listener, clear=cls.clear)

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def connect(self, before=b"", pause=0, server="localhost"):
        plain = socket.create_connection(("127.0.0.1", self.proxy.port), timeout=10)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in ([before] if not pause else [before[i:i + 1] for i in range(len(before))]):
            plain.sendall(part)
            time.sleep(pause)
        return self.proxy.context().wrap_socket(plain, server_hostname=server)

    def ask(self, connection, key=None, fields="", user=None, password=None, path="/a/_search"):
        head = f"GET {path} HTTP/1.1\r\nHost: h\r\n{fields}"
        if key:
            head += f"Authorization: ApiKey {key}\r\n"
        if user:
            head += "Authorization: Basic " + base64.b64encode(f"{user}:{password}".encode()).decode() + "\r\n"
        connection.sendall((head + "\r\n").encode())
        message = Reader(connection).message(is_response=True)
        return (int(message[0].split()[1]), message[1], json.loads(message[2] or b"null")) if message else None

    def source(self, status=200):
        """The address of the last request in the trail."""
        records = self.proxy.audit(lambda records: any("url.path" in r for r in records))
        time.sleep(0.3)
        # Each loop hands over its lines by itself: the last to come is not always the latest.
        return sorted((r for r in self.proxy.audit() if "url.path" in r), key=lambda r: r["@timestamp"])[-1]["source.ip"]


class Failures(Base):
    settings = "limits.failed_authentication.per_minute: 60\nlimits.failed_authentication.burst: 20"
    # Each test has an address of its own.
    listener = "forwarded: x-forwarded-for\n    trusted_proxies: [127.0.0.1]"

    def attempt(self, address, key=None, connection=None, **credential):
        own = connection or self.connect()
        found = self.ask(own, key, f"X-Forwarded-For: {address}\r\n", **credential)
        if not connection:
            own.close()
        return found

    def exhaust(self, address, key):
        connection, found = self.connect(), []
        for _ in range(20):
            found.append(self.attempt(address, key, connection)[0])
        start = time.monotonic()
        found.append(self.attempt(address, key, connection)[0])
        late = time.monotonic() - start
        connection.close()
        threads, lock = [], threading.Lock()

        def one():
            answer = self.attempt(address, key)
            with lock:
                found.append(answer[0])
                answers.append(answer)

        answers = []
        for _ in range(25):
            threads.append(threading.Thread(target=one))
            threads[-1].start()
        for thread in threads:
            thread.join()
        return found, late, answers

    def test_an_address_is_slowed_then_refused_and_others_are_not(self):
        made = self.proxy.make_key("victim")
        wrong = base64.b64encode(f"{made['id']}:{'x' * 22}".encode()).decode()
        found, late, answers = self.exhaust("192.0.2.1", wrong)
        self.assertEqual(found[:20], [401] * 20)
        self.assertEqual(found[20], 401)
        self.assertGreater(late, 0.9)
        self.assertIn(429, found[21:])
        self.assertLessEqual(found.count(401), 33)
        refused = next(a for a in answers if a[0] == 429)
        self.assertEqual(refused[2]["error"]["type"], "es_rejected_execution_exception")
        self.assertGreaterEqual(int(refused[1]["retry-after"]), 1)
        # The key itself is right, from there and from elsewhere; and others fail as before.
        self.assertEqual(self.attempt("192.0.2.1", made["encoded"])[0], 200)
        self.assertEqual(self.attempt("192.0.2.2", made["encoded"])[0], 200)
        start = time.monotonic()
        self.assertEqual(self.attempt("192.0.2.2", wrong)[0], 401)
        self.assertLess(time.monotonic() - start, 0.5)
        # It may fail again after a while.
        time.sleep(12)
        self.assertEqual(self.attempt("192.0.2.1", wrong)[0], 401)

    def test_passwords_are_not_guessed(self):
        # One that was right before passes all the same.
        right = dict(user="elastic", password="end-to-end-password")
        self.assertEqual(self.attempt("2001:db8::1", **right)[0], 200)
        key = base64.b64encode(b"nobody:secret").decode()
        self.exhaust("2001:db8::2", key)
        self.assertEqual(self.attempt("2001:db8::3", key)[0], 429, "one /64 is one address")
        self.assertEqual(self.attempt("2001:db8::1", **right)[0], 200)
        status, _, answer = self.attempt("2001:db8::1", user="other", password="guess")
        self.assertEqual((status, answer["error"]["reason"]), (429, "too many failed authentications from this address"))
        self.assertEqual(self.attempt("2001:db8:0:1::1", user="other", password="guess")[0], 401)

    def test_over_http2_too(self):
        key = base64.b64encode(b"nobody:secret").decode()
        client = Client(self.proxy)
        statuses = [client.get(1 + 2 * i, "/a/_search", key, more=[("x-forwarded-for", "192.0.2.77")])[0] for i in range(22)]
        self.assertEqual(statuses, [401] * 22)
        client.close()

    def test_no_credential_is_no_failure(self):
        connection = self.connect()
        start = time.monotonic()
        self.assertEqual({self.ask(connection, fields="X-Forwarded-For: 192.0.2.9\r\n")[0] for _ in range(60)}, {401})
        self.assertLess(time.monotonic() - start, 3)


class Forwarded(Base):
    listener = "forwarded: x-forwarded-for\n    trusted_proxies: [127.0.0.1, 10.0.0.0/8]\n    allowed_addresses: [127.0.0.1, 192.0.2.0/24, '2001:db8::/32']"

    def test_the_client_is_the_last_hop_that_nobody_vouches_for(self):
        key = self.proxy.make_key("k")["encoded"]
        connection = self.connect()
        for value, client in (("192.0.2.7", "192.0.2.7"), ("6.6.6.6, 192.0.2.8, 10.0.0.3", "192.0.2.8"), ("2001:db8::7", "2001:db8::7"), ("unknown", "127.0.0.1")):
            self.assertEqual(self.ask(connection, key, f"X-Forwarded-For: {value}\r\n")[0], 200)
            self.assertEqual(self.source(), client)
        self.assertEqual(self.ask(connection, key, "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 192.0.2.9\r\n")[0], 200)
        self.assertEqual(self.source(), "192.0.2.9")
        # The other field is not read.
        self.assertEqual(self.ask(connection, key, "Forwarded: for=6.6.6.6\r\n")[0], 200)
        self.assertEqual(self.source(), "127.0.0.1")
        # And where it may not come from.
        status, _, answer = self.ask(connection, key, "X-Forwarded-For: 198.51.100.1\r\n")
        self.assertEqual((status, answer["error"]["type"]), (403, "security_exception"))
        self.assertEqual(self.source(), "198.51.100.1")

    def test_a_key_is_bound_to_addresses(self):
        made = self.proxy.make_key("bound", _keyward={"limits": {"allowed_addresses": ["192.0.2.0/25", "2001:db8:1::/48"]}})
        connection = self.connect()
        for address, status in (("192.0.2.127", 200), ("192.0.2.128", 401), ("2001:db8:1:2::3", 200), ("2001:db8:2::3", 401)):
            found = self.ask(connection, made["encoded"], f"X-Forwarded-For: {address}\r\n")
            self.assertEqual(found[0], status, address)
            if status == 401:
                wrong = self.ask(connection, base64.b64encode(b"nobody:x").decode(), f"X-Forwarded-For: {address}\r\n")
                self.assertEqual(found[2], wrong[2])
        path = f"/_keyward/api_key/{made['id']}/limits"
        self.assertEqual(self.proxy.request("GET", path)[2], {"limits": {"action": "refuse", "allowed_addresses": ["192.0.2.0/25", "2001:db8:1::/48"]}})
        self.assertEqual(self.proxy.request("PUT", path, {"allowed_addresses": ["192.0.2.1/24"]})[0], 400)
        self.assertEqual(self.proxy.request("PUT", path, {})[0], 200)
        self.assertEqual(self.ask(connection, made["encoded"], "X-Forwarded-For: 192.0.2.128\r\n")[0], 200)


class PROXYHeader(Base):
    listener = "proxy_protocol: true\n    trusted_proxies: [127.0.0.1]\n    allowed_addresses: [127.0.0.1, 192.0.2.0/24, '2001:db8::/32']"
    settings = "limits.connections_per_address: 3\nlimits.handshake_timeout: 2s"

    def test_both_versions_before_tls(self):
        for version in (1, 2):
            for client in ("192.0.2.1", "2001:db8::5"):
                for pause in (0, 0.002):
                    connection = self.connect(line(client, version), pause)
                    self.assertEqual(self.ask(connection, fields="X-Forwarded-For: 6.6.6.6\r\n")[0], 401)
                    self.assertEqual(self.source(), client)
                    connection.close()
        # The balancer for itself.
        for header in (b"PROXY UNKNOWN\r\n", SIGNATURE + b"\x20\x00\x00\x00"):
            connection = self.connect(header)
            self.assertEqual(self.ask(connection)[0], 401)
            self.assertEqual(self.source(), "127.0.0.1")
            connection.close()

    def closes(self, octets, timeout=5):
        plain = socket.create_connection(("127.0.0.1", self.proxy.port), timeout=timeout)
        try:
            plain.sendall(octets)
            return plain.recv(100) == b""
        except ConnectionResetError:
            return True
        finally:
            plain.close()

    def test_what_is_none_is_closed(self):
        for octets in (b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", b"\x16\x03\x01\x02\x00", b"PROXY TCP4 1 2 3 4\r\n", SIGNATURE + b"\x21\x12\x00\x0c" + bytes(12), line("198.51.100.1"), line("192.0.2.1")[:10]):
            self.assertTrue(self.closes(octets), octets)
        with self.assertRaises((ssl.SSLError, OSError)):
            self.connect()
        reasons = {json.dumps(r) for r in self.proxy.audit()}
        for words in ("PROXY header is missing", "PROXY header is malformed", "address is not allowed"):
            self.assertTrue(any(words in r for r in reasons), words)

    def test_connections_are_counted_by_client(self):
        held = [self.connect(line("192.0.2.40")) for _ in range(3)]
        self.assertTrue(self.closes(line("192.0.2.40")))
        other = self.connect(line("192.0.2.41"))
        self.assertEqual(self.ask(other)[0], 401)
        for connection in (*held, other):
            connection.close()
        time.sleep(0.3)
        connection = self.connect(line("192.0.2.40"))
        self.assertEqual(self.ask(connection)[0], 401)
        connection.close()


class Lists(unittest.TestCase):
    def test_a_listener_takes_some_only(self):
        with Upstream(echo) as upstream, Proxy(upstream.url, listener="allowed_addresses: [192.0.2.0/24]") as proxy:
            with self.assertRaises((ssl.SSLError, OSError)):
                proxy.connect()
            found = lambda records: any("address is not allowed" in json.dumps(r) for r in records)
            self.assertTrue(found(proxy.audit(found)))
        with Upstream(echo) as upstream, Proxy(upstream.url, listener="allowed_addresses: [127.0.0.0/8]") as proxy:
            self.assertEqual(proxy.request("GET", "/a/_search")[0], 200)


if __name__ == "__main__":
    unittest.main()
