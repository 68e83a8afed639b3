"""What both clusters hold, and the keys that ask. Nothing here is secret but by its name."""
import json
import time

CANARY = "canary-in-a-coal-mine"

#: Settings of each index.
INDICES = {
    "logs-a": {}, "logs-b": {}, "logs-hidden": {"index": {"hidden": True}}, "logs-closed": {}, "ingest-1": {},
    "metrics-1": {}, "secret": {}, "secret-2": {}, time.strftime("logs-%Y.%m.%d", time.gmtime()): {},
}
CLOSED = ["logs-closed"]
#: Indices of each alias.
ALIASES = {"logs": ["logs-a", "logs-b"], "mixed": ["logs-a", "secret"], "secret-alias": ["secret"], "intake": ["ingest-1"]}
NAMES = sorted([*INDICES, *ALIASES])
DOCUMENTS = 2

def indices(names, *privileges, **more):
    return {"names": names if isinstance(names, list) else [names], "privileges": list(privileges), **more}


def descriptors(privileges):
    """Role descriptors of each key, by its name: one for every privilege that the release names, and mixed ones.

    `privileges`: the answer to `GET /_security/privilege/_builtin`.
    """
    keys = {f"index-{name}": {"indices": [indices("logs-*", name)]} for name in privileges["index"]}
    keys |= {f"cluster-{name}": {"cluster": [name]} for name in privileges["cluster"]}
    keys |= {
        "nothing": {"cluster": ["none"]},
        "reader": {"indices": [indices("logs-*", "read", "view_index_metadata")]},
        "reader-and-monitor": {"cluster": ["monitor"], "indices": [indices("logs-*", "read", "view_index_metadata", "monitor")]},
        "alias-reader": {"indices": [indices("mixed", "read", "view_index_metadata")]},
        "exact": {"indices": [indices(["logs-a", "secret-2"], "read", "view_index_metadata")]},
        "writer": {"indices": [indices(["ingest-*", "intake"], "write", "create_index")]},
        "two": {"indices": [indices("logs-a", "read"), indices("logs-b", "write"), indices(["ingest*", "intake"], "all")]},
        "pattern": {"indices": [indices(["l?gs-*", "/metrics-[0-9]+/"], "read", "monitor", "view_index_metadata")]},
        "everything": {"indices": [indices("*", "all")]},
        "everything-read": {"indices": [indices("*", "read", "view_index_metadata")]},
        "all": {"cluster": ["all"], "indices": [indices("*", "all")]},
        "restricted": {"cluster": ["monitor"], "indices": [indices("*", "read", "view_index_metadata", "monitor", allow_restricted_indices=True)]},
        "operator": {"cluster": ["monitor", "manage_index_templates"], "indices": [indices(["logs*", "in*", "other-*"], "all")]},
        "narrow": {"indices": [indices("logs-*", "read"), indices("logs-b", "all"), indices(["mixed", "secret-alias"], "manage")]},
        "raw": {"cluster": ["cluster:monitor/health"], "indices": [indices("logs-*", "indices:data/read/search", "indices:admin/mappings/get")]},
    }
    return keys


#: Those that change no index, whatever they ask.
def is_powerless(name):
    return name.startswith("cluster-") and name not in ("cluster-all", "cluster-manage") or name in (
        "index-none", "index-read", "index-view_index_metadata", "index-monitor", "index-read_cross_cluster", "nothing", "reader", "raw",
        "reader-and-monitor", "alias-reader", "exact", "pattern", "everything-read", "restricted")


#: Those that ask for every expression: of each kind one.
READERS = [
    "reader", "reader-and-monitor", "alias-reader", "exact", "pattern", "two", "everything-read", "restricted", "raw", "narrow", "index-all",
    "index-view_index_metadata", "index-monitor", "index-create_doc", "writer", "nothing", "all", "everything",
]


class Fixture:
    """Makes a cluster's contents what they should be, and again after a request has changed them."""

    def __init__(self, request, major, needs_restricted):
        """`request(method, path, body)` gives status and parsed answer, with all rights.

        `needs_restricted`: the cluster does not make the index of its own security, so that one is made that looks like it.
        """
        self.request = request
        if needs_restricted and request("HEAD", "/.security-7", None)[0] == 404:
            self.call("PUT", "/.security-7", {"aliases": {".security": {"is_hidden": True} if major > 7 else {}}})
            self.call("PUT", "/.security-7/_doc/1?refresh=true", {"doc_type": "fixture"})

    def call(self, method, path, body=None):
        status, answer = self.request(method, path, body)
        assert status < 400, (method, path, status, answer)
        return answer

    def create(self, name):
        settings = {"index": {"number_of_shards": 1, "number_of_replicas": 0, **INDICES[name].get("index", {})}}
        self.call("PUT", f"/{name}", {"settings": settings})
        lines = []
        for number in range(1, DOCUMENTS + 1):
            lines.append({"index": {"_index": name, "_id": str(number)}})
            lines.append({"of": name, "number": number, "text": CANARY if name.startswith("secret") else "plain"})
        self.call("POST", "/_bulk?refresh=true", "".join(json.dumps(line) + "\n" for line in lines))
        if name in CLOSED:
            self.call("POST", f"/{name}/_close")

    def state(self):
        metadata = self.call("GET", "/_cluster/state/metadata?filter_path=metadata.indices.*.state,metadata.indices.*.aliases,metadata.indices.*.settings")
        return {name: value for name, value in metadata.get("metadata", {}).get("indices", {}).items() if not name.startswith(".")}

    def reset(self):
        """Leaves what is right alone."""
        # Documents are counted as they were found last. An index that was closed fails.
        self.request("POST", "/_refresh?ignore_unavailable=true", None)
        state = self.state()
        counts = {}
        for line in self.call("GET", "/_cat/indices?format=json&expand_wildcards=all&h=index,docs.count"):
            counts[line["index"]] = line.get("docs.count")
        for name, value in state.items():
            is_right = name in INDICES and value["state"] == ("close" if name in CLOSED else "open")
            is_right = is_right and (name in CLOSED or counts.get(name) == str(DOCUMENTS)) and not self.is_blocked(value)
            if not is_right:
                self.call("DELETE", f"/{name}")
        missing = [name for name in INDICES if name not in self.state()]
        for name in missing:
            self.create(name)
        state = self.state()
        actions = []
        for name, value in state.items():
            wanted = {alias for alias, targets in ALIASES.items() if name in targets}
            actions += [{"remove": {"index": name, "alias": alias}} for alias in set(value["aliases"]) - wanted]
            actions += [{"add": {"index": name, "alias": alias}} for alias in wanted - set(value["aliases"])]
        if actions:
            self.call("POST", "/_aliases", {"actions": actions})
        self.call("POST", "/_refresh")

    @staticmethod
    def is_blocked(value):
        return "blocks" in value.get("settings", {}).get("index", {})
