"""API keys over the wire: made, used, listed, ended; kept through kill -9; never over clear text."""
import base64
import contextlib
import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import threading
import time
import unittest

from support import BINARY, PASSWORD, Proxy, ProxyTest, Upstream, echo, probes_left_out

KILLS = int(os.environ.get("KEYWARD_KILLS", "50"))


class Keys(ProxyTest):
    def test_the_whole_life(self):
        made = self.proxy.make_key("life", expiration="1d", metadata={"team": {"name": "x", "size": 3}})
        self.assertEqual(list(made), ["id", "name", "expiration", "api_key", "encoded"])
        self.assertEqual((len(made["id"]), len(made["api_key"])), (20, 22))
        self.assertEqual(base64.b64decode(made["encoded"]).decode(), made["id"] + ":" + made["api_key"])
        status, headers, who = self.proxy.request("GET", "/_security/_authenticate", key=made["encoded"])
        self.assertEqual((status, who["authentication_type"], who["api_key"]), (200, "api_key", {"name": "life", "id": made["id"]}))
        self.assertEqual(headers["X-elastic-product"], "Elasticsearch")
        self.assertEqual(self.proxy.request("GET", "/idx/_search", key=made["encoded"])[0], 200)
        status, _, listed = self.proxy.request("GET", f"/_security/api_key?id={made['id']}")
        self.assertEqual(status, 200)
        self.assertEqual(listed["api_keys"][0]["metadata"], {"team": {"name": "x", "size": 3}})
        self.assertFalse(listed["api_keys"][0]["invalidated"])
        # An open connection notices at once.
        client = self.proxy.client()
        self.assertEqual(self.proxy.request("GET", "/idx/_search", key=made["encoded"], connection=client)[0], 200)
        status, _, ended = self.proxy.request("DELETE", "/_security/api_key", {"ids": [made["id"], "unknown"]})
        self.assertEqual((status, ended), (200, {"invalidated_api_keys": [made["id"]], "previously_invalidated_api_keys": [], "error_count": 0}))
        self.assertEqual(self.proxy.request("GET", "/idx/_search", key=made["encoded"], connection=client)[0], 401)
        listed = self.proxy.request("GET", f"/_security/api_key?id={made['id']}")[2]["api_keys"][0]
        self.assertTrue(listed["invalidated"] and listed["invalidation"] >= listed["creation"])

    def test_one_answer_for_every_bad_key(self):
        made = self.proxy.make_key("bad")
        gone = self.proxy.make_key("gone")
        old = self.proxy.make_key("old", expiration="1ms")
        self.proxy.request("DELETE", "/_security/api_key", {"ids": [gone["id"]]})
        encode = lambda text: base64.b64encode(text.encode()).decode()
        answers = set()
        before = len(probes_left_out(self.upstream.requests))
        for key in (encode(made["id"] + ":wrong"), encode("nobody:" + made["api_key"]), encode(made["id"]), encode(":" + made["api_key"]),
                    "###", gone["encoded"], old["encoded"], made["encoded"][:-4]):
            status, headers, error = self.proxy.request("GET", "/idx/_search", key=key)
            answers.add((status, json.dumps(error), tuple(headers.get_all("WWW-Authenticate"))))
            self.assertNotIn("X-elastic-product", headers)
        self.assertEqual(len(answers), 1, answers)
        self.assertEqual(answers.pop()[2], ('Basic realm="security", charset="UTF-8"', "ApiKey"))
        self.assertEqual(len(probes_left_out(self.upstream.requests)), before)

    def test_other_credentials(self):
        for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "ApiKey"}, {"Authorization": "Basic !!"}, {"Authorization": "Basic " + base64.b64encode(b"elastic:wrong").decode()}):
            status, _, error = self.proxy.request("GET", "/idx?x=1", user=None, headers=headers)
            self.assertEqual(status, 401)
            self.assertIn("/idx?x=1" if headers in ({}, {"Authorization": "ApiKey"}) else "authenticate", error["error"]["reason"])

    def test_a_key_with_descriptors_does_what_they_grant(self):
        made = self.proxy.make_key("limited", role_descriptors={"r": {"indices": [{"names": "logs-*", "privileges": ["read"]}]}})
        before = len(probes_left_out(self.upstream.requests))
        for method, path in (("GET", "/secret/_search"), ("POST", "/logs-1/_doc"), ("DELETE", "/logs-1"), ("GET", "/_cat/nodes"), ("POST", "/_bulk")):
            status, _, error = self.proxy.request(method, path, key=made["encoded"])
            self.assertIn(status, (400, 403), (path, error))
        self.assertEqual(len(probes_left_out(self.upstream.requests)), before)
        self.assertEqual(self.proxy.request("GET", "/logs-1/_search", key=made["encoded"])[0], 200)
        # A search of everything becomes one of what the key may see.
        self.assertEqual(self.proxy.request("GET", "/_search", key=made["encoded"])[0], 200)
        lines = [r[0].split(b"\r\n")[0] for r in probes_left_out(self.upstream.requests)[before:]]
        self.assertEqual(lines[0].split(b"?")[0], b"GET /logs-1/_search HTTP/1.1")
        self.assertIn(b"logs-", lines[1])
        self.assertNotIn(b"secret", lines[1])
        self.assertEqual(self.proxy.request("GET", "/_security/_authenticate", key=made["encoded"])[0], 200)
        listed = self.proxy.request("GET", f"/_security/api_key?id={made['id']}&with_limited_by=true")[2]["api_keys"][0]
        self.assertEqual(listed["role_descriptors"]["r"]["indices"][0], {"names": ["logs-*"], "privileges": ["read"], "allow_restricted_indices": False})
        self.assertIn("superuser", listed["limited_by"][0])

    def test_users_without_privileges(self):
        environment = dict(os.environ, KEYWARD_PASSWORD=PASSWORD)
        subprocess.run([BINARY, "users", "add", "mortal", "-r", "no_such_role", "--data", "data"], check=True, cwd=self.proxy.folder, env=environment)
        end = time.time() + 5
        while time.time() < end and self.proxy.request("GET", "/_security/_authenticate", user="mortal")[0] != 200:
            time.sleep(0.1)
        self.assertEqual(self.proxy.request("GET", "/_security/_authenticate", user="mortal")[2]["roles"], ["no_such_role"])
        before = len(probes_left_out(self.upstream.requests))
        status, _, error = self.proxy.request("GET", "/idx/_search", user="mortal")
        self.assertEqual(status, 403)
        self.assertIn("action [indices:data/read/search] is unauthorized for user [mortal]", error["error"]["reason"])
        status, _, error = self.proxy.request("POST", "/_security/api_key", {"name": "x"}, user="mortal")
        self.assertEqual(status, 403)
        self.assertIn("action [cluster:admin/xpack/security/api_key/create] is unauthorized for user [mortal]", error["error"]["reason"])
        self.assertEqual(len(probes_left_out(self.upstream.requests)), before)

    def test_keys_make_only_powerless_keys(self):
        made = self.proxy.make_key("parent")
        self.assertEqual(self.proxy.request("POST", "/_security/api_key", {"name": "child"}, key=made["encoded"])[0], 400)
        status, _, child = self.proxy.request("POST", "/_security/api_key", {"name": "child", "role_descriptors": {"x": {}}}, key=made["encoded"])
        self.assertEqual(status, 200)
        self.assertEqual(self.proxy.request("GET", "/_security/_authenticate", key=child["encoded"])[2]["username"], "elastic")
        self.assertEqual(self.proxy.request("GET", "/idx/_search", key=child["encoded"])[0], 403)

    def test_the_proxys_own_names_are_never_forwarded(self):
        before = len(probes_left_out(self.upstream.requests))
        for method, path in (("GET", "/_security/nothing"), ("PUT", "/_security/nothing/x"), ("GET", "/_keyward/x"), ("GET", "/%5Fsecurity/nothing")):
            self.assertEqual(self.proxy.request(method, path)[0], 400, path)
        status, _, error = self.proxy.request("POST", "/_security/oauth2/token", {"grant_type": "client_credentials"})
        self.assertEqual((status, error["error"]["license.expired.feature"]), (403, "security tokens"))
        self.assertEqual(self.proxy.request("PATCH", "/_security/api_key")[0], 405)
        self.assertEqual(len(probes_left_out(self.upstream.requests)), before)

    def test_a_body_that_is_too_large(self):
        status, _, error = self.proxy.request("POST", "/_security/api_key", b"x" * (2 << 20), headers={"Content-Type": "application/json"})
        self.assertEqual((status, error["status"]), (413, 413))

    def test_lists_by_owner_and_name(self):
        for name in ("list-a", "list-b"):
            self.proxy.make_key(name)
        names = lambda query: sorted(k["name"] for k in self.proxy.request("GET", "/_security/api_key?" + query)[2]["api_keys"])
        self.assertEqual(names("name=list-*"), ["list-a", "list-b"])
        self.assertEqual(names("name=list-a"), ["list-a"])
        self.assertIn("list-a", names("owner=true"))
        self.assertEqual(names("username=nobody"), [])
        self.assertEqual(self.proxy.request("DELETE", "/_security/api_key", {"name": "list-*"})[2]["error_count"], 0)
        self.assertEqual(names("name=list-*&active_only=true"), [])

    def test_clients_of_release_7_end_a_key_by_id(self):
        """The cluster behind is one of release 7, which takes `id` for `ids`."""
        self.proxy.settle(timeout=20)
        made = self.proxy.make_key("seven")
        status, _, answer = self.proxy.request("DELETE", "/_security/api_key", {"id": made["id"]})
        self.assertEqual((status, answer.get("invalidated_api_keys")), (200, [made["id"]]))


