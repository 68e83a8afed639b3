"""What the cluster holds, what of it can be changed, and how it is made whole again."""
import json
import time

#: Of the documents that hardly anybody may see: a word, a number, and a field that no other index has.
CANARY, NUMBER, FIELD = "tweety-1942", 77019421942, "hushed"
#: Nothing names `quiet-9` and its alias: whoever is told of them was told too much.
INDICES = ["logs-a", "logs-b", "logs-closed", "ingest-1", "ingest-2", "mine-1", "mine-2", "plain-1", "secret", "secret-2", "quiet-9"]
HOLDS_CANARY = ("secret", "secret-2", "quiet-9")
ALIASES = {
    "logs": ["logs-a", "logs-b"], "mixed": ["logs-a", "secret"], "secret-alias": ["secret"], "quiet-alias": ["quiet-9"], "intake": ["ingest-1"],
    "mine-alias": ["mine-1"], "outer": ["mine-1"],
}
DOCUMENTS = 3
#: Settings that differ from one making of an index to the next without meaning anything.
UNSTABLE = {"creation_date", "provided_name", "uuid", "version.created", "version.upgraded", "history.uuid", "version.created_string"}
#: Members of the cluster's metadata that tell nothing of what requests do, or are read elsewhere.
LEFT_OUT = {"indices", "index-graveyard", "cluster_uuid", "cluster_uuid_committed", "cluster_coordination", "version", "reserved_state", "licenses", "health"}
#: Tasks of the cluster itself, and that of asking for tasks.
OWN_TASKS = ("cluster:monitor/tasks/lists", "indices:admin/seq_no/", "internal:", "indices:monitor/", "cluster:monitor/")
#: Where a piece of metadata is deleted.
PLACES = {
    "templates": "/_template/{}", "index_template": "/_index_template/{}", "component_template": "/_component_template/{}",
    "ingest": "/_ingest/pipeline/{}", "stored_scripts": "/_scripts/{}", "repositories": "/_snapshot/{}", "index_lifecycle": "/_ilm/policy/{}",
}


