"""Where keyward is stricter on purpose, each with its reason. The list shrinks; nothing may be laxer."""
import re

#: (method, pattern of the path, reason)
STRICTER = []


def reason(method, path):
    for methods, pattern, words in STRICTER:
        if method in methods.split("|") and re.search(pattern, path):
            return words
    return None
