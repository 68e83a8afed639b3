"""What conf/examples offers is tried: configurations, the systemd unit, and the nightly extraction by cron."""
import configparser
import gzip
import http.server
import json
import os
import shlex
import shutil
import subprocess
import tempfile
import threading
import time
import unittest

from support import BINARY, PASSWORD, ROOT, Proxy

EXAMPLES = os.path.join(ROOT, "conf/examples")
EXTRACT = os.path.join(EXAMPLES, "extract-index")


class Configurations(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="keyward-examples-")
        self.addCleanup(shutil.rmtree, self.folder)

    def keyward(self, *arguments):
        return subprocess.run([BINARY, *arguments], cwd=self.folder, capture_output=True, text=True, env=dict(os.environ, KEYWARD_PASSWORD=PASSWORD))

    def issue(self, folder, *names):
        self.keyward("certutil", "ca", "--out", folder)
        for name in names:
            self.assertEqual(self.keyward("certutil", "cert", "--ca", folder, "--name", name, "--dns", name).returncode, 0)

    def check(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w") as file:
            file.write(text)
        done = self.keyward("check", "-c", path)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, f"{path}: configuration is good\n"), name)

    def test_each_is_good(self):
        etc = os.path.join(self.folder, "etc")
        for folder in ("etc", "data"):
            os.mkdir(os.path.join(self.folder, folder))
            self.issue(folder, "server", "search.example.com", "logs.example.com")
        for name in ("partners-ca", "logs-ca"):
            shutil.copy(f"{etc}/ca.crt", f"{etc}/{name}.crt")
        with open(f"{etc}/logs.password", "w") as file:
            file.write("secret\n")
        names = sorted(name for name in os.listdir(EXAMPLES) if name.endswith(".yml"))
        self.assertEqual(names, ["minimal.yml", "several-listeners.yml"])
        for name in names + ["../keyward.yml"]:
            with open(os.path.join(EXAMPLES, name)) as file:
                self.check(os.path.basename(name), file.read().replace("/etc/keyward", etc))

    def test_the_words_of_the_minimal_one(self):
        """Its comment says how to make what it needs."""
        os.mkdir(os.path.join(self.folder, "data"))
        with open(os.path.join(EXAMPLES, "minimal.yml")) as file:
            text = file.read()
        commands = [line[4:] for line in text.splitlines() if line.startswith("#   keyward")]
        self.assertEqual(len(commands), 2)
        for command in commands:
            for part in command.split(" && "):
                done = self.keyward(*shlex.split(part)[1:])
                self.assertEqual(done.returncode, 0, done.stderr)
        self.check("minimal.yml", text)

    def test_the_unit(self):
        with open(os.path.join(EXAMPLES, "keyward.service")) as file:
            text = file.read()
        unit = configparser.ConfigParser(strict=True, interpolation=None)
        unit.optionxform = str
        unit.read_string(text)
        # The program has these commands, and the stop waits longer than the proxy takes.
        for name in ("ExecStart", "ExecStartPre"):
            command = shlex.split(unit["Service"][name])
            self.assertEqual(command[0], "/usr/local/bin/keyward")
            self.assertEqual(self.keyward(*command[1:]).returncode, 78, "no such file there: the command itself is known")
        self.assertGreater(int(unit["Service"]["TimeoutStopSec"]), 30)
        if shutil.which("systemd-analyze") is None:
            self.skipTest("systemd-analyze is not installed")
        path = os.path.join(self.folder, "keyward.service")
        with open(path, "w") as file:
            file.write(text.replace("/usr/local/bin/keyward", BINARY).replace("User=keyward", "User=daemon").replace("Group=keyward", "Group=daemon"))
        done = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True)
        self.assertEqual([line for line in (done.stdout + done.stderr).splitlines() if "keyward.service" in line], [])


