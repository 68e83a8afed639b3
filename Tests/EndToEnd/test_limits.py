"""Limits of keys and owners: refused, slowed, item by item, over both protocols, over a restart."""
import base64
import gzip
import json
import subprocess
import threading
import time
import unittest

from http2_client import Client
from support import PASSWORD, Proxy, Reader, Upstream, own_answer

POLICIES = """
limits.policies:
  - name: by-name
    match.keys: ["named-*"]
    requests: {per_second: 1, burst: 5}
  - name: by-metadata
    match.metadata: ["team.name=logs"]
    requests: {per_second: 1, burst: 3}
  - name: boss
    per: owner
    match.owners: ["boss"]
    requests: {per_second: 1, burst: 4}
"""


def indexer(upstream, connection, number):
    """Answers bulk requests item by item and keeps the ids; everything else with its own line."""
    reader = Reader(connection)
    while message := reader.message():
        upstream.requests.append(message)
        answer = own_answer(message)
        if not answer:
            head, _, content = message
            line = head.split(b"\r\n")[0].decode()
            body = {"line": line}
            if "/_bulk" in line:
                items, lines = [], content.decode().splitlines()
                while lines:
                    action = json.loads(lines.pop(0))
                    (operation, target), = action.items()
                    if operation != "delete":
                        lines.pop(0)
                    upstream.ids.append((target["_id"], time.time()))
                    items.append({operation: {"_index": target["_index"], "_type": "_doc", "_id": target["_id"], "status": 201}})
                body = {"took": 1, "errors": False, "items": items}
            elif line.startswith("GET /big"):
                body = {"text": "x" * int(line.split("size=")[1].split(" ")[0])}
            time.sleep(upstream.delay)
            body = json.dumps(body, separators=(",", ":")).encode()
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        connection.sendall(answer)


def bulk(count, first=0, size=10):
    return "".join(
        json.dumps({"index": {"_index": "logs-1", "_id": str(first + i)}}) + "\n" + json.dumps({"x": "y" * size}) + "\n" for i in range(count))


NDJSON = {"Content-Type": "application/x-ndjson"}


