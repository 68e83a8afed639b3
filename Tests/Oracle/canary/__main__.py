"""A canary in a real cluster without security: no request of a limited key may hear it, hurt it or learn of it.

The same requests sent straight to the node reach it, so that the test can fail.
"""
import argparse
import json
import os
import re
import sys

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)), os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
from attacks import all_attacks
from effects.sweep import sweep
from sides import Keyward, Node, basic, exchange

CANARY = "tweety-1942"
ADMIN = {"Authorization": basic("elastic", "changeme")}
KEYS = {
    "reader": {"r": {"indices": [{"names": ["logs-*"], "privileges": ["read", "view_index_metadata", "monitor"]}]}},
    # May make no index made-*.
    "writer": {"w": {"indices": [{"names": ["ingest-*"], "privileges": ["write", "create_index"]}, {"names": ["made-*"], "privileges": ["write"]}]}},
    # May do everything, but with its own.
    "owner": {"o": {"indices": [{"names": ["own-*"], "privileges": ["all"]}]}},
}
#: Requests that must reach it straight: otherwise the test could not fail.
REACHED_MIN = 50
#: Requests of one part that stand beside each other.
BESIDE = 20
#: Names that a key limited to logs-* and ingest-* must never be told. (That `mixed` is an alias of logs-a Elasticsearch tells with the index.)
HIDDEN = re.compile(r"\b(secret|secret-alias)\b")


def ask(connect, method, path, content=None, fields=None, credentials=None):
    """Status and text; the path goes out to the letter."""
    client = connect()
    try:
        return exchange(client, method, path, content, {**(credentials or {}), **(fields or {})})
    except (OSError, ValueError) as error:
        return 0, f"{type(error).__name__}"
    finally:
        client.close()


class Cluster:
    def __init__(self, node, release):
        self.node = node
        self.is_opensearch = release.startswith("opensearch")
        self.major = 7 if self.is_opensearch else int(release.split(".")[0])

    def call(self, method, path, content=None):
        status, text = ask(self.node.connect, method, path, content)
        assert status < 400, (method, path, status, text)
        return json.loads(text) if text.startswith(("{", "[")) else text

    def document(self, index, identifier):
        return f"/{index}/{'_doc' if self.major >= 7 else 'doc'}/{identifier}"

    def fill(self):
        ask(self.node.connect, "DELETE", "/secret,logs-a,logs-b,ingest-1?ignore_unavailable=true")
        for index, word in (("secret", CANARY), ("logs-a", "plain"), ("logs-b", "plain"), ("ingest-1", "plain")):
            # More shards take their time, and that many times.
            ask(self.node.connect, "PUT", f"/{index}", {"settings": {"number_of_shards": 1}})
            self.call("PUT", self.document(index, 1) + "?refresh=true", {"word": word})
        actions = [{"add": {"index": "secret", "alias": name}} for name in ("secret-alias", "mixed")]
        self.call("POST", "/_aliases", {"actions": [*actions, {"add": {"index": "logs-a", "alias": "mixed"}}]})

    def whole(self):
        """What of the secret index must not change: its document, its settings and aliases; and the list of all indices, and the fields of those that are only read."""
        document = self.call("GET", self.document("secret", 1))
        state = self.call("GET", "/_cluster/state/metadata")["metadata"]["indices"]
        count = self.call("GET", "/secret/_count")["count"]
        fields = {name: value["mappings"] for name, value in state.items() if name.startswith("logs")}
        aliases = {name: sorted(value["aliases"]) for name, value in state.items() if "secret" in name or name.startswith("logs")}
        return (document["_source"], document["_version"], count, state["secret"]["state"], sorted(state["secret"]["aliases"]),
                state["secret"]["settings"]["index"].get("number_of_replicas"), sorted(name for name in state if not name.startswith((".", "ingest", "own-"))), json.dumps([aliases, fields], sort_keys=True))

    def cursors(self):
        ids = {"scroll": [self.call("GET", "/secret/_search?scroll=10m&size=1")["_scroll_id"]], "pit": []}
        path, member = ("/secret/_search/point_in_time", "pit_id") if self.is_opensearch else ("/secret/_pit", "id")
        status, text = ask(self.node.connect, "POST", path + "?keep_alive=10m")
        if status == 200:
            ids["pit"].append(json.loads(text)[member])
        return ids


#: An item of which nothing is told but the name that was meant.
UNTOLD = re.compile(r"security_exception|index_not_found_exception")


