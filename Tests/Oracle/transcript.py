"""A transcript: calls in order with their answers, freed of what differs by nature (ids, secrets, times, node names)."""
import json
import re
import time

from sides import basic, parse

# Routes that take `refresh`, called without parameters.
REFRESHED = re.compile(r"/_security/(api_key|api_key/grant|role/[a-z0-9-]+|user/[a-z0-9-]+|user/[a-z0-9]+/_password|privilege)")
# Fields of an answer that tell something; the others are about the connection.
HEADERS = ("content-type", "www-authenticate", "x-elastic-product", "allow", "warning")
# Members of answers that differ by nature: parts of an index that keyward does not have, privileges on other clusters, which
# cannot be reached through it, and what tells a stranger whether a key exists.
LEFT_OUT = {
    "additional_unsuccessful_credentials", "failed_shards", "grouped", "index", "index_uuid", "node", "phase", "remote_cluster", "remote_indices",
}
NO_SCRIPTS = "script_lang not supported [painless]"
TIMES = ("creation", "invalidation", "creation_time", "start_time_in_millis")


class Answer(dict):
    """A parsed body with its status; a field that is not there reads as a text that names nothing."""

    status = 0

    def __missing__(self, name):
        return "missing-" + name


class Transcript:
    """Sends calls to one side and writes down what comes back."""

    def __init__(self, side):
        self.side = side
        self.client = side.connect()
        self.entries = []
        self.labels = []
        self.scene = ""
        self.admin = "elastic"
        self.passwords = {"elastic": "changeme"}

    def begin(self, scene):
        self.scene, self.number = scene, 0

    def call(self, method, path, body=None, by=None, headers=None, content_type="application/json", sorted_by=None, quiet=False):
        """One call. `by`: a user's name, an answer that made a key, None: the administrator, "": nobody.

        `sorted_by` names a field of the listed objects: their order is not told by Elasticsearch.
        """
        by = self.admin if by is None else by
        # Without it Elasticsearch answers when the next refresh has shown the change, up to a second later.
        if method in ("POST", "PUT", "DELETE") and REFRESHED.fullmatch(path) and not (method == "DELETE" and path.endswith("api_key")):
            path += "?refresh=true"
        fields = dict(headers or {})
        if isinstance(by, dict):
            fields["Authorization"] = "ApiKey " + by["encoded"]
            caller = "key " + by["id"]
        else:
            caller = by or "nobody"
            if by:
                fields["Authorization"] = basic(by, self.passwords[by]) if by in self.passwords else basic(by)
        data = body if isinstance(body, (str, bytes)) or body is None else json.dumps(body, ensure_ascii=False)
        if isinstance(data, str):
            data = data.encode()
        if data is not None and content_type:
            fields["Content-Type"] = content_type
        status, got, content = self.exchange(method, path, data, fields)
        value = parse(content)
        answer = Answer(value if isinstance(value, dict) else {})
        answer.status = status
        if quiet:
            return answer
        self.number += 1
        name = f"{self.scene}/{self.number}"
        self.learn(answer, name)
        shown = "" if data is None else " " + data.decode("latin-1")
        self.entries.append({
            "name": name,
            "call": self.plain(f"{caller}: {method} {path}{shown}"),
            "status": status,
            "headers": {field: self.plain(got[field]) for field in HEADERS if field in got},
            "body": self.normal(value, sorted_by),
        })
        return answer

    def exchange(self, method, path, data, fields):
        for attempt in (1, 2):
            try:
                self.client.request(method, path, body=data, headers=fields)
                response = self.client.getresponse()
                content = response.read()
                got = {}
                for field, value in response.getheaders():
                    got[field.lower()] = got[field.lower()] + " | " + value if field.lower() in got else value
                return response.status, got, content
            except OSError:
                self.client.close()
                if attempt == 2:
                    raise
                self.client = self.side.connect()

    def learn(self, answer, name):
        """Gives what a new key consists of names of its own: those of the call."""
        if isinstance(answer.get("api_key"), str) and "id" in answer:
            self.labels += [(answer["encoded"], f"<encoded {name}>"), (answer["id"], f"<id {name}>"), (answer["api_key"], f"<secret {name}>")]

    def plain(self, text):
        for value, label in self.labels:
            text = text.replace(value, label)
        return text

    def sort_value(self, value):
        """Times in any form that a sort asks for: on the last of a month even the month of an answer is another one's."""
        if isinstance(value, str) and re.match(r"20\d\d-\d\d(-\d\dT|$)", value) or isinstance(value, int) and 1_000_000_000_000 < value < 1 << 62:
            return "<time>"
        return self.normal(value)

    def normal(self, value, sorted_by=None, field=None, creation=None):
        if isinstance(value, dict):
            creation = value.get("creation", creation)
            if field == "nodes":
                return {"<node>": {"name": "<node>"} for _ in value}
            return {self.plain(name): self.normal(inner, sorted_by, name, creation) for name, inner in value.items() if name not in LEFT_OUT or isinstance(inner, (dict, bool)) and name != "grouped"}
        if isinstance(value, list):
            if field == "_sort":
                return [self.sort_value(item) for item in value]
            values = [self.normal(item, sorted_by, None, creation) for item in value]
            if values and sorted_by == "":
                values.sort(key=json.dumps)
            elif values and sorted_by and all(isinstance(item, dict) and sorted_by in item for item in values):
                values.sort(key=lambda item: json.dumps(item[sorted_by]))
            return values
        if isinstance(value, int) and not isinstance(value, bool):
            if field in TIMES and value > 1_000_000_000_000:
                return "<time>"
            if field == "expiration":
                start = creation if isinstance(creation, int) else time.time() * 1000
                # A machine under load takes its time between two calls.
                return f"<time {round((value - start) / 100_000) * 100:+} s>"
            return value
        if isinstance(value, str):
            if field == "api_key" and len(value) == 22:
                return "<secret>"
            return "test" if field == "cluster_name" else self.plain(value)
        return value


