"""The same keys and requests to an Elasticsearch with its own security and to keyward before the same release without it."""
import argparse
import collections
import concurrent.futures
import contextlib
import itertools
import json
import os
import random
import sys
import time

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)), os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
import differences
from compare import compare, is_absent, is_lacking
from corpus import TWO_INDICES, bulks, expressions, is_reading, routes, searches
from fixture import READERS, Fixture, descriptors, is_powerless
from side import Side
from sides import Keyward, Node, endpoints

#: Keys that ask for each route.
KEYS_OF_A_ROUTE = 25
#: Of all pairs, how many are of a group; every route with its keys is part of a run that is large enough.
SHARES = {"route": 0.5, "expression": 0.32, "content": 0.08, "bulk": 0.06, "items": 0.04}


class Pair(collections.namedtuple("Pair", "group template key request")):
    """One request of one key. `template`: of the route that the request was made from, where there is one."""


def pairs(count, names, routes, source):
    """`count` of all that there are, chosen by the seed."""
    readers = [name for name in READERS if name in names]
    groups = {
        "route": [Pair("route", template, key, request) for template, request in routes
                  for key in source.sample(names, min(KEYS_OF_A_ROUTE, len(names)))],
        "expression": [Pair("expression", None, None, request) for request in expressions()],
        "content": [Pair("content", "/{index}/_rank_eval" if "_rank_eval" in request[1] else None, key, request) for request in TWO_INDICES for key in names],
    }
    chosen = []
    for group, share in SHARES.items():
        wanted = round(count * share)
        if group in ("bulk", "items"):
            made = bulks(source) if group == "bulk" else searches(source)
            some = [Pair(group, None, source.choice(names), request) for request in itertools.islice(made, wanted)]
        elif group == "expression":
            some = [pair._replace(key=source.choice(readers)) for pair in source.choices(groups[group], k=wanted)]
        else:
            some = source.sample(groups[group], min(wanted, len(groups[group])))
        chosen += some
    return chosen


@contextlib.contextmanager
def nodes(release, attached):
    """URLs of a secured and a plain node of `release`: those that run already, or new ones, which end with the test."""
    if attached:
        yield [f"http://127.0.0.1:{port}" for port in attached.split(",")]
        return
    with contextlib.ExitStack() as stack:
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            starting = [pool.submit(Node, release, secured) for secured in (True, False)]
        # One that has started ends also when the other has not.
        for future in starting:
            if future.exception() is None:
                stack.enter_context(future.result())
        yield [future.result().url for future in starting]


def run(release, options):
    source = random.Random(options.seed)
    known = endpoints(release)
    with nodes(release, options.attach) as (secured, plain), Keyward(plain) as keyward:
        oracle, ours, bare = Side(Node.connector(secured)), Side(keyward.connect), Side(Node.connector(plain))
        major = int(release.split(".")[0])
        # Through the proxy, so that it knows the names at once.
        Fixture(bare.admin, major, needs_restricted=True)
        fixtures = [Fixture(oracle.admin, major, needs_restricted=False), Fixture(ours.admin, major, needs_restricted=False)]
        for fixture in fixtures:
            fixture.reset()
        privileges = oracle.admin("GET", "/_security/privilege/_builtin")[1]
        for side in (oracle, ours):
            side.make_keys(descriptors(privileges))
            side.make_cursors()
        names = sorted(set(oracle.keys) & set(ours.keys))
        actions = {(method, endpoint["template"]): endpoint["actions"] for endpoint in known for method in endpoint["methods"]}
        with Judge(options, oracle, ours, fixtures, actions) as judge:
            return judge.run(pairs(options.pairs, names, judge.present(list(routes(known))), source))


