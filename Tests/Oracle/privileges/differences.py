"""Where keyward is stricter on purpose, each with its reason. The list shrinks; nothing may be laxer."""
import re

#: (method, pattern of the path and the content behind it, pattern of how the answers differ, reason)
STRICTER = [
    ("GET", r"^/_cat/aliases", r"cannot be narrowed", "the request tells of all indices and takes no names, so it needs the right to see all of them"),
    ("GET", r"^/_cat/", r"^404 .* here 403", "all actions of a request are judged before it goes on; Elasticsearch fails at the first that finds nothing"),
    ("POST|PUT", r"_noop_(bulk|search)", r"never forwarded", "a plugin for load tests, which no privilege limits"),
    ("POST|PUT", r"/_(clone|split|shrink|rollover)(/|\?| |$)", r"indices:admin/create", "Elasticsearch does not look at the name of the index that is made"),
    ("POST", r"^/_reindex", r"here 403", "the target is judged before documents are read; Elasticsearch reads them and reports each that it could not write"),
    ("POST|PUT", r"_bulk(\?| |$)", r"^item \d+ is \('(index_not_found|index_closed|illegal_argument)_exception'.* here refused",
     "an item that may not be written is refused, whatever else is wrong with its index"),
    ("GET|POST", r"_(mget|mtermvectors)(\?| |$)", r"^item \d+ is \('(index_not_found|index_closed|illegal_argument)_exception'.* here refused",
     "a document that may not be read is refused, whether its index is there or not"),
    ("GET|POST", r"_(mget|mtermvectors)(\?| |$)", r"does not tell", "a document that may not be read is told by the name it was asked for; 8 tells the index behind an alias"),
    ("GET|POST", r"_search(\?| |$)", r"mtv\[shard\]", "a document that may not be read stops a more_like_this query; Elasticsearch leaves it out"),
    ("GET", r"^/_aliases(\?| |$)", r"cannot be narrowed", "the old route takes no names of indices"),
    ("GET", r"^/_cat/shards", r"does not tell", "Elasticsearch lists the shards of indices that may not be seen; they are left out"),
    ("GET|POST", r"^/_search_shards(\?| |$)", r"does not tell", "without names aliases are not told; Elasticsearch names all that may be seen, with their aliases"),
    ("GET|HEAD", r"^/_alias/[^?]*\?.*expand_wildcards=(closed|hidden)", r"missing", "without an index that is looked for, an alias is missing"),
    ("DELETE", r"^/_search/scroll", r"here 40[04]", "7.17 lets those who may do all, and 8 anybody, end a scroll whose id they know"),
    ("GET|HEAD|POST", r"%3F", r"here 400", "a name that no index can have is an error also where missing ones are left out"),
    ("GET|HEAD|POST", r"^/[^/]*\*[^/]*,-", r"does not tell", "an exclusion takes away an index also where an alias of it is left"),
    ("GET|POST", r"_msearch(?s:.*)\*[^\"]*,-", r"does not tell", "an exclusion takes away an index also where an alias of it is left"),
    ("GET|POST", r"^/_search {'pit'", r"here 404", "a point in time is of who opened it; Elasticsearch lets everybody search in it who may search its indices"),
    ("GET|POST", r"^/[^?]*\*.*expand_wildcards=(closed|hidden)", r"does not tell", "a wildcard brings no index of another state by way of an alias"),
    ("GET|HEAD", r"^/[^?]*\*[^?]*/_alias/.*expand_wildcards=(closed|hidden)", r"missing", "a wildcard brings no index of another state by way of an alias"),
]


def reason(request, words):
    """Why keyward may be stricter here, or None."""
    method, path, content = request
    asked = path if content is None else f"{path} {content}"
    for methods, place, said, why in STRICTER:
        if method in methods.split("|") and re.search(place, asked) and re.search(said, words):
            return why
    return None
