"""Batches of requests, what they change, and which of them did it."""
import collections
import json
import random
from urllib.parse import unquote

from effects.generator import Generator
from effects.keys import KEYS, Rules
from effects.leaks import leak
from effects.world import World
from sides import Caller, basic, endpoints

#: Requests between two looks at the cluster.
BATCH = 150
#: So many effects that a key's rules forbid are found where nobody watches: otherwise the test could not fail.
ENOUGH = 20
#: Statuses of what keyward itself refuses, and of no answer: mostly the others have been to the cluster.
REFUSED = (0, 401, 403, 405, 406)
#: Batches that may be needed for them.
STRAIGHT_BATCHES_MAX = 12


def key_of(batch):
    return list(KEYS)[batch % len(KEYS)]


def shown(broken):
    return f"makes {len(broken)} changes: " + "; ".join(f"{path}: {was} -> {became}" for path, was, became in broken[:3])


class Sweep:
    """Asks as limited keys, through keyward, and looks at the cluster straight."""

    def __init__(self, node, keyward, release, seed):
        """`node` and `keyward` are what opens connections to them."""
        self.release, self.seed, self.keyward = release, seed, keyward
        self.world = World(Caller(node), Caller(keyward, {"Authorization": basic("elastic", "changeme")}), release)
        self.generator = Generator(endpoints(release), self.world)
        self.node = Caller(node)
        self.counts, self.faults = collections.Counter(), []
        self.callers = {}

    def caller(self, name):
        if name not in self.callers:
            key = self.world.admin.call("POST", "/_security/api_key", {"name": name, "role_descriptors": {name: KEYS[name]}})
            self.callers[name] = Caller(self.keyward, {"Authorization": "ApiKey " + key["encoded"]})
        return self.callers[name]

    # One batch

    def requests(self, name, number):
        source = random.Random(f"{self.seed}/{number}")
        return list(self.generator.batch(source, number, KEYS[name], BATCH))

    def ask(self, caller, request):
        """Status and text; ids of cursors are put in now, since they are others each time."""
        path, content = request.path, request.content
        for word, identifier in self.world.cursors.items():
            path = path.replace(word, identifier)
            if content is not None and word in str(content):
                content = json.loads(json.dumps(content).replace(word, identifier))
        return caller.ask(request.method, path, content, request.fields)

    def run(self, batches):
        """`batches`: their numbers; the keys come by turns."""
        self.world.open_cursors()
        before = self.world.state()
        for number in batches:
            before = self.batch(key_of(number), number, before)
        return self.faults

    def batch(self, name, number, before):
        rules, caller = Rules(KEYS[name]), self.caller(name)
        written = ""
        for position, request in enumerate(self.requests(name, number)):
            status, text = self.ask(caller, request)
            self.count(name, status, text)
            if reason := leak(request, text, rules, written):
                self.fault(name, number, position, request, status, reason)
            if request.method != "GET" and status < 400:
                written += f"{unquote(request.path)} {request.content}"
        now = self.world.settled(before)
        self.counts["changes"] += sum(before.get(path) != now.get(path) for path in {*before, *now})
        if broken := rules.broken(before, now):
            self.counts["batches with faults"] += 1
            now = self.replay(name, number, self.world.restore(before, now), broken)
        return now if now == before else self.world.restore(before, now)

    def count(self, name, status, text):
        self.counts["requests"] += 1
        self.counts["unanswered"] += status == 0
        reached = status not in REFUSED
        self.counts["passed"] += reached
        self.counts["done"] += 200 <= status < 300
        self.counts["passed", name] += reached
        self.counts["done", name] += 200 <= status < 300

    def replay(self, name, number, before, seen):
        """Finds the very request that made the changes that were `seen`. Returns the last state."""
        rules, caller, found = Rules(KEYS[name]), self.caller(name), False
        for position, request in enumerate(self.requests(name, number)):
            status, text = self.ask(caller, request)
            if status in (401, 406) or status == 403 and "unauthorized for" in text[:400]:
                continue
            now = self.world.settled(before)
            if broken := rules.broken(before, now):
                found = True
                self.fault(name, number, position, request, status, shown(broken))
            before = now
        if not found:
            self.faults.append(f"{name}: batch {number}: {shown(seen)}, but not when it was played again")
        return before

    def fault(self, name, number, position, request, status, reason):
        content = request.content if isinstance(request.content, (str, type(None))) else json.dumps(request.content)
        self.faults.append(f"{name}: batch {number}, request {position}: {request.method} {request.path} {content} {request.fields}: {status}: {reason}")

    # Where nobody watches

    def straight(self):
        """How many changes and leaks the rules forbid among the same requests sent straight to the node."""
        found = collections.Counter()
        before = self.world.state()
        for number in range(STRAIGHT_BATCHES_MAX):
            name = key_of(number)
            rules = Rules(KEYS[name])
            for request in self.requests(name, number):
                _, text = self.ask(self.node, request)
                found["leaks"] += leak(request, text, rules) is not None
            now = self.world.settled(before)
            found["effects"] += len(rules.broken(before, now))
            before = self.world.restore(before, now)
            if min(found["leaks"], found["effects"]) >= ENOUGH:
                break
        return found


def sweep(node, keyward, release, seed, batches):
    """Prints what was found; whether nothing was, and the test could have failed."""
    whole = Sweep(node, keyward, release, seed)
    faults = whole.run(batches)
    counts, straight = whole.counts, whole.straight()
    idle = sorted({key_of(number) for number in batches if not counts["passed", key_of(number)]})
    print(f"{release}: effects: seed {seed}: {counts['requests']} requests, {counts['passed']} not refused, {counts['done']} done, {counts['changes']} changes allowed,"
          f" {len(faults)} faults; straight to the node {straight['effects']} effects, {straight['leaks']} leaks", flush=True)
    for fault in faults:
        print("  " + fault[:1500], flush=True)
    if idle:
        print(f"  nothing passes of {idle}")
    return not faults and not idle and min(straight["effects"], straight["leaks"]) >= ENOUGH