def compare(expected, actual, differences, simplified=lambda entry: entry):
    """Prints where two transcripts differ.

    `simplified` leaves out of an entry what differs throughout, for a reason.

    `differences`: [(name of the call, reason, what keyward says: status or (status, text of the body))].
    Returns how many calls were alike, listed as different, and wrong.
    """
    listed = {name: (reason, told) for name, reason, told in differences}
    alike = known = wrong = 0
    names = {entry["name"] for entry in expected}
    for name in listed:
        if name not in names:
            wrong += 1
            print(f"STALE {name}: no call has this name")
    for left, right in zip(expected, actual):
        keys = [key for key in ("call", "status", "headers", "body") if left[key] != right[key]]
        short = [simplified(left), simplified(right)]
        if keys and left["name"] not in listed and all(short[0][key] == short[1][key] for key in keys):
            # The same status and body count as alike, whatever the header fields are written like.
            if keys == ["headers"]:
                alike += 1
            else:
                known += 1
        elif keys and NO_SCRIPTS in json.dumps(left["body"]) and right["status"] == 200:
            # The release as it is on our hands lacks the scripts that it tells kinds of keys apart with.
            known += 1
        elif left["name"] in listed:
            reason, told = listed[left["name"]]
            status, text = told if isinstance(told, tuple) else (told, "")
            if not keys:
                wrong += 1
                print(f"STALE {left['name']}: answered alike, though listed as different: {reason}")
            elif right["status"] != status or text not in json.dumps(right["body"]):
                wrong += 1
                print(f"WRONG {left['name']}: {right['call']}\n  listed {status} {text}\n  keyward {right['status']} {json.dumps(right['body'])}")
            else:
                known += 1
        elif keys:
            wrong += 1
            print(f"WRONG {left['name']}: {left['call'][:400]}")
            for key in keys:
                print(f"  {key}: elasticsearch {json.dumps(left[key])[:3000]}")
                print(f"  {key}: keyward       {json.dumps(right[key])[:3000]}")
        else:
            alike += 1
    if len(expected) != len(actual):
        wrong += 1
        print(f"WRONG: {len(expected)} calls to Elasticsearch, {len(actual)} to keyward")
    return alike, known, wrong
