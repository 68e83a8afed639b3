"""Random requests of one key, made from the routes of a release; the same for the same seed."""
import collections

from effects.bodies import Bodies
from effects.keys import stems
from effects.vocabulary import COMPATIBLE, CONTENT_TYPES, JSON, NEEDED, PARAMETERS, QUERY, TEMPLATES, USUAL, Words

#: One request. `template` and `actions` are those of the route that it was made from.
Request = collections.namedtuple("Request", "method path content fields template actions")
METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"]
#: Segments that turn a path into another.
SEGMENTS = ["_search", "_doc", "doc", "_bulk", "_update", "_create", "1", "_mapping", "_alias", "_count", "_percolate", "_settings", "_source", "x", "_all", ".percolator", "_async_search", "_rank_eval"]
#: What ends the machine, not the contents, or takes a while: never asked.
LEFT_OUT = ("shutdown", "_restart", "hot_threads", "hotthreads", "_security", "_xpack/security", "_bench")
#: Parts of routes that mostly take one index.
SINGLE = ("{id}", "_termvector", "_percolate", "_analyze", "_bulk", "_mget", "_mtermvectors", "_clone", "_shrink", "_split")
#: Of four requests one goes through the routes in turn, one prefers those of indices, the others what the key comes nearest to.
TURNS = 4


class Generator:
    def __init__(self, endpoints, world):
        self.endpoints = [endpoint for endpoint in endpoints if not any(word in endpoint["template"] for word in LEFT_OUT)]
        self.preferred = [endpoint for endpoint in self.endpoints for _ in range(self.weight(endpoint))]
        self.world = world

    @staticmethod
    def weight(endpoint):
        """Content and names of indices are where requests differ."""
        parts = [part for part in endpoint["template"].split("/") if part in Bodies.BY_PART]
        return (4 if any(action.startswith("indices:") for action in endpoint["actions"]) else 1) * (2 if parts or "{type}" in endpoint["template"] else 1)

    def batch(self, source, number, descriptor, size):
        """`size` requests of the key with this descriptor; `number`: of the batch."""
        words = Words(source, descriptor, self.world.type)
        bodies = Bodies(words, self.world.type, self.world.major)
        near = [endpoint for endpoint in self.preferred if any(action.startswith(stems(descriptor)) for action in endpoint["actions"])] or self.preferred
        for position in range(size):
            if position % TURNS == 0:
                endpoint = self.endpoints[(number * size + position) // TURNS % len(self.endpoints)]
            else:
                endpoint = source.choice(self.preferred if position % TURNS == 1 else near)
            yield self.request(endpoint, words, bodies)

    def request(self, endpoint, words, bodies):
        template = endpoint["template"]
        method = words.of(METHODS) if words.chance(0.06) else words.of(endpoint["methods"])
        content = bodies.body(template, method)
        fields = self.fields(words)
        if content is None:
            fields.pop("Content-Type", None)
        elif words.chance(0.2) and not isinstance(content, str):
            content = bodies.mutated(content)
        return Request(method, self.path(template, words) + self.query(template, words), content, fields, template, endpoint["actions"])

    def path(self, template, words):
        segments = []
        for part in template.split("/")[1:]:
            if not part.startswith("{"):
                segments.append(part)
            else:
                segments.append(words.encoded(self.value(part[1:-1], template, words)))
        if words.chance(0.08):
            self.turn(segments, words)
        return "/" + "/".join(segments)

    @staticmethod
    def value(parameter, template, words):
        if parameter in ("index", "indices", "source"):
            is_single = any(part in template for part in SINGLE) or template.endswith(("/_doc", "/{type}")) or template == "/{index}"
            return words.single() if is_single and words.chance(0.9) else words.expression()
        if parameter in ("target", "new_index", "dest", "target_index", "alias"):
            return words.single()
        if parameter == "name":
            return words.of(TEMPLATES) if "template" in template else words.expression()
        if parameter in ("id", "type"):
            return words.id() if parameter == "id" else words.type()
        return words.of(PARAMETERS.get(parameter, ["x", "1", "secret"]))

    @staticmethod
    def turn(segments, words):
        """Another path: longer, shorter, with segments that are empty, of another case or in another order."""
        position = words.source.randrange(len(segments) + 1)
        step = words.source.randrange(6)
        if step == 0:
            segments.insert(position, words.of([*SEGMENTS, "", ".", "..", words.encoded(words.name())]))
        elif step == 1:
            segments.append(words.of([*SEGMENTS, ""]))
        elif position < len(segments):
            segments[position] = {2: segments[position].upper(), 3: "%5f" + segments[position][1:], 4: words.encoded(words.name()), 5: words.of(SEGMENTS)}[step]

    @staticmethod
    def query(template, words):
        """A release of 5 or later refuses parameters that an API does not know: mostly there are usual ones."""
        pairs = [NEEDED[part] for part in NEEDED if part in template]
        if words.chance(0.3):
            usual = [group for part, group in USUAL.items() if part in template] or [USUAL["{index}"]]
            names = words.of(usual) if words.chance(0.7) else sorted(QUERY)
            for name in words.source.sample(names, words.of([1, 1, 1, 2, 3])):
                value = words.expression() if QUERY[name] is None else words.of(QUERY[name])
                pairs.append(f"{name}={words.encoded(value)}" if value else name)
        return ("?" if pairs else "") + words.of(["&"] * 9 + [";"]).join(pairs)

    def fields(self, words):
        if words.chance(0.15 if self.world.major >= 8 else 0.02):
            compatible = COMPATIBLE.format(words.of([7, 7, self.world.major]))
            return {"Content-Type": compatible, "Accept": compatible}
        fields = {"Content-Type": words.of(CONTENT_TYPES) if words.chance(0.12) else JSON}
        if words.chance(0.05):
            fields["Accept"] = words.of(CONTENT_TYPES)
        return {name: value for name, value in fields.items() if value}
