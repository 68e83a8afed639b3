"""The console's own routes, as any program may try them: files, signing in, sessions and what they open."""
import base64
import gzip
import json
import time
import unittest

from support import PASSWORD, Proxy, Upstream, echo, probes_left_out

HOME = "/_keyward/console"


def basic(user, password=PASSWORD):
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


class Console(unittest.TestCase):
    settings = ""

    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(echo)
        cls.proxy = Proxy(cls.upstream.url, cls.settings, listener="console: true", loops=2)
        for name, body in {"reader": {"cluster": ["manage_own_api_key"]}}.items():
            assert cls.proxy.request("PUT", f"/_security/role/{name}", body)[0] == 200
        assert cls.proxy.request("PUT", "/_security/user/anna", {"password": PASSWORD, "roles": ["reader"]})[0] == 200

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def send(self, method, path, body=None, headers=None):
        return self.proxy.request(method, HOME + path, body, headers, user=None)

    def sign_in(self, user="elastic", password=PASSWORD, headers=None):
        status, fields, answer = self.send("POST", "/session", headers=headers or basic(user, password))
        self.assertEqual(status, 200, answer)
        cookie = fields["set-cookie"]
        return cookie.split(";")[0], answer["csrf_token"], cookie


class Files(Console):
    def test_pages_are_served_without_a_credential_and_under_a_strict_policy(self):
        for path, kind in {"": "text/html", "/": "text/html", "/index.html": "text/html", "/js/main.js": "text/javascript", "/css/base.css": "text/css", "/icon.svg": "image/svg+xml"}.items():
            status, fields, _ = self.send("GET", path)
            self.assertEqual((status, fields["content-type"].split(";")[0]), (200, kind), path)
            policy = fields["content-security-policy"]
            self.assertIn("default-src 'none'", policy)
            self.assertNotIn("unsafe", policy)
            self.assertEqual((fields["x-frame-options"], fields["x-content-type-options"], fields["referrer-policy"]), ("DENY", "nosniff", "no-referrer"))
        self.assertEqual(self.send("GET", "/js/none.js")[0], 404)
        self.assertEqual(self.send("POST", "/index.html")[0], 405)
        self.assertEqual([], probes_left_out(self.upstream.requests))

    def test_compressed_and_known_files(self):
        status, fields, body = self.proxy.request("GET", HOME, headers={"Accept-Encoding": "gzip"}, user=None)
        self.assertEqual((status, fields["content-encoding"]), (200, "gzip"))
        status, again, _ = self.send("GET", "", headers={"If-None-Match": fields["etag"]})
        self.assertEqual(status, 304)
        self.assertEqual(self.send("GET", "", headers={"If-None-Match": '"other"'})[0], 200)
        self.assertNotIn("content-encoding", self.proxy.request("GET", HOME, headers={"Accept-Encoding": "gzip;q=0"}, user=None)[1])

    def test_a_listener_that_does_not_serve_it_has_none(self):
        with Proxy(self.upstream.url) as proxy:
            self.assertEqual(proxy.request("GET", HOME, user=None)[0], 401)
            for method, path in (("GET", HOME), ("POST", HOME + "/session"), ("GET", HOME + "/api/_security/_authenticate")):
                status, fields, answer = proxy.request(method, path)
                self.assertEqual(status, 400, answer)
                self.assertNotIn("set-cookie", fields)


