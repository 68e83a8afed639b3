"""The console before a real cluster: what a superuser, the owner of some keys and a reader do in a browser."""
import json
import unittest

import browser
import cluster
from browser import Browser
from support import PASSWORD, Proxy

RELEASES, REASON = cluster.releases()
#: The last release that most of those clusters run.
RELEASE = "7.17.28"
if not REASON and RELEASES and RELEASE not in RELEASES and RELEASES != ["ELASTICSEARCH_HOME"]:
    REASON = f"only release {RELEASE} is used, and not among {RELEASES}"


@unittest.skipIf(browser.missing(), browser.missing())
@unittest.skipIf(REASON, REASON)
class BeforeACluster(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cluster.Cluster("ELASTICSEARCH_HOME" if RELEASES == ["ELASTICSEARCH_HOME"] else RELEASE)
        cls.addClassCleanup(cls.cluster.stop)
        cls.proxy = Proxy(cls.cluster.url, listener="console: true")
        cls.addClassCleanup(cls.proxy.stop)
        for name in ("logs-1", "logs-2", "orders"):
            cls.expect("PUT", f"/{name}/{cls.cluster.type}/1?refresh=true", {"message": f"in {name}"}, statuses=(200, 201))
        cls.expect("PUT", "/_security/role/own_keys", {"cluster": ["manage_own_api_key"], "indices": [{"names": ["logs-*"], "privileges": ["read"]}]})
        cls.expect("PUT", "/_security/role/looks_on", {"cluster": ["read_security", "monitor"]})
        for user, role in {"otto": "own_keys", "rita": "looks_on"}.items():
            cls.expect("PUT", f"/_security/user/{user}", {"password": PASSWORD, "roles": [role], "full_name": user.title()})

    @classmethod
    def expect(cls, method, path, body=None, statuses=(200,), **asking):
        status, _, answer = cls.proxy.request(method, path, body, **asking)
        assert status in statuses, (status, answer)
        return answer

    def browser(self):
        window = Browser(self.proxy)
        self.addCleanup(window.close)
        return window

    def hits(self, path, key):
        status, _, answer = self.proxy.request("GET", path, key=key)
        return status, sorted(hit["_index"] for hit in answer["hits"]["hits"]) if status == 200 else answer["error"]["type"]

    def made(self, page, name, start):
        """A key by the form, from a starting point, for logs-*."""
        page.go("keys")
        page.press("Create API key")
        page.fill("Name", name)
        page.press(start)
        page.fill("Names", "logs-*")
        page.says("The key will have all of these")
        page.press("Create API key", "form")
        page.says("it is shown this once")
        next(tab for tab in page.all("[role=tab]") if tab.text == "JSON").click()
        return json.loads(page.text(".token pre"))

    def test_a_superuser(self):
        page = self.browser()
        page.sign_in("elastic")
        key = self.made(page, "reads-logs", "Read-only")
        self.assertEqual(self.hits("/_search", key["encoded"]), (200, ["logs-1", "logs-2"]))
        self.assertEqual(self.hits("/orders/_search", key["encoded"]), (403, "security_exception"))
        writer = self.made(page, "writes-logs", "Write-only")
        self.assertEqual(self.hits("/logs-1/_search", writer["encoded"]), (403, "security_exception"))
        self.expect("POST", f"/logs-1/{self.cluster.type}", {"message": "by the key"}, (201,), key=writer["encoded"])
        # What came of it is on the key's page, with the refusal explained by a press.
        page.go(f"keys/{key['id']}")
        page.says("Latest requests")
        page.press("Why?", "main")
        page.says("It would be refused with status 403")
        page.says("Own descriptors: not granted")
        page.go("overview")
        page.says("Elasticsearch " + self.cluster.version["number"])
        page.says("Reachable")
        page.press("reads-logs")
        page.press("New secret…")
        page.press("Make a new secret")
        page.says("it is shown this once")
        fresh = page.text(".token pre")
        self.assertEqual(self.hits("/logs-2/_search", fresh), (200, ["logs-2"]))
        self.assertEqual(self.hits("/logs-2/_search", key["encoded"]), (200, ["logs-2"]))
        page.press("Look at the key")
        page.says("127.0.0.1", ".notice")
        page.press("Invalidate…")
        page.press("Invalidate the key")
        page.says("This key has ended")
        for secret in (fresh, key["encoded"]):
            self.assertEqual(self.proxy.request("GET", "/logs-1/_search", key=secret)[0], 401)
        self.assertEqual([], page.complaints())

    def test_the_owner_of_keys(self):
        page = self.browser()
        page.sign_in("otto")
        page.says("You see your own keys.")
        page.go("keys/new")
        page.fill("Name", "otto's")
        page.press("Ingest")
        page.says("You lack")
        page.press("Read-only")
        page.fill("Names", "logs-*, orders")
        page.says("You lack 3 of these 4 privileges")
        page.press("Create API key", "form")
        page.says("it is shown this once")
        secret = page.text(".token pre")
        # No more than he may himself.
        self.assertEqual(self.hits("/logs-1/_search", secret)[0], 200)
        self.assertEqual(self.hits("/orders/_search", secret)[0], 403)
        page.press("Look at the key")
        page.says("What it may do")
        # What his own key did he sees, there and as it goes on; of the rest of the trail nothing.
        page.says("Latest requests")
        page.press("All in Activity")
        page.says("/orders/_search", "tbody")
        self.assertNotIn("You may not see this", page.text())
        page.go("activity")
        page.says("You may not see this")
        self.assertEqual([], page.complaints())

    def test_a_reader(self):
        self.proxy.make_key("looked-at")
        page = self.browser()
        page.sign_in("rita")
        page.press("looked-at", "tbody")
        page.says("Only its owner can change what this key may do.")
        self.assertEqual([], [b.text for b in page.all("main button") if b.text in ("Save", "Invalidate…", "Suspend…", "New secret…", "Save the limits")])
        page.go("overview")
        page.says("Reachable")
        page.says("Failed sign-ins by address")
        page.go("activity")
        page.until(lambda: page.rows(), "lines of the trail")
        self.assertEqual([], page.complaints())


if __name__ == "__main__":
    unittest.main()
