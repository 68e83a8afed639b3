"""Holds two answers against each other: what a client learns and what it is refused."""
import json
import re

from corpus import known_names

REFUSED = (401, 403)
NAME = re.compile(r"(?<![\w.\-])(" + "|".join(sorted(map(re.escape, known_names()), key=len, reverse=True)) + r")(?![\w\-])")


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
            return error.get("type"), error.get("reason")
        return None, error

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
            return (error.get("type"), error.get("reason"))
        return None

    @property
    def names(self):
        """Names of the fixture that the answer tells, unless it is a refusal: that echoes what was asked."""
        return set() if self.status >= 400 else set(NAME.findall(self.text))


def compare(oracle, ours):
    """('equal' | 'laxer' | 'stricter' | 'reason' | 'other', words)"""
    if oracle.is_refused and not ours.is_refused:
        # A 400 or 404 of ours tells nothing either: it is a different word, not a way in.
        kind = "laxer" if ours.status < 400 else "other"
        return kind, f"refused ({oracle.error[1]}), here {ours.status}"
    if ours.is_refused and not oracle.is_refused:
        return ("stricter" if oracle.status < 400 else "other"), f"{oracle.status}, here refused ({ours.error[1]})"
    if oracle.is_refused:
        if oracle.status != ours.status or oracle.error != ours.error:
            return "reason", f"{oracle.status} {oracle.error}, here {ours.status} {ours.error}"
        return "equal", ""
    if oracle.status < 400 and ours.status < 400:
        more, less = ours.names - oracle.names, oracle.names - ours.names
        if more:
            return "laxer", f"also tells {sorted(more)}"
        if less:
            return "stricter", f"does not tell {sorted(less)}"
    if (oracle.status < 400) != (ours.status < 400):
        return "other", f"{oracle.status} {oracle.error}, here {ours.status} {ours.error}"
    return compare_items(oracle.items, ours.items)


def compare_items(oracle, ours):
    if oracle is None and ours is None:
        return "equal", ""
    if len(oracle or []) != len(ours or []):
        return "other", f"{len(oracle or [])} items, here {len(ours or [])}"
    for index, (theirs, mine) in enumerate(zip(oracle, ours)):
        refused = theirs is not None and theirs[0] == "security_exception"
        refuses = mine is not None and mine[0] == "security_exception"
        if refused and not refuses:
            return "laxer", f"item {index} is refused ({theirs[1]}), here {mine}"
        if refuses and not refused:
            return "stricter", f"item {index} is {theirs}, here refused ({mine[1]})"
        if refused and theirs != mine:
            return "reason", f"item {index}: {theirs}, here {mine}"
    return "equal", ""
