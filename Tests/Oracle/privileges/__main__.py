"""The same keys and requests to an Elasticsearch with its own security and to keyward before the same release without it."""
import argparse
import collections
import concurrent.futures
import itertools
import json
import os
import random
import subprocess
import sys
import threading

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)), os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
import differences
from compare import Answer, compare
from fixture import Fixture, descriptors
from corpus import TWO_INDICES, bulks, expressions, routes
from sides import Keyward, Node, basic

ADMIN = basic("elastic", "changeme")


class Side:
    """One of the two: a way to ask, and the keys that were made there."""

    def __init__(self, connect):
        self.connect = connect
        self.local = threading.local()
        self.keys = {}

    def ask(self, method, path, body=None, authorization=ADMIN):
        """Status and text. A connection for each thread; one that has died is made anew, once."""
        headers = {"Authorization": authorization}
        if body is not None:
            is_lines = isinstance(body, str)
            headers["Content-Type"] = "application/x-ndjson" if is_lines else "application/json"
            body = body if is_lines else json.dumps(body)
        for attempt in (1, 2):
            client = getattr(self.local, "client", None) or self.connect()
            self.local.client = client
            try:
                client.request(method, path, body=body, headers=headers)
                response = client.getresponse()
                data = response.read().decode(errors="replace")
                if response.will_close:
                    client.close()
                    self.local.client = None
                return response.status, data
            except OSError:
                self.local.client = None
                if attempt == 2:
                    raise

    def admin(self, method, path, body=None):
        status, text = self.ask(method, path, body)
        return status, json.loads(text) if text else None

    def make_keys(self):
        for name, descriptor in descriptors().items():
            status, answer = self.admin("POST", "/_security/api_key", {"name": name, "role_descriptors": {name: descriptor}})
            if status == 200:
                self.keys[name] = answer
            else:
                print(f"  key {name} could not be made: {answer}", file=sys.stderr)

    def as_key(self, name, method, path, body):
        key = self.keys[name]
        status, text = self.ask(method, path, body, "ApiKey " + key["encoded"])
        return Answer(status, text, key["id"])


def pairs(options, names, endpoints, source):
    """(key, request): all that there are, or as many as asked for, chosen by the seed."""
    everything = [("route", request) for request in routes(endpoints)]
    everything += [("expression", request) for request in expressions()]
    everything += [("content", request) for request in TWO_INDICES]
    everything += [("bulk", request) for request in itertools.islice(bulks(source), 60)]
    readers = [name for name in names if not name.startswith("cluster-")]
    chosen = []
    for group, request in everything:
        for name in readers if group in ("expression", "bulk") else names:
            chosen.append((name, request))
    source.shuffle(chosen)
    return chosen if options.pairs == 0 else chosen[:options.pairs]


def run(release, options):
    source = random.Random(options.seed)
    endpoints = json.loads(subprocess.run(
        [os.environ["KEYWARD"], "endpoints", "--release", ".".join(release.split(".")[:2]), "--json"], check=True, capture_output=True).stdout)
    with Node(release, secured=True) as secured, Node(release, secured=False) as plain, Keyward(plain.url) as keyward:
        oracle, ours = Side(secured.connect), Side(keyward.connect)
        bare = Side(plain.connect)
        fixtures = [Fixture(oracle.admin), Fixture(bare.admin)]
        for fixture in fixtures:
            fixture.reset()
        for side in (oracle, ours):
            side.make_keys()
        names = [name for name in oracle.keys if name in ours.keys]
        return judge(options, oracle, ours, fixtures, pairs(options, names, endpoints, source))


def judge(options, oracle, ours, fixtures, chosen):
    counts, shown = collections.Counter(), collections.Counter()
    found = []
    reads = [pair for pair in chosen if is_reading(pair[1])]
    writes = [pair for pair in chosen if not is_reading(pair[1])]

    def one(pair):
        name, (method, path, body) = pair
        return pair, oracle.as_key(name, method, path, body), ours.as_key(name, method, path, body)

    def note(pair, theirs, mine):
        name, (method, path, body) = pair
        kind, words = compare(theirs, mine)
        if kind == "stricter" and differences.reason(method, path):
            kind = "stricter with a reason"
        counts[kind] += 1
        if theirs.is_refused:
            counts["refusals"] += 1
        if kind not in ("equal", "stricter with a reason"):
            found.append((kind, name, method, path, body, words))

    with concurrent.futures.ThreadPoolExecutor(options.threads) as pool:
        for result in pool.map(one, reads):
            note(*result)
    for pair in writes:
        pair, theirs, mine = one(pair)
        note(pair, theirs, mine)
        if theirs.status < 400 or mine.status < 400:
            for fixture in fixtures:
                fixture.reset()
    for kind, name, method, path, body, words in sorted(found, key=lambda row: row[0]):
        shown[kind] += 1
        if shown[kind] <= options.show:
            print(f"  {kind}: {name}: {method} {path}{' ' + json.dumps(body)[:160] if body else ''}: {words}"[:600])
    return counts


#: Methods and ends of routes that change nothing.
def is_reading(request):
    method, path, _ = request
    last = path.split("?")[0].rsplit("/", 1)[-1]
    return method in ("GET", "HEAD") or last in ("_search", "_count", "_msearch", "_mget", "_validate", "_field_caps", "_refresh", "_pit")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", default="7.17.28")
    parser.add_argument("--pairs", type=int, default=3000, help="pairs of each release; 0: all")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--show", type=int, default=40, help="differences of each kind that are printed")
    options = parser.parse_args()
    failed = False
    for release in options.releases.split(","):
        print(f"{release}: seed {options.seed}")
        counts = run(release, options)
        total = sum(counts.values()) - counts["refusals"]
        same = 1 - counts["reason"] / max(1, counts["refusals"])
        print(f"{release}: {total} pairs, {counts['equal']} equal, {counts['laxer']} laxer, {counts['stricter']} stricter without a reason,"
              f" {counts['stricter with a reason']} with one, {counts['other']} other, reasons equal in {same:.1%} of {counts['refusals']} refusals")
        failed = failed or counts["laxer"] > 0 or counts["stricter"] > 0 or same < 0.99
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