class Limits(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(indexer)
        cls.upstream.ids, cls.upstream.delay = [], 0
        cls.proxy = Proxy(cls.upstream.url, settings=POLICIES)
        status, _, answer = cls.proxy.request("POST", "/_security/user/boss", {"password": PASSWORD, "roles": ["superuser"]})
        assert status == 200, answer
        status, _, answer = cls.proxy.request("POST", "/_security/role/writer", {"cluster": ["manage_own_api_key", "monitor"], "indices": [{"names": ["*"], "privileges": ["all"]}]})
        assert status == 200, answer
        status, _, answer = cls.proxy.request("POST", "/_security/user/worker", {"password": PASSWORD, "roles": ["writer"]})
        assert status == 200, answer

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def setUp(self):
        self.upstream.ids, self.upstream.delay = [], 0

    def key(self, limits=None, name="k", **fields):
        if limits is not None:
            fields["_keyward"] = {"limits": limits}
        return self.proxy.make_key(name, **fields)

    def statuses(self, key, count, path="/a/_search", **arguments):
        connection = self.proxy.client()
        found = [self.proxy.request("GET", path, key=key, connection=connection, **arguments) for _ in range(count)]
        connection.close()
        return found

    def decisions(self, limit):
        """What the metrics tell of a limit."""
        text = self.proxy.request("GET", "/_keyward/metrics")[2]
        lines = [line for line in text.splitlines() if line.startswith("keyward_limit_decisions_total{") and f'limit="{limit}"' in line]
        return {line.split('decision="')[1].split('"')[0]: int(float(line.split()[-1])) for line in lines}

    # Requests

    def test_a_refusal_is_elasticsearchs_and_says_when(self):
        key = self.key({"requests": {"per_second": 1, "burst": 3}})["encoded"]
        before = len(self.upstream.requests)
        counted = self.decisions("requests")
        answers = self.statuses(key, 6)
        refused = sum(a[0] == 429 for a in answers)
        after = self.decisions("requests")
        self.assertEqual((after["refused"] - counted["refused"], after["passed"] - counted["passed"]), (refused, 6 - refused))
        self.assertEqual([a[0] for a in answers][:3], [200] * 3)
        self.assertIn(429, [a[0] for a in answers][3:])
        status, headers, body = next(a for a in answers if a[0] == 429)
        self.assertEqual(headers["Retry-After"], "1")
        self.assertEqual(headers["RateLimit-Policy"], '"api_key";q=1;w=1')
        self.assertEqual(headers["RateLimit"], '"api_key";r=0;t=1')
        self.assertEqual(body["status"], 429)
        self.assertEqual(body["error"]["type"], "es_rejected_execution_exception")
        self.assertEqual(body["error"]["root_cause"], [{"type": "es_rejected_execution_exception", "reason": body["error"]["reason"]}])
        passed = [a for a in answers if a[0] == 200]
        sent = [r for r in self.upstream.requests[before:] if own_answer(r) is None]
        self.assertEqual(len(sent), len(passed))
        # What it says is what is needed.
        time.sleep(int(headers["Retry-After"]))
        self.assertEqual(self.statuses(key, 1)[0][0], 200)
        said = lambda records: any("limit of requests per second" in json.dumps(r) for r in records)
        self.assertTrue(said(self.proxy.audit(said)))

    def test_a_wrong_secret_counts_for_nobody(self):
        made = self.key({"requests": {"per_second": 0.01, "burst": 2}})
        wrong = base64.b64encode(f"{made['id']}:{'x' * 22}".encode()).decode()
        self.assertEqual({a[0] for a in self.statuses(wrong, 20)}, {401})
        self.assertEqual([a[0] for a in self.statuses(made["encoded"], 3)], [200, 200, 429])

    def test_one_budget_over_connections_loops_and_protocols(self):
        key = self.key({"requests": {"per_second": 0.01, "burst": 40}})["encoded"]
        passed, lock = [], threading.Lock()

        def http1():
            answers = self.statuses(key, 10)
            with lock:
                passed.extend(a[0] for a in answers)

        def http2():
            client = Client(self.proxy)
            answers = [client.get(1 + 2 * i, "/a/_search", key)[0] for i in range(10)]
            client.close()
            with lock:
                passed.extend(answers)

        threads = [threading.Thread(target=t) for t in [http1] * 6 + [http2] * 6]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(set(passed)), [200, 429])
        self.assertEqual((passed.count(200), len(passed)), (40, 120))

    def test_a_rate_is_kept_for_real(self):
        for rate in (10, 1000):
            key = self.key({"requests": {"per_second": rate, "burst": max(2, rate / 20)}})["encoded"]
            end, counts = time.monotonic() + 5, [0] * 4
            start = time.monotonic()

            def ask(number):
                connection = self.proxy.connect()
                reader, request = Reader(connection), f"GET /a/_search HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {key}\r\n\r\n".encode()
                while time.monotonic() < end:
                    connection.sendall(request * 20)
                    for _ in range(20):
                        counts[number] += b" 200 " in reader.message(is_response=True)[0].split(b"\r\n")[0]
                connection.close()

            threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            elapsed = time.monotonic() - start
            budget = rate * elapsed
            # The burst is a twentieth of a second's worth; more than asked for can be asked for only if asked fast enough.
            self.assertLessEqual(sum(counts), budget + max(2, rate / 20) + 1, f"{rate}/s: {sum(counts)} of {budget}")
            if rate == 10:
                self.assertGreaterEqual(sum(counts), budget * 0.99 - 1)

    def test_policies_fit_by_name_metadata_and_owner(self):
        def passes(key, count=8):
            return [a[0] for a in self.statuses(key, count)].count(200)

        self.assertIn(passes(self.key(name="named-1")["encoded"]), (5, 6))
        self.assertIn(passes(self.key(metadata={"team": {"name": "logs"}})["encoded"]), (3, 4))
        self.assertEqual(passes(self.key(metadata={"team": {"name": "other"}})["encoded"]), 8)
        # One owner, several keys, one budget.
        keys = []
        for n in range(2):
            status, _, answer = self.proxy.request("POST", "/_security/api_key/grant", {
                "grant_type": "password", "username": "boss", "password": PASSWORD, "api_key": {"name": f"b{n}"}})
            self.assertEqual(status, 200, answer)
            keys.append(answer["encoded"])
        found = [self.proxy.request("GET", "/a/_search", key=keys[n % 2])[0] for n in range(8)]
        self.assertIn(found.count(200), (4, 5))
        self.assertEqual(found[:4], [200] * 4)
        # And his password.
        self.assertEqual(self.proxy.request("GET", "/a/_search", user="boss")[0], 429)
        self.assertEqual(self.proxy.request("GET", "/a/_search")[0], 200)

    def test_limits_are_changed_and_lifted(self):
        made = self.key()
        path = f"/_keyward/api_key/{made['id']}/limits"
        self.assertEqual({a[0] for a in self.statuses(made["encoded"], 5)}, {200})
        self.assertEqual(self.proxy.request("GET", path)[2], {"limits": {}})
        limits = {"action": "refuse", "requests": {"per_second": 0.01, "burst": 2}}
        self.assertEqual(self.proxy.request("PUT", path, limits)[::2], (200, {"updated": True}))
        self.assertEqual(self.proxy.request("PUT", path, limits)[::2], (200, {"updated": False}))
        self.assertEqual(self.proxy.request("GET", path)[2], {"limits": limits})
        self.assertEqual([a[0] for a in self.statuses(made["encoded"], 3)], [200, 200, 429])
        # A change does not win back what is used.
        self.proxy.request("PUT", path, {"requests": {"per_second": 0.01, "burst": 1}})
        self.assertEqual(self.statuses(made["encoded"], 1)[0][0], 429)
        # The key itself may look, once it may ask at all.
        self.assertEqual(self.proxy.request("DELETE", path)[::2], (200, {"updated": True}))
        self.assertEqual({a[0] for a in self.statuses(made["encoded"], 5)}, {200})
        self.assertEqual(self.proxy.request("GET", path, key=made["encoded"])[::2], (200, {"limits": {}}))
        self.assertEqual(self.proxy.request("PUT", "/_keyward/api_key/nobody/limits", limits)[0], 404)
        for wrong, words in (({"requests": {"per_second": -1}}, "[requests.per_second]"), ({"request": {}}, "[request] is unknown"), ([], "an object")):
            status, _, answer = self.proxy.request("PUT", path, wrong)
            self.assertEqual(status, 400, answer)
            self.assertIn(words, answer["error"]["reason"])
        status, _, answer = self.proxy.request("POST", "/_security/api_key", {"name": "x", "_keyward": {"limits": {"in_flight": "8"}}})
        self.assertEqual((status, "[in_flight]" in answer["error"]["reason"]), (400, True))

    def test_an_owner_does_not_lift_limits(self):
        status, _, made = self.proxy.request("POST", "/_security/api_key", {"name": "w", "_keyward": {"limits": {"in_flight": 3}}}, user="worker")
        self.assertEqual(status, 200, made)
        path = f"/_keyward/api_key/{made['id']}/limits"
        self.assertEqual(self.proxy.request("GET", path, user="worker")[::2], (200, {"limits": {"action": "refuse", "in_flight": 3}}))
        for method, body in (("PUT", {}), ("DELETE", None)):
            self.assertEqual(self.proxy.request(method, path, body, user="worker")[0], 403)
        other = self.key({"in_flight": 4})
        self.assertEqual(self.proxy.request("GET", f"/_keyward/api_key/{other['id']}/limits", user="worker")[0], 404)
        self.assertEqual(self.proxy.request("GET", path)[2], {"limits": {"action": "refuse", "in_flight": 3}})

    def test_requests_at_a_time(self):
        key = self.key({"in_flight": 2})["encoded"]
        self.upstream.delay = 0.5
        found, threads = [], []
        for _ in range(6):
            threads.append(threading.Thread(target=lambda: found.append(self.proxy.request("GET", "/a/_search", key=key)[0])))
            threads[-1].start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(found), [200, 200, 429, 429, 429, 429])
        self.upstream.delay = 0
        # They are given back, also by a client that leaves.
        for _ in range(5):
            connection = self.proxy.connect()
            connection.sendall(f"POST /a/_search HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey {key}\r\nContent-Length: 10\r\n\r\n".encode())
            time.sleep(0.05)
            connection.close()
        time.sleep(0.2)
        self.assertEqual({a[0] for a in self.statuses(key, 5)}, {200})

    def test_slowed_requests_wait_their_turn(self):
        key = self.key({"action": "slow", "max_delay": "2s", "requests": {"per_second": 10, "burst": 1}})["encoded"]
        for ask in (self.statuses, self.over_http2):
            time.sleep(0.3)
            start = time.monotonic()
            answers = ask(key, 8)
            elapsed = time.monotonic() - start
            self.assertEqual({a[0] for a in answers}, {200})
            self.assertTrue(0.65 <= elapsed < 2, elapsed)
        # Others do not wait.
        other, start = self.key()["encoded"], time.monotonic()
        self.statuses(other, 5)
        self.assertLess(time.monotonic() - start, 0.5)

    def over_http2(self, key, count):
        client = Client(self.proxy)
        found = [client.get(1 + 2 * i, "/a/_search", key) for i in range(count)]
        client.close()
        return found

    def test_too_long_a_wait_is_refused(self):
        key = self.key({"action": "slow", "max_delay": "500ms", "requests": {"per_second": 10, "burst": 1}})["encoded"]
        client = Client(self.proxy)
        from http2_client import headers, request
        client.send(b"".join(headers(1 + 2 * i, request("GET", "/a/_search", [("authorization", "ApiKey " + key)])) for i in range(20)))
        client.wait(lambda: sum(r["whole"] for r in client.responses.values()) >= 20, 5)
        statuses = [r["status"] for s, r in client.responses.items() if s]
        client.close()
        self.assertEqual(len(statuses), 20)
        self.assertIn(statuses.count(200), (6, 7, 8))
        self.assertEqual(statuses.count(200) + statuses.count(429), 20)

    # Bytes

    def test_bytes_in_are_read_no_faster(self):
        key = self.key({"action": "slow", "bytes_in": {"per_second": "200kb", "burst": "10kb"}})["encoded"]
        body = json.dumps({"query": {"match_all": {}}, "x": "y" * 300_000})
        start = time.monotonic()
        self.assertEqual(self.proxy.request("PUT", "/a/_doc/1", body, {"Content-Type": "application/json"}, key=key)[0], 200)
        self.assertTrue(1.2 < time.monotonic() - start < 4, time.monotonic() - start)
        start = time.monotonic()
        done = subprocess.run(
            ["curl", "-sS", "--http2", "--cacert", self.proxy.ca, "-H", "Authorization: ApiKey " + key, "-H", "Content-Type: application/json",
             "-T", "-", "-o", "/dev/null", "-w", "%{http_version} %{http_code}", self.proxy.url + "/a/_doc/1"], input=body.encode(), capture_output=True)
        self.assertEqual(done.stdout, b"2 200", done.stderr)
        self.assertTrue(1.2 < time.monotonic() - start < 4, time.monotonic() - start)

    def test_bytes_out_are_sent_no_faster(self):
        key = self.key({"action": "slow", "bytes_out": {"per_second": "200kb", "burst": "10kb"}})["encoded"]
        for protocol in (1, 2):
            start = time.monotonic()
            if protocol == 1:
                status, _, answer = self.proxy.request("GET", "/big/_search?size=400000", key=key)
                count = len(answer["text"])
            else:
                client = Client(self.proxy)
                status, content = client.get(1, "/big/_search?size=400000", key)
                client.close()
                count = len(json.loads(content)["text"])
            self.assertEqual((status, count), (200, 400_000))
            self.assertTrue(1.2 < time.monotonic() - start < 6, time.monotonic() - start)

    def test_bytes_that_are_owed_refuse_the_next_request(self):
        key = self.key({"bytes_in": {"per_second": "100kb"}, "bytes_out": {"per_second": "100kb"}})["encoded"]
        body = json.dumps({"x": "y" * 200_000})
        put = lambda: self.proxy.request("PUT", "/a/_doc/1", body, {"Content-Type": "application/json"}, key=key)
        self.assertEqual(put()[0], 200)
        status, headers, answer = put()
        self.assertEqual(status, 429, answer)
        self.assertIn(headers["Retry-After"], ("1", "2"))
        self.assertIn("bytes in per second", answer["error"]["reason"])
        # One without content may pass, and owe for its answer.
        self.assertEqual(self.proxy.request("GET", "/big/_search?size=300000", key=key)[0], 200)
        self.assertEqual(self.proxy.request("GET", "/a/_search", key=key)[0], 429)

    def test_a_refused_body_is_read_so_that_the_answer_is_seen(self):
        key = self.key({"requests": {"per_second": 0.01, "burst": 1}})["encoded"]
        connection = self.proxy.client()
        for expected in (200, 429, 429):
            body = json.dumps({"x": "y" * 3_000_000})
            answer = self.proxy.request("PUT", "/a/_doc/1", body, {"Content-Type": "application/json"}, key=key, connection=connection)
            self.assertEqual(answer[0], expected)
        connection.close()

    # Documents

    def send(self, key, body, protocol=1, headers=None, path="/_bulk"):
        headers = {**NDJSON, **(headers or {})}
        if protocol == 1:
            status, _, answer = self.proxy.request("POST", path, body, headers, key=key)
            return status, answer
        client = Client(self.proxy)
        # Windows are what the server says from then on.
        client.wait(lambda: client.find("SETTINGS"))
        body = body if isinstance(body, bytes) else body.encode()
        status, content = client.get(1, path, key, "POST", body, [(n.lower(), v) for n, v in headers.items()], timeout=30)
        client.close()
        return status, json.loads(content)

    def test_items_beyond_the_budget_are_refused_one_by_one(self):
        reader = [{"cluster": ["monitor"], "index": [{"names": ["logs-*"], "privileges": ["all"]}]}]
        for protocol in (1, 2):
            for descriptors in ({}, {"role_descriptors": {"r": reader[0]}}):
                for coding in ("identity", "gzip"):
                    self.upstream.ids = []
                    key = self.key({"documents": {"per_second": 0.01, "burst": 30}}, **descriptors)["encoded"]
                    body = bulk(50).encode()
                    fields = {} if coding == "identity" else {"Content-Encoding": "gzip"}
                    status, answer = self.send(key, body if coding == "identity" else gzip.compress(body), protocol, fields)
                    self.assertEqual((status, answer["errors"], len(answer["items"])), (200, True, 50), (protocol, descriptors, coding))
                    self.assertEqual([i for i, _ in self.upstream.ids], [str(n) for n in range(30)])
                    for number, item in enumerate(answer["items"]):
                        self.assertEqual(item["index"]["_id"], str(number))
                        self.assertEqual(item["index"]["status"], 201 if number < 30 else 429)
                    error = answer["items"][30]["index"]["error"]
                    self.assertEqual(error["type"], "es_rejected_execution_exception")
                    self.assertIn("[0.01] documents per second", error["reason"])
                    # And when none is left, none goes.
                    status, answer = self.send(key, bulk(3, 100), protocol)
                    self.assertEqual((status, [i["index"]["status"] for i in answer["items"]]), (200, [429] * 3))
                    self.assertEqual(len(self.upstream.ids), 30)

    def test_single_documents_count(self):
        key = self.key({"documents": {"per_second": 0.01, "burst": 2}})["encoded"]
        put = lambda: self.proxy.request("PUT", "/a/_doc/1", {"x": 1}, key=key)[0]
        self.assertEqual([put(), self.proxy.request("DELETE", "/a/_doc/1", key=key)[0], put()], [200, 200, 429])
        self.assertEqual({a[0] for a in self.statuses(key, 3)}, {200})
        slow = self.key({"action": "slow", "documents": {"per_second": 5, "burst": 1}})["encoded"]
        start = time.monotonic()
        self.assertEqual({self.proxy.request("PUT", "/a/_doc/1", {"x": 1}, key=slow)[0] for _ in range(5)}, {200})
        self.assertGreater(time.monotonic() - start, 0.75)

    def test_documents_are_read_no_faster(self):
        for protocol in (1, 2):
            for coding in ("identity", "gzip"):
                self.upstream.ids = []
                key = self.key({"action": "slow", "documents": {"per_second": 100, "burst": 10}})["encoded"]
                body = bulk(150, size=500).encode()
                fields = {} if coding == "identity" else {"Content-Encoding": "gzip"}
                start = time.monotonic()
                status, answer = self.send(key, body if coding == "identity" else gzip.compress(body), protocol, fields)
                elapsed = time.monotonic() - start
                self.assertEqual((status, answer["errors"], len(answer["items"])), (200, False, 150))
                self.assertEqual([i for i, _ in self.upstream.ids], [str(n) for n in range(150)])
                self.assertTrue(1.3 < elapsed < 4, (protocol, coding, elapsed))

    def test_what_was_not_written_is_not_counted(self):
        key = self.key({"documents": {"per_second": 0.01, "burst": 10}})["encoded"]
        body = bulk(8).encode()
        for _ in range(3):
            connection = self.proxy.connect()
            connection.sendall(f"POST /_bulk HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-ndjson\r\nAuthorization: ApiKey {key}\r\nContent-Length: 100000\r\n\r\n".encode() + body)
            time.sleep(0.2)
            connection.close()
        time.sleep(0.2)
        status, answer = self.send(key, bulk(10))
        self.assertEqual((status, answer["errors"]), (200, False))

    def test_more_refused_items_than_can_be_told(self):
        key = self.key({"documents": {"per_second": 0.01, "burst": 5}})["encoded"]
        status, answer = self.send(key, bulk(60_000, size=1))
        self.assertEqual((status, answer["error"]["type"]), (429, "es_rejected_execution_exception"))
        self.assertEqual(self.upstream.ids, [])
        # None of them was counted.
        self.assertEqual(self.send(key, bulk(5))[1]["errors"], False)


