"""The audit trail and real clusters: in an index of one, and beside the log that a secured one writes of the same requests."""
import base64
import contextlib
import glob
import json
import os
import re
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import cluster
from support import PASSWORD, Proxy, Upstream, echo
from test_audit_index import ask, wait

RELEASES, REASON = cluster.releases()
RUN = os.path.join(cluster.FOLDER, "run")


@unittest.skipIf(not RELEASES, REASON or "KEYWARD_RELEASES names none")
class RealClusters(unittest.TestCase):
    def test_both_formats(self):
        for release in RELEASES:
            with self.subTest(release=release):
                node = cluster.Cluster(release)
                try:
                    if node.major >= 6:
                        for form in ("ecs", "elasticsearch"):
                            self.deliver(node, form)
                    if node.is_opensearch:
                        # Elasticsearch has data streams in a module of its own licence, which its open builds lack.
                        self.deliver_stream(node)
                finally:
                    node.stop()

    def deliver(self, node, form):
        index = f"trail-{form}"
        settings = f"audit: {{output: elasticsearch, format: {form}, events.include: [_all], index: {{interval: 100ms, name: '{index}-{{yyyy.MM}}'}}}}"
        with Proxy(node.url, settings=settings) as proxy:
            for number in range(3):
                # The same names with values of other types: what is not indexed cannot be at odds.
                metadata = {"a": [1, {"b": "x"}, "text"][number], "b.c": number}
                key = proxy.make_key(f"key-{number}", metadata=metadata)
                self.assertEqual(proxy.request("PUT", f"/_security/role/r{number}", {"cluster": ["monitor"], "metadata": metadata})[0], 200)
            body = "".join(f'{{"index":{{"_index":"logs.{n}.x","_type":"_doc"}}}}\n{{"n":1}}\n'.replace(',"_type":"_doc"', "" if node.major > 6 else ',"_type":"_doc"') for n in range(3))
            status, _, answer = proxy.request("POST", "/_bulk", body, {"Content-Type": "application/x-ndjson", "X-Opaque-Id": "bulk"})
            self.assertEqual((status, answer["errors"]), (200, False), answer)
            proxy.request("GET", "/logs.0.x/_search?q=n:1", key=key["encoded"], headers={"X-Opaque-Id": "searched"})
            proxy.request("GET", "/_search", user=None)
            self.assertEqual(proxy.request("GET", "/_cluster/health", headers={"X-Opaque-Id": "the-end"})[0], 200)

            def found(query):
                with contextlib.suppress(OSError):
                    ask(f"{node.url}/{index}-*/_refresh", "POST")
                    return [hit["_source"] for hit in ask(f"{node.url}/{index}-*/_search", "POST", {"size": 100, "query": query})["hits"]["hits"]]

            self.assertTrue(wait(lambda: found({"term": {"opaque_id": "the-end"}}), 30), proxy.log_text())
            # Each loop hands over what it has: the last request of one may come before an earlier one of another.
            expected = [
                ({"bool": {"filter": [{"term": {"event.action": "create_apikey"}}, {"range": {"@timestamp": {"gte": "now-1h"}}}]}}, 3),
                ({"term": {"event.action": "put_role"}}, 3),
                ({"bool": {"filter": [{"term": {"apikey.id": key["id"]}}, {"term": {"opaque_id": "searched"}}, {"term": {"event.action": "access_granted"}}]}}, 1)]
            for query, count in expected:
                self.assertTrue(wait(lambda: len(found(query) or []) >= count, 10), query)
                self.assertEqual(len(found(query)), count, query)
            self.assertEqual(found({"bool": {"filter": [{"term": {"opaque_id": "bulk"}}, {"exists": {"field": "keyward.documents"}}]}}) or [], [])
            path = "_template" if node.major == 6 else "_index_template"
            self.assertIn(index, json.dumps(ask(f"{node.url}/{path}/{index}")))
            proxy.kill(signal.SIGTERM)
            self.assertNotIn("refused audit records", proxy.log_text())
            self.assertNotIn("cannot be delivered", proxy.log_text())

    def deliver_stream(self, node):
        """Into a data stream, which is made with the first line and goes on through a rollover and a restart."""
        settings = "audit: {output: elasticsearch, events.include: [_all], index: {interval: 100ms, name: trail-stream, data_stream: true}}"

        def found(opaque):
            with contextlib.suppress(OSError, KeyError):
                ask(f"{node.url}/trail-stream/_refresh", "POST")
                query = {"bool": {"filter": [{"term": {"opaque_id": opaque}}, {"term": {"event.action": "access_granted"}}]}}
                return [hit["_index"] for hit in ask(f"{node.url}/trail-stream/_search", "POST", {"query": query})["hits"]["hits"]]

        def tell(proxy, opaque):
            self.assertEqual(proxy.request("GET", "/_cluster/health", headers={"X-Opaque-Id": opaque})[0], 200)
            self.assertTrue(wait(lambda: found(opaque), 30), proxy.log_text())

        def stream():
            return ask(f"{node.url}/_data_stream/trail-stream")["data_streams"][0]

        with Proxy(node.url, settings=settings) as proxy:
            tell(proxy, "first")
            self.assertEqual((len(stream()["indices"]), stream()["template"]), (1, "trail-stream"))
            self.assertTrue(ask(f"{node.url}/trail-stream/_rollover", "POST")["rolled_over"])
            tell(proxy, "second")
            proxy.kill(signal.SIGTERM)
            proxy.start()
            tell(proxy, "third")
            self.assertEqual(len(stream()["indices"]), 2)
            # Each once, and since the rollover in the new backing index.
            first, second, third = found("first"), found("second"), found("third")
            self.assertEqual([len(first), len(second), len(third)], [1, 1, 1])
            self.assertEqual(second, third)
            self.assertNotEqual(first, second)
            self.assertNotIn("refused audit records", proxy.log_text())
            self.assertNotIn("cannot be delivered", proxy.log_text())


