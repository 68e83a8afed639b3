"""What the end-to-end tests share: a real keyward with its own folder, scripted upstreams, raw clients."""
import base64
import contextlib
import http.client
import json
import os
import re
import resource
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
#: The program that is tested; scripts/test builds it.
BINARY = os.environ["KEYWARD"]
#: A build that watches memory or threads needs more of both: figures about them mean nothing there.
SANITIZED = bool(os.environ.get("KEYWARD_SANITIZED"))
PASSWORD = "end-to-end-password"


class Proxy:
    """A keyward process before one upstream, with a CA, a certificate and the superuser `elastic`."""

    #: Seconds in which it must have started.
    patience = 20

    def __init__(self, upstream, settings="", listener="", upstream_settings="", clear=False, loops=2, users=True, descriptors=None):
        self.folder = tempfile.mkdtemp(prefix="keyward-test-")
        self.upstream, self.settings, self.listener = upstream, settings, listener
        self.upstream_settings, self.clear, self.loops = upstream_settings, clear, loops
        self.descriptors = descriptors
        run = lambda *a: subprocess.run([BINARY, *a], check=True, cwd=self.folder, env=dict(os.environ, KEYWARD_PASSWORD=PASSWORD))
        run("certutil", "ca", "--out", ".")
        run("certutil", "cert", "--ca", ".", "--name", "server", "--dns", "localhost", "--ip", "127.0.0.1")
        if users:
            run("users", "add", "elastic", "-r", "superuser", "--data", "data")
        self.ca = os.path.join(self.folder, "ca.crt")
        self.process = None
        self.start()

    def configuration(self):
        # Tests of other things fail to authenticate as often as they like.
        patience = "" if "failed_authentication" in self.settings else "limits.failed_authentication.burst: 1000000"
        tls = "ssl.enabled: false" if self.clear else "ssl.certificate: server.crt\n    ssl.key: server.key"
        return f"""
path.data: data
path.logs: logs
loops: {self.loops}
{self.settings}
{patience}
listeners:
  - name: main
    bind: 127.0.0.1:0
    {tls}
    {self.listener}
upstreams:
  - name: default
    hosts: ["{self.upstream}"]
    {self.upstream_settings}
"""

    def start(self):
        with open(os.path.join(self.folder, "keyward.yml"), "w") as file:
            file.write(self.configuration())
        self.log = open(os.path.join(self.folder, "keyward.log"), "wb")
        limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (self.descriptors, self.descriptors))) if self.descriptors else None
        self.process = subprocess.Popen([BINARY, "run", "-c", "keyward.yml"], cwd=self.folder, stderr=self.log, stdout=self.log, preexec_fn=limit)
        end = time.time() + self.patience
        while time.time() < end:
            text = self.log_text()
            if "started" in text:
                line = [l for l in text.splitlines() if "listening" in l][-1]
                self.port = int(line.split('address="127.0.0.1:')[1].split('"')[0])
                self.settle()
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError("keyward did not start: " + self.log_text())

    def settle(self, timeout=10):
        """Gives the upstream time to tell its release, or that it has none: only then are limited keys served."""
        end = time.time() + timeout
        while not any(words in self.log_text() for words in ("upstream version", "upstream tells no release", "does not answer")) and time.time() < end:
            time.sleep(0.01)

    def log_text(self):
        with open(os.path.join(self.folder, "keyward.log"), errors="replace") as file:
            return file.read()

    def kill(self, number=signal.SIGKILL):
        self.process.send_signal(number)
        return self.process.wait(timeout=40)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.kill(signal.SIGTERM)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    __enter__ = lambda self: self
    __exit__ = lambda self, *_: self.stop()

    @property
    def url(self):
        return f"http{'' if self.clear else 's'}://localhost:{self.port}"

    def context(self):
        return ssl.create_default_context(cafile=self.ca)

    def connect(self, timeout=10):
        """A raw connection: TLS unless the listener speaks clear text."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return plain if self.clear else self.context().wrap_socket(plain, server_hostname="localhost")

    def client(self, timeout=20):
        if self.clear:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        return http.client.HTTPSConnection("localhost", self.port, context=self.context(), timeout=timeout)

    def request(self, method, path, body=None, headers=None, user="elastic", key=None, connection=None):
        """Status, fields and parsed body (or text) of one request."""
        headers = dict(headers or {})
        if key is not None:
            headers["Authorization"] = "ApiKey " + key
        elif user is not None:
            headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{PASSWORD}".encode()).decode()
        if body is not None and not isinstance(body, (str, bytes)) and not hasattr(body, "read"):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        client = connection or self.client()
        client.request(method, path, body=body, headers=headers)
        response = client.getresponse()
        data = response.read()
        if connection is None:
            client.close()
        try:
            return response.status, response.headers, json.loads(data)
        except ValueError:
            return response.status, response.headers, data.decode(errors="replace")

    def make_key(self, name="k", **fields):
        status, _, answer = self.request("POST", "/_security/api_key", {"name": name, **fields})
        assert status == 200, answer
        return answer

    def audit(self, wait_for=None, timeout=5):
        """The records so far; waits until `wait_for(records)` holds."""
        end = time.time() + timeout
        while True:
            records = []
            with contextlib.suppress(FileNotFoundError), open(os.path.join(self.folder, "logs/audit.json")) as file:
                records = [json.loads(line) for line in file]
            if wait_for is None or wait_for(records) or time.time() > end:
                return records
            time.sleep(0.02)

    def memory(self):
        """Resident bytes."""
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * 4096


class Upstream:
    """A scripted upstream: `handle(connection, number)` gets each accepted socket on a thread of its own."""

    def __init__(self, handle, backlog=128, port=0):
        self.handle = handle
        self.requests = []
        self.listener = socket.create_server(("127.0.0.1", port), backlog=backlog)
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.connections = []
        self.closed = False
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        number = 0
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            threading.Thread(target=self.serve, args=(connection, number), daemon=True).start()
            number += 1

    def serve(self, connection, number):
        try:
            self.handle(self, connection, number)
        except OSError:
            pass
        finally:
            with contextlib.suppress(OSError):
                connection.close()

    def stop(self):
        self.closed = True
        # A thread that waits in accept() keeps the listener alive after close().
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(OSError):
                connection.close()
        astray, Reader.astray[:] = Reader.astray[:], []
        assert not astray, f"an upstream got what is no request: {astray[0]}"

    __enter__ = lambda self: self
    __exit__ = lambda self, *_: self.stop()


class Reader:
    """Reads HTTP messages off a blocking socket, strictly enough for tests."""

    #: What stood behind a whole request before it was answered, or in the place of one: the proxy writes one at a time.
    astray = []

    def __init__(self, connection):
        self.connection, self.buffer = connection, b""

    def more(self):
        data = self.connection.recv(65536)
        self.buffer += data
        return bool(data)

    def until(self, mark):
        while mark not in self.buffer:
            if not self.more():
                return None
        head, _, self.buffer = self.buffer.partition(mark)
        return head + mark

    def exactly(self, count):
        while len(self.buffer) < count:
            if not self.more():
                return None
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def message(self, is_response=False, is_head=False):
        """(head bytes, fields, content) or None at the end."""
        head = self.until(b"\r\n\r\n")
        if head is None:
            return None
        if not is_response and not re.match(rb"[A-Z]+ /[^ ]* HTTP/1\.1\r\n", head):
            self.astray.append(head)
        fields = {}
        for line in head.split(b"\r\n")[1:]:
            if b":" in line:
                name, _, value = line.partition(b":")
                fields[name.lower().decode()] = value.strip().decode("latin-1")
        content = b""
        if is_head or (is_response and head.split()[1][:1] == b"1"):
            pass
        elif fields.get("transfer-encoding") == "chunked":
            while True:
                line = self.until(b"\r\n")
                if line is None:
                    return None
                size = int(line, 16)
                piece = self.exactly(size + 2)
                if size == 0:
                    break
                content += piece[:-2]
        elif "content-length" in fields:
            content = self.exactly(int(fields["content-length"]))
        elif is_response and head.split()[1] not in (b"204", b"304"):
            while self.more():
                pass
            content, self.buffer = self.buffer, b""
        if not is_response and content is not None and self.buffer:
            self.astray.append(head + b"... " + self.buffer)
        return None if content is None else (head, fields, content)


#: Names of the indices that scripted upstreams have.
INDICES = ("a", "b", "idx", "logs-1", "logs-2", "orders", "secret")


def own_answer(message):
    """The answer to what the proxy itself asks of a cluster, its version and its names; None for a client's request."""
    head, fields, _ = message
    target = head.split(b" ")[1]
    if "user-agent" in fields:
        return None
    if target == b"/":
        answer = {"version": {"number": "7.17.28"}, "tagline": "You Know, for Search"}
    elif target.startswith(b"/_cluster/state/metadata?filter_path="):
        answer = {"metadata": {"indices": {name: {"state": "open", "aliases": []} for name in INDICES}}}
    elif target.startswith(b"/_alias?expand_wildcards=all&filter_path="):
        answer = {}
    else:
        return None
    body = json.dumps(answer).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def echo(upstream, connection, number):
    """Answers each request with its own line and content; keeps what it received."""
    reader = Reader(connection)
    while True:
        message = reader.message()
        if message is None:
            return
        upstream.requests.append(message)
        if own := own_answer(message):
            connection.sendall(own)
            continue
        head, _, content = message
        line = head.split(b"\r\n")[0]
        body = json.dumps({"line": line.decode("latin-1"), "content": content.decode("latin-1")}).encode()
        if line.startswith(b"HEAD"):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body))
        else:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def probes_left_out(requests):
    """Requests of clients: what the proxy itself wants to know is not one."""
    return [r for r in requests if own_answer(r) is None]


class ProxyTest(unittest.TestCase):
    """Tests that share one proxy before an upstream that echoes."""

    settings = ""

    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(echo)
        cls.proxy = Proxy(cls.upstream.url, cls.settings)

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()