class Fields(unittest.TestCase):
    """What answers tell of limits when all of them do."""

    def test_answers_that_pass_tell_what_is_left(self):
        settings = POLICIES + "\nlimits.fields: always"
        with Upstream(indexer) as upstream:
            upstream.ids, upstream.delay = [], 0
            with Proxy(upstream.url, settings=settings) as proxy:
                key = proxy.make_key("named-1", _keyward={"limits": {"requests": {"per_day": 50}, "in_flight": 9}})["encoded"]
                ask = lambda path, **more: proxy.request("GET", path, key=key, **more)
                status, headers, _ = ask("/a/_search")
                self.assertEqual(status, 200)
                self.assertEqual(headers["RateLimit-Policy"], '"api_key";q=50;w=86400, "by-name";q=1;w=1')
                self.assertRegex(headers["RateLimit"], r'^"api_key";r=49;t=\d+, "by-name";r=4;t=1$')
                # Of the proxy's own answers too, and over HTTP/2.
                status, headers, _ = ask("/_security/_authenticate")
                self.assertEqual((status, headers["RateLimit"].split(";")[1]), (200, "r=48"))
                command = ["curl", "-s", "-D", "-", "-o", "/dev/null", "--http2", "--cacert", proxy.ca, "-H", "Authorization: ApiKey " + key, proxy.url + "/a/_search"]
                answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
                self.assertTrue(answer.startswith("HTTP/2 200"), answer)
                self.assertIn('ratelimit-policy: "api_key";q=50;w=86400, "by-name";q=1;w=1', answer.lower())
                # A refusal tells its own, once.
                status, headers = next((s, h) for s, h, _ in (ask("/a/_search") for _ in range(20)) if s == 429)
                self.assertEqual(headers.get_all("RateLimit"), ['"by-name";r=0;t=1'])
                # Where requests are not limited there is nothing to tell.
                status, headers, _ = proxy.request("GET", "/a/_search")
                self.assertEqual((status, headers["RateLimit"]), (200, None))

    def test_by_default_only_refusals_tell(self):
        with Upstream(indexer) as upstream:
            upstream.ids, upstream.delay = [], 0
            with Proxy(upstream.url, settings=POLICIES) as proxy:
                status, headers, _ = proxy.request("GET", "/a/_search", key=proxy.make_key("named-1")["encoded"])
                self.assertEqual((status, headers["RateLimit"]), (200, None))