class Judge:
    """Asks both sides and counts what differs."""

    def __init__(self, options, oracle, ours, fixtures, actions):
        self.options, self.oracle, self.ours, self.fixtures, self.actions = options, oracle, ours, fixtures, actions
        self.absent = {}
        self.counts, self.found = collections.Counter(), []
        self.pool = concurrent.futures.ThreadPoolExecutor(options.threads)
        self.two = concurrent.futures.ThreadPoolExecutor(2)
        self.started = time.time()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.pool.shutdown()
        self.two.shutdown()

    def run(self, chosen):
        # Who goes on with a scroll without saying for how long ends it: each has one of his own.
        cursors = [pair for pair in chosen if "-OF-ANOTHER" in repr(pair.request)]
        for pair in cursors:
            list(self.two.map(lambda side: side.make_cursors(), (self.oracle, self.ours)))
            self.note(*self.ask(pair))
        rest = [pair for pair in chosen if "-OF-ANOTHER" not in repr(pair.request)]
        reads = [pair for pair in rest if is_reading(pair.request)]
        writes = [pair for pair in rest if not is_reading(pair.request)]
        # Who can change nothing may ask beside others.
        for pair, theirs, mine in self.pool.map(self.ask, reads + [pair for pair in writes if is_powerless(pair.key)]):
            self.note(pair, theirs, mine)
        self.reset()
        for pair in writes:
            if is_powerless(pair.key):
                continue
            theirs, mine = self.two.map(lambda side: side.as_key(pair.key, pair.request), (self.oracle, self.ours))
            self.note(pair, theirs, mine)
            if theirs.status < 400 or mine.status < 400:
                self.reset()
        self.show()
        self.counts["absent routes"] = sum(self.absent.values())
        return self.counts

    def present(self, routes):
        """Those of (template, request) that the build of Elasticsearch has; the others are counted."""
        first = {}
        for template, request in routes:
            first.setdefault((request[0], template), Pair("route", template, "nothing", request))
        list(self.pool.map(self.is_absent, first.values()))
        return [(template, request) for template, request in routes if not self.absent[request[0], template]]

    def ask(self, pair):
        return pair, self.oracle.as_key(pair.key, pair.request), self.ours.as_key(pair.key, pair.request)

    def reset(self):
        list(self.two.map(lambda fixture: fixture.reset(), self.fixtures))

    def note(self, pair, theirs, mine):
        kind, words = compare(theirs, mine, pair.request[1])
        # Some requests ask for several actions at once: which of the denials comes first is chance.
        for _ in range(3 if kind == "reason" and theirs.is_refused and is_reading(pair.request) else 0):
            again, _ = compare(self.oracle.as_key(pair.key, pair.request), mine)
            kind = again if again == "equal" else kind
        if kind in ("reason", "other", "malformed", "stricter") and (is_lacking(mine) or self.is_absent(pair)):
            kind = "absent"
        if kind in ("reason", "stricter") and differences.reason(pair.request, words):
            kind = "stricter with a reason"
        self.counts[kind] += 1
        if kind == "reason" or kind == "equal" and theirs.is_refused:
            self.counts["refusals"] += 1
        if kind not in ("equal", "stricter with a reason"):
            self.found.append((kind, pair, words))

    def is_absent(self, pair):
        """Whether the build of Elasticsearch lacks the route. Asked with a key that may do nothing, so that nothing happens."""
        if not pair.template:
            return False
        method = pair.request[0]
        route = (method, pair.template)
        if route not in self.absent:
            self.absent[route] = is_absent(self.actions.get(route, ()), self.oracle.as_key("nothing", pair.request))
        return self.absent[route]

    def show(self):
        shown = collections.Counter()
        for kind, (group, _, key, (method, path, body)), words in sorted(self.found, key=lambda row: row[0]):
            shown[kind] += 1
            if kind not in ("absent", "malformed") and shown[kind] <= self.options.show:
                content = "" if body is None else " " + (body if isinstance(body, str) else json.dumps(body))[:160]
                print(f"  {kind}: {key}: {method} {path}{content}: {words}"[:700])
        if self.options.report:
            with open(self.options.report, "w") as file:
                for kind, pair, words in self.found:
                    file.write(json.dumps({"kind": kind, **pair._asdict(), "words": words}) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", "--release", default="7.17.28")
    parser.add_argument("--pairs", type=int, default=3000, help="pairs of each release")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--show", type=int, default=40, help="differences of each kind that are printed")
    parser.add_argument("--report", help="a file that gets all differences, one line of JSON each")
    parser.add_argument("--attach", metavar="SECURED,PLAIN", help="ports of nodes that run already")
    options = parser.parse_args()
    failed = False
    for release in options.releases.split(","):
        print(f"{release}: seed {options.seed}", flush=True)
        started = time.time()
        counts = run(release, options)
        total = sum(counts.values()) - counts["refusals"] - counts["absent routes"]
        same = 1 - counts["reason"] / max(1, counts["refusals"])
        print(f"{release}: {total} pairs in {time.time() - started:.0f} s: {counts['equal']} equal, {counts['laxer']} laxer,"
              f" {counts['stricter']} stricter without a reason, {counts['stricter with a reason']} with one, {counts['other']} other,"
              f" {counts['malformed']} malformed, {counts['absent']} of routes that a build lacks (the secured one {counts['absent routes']}); reasons equal in {same:.1%} of {counts['refusals']} refusals")
        failed = failed or counts["laxer"] > 0 or counts["stricter"] > 0 or same < 0.99
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