class ClearText(unittest.TestCase):
    def test_keys_are_neither_made_nor_managed_nor_used(self):
        with Upstream(echo) as upstream, Proxy(upstream.url, clear=True) as proxy:
            for attempt in (lambda: proxy.request("POST", "/_security/api_key", {"name": "x"}), lambda: proxy.request("GET", "/_security/api_key"),
                            lambda: proxy.request("GET", "/x", key="YTpi"), lambda: proxy.request("GET", "/x")):
                status, _, error = attempt()
                self.assertEqual(status, 403)
                self.assertIn("HTTPS is required", error["error"]["reason"])
            self.assertEqual(probes_left_out(upstream.requests), [])

    def test_loopback_may_be_allowed_for_development(self):
        with Upstream(echo) as upstream, Proxy(upstream.url, clear=True, listener="allow_cleartext_keys_on_loopback: true") as proxy:
            self.assertEqual(proxy.request("GET", "/x", key=proxy.make_key()["encoded"])[0], 200)

    def test_plain_http_on_the_tls_port(self):
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy:
            client = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=5)
            with self.assertRaises((http.client.HTTPException, OSError)):
                client.request("GET", "/")
                client.getresponse()


class Crash(unittest.TestCase):
    def test_no_acknowledged_key_is_lost(self):
        """Killed again and again in the middle of creates: what was acknowledged works, what was invalidated does not."""
        seed = int(os.environ.get("KEYWARD_SEED", time.time_ns() % 1_000_000))
        random.seed(seed)
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy:
            kept, ended, lock = {}, {}, threading.Lock()

            def work(number):
                try:
                    client = proxy.client(timeout=5)
                    turn = 0
                    while True:
                        turn += 1
                        status, _, made = proxy.request("POST", "/_security/api_key", {"name": f"{number}-{turn}"}, connection=client)
                        if status != 200:
                            return
                        if turn % 3 == 0:
                            # Between the two answers the key may be in either state.
                            status, _, answer = proxy.request("DELETE", "/_security/api_key", {"ids": [made["id"]]}, connection=client)
                            if status == 200 and answer["invalidated_api_keys"] == [made["id"]]:
                                with lock:
                                    ended[made["id"]] = made["encoded"]
                        else:
                            with lock:
                                kept[made["id"]] = made["encoded"]
                except (OSError, http.client.HTTPException, ValueError, AssertionError):
                    return

            for round in range(KILLS):
                before, end = len(kept), time.time() + 20
                threads = [threading.Thread(target=work, args=(f"{round}-{n}",)) for n in range(8)]
                for thread in threads:
                    thread.start()
                # The first password takes its time; from then on the moment is left to chance.
                while len(kept) == before and time.time() < end:
                    time.sleep(0.002)
                time.sleep(random.uniform(0, 0.1))
                proxy.kill(signal.SIGKILL)
                for thread in threads:
                    thread.join()
                proxy.start()
            self.assertGreater(len(kept), KILLS)
            client = proxy.client()
            for states, expected in ((kept, 200), (ended, 401)):
                for encoded in states.values():
                    status = proxy.request("GET", "/_security/_authenticate", key=encoded, connection=client)[0]
                    self.assertEqual(status, expected, f"seed {seed}")
            listed = {k["id"]: k for k in proxy.request("GET", "/_security/api_key")[2]["api_keys"]}
            self.assertTrue(set(kept) <= set(listed), f"seed {seed}")
            for key in listed.values():
                self.assertEqual(key["username"], "elastic")
                self.assertIsInstance(key["creation"], int)
            proxy.kill(signal.SIGTERM)
            with contextlib.closing(sqlite3.connect(proxy.folder + "/data/keyward.db")) as database:
                self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            print(f"killed {KILLS} times: {len(kept)} kept, {len(ended)} ended, {len(listed)} listed", flush=True)


if __name__ == "__main__":
    unittest.main()
