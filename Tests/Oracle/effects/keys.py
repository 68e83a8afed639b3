"""The keys that ask, and what the privileges of each let it change.

A change is (path, before, after), its path one of those that ``world.World.state`` tells:
("index", name), ("setting", name, key), ("mapping", name), ("alias", name, alias), ("document", name, type, id),
("cluster", kind, name), ("cursor", word), ("task", action). What is not there is None.
"""
import fnmatch


def entry(names, *privileges):
    return {"names": names.split(","), "privileges": list(privileges)}


def on(names, *privileges):
    return {"indices": [entry(names, *privileges)]}


#: Descriptors by the key's name; each with what it may change, which `may_change` reads from them.
KEYS = {
    "reader": on("logs-*", "read", "view_index_metadata", "monitor"),
    "writer": on("ingest-*,intake", "write"),
    "monitor": {"cluster": ["monitor"], "indices": [entry("logs-*", "monitor")]},
    "nothing": {"cluster": ["none"]},
    "creator": on("new-*", "create_index"),
    "manager": on("mine-*", "manage"),
    "own-keys": {"cluster": ["manage_own_api_key"]},
    "viewer": on("logs-*", "view_index_metadata"),
    "adds": on("ingest-*,new-*", "create_doc"),
    "indexes": on("ingest-*,new-*", "index"),
    "creates": on("ingest-*,new-*", "create"),
    "deletes": on("ingest-*,new-*", "delete"),
    "configures": on("ingest-*,new-*", "auto_configure"),
    "ships": on("ingest-*,new-*", "create_doc", "auto_configure"),
    "maintains": on("ingest-*,mine-*", "maintenance"),
    "ends": on("mine-*", "delete_index"),
    "copies": {"indices": [entry("logs-*", "read"), entry("ingest-*", "write", "read"), entry("new-*", "create_index", "index")]},
    "owner": on("mine-*", "all"),
    "lifecycle": {"cluster": ["manage_ilm"], "indices": [entry("logs-*", "manage_ilm", "read_cross_cluster", "manage_leader_index")]},
    "templates": {"cluster": ["manage_index_templates"]},
    "pipelines": {"cluster": ["manage_ingest_pipelines"]},
}
#: Routes whose actions begin so are those that a key with this privilege comes nearest to.
STEMS = {
    "read": ("indices:data/read/",), "write": ("indices:data/write/",), "monitor": ("indices:monitor/", "cluster:monitor/"), "create_index": ("indices:admin/create", "indices:admin/resize", "indices:admin/rollover"),
    "manage": ("indices:admin/", "indices:monitor/"), "view_index_metadata": ("indices:admin/get", "indices:admin/aliases", "indices:admin/mappings", "indices:monitor/settings", "indices:admin/validate"),
    "create_doc": ("indices:data/write/",), "index": ("indices:data/write/",), "create": ("indices:data/write/",), "delete": ("indices:data/write/",), "all": ("indices:",), "delete_index": ("indices:admin/delete",),
    "maintenance": ("indices:admin/refresh", "indices:admin/flush", "indices:admin/forcemerge", "indices:admin/optimize", "indices:admin/synced_flush"), "auto_configure": ("indices:data/write/", "indices:admin/create"),
    "manage_index_templates": ("indices:admin/template", "indices:admin/index_template", "cluster:admin/component_template"), "manage_ingest_pipelines": ("cluster:admin/ingest",), "manage_ilm": ("cluster:admin/ilm", "indices:admin/ilm"),
}

#: Kinds of the cluster's metadata that a cluster privilege is for.
METADATA = {
    "manage_ilm": {"index_lifecycle"},
    "manage_index_templates": {"templates", "index_template", "component_template"},
    "manage_ingest_pipelines": {"ingest"},
}
#: Document operations by privilege: (may be there before, may be gone after).
WRITING = {"write": (True, True), "index": (True, False), "create": (True, False), "create_doc": (False, False), "all": (True, True)}
MAKING = {"create_index", "manage", "all"}
OF_INDEX = ("index", "setting", "mapping")


def matches(name, entries):
    return any(fnmatch.fnmatchcase(name, pattern) for item in entries for pattern in item["names"])


def privileges_on(name, descriptor):
    """Lists of privileges, one for each entry that matches the name."""
    return [item["privileges"] for item in descriptor.get("indices", []) if matches(name, [item])]


def stems(descriptor):
    held = [*descriptor.get("cluster", []), *(privilege for item in descriptor.get("indices", []) for privilege in item["privileges"])]
    return tuple(stem for privilege in held for stem in STEMS.get(privilege, ()))


class Rules:
    """What one key may change in a cluster of one release."""

    def __init__(self, descriptor):
        self.descriptor = descriptor

    def broken(self, before, after):
        """Changes that the key must not make: [(path, before, after)]."""
        paths = sorted((path for path in {*before, *after} if before.get(path) != after.get(path)), key=str)
        return [(path, before.get(path), after.get(path)) for path in paths if not self.may_change(path, before, after)]

    def may_change(self, path, before, after):
        kind, name = path[0], path[1]
        if kind == "cluster":
            return any(name in METADATA.get(privilege, ()) for privilege in self.descriptor.get("cluster", []))
        if kind == "task":
            # One that hangs is the cluster's own fault; one that the key is far from is not.
            return name.startswith(stems(self.descriptor))
        if kind == "cursor":
            return False
        if name == ".tasks":
            # The cluster itself keeps there what has become of a task, whoever has started it.
            return self.starts_tasks
        granted = {privilege for privileges in privileges_on(name, self.descriptor) for privilege in privileges}
        index = ("index", name)
        was, now = before.get(path), after.get(path)
        is_new = before.get(index, (None, None))[1] != after.get(index, (None, None))[1] and index in after
        is_gone = index in before and (index not in after or is_new)
        if granted & {"manage", "all"} and kind in OF_INDEX:
            return True
        if is_gone and granted & {"manage", "all", "delete_index"} and (index not in after or self.makes(granted)):
            return kind != "alias" or now is None
        if kind == "alias":
            aliasing = {privilege for privileges in privileges_on(path[2], self.descriptor) for privilege in privileges}
            return bool(granted & {"manage", "all"} and aliasing & {"manage", "all"})
        if kind in OF_INDEX and is_new and index not in before:
            return self.makes(granted)
        if kind == "mapping":
            return bool(granted & set(WRITING))
        if kind == "document":
            # Those of an index that is closed, or may not be read, are not seen.
            if now is None and index in after and after[index][0] != "open" or was is None and index in before and before[index][0] != "open":
                return bool(granted & {"manage", "all"})
            return self.may_write(granted, was, now) or (is_new and bool(granted & {"manage", "all"}))
        return False

    def makes(self, granted):
        return bool(granted & MAKING or "auto_configure" in granted and granted & set(WRITING))

    @staticmethod
    def may_write(granted, was, now):
        if "delete" in granted and now is None:
            return True
        return any((was is None or replaces) and (now is not None or removes)
                   for replaces, removes in (WRITING[privilege] for privilege in granted & set(WRITING)))

    @property
    def starts_tasks(self):
        """By-query writing and reindexing may go on behind an answer."""
        held = {privilege for item in self.descriptor.get("indices", []) for privilege in item["privileges"]}
        return "all" in held or "read" in held and bool(held & set(WRITING))

    def sees(self, name):
        return matches(name, self.descriptor.get("indices", []))

    @property
    def sees_the_cluster(self):
        """Cluster APIs of reading tell all names of indices, also those of a secured Elasticsearch."""
        return "monitor" in self.descriptor.get("cluster", [])