LOGS = {"r": {"cluster": ["monitor"], "indices": [{"names": ["logs-*"], "privileges": ["all"]}]}}
#: What differs from one line to the next, or from one node to the other.
VOLATILE = {
    "timestamp", "node.id", "node.name", "origin.address", "request.id", "apikey.id", "opaque_id", "user.realm", "user.run_by.realm",
    "user.run_as.realm", "realm"}
#: What ours has behind, or where a request is told of in one line instead of two.
OWN = {
    "event.outcome", "event.reason", "keyward.documents", "keyward.before", "event.duration", "http.request.body.bytes",
    "http.response.status_code", "http.response.body.bytes", "user_agent.original", "destination.address", "node.name"}
#: Of a request in lines of its transport action: `authentication_success` alone has them in Elasticsearch's.
REQUEST = {"url.path", "url.query", "request.method"}


class Node:
    """A secured node that writes its audit log."""

    def __init__(self, release):
        self.port, self.logs = cluster.ports(), tempfile.mkdtemp(prefix="keyward-audit-")
        os.chmod(self.logs, 0o777)
        options = ["-E", "xpack.security.audit.enabled=true", "-E", "xpack.security.audit.logfile.events.include=_all"]
        self.process = subprocess.Popen(
            [RUN, "--secured", "--logs", self.logs, *options, release, str(self.port)], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.time() + cluster.START
        while self.ask("GET", "/")[0] != 200 and time.time() < end:
            time.sleep(0.5)

    def ask(self, method, path, body=None, headers=None, user="elastic", password="changeme", key=None):
        headers = dict(headers or {})
        if key:
            headers["Authorization"] = "ApiKey " + key
        elif user:
            headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method, data=None if body is None else json.dumps(body).encode(), headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError:
            return 0, None

    def lines(self):
        time.sleep(1)
        (path,) = glob.glob(self.logs + "/*_audit.json")
        with open(path) as file:
            return [json.loads(line) for line in file]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        subprocess.run(["rm", "-rf", self.logs])


class Keyward:
    """The proxy before what echoes, asked in the same words."""

    def __init__(self):
        self.upstream = Upstream(echo)
        self.proxy = Proxy(self.upstream.url, settings="audit: {format: elasticsearch, events.include: [_all]}")

    def ask(self, method, path, body=None, headers=None, user="elastic", password=None, key=None):
        headers = dict(headers or {})
        if user and not key:
            password = PASSWORD if password in (None, "changeme") else password
            headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        status, _, answer = self.proxy.request(method, path, body, headers, user=None, key=key)
        return status, answer

    def lines(self):
        time.sleep(0.5)
        return self.proxy.audit()

    def stop(self):
        self.proxy.stop()
        self.upstream.stop()


def scenario(side):
    """Makes the same requests to a side; returns its lines by the mark of their request."""
    marks = {}

    def step(mark, *request, headers=None, **asking):
        return side.ask(*request, headers={"X-Opaque-Id": mark, **(headers or {})}, **asking)[1]

    for index in ("logs-1", "logs-2", "secret"):
        side.ask("PUT", "/" + index)
    key = step("create-key", "POST", "/_security/api_key", {"name": "k1", "expiration": "10d", "role_descriptors": LOGS})
    end = time.time() + 20
    # All that it may see: the names are asked for.
    while side.ask("GET", "/_search", key=key["encoded"])[0] == 503 and time.time() < end:
        time.sleep(0.1)
    step("key-search", "GET", "/logs-*/_search?pretty", key=key["encoded"], headers={"X-Forwarded-For": "203.0.113.9"})
    step("key-denied", "GET", "/secret/_search", key=key["encoded"])
    step("key-denied-cluster", "GET", "/_security/user", key=key["encoded"])
    step("wrong-password", "GET", "/logs-1/_search", password="wrong-password")
    step("no-user", "GET", "/logs-1/_search", user="nobody", password="wrong-password")
    step("anonymous", "GET", "/logs-1/_search", user=None)
    step("search", "GET", "/logs-1/_search")
    step("health", "GET", "/_cluster/health")
    step("put-user", "PUT", "/_security/user/bob", {"password": "bobs-password", "roles": ["viewer"], "full_name": "Bob B", "email": "b@x", "metadata": {"m": 1}})
    step("update-user", "PUT", "/_security/user/bob", {"roles": ["viewer", "editor"]})
    step("run-as", "GET", "/_security/_authenticate", headers={"es-security-runas-user": "bob"})
    step("run-as-denied", "GET", "/_security/_authenticate", user="bob", password="bobs-password", headers={"es-security-runas-user": "elastic"})
    step("password", "POST", "/_security/user/bob/_password", {"password": "bobs-password2"})
    step("disable", "PUT", "/_security/user/bob/_disable")
    step("enable", "PUT", "/_security/user/bob/_enable")
    role = {"cluster": ["monitor"], "indices": [{"names": ["a*"], "privileges": ["read"], "allow_restricted_indices": True}],
            "applications": [{"application": "app", "privileges": ["read"], "resources": ["*"]}], "run_as": ["bob"], "metadata": {"x": 1}}
    step("put-role", "PUT", "/_security/role/r1", role)
    step("put-privilege", "PUT", "/_security/privilege", {"app": {"p": {"actions": ["data:read"]}}})
    step("delete-privilege", "DELETE", "/_security/privilege/app/p")
    step("delete-role", "DELETE", "/_security/role/r1")
    step("grant", "POST", "/_security/api_key/grant", {"grant_type": "password", "username": "bob", "password": "bobs-password2", "api_key": {"name": "g", "expiration": "1d"}})
    other = step("create-plain", "POST", "/_security/api_key", {"name": "k2"})
    step("invalidate-ids", "DELETE", "/_security/api_key", {"ids": [key["id"]]})
    step("invalidate-name", "DELETE", "/_security/api_key", {"name": "k2"})
    step("delete-user", "DELETE", "/_security/user/bob")
    names = {}
    lines = side.lines()
    for line in lines:
        if "opaque_id" in line and line.get("origin.type") == "rest":
            names[line["request.id"]] = line["opaque_id"]
    ids = {key["id"]: "KEY", other["id"]: "OTHER"}
    for line in lines:
        mark = names.get(line.get("request.id"))
        if mark and line.get("authentication.type") != "INTERNAL" and line.get("origin.type") != "local_node":
            text = json.dumps(line)
            for number, name in ids.items():
                text = text.replace(number, name)
            marks.setdefault(mark, []).append(json.loads(text))
    return marks


@unittest.skipIf(not os.access(RUN, os.X_OK) or "7.17.28" not in RELEASES, "the secured 7.17.28 is wanted")
class SameLog(unittest.TestCase):
    """Elasticsearch's format beside Elasticsearch's own log: the same events, members, order and values."""

    #: Events that one of them does not tell: one realm after the other; the denial of a key that does not hold.
    LEFT_OUT = {"realm_authentication_failed"}

    @classmethod
    def setUpClass(cls):
        node, keyward = Node("7.17.28"), Keyward()
        try:
            cls.theirs, cls.ours = scenario(node), scenario(keyward)
        finally:
            node.stop()
            keyward.stop()

    def theirs_of(self, mark):
        """Their lines, the first of each event: what follows from a request inside the cluster is not told by a proxy."""
        found = {}
        for line in self.theirs.get(mark, []):
            if line["event.action"] not in self.LEFT_OUT:
                found.setdefault(line["event.action"], line)
        return found

    def test_every_event(self):
        self.assertEqual(set(self.theirs), set(self.ours))
        for mark in self.theirs:
            theirs, ours = self.theirs_of(mark), {line["event.action"]: line for line in self.ours[mark]}
            with self.subTest(mark=mark):
                self.assertEqual(set(ours), set(theirs))
            for event in set(theirs) & set(ours):
                with self.subTest(mark=mark, event=event):
                    self.compare(mark, event, theirs[event], ours[event])

    def compare(self, mark, event, theirs, ours):
        dropped = OWN | (REQUEST if event in ("access_granted", "access_denied", "run_as_granted", "run_as_denied") else set())
        if theirs["event.type"] == "security_config_change":
            # Ours names who made it.
            dropped = dropped | {"authentication.type", "user.name", "user.realm", "user.roles", "origin.type", "origin.address"}
        names = [name for name in ours if name not in dropped]
        expected = [name for name in theirs if name not in {"node.id"}]
        if mark == "health":
            # An empty list, which says nothing.
            expected = [name for name in expected if name != "indices"]
        if event == "run_as_denied":
            # It is refused before it is known what is asked for.
            expected = [name for name in expected if name not in ("action", "request.name")]
        self.assertEqual(names, expected, (mark, event))
        for name in expected:
            if name not in VOLATILE:
                self.assertEqual(self.value(name, ours[name]), self.value(name, theirs[name]), (mark, event, name))

    def value(self, name, value):
        if name == "invalidate":
            # Ours has the keys that were found by name, too.
            value = json.loads(json.dumps(value))
            if "name" in value["apikeys"]:
                value["apikeys"].pop("ids", None)
        if name == "create":
            # 7.17 tells neither id nor metadata of a key, 8 does, and so do we.
            value = json.loads(json.dumps(value))
            for member in ("id", "metadata"):
                value["apikey"].pop(member, None)
        return sorted(value) if name in ("user.roles", "indices") else value


if __name__ == "__main__":
    unittest.main()
