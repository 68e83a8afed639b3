"""The commands for what Elasticsearch lacks: rotate, suspend, limits, import and export, explain, usage."""
import base64
import json
import os
import subprocess
import time
import unittest

from command_case import CLEAN, CommandCase
from support import BINARY, PASSWORD, Proxy, Upstream, echo


class OwnCommands(CommandCase):
    settings = "authc.api_key.secret.prefix: kwd"

    def works(self, key):
        return self.proxy.request("GET", "/x", key=key)[0] == 200

    # A key's life

    def test_rotate(self):
        made = self.make("turned")
        rotated = self.json("keys", "rotate", made["id"], "--grace", "1h")
        self.assertEqual((rotated["id"], rotated["name"]), (made["id"], "turned"))
        self.assertTrue(self.works(made["encoded"]) and self.works(rotated["encoded"]))
        out, _ = self.call("keys", "show", made["id"])
        self.assertIn("Its former secret is accepted until", out)
        self.assertIn("ADDRESS", out)
        self.assertIn("127.0.0.1", out)
        out, _ = self.call("keys", "rotate", made["id"], "--grace", "0s")
        self.assertIn("Key turned has a new secret", out)
        self.assertIn("accepted no more", out)
        self.assertIn("\nFluent Bit\n", out)
        self.assertFalse(self.works(rotated["encoded"]))
        path = os.path.join(self.proxy.folder, "rotated")
        self.call("keys", "rotate", made["id"], "--save", path)
        with open(path) as file:
            self.assertTrue(self.works(file.read().strip()))
        self.assertIn("no API key found", self.call("keys", "rotate", "nothing", code=1)[1])
        self.assertIn("[grace]", self.call("keys", "rotate", made["id"], "--grace", "9999d", code=1)[1])

    def test_suspend_and_resume(self):
        keys = [self.make("rest") for _ in range(3)]
        ids = [key["id"] for key in keys]
        self.assertEqual(self.json("keys", "suspend", *ids[:2]), {"updated": ids[:2], "noops": [], "errors": []})
        self.assertEqual([self.works(key["encoded"]) for key in keys], [False, False, True])
        self.assertEqual(self.json("keys", "suspend", ids[0])["noops"], [ids[0]])
        states = {key["id"]: key["state"] for key in self.json("keys", "list", "--name", "rest", "--state", "all")["api_keys"]}
        self.assertEqual(states, {ids[0]: "suspended", ids[1]: "suspended", ids[2]: "active"})
        self.assertEqual(self.call("keys", "list", "--name", "rest", "-q")[0].split(), ids[2:])
        self.assertEqual(self.call("keys", "list", "--name", "rest", "-q", "--state", "suspended")[0].split(), ids[:2])
        self.assertIn("suspended", self.call("keys", "list", "--name", "rest", "--state", "suspended")[0])
        self.assertIn("state: suspended", self.call("keys", "show", ids[0])[0])
        out, err = self.call("keys", "resume", ids[0], "nothing", code=1)
        self.assertEqual((out, "nothing: " in err), (f"resumed {ids[0]}\n", True))
        self.assertIn("nothing", self.call("keys", "resume", "nothing", code=1)[1])
        piped, _ = self.call("keys", "resume", "-", "-q", text="\n".join(ids) + "\n")
        self.assertEqual(piped.split(), [ids[1]])
        self.assertEqual([self.works(key["encoded"]) for key in keys], [True, True, True])
        self.assertIn("is no id", self.call("keys", "suspend", "a,b", code=2)[1])

    def test_an_end_with_a_reason(self):
        made = self.make("ended")
        self.call("keys", "invalidate", made["id"], "--reason", "left the company")
        self.assertFalse(self.works(made["encoded"]))
        shown = self.json("keys", "show", made["id"])
        self.assertEqual((shown["state"], shown["invalidated_by"], shown["invalidation_reason"]), ("invalidated", "user [elastic]", "left the company"))

    def test_a_suspension_with_a_reason(self):
        made = self.make("looked into")
        self.call("keys", "suspend", made["id"], "--reason", "odd addresses")
        self.assertFalse(self.works(made["encoded"]))
        shown = self.json("keys", "show", made["id"])
        self.assertEqual((shown["state"], shown["suspended_by"], shown["suspension_reason"]), ("suspended", "user [elastic]", "odd addresses"))
        self.assertIn("odd addresses", self.call("keys", "show", made["id"])[0])
        self.call("keys", "resume", made["id"])
        self.assertNotIn("suspended_by", self.json("keys", "show", made["id"]))

    def test_users_of_the_native_realm(self):
        def sign_in(password):
            pair = base64.b64encode(f"native-ann:{password}".encode()).decode()
            return self.proxy.request("GET", "/_security/_authenticate", headers={"Authorization": "Basic " + pair}, user=None)[0]

        self.call("users", "add", "native-ann", "--native", "-r", "viewer,monitoring_user", text="first-password\n")
        self.assertEqual(sign_in("first-password"), 200)
        self.assertIn("exists already", self.call("users", "add", "native-ann", "--native", text="other-password\n", code=1)[1])
        self.call("users", "passwd", "native-ann", "--native", "--new-password-file", self.file("second-password\n"))
        self.assertEqual((sign_in("first-password"), sign_in("second-password")), (401, 200))
        self.call("users", "roles", "native-ann", "editor", "--native")
        self.assertEqual([u["roles"] for u in self.json("users", "list", "--native") if u["username"] == "native-ann"], [["editor"]])
        self.assertEqual(sign_in("second-password"), 200)
        self.call("users", "disable", "native-ann")
        self.assertEqual(sign_in("second-password"), 401)
        self.assertRegex(self.call("users", "list", "--native")[0], r"native-ann +editor +disabled")
        self.call("users", "enable", "native-ann")
        self.assertEqual(sign_in("second-password"), 200)
        self.call("users", "delete", "native-ann", "--native")
        self.assertEqual(sign_in("second-password"), 401)
        self.assertIn("does not exist", self.call("users", "delete", "native-ann", "--native", code=1)[1])
        self.assertIn("does not exist", self.call("users", "roles", "native-ann", "viewer", "--native", code=1)[1])
        self.assertIn("--native", self.call("users", "list", "--url", self.proxy.url, code=2)[1])
        self.assertIn("--data", self.call("users", "list", "--native", "--data", "data", code=2)[1])
        self.assertIn("no password", self.call("users", "add", "native-bob", "--native", text="", code=2)[1])

    def test_limits(self):
        made = self.make("held")
        limits = {"requests": {"per_second": 1, "burst": 2}}
        self.call("keys", "limits", made["id"], "--file", self.file(limits))
        self.assertEqual(self.json("keys", "limits", made["id"])["limits"]["requests"], limits["requests"])
        self.assertIn('"per_second"', self.call("keys", "limits", made["id"])[0])
        self.assertIn(429, [self.proxy.request("GET", "/x", key=made["encoded"])[0] for _ in range(6)])
        end, shown = time.time() + 20, ""
        while "held" not in shown and time.time() < end:
            shown = self.call("top", "--name", "held", environment={"COLUMNS": "200"})[0]
            time.sleep(0.3)
        self.assertRegex(shown, r"LIMITS\n[^\n]*1 req/s")
        self.assertIn("are lifted", self.call("keys", "limits", made["id"], "--clear")[0])
        self.assertEqual({self.proxy.request("GET", "/x", key=made["encoded"])[0] for _ in range(6)}, {200})
        self.assertIn("limits", self.call("keys", "limits", made["id"], "--file", self.file({"nonsense": 1}), code=1)[1])
        self.assertIn("--clear lifts", self.call("keys", "limits", made["id"], "--file", self.file({}), "--clear", code=2)[1])
        self.assertIn("nothing", self.call("keys", "limits", "nothing", code=1)[1])

    # Moving

    def test_export_and_import(self):
        keys = [self.make(f"moved-{number}", "--expiration", "1d") for number in range(5)]
        self.call("roles", "put", "moved", "--index", "a:read")
        path = os.path.join(self.proxy.folder, "exported")
        self.assertIn(f"in {path}", self.call("keys", "export", "--kind", "all", "--save", path)[1])
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        with open(path) as file:
            text = file.read()
        for key in keys:
            self.assertIn(key["id"], text)
            self.assertNotIn(key["api_key"], text)
        self.assertEqual(self.call("keys", "export")[0].count('"_source"'), sum(1 for line in text.splitlines() if '"doc_type":"api_key"' in line))
        self.assertIn("nothing was done", self.call("keys", "export", "--save", path, code=1)[1])
        again = self.json("keys", "import", path)
        self.assertEqual((again["api_keys"], again["roles"], again["skipped"]), (0, 0, []))
        self.assertGreaterEqual(again["existing"], 6)
        with Proxy(self.upstream.url) as other:
            where = {"KEYWARD_URL": other.url, "KEYWARD_CA": other.ca}
            out, err = self.call("keys", "import", path, environment=where)
            self.assertEqual(err, "")
            self.assertRegex(out, r"taken: \d+ api keys, \d+ users, 1 roles; there already: 0")
            for key in keys:
                self.assertEqual(other.request("GET", "/x", key=key["encoded"])[0], 200)
            lines = text.splitlines()
            broken = [lines[0], "{", '{"_id":"x"}', '{"_id":"nothing","_source":{"doc_type":"api_key"}}']
            out, err = self.call("keys", "import", "-", text="\n".join(broken), environment=where, code=1)
            self.assertRegex(err, r"line 2: no JSON.*\n")
            self.assertIn("line 3: no document", err)
            self.assertIn("line 4 [nothing]: ", err)
            self.assertIn("3 documents were left out", err)
        self.assertIn("no document", self.call("keys", "import", "-", text="\n", code=2)[1])

    def test_more_than_one_request_takes(self):
        """An answer of _search in one line, longer than the proxy takes at a time."""
        with Proxy(self.upstream.url) as source, Proxy(self.upstream.url) as other:
            where = lambda proxy: {"KEYWARD_URL": proxy.url, "KEYWARD_CA": proxy.ca}
            connection, made = source.client(), []
            for number in range(900):
                metadata = {"text": "x" * 1500}
                made.append(source.request("POST", "/_security/api_key", {"name": f"m-{number}", "metadata": metadata}, connection=connection)[2])
            connection.close()
            documents = [json.loads(line) for line in self.call("keys", "export", environment=where(source))[0].splitlines()]
            self.assertEqual(len(documents), 900)
            answer = self.file({"took": 1, "hits": {"hits": documents}})
            self.assertGreater(os.path.getsize(answer), 1500000)
            taken = self.json("keys", "import", answer, environment=where(other))
            self.assertEqual((taken["api_keys"], taken["skipped"]), (900, []))
            self.assertEqual(other.request("GET", "/x", key=made[-1]["encoded"])[0], 200)

    def test_check_secret(self):
        made = self.make("checked")
        self.assertTrue(made["api_key"].startswith("kwd_"))
        for text in (made["api_key"], made["id"] + ":" + made["api_key"], made["encoded"]):
            done = subprocess.run([BINARY, "keys", "check-secret", "--json"], input=text + "\n", capture_output=True, text=True, env=CLEAN)
            self.assertEqual((done.returncode, json.loads(done.stdout)["finding"], json.loads(done.stdout)["prefix"]), (0, "secret", "kwd"))
        wrong = made["api_key"][:-1] + ("0" if made["api_key"][-1] != "0" else "1")
        for text, code, words in ((wrong, 1, "checksum is wrong"), ("nonsense", 1, "no secret"), ("", 1, "no secret"), ("A" * 22, 0, "or chance")):
            out, err = self.call("keys", "check-secret", self.file(text), code=code, password=None)
            self.assertIn(words, out)
        self.assertEqual(self.call("keys", "check-secret", self.file(made["encoded"]), "-q"), ("", ""))
        self.assertIn("longer than", self.call("keys", "check-secret", self.file("x" * 5000), code=2)[1])

    # Looking

    def test_explain(self):
        # Before that, no request of a key is judged.
        self.proxy.settle(30)
        made = self.make("asker", "--index", "a:read")
        out, _ = self.call("explain", "GET", "/a/_search", "--key", made["id"])
        self.assertIn("key asker", out)
        self.assertIn("verdict  forwarded", out)
        self.assertRegex(out, r"yes +indices:data/read/search")
        out, err = self.call("explain", "GET", "secret/_search", "--key", made["id"], code=1)
        self.assertIn("REFUSED, status 403", out)
        self.assertIn("is unauthorized for API key", err)
        answer = json.loads(self.call("explain", "PUT", "/a/_doc/1", "--key", made["id"], "--json", "--body", self.file({"x": 1}), code=1)[0])
        self.assertEqual((answer["verdict"]["outcome"], answer["verdict"]["status"]), ("refused", 403))
        self.assertEqual(self.call("explain", "GET", "/b/_search", "--key", made["id"], "-q", code=1), ("", ""))
        self.assertEqual(self.call("explain", "GET", "/b/_search", "--as", "elastic", "-q"), ("", ""))
        bulk = '{"index":{"_index":"a"}}\n{}\n'
        self.call("explain", "POST", "/_bulk", "--as", "elastic", "--body", "-", "--content-type", "application/x-ndjson", text=bulk)
        self.assertIn("not found", self.call("explain", "GET", "/", "--key", "nothing", code=1)[1])
        self.assertIn("two who ask", self.call("explain", "GET", "/", "--key", "a", "--as", "b", code=2)[1])
        self.assertIn("METHOD must be one of", self.call("explain", "FETCH", "/", code=2)[1])

    def test_usage(self):
        made, idle = self.make("busy"), self.make("idle")
        for _ in range(7):
            self.proxy.request("GET", "/x", key=made["encoded"])
        end = time.time() + 10
        while time.time() < end:
            entries = {entry["id"]: entry for entry in self.json("top", "--name", "busy")["usage"]}
            if entries.get(made["id"], {}).get("requests") == 7:
                break
            time.sleep(0.1)
        self.assertEqual(entries[made["id"]]["requests"], 7)
        self.assertRegex(self.call("top", "--sort", "last_used", "--limit", "100")[0], made["id"] + r" +busy +elastic +7 ")
        time.sleep(1.1)
        unused = self.call("keys", "list", "--unused-for", "1s", "-q", "--name", "idle")[0].split()
        self.assertEqual(unused, [idle["id"]])
        out, _ = self.call("keys", "list", "--unused-for", "1s")
        self.assertRegex(out, idle["id"] + r" +idle .* never")
        self.assertEqual(self.json("keys", "list", "--unused-for", "1s", "--limit", "1")["count"], 1)
        self.assertEqual(self.call("keys", "list", "--unused-for", "90d"), ("", "no such key\n"))
        for wrong in (("keys", "list", "--unused-for", "x"), ("keys", "list", "--unused-for", "1d", "--mine"), ("top", "--limit", "0"), ("top", "--every", "1ms")):
            self.call(*wrong, code=2)

    def test_top_again_and_again(self):
        made = self.make("rated")
        environment = {**CLEAN, "KEYWARD_URL": self.proxy.url, "KEYWARD_CA": self.proxy.ca, "KEYWARD_PASSWORD": PASSWORD}
        process = subprocess.Popen([BINARY, "top", "--name", "rated", "--every", "300ms"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
        try:
            end, rated = time.time() + 20, False
            while time.time() < end and not rated:
                self.proxy.request("GET", "/x", key=made["encoded"])
                line = process.stdout.readline()
                fields = line.split()
                rated = fields[:2] == [made["id"], "rated"] and fields[4] not in ("-", "0.0")
            self.assertTrue(rated)
            self.assertIsNone(process.poll())
        finally:
            process.kill()
            process.communicate()


if __name__ == "__main__":
    unittest.main()
