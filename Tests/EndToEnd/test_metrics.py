"""Metrics and health: the text that a scrape gets, who gets it, what the board needs of it."""
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest

from support import ROOT, Proxy, Upstream, echo

MONITOR = {"r": {"cluster": ["monitor"]}}
SAMPLE = re.compile(r'^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (-?[0-9][0-9.e+-]*|\+Inf|-Inf|NaN)$')
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)')


def parse(text):
    """{name: {labels: value}} and {family: type}; refuses what the format does not allow (version 0.0.4)."""
    assert text.endswith("\n")
    samples, types, family = {}, {}, None
    for line in text[:-1].split("\n"):
        if line.startswith("# HELP "):
            family = line.split(" ")[2]
            assert family not in types, f"{family} comes twice"
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name == family and kind in ("counter", "gauge", "histogram"), line
            types[name] = kind
            assert kind != "counter" or name.endswith("_total"), name
        else:
            found = SAMPLE.match(line)
            assert found, f"no sample: {line!r}"
            name, labels, value = found.groups()
            suffixes = ("_bucket", "_sum", "_count") if types[family] == "histogram" else ("",)
            assert name in [family + suffix for suffix in suffixes], f"{name} stands under {family}"
            pairs, rest = [], labels or ""
            while rest:
                pair = LABEL.match(rest)
                assert pair, f"no labels: {line!r}"
                pairs.append((pair[1], pair[2]))
                rest = rest[pair.end():]
            assert len(dict(pairs)) == len(pairs), line
            key = frozenset(pairs)
            assert key not in samples.setdefault(name, {}), f"twice: {line!r}"
            samples[name][key] = float(value)
    return samples, types


def total(samples, name, **labels):
    return sum(value for key, value in samples[name].items() if set(labels.items()) <= key)