class Scrolls(http.server.BaseHTTPRequestHandler):
    """A cluster with 25 documents and a scroll; `faults` spoil its next answers."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        """What the proxy itself asks: the release and the names."""
        state = {"metadata": {"indices": {"orders": {"state": "open", "aliases": []}}}}
        self.answer(200, {"version": {"number": "7.17.28"}} if self.path == "/" else state if self.path.startswith("/_cluster/state") else {})

    def handle_search(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/_search/scroll":
            if self.command == "DELETE":
                self.server.cleared.append(body["scroll_id"])
                return self.answer(200, {"succeeded": True})
            start, size = map(int, body["scroll_id"].split(":"))
        else:
            self.server.searches.append((self.path, body))
            start, size = 0, body["size"]
        fault = self.server.faults.pop(0) if self.server.faults else None
        if isinstance(fault, int):
            return self.answer(fault, {"error": "fault", "status": fault})
        hits = [{"_index": "orders", "_type": "_doc", "_id": str(n), "_score": None, "_source": {"n": n, "text": "Grüße"}} for n in range(start, min(start + size, 25))]
        if fault == "lose":
            hits = hits[1:]
        self.answer(200, {"_scroll_id": f"{start + size}:{size}", "timed_out": False, "_shards": {"total": 2, "failed": 1 if fault == "shard" else 0},
                          "hits": {"total": {"value": 25, "relation": "eq"}, "hits": hits}})

    do_POST = do_DELETE = handle_search


class Extraction(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Scrolls)
        threading.Thread(target=cls.cluster.serve_forever, daemon=True).start()
        cls.proxy = Proxy(f"http://127.0.0.1:{cls.cluster.server_address[1]}")

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.cluster.shutdown()
        cls.cluster.server_close()

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="keyward-extract-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.made = self.proxy.make_key("nightly")
        self.key = os.path.join(self.folder, "key")
        with open(os.open(self.key, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(self.made["encoded"] + "\n")
        self.out = os.path.join(self.folder, "out")
        self.cluster.faults, self.cluster.searches, self.cluster.cleared = [], [], []

    def extract(self, *options):
        return subprocess.run(
            [EXTRACT, "--url", self.proxy.url, "--ca", self.proxy.ca, "--key-file", self.key, "--index", "orders", "--out", self.out, "--page", "10", *options],
            capture_output=True, text=True)

    def documents(self):
        names = os.listdir(self.out)
        self.assertEqual(names, [f"orders-{time.strftime('%Y-%m-%d')}.ndjson.gz"])
        with gzip.open(os.path.join(self.out, names[0]), "rt") as file:
            return [json.loads(line) for line in file]

    def test_all_documents_in_one_file(self):
        done = self.extract()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(done.stdout.endswith(": 25 documents\n"))
        found = self.documents()
        self.assertEqual([d["_source"]["n"] for d in found], list(range(25)))
        self.assertEqual(found[0], {"_index": "orders", "_id": "0", "_source": {"n": 0, "text": "Grüße"}})
        self.assertEqual(len(self.cluster.cleared), 1)
        self.assertEqual(os.stat(os.path.join(self.out, os.listdir(self.out)[0])).st_mode & 0o777, 0o600)

    def test_an_attempt_that_fails_is_begun_anew(self):
        for faults in ([503], [None, 429], ["shard"], ["lose"]):
            with self.subTest(faults):
                self.cluster.faults, self.cluster.searches = list(faults), []
                done = self.extract()
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1)
                self.assertEqual(len(self.cluster.searches), 2)
                self.assertEqual(len(self.documents()), 25)

    def test_what_cannot_be_whole_leaves_no_file(self):
        self.cluster.faults = ["lose"]
        done = self.extract("--attempts", "1")
        self.assertEqual((done.returncode, done.stderr), (1, "extract-index: 24 of 25 documents came\n"))
        self.assertEqual(os.listdir(self.out), [])
        self.cluster.faults = [None, 404]
        self.assertEqual(self.extract().returncode, 1)
        self.proxy.request("DELETE", "/_security/api_key", {"ids": [self.made["id"]]})
        done = self.extract()
        self.assertEqual(done.returncode, 1)
        self.assertIn("401", done.stderr)
        self.assertNotIn(self.made["api_key"], done.stderr)
        self.assertEqual(os.listdir(self.out), [])

    def test_a_key_for_all_to_read_is_not_used(self):
        os.chmod(self.key, 0o644)
        done = self.extract()
        self.assertEqual(done.returncode, 1)
        self.assertIn("chmod 600", done.stderr)
        self.assertEqual(self.cluster.searches, [])

    def test_a_stranger_is_not_given_the_key(self):
        done = subprocess.run(
            [EXTRACT, "--url", self.proxy.url, "--key-file", self.key, "--index", "orders", "--out", self.out], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("certificate", done.stderr)
        self.assertEqual(self.extract("--url", self.proxy.url.replace("https", "http")).returncode, 1)
        self.assertEqual(self.cluster.searches, [])

    def test_the_line_for_cron(self):
        with open(os.path.join(EXAMPLES, "extract-index.cron")) as file:
            line = [line for line in file.read().splitlines() if line[:1].isdigit()][0]
        fields = line.split(None, 6)
        self.assertEqual(fields[5], "extract")
        command = fields[6]
        self.assertNotIn("%", command)
        for old, new in {"/opt/keyward": ROOT, "https://localhost:9243": self.proxy.url, "/etc/keyward/ca.crt": self.proxy.ca,
                         "/etc/keyward/orders.key": self.key, "/var/backups/orders": self.out}.items():
            self.assertIn(old, command)
            command = command.replace(old, new)
        # As cron runs it: sh, hardly any environment, the home folder.
        done = subprocess.run(["/bin/sh", "-c", command], env={"PATH": os.environ["PATH"], "SHELL": "/bin/sh"}, cwd="/", capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertEqual(len(self.documents()), 25)
        self.assertEqual(self.cluster.searches[0][1]["query"], {"range": {"@timestamp": {"gte": "now-1d/d", "lt": "now/d"}}})


if __name__ == "__main__":
    unittest.main()
