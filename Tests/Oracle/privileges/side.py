"""One of the two that are asked, and the keys that were made there."""
import json
import sys
import threading

from compare import Answer
from sides import basic

ADMIN = basic("elastic", "changeme")


class Side:
    def __init__(self, connect):
        self.connect = connect
        self.local = threading.local()
        self.keys = {}
        #: Ids of a key's, by the word that stands for them in a request.
        self.cursors = {}

    def ask(self, method, path, body=None, authorization=ADMIN):
        """Status and text. A connection for each thread; one that has died is made anew, once."""
        headers = {"Authorization": authorization}
        if body is not None:
            is_lines = isinstance(body, str)
            headers["Content-Type"] = "application/x-ndjson" if is_lines else "application/json"
            body = body if is_lines else json.dumps(body)
        for attempt in (1, 2):
            client = getattr(self.local, "client", None) or self.connect()
            self.local.client = client
            try:
                client.request(method, path, body=body, headers=headers)
                response = client.getresponse()
                data = response.read().decode(errors="replace")
                if response.will_close:
                    client.close()
                    self.local.client = None
                return response.status, data
            except OSError:
                self.local.client = None
                if attempt == 2:
                    raise

    def admin(self, method, path, body=None):
        status, text = self.ask(method, path, body)
        return status, json.loads(text) if text else None

    def make_keys(self, descriptors):
        for name, descriptor in descriptors.items():
            status, answer = self.admin("POST", "/_security/api_key", {"name": name, "role_descriptors": {name: descriptor}})
            if status == 200:
                self.keys[name] = answer
            else:
                print(f"  key {name} could not be made: {answer}", file=sys.stderr)

    def make_cursors(self):
        """Anew; a node has room for 500."""
        if self.cursors:
            self.as_key("two", ("DELETE", "/_search/scroll", {"scroll_id": "SCROLL-OF-ANOTHER"}))
            self.as_key("two", ("DELETE", "/_pit", {"id": "PIT-OF-ANOTHER"}))
        answer = self.as_key("two", ("GET", "/logs-a/_search?size=1&scroll=1h", None))
        self.cursors["SCROLL-OF-ANOTHER"] = answer.body["_scroll_id"]
        answer = self.as_key("two", ("POST", "/logs-a/_pit?keep_alive=1h", None))
        self.cursors["PIT-OF-ANOTHER"] = answer.body["id"]

    def with_cursors(self, text):
        for word, cursor in self.cursors.items():
            text = text.replace(word, cursor)
        return text

    def as_key(self, name, request):
        key = self.keys[name]
        method, path, body = request
        if body is not None:
            body = self.with_cursors(body) if isinstance(body, str) else json.loads(self.with_cursors(json.dumps(body)))
        status, text = self.ask(method, self.with_cursors(path), body, "ApiKey " + key["encoded"])
        return Answer(status, text, key["id"])
