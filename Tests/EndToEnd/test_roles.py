"""Roles of `roles.yml`: read again while the proxy runs; what is wrong with one is told by its line and leaves the others alone."""
import os
import subprocess
import time
import unittest

from support import BINARY, PASSWORD, Proxy, Upstream, echo

READER = """reader:
  cluster: [ 'monitor' ]
  indices:
    - names: [ 'logs-*' ]
      privileges: [ 'read' ]
"""


class Roles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(echo)
        cls.proxy = Proxy(cls.upstream.url)
        cls.path = os.path.join(cls.proxy.folder, "data", "roles.yml")
        subprocess.run(
            [BINARY, "users", "add", "anna", "-r", "reader,writer", "--data", "data"], check=True, cwd=cls.proxy.folder,
            env=dict(os.environ, KEYWARD_PASSWORD=PASSWORD))

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def write(self, text):
        with open(self.path + ".new", "w") as file:
            file.write(text)
        os.rename(self.path + ".new", self.path)

    def privileges(self):
        """What anna has: cluster `monitor`, `read` on logs-a, `write` on ingest-a."""
        asked = {"cluster": ["monitor"], "index": [{"names": ["logs-a"], "privileges": ["read"]}, {"names": ["ingest-a"], "privileges": ["write"]}]}
        status, _, answer = self.proxy.request("POST", "/_security/user/_has_privileges", asked, user="anna")
        if status != 200:
            return status
        return answer["cluster"]["monitor"], answer["index"]["logs-a"]["read"], answer["index"]["ingest-a"]["write"]

    def wait_for(self, expected):
        end = time.time() + 15
        while self.privileges() != expected and time.time() < end:
            time.sleep(0.1)
        self.assertEqual(self.privileges(), expected)

    def test_changes_are_in_force_without_a_restart(self):
        self.wait_for((False, False, False))
        self.write(READER)
        self.wait_for((True, True, False))
        self.write(READER + "writer:\n  indices:\n    - names: 'ingest-*'\n      privileges: [ write ]\n")
        self.wait_for((True, True, True))
        # The second role has gone bad: line 6 begins it, line 9 is where it is wrong.
        self.write(READER + "writer:\n  indices:\n    - names: 'ingest-*'\n      privilege: [ write ]\n")
        self.wait_for((True, True, False))
        self.assertRegex(self.proxy.log_text(), r"roles\.yml:9: .*unexpected field \[privilege\]")
        checked = subprocess.run([BINARY, "check", "-c", "keyward.yml"], cwd=self.proxy.folder, capture_output=True, text=True)
        self.assertEqual(checked.returncode, 78)
        self.assertIn("roles.yml:9: role [writer] is left out", checked.stderr)
        os.remove(self.path)
        self.wait_for((False, False, False))