class Sessions(Console):
    def test_signing_in_and_out(self):
        cookie, token, line = self.sign_in()
        for word in ("__Secure-", "Path=/_keyward/console;", "Secure", "HttpOnly", "SameSite=Strict"):
            self.assertIn(word, line)
        self.assertEqual(self.send("GET", "/session", headers={"Cookie": cookie})[2]["csrf_token"], token)
        status, _, who = self.send("GET", "/api/_security/_authenticate", headers={"Cookie": cookie})
        self.assertEqual((status, who["username"]), (200, "elastic"))
        self.assertEqual(self.send("DELETE", "/session", headers={"Cookie": cookie})[0], 403)
        status, fields, _ = self.send("DELETE", "/session", headers={"Cookie": cookie, "X-Keyward-CSRF": token})
        self.assertEqual(status, 200)
        self.assertIn("Max-Age=0", fields["set-cookie"])
        self.assertEqual(self.send("GET", "/api/_security/_authenticate", headers={"Cookie": cookie})[0], 401)

    def test_everywhere(self):
        (first, token, _), (second, _, _), (other, _, _) = self.sign_in(), self.sign_in(), self.sign_in("anna")
        status, _, answer = self.send("DELETE", "/session?everywhere=true", headers={"Cookie": first, "X-Keyward-CSRF": token})
        self.assertEqual(status, 200)
        self.assertGreaterEqual(answer["ended"], 2)
        self.assertEqual(self.send("GET", "/session", headers={"Cookie": second})[0], 401)
        self.assertEqual(self.send("GET", "/session", headers={"Cookie": other})[0], 200)

    def test_wrong_credentials_make_no_session_and_no_prompt(self):
        for headers in (basic("elastic", "wrong-password"), {"Authorization": "ApiKey AAAA"}, {}):
            status, fields, _ = self.send("POST", "/session", headers=headers)
            self.assertEqual(status, 401)
            self.assertNotIn("set-cookie", fields)
            self.assertNotIn("www-authenticate", fields)

    def test_a_session_opens_the_proxys_own_routes_only(self):
        cookie, token, _ = self.sign_in()
        headers = {"Cookie": cookie, "X-Keyward-CSRF": token}
        before = len(probes_left_out(self.upstream.requests))
        for path in ("/_search", "/logs-1/_search", "/_cat/indices", "/_security/_authenticate", "/_keyward/console2/api/_security/_authenticate", "/"):
            self.assertEqual(self.proxy.request("GET", path, headers=headers, user=None)[0], 401, path)
        for path in ("/api/logs-1/_search", "/api/_search", "/api/_cat/indices", "/api/_keyward/console/api/_search"):
            self.assertGreaterEqual(self.send("GET", path, headers=headers)[0], 400, path)
        self.assertEqual(len(probes_left_out(self.upstream.requests)), before)

    def test_a_credential_beside_the_cookie_counts_for_nothing(self):
        self.assertEqual(self.send("GET", "/api/_security/_authenticate", headers=basic("elastic"))[0], 401)
        cookie, _, _ = self.sign_in("anna")
        _, _, who = self.send("GET", "/api/_security/_authenticate", headers={"Cookie": cookie, **basic("elastic")})
        self.assertEqual(who["username"], "anna")

    def test_changes_need_the_token_and_the_same_site(self):
        cookie, token, _ = self.sign_in()
        body = {"name": "from-the-console"}
        create = lambda **headers: self.send("POST", "/api/_security/api_key", body, {"Cookie": cookie, **headers})[0]
        self.assertEqual(create(), 403)
        self.assertEqual(create(**{"X-Keyward-CSRF": token[:-1] + ("A" if token[-1] != "A" else "B")}), 403)
        self.assertEqual(create(**{"X-Keyward-CSRF": token, "Sec-Fetch-Site": "cross-site"}), 403)
        self.assertEqual(create(**{"X-Keyward-CSRF": token, "Sec-Fetch-Site": "same-site"}), 403)
        self.assertEqual(create(**{"X-Keyward-CSRF": token, "Sec-Fetch-Site": "same-origin"}), 200)
        self.assertEqual(self.send("GET", "/api/_security/role", headers={"Cookie": cookie, "Sec-Fetch-Site": "cross-site"})[0], 403)

    def test_the_rights_are_the_users_of_now(self):
        cookie, token, _ = self.sign_in("anna")
        headers = {"Cookie": cookie, "X-Keyward-CSRF": token}
        self.assertEqual(self.send("GET", "/api/_security/role", headers=headers)[0], 403)
        self.proxy.request("PUT", "/_security/user/anna", {"roles": ["superuser"]})
        self.assertEqual(self.send("GET", "/api/_security/role", headers=headers)[0], 200)
        self.proxy.request("PUT", "/_security/user/anna", {"roles": ["reader"]})
        self.assertEqual(self.send("GET", "/api/_security/role", headers=headers)[0], 403)

    def test_ends_with_the_password_the_user_and_the_key(self):
        self.proxy.request("PUT", "/_security/user/otto", {"password": PASSWORD, "roles": ["reader"]})
        cookie, _, _ = self.sign_in("otto")
        self.proxy.request("PUT", "/_security/user/otto/_disable")
        self.assertEqual(self.send("GET", "/session", headers={"Cookie": cookie})[0], 401)
        self.proxy.request("PUT", "/_security/user/otto/_enable")
        cookie, _, _ = self.sign_in("otto")
        self.proxy.request("PUT", "/_security/user/otto/_password", {"password": PASSWORD + "x"})
        self.assertEqual(self.send("GET", "/session", headers={"Cookie": cookie})[0], 401)
        key = self.proxy.make_key("session")
        cookie, _, _ = self.sign_in(headers={"Authorization": "ApiKey " + key["encoded"]})
        self.assertEqual(self.send("GET", "/session", headers={"Cookie": cookie})[2]["api_key_id"], key["id"])
        self.proxy.request("DELETE", "/_security/api_key", {"ids": [key["id"]]})
        self.assertEqual(self.send("GET", "/session", headers={"Cookie": cookie})[0], 401)

    def test_no_session_for_one_who_acts_for_another(self):
        status, fields, _ = self.send("POST", "/session", headers={**basic("elastic"), "es-security-runas-user": "anna"})
        self.assertEqual(status, 400)
        self.assertNotIn("set-cookie", fields)

    def test_cookies_that_are_none(self):
        cookie, _, _ = self.sign_in()
        name, value = cookie.split("=", 1)
        for text in ("", name, name + "=", f"{name}={value}; {name}={value}", f"{name}={value}x", f"{name}={'A' * 4000}", f"other={value}", f"{name}= {value}"):
            self.assertEqual(self.send("GET", "/session", headers={"Cookie": text})[0], 401, text)

    def test_signed_in_uses_are_in_the_trail(self):
        cookie, token, _ = self.sign_in("anna")
        self.send("GET", "/api/_security/_authenticate", headers={"Cookie": cookie})
        path = HOME + "/api/_security/_authenticate"
        records = self.proxy.audit(lambda all: any(path in json.dumps(one) and "anna" in json.dumps(one) for one in all))
        self.assertTrue(any(path in json.dumps(one) and "anna" in json.dumps(one) for one in records))
        secret = cookie.split("=", 1)[1]
        self.assertNotIn(secret, json.dumps(records) + self.proxy.log_text())


class ShortSessions(Console):
    settings = "console.session.idle_timeout: 1s\nconsole.session.lifetime: 3s"

    def test_idle_and_lifetime(self):
        cookie, _, _ = self.sign_in()
        time.sleep(1.2)
        self.assertEqual(self.send("GET", "/session", headers={"Cookie": cookie})[0], 401)
        cookie, _, _ = self.sign_in()
        begin, status = time.time(), 200
        # A page that asks by itself keeps nothing open.
        while status == 200 and time.time() < begin + 6:
            status = self.send("GET", "/api/_security/_authenticate", headers={"Cookie": cookie, "X-Keyward-Background": "true"})[0]
            time.sleep(0.1)
        self.assertEqual(status, 401)
        self.assertLess(time.time() - begin, 2.9)
        cookie, _, _ = self.sign_in()
        begin, status = time.time(), 200
        while status == 200 and time.time() < begin + 6:
            status = self.send("GET", "/session", headers={"Cookie": cookie})[0]
            time.sleep(0.3)
        self.assertEqual(status, 401)
        self.assertGreater(time.time() - begin, 2.5)


if __name__ == "__main__":
    unittest.main()
