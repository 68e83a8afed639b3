"""Usage of keys: what is counted, who may see it, what is left after a stop and a crash."""
import json
import time
import unittest

from support import Proxy, ProxyTest, Upstream, echo

DESCRIPTORS = {"r": {"cluster": ["monitor"], "indices": [{"names": ["logs-*"], "privileges": ["all"]}]}}
OWN = {"r": {"cluster": ["manage_own_api_key"]}}


def usage(proxy, id=None, query="", **asking):
    path = f"/_keyward/keys/{id}/usage" if id else "/_keyward/usage" + query
    status, _, answer = proxy.request("GET", path, **asking)
    return (answer if status == 200 else (status, answer))


class Usage(ProxyTest):
    def test_what_a_key_does_is_counted(self):
        proxy = self.proxy
        key = proxy.make_key("counted", role_descriptors=DESCRIPTORS)
        self.assertEqual(usage(proxy, key["id"])["requests"], 0)
        before = int(time.time() * 1000)
        agent = {"User-Agent": "the agent/1.0"}
        for _ in range(5):
            self.assertEqual(proxy.request("GET", "/logs-1/_search", key=key["encoded"], headers=agent)[0], 200)
        self.assertEqual(proxy.request("GET", "/secret/_search", key=key["encoded"], headers=agent)[0], 403)
        bulk = "".join(json.dumps(line) + "\n" for n in range(3) for line in ({"index": {"_id": n}}, {"n": n}))
        status, _, answer = proxy.request(
            "POST", "/logs-1/_bulk", bulk, {"Content-Type": "application/x-ndjson", **agent}, key=key["encoded"])
        self.assertEqual(status, 200, answer)
        status, _, _ = proxy.request("PUT", "/logs-1/_doc/1", {"a": 1}, dict(agent), key=key["encoded"])
        self.assertEqual(status, 200)
        self.assertEqual(proxy.request("GET", "/_security/_authenticate", key=key["encoded"], headers=agent)[0], 200)
        seen = usage(proxy, key["id"])
        self.assertEqual(seen["requests"], 9)
        self.assertEqual(seen["refused"], {"unauthenticated": 0, "denied": 1, "limited": 0, "invalid": 0, "unavailable": 0})
        self.assertEqual(seen["documents"], 4)
        self.assertEqual(seen["bytes_in"], len(bulk) + len(json.dumps({"a": 1})))
        self.assertGreater(seen["bytes_out"], 100)
        self.assertEqual(sum(seen["latency_ms"].values()), 9)
        self.assertEqual(seen["name"], "counted")
        self.assertEqual(seen["last_user_agent"], "the agent/1.0")
        self.assertEqual(seen["last_address"], "127.0.0.1")
        self.assertEqual(seen["last_action"], "cluster:admin/xpack/security/user/authenticate")
        self.assertEqual(seen["addresses"], 1)
        self.assertLessEqual(before, seen["first_used"])
        self.assertLess(seen["first_used"], seen["last_used"])
        self.assertLessEqual(seen["last_used"], int(time.time() * 1000))
        hours = seen["hours"]
        self.assertEqual(sum(hour["requests"] for hour in hours), 9)
        self.assertEqual(sum(hour["documents"] for hour in hours), 4)
        self.assertTrue(all(hour["from"] % 3_600_000 == 0 for hour in hours))
        # It has looked at itself: that is one more.
        own = usage(proxy, key["id"], key=key["encoded"])
        self.assertEqual(own["requests"], 9)
        self.assertEqual(usage(proxy, key["id"])["requests"], 10)

    def test_a_wrong_secret_counts_to_nobody(self):
        import base64
        proxy = self.proxy
        key = proxy.make_key("guessed")
        wrong = base64.b64encode(f"{key['id']}:{'x' * 22}".encode()).decode()
        self.assertEqual(proxy.request("GET", "/logs-1/_search", key=wrong)[0], 401)
        self.assertEqual(usage(proxy, key["id"])["requests"], 0)

    def test_an_invalidated_key_is_refused_and_not_used(self):
        proxy = self.proxy
        key = proxy.make_key("ended")
        self.assertEqual(proxy.request("GET", "/logs-1/_search", key=key["encoded"])[0], 200)
        last = usage(proxy, key["id"])["last_used"]
        proxy.request("DELETE", "/_security/api_key", {"ids": [key["id"]]})
        time.sleep(0.01)
        for _ in range(3):
            self.assertEqual(proxy.request("GET", "/logs-1/_search", key=key["encoded"])[0], 401)
        seen = usage(proxy, key["id"])
        self.assertEqual((seen["requests"], seen["refused"]["unauthenticated"]), (4, 3))
        self.assertEqual(seen["last_used"], last)

    def test_who_may_see_it(self):
        proxy = self.proxy
        mine, other = proxy.make_key("own-only", role_descriptors=OWN), proxy.make_key("other")
        proxy.request("GET", "/", key=other["encoded"])
        self.assertEqual(proxy.request("GET", "/", key=mine["encoded"])[0], 403)
        seen = usage(proxy, key=mine["encoded"])
        self.assertEqual([entry["id"] for entry in seen["usage"]], [mine["id"]])
        self.assertEqual(usage(proxy, other["id"], key=mine["encoded"])[0], 404)
        every = usage(proxy, query="?size=10000")
        self.assertLessEqual({mine["id"], other["id"]}, {entry["id"] for entry in every["usage"]})
        proxy.request("PUT", "/_security/user/nobody", {"password": "end-to-end-password", "roles": []})
        self.assertEqual(usage(proxy, user="nobody")[0], 403)
        proxy.request("PUT", "/_security/role/owner", {"cluster": ["manage_own_api_key"]})
        proxy.request("PUT", "/_security/user/own", {"password": "end-to-end-password", "roles": ["owner"]})
        status, _, key = proxy.request("POST", "/_security/api_key", {"name": "of-own"}, user="own")
        self.assertEqual(status, 200, key)
        self.assertEqual(proxy.request("GET", "/_security/_authenticate", key=key["encoded"])[0], 200)
        seen = usage(proxy, user="own")
        self.assertEqual([entry["id"] for entry in seen["usage"]], [key["id"]])
        self.assertEqual(usage(proxy, other["id"], user="own")[0], 404)

    def test_keys_that_are_not_used(self):
        proxy = self.proxy
        idle, busy = proxy.make_key("idle-one"), proxy.make_key("busy-one")
        time.sleep(1.1)
        proxy.request("GET", "/logs-1/_search", key=busy["encoded"])
        ids = {entry["id"] for entry in usage(proxy, query="?unused_for=1s&size=10000")["usage"]}
        self.assertIn(idle["id"], ids)
        self.assertNotIn(busy["id"], ids)
        entry = [e for e in usage(proxy, query="?unused_for=1s&name=idle-*")["usage"] if e["id"] == idle["id"]][0]
        self.assertIsNone(entry["last_used"])
        self.assertEqual(usage(proxy, query="?unused_for=90d")["total"], 0)
        proxy.request("DELETE", "/_security/api_key", {"ids": [idle["id"]]})
        ids = {entry["id"] for entry in usage(proxy, query="?unused_for=1s&size=10000")["usage"]}
        self.assertNotIn(idle["id"], ids)

    def test_wrong_parameters(self):
        for query, word in (("?sort=age", "sort"), ("?size=x", "size"), ("?size=10001", "size"), ("?unused_for=90", "unused_for"), ("?unused=1d", "unused")):
            status, answer = usage(self.proxy, query=query)
            self.assertEqual(status, 400, query)
            self.assertIn(word, answer["error"]["reason"])
        self.assertEqual(usage(self.proxy, "no-such-key")[0], 404)


class Durability(unittest.TestCase):
    def test_a_clean_stop_loses_nothing(self):
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy:
            key = proxy.make_key("k")
            for _ in range(20):
                proxy.request("GET", "/logs-1/_search", key=key["encoded"])
            proxy.kill(15)
            proxy.start()
            self.assertEqual(usage(proxy, key["id"])["requests"], 20)

    def test_a_crash_loses_ten_seconds_at_most(self):
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy:
            key = proxy.make_key("k")
            for _ in range(20):
                proxy.request("GET", "/logs-1/_search", key=key["encoded"])
            time.sleep(10)
            proxy.request("GET", "/logs-1/_search", key=key["encoded"])
            proxy.kill()
            proxy.start()
            self.assertIn(usage(proxy, key["id"])["requests"], (20, 21))

    def test_it_can_be_switched_off(self):
        with Upstream(echo) as upstream, Proxy(upstream.url, settings="usage.enabled: false") as proxy:
            key = proxy.make_key("k")
            self.assertEqual(proxy.request("GET", "/logs-1/_search", key=key["encoded"])[0], 200)
            self.assertEqual(usage(proxy)[0], 400)
