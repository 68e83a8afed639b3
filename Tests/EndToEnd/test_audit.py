"""The audit trail: Elasticsearch's format, what is told of changes, what is left out, sinks, the chain."""
import base64
import json
import os
import re
import signal
import socket
import socketserver
import subprocess
import threading
import time
import unittest

from support import BINARY, PASSWORD, Proxy, ProxyTest, Upstream, echo

#: Elasticsearch's order, with `node.name` where it stands there, and ours behind.
ORDER = [
    "type", "timestamp", "node.name", "event.type", "event.action", "authentication.type", "user.name", "user.run_by.name",
    "user.run_as.name", "user.realm", "user.run_by.realm", "user.run_as.realm", "user.roles", "apikey.id", "apikey.name",
    "origin.type", "origin.address", "realm", "url.path", "url.query", "request.method", "request.body", "request.id", "action", "request.name", "indices",
    "opaque_id", "x_forwarded_for", "transport.profile", "put", "delete", "change", "create", "invalidate", "keyward.before",
    "event.outcome", "event.reason", "keyward.documents", "event.duration", "http.request.body.bytes",
    "http.response.status_code", "http.response.body.bytes", "user_agent.original", "destination.address"]
LOGS = {"r": {"cluster": ["monitor"], "indices": [{"names": ["logs-*"], "privileges": ["all"]}]}}


def trail(proxy, name="audit.json"):
    with open(os.path.join(proxy.folder, "logs", name)) as file:
        return [json.loads(line) for line in file]


def served(proxy, path, timeout=20, **asking):
    """The status of a request, once the upstream's release is known and compiled."""
    end = time.time() + timeout
    while (status := proxy.request("GET", path, **asking)[0]) == 503 and time.time() < end:
        time.sleep(0.1)
    return status


def wait_for(proxy, holds, timeout=5):
    records = proxy.audit(lambda records: any(holds(r) for r in records), timeout)
    found = [r for r in records if holds(r)]
    assert found, records[-5:]
    return found[-1]


