"""Batches of requests, what they change, and which of them did it."""
import collections
import json
import random
from urllib.parse import unquote

from effects.generator import Generator
from effects.keys import KEYS, SUPERUSER, Rules
from effects.leaks import leak
from effects.world import World
from sides import Caller, basic, endpoints

#: Requests between two looks at the cluster.
BATCH = 150
#: So many effects that a key's rules forbid are found where nobody watches: otherwise the test could not fail.
ENOUGH = 20
#: Batches that may be needed for them.
STRAIGHT_BATCHES_MAX = 12
#: Every answer that is not one of these has been to the cluster.
REFUSED = ("security_exception", "is unauthorized", "media_type_header_exception")


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

    def rules(self, name):
        return Rules(KEYS[name])

    def caller(self, name):
        if name not in self.callers:
            descriptor = KEYS.get(name, SUPERUSER)
            key = self.world.admin.call("POST", "/_security/api_key", {"name": name, "role_descriptors": {name: descriptor}})
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

    def run(self, batches, names=None):
        """Keys by turns. `batches`: their numbers."""
        self.world.open_cursors()
        before = self.world.state()
        for number in batches:
            name = names[number % len(names)] if names else list(KEYS)[number % len(KEYS)]
            before = self.batch(name, number, before)
        return self.faults

    def batch(self, name, number, before):
        rules, caller = self.rules(name), self.caller(name)
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
        if rules.broken(before, now):
            self.counts["batches with faults"] += 1
            now = self.replay(name, number, self.world.restore(before, now))
        return now if now == before else self.world.restore(before, now)

    def count(self, name, status, text):
        self.counts["requests"] += 1
        self.counts["unanswered"] += status == 0
        reached = status not in (0, 401) and not any(word in text[:300] for word in REFUSED)
        self.counts["passed"] += reached
        self.counts["done"] += 200 <= status < 300
        self.counts["passed", name] += reached
        self.counts["done", name] += 200 <= status < 300

    def replay(self, name, number, before):
        """Finds the very request. Returns the last state."""
        rules, caller, found = self.rules(name), self.caller(name), False
        for position, request in enumerate(self.requests(name, number)):
            status, text = self.ask(caller, request)
            if any(word in text[:300] for word in REFUSED):
                continue
            now = self.world.settled(before)
            for path, was, became in rules.broken(before, now):
                found = True
                self.fault(name, number, position, request, status, f"changes {path}: {was} -> {became}")
            before = now
        if not found:
            self.faults.append(f"{name}: batch {number}: a change was seen, but not when the batch was played again")
        return before

    def fault(self, name, number, position, request, status, reason):
        content = request.content if isinstance(request.content, (str, type(None))) else json.dumps(request.content)
        self.faults.append(f"{name}: batch {number}, request {position}: {request.method} {request.path} {content} {request.fields}: {status}: {reason}")

    # Where nobody watches

    def straight(self, first, caller=None):
        """How many changes and leaks the rules forbid among the same requests sent straight to the node, or by `caller`."""
        found = collections.Counter()
        before = self.world.state()
        for number in range(first, first + STRAIGHT_BATCHES_MAX):
            name = list(KEYS)[number % len(KEYS)]
            rules = self.rules(name)
            for request in self.requests(name, number):
                _, text = self.ask(caller or self.node, request)
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
    counts = whole.counts
    idle = [name for name in KEYS if counts["passed", name] == 0 and any(list(KEYS)[number % len(KEYS)] == name for number in batches)]
    straight = whole.straight(0)
    print(f"{release}: effects: seed {seed}: {counts['requests']} requests, {counts['passed']} passed, {counts['done']} done, {counts['changes']} changes allowed;"
          f" {len(faults)} faults; straight to the node {straight['effects']} effects, {straight['leaks']} leaks", flush=True)
    for fault in faults:
        print("  " + fault[:1500], flush=True)
    if idle:
        print(f"  nothing passed of {idle}")
    return not faults and min(straight["effects"], straight["leaks"]) >= ENOUGH
