"""The conformance table (147 cases after RFC 9113 and RFC 7541) against the running proxy."""
import os
import unittest

from http2_client import Case, Client, frame
from support import Proxy, Upstream, echo

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../HTTP2Tests/Conformance/cases.txt")
MARK = b"12345678"


class Conformance(unittest.TestCase):
    def test_every_case(self):
        with Upstream(echo) as upstream, Proxy(upstream.url, loops=1) as proxy:
            cases = Case.load(TABLE)
            self.assertEqual(len(cases), 147)
            for case in cases:
                with self.subTest(case.name), Client(proxy, case.greets, window=65535) as client:
                    self.run_case(client, case)
            # Nothing of all that had a credential.
            self.assertEqual([r for r in upstream.requests if not r[0].startswith(b"GET / HTTP/1.1")], [])

    def run_case(self, client, case):
        waiting, seen = b"", 0
        for kind, what in case.steps:
            if kind == "send":
                waiting += what
                continue
            client.send(waiting)
            waiting = b""
            client.wait(lambda: self.holds(client, what, seen), 3)
            self.assertTrue(self.holds(client, what, seen), f"{case.name}: {what}: {client.frames[seen:]} closed={client.closed}")
            seen = len(client.frames)

    def holds(self, client, words, seen):
        fresh = lambda kind, stream=None: [f for f in client.find(kind, stream) if f in client.frames[seen:]]
        closed = client.closed
        if words[0] == "response":
            stream = int(words[1])
            return fresh("HEADERS", stream) and client.responses[stream]["whole"]
        if words[0] == "data":
            found = fresh("DATA", int(words[1]))
            return found and len(found[0].payload) == int(words[2])
        if words[0] == "settings-ack":
            return [f for f in fresh("SETTINGS") if f.flags & 1]
        if words[0] == "ping-ack":
            return [f.payload for f in fresh("PING")] == [bytes.fromhex(words[1])]
        if words[0] == "alive":
            if not getattr(client, "asked", False):
                client.asked = True
                client.send(frame("PING", 0, 0, MARK))
            return [f for f in fresh("PING") if f.payload == MARK and f.flags & 1]
        if words[0] == "closed":
            return closed or fresh("GOAWAY")
        codes = words[1].split(",")
        ends = fresh("GOAWAY") + (fresh("RST_STREAM") if words[0] == "stream-error" else [])
        return [f for f in ends if f.code in codes]


if __name__ == "__main__":
    unittest.main()