class Elasticsearch(ProxyTest):
    settings = "audit: {format: elasticsearch, events.include: [_all]}\nnode.name: gate"

    def marked(self, event, mark):
        return wait_for(self.proxy, lambda r: r["event.action"] == event and r.get("opaque_id") == mark)

    def test_a_request_with_a_key(self):
        key = self.proxy.make_key("k1", role_descriptors=LOGS)
        # All that it may see: the names are asked for.
        self.assertEqual(served(self.proxy, "/_search", key=key["encoded"]), 200)
        headers = {"X-Opaque-Id": "granted", "X-Forwarded-For": "203.0.113.9", "User-Agent": "agent/1"}
        self.assertEqual(self.proxy.request("GET", "/logs-*/_search?pretty", key=key["encoded"], headers=headers)[0], 200)
        record = self.marked("access_granted", "granted")
        for name, value in {
            "type": "audit", "node.name": "gate", "event.type": "transport", "authentication.type": "API_KEY",
            "user.name": "elastic", "apikey.id": key["id"], "apikey.name": "k1", "origin.type": "rest",
            "url.path": "/logs-*/_search", "url.query": "pretty", "request.method": "GET", "action": "indices:data/read/search",
            "request.name": "SearchRequest", "user.roles": ["superuser"],
            "indices": ["logs-1", "logs-2"], "x_forwarded_for": "203.0.113.9", "http.response.status_code": 200,
            "user_agent.original": "agent/1", "event.outcome": "success",
        }.items():
            self.assertEqual(record.get(name), value, name)
        self.assertRegex(record["timestamp"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,\d{3}\+0000$")
        self.assertRegex(record["origin.address"], r"^127\.0\.0\.1:\d+$")
        success = self.marked("authentication_success", "granted")
        self.assertEqual(success["realm"], "_es_api_key")
        self.assertEqual(success["request.id"], record["request.id"])

    def test_members_stand_in_elasticsearchs_order(self):
        self.proxy.request("GET", "/logs-1/_search", headers={"X-Opaque-Id": "order"})
        self.marked("access_granted", "order")
        for record in trail(self.proxy):
            names = list(record)
            self.assertEqual(names, [name for name in ORDER if name in record], record)

    def test_documents_of_a_bulk_request(self):
        key = self.proxy.make_key("bulk", role_descriptors=LOGS)
        self.assertEqual(served(self.proxy, "/logs-1/_search", key=key["encoded"]), 200)
        items = [("logs-1", "index"), ("logs-2", "index"), ("logs-1", "index"), ("secret", "index"), ("logs-1", "delete")]
        body = "".join(
            json.dumps({what: {"_index": index, "_id": str(n)}}) + "\n" + ('{"a":1}\n' if what != "delete" else "")
            for n, (index, what) in enumerate(items))
        self.proxy.request("POST", "/_bulk", body, {"Content-Type": "application/x-ndjson", "X-Opaque-Id": "bulk"}, key=key["encoded"])
        record = self.marked("access_granted", "bulk")
        self.assertEqual(record["action"], "indices:data/write/bulk")
        self.assertEqual(record["keyward.documents"], {"logs-1": 3, "logs-2": 1})
        self.assertEqual(record["indices"], ["logs-1", "logs-2"])

    def test_what_is_denied(self):
        key = self.proxy.make_key("k2", role_descriptors=LOGS)
        self.assertEqual(self.proxy.request("GET", "/secret/_search", key=key["encoded"], headers={"X-Opaque-Id": "denied"})[0], 403)
        record = self.marked("access_denied", "denied")
        self.assertEqual((record["action"], record["indices"]), ("indices:data/read/search", ["secret"]))
        self.assertEqual(record["event.outcome"], "failure")
        self.assertEqual(self.proxy.request("GET", "/_security/user", key=key["encoded"], headers={"X-Opaque-Id": "own"})[0], 403)
        self.assertEqual(self.marked("access_denied", "own")["action"], "cluster:admin/xpack/security/user/get")

    def test_credentials_that_do_not_hold(self):
        key = self.proxy.make_key("k3")
        wrong = base64.b64encode(f"{key['id']}:{'x' * 22}".encode()).decode()
        for mark, encoded, reason in (("wrong", wrong, "wrong API key secret"), ("none", None, "no credentials")):
            self.proxy.request("GET", "/logs-1/_search", key=encoded, user=None, headers={"X-Opaque-Id": mark})
        record = self.marked("authentication_failed", "wrong")
        self.assertEqual((record["apikey.id"], record["event.reason"]), (key["id"], "wrong API key secret"))
        self.assertEqual(record["event.type"], "rest")
        record = self.marked("anonymous_access_denied", "none")
        self.assertNotIn("user.name", record)
        self.proxy.request("DELETE", "/_security/api_key", {"ids": [key["id"]]})
        self.proxy.request("GET", "/logs-1/_search", key=key["encoded"], headers={"X-Opaque-Id": "ended"})
        self.assertEqual(self.marked("authentication_failed", "ended")["event.reason"], "API key is invalidated")
        with open(os.path.join(self.proxy.folder, "logs/audit.json")) as file:
            text = file.read()
        for secret in (key["api_key"], key["encoded"], PASSWORD, wrong):
            self.assertNotIn(secret, text)

    def test_acting_for_another(self):
        self.proxy.request("PUT", "/_security/user/bob", {"password": PASSWORD, "roles": ["looker"]})
        self.proxy.request("PUT", "/_security/user/weak", {"password": PASSWORD, "roles": ["looker"]})
        act = lambda mark, user: self.proxy.request(
            "GET", "/_security/_authenticate", user=user, headers={"es-security-runas-user": "bob", "X-Opaque-Id": mark})[0]
        self.assertEqual(act("as-bob", "elastic"), 200)
        record = self.marked("run_as_granted", "as-bob")
        self.assertEqual((record["user.name"], record["user.run_as.name"]), ("elastic", "bob"))
        self.assertEqual(record["user.roles"], ["superuser"])
        record = self.marked("access_granted", "as-bob")
        self.assertEqual((record["user.name"], record["user.run_by.name"]), ("bob", "elastic"))
        self.assertEqual(act("not-bob", "weak"), 403)
        record = self.marked("run_as_denied", "not-bob")
        self.assertEqual((record["user.name"], record["user.run_as.name"]), ("weak", "bob"))

    def test_a_malformed_request(self):
        connection = self.proxy.connect()
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")
        connection.recv(65536)
        self.assertEqual(wait_for(self.proxy, lambda r: r["event.action"] == "tampered_request")["event.type"], "rest")


class Contents(ProxyTest):
    settings = """audit: {format: elasticsearch, events.include: [_all]}
audit.request_body: {events: [access_granted, access_denied], actions: ["indices:data/*", "cluster:admin/*"], bytes: 200b, secrets: [pin]}"""

    def record(self, mark, *request, event="access_granted", **asking):
        headers = {"X-Opaque-Id": mark, **asking.pop("headers", {})}
        self.proxy.request(*request, headers=headers, **asking)
        return wait_for(self.proxy, lambda r: r["event.action"] == event and r.get("opaque_id") == mark)

    def test_contents_without_their_secrets(self):
        body = {"query": {"match": {"a": "b"}}, "params": {"api_key": "hunter2", "Pin": "hunter2"}}
        told = self.record("searched", "POST", "/logs-1/_search", body)["request.body"]
        self.assertEqual(json.loads(told), {"query": {"match": {"a": "b"}}, "params": {"api_key": "***", "Pin": "***"}})
        # As far as is asked for, and in lines of these events alone.
        record = self.record("long", "POST", "/logs-1/_search", {"query": {"match": {"a": "b" * 1000}}})
        self.assertTrue(record["request.body"].startswith('{"query": {"match": {"a": "bbbb'))
        self.assertEqual(len(record["request.body"]), 200)
        success = wait_for(self.proxy, lambda r: r["event.action"] == "authentication_success" and r.get("opaque_id") == "long")
        self.assertNotIn("request.body", success)
        # Of a bulk request, and of one whose content is refused.
        lines = '{"index":{"_index":"logs-1"}}\n{"password":"hunter2"}\n{"index":{"_index":"secret"}}\n{"n":1}\n'
        record = self.record("bulk", "POST", "/_bulk", lines, headers={"Content-Type": "application/x-ndjson"})
        self.assertEqual(record["request.body"], lines.replace('"hunter2"', '"***"'))
        key = self.proxy.make_key("k", role_descriptors=LOGS)
        self.assertEqual(served(self.proxy, "/logs-1/_search", key=key["encoded"]), 200)
        record = self.record("denied", "POST", "/logs-1/_search", {"query": {"terms": {"a": {"index": "secret", "id": "1", "path": "x"}}}}, key=key["encoded"], event="access_denied")
        self.assertIn('"index": "secret"', record["request.body"])

    def test_other_contents_are_not_told(self):
        text = {"Content-Type": "text/plain"}
        self.assertNotIn("request.body", self.record("text", "POST", "/logs-1/_doc", "password: hunter2", headers=text))
        import gzip
        packed = gzip.compress(b'{"a": "hunter2"}')
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        self.assertNotIn("request.body", self.record("packed", "PUT", "/logs-1/_doc/1", packed, headers=headers))
        # Keys and passwords are the proxy's own business, whatever the patterns say.
        self.proxy.request("PUT", "/_security/user/carl", {"password": "hunter2hunter2", "roles": []}, {"X-Opaque-Id": "own"})
        self.proxy.request("POST", "/_security/api_key/grant", {"grant_type": "password", "username": "carl", "password": "hunter2hunter2", "api_key": {"name": "g"}}, {"X-Opaque-Id": "own-2"})
        wait_for(self.proxy, lambda r: r.get("opaque_id") == "own-2")
        with open(os.path.join(self.proxy.folder, "logs/audit.json")) as file:
            self.assertNotIn("hunter2", file.read())


class Changes(ProxyTest):
    settings = "audit.format: elasticsearch"

    def change(self, action, method, path, body=None, ok=(200,), **asking):
        """The lines of `action` that one request has left, and its answer."""
        before = sum(r["event.action"] == action for r in trail(self.proxy)) if os.path.exists(self.proxy.folder + "/logs/audit.json") else 0
        status, _, answer = self.proxy.request(method, path, body, {"X-Opaque-Id": "change"}, **asking)
        self.assertIn(status, ok, answer)
        records = [r for r in self.proxy.audit(lambda rs: sum(r["event.action"] == action for r in rs) > before) if r["event.action"] == action]
        self.assertGreater(len(records), before, action)
        record = records[-1]
        self.assertEqual(record["event.type"], "security_config_change")
        self.assertEqual(record["user.name"], "elastic")
        granted = wait_for(self.proxy, lambda r: r["event.action"] == "access_granted" and r.get("request.id") == record["request.id"])
        self.assertEqual(granted["user.name"], "elastic")
        return record, answer

    def test_keys(self):
        record, key = self.change("create_apikey", "POST", "/_security/api_key", {"name": "k", "expiration": "10d", "role_descriptors": LOGS, "metadata": {"app": "x"}})
        made = record["create"]["apikey"]
        self.assertEqual((made["id"], made["name"], made["expiration"], made["metadata"]), (key["id"], "k", "10d", {"app": "x"}))
        self.assertEqual(made["role_descriptors"][0]["indices"][0]["names"], ["logs-*"])
        record, _ = self.change("change_apikey", "PUT", f"/_security/api_key/{key['id']}", {"metadata": {"app": "y"}})
        self.assertEqual(record["change"]["apikey"], {"id": key["id"], "metadata": {"app": "y"}})
        self.assertEqual(record["keyward.before"]["apikey"], {"id": key["id"], "metadata": {"app": "x"}})
        record, granted = self.change("create_apikey", "POST", "/_security/api_key/grant", {"grant_type": "password", "username": "elastic", "password": PASSWORD, "api_key": {"name": "g"}})
        self.assertEqual(record["create"]["grant"], {"type": "password", "user": {"name": "elastic", "has_password": True}})
        self.assertEqual(record["create"]["apikey"]["expiration"], None)
        record, _ = self.change("invalidate_apikeys", "DELETE", "/_security/api_key", {"ids": [key["id"]]})
        self.assertEqual(record["invalidate"], {"apikeys": {"ids": [key["id"]], "owned_by_authenticated_user": False}})
        with open(os.path.join(self.proxy.folder, "logs/audit.json")) as file:
            text = file.read()
        for secret in (key["api_key"], key["encoded"], granted["api_key"], PASSWORD):
            self.assertNotIn(secret, text)

    def test_users(self):
        record, _ = self.change("put_user", "PUT", "/_security/user/ann", {"password": PASSWORD, "roles": ["looker"], "full_name": "Ann", "metadata": {"m": 1}})
        self.assertEqual(record["put"]["user"], {
            "name": "ann", "enabled": True, "roles": ["looker"], "full_name": "Ann", "has_password": True, "metadata": {"m": 1}})
        record, _ = self.change("put_user", "PUT", "/_security/user/ann", {"roles": ["editor"], "full_name": "Ann"})
        self.assertEqual((record["put"]["user"]["roles"], record["keyward.before"]["roles"]), (["editor"], ["looker"]))
        record, _ = self.change("change_password", "POST", "/_security/user/ann/_password", {"password": PASSWORD + "2"})
        self.assertEqual(record["change"], {"password": {"user": {"name": "ann"}}})
        record, _ = self.change("change_disable_user", "PUT", "/_security/user/ann/_disable")
        self.assertEqual(record["change"], {"disable": {"user": {"name": "ann"}}})
        record, _ = self.change("change_enable_user", "PUT", "/_security/user/ann/_enable")
        record, _ = self.change("delete_user", "DELETE", "/_security/user/ann")
        self.assertEqual(record["delete"], {"user": {"name": "ann"}})
        self.assertEqual(record["keyward.before"]["full_name"], "Ann")

    def test_roles_and_privileges(self):
        record, _ = self.change("put_role", "PUT", "/_security/role/r", {"cluster": ["monitor"]})
        self.assertEqual(record["put"]["role"]["role_descriptor"]["cluster"], ["monitor"])
        self.assertEqual(record["put"]["role"]["name"], "r")
        record, _ = self.change("put_role", "PUT", "/_security/role/r", {"cluster": ["all"]})
        self.assertEqual(record["keyward.before"]["cluster"], ["monitor"])
        record, _ = self.change("delete_role", "DELETE", "/_security/role/r")
        self.assertEqual(record["delete"], {"role": {"name": "r"}})
        record, _ = self.change("put_privileges", "PUT", "/_security/privilege", {"app": {"p": {"actions": ["data:read"]}}})
        self.assertEqual(record["put"]["privileges"], [{"application": "app", "name": "p", "actions": ["data:read"], "metadata": {}}])
        record, _ = self.change("delete_privileges", "DELETE", "/_security/privilege/app/p")
        self.assertEqual(record["delete"], {"privileges": {"application": "app", "privileges": ["p"]}})

    def test_what_changes_nothing_is_no_change(self):
        count = lambda: sum(r["event.type"] == "security_config_change" for r in trail(self.proxy))
        self.proxy.make_key("first")
        wait_for(self.proxy, lambda r: r["event.action"] == "create_apikey")
        time.sleep(0.2)
        before = count()
        self.assertEqual(self.proxy.request("DELETE", "/_security/user/nobody")[0], 404)
        self.assertEqual(self.proxy.request("PUT", "/_security/role/bad", {"cluster": ["no-such-privilege"]})[0], 400)
        self.proxy.request("GET", "/_security/user", headers={"X-Opaque-Id": "after"})
        wait_for(self.proxy, lambda r: r.get("opaque_id") == "after")
        self.assertEqual(count(), before)


class Latest(ProxyTest):
    """`GET /_keyward/audit`: who may look at what."""

    def asked(self, words="", mark=None, **asking):
        """The lines, once one with `mark` is among them."""
        end = time.time() + 5
        while True:
            status, _, answer = self.proxy.request("GET", f"/_keyward/audit?{words}", **asking)
            if status != 200 or mark is None or any(mark in line.get("url.path", "") for line in answer["records"]) or time.time() > end:
                return status, answer
            time.sleep(0.05)

    def test_who_may_look(self):
        ask = self.proxy.request
        for name, cluster in (("maker", ["manage_own_api_key"]), ("looker", ["read_security"]), ("keeper", ["manage_api_key"]), ("nobody", [])):
            self.assertEqual(ask("PUT", f"/_security/role/{name}", {"cluster": cluster, "indices": [{"names": ["*"], "privileges": ["all"]}]})[0], 200)
            self.assertEqual(ask("PUT", f"/_security/user/{name}", {"password": PASSWORD, "roles": [name]})[0], 200)
        own = ask("POST", "/_security/api_key", {"name": "own", "role_descriptors": LOGS}, user="maker")[2]
        other = self.proxy.make_key("other", role_descriptors=LOGS)
        served(self.proxy, "/logs-own/_search", key=own["encoded"])
        served(self.proxy, "/logs-other/_search", key=other["encoded"])
        self.assertEqual(self.asked(mark="logs-other")[0], 200)
        self.assertEqual(self.asked(user="looker")[0], 200)
        for asking in ({"user": "looker"}, {"user": "maker"}, {"key": own["encoded"]}):
            status, answer = self.asked(f"key={own['id']}", mark="logs-own", **asking)
            self.assertEqual(status, 200, asking)
            self.assertEqual({line["apikey.id"] for line in answer["records"]}, {own["id"]})
        # One's own keys, one at a time: neither all lines, nor those of another's key, nor of one that there is not.
        for words in ("", f"key={other['id']}", "key=", "key=AAAAAAAAAAAAAAAAAAAA", f"key={own['id']},{other['id']}", f"key={own['id']}%22%3A%22"):
            for asking in ({"user": "maker"}, {"key": own["encoded"]}, {"user": "keeper"}, {"user": "nobody"}):
                status, answer = self.asked(words, **asking)
                self.assertEqual(status, 403, (words, asking, answer))
                self.assertIn("cluster:admin/xpack/security/user/get", answer["error"]["reason"])
        self.assertEqual(self.asked(f"key={own['id']}", user="nobody")[0], 403)

    def test_what_is_asked(self):
        self.proxy.request("GET", "/logs-1/_count", headers={"User-Agent": "Ferret/2"})
        self.proxy.request("GET", "/logs-1/_count", user="stranger")
        self.assertEqual(self.asked("text=fERRET", mark="logs-1")[1]["records"][0]["user_agent.original"], "Ferret/2")
        self.assertEqual({line["event.outcome"] for line in self.asked("outcome=failure", mark="logs-1")[1]["records"]}, {"failure"})
        page = self.asked("size=1")[1]
        self.assertEqual(len(page["records"]), 1)
        self.assertEqual(self.asked(f"after={page['next']}&text=ferret")[1]["records"], [])
        for words in ("size=0", "size=x", "after=-1", "outcome=maybe", "text=" + "x" * 300, "other=1"):
            self.assertEqual(self.asked(words)[0], 400, words)


class Filters(unittest.TestCase):
    def test_events_and_policies(self):
        settings = """audit.events.exclude: [tampered_request, anonymous_access_denied]
audit.ignore:
  - {events: [access_granted], users: [elastic], actions: ["cluster:monitor/*"]}
  - {keys: ["quiet-*"], indices: ["logs-*"]}"""
        with Upstream(echo) as upstream, Proxy(upstream.url, settings=settings, loops=1) as proxy:
            key = proxy.make_key("quiet-1", role_descriptors=LOGS)
            self.assertEqual(served(proxy, "/logs-1/_search", key=key["encoded"]), 200)
            ask = lambda mark, path, **asking: proxy.request("GET", path, headers={"X-Opaque-Id": mark}, **asking)[0]
            self.assertEqual(ask("monitor", "/_cluster/health"), 200)
            self.assertEqual(ask("search", "/logs-1/_search"), 200)
            self.assertEqual(ask("quiet", "/logs-1,logs-2/_search", key=key["encoded"]), 200)
            self.assertEqual(ask("loud", "/secret/_search", key=key["encoded"]), 403)
            self.assertEqual(ask("nobody", "/logs-1/_search", user=None), 401)
            self.assertEqual(ask("last", "/logs-1/_search"), 200)
            wait_for(proxy, lambda r: r.get("opaque_id") == "last")
            marks = {r.get("opaque_id") for r in trail(proxy)}
            self.assertEqual(marks & {"monitor", "search", "quiet", "loud", "nobody", "last"}, {"search", "loud", "last"})

    def test_wrong_settings_are_told(self):
        for settings, word in (
            ("audit.events.include: [access]", "audit.events.include"), ("audit.format: xml", "audit.format"),
            ("audit.ignore: [{}]", "audit.ignore"), ("audit.ignore: [{user: x}]", "did you mean"),
            ("audit.syslog.address: http://x", "audit.syslog.address"), ("audit.syslog.facility: x", "audit.syslog.facility"),
            ("audit.rotate.interval: 1ms", "audit.rotate.interval"),
            ("audit.request_body.events: [access_granted]", "audit.request_body.actions"),
            ("audit.request_body: {events: [x], actions: ['*']}", "audit.request_body.events"),
        ):
            with self.assertRaisesRegex(RuntimeError, re.escape(word)):
                Proxy("http://127.0.0.1:1", settings=settings)


class Sinks(unittest.TestCase):
    def received(self, server, proxy, messages, count=3):
        for number in range(count):
            proxy.request("GET", "/logs-1/_search", headers={"X-Opaque-Id": f"syslog-{number}"})
        end = time.time() + 10
        while sum(b"syslog-" in m for m in messages) < count and time.time() < end:
            time.sleep(0.05)
        for message in messages:
            found = re.match(rb"^<86>1 \d{4}-\d\d-\d\dT[0-9:.]+Z gate keyward \d+ audit - (\{.*\})$", message)
            self.assertTrue(found, message)
            json.loads(found[1])
        self.assertEqual(sum(b"syslog-" in m for m in messages), count)

    def test_syslog_over_udp(self):
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 0))
        self.datagrams(server, f"udp://127.0.0.1:{server.getsockname()[1]}")

    def test_syslog_over_a_local_socket(self):
        import tempfile
        with tempfile.TemporaryDirectory() as folder:
            server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            server.bind(folder + "/log")
            self.datagrams(server, f"unix://{folder}/log")

    def datagrams(self, server, address):
        messages = []
        threading.Thread(target=lambda: [messages.append(server.recv(70000)) for _ in iter(int, 1)], daemon=True).start()
        with Upstream(echo) as upstream, Proxy(upstream.url, settings=f"audit: {{output: syslog, syslog.address: '{address}'}}\nnode.name: gate") as proxy:
            self.received(server, proxy, messages)

    def test_syslog_over_tcp_survives_a_restart_of_the_server(self):
        messages = []

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                while True:
                    digits = b""
                    while (octet := self.rfile.read(1)) not in (b" ", b""):
                        digits += octet
                    if not digits:
                        return
                    messages.append(self.rfile.read(int(digits)))

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with Upstream(echo) as upstream, Proxy(upstream.url, settings=f"audit: {{output: syslog, syslog.address: 'tcp://127.0.0.1:{port}'}}\nnode.name: gate") as proxy:
            # Nobody listens yet: lines wait.
            proxy.request("GET", "/logs-1/_search", headers={"X-Opaque-Id": "early"})
            time.sleep(0.3)
            self.assertIn("the audit trail cannot be written", proxy.log_text())
            server = Server(("127.0.0.1", port), Handler)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.received(server, proxy, messages)
            self.assertEqual(sum(b'"early"' in m for m in messages), 1)
            server.shutdown()
            server.server_close()

    def test_rotation_by_time(self):
        with Upstream(echo) as upstream, Proxy(upstream.url, settings="audit.rotate: {interval: 1s, keep: 3}") as proxy:
            for _ in range(4):
                proxy.request("GET", "/logs-1/_search")
                time.sleep(1.05)
            names = sorted(n for n in os.listdir(proxy.folder + "/logs") if n.startswith("audit"))
            self.assertEqual(names, ["audit.json", "audit.json.1", "audit.json.2", "audit.json.3"])
            self.assertEqual(sum(len(trail(proxy, name)) for name in names), 4)


