"""Several agents write to a real cluster, each held to a budget of its own: every document arrives once, none faster than it may."""
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.request

import cluster
from test_client import MAJOR, PASSWORD, connect, helpers
from support import Proxy

RELEASES, REASON = cluster.releases()
RSYSLOG = shutil.which("rsyslogd", path="/usr/sbin:/sbin:" + os.environ.get("PATH", ""))

POLICIES = """
limits.policies:
  - name: refused
    match.keys: [refused]
    documents: {per_second: 200, burst: 100}
  - name: slowed
    match.keys: [slowed]
    action: slow
    documents: {per_second: 150, burst: 50}
  - name: shipper
    per: owner
    match.owners: [shipper]
    documents: {per_second: 100, burst: 50}
"""

# What is refused is sent again from a queue of its own: out of the queue that it came from, rsyslog comes to a standstill.
CONFIGURATION = r"""
global(workDirectory="%(folder)s" net.enableDNS="off")
module(load="imfile" mode="polling" pollingInterval="1")
module(load="omelasticsearch")
template(name="document" type="list") { property(name="$!all-json-plain") }
template(name="id" type="string" string="%%$.id%%")
ruleset(name="ship") {
    set $.id = $msg;
    set $!n = $msg;
    call send
}
ruleset(name="again" queue.type="LinkedList" queue.size="20000" queue.dequeueBatchSize="200" queue.dequeueSlowdown="100000") {
    if ($.omes!status == 200) or ($.omes!status == 201) or ($.omes!status == 409) then { stop }
    set $.id = $.omes!_id;
    call send
}
ruleset(name="send") {
    action(type="omelasticsearch" server="localhost" serverport="%(port)d" usehttps="on" tls.cacert="%(ca)s" uid="shipper" pwd="%(password)s"
        searchIndex="shipped" searchType="%(type)s" template="document" bulkmode="on" bulkid="id" dynbulkid="on" writeoperation="create"
        retryfailures="on" retryruleset="again" action.resumeRetryCount="-1" action.resumeInterval="1"
        queue.type="LinkedList" queue.dequeueBatchSize="200" queue.size="20000")
}
input(type="imfile" file="%(folder)s/lines" tag="t" ruleset="ship")
"""


@unittest.skipIf(not RELEASES, REASON or "KEYWARD_RELEASES names none")
@unittest.skipIf(MAJOR is None, "the Python client is not installed: scripts/test installs it")
class Ingestion(unittest.TestCase):
    def count(self, index):
        urllib.request.urlopen(urllib.request.Request(f"{self.cluster.url}/{index}/_refresh", method="POST"), timeout=30).close()
        with urllib.request.urlopen(f"{self.cluster.url}/{index}/_count", timeout=30) as answer:
            return json.load(answer)["count"]

    def actions(self, index, count):
        kind = {} if self.cluster.major >= 7 else {"_type": self.cluster.type}
        # A second arrival of the same would be an error.
        return ({"_op_type": "create", "_index": index, "_id": str(n), **kind, "_source": {"n": n}} for n in range(count))

    def client(self, name, count, chunk, paces):
        key = self.proxy.make_key(name)
        start, sent = time.monotonic(), []
        for good, item in helpers.streaming_bulk(
                connect(self.proxy, key), self.actions(name, count), chunk_size=chunk, max_retries=60, initial_backoff=0.2, max_backoff=1,
                raise_on_error=False, request_timeout=60):
            if not good:
                sent.append(item)
        paces[name] = (time.monotonic() - start, sent)

    def shipper(self, count, paces):
        folder = tempfile.mkdtemp(prefix="keyward-rsyslog-")
        configuration = os.path.join(folder, "rsyslog.conf")
        with open(configuration, "w") as file:
            file.write(CONFIGURATION % {"folder": folder, "port": self.proxy.port, "ca": self.proxy.ca, "password": PASSWORD, "type": self.cluster.type})
        with open(os.path.join(folder, "lines"), "w") as file:
            file.write("".join(f"line-{n}\n" for n in range(count)))
        start = time.monotonic()
        process = subprocess.Popen(
            [RSYSLOG, "-n", "-f", configuration, "-i", os.path.join(folder, "pid")], stdout=subprocess.DEVNULL, stderr=open(os.path.join(folder, "log"), "w"))
        try:
            found = 0
            while time.monotonic() - start < 120 and found < count:
                time.sleep(0.5)
                try:
                    found = self.count("shipped")
                except OSError:
                    continue
            paces["shipped"] = (time.monotonic() - start, [] if found == count else [found])
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
            shutil.rmtree(folder, ignore_errors=True)

    def test_every_document_arrives_once_at_its_own_pace(self):
        for release in RELEASES:
            with self.subTest(release=release):
                self.cluster = cluster.Cluster(release)
                try:
                    with Proxy(self.cluster.url, settings=POLICIES) as self.proxy:
                        self.run_agents()
                finally:
                    self.cluster.stop()

    def run_agents(self):
        status, _, answer = self.proxy.request("POST", "/_security/role/shipper", {"cluster": ["monitor"], "indices": [{"names": ["shipped"], "privileges": ["all"]}]})
        self.assertEqual(status, 200, answer)
        status, _, answer = self.proxy.request("POST", "/_security/user/shipper", {"password": PASSWORD, "roles": ["shipper"]})
        self.assertEqual(status, 200, answer)
        end = time.time() + 30
        while self.proxy.request("GET", "/shipped/_search", user="shipper")[0] == 503 and time.time() < end:
            time.sleep(0.1)
        paces, agents = {}, {"refused": (2000, 200, 100), "slowed": (1500, 150, 50)}
        threads = [
            threading.Thread(target=self.client, args=("refused", 2000, 500, paces)), threading.Thread(target=self.client, args=("slowed", 1500, 300, paces))]
        if RSYSLOG:
            agents["shipped"] = (1000, 100, 50)
            threads.append(threading.Thread(target=self.shipper, args=(1000, paces)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for name, (count, rate, burst) in agents.items():
            seconds, failed = paces[name]
            print(f"{name}: {count} documents in {seconds:.1f} s, {count / seconds:.0f}/s of {rate}/s", flush=True)
            self.assertEqual(failed, [], name)
            self.assertEqual(self.count(name), count, name)
            self.assertGreaterEqual(seconds, (count - burst) / rate * 0.99, name)


if __name__ == "__main__":
    unittest.main()
