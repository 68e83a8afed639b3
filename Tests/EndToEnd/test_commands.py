"""The command line against a running proxy: what each command prints, how it ends, and that no secret can be read off it."""
import json
import os
import re
import stat
import subprocess
import threading
import time
import unittest

from command_case import CLEAN, CommandCase
from support import BINARY, PASSWORD, Proxy, Upstream, echo

class Commands(CommandCase):
    # Keys

    def test_create_in_every_form(self):
        out, err = self.call("keys", "create", "forms", "--expiration", "90d", "--index", "logs-*:create_doc,auto_configure", "--cluster", "monitor")
        self.assertEqual(err, "")
        for title in ("encoded (", "id:secret", "JSON", "curl", "Python", "Beats", "Logstash", "Fluent Bit", "Vector"):
            self.assertIn("\n" + title, out)
        made = json.loads(re.search(r"JSON\n  (.*)", out)[1])
        pair = made["id"] + ":" + made["api_key"]
        self.assertEqual(out.count(made["encoded"]), 6)
        # On its own, in Beats and in Logstash.
        self.assertEqual(out.count(pair), 3)
        self.assertIn("in 89d", out)
        curl = re.search(r"curl\n  (curl .*)", out)[1]
        answer = subprocess.run(["bash", "-c", curl.replace(self.proxy.url, self.proxy.url + "/_security/_authenticate")], capture_output=True, text=True)
        self.assertEqual(json.loads(answer.stdout)["api_key"]["id"], made["id"], answer)
        stored = self.json("keys", "show", made["id"])
        self.assertEqual(stored["role_descriptors"]["command-line"]["indices"][0]["names"], ["logs-*"])
        self.assertEqual(stored["role_descriptors"]["command-line"]["cluster"], ["monitor"])

    def test_create_prints_what_is_asked_for(self):
        made = self.make("one")
        self.assertEqual(set(made), {"id", "name", "api_key", "encoded"})
        for form, words in (("pair", ":"), ("curl", "curl --cacert"), ("python", "Elasticsearch("), ("beats", "output.elasticsearch"), ("logstash", "api_key =>"),
                            ("fluent-bit", "[OUTPUT]"), ("vector", "[sinks"), ("json", "{")):
            self.assertIn(words, self.call("keys", "create", "one", "--form", form)[0])
        encoded = self.call("keys", "create", "one", "-q")[0]
        self.assertEqual(encoded.count("\n"), 1)
        self.assertEqual(self.proxy.request("GET", "/_security/_authenticate", key=encoded.strip())[0], 200)

    def test_create_into_a_file(self):
        path = os.path.join(self.proxy.folder, "saved")
        out, _ = self.call("keys", "create", "saved", "--save", path)
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        with open(path) as file:
            encoded = file.read()
        self.assertNotIn(encoded.strip(), out)
        self.assertEqual(self.json("status", "--api-key-file", path, password=None)["authenticated"]["authentication_type"], "api_key")
        # A file that is there is not written over, and no key is made for nothing.
        before = len(self.json("keys", "list", "--name", "saved")["api_keys"])
        self.assertIn("nothing was done", self.call("keys", "create", "saved", "--save", path, code=1)[1])
        self.assertIn("nothing was done", self.call("keys", "create", "saved", "--save", "/no/such/folder", code=1)[1])
        self.assertEqual(len(self.json("keys", "list", "--name", "saved")["api_keys"]), before)
        # Where the proxy refuses, no file stays behind.
        refused = os.path.join(self.proxy.folder, "refused")
        self.call("keys", "create", "saved", "--expiration", "no time", "--save", refused, code=1)
        self.assertFalse(os.path.exists(refused))
        told = self.json("keys", "create", "saved", "--save", refused)
        self.assertEqual(set(told), {"id", "name"})

    def test_descriptors_and_metadata_from_files(self):
        role = {"reader": {"indices": [{"names": ["a"], "privileges": ["read"]}]}}
        made = self.make("files", "--descriptors", self.file(role), "--metadata", self.file({"team": "x"}))
        shown = self.json("keys", "show", made["id"])
        self.assertEqual((list(shown["role_descriptors"]), shown["metadata"]), (["reader"], {"team": "x"}))
        piped = json.loads(self.call("keys", "create", "piped", "--descriptors", "-", "--json", text=json.dumps(role))[0])
        self.assertEqual(list(self.json("keys", "show", piped["id"])["role_descriptors"]), ["reader"])
        both = self.call("keys", "create", "x", "--descriptors", "-", "--metadata", "-", text="{}", code=2)[1]
        self.assertIn("--metadata and --descriptors both read standard input", both)
        broken = self.file('{"a":\n {]}')
        self.assertIn(broken + ":2:3:", self.call("keys", "create", "x", "--descriptors", broken, code=2)[1])
        self.assertIn("must hold a JSON object", self.call("keys", "create", "x", "--metadata", self.file("[]"), code=2)[1])
        self.assertIn("No such file", self.call("keys", "create", "x", "--metadata", "nowhere", code=2)[1])
        self.assertIn("unknown index privilege [nonsense]", self.call("keys", "create", "x", "--index", "a:nonsense", code=1)[1])

    def test_list(self):
        ids = {name: self.make(name, *options)["id"] for name, options in (
            ("list-a", ()), ("list-b", ("--expiration", "1d")), ("list-c", ("--expiration", "30d")), ("list-gone", ()), ("list-short", ("--expiration", "1s")))}
        self.call("keys", "invalidate", ids["list-gone"])
        time.sleep(1.1)

        def names(*options):
            return [key["name"] for key in self.json("keys", "list", "--name", "list-*", *options)["api_keys"]]

        self.assertEqual(names(), ["list-a", "list-b", "list-c"])
        self.assertEqual(names("--state", "expired"), ["list-short"])
        self.assertEqual(names("--state", "invalidated"), ["list-gone"])
        self.assertEqual(len(names("--state", "all")), 5)
        self.assertEqual(names("--expiring", "14d"), ["list-b"])
        self.assertEqual(names("--limit", "2"), ["list-a", "list-b"])
        self.assertEqual(names("--owner", "nobody"), [])
        self.assertEqual(names("--owner", "elastic", "--realm", "default_file", "--mine"), ["list-a", "list-b", "list-c"])
        self.assertEqual(self.call("keys", "list", "--name", "list-*", "-q")[0].split(), [ids["list-a"], ids["list-b"], ids["list-c"]])
        out, err = self.call("keys", "list", "--name", "list-?")
        lines = out.splitlines()
        self.assertEqual((lines[0].split(), len(lines)), (["ID", "NAME", "OWNER", "REALM", "CREATED", "EXPIRES", "STATE"], 4))
        self.assertNotIn("\033", out)
        self.assertEqual(self.call("keys", "list", "--name", "nothing-*"), ("", "no such key\n"))
        # A key sees itself.
        key = self.call("keys", "create", "list-self", "-q", "--cluster", "manage_own_api_key")[0].strip()
        self.assertEqual([k["name"] for k in self.json("keys", "list", "--mine", environment={"KEYWARD_API_KEY": key})["api_keys"]], ["list-self"])
        for wrong in (("--limit", "0"), ("--limit", "x"), ("--expiring", "soon"), ("--expiring", "1d", "--state", "expired")):
            self.call("keys", "list", *wrong, code=2)

    def test_lists_of_many_pages(self):
        connection = self.proxy.client()
        made = []
        for number in range(2100):
            made.append(self.proxy.request("POST", "/_security/api_key", {"name": f"page-{number}"}, connection=connection)[2]["id"])
        connection.close()
        listed = self.json("keys", "list", "--name", "page-*")
        self.assertEqual([key["id"] for key in listed["api_keys"]], made)
        self.assertEqual(listed["count"], 2100)
        self.assertEqual(self.call("keys", "list", "--name", "page-*", "-q", "--limit", "1500")[0].split(), made[:1500])
        # All of them, by what list prints.
        ended = json.loads(self.call("keys", "invalidate", "-", "--json", text="\n".join(made) + "\n")[0])
        self.assertEqual((len(ended["invalidated"]), ended["errors"]), (2100, []))
        self.assertEqual(self.json("keys", "list", "--name", "page-*")["count"], 0)

    def test_tables_fit(self):
        self.make("fit-" + "x" * 200)
        self.make("fit-\033[31m\u202e")
        for columns in (70, 100):
            out, _ = self.call("keys", "list", "--name", "fit-*", environment={"COLUMNS": str(columns)})
            self.assertLessEqual(max(map(len, out.splitlines())), columns)
            self.assertIn("…", out)
            self.assertNotIn("\033", out)
        self.assertIn("\\u{1b}[31m\\u{202e}", self.call("keys", "list", "--name", "fit-*")[0])

    def test_show(self):
        made = self.make("shown", "--expiration", "1d")
        out, _ = self.call("keys", "show", made["id"])
        self.assertIn("name: shown\n", out)
        self.assertIn("(in 23h)", out)
        self.assertIn("state: active\n", out)
        self.assertNotIn(made["api_key"], out)
        self.assertNotIn("limited_by", out)
        self.assertIn("superuser", json.dumps(self.json("keys", "show", made["id"], "--limited-by")["limited_by"]))
        self.assertEqual(self.call("keys", "show", made["id"], "-q"), ("", ""))
        self.assertIn("there is no key [nothing]", self.call("keys", "show", "nothing", code=1)[1])

    def test_update(self):
        made = self.make("changed")
        self.assertEqual(self.json("keys", "update", made["id"], "--metadata", self.file({"a": 1})), {"updated": [made["id"]], "noops": [], "errors": []})
        self.assertEqual(self.json("keys", "update", made["id"], "--metadata", self.file({"a": 1}))["noops"], [made["id"]])
        self.call("keys", "update", made["id"], "--index", "b:read", "--expiration", "1d")
        shown = self.json("keys", "show", made["id"])
        self.assertEqual((shown["metadata"], shown["role_descriptors"]["command-line"]["indices"][0]["names"]), ({"a": 1}, ["b"]))
        self.assertLess(shown["expiration"], (time.time() + 90000) * 1000)
        out, err = self.call("keys", "update", made["id"], "unknown", "--metadata", self.file({"a": 2}), code=1)
        self.assertEqual((out, "unknown" in err), (f"changed {made['id']}\n", True))
        self.assertIn("nothing to change", self.call("keys", "update", made["id"], code=2)[1])

    def test_invalidate(self):
        first, second = self.make("ended")["id"], self.make("ended")["id"]
        self.assertEqual(self.json("keys", "invalidate", first), {"invalidated": [first], "previously_invalidated": [], "errors": []})
        self.assertEqual(self.json("keys", "invalidate", first)["previously_invalidated"], [first])
        out, err = self.call("keys", "invalidate", first, "nothing", code=1)
        self.assertIn("nothing: there is no such key", err)
        # Many are not ended by a slip: nobody is there to be asked.
        self.assertIn("1 active keys would be; --yes ends them", self.call("keys", "invalidate", "--name", "ended", code=2)[1])
        self.assertEqual(self.json("keys", "show", second)["invalidated"], False)
        self.assertEqual(self.call("keys", "invalidate", "--name", "ended", "--yes", "-q")[0], second + "\n")
        self.assertEqual(self.json("keys", "show", second)["invalidated"], True)
        for wrong, words in (((), "which keys?"), (("x", "--mine"), "not by both"), (("--name", "e*", "--yes"), "takes no pattern")):
            self.assertIn(words, self.call("keys", "invalidate", *wrong, code=2)[1])
        self.assertIn("no id on standard input", self.call("keys", "invalidate", "-", text="\n", code=2)[1])

    # Roles

    def test_roles(self):
        self.assertEqual(self.call("roles", "put", "log reader", "--index", "logs-*:read", "--cluster", "monitor", "--run-as", "kibana")[0], "role log reader is made\n")
        self.assertEqual(self.json("roles", "put", "log reader", "--file", self.file({"cluster": ["all"]})), {"role": {"created": False}})
        self.assertEqual(self.json("roles", "show", "log reader")["cluster"], ["all"])
        self.assertIn('"all"', self.call("roles", "show", "log reader")[0])
        self.assertIn("log reader", self.json("roles", "list"))
        self.assertIn("log reader\n", self.call("roles", "list", "-q")[0])
        self.assertRegex(self.call("roles", "list")[0], r"log reader +all +- +own")
        self.assertEqual(self.json("roles", "delete", "log reader"), {"found": True})
        for command in ("show", "delete"):
            self.assertIn("there is no role [log reader]", self.call("roles", command, "log reader", code=1)[1])
        self.assertIn("a role of nothing", self.call("roles", "put", "x", code=2)[1])
        self.assertIn("takes no --index", self.call("roles", "put", "x", "--file", self.file({}), "--index", "a:read", code=2)[1])
        self.assertIn("reserved", self.call("roles", "delete", "superuser", code=1)[1])

    # Status, and ways to fail

    def test_status(self):
        status = self.json("status")
        self.assertEqual((status["url"], status["authenticated"]["username"], status["upstream_status"]), (self.proxy.url, "elastic", 200))
        self.assertEqual(status["upstream"]["line"], "GET / HTTP/1.1")
        out, _ = self.call("status")
        self.assertRegex(out, r"certificate  ends in 39\dd")
        self.assertIn("you          elastic, roles superuser", out)
        self.assertEqual(self.call("status", "-q"), ("", ""))
        weak = self.call("keys", "create", "weak", "-q", "--index", "a:read")[0].strip()
        self.assertIn("you may not see it", self.call("status", environment={"KEYWARD_API_KEY": weak})[0])
        with Upstream(echo) as gone, Proxy(gone.url) as proxy:
            gone.stop()
            where = {"KEYWARD_URL": proxy.url, "KEYWARD_CA": proxy.ca}
            self.assertIn("its cluster does not", self.call("status", environment=where, code=1)[1])

    def test_nobody_answers(self):
        with Upstream(echo) as upstream:
            port = upstream.port
        out, err = self.call("status", "--url", f"https://localhost:{port}", code=4)
        self.assertEqual(out, "")
        self.assertIn("Connection refused. Is keyward running?", err)
        error = json.loads(self.call("status", "--json", "--url", f"https://localhost:{port}", code=4)[1])
        self.assertEqual((error["exit_code"], "cannot reach" in error["error"]), (4, True))
        with Upstream(lambda upstream, connection, number: time.sleep(5)) as silent:
            began = time.monotonic()
            self.assertIn("no answer within 1 s", self.call("status", "--url", f"https://localhost:{silent.port}", "--timeout", "1s", code=4)[1])
            self.assertLess(time.monotonic() - began, 4)

    def test_whom_it_trusts(self):
        other = os.path.join(self.proxy.folder, "foreign")
        os.mkdir(other)
        subprocess.run([BINARY, "certutil", "ca", "--out", other], check=True)
        self.assertIn("is not trusted", self.call("status", "--ca", other + "/ca.crt", code=4)[1])
        self.assertIn("--ca or KEYWARD_CA names the file", self.call("status", environment={"KEYWARD_CA": other + "/ca.crt"}, code=4)[1])
        self.assertIn("--ca: ", self.call("status", "--ca", "nowhere", code=2)[1])

    def test_who_asks(self):
        _, err = self.call("keys", "list", password="wrong", code=1)
        self.assertIn("see --user, --password-file", err)
        self.assertEqual(json.loads(self.call("keys", "list", "--json", password="wrong", code=1)[1])["status"], 401)
        self.assertIn("no password for [elastic]", self.call("keys", "list", password=None, code=2)[1])
        path = self.file(PASSWORD + "\n")
        self.assertEqual(self.json("status", "--password-file", path, password=None)["authenticated"]["username"], "elastic")
        self.assertEqual(json.loads(self.call("status", "--json", "--password-file", "-", text=PASSWORD + "\n", password=None)[0])["authenticated"]["username"], "elastic")
        made = self.make("who")
        for text in (made["encoded"], made["id"] + ":" + made["api_key"]):
            self.assertEqual(self.json("status", "--api-key-file", self.file(text), password=None)["authenticated"]["api_key"]["name"], "who")
            # A key in the environment counts before a password; who is named on the command line before both.
            self.assertIn("api_key", self.json("status", environment={"KEYWARD_API_KEY": text})["authenticated"])
            self.assertNotIn("api_key", self.json("status", "--user", "elastic", environment={"KEYWARD_API_KEY": text})["authenticated"])
        self.assertIn("holds no API key", self.call("status", environment={"KEYWARD_API_KEY": "nonsense"}, code=2)[1])
        self.assertIn("first line is empty", self.call("status", "--password-file", self.file("\nx"), code=2)[1])
        forbidden = self.call("keys", "list", environment={"KEYWARD_API_KEY": self.call("keys", "create", "nothing", "-q", "--index", "a:read")[0].strip()}, code=1)[1]
        self.assertIn("is unauthorized for API key", forbidden)
        self.assertIn("no user and no password", self.call("status", "--url", "https://elastic:hunter2@localhost", code=2)[1])

    def test_usage(self):
        for arguments, words in (
            ((), "usage: keyward COMMAND"), (("keys",), "keys invalidate"), (("keys", "lst"), "did you mean keyward keys list?"), (("statsu",), "did you mean keyward status?"),
            (("keys", "list", "--jsn"), "did you mean --json?"), (("keys", "show"), "ID is missing"), (("status", "--timeout", "0s"), "--timeout must be like 30s"),
            (("status", "--url", "nonsense"), "must be a URL like"), (("completion", "sh"), "SHELL must be one of")):
            with self.subTest(arguments):
                out, err = self.call(*arguments, code=2)
                self.assertEqual(out, "")
                self.assertIn(words, err)
        for arguments in (("--help",), ("help",), ("keys", "--help"), ("help", "keys"), ("help", "keys", "create"), ("keys", "create", "--help"), ("run", "-h"), ("--version",)):
            out, err = self.call(*arguments)
            self.assertTrue(out and not err, arguments)

    def test_every_command_has_help_and_refuses_nonsense(self):
        overview = self.call("--help")[0]
        commands = [line[2:].split("  ")[0] for line in overview.splitlines() if line.startswith("  ")]
        words = [[word for word in command.split() if word.islower() and word[0] not in "[<"] for command in commands]
        self.assertGreater(len(words), 20)
        for command in words:
            with self.subTest(command):
                self.assertIn("usage: keyward " + " ".join(command), self.call(*command, "--help")[0])
                self.assertIn("unknown option --nonsense", self.call(*command, "--nonsense", code=2)[1])

    def test_scripts_for_shells_and_the_manual(self):
        for shell in ("bash", "zsh", "fish"):
            script = self.call("completion", shell)[0]
            self.assertIn("--expiring" if shell != "fish" else "-l expiring", script)
            if shell == "bash":
                subprocess.run(["bash", "-n"], input=script, text=True, check=True)
        self.assertTrue(self.call("man")[0].startswith(".TH KEYWARD 1"))

    # Secrets

    def test_no_secret_can_be_read_off_a_process(self):
        """Before a proxy that never answers, so that there is time to look."""
        silent = threading.Event()

        def wait(upstream, connection, number):
            silent.wait(20)

        made = self.make("hidden")
        path = self.file(made["encoded"])
        with Upstream(wait) as upstream:
            for options, environment, text in (((), {"KEYWARD_PASSWORD": "hunter2-password"}, None), (("--api-key-file", path), {}, None),
                                               ((), {"KEYWARD_API_KEY": made["encoded"]}, None), (("--password-file", "-"), {}, "hunter2-password\n")):
                process = subprocess.Popen(
                    [BINARY, "keys", "list", "--url", f"http://127.0.0.1:{upstream.port}", *options], env={**CLEAN, **environment}, stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                try:
                    if text:
                        process.stdin.write(text.encode())
                        process.stdin.close()
                    end = time.time() + 10
                    count = len(upstream.connections)
                    while len(upstream.connections) == count and time.time() < end and process.poll() is None:
                        time.sleep(0.02)
                    self.assertIsNone(process.poll())
                    for name in ("cmdline", "comm", "stat"):
                        with open(f"/proc/{process.pid}/{name}", "rb") as file:
                            shown = file.read()
                        for secret in (b"hunter2", made["encoded"].encode(), made["api_key"].encode()):
                            self.assertNotIn(secret, shown)
                finally:
                    process.kill()
                    process.communicate() if not process.stdin.closed else process.wait()
                    process.stdout.close()
                    process.stderr.close()
            silent.set()
        for option in ("--password", "--api-key"):
            err = self.call("status", option, "hunter2", code=2)[1]
            self.assertIn("arguments can be read by others", err)
            self.assertNotIn("hunter2", err)

    def test_keys_and_passwords_are_not_logged(self):
        made = self.make("unlogged")
        self.call("status", environment={"KEYWARD_API_KEY": made["encoded"]})
        for text in (self.proxy.log_text(), json.dumps(self.proxy.audit())):
            for secret in (made["api_key"], made["encoded"], PASSWORD):
                self.assertNotIn(secret, text)


class Terminal(unittest.TestCase):
    """What is different where somebody sits at a terminal."""

    def run_on_a_terminal(self, arguments, environment, typed=b""):
        import pty

        pid, descriptor = pty.fork()
        if pid == 0:
            os.execve(BINARY, [BINARY, *arguments], {**CLEAN, "TERM": "xterm", **environment})
        output = b""
        if typed:
            while b": " not in output and b"[y/N] " not in output:
                output += os.read(descriptor, 4096)
            os.write(descriptor, typed)
        while True:
            try:
                piece = os.read(descriptor, 4096)
            except OSError:
                break
            if not piece:
                break
            output += piece
        _, status = os.waitpid(pid, 0)
        os.close(descriptor)
        return os.waitstatus_to_exitcode(status), output.decode()

    def test_a_terminal(self):
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy:
            where = {"KEYWARD_URL": proxy.url, "KEYWARD_CA": proxy.ca}
            known = {**where, "KEYWARD_PASSWORD": PASSWORD}
            key = proxy.make_key("seen")
            # The password is asked for and not shown.
            code, output = self.run_on_a_terminal(["status"], where, PASSWORD.encode() + b"\n")
            self.assertEqual((code, PASSWORD in output, "password of elastic: " in output), (0, False, True), output)
            code, output = self.run_on_a_terminal(["keys", "list"], known)
            self.assertIn("\033[32mactive\033[0m", output)
            for quiet in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
                self.assertNotIn("\033", self.run_on_a_terminal(["keys", "list"], {**known, **quiet})[1])
            code, output = self.run_on_a_terminal(["keys", "invalidate", "--name", "seen"], known, b"n\n")
            self.assertEqual(code, 2, output)
            self.assertEqual(proxy.request("GET", "/x", key=key["encoded"])[0], 200)
            code, output = self.run_on_a_terminal(["keys", "invalidate", "--name", "seen"], known, b"y\n")
            self.assertEqual((code, "End 1 active key? [y/N]" in output), (0, True), output)
            self.assertEqual(proxy.request("GET", "/x", key=key["encoded"])[0], 401)


if __name__ == "__main__":
    unittest.main()