class Chain(unittest.TestCase):
    def verify(self, proxy, *files):
        names = files or ["logs/audit.json"]
        return subprocess.run([BINARY, "audit", "verify", *names], cwd=proxy.folder, capture_output=True, text=True)

    def test_a_line_that_is_removed_or_altered_is_found(self):
        settings = "audit: {chain.enabled: true, rotate.size: 64kb, rotate.keep: 9}"
        with Upstream(echo) as upstream, Proxy(upstream.url, settings=settings) as proxy:
            agent = {"User-Agent": "a" * 500}
            client = proxy.client()
            for _ in range(100):
                proxy.request("GET", "/logs-1/_search", headers=agent, connection=client)
            client.close()
            # Killed with lines on their way, started again: the chain goes on.
            proxy.kill()
            proxy.start()
            for _ in range(100):
                proxy.request("GET", "/logs-1/_search", headers=agent)
            proxy.kill(signal.SIGTERM)
            folder = proxy.folder + "/logs/"
            files = sorted((n for n in os.listdir(folder) if n.startswith("audit.json")), key=lambda n: -int(n[11:] or 0))
            self.assertGreater(len(files), 2)
            names = ["logs/" + name for name in files]
            done = self.verify(proxy, *names)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("none missing or altered", done.stdout)
            self.assertEqual(os.stat(proxy.folder + "/data/audit.key").st_mode & 0o777, 0o600)
            path = folder + files[1]
            with open(path, "rb") as file:
                lines = file.readlines()
            for what, altered, word in (
                ("removed", lines[:5] + lines[6:], "missing"),
                ("altered", lines[:5] + [lines[5].replace(b'"GET"', b'"PUT"')] + lines[6:], "altered"),
                ("cut off", lines[:-2], "missing"),
            ):
                with open(path, "wb") as file:
                    file.writelines(altered)
                done = self.verify(proxy, *names)
                self.assertEqual(done.returncode, 1, what)
                self.assertIn(word, done.stderr, what)
                self.assertIn(files[1] if what != "cut off" else files[2], done.stderr, what)
            with open(path, "wb") as file:
                file.writelines(lines)
            # The end of the last file.
            with open(folder + files[-1], "rb") as file:
                last = file.readlines()
            with open(folder + files[-1], "wb") as file:
                file.writelines(last[:-1])
            done = self.verify(proxy, *names)
            self.assertIn("1 lines at the end are missing", done.stderr)
            self.assertEqual(done.returncode, 1)

    def test_wrong_usage(self):
        for arguments, code in (([], 2), (["check"], 2), (["verify"], 2), (["verify", "/nonexistent"], 1)):
            done = subprocess.run([BINARY, "audit", *arguments], cwd="/tmp", capture_output=True, text=True)
            self.assertEqual(done.returncode, code, done.stderr)


if __name__ == "__main__":
    unittest.main()
