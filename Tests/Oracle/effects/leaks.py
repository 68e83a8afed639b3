"""What an answer must not tell."""
import base64
import contextlib
import re
from urllib.parse import unquote

from effects.vocabulary import NAMES
from effects.world import ALIASES, CANARY, FIELD, NUMBER

#: Of a denial nothing is told but the names that were meant; up to 7 Elasticsearch names the indices of an alias there.
UNTOLD = re.compile(r"action \[[^ ]*\] is unauthorized[^\"]*")
ENCODED = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def leak(request, text, rules, written=""):
    """Why an answer tells the key too much, or None. `written`: what the key has put into the cluster before, which it may read again."""
    said = UNTOLD.sub("", text)
    for secret in (CANARY, str(NUMBER)[:8]):
        if secret in said and not rules.sees("secret"):
            return f"tells [{secret}] of a document: {around(secret, said)}"
    if rules.sees_the_cluster and all(action.startswith("cluster:") for action in request.actions):
        return None
    if FIELD in said and not rules.sees("secret"):
        return f"tells the field [{FIELD}]: {around(FIELD, said)}"
    named = spelled_out(f"{unquote(request.path)} {request.content} {request.fields} {written}")
    for word in WORD.findall(said):
        if word in NAMES and not may_know(word, rules) and word not in named:
            return f"tells [{word}]: {around(word, said)}"
    return None


def spelled_out(text):
    """With what stands in it in Base64, which a query can be wrapped in."""
    for token in ENCODED.findall(text):
        with contextlib.suppress(ValueError):
            text += " " + spelled_out(base64.b64decode(token, validate=True).decode())
    return text


def around(word, text):
    at = text.index(word)
    return repr(text[max(0, at - 120):at + 120])


def may_know(name, rules):
    """Whether the key sees it, or an index that it is an alias of; some are words that answers have anyway."""
    return rules.sees(name) or any(rules.sees(index) for index in ALIASES.get(name, ())) or name in ("mixed", "logs", "outer")