def without_own(value):
    """Hits without those of the key's own indices: what it has written there names what it likes."""
    if isinstance(value, dict):
        return {name: without_own(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [without_own(inner) for inner in value if not (isinstance(inner, dict) and str(inner.get("_index", "")).startswith("own-"))]
    return value


def heard(text, attack):
    """Why an answer tells too much, or None."""
    if CANARY in text:
        return "the canary is heard"
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    if isinstance(body, dict) and body.get("error") is not None and "status" in body:
        return None
    if isinstance(body, dict):
        # Per item, an error names what the client itself named.
        for member in ("items", "docs", "responses"):
            if isinstance(body.get(member), list):
                body[member] = [item for item in body[member] if not UNTOLD.search(json.dumps(item))]
        text = json.dumps(without_own(body))
    sent = json.dumps(attack)
    found = set(HIDDEN.findall(text))
    return f"names {sorted(found)}" if found and not all(name in sent for name in found) or (found and "hits" in text and '"_index": "secret"' in text) else None


def part(attacks, parts, number):
    """One part of so many, by turns; those that stand beside each other, and may be steps of one, stay together."""
    return [attack for at, attack in enumerate(attacks) if (at // BESIDE + number) % parts == 0]


def run(release, keys, parts, enough, batches):
    with Node(release, secured=False) as node, Keyward(node.url) as keyward:
        cluster = Cluster(node, release)
        cluster.fill()
        ids = cluster.cursors()
        attacks = list(all_attacks(ids))
        findings, before = [], cluster.whole()
        for number, name in enumerate(keys):
            descriptors, asked = KEYS[name], part(attacks, parts, number)
            status, text = ask(keyward.connect, "POST", "/_security/api_key", {"name": name, "role_descriptors": descriptors}, credentials=ADMIN)
            assert status == 200, text
            credentials = {"Authorization": "ApiKey " + json.loads(text)["encoded"]}
            allowed = 0
            for attack in asked:
                hazard, method, path, content, fields = attack
                status, text = ask(keyward.connect, method, path, content, fields, credentials)
                allowed += 0 < status < 300
                reason = heard(text, attack)
                if reason is None and method not in ("GET", "HEAD") and cluster.whole() != before:
                    reason = f"the cluster has changed: {cluster.whole()} from {before}"
                    cluster.fill()
                    before = cluster.whole()
                if reason:
                    findings.append(f"{name}: {hazard}: {method} {path} {str(content)[:160]}: {status}: {reason}"[:500])
            print(f"{release}: {name}: {len(asked)} of {len(attacks)} requests, {allowed} answered", flush=True)
        print(f"{release}: through keyward {len(findings)} reach it", flush=True)
        for finding in findings:
            print("  " + finding, flush=True)
        reached = straight(cluster, attacks, enough)
        print(f"{release}: straight to the node {reached}")
        passed = len(findings) == 0 and reached > REACHED_MIN
        # Before the same cluster, which is up.
        return (sweep(node.connect, keyward.connect, release, 1, range(batches)) if batches else True) and passed


def straight(cluster, attacks, enough):
    """How many attacks work where nobody watches; no more are tried when so many have."""
    reached = 0
    for _, method, path, content, fields in attacks:
        if reached >= enough:
            break
        if "shutdown" in path or "127.0.0.1" in str(content):
            continue
        _, text = ask(cluster.node.connect, method, path, content, fields)
        if CANARY in text:
            reached += 1
        elif method not in ("GET", "HEAD"):
            status, text = ask(cluster.node.connect, "GET", cluster.document("secret", 1))
            if CANARY not in text:
                reached += 1
                cluster.fill()
    return reached


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", default="6.8.23,7.17.28")
    parser.add_argument("--keys", default=",".join(KEYS), help="those that ask, one after the other")
    parser.add_argument("--parts", type=int, default=1, help="each key asks one of so many parts of all requests, and each another")
    parser.add_argument("--enough", type=int, default=sys.maxsize, help="requests that reach it straight before no more are tried")
    parser.add_argument("--effects", type=int, default=0, metavar="N", help="and N batches of `Tests/Oracle/run effects`, with seed 1")
    options = parser.parse_args()
    if options.parts < 1 or options.enough <= REACHED_MIN:
        parser.error(f"at least one part, and more than {REACHED_MIN} that are enough")
    return 0 if all([run(release, options.keys.split(","), options.parts, options.enough, options.effects) for release in options.releases.split(",")]) else 1


if __name__ == "__main__":
    sys.exit(main())
