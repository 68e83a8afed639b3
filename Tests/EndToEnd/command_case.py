"""What tests of the command line share: a proxy, and a way to call commands on it."""
import json
import os
import subprocess
import time
import unittest

from support import BINARY, PASSWORD, Proxy, Upstream, echo

CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("KEYWARD_") and name not in ("COLUMNS", "NO_COLOR")}


class CommandCase(unittest.TestCase):
    #: More of the proxy's configuration.
    settings = ""

    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(echo)
        cls.proxy = Proxy(cls.upstream.url, settings=cls.settings)

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def call(self, *arguments, code=0, text=None, environment=None, password=PASSWORD):
        """Standard output and standard error of a command that ends with `code`."""
        where = {"KEYWARD_URL": self.proxy.url, "KEYWARD_CA": self.proxy.ca}
        if password:
            where["KEYWARD_PASSWORD"] = password
        options = {"input": text} if text is not None else {"stdin": subprocess.DEVNULL}
        done = subprocess.run(
            [BINARY, *arguments], capture_output=True, text=True, timeout=60, cwd=self.proxy.folder, env={**CLEAN, **where, **(environment or {})}, **options)
        self.assertEqual(done.returncode, code, (arguments, done.stdout, done.stderr))
        return done.stdout, done.stderr

    def json(self, *arguments, **options):
        """The one line of JSON that --json prints."""
        out, err = self.call(*arguments, "--json", **options)
        self.assertEqual((out.count("\n"), out[-1:], err), (1, "\n", ""), (out, err))
        return json.loads(out)

    def file(self, content):
        path = os.path.join(self.proxy.folder, f"file-{time.monotonic_ns()}")
        with open(path, "w") as file:
            file.write(content if isinstance(content, str) else json.dumps(content))
        return path

    def make(self, name="k", *options):
        return self.json("keys", "create", name, *options)