class Quotas(unittest.TestCase):
    def wait(self, proxy):
        """Until the upstream has told its release."""
        end = time.time() + 10
        while proxy.request("POST", "/_bulk", bulk(1), NDJSON, key=self.probe)[0] != 200 and time.time() < end:
            time.sleep(0.05)

    def restart(self, proxy):
        proxy.start()
        self.wait(proxy)

    def test_a_quota_survives_a_restart(self):
        with Upstream(indexer) as upstream:
            upstream.ids, upstream.delay = [], 0
            with Proxy(upstream.url) as proxy:
                made = proxy.make_key("q", _keyward={"limits": {"requests": {"per_day": 6}, "documents": {"per_month": 5}}})
                key = made["encoded"]
                self.probe = proxy.make_key("p", _keyward={"limits": {"documents": {"per_second": 1000}}})["encoded"]
                self.wait(proxy)
                send = lambda n: proxy.request("POST", "/_bulk", bulk(n), NDJSON, key=key)
                self.assertEqual([send(2)[0], send(1)[0]], [200, 200])
                proxy.kill(15)
                self.restart(proxy)
                answer = send(4)[2]
                self.assertEqual([i["index"]["status"] for i in answer["items"]], [201, 201, 429, 429])
                self.assertIn("[5] documents per month", answer["items"][2]["index"]["error"]["reason"])
                # A crash loses what was not stored yet, no more.
                time.sleep(6.5)
                proxy.kill()
                self.restart(proxy)
                self.assertEqual([proxy.request("GET", "/a/_search", key=key)[0] for _ in range(4)], [200, 200, 200, 429])
                status, headers, answer = proxy.request("GET", "/a/_search", key=key)
                self.assertIn("[6] requests per day", answer["error"]["reason"])
                self.assertTrue(0 < int(headers["Retry-After"]) <= 86_400)
                self.assertIn(";q=6;w=86400", headers["RateLimit-Policy"])


if __name__ == "__main__":
    unittest.main()
