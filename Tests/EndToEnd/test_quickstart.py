"""scripts/quickstart as a newcomer meets it: one command to a running proxy, lines to paste, a second start, an end."""
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import unittest

from support import BINARY, ROOT, Upstream, echo

SCRIPT = os.path.join(ROOT, "scripts/quickstart")
CURL = ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}"]


class Quickstart(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="keyward quickstart-")
        self.data = os.path.join(self.folder, "data")

    def tearDown(self):
        if os.path.isdir(self.data):
            self.run_script("--stop")
        shutil.rmtree(self.folder)

    def run_script(self, *options, environment=None):
        environment = dict(os.environ, **(environment or {}))
        # The release build is what users get: the script sees to it itself. Any other is handed to it.
        if BINARY == os.path.join(ROOT, ".build/release/keyward"):
            environment.pop("KEYWARD")
        return subprocess.run([SCRIPT, "--data", self.data, *options], capture_output=True, text=True, timeout=600, env=environment, stdin=subprocess.DEVNULL)

    def start(self, *options, **more):
        done = self.run_script("--json", "--port", "0", *options, **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count("\n"), 1)
        return json.loads(done.stdout)

    def status(self, made, path="/_security/_authenticate", *options):
        done = subprocess.run([*CURL, "--cacert", made["ca"], *options, made["url"] + path], capture_output=True, text=True)
        return done.stdout

    def test_the_pasted_lines_work(self):
        done = self.run_script("--port", "0")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("SAMPLE", done.stdout)
        password = re.search(r"password  (\S+)", done.stdout)[1]
        self.assertEqual(len(password), 24)
        lines = done.stdout.split("paste:\n")[1].split("\nTo stop it:")[0]
        pasted = subprocess.run(["bash"], input=lines, capture_output=True, text=True, cwd=self.folder)
        made, created, found, ended, refused = [json.loads(line) for line in pasted.stdout.splitlines()]
        self.assertEqual(made["name"], "first")
        self.assertEqual(created["result"], "created")
        self.assertEqual(found["hits"]["hits"][0]["_source"], {"title": "Moby-Dick"})
        self.assertEqual(ended["invalidated_api_keys"], [made["id"]])
        self.assertEqual(refused["status"], 401)
        # The command line, without a terminal to ask for the password at.
        commands = done.stdout.split("there is):\n")[1]
        pasted = subprocess.run(["bash"], input=commands, capture_output=True, text=True, cwd=self.folder, env=dict(os.environ, KEYWARD_PASSWORD=password))
        self.assertIn("cluster      keyward-sample", pasted.stdout)
        self.assertRegex(pasted.stdout, made["id"] + r" +first .* invalidated")
        self.assertEqual((pasted.returncode, pasted.stderr), (0, ""))
        # Nothing that it made can be read by others, and the password is nowhere in it.
        for path, folders, files in os.walk(self.data):
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o700, path)
            for name in files:
                mode = stat.S_IMODE(os.stat(os.path.join(path, name)).st_mode)
                self.assertEqual(mode, 0o644 if name.endswith(".crt") else 0o600, name)
                with open(os.path.join(path, name), "rb") as file:
                    self.assertNotIn(password.encode(), file.read(), name)
        certificate = subprocess.run(["openssl", "x509", "-noout", "-text", "-in", self.data + "/server.crt"], capture_output=True, text=True).stdout
        self.assertIn("prime256v1", certificate)
        self.assertIn("DNS:localhost", certificate)

    def test_a_second_start_keeps_users_and_keys(self):
        with Upstream(echo) as upstream:
            first = self.start("--upstream", upstream.url, "--loops", "1")
            self.assertEqual(set(first), {"url", "ca", "username", "password", "pid"})
            user = first["username"] + ":" + first["password"]
            made = subprocess.run(
                ["curl", "-sS", "--cacert", first["ca"], "-u", user, first["url"] + "/_security/api_key", "-H", "Content-Type: application/json",
                 "-d", '{"name":"kept"}'], capture_output=True, text=True).stdout
            key = "Authorization: ApiKey " + json.loads(made)["encoded"]
            self.assertEqual(self.status(first, "/x", "-H", key), "200")
            again = self.run_script("--port", "0")
            self.assertEqual(again.returncode, 1)
            self.assertIn(f"runs already (pid {first['pid']})", again.stderr)
            done = self.run_script("--stop")
            self.assertEqual((done.returncode, done.stderr), (0, f"stopped keyward (pid {first['pid']})\n"))
            self.assertEqual(self.status(first, "/x", "-H", key), "000")
            with open(self.data + "/ca.crt") as file:
                authority = file.read()
            second = self.start("--upstream", upstream.url)
            self.assertIsNone(second["password"])
            self.assertEqual(self.status(second, "/x", "-H", key), "200")
            self.assertEqual(self.status(second, "/x", "-u", user), "200")
            with open(self.data + "/ca.crt") as file:
                self.assertEqual(file.read(), authority)

    def test_what_the_caller_chooses(self):
        made = self.start(environment={"KEYWARD_PASSWORD": 'of my "own"'})
        self.assertEqual(made["password"], 'of my "own"')
        self.assertEqual(self.status(made, "/_security/_authenticate", "-u", "elastic:" + made["password"]), "200")
        # A process that took over a pid is left alone.
        with open(self.data + "/keyward.pid") as file:
            own = file.read()
        with open(self.data + "/keyward.pid", "w") as file:
            file.write(f"{os.getpid()} 1\n")
        self.assertIn("stopped sample-upstream", self.run_script("--stop").stderr)
        os.kill(made["pid"], signal.SIGTERM)
        self.assertIn(str(made["pid"]), own)
        self.assertIn("nothing is running", self.run_script("--stop").stderr)

    def test_clear_words_when_it_cannot_start(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = self.run_script("--port", str(port))
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"port {port} is taken: choose another with --port N", done.stderr)
        for options, code, words in (
            (["--port", "99999"], 1, "--port is [99999]"), (["--port"], 2, "--port needs a value"), (["--loops", "x"], 1, "--loops is [x]"),
            (["--fast"], 2, "unknown option --fast"), (["--upstream", "ftp://x", "--port", "0"], 78, "needs URLs like [https://host:9200]"),
            (["--upstream", "http://192.0.2.1:9200", "--port", "0"], 78, "plain HTTP beyond this machine needs [allow_plaintext: true]")):
            with self.subTest(options):
                done = self.run_script(*options)
                self.assertEqual((done.returncode, done.stdout), (code, ""))
                self.assertIn(words, done.stderr)
        stranger = os.path.join(self.folder, "stranger")
        os.mkdir(stranger)
        open(os.path.join(stranger, "letter"), "w").close()
        done = subprocess.run([SCRIPT, "--data", stranger], capture_output=True, text=True, env=os.environ)
        self.assertEqual((done.returncode, os.listdir(stranger)), (1, ["letter"]))

    def test_an_upstream_that_does_not_answer_is_a_warning(self):
        with Upstream(echo) as upstream:
            url = upstream.url
        done = self.run_script("--json", "--port", "0", "--upstream", url)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"warning: {url} does not answer", done.stderr)
        made = json.loads(done.stdout)
        self.assertEqual(self.status(made, "/x", "-u", "elastic:" + made["password"]), "503")


if __name__ == "__main__":
    unittest.main()