class Metrics(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with socket.create_server(("127.0.0.1", 0)) as free:
            cls.port = free.getsockname()[1]
        cls.upstream = Upstream(echo)
        cls.proxy = Proxy(cls.upstream.url, settings=f"metrics.bind: 127.0.0.1:{cls.port}\nmetrics.top_keys: 100")

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def scrape(self, **asking):
        status, fields, text = self.proxy.request("GET", "/_keyward/metrics", **asking)
        self.assertEqual(status, 200, text)
        self.assertEqual(fields["content-type"], "text/plain; version=0.0.4; charset=utf-8")
        return parse(text)[0]

    def open(self, path, method="GET", port=None):
        client = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=10)
        client.request(method, path)
        response = client.getresponse()
        return response.status, response.read().decode()

    def test_requests_are_counted(self):
        key = self.proxy.make_key("metric", role_descriptors={"r": {"indices": [{"names": ["logs-*"], "privileges": ["read", "write"]}]}})
        before = self.scrape()
        for _ in range(4):
            self.assertEqual(self.proxy.request("GET", "/logs-1/_search", key=key["encoded"])[0], 200)
        self.assertEqual(self.proxy.request("GET", "/secret/_search", key=key["encoded"])[0], 403)
        self.assertEqual(self.proxy.request("GET", "/logs-1/_search", key="d3Jvbmc6d3Jvbmc=")[0], 401)
        self.assertEqual(self.proxy.request("GET", "/logs-1/_search", user=None)[0], 401)
        status, _, _ = self.proxy.request("PUT", "/logs-1/_doc/1", {"a": 1}, key=key["encoded"])
        self.assertEqual(status, 200)
        after = self.scrape()
        grown = lambda name, **labels: total(after, name, **labels) - total(before, name, **labels)
        # The scrape before is one of them.
        self.assertEqual(grown("keyward_http_requests_total", code="2xx", listener="main"), 6)
        self.assertEqual(grown("keyward_http_requests_total", code="4xx"), 3)
        self.assertEqual(grown("keyward_http_request_duration_seconds_count", upstream="default"), 5)
        self.assertEqual(grown("keyward_http_request_duration_seconds_bucket", upstream="default", le="+Inf"), 5)
        self.assertEqual(grown("keyward_authentications_total", result="success"), 7)
        self.assertEqual(grown("keyward_authentications_total", result="unknown_key"), 1)
        self.assertEqual(grown("keyward_authentications_total", result="missing"), 1)
        self.assertEqual(grown("keyward_authorizations_total", result="denied"), 1)
        self.assertEqual(grown("keyward_authorizations_total", result="granted"), 6)
        self.assertEqual(grown("keyward_documents_total"), 1)
        self.assertEqual(grown("keyward_http_request_bytes_total"), len(json.dumps({"a": 1})))
        self.assertGreaterEqual(grown("keyward_tls_handshakes_total", version="1.3"), 8)
        self.assertEqual(total(after, "keyward_key_requests_total", key_id=key["id"]), 6)
        self.assertEqual(total(after, "keyward_key_refused_total", key_id=key["id"]), 1)
        self.assertEqual(total(after, "keyward_upstream_up", upstream="default"), 1)
        self.assertGreaterEqual(total(after, "keyward_upstream_connections"), 1)

    def test_keys_by_state(self):
        before = self.scrape()
        keys = [self.proxy.make_key("state"), self.proxy.make_key("state", expiration="1ms")]
        ended = self.proxy.make_key("state")
        self.proxy.request("DELETE", "/_security/api_key", {"ids": [ended["id"]]})
        time.sleep(0.02)
        after = self.scrape()
        for state in ("valid", "expired", "invalidated"):
            grown = total(after, "keyward_keys", state=state) - total(before, "keyward_keys", state=state)
            self.assertEqual(grown, 1, state)
        self.assertEqual(len(keys), 2)

    def test_only_the_busiest_keys_are_named(self):
        with Proxy(self.upstream.url, settings="metrics.top_keys: 3") as proxy:
            for number in range(5):
                key = proxy.make_key(f"busy-{number}")
                for _ in range(2 + number):
                    proxy.request("GET", "/_security/_authenticate", key=key["encoded"])
            samples = parse(proxy.request("GET", "/_keyward/metrics")[2])[0]
            self.assertEqual(sorted(samples["keyward_key_requests_total"].values()), [4, 5, 6])

    def test_who_may_scrape(self):
        key = self.proxy.make_key("scraper", role_descriptors=MONITOR)
        self.scrape(key=key["encoded"])
        other = self.proxy.make_key("no-scraper", role_descriptors={"r": {"indices": [{"names": ["*"], "privileges": ["all"]}]}})
        self.assertEqual(self.proxy.request("GET", "/_keyward/metrics", key=other["encoded"])[0], 403)
        self.assertEqual(self.proxy.request("GET", "/_keyward/metrics", user=None)[0], 401)
        self.assertEqual(self.proxy.request("POST", "/_keyward/metrics", user="elastic")[0], 405)

    def test_a_listener_of_its_own(self):
        for path in ("/metrics", "/_keyward/metrics"):
            status, text = self.open(path)
            self.assertEqual(status, 200)
            self.assertIn("keyward_build_info", parse(text)[0])
        for path in ("/", "/_security/api_key", "/logs-1/_search", "/_keyward/usage", "/metrics/x"):
            self.assertEqual(self.open(path)[0], 404, path)
        self.assertEqual(self.open("/metrics", "POST")[0], 404)
        self.assertEqual(self.open("/_keyward/health/live")[0], 200)
        # The others ask for a credential there.
        self.assertEqual(self.proxy.request("GET", "/metrics", user=None)[0], 401)

    def test_the_library_reads_it(self):
        read = (
            "import json, sys; from prometheus_client.parser import text_string_to_metric_families as parse; "
            "print(json.dumps({family.name: family.type for family in parse(sys.stdin.read())}))")
        _, text = self.open("/metrics")
        for python in (sys.executable, "/usr/bin/python3"):
            done = subprocess.run([python, "-c", read], input=text, capture_output=True, text=True)
            if "No module named" not in done.stderr:
                break
        else:
            self.skipTest("python3-prometheus-client is not there (scripts/install --test)")
        self.assertEqual(done.returncode, 0, done.stderr)
        families = json.loads(done.stdout)
        self.assertEqual(families["keyward_http_requests"], "counter")
        self.assertEqual(families["keyward_http_request_duration_seconds"], "histogram")
        self.assertEqual(families["process_resident_memory_bytes"], "gauge")

    def test_process_figures(self):
        samples = parse(self.open("/metrics")[1])[0]
        resident = total(samples, "process_resident_memory_bytes")
        self.assertLess(abs(resident - self.proxy.memory()), 8 << 20)
        self.assertLess(abs(total(samples, "process_start_time_seconds") - time.time()), 600)
        folder = f"/proc/{self.proxy.process.pid}/fd"
        self.assertLess(abs(total(samples, "process_open_fds") - len(os.listdir(folder))), 5)

    def test_the_board_names_what_there_is(self):
        with open(os.path.join(ROOT, "conf/grafana-dashboard.json")) as file:
            board = json.load(file)
        samples, types = parse(self.open("/metrics")[1])
        known = set(types) | {name for name in samples}
        used = set()
        for panel in board["panels"]:
            for target in panel["targets"]:
                used |= set(re.findall(r"\b((?:keyward|process)_[a-z0-9_]+)\{", target["expr"]))
        for variable in board["templating"]["list"]:
            used |= set(re.findall(r"\b((?:keyward|process)_[a-z0-9_]+)\b", str(variable["query"])))
        self.assertGreater(len(used), 25)
        self.assertEqual(used - known - {name + "_bucket" for name in types}, set())
        for panel in board["panels"]:
            self.assertTrue(all("(" in t["expr"] or "{" in t["expr"] for t in panel["targets"]))