class World:
    """One cluster's contents: made through the proxy, so that it knows the names at once, and read straight from the node."""

    def __init__(self, node, admin, release):
        """`node` and `admin` are callers: straight, and through keyward with all rights."""
        self.node, self.admin = node, admin
        self.is_opensearch = release.startswith("opensearch")
        self.major = 7 if self.is_opensearch else int(release.split(".")[0])
        self.type = "_doc" if self.major >= 7 else "doc"
        #: Ids of cursors that the administrator has opened on what is secret, by the word that stands for them in a request.
        self.cursors = {}
        for path in ("/_template/*", "/_index_template/*", "/_ingest/pipeline/*"):
            self.node.ask("DELETE", path)
        patterns = "template" if self.major < 6 else "index_patterns"
        self.call("PUT", "/_template/everything", {patterns: "*", "settings": {"number_of_shards": 1, "number_of_replicas": 0}})
        for path, content in [
            ("/_template/other", {patterns: "tpl-*", "order": 1, "aliases": {"tpl-alias": {}}}),
            ("/_ingest/pipeline/divert", {"processors": [{"set": {"field": "moved", "value": 1}}]}),
            ("/_scripts/whisper", {"script": {"lang": "mustache", "source": {"query": {"match_all": {}}}}}),
        ]:
            # What a build cannot do it does not hold.
            self.node.ask("PUT", path, content)
        self.node.ask("DELETE", "/_all" if self.major < 8 else "/" + ",".join(INDICES) + "?ignore_unavailable=true")
        for name in INDICES:
            self.make(name)

    def call(self, method, path, content=None):
        return self.node.call(method, path, content)

    def make(self, name):
        properties = {"word": {"type": "string", "index": "not_analyzed"} if self.major < 5 else {"type": "keyword"}, "number": {"type": "long"}}
        mapping = {"properties": properties}
        content = {"mappings": mapping if self.major >= 7 else {self.type: mapping}}
        content["aliases"] = {alias: {} for alias, targets in ALIASES.items() if name in targets}
        self.admin.call("PUT", f"/{name}", content)
        lines = []
        for number in range(1, DOCUMENTS + 1):
            is_secret = name in HOLDS_CANARY
            lines.append({"index": {"_index": name, "_id": str(number), **({"_type": self.type} if self.major < 7 else {})}})
            lines.append({"word": CANARY, "number": NUMBER + number, FIELD: 1} if is_secret else {"word": "plain", "number": number})
        self.call("POST", "/_bulk?refresh=true", lines)
        if name.endswith("-closed"):
            self.admin.call("POST", f"/{name}/_close")

    def open_cursors(self):
        for name, identifier in self.cursors.items():
            content = {"scroll_id": identifier} if name == "SCROLL-OF-ANOTHER" else {"id": identifier}
            path = "/_search/scroll" if name == "SCROLL-OF-ANOTHER" else "/_pit"
            if self.is_opensearch and name == "PIT-OF-ANOTHER":
                path, content = "/_search/point_in_time", {"pit_id": identifier}
            self.node.ask("DELETE", path, content)
        self.cursors = {"SCROLL-OF-ANOTHER": self.call("GET", "/secret,quiet-9/_search?scroll=10m&size=1")["_scroll_id"]}
        path, member = ("/secret/_search/point_in_time", "pit_id") if self.is_opensearch else ("/secret/_pit", "id")
        status, text = self.node.ask("POST", path + "?keep_alive=10m")
        if status == 200:
            self.cursors["PIT-OF-ANOTHER"] = json.loads(text)[member]

    # What there is

    def state(self):
        """All that a request can change, by its path (see `keys`)."""
        self.node.ask("POST", "/_refresh")
        found = {}
        metadata = self.call("GET", "/_cluster/state/metadata")["metadata"]
        told = []
        for name, value in metadata["indices"].items():
            settings = dict(flat(value["settings"].get("index", {})))
            is_blocked = str(settings.get("blocks.read")) == "true"
            found["index", name] = ("unread" if is_blocked else value["state"], settings.get("uuid"))
            # A list of aliases fails as a whole where the metadata of one index may not be read.
            if str(settings.get("blocks.metadata")) != "true":
                told.append(name)
            for key, setting in settings.items():
                if key not in UNSTABLE:
                    found["setting", name, key] = json.dumps(setting)
            found["mapping", name] = json.dumps(value["mappings"], sort_keys=True)
            for alias in value["aliases"]:
                found["alias", name, alias] = "{}"
        path = "/_alias" if len(told) == len(metadata["indices"]) else f"/{','.join(told)}/_alias"
        for name, value in self.call("GET", path).items() if told else ():
            for alias, details in value.get("aliases", {}).items():
                found["alias", name, alias] = json.dumps(details, sort_keys=True)
        for kind, value in metadata.items():
            if kind not in LEFT_OUT:
                found.update(self.pieces(kind, value))
        for part, value in self.call("GET", "/_cluster/settings").items():
            found.update((("cluster", part, key), json.dumps(setting)) for key, setting in flat(value))
        found.update(self.documents([path[1] for path, value in found.items() if path[0] == "index" and value[0] == "unread"]))
        found.update(self.living())
        return found

    @staticmethod
    def pieces(kind, value):
        """The parts of one kind of metadata, each with a name."""
        if isinstance(value, dict) and set(value) == {kind}:
            value = value[kind]
        if kind == "ingest" and isinstance(value.get("pipeline"), list):
            value = {item["id"]: item for item in value["pipeline"]}
        items = value.items() if isinstance(value, dict) else [("", value)] if value not in (None, [], False) else []
        for name, item in items:
            yield ("cluster", kind, name), json.dumps(item, sort_keys=True)

    def documents(self, blocked):
        expands = "" if self.major < 7 or self.is_opensearch else "&expand_wildcards=open,hidden"
        # Every writing makes another version; a source need not be JSON that others take.
        content = {"size": 10000, "version": True, "_source": False, "query": {"match_all": {}}}
        if self.major < 5:
            content["fields"] = ["_parent", "_routing", "_ttl"]
        names = ",".join(["*", *(f"-{name}" for name in blocked)])
        answer = self.call("POST", f"/{names}/_search?ignore_unavailable=true{expands}", content)
        for hit in answer["hits"]["hits"]:
            hit = {name: value for name, value in hit.items() if name not in ("_score", "sort")}
            yield ("document", hit["_index"], hit.get("_type"), hit["_id"]), json.dumps(hit, sort_keys=True)

    def living(self):
        """Cursors of the administrator's, and what runs."""
        for name, identifier in self.cursors.items():
            if name == "SCROLL-OF-ANOTHER":
                status, _ = self.node.ask("POST", "/_search/scroll", {"scroll": "10m", "scroll_id": identifier})
            else:
                status, _ = self.node.ask("POST", "/_search", {"pit": {"id": identifier}, "size": 0})
            if status == 200:
                yield ("cursor", name), "open"
        status, text = self.node.ask("GET", "/_tasks")
        for node in json.loads(text).get("nodes", {}).values() if status == 200 else ():
            for task in node["tasks"].values():
                if not task["action"].startswith(OWN_TASKS):
                    yield ("task", task["action"]), "runs"

    def settled(self, before):
        """The state, once the tasks that run only for a moment have ended."""
        for _ in range(10):
            now = self.state()
            if not any(path[0] == "task" and path not in before for path in now):
                break
            time.sleep(0.1)
        return now

    # Making it whole

    def restore(self, before, now):
        """Undoes changes. Returns the state that is there then, which is like `before` but for what is made anew."""
        changed = {path for path in {*before, *now} if before.get(path) != now.get(path)}
        touched = {path[1] for path in changed if path[0] in ("index", "setting", "mapping", "alias", "document")}
        existing = {path[1] for path in now if path[0] == "index"}
        for name in sorted(touched & existing):
            for path in sorted(path for path in now if path[:2] == ("setting", name) and path[2].startswith("blocks.")):
                # Up to 2 a block stands in the way of taking others away too.
                self.node.ask("PUT", f"/{name}/_settings", {f"index.{path[2]}": False})
            self.admin.ask("DELETE", f"/{name}")
        for path in sorted(path for path in changed if path[0] == "cluster"):
            self.restore_piece(path, before.get(path))
        for name in sorted(touched.intersection(INDICES)):
            self.make(name)
        if touched.intersection(HOLDS_CANARY) or any(path[0] == "cursor" for path in changed):
            self.open_cursors()
        return self.settled(before)

    def restore_piece(self, path, value):
        _, kind, name = path
        content = None if value is None else json.loads(value)
        if kind in ("persistent", "transient"):
            self.node.ask("PUT", "/_cluster/settings", {kind: {name: content}})
        elif kind in PLACES:
            place = PLACES[kind].format(name)
            self.node.ask("DELETE", place)
            if content is not None:
                self.node.ask("PUT", place, content.get("config", content))


def flat(value, prefix=""):
    """Pairs of a nested object, their names joined by dots."""
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from flat(inner, f"{prefix}{name}.")
        else:
            yield prefix + name, inner
