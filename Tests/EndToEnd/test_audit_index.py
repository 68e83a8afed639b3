"""The audit trail in an index: while the cluster is there, away, and there again; over kills."""
import contextlib
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

from support import BINARY, Proxy, Upstream, echo

INDEX = "audit: {output: elasticsearch, index: {upstream: trail, interval: 100ms%s}}\nmetrics.bind: 127.0.0.1:0"
PLAIN = INDEX % ", template: false"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def ask(url, method="GET", body=None):
    request = urllib.request.Request(url, method=method, data=body and json.dumps(body).encode(), headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


class Sample:
    """The sample cluster on a port of its own; what it keeps is gone when it ends."""

    def __init__(self, port):
        self.port = port
        self.process = subprocess.Popen([BINARY, "sample-upstream", "--port", str(port)], stdout=subprocess.PIPE)
        self.process.stdout.readline()

    def documents(self):
        """Sources by index and id."""
        found = ask(f"http://127.0.0.1:{self.port}/_search?size=10000")["hits"]["hits"]
        return {(hit["_index"], hit["_id"]): hit["_source"] for hit in found}

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def marks(documents):
    return [source["opaque_id"] for source in documents.values() if "opaque_id" in source]


def wait(holds, timeout=20):
    end = time.time() + timeout
    while not (done := holds()) and time.time() < end:
        time.sleep(0.05)
    return done


class Delivery(unittest.TestCase):
    def proxy(self, port, settings=PLAIN, **more):
        upstream = Upstream(echo)
        self.addCleanup(upstream.stop)
        proxy = Proxy(upstream.url, settings=settings, upstream_settings=f'\n  - name: trail\n    hosts: ["http://127.0.0.1:{port}"]', **more)
        self.addCleanup(proxy.stop)
        return proxy

    def send(self, proxy, *names):
        client = proxy.client()
        for name in names:
            self.assertEqual(proxy.request("GET", "/logs-1/_search", headers={"X-Opaque-Id": name}, connection=client)[0], 200)
        client.close()

    def spooled(self, proxy):
        text = ""
        for entry in os.scandir(proxy.folder + "/data/audit-spool"):
            with contextlib.suppress(FileNotFoundError), open(entry.path) as file:
                text += file.read()
        return text

    def names(self, kind, count):
        return [f"{kind}-{n:03}" for n in range(count)]

    def test_lines_arrive_by_their_date_and_make_none_themselves(self):
        sample = Sample(free_port())
        self.addCleanup(sample.stop)
        proxy = self.proxy(sample.port)
        first = self.names("first", 50)
        self.send(proxy, *first)
        self.assertTrue(wait(lambda: set(first) <= set(marks(sample.documents()))))
        # What it sends is no request of a client's: nothing more comes of it.
        time.sleep(1)
        documents = sample.documents()
        self.assertEqual(sorted(marks(documents)), first)
        self.assertEqual(len(documents), 50)
        for (index, _), source in documents.items():
            self.assertEqual(index, "keyward-audit-" + source["@timestamp"][:10].replace("-", "."))
        text = proxy.request("GET", "/_keyward/metrics")[2]
        self.assertIn('keyward_audit_delivered_total{outcome="refused"} 0', text)
        self.assertRegex(text, r'keyward_audit_delivered_total\{outcome="created"\} 5\d')
        # What is left at a stop is delivered before the end.
        self.send(proxy, "last")
        proxy.kill(signal.SIGTERM)
        self.assertIn("last", marks(sample.documents()))
        self.assertFalse(os.path.exists(proxy.folder + "/logs/audit.json"))

    def test_the_cluster_goes_away_and_the_proxy_is_killed(self):
        port = free_port()
        proxy = self.proxy(port)
        # Nobody is there yet, nor at the next start.
        early = self.names("early", 60)
        self.send(proxy, *early)
        self.assertTrue(wait(lambda: "the audit trail cannot be delivered" in proxy.log_text()))
        # The trail's cluster keeps no request away.
        self.assertEqual(proxy.request("GET", "/_keyward/health/ready", user=None)[0], 200)
        self.assertTrue(wait(lambda: early[-1] in self.spooled(proxy)))
        proxy.kill()
        proxy.start()
        again = self.names("again", 40)
        self.send(proxy, *again)
        sample = Sample(port)
        self.addCleanup(lambda: sample.stop())
        self.assertTrue(wait(lambda: set(early + again) <= set(marks(sample.documents())), 40), marks(sample.documents())[-3:])
        self.assertTrue(wait(lambda: "the audit trail is delivered again" in proxy.log_text()))
        # In their order, each once.
        documents = sample.documents()
        order = [source["opaque_id"] for source in sorted(documents.values(), key=lambda source: source["@timestamp"]) if "opaque_id" in source]
        self.assertEqual(sorted(order), sorted(early + again))
        # Away in the middle, killed in the middle.
        sample.stop()
        late = self.names("late", 50)
        self.send(proxy, *late)
        self.assertTrue(wait(lambda: late[-1] in self.spooled(proxy)))
        proxy.kill()
        proxy.start()
        sample = Sample(port)
        self.assertTrue(wait(lambda: set(late) <= set(marks(sample.documents())), 40))
        self.assertEqual(sorted(marks(sample.documents())), late)

    def test_killed_while_it_delivers_each_line_is_there_once(self):
        sample = Sample(free_port())
        self.addCleanup(sample.stop)
        proxy = self.proxy(sample.port)
        sent = []
        for round in range(4):
            names = self.names(f"round-{round}", 80)
            self.send(proxy, *names)
            sent += names
            # What the loops still hold may be lost; what is on the disk may not.
            self.assertTrue(wait(lambda: names[-1] in self.spooled(proxy) or names[-1] in marks(sample.documents())))
            time.sleep(0.03 * round)
            proxy.kill()
            proxy.start()
        self.send(proxy, "end")
        self.assertTrue(wait(lambda: set(sent) | {"end"} <= set(marks(sample.documents())), 40))
        self.assertEqual(sorted(marks(sample.documents())), sorted(sent + ["end"]))

    def test_a_full_spool_refuses_or_counts(self):
        for refuses in (True, False):
            overflow = f"\naudit.on_overflow: {'refuse' if refuses else 'count'}\naudit.queue_bytes: 128kb"
            port = free_port()
            proxy = self.proxy(port, INDEX % ", template: false, spool.bytes: 1mb" + overflow, loops=1)
            client, agent = proxy.client(), {"User-Agent": "a" * 2000}
            statuses = {}
            # The health of the trail's cluster keeps nobody out.
            for _ in range(1500):
                status = proxy.request("GET", "/logs-1/_search", headers=agent, connection=client)[0]
                statuses[status] = statuses.get(status, 0) + 1
                if refuses and status == 503:
                    break
            self.assertEqual(503 in statuses, refuses, statuses)
            self.assertIn("the audit trail cannot be written", proxy.log_text())
            self.assertIn("the spool is full", proxy.log_text())
            used = sum(entry.stat().st_size for entry in os.scandir(proxy.folder + "/data/audit-spool"))
            self.assertLess(used, (1 << 20) + 4096)
            sample = Sample(port)
            self.addCleanup(sample.stop)
            if refuses:
                # All that was served is told, and service goes on.
                self.assertTrue(wait(lambda: proxy.request("GET", "/logs-1/_search")[0] == 200))
                served = statuses[200]
                self.assertTrue(wait(lambda: sum(s.get("user_agent.original", "").startswith("aaaa") and s.get("http.response.status_code") == 200
                                                 for s in sample.documents().values()) == served), served)
            else:
                def told():
                    """Lines that were lost, and those that are there."""
                    documents = sample.documents().values()
                    return sum(s.get("lost_records", 0) for s in documents), sum(s.get("user_agent.original", "").startswith("aaaa") for s in documents)

                self.assertTrue(wait(lambda: sum(told()) == 1500, 40), told())
                self.assertGreater(told()[0], 0)
            proxy.stop()

    def small_disk(self):
        """A folder on a disk of 256 kB."""
        folder = tempfile.mkdtemp(prefix="keyward-disk-")
        self.addCleanup(os.rmdir, folder)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], capture_output=True).returncode:
            self.skipTest("needs the right to mount a tmpfs")
        self.addCleanup(subprocess.run, ["umount", "-l", folder], check=True)
        return folder

    def test_a_full_disk_loses_nothing_while_there_is_memory(self):
        folder, port = self.small_disk(), free_port()
        proxy = self.proxy(port, INDEX % f", template: false, spool.path: {folder}/spool", loops=1)
        client, agent = proxy.client(), {"User-Agent": "a" * 2000}
        for n in range(300):
            self.assertEqual(proxy.request("GET", "/logs-1/_search", headers={**agent, "X-Opaque-Id": f"full-{n:03}"}, connection=client)[0], 200)
        client.close()
        self.assertTrue(wait(lambda: "No space left on device" in proxy.log_text()), proxy.log_text())
        sample = Sample(port)
        self.addCleanup(sample.stop)
        self.assertTrue(wait(lambda: len(marks(sample.documents())) >= 300, 60))
        self.assertEqual(sorted(marks(sample.documents())), [f"full-{n:03}" for n in range(300)])
        self.assertIn("the audit trail is written again", proxy.log_text())

    def test_a_file_on_a_full_disk(self):
        folder = self.small_disk()
        trail = folder + "/audit.json"
        with open(folder + "/other", "wb") as other:
            other.write(bytes(200 << 10))
        proxy = self.proxy(free_port(), f"audit.path: {trail}", loops=1)
        client, agent = proxy.client(), {"User-Agent": "a" * 2000}
        for n in range(60):
            self.assertEqual(proxy.request("GET", "/logs-1/_search", headers={**agent, "X-Opaque-Id": f"full-{n:03}"}, connection=client)[0], 200)
        client.close()
        self.assertTrue(wait(lambda: "No space left on device" in proxy.log_text()), proxy.log_text())
        os.unlink(folder + "/other")
        self.assertTrue(wait(lambda: "the audit trail is written again" in proxy.log_text()))
        proxy.kill(signal.SIGTERM)
        with open(trail) as file:
            records = [json.loads(line) for line in file]
        self.assertEqual([r["opaque_id"] for r in records if "opaque_id" in r], [f"full-{n:03}" for n in range(60)])

    def test_wrong_settings_are_told(self):
        for settings, word in (
            ("audit: {output: elasticsearch, index.upstream: x}", "audit.index.upstream"),
            ("audit: {output: elasticsearch, index.name: Up}", "audit.index.name"),
            ("audit: {output: elasticsearch, index: {data_stream: true}}", "rolls over by itself"),
            ("audit.index.spool.bytes: 1kb", "audit.index.spool.bytes"), ("audit.index.interval: 1ms", "audit.index.interval"),
        ):
            with self.assertRaisesRegex(RuntimeError, word):
                Proxy("http://127.0.0.1:1", settings=settings)


if __name__ == "__main__":
    unittest.main()
