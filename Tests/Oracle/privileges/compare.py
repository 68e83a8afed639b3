"""Holds two answers against each other: what a client learns and what it is refused."""
import json
import re

from corpus import known_names

REFUSED = (401, 403)
#: What Elasticsearch says before it has looked at privileges: no such route, method or parameter, no content.
MALFORMED = (400, 405, 406, 415)
NAME = re.compile(r"(?<![\w.\-])(" + "|".join(sorted(map(re.escape, known_names()), key=len, reverse=True)) + r")(?![\w\-])")
ACTION = re.compile(r"^action \[([^\]]+)\]")
#: What a path with any first segment is in 7: an index, or a document of a type in it.
OTHER_ROUTES = {
    "indices:data/write/index", "indices:data/write/delete", "indices:data/write/update", "indices:data/write/bulk", "indices:data/read/get",
    "indices:data/read/explain", "indices:admin/get", "indices:monitor/stats", "cluster:monitor/nodes/info", "cluster:admin/script/put", "cluster:admin/snapshot/create", "indices:admin/auto_create", "indices:admin/create", "indices:data/read/search", "indices:admin/mappings/fields/get",
}


def in_order(reason):
    """A denial's indices in the order of the alphabet: where two of them share a bucket of Elasticsearch's table, their order is chance."""
    return re.sub(r"(?<=indices )\[([^\]]*)\]", lambda found: "[" + ",".join(sorted(found[1].split(","))) + "]", reason or "") or reason


def without_documents(value):
    """What documents hold tells nothing of names, that of Elasticsearch's own users and keys least of all."""
    if isinstance(value, dict):
        return {name: without_documents(inner) for name, inner in value.items() if name != "_source"}
    return [without_documents(inner) for inner in value] if isinstance(value, list) else value


class Answer:
    def __init__(self, status, body, key_id):
        self.status = status
        self.text = body.replace(key_id, "<id>")
        try:
            self.body = json.loads(self.text) if self.text else None
        except ValueError:
            self.body = None

    @property
    def is_refused(self):
        return self.status in REFUSED

    @property
    def error(self):
        error = self.body.get("error") if isinstance(self.body, dict) else None
        if isinstance(error, dict):
            return error.get("type"), in_order(error.get("reason"))
        return None, error

    @property
    def action(self):
        found = ACTION.match(str(self.error[1]))
        return found and found[1]

    @property
    def items(self):
        """Verdict of each item of a bulk, multi-get or multi-search answer."""
        if not isinstance(self.body, dict):
            return None
        for member in ("items", "docs", "responses"):
            if isinstance(self.body.get(member), list):
                return [self.item(item) for item in self.body[member]]
        return None

    @staticmethod
    def item(item):
        if isinstance(item, dict) and len(item) == 1:
            item = next(iter(item.values()))
        error = item.get("error") if isinstance(item, dict) else None
        if isinstance(error, dict):
            return (error.get("type"), in_order(error.get("reason")))
        return None

    @property
    def names(self):
        """Names of the fixture that the answer tells, unless it is a refusal: that echoes what was asked."""
        return set() if self.status >= 400 else set(NAME.findall(json.dumps(without_documents(self.body)) if self.body is not None else self.text))


def is_absent(actions, oracle):
    """Whether the build of Elasticsearch that is asked lacks a route: then it takes it for another one, or for none.

    `actions`: that keyward says the route takes. `oracle`: what is answered to a key that may do nothing.
    """
    if oracle.status == 405 or re.search(r"no handler found for uri|Rejecting mapping update|mapping type", oracle.text):
        return True
    return oracle.action in OTHER_ROUTES and oracle.action not in actions


def is_lacking(ours):
    """Whether the cluster behind lacks a route that comes with security."""
    return ours.status == 405 or ours.status == 404 and "no such index [_" in str(ours.error[1])


#: What nodes do at the moment: the same to whoever may ask, and never twice the same.
MOMENTARY = re.compile(r"^/(_nodes|_tasks|_cluster/stats|_cat/(tasks|nodes|thread_pool|pending_tasks))")


def compare(oracle, ours, path=""):
    """('equal' | 'laxer' | 'stricter' | 'reason' | 'malformed' | 'other', words)"""
    words = f"{oracle.status} {oracle.error}, here {ours.status} {ours.error}"
    if oracle.is_refused and not ours.is_refused:
        # A 400 or 404 of ours tells nothing either: it is a different word, not a way in.
        return "laxer" if ours.status < 400 else "malformed" if ours.status in MALFORMED else "reason", words
    if ours.is_refused and not oracle.is_refused:
        if oracle.status < 400:
            return "stricter", words
        return "malformed" if oracle.status in MALFORMED else "reason", words
    if oracle.is_refused:
        return ("equal", "") if oracle.status == ours.status and oracle.error == ours.error else ("reason", words)
    if oracle.status < 400 and ours.status < 400:
        kind, words = compare_items(oracle.items, ours.items)
        if kind != "equal":
            return kind, words
        if MOMENTARY.search(path):
            return "equal", ""
        more, less = ours.names - oracle.names, oracle.names - ours.names
        if more:
            return "laxer", f"also tells {sorted(more)}"
        if less:
            return "stricter", f"does not tell {sorted(less)}"
        return "equal", ""
    if oracle.status < 400 and ours.status < 500:
        return "stricter", words
    # A name of date math that is missing is an error to Elasticsearch's security, whoever asks. Where all is granted it is left to
    # the cluster here, some of whose APIs pass over it: that it is missing is no secret, and the other names are granted.
    is_missing_date = "%3C" in path and oracle.error[0] == "index_not_found_exception"
    if ours.status < 400 and oracle.status == 404 and ours.names and not is_missing_date:
        return "laxer", f"{words}, tells {sorted(ours.names)}"
    return ("equal", "") if (oracle.status, oracle.error[0]) == (ours.status, ours.error[0]) else ("other", words)


def compare_items(oracle, ours):
    if oracle is None and ours is None:
        return "equal", ""
    if len(oracle or []) != len(ours or []):
        return "other", f"{len(oracle or [])} items, here {len(ours or [])}"
    for index, (theirs, mine) in enumerate(zip(oracle, ours)):
        refused = theirs is not None and theirs[0] == "security_exception"
        refuses = mine is not None and mine[0] == "security_exception"
        if refused and not refuses:
            return "laxer" if mine is None else "reason", f"item {index} is refused ({theirs[1]}), here {mine}"
        if refuses and not refused:
            return "stricter" if theirs is None else "reason", f"item {index} is {theirs}, here refused ({mine[1]})"
        if refused and theirs != mine:
            return "reason", f"item {index}: {theirs}, here {mine}"
    return "equal", ""