class Health(unittest.TestCase):
    def health(self, proxy, what, connection=None):
        status, _, answer = proxy.request("GET", f"/_keyward/health/{what}", user=None, connection=connection)
        return status, answer

    def test_ready_when_the_upstream_was_seen(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with Proxy(f"http://127.0.0.1:{port}", upstream_settings="health_check.interval: 1s") as proxy:
            self.assertEqual(self.health(proxy, "live"), (200, {"status": "live"}))
            self.assertEqual(self.health(proxy, "ready"), (503, {"status": "not ready"}))
            with Upstream(echo, port=port):
                end = time.time() + 10
                while self.health(proxy, "ready")[0] != 200 and time.time() < end:
                    time.sleep(0.1)
                self.assertEqual(self.health(proxy, "ready"), (200, {"status": "ready"}))
            self.assertEqual(proxy.request("GET", "/_keyward/health/other", user=None)[0], 401)
            self.assertEqual(proxy.request("POST", "/_keyward/health/live", user=None)[0], 401)

    def test_not_ready_while_it_stops(self):
        gate = threading.Event()

        def slow(upstream, connection, number):
            from support import Reader, own_answer
            reader = Reader(connection)
            while message := reader.message():
                if own := own_answer(message):
                    connection.sendall(own)
                    continue
                gate.wait(10)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        with Upstream(slow) as upstream, Proxy(upstream.url, clear=True, listener="http2.cleartext: true\n    allow_cleartext_keys_on_loopback: true") as proxy:
            end = time.time() + 10
            while self.health(proxy, "ready")[0] != 200 and time.time() < end:
                time.sleep(0.05)
            busy = threading.Thread(target=proxy.request, args=("GET", "/logs-1/_search"))
            busy.start()
            connection = proxy.client()
            connection.connect()
            # A request whose head is under way when the proxy is told to stop is still answered.
            connection.sock.sendall(b"GET /_keyward/health/ready HTTP/1.1\r\nHost: x\r\n")
            time.sleep(0.3)
            proxy.process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            connection.sock.sendall(b"\r\n")
            answer = connection.sock.recv(65536)
            self.assertTrue(answer.startswith(b"HTTP/1.1 503 "), answer)
            gate.set()
            busy.join()
            proxy.process.wait(timeout=20)


if __name__ == "__main__":
    unittest.main()
