"""The two sides of a comparison: a real Elasticsearch with its own security, and keyward before the same release without it."""
import base64
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time

PASSWORD = "oracle-password"
# Whoever ends a suite ends its nodes too.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def free_port():
    """A port that is free with the one a hundred above it, which the node takes for its transport."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            if not 20000 < port < 60000:
                continue
            try:
                second.bind(("127.0.0.1", port + 100))
            except OSError:
                continue
            return port


class Node:
    """One Elasticsearch node in a process of its own."""

    def __init__(self, release, secured):
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix="oracle-node-")
        self.log = open(os.path.join(self.folder, "log"), "wb")
        arguments = [os.environ["ELASTICSEARCH_RUN"], "--heap", "512m"] + (["--secured"] if secured else [])
        self.process = subprocess.Popen([*arguments, release, str(self.port)], stdout=self.log, stderr=self.log)
        credentials = base64.b64encode(b"elastic:changeme").decode()
        end = time.time() + 900
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                client.request("GET", "/", headers={"Authorization": "Basic " + credentials})
                if client.getresponse().status == 200:
                    return
            if time.time() > end or self.process.poll() is not None:
                self.stop()
                raise RuntimeError(f"Elasticsearch {release} did not start")
            time.sleep(0.3)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    @staticmethod
    def connector(url):
        """What opens connections to the node at `url`."""
        host, port = url.removeprefix("http://").split(":")
        return lambda: http.client.HTTPConnection(host, int(port), timeout=60)

    def stop(self):
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=60)
        if self.process.poll() is None:
            self.process.kill()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    __enter__ = lambda self: self
    __exit__ = lambda self, *_: self.stop()


class Keyward:
    """A keyward process before `upstream`, with a certificate of its own and the superuser `elastic`."""

    def __init__(self, upstream, settings=""):
        self.folder = tempfile.mkdtemp(prefix="oracle-keyward-")
        binary = os.path.abspath(os.environ["KEYWARD"])
        environment = dict(os.environ, KEYWARD_PASSWORD="changeme")
        for arguments in (
            ("certutil", "ca", "--out", "."),
            ("certutil", "cert", "--ca", ".", "--name", "server", "--dns", "localhost", "--ip", "127.0.0.1"),
            ("users", "add", "elastic", "-r", "superuser", "--data", "data"),
        ):
            subprocess.run([binary, *arguments], check=True, cwd=self.folder, env=environment, stdout=subprocess.DEVNULL)
        with open(os.path.join(self.folder, "keyward.yml"), "w") as file:
            file.write(f"""
path.data: data
path.logs: logs
loops: 2
{settings}
listeners:
  - name: main
    bind: 127.0.0.1:0
    ssl.certificate: server.crt
    ssl.key: server.key
upstreams:
  - name: default
    hosts: ["{upstream}"]
""")
        self.log = open(os.path.join(self.folder, "keyward.log"), "wb")
        self.process = subprocess.Popen([binary, "run", "-c", "keyward.yml"], cwd=self.folder, stdout=self.log, stderr=self.log)
        end = time.time() + 180
        while True:
            with open(os.path.join(self.folder, "keyward.log"), errors="replace") as file:
                text = file.read()
            if "started" in text:
                break
            if time.time() > end or self.process.poll() is not None:
                self.stop()
                raise RuntimeError("keyward did not start: " + text)
            time.sleep(0.05)
        line = [line for line in text.splitlines() if "listening" in line][-1]
        self.port = int(line.split('address="127.0.0.1:')[1].split('"')[0])
        self.context = ssl.create_default_context(cafile=os.path.join(self.folder, "ca.crt"))

    def connect(self):
        return http.client.HTTPSConnection("localhost", self.port, context=self.context, timeout=60)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=40)
            if self.process.poll() is None:
                self.process.kill()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    __enter__ = lambda self: self
    __exit__ = lambda self, *_: self.stop()


def exchange(client, method, path, content=None, fields=None):
    """Status and text of one request over a connection; the path goes out to the letter. A list is lines of JSON."""
    client.putrequest(method, path.replace(" ", "%20"), skip_accept_encoding=True)
    headers = dict(fields or {})
    data = None
    if content is not None:
        if isinstance(content, list):
            content = "".join(json.dumps(line) + "\n" for line in content)
        elif isinstance(content, dict):
            content = json.dumps(content)
        data = content if isinstance(content, bytes) else content.encode()
        headers.setdefault("Content-Type", "application/json")
        headers["Content-Length"] = str(len(data))
    for name, value in headers.items():
        client.putheader(name, value)
    client.endheaders(data)
    response = client.getresponse()
    return response.status, response.read().decode(errors="replace")


class Caller:
    """Asks one side, over a connection that is kept."""

    def __init__(self, connect, fields=None):
        """`fields`: of each request's head, besides its own."""
        self.connect, self.fields, self.client = connect, fields or {}, connect()

    def ask(self, method, path, content=None, fields=None):
        """Status and text; 0 and the error's name where there is no answer. After an error the connection is made anew, once."""
        for attempt in (1, 2):
            try:
                return exchange(self.client, method, path, content, {**self.fields, **(fields or {})})
            except (OSError, ValueError, http.client.HTTPException) as error:
                self.client.close()
                self.client = self.connect()
                if attempt == 2:
                    return 0, type(error).__name__

    def call(self, method, path, content=None):
        """The parsed answer to what cannot fail."""
        status, text = self.ask(method, path, content)
        assert 0 < status < 400, (method, path, status, text)
        return json.loads(text) if text.startswith(("{", "[")) else text


def endpoints(release):
    """What keyward knows of a release's routes: their `api`, `template`, `methods` and `actions`."""
    number = ".".join(release.split(".")[:2])
    listed = subprocess.run([os.environ["KEYWARD"], "endpoints", "--release", number, "--json"], check=True, capture_output=True)
    return json.loads(listed.stdout)


def basic(name, password=PASSWORD):
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def parse(data):
    """JSON where it is JSON, else text."""
    try:
        return json.loads(data)
    except ValueError:
        return data.decode(errors="replace")
