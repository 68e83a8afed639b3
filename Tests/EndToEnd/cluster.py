"""Real clusters to stand before: releases from a folder beside the checkout, or the one in ELASTICSEARCH_HOME."""
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from support import ROOT

#: Folder of `run RELEASE PORT`, which starts one node in the foreground on loopback and ends it at TERM.
FOLDER = os.environ.get("KEYWARD_CLUSTERS") or os.path.join(ROOT, "../shared/elasticsearch")
HOME = os.environ.get("ELASTICSEARCH_HOME")
#: Seconds until a node must answer.
START = 180


def releases():
    """Names of those that tests should run with, by KEYWARD_RELEASES; a reason where there are none."""
    names = [name for name in os.environ.get("KEYWARD_RELEASES", "").split(",") if name]
    if os.access(os.path.join(FOLDER, "run"), os.X_OK):
        return names, None
    if HOME:
        return ["ELASTICSEARCH_HOME"], None
    return [], "neither a folder of releases beside the checkout nor ELASTICSEARCH_HOME"


def ports():
    """A free port P whose P + 100 is free too."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            port = first.getsockname()[1]
            with contextlib.suppress(OSError, OverflowError), socket.create_server(("127.0.0.1", port + 100)):
                return port


class Cluster:
    """One node without security."""

    def __init__(self, release):
        self.port = ports()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = tempfile.mkdtemp(prefix="keyward-cluster-")
        self.log = open(os.path.join(self.folder, "log"), "wb")
        command, environment = self.own() if release == "ELASTICSEARCH_HOME" else ([os.path.join(FOLDER, "run"), release, str(self.port)], {})
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True, env=dict(os.environ, **environment))
        try:
            self.version = self.wait()
        except BaseException:
            self.stop()
            raise
        self.is_opensearch = self.version.get("distribution") == "opensearch"
        self.major = 7 if self.is_opensearch else int(self.version["number"].split(".")[0])
        #: The type of documents: it has had to be `_doc` since 7 and could not be in 2.
        self.type = "_doc" if self.major >= 7 else "doc"

    def own(self):
        """The node of ELASTICSEARCH_HOME (6.3 or newer), with data and configuration of its own. It refuses to run as root."""
        shutil.copytree(os.path.join(HOME, "config"), os.path.join(self.folder, "config"))
        # Logs of the collector would go to the release's own folder.
        options = os.path.join(self.folder, "config/jvm.options")
        with open(options) as file:
            lines = [line for line in file if "gc.log" not in line and not re.match(r"9-:-Xlog", line)]
        with open(options, "w") as file:
            file.writelines(lines)
        command = [
            os.path.join(HOME, "bin/elasticsearch"), "-E", f"http.port={self.port}", "-E", "network.host=127.0.0.1",
            "-E", "discovery.type=single-node", "-E", f"path.data={self.folder}/data", "-E", f"path.logs={self.folder}/logs"]
        if os.path.isdir(os.path.join(HOME, "modules/x-pack-security")):
            command += ["-E", "xpack.security.enabled=false"]
        environment = {"ES_PATH_CONF": os.path.join(self.folder, "config"), "ES_JAVA_OPTS": "-Xms512m -Xmx512m"}
        java = shutil.which("java")
        if java and not os.path.exists(os.path.join(HOME, "jdk")):
            environment["ES_JAVA_HOME"] = environment["JAVA_HOME"] = os.path.dirname(os.path.dirname(os.path.realpath(java)))
        if os.getuid() == 0:
            for path, folders, files in os.walk(self.folder):
                for name in [path, *(os.path.join(path, f) for f in files)]:
                    os.chown(name, 65534, 65534)
            command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
        return command, environment

    def wait(self):
        end = time.time() + START
        while time.time() < end and self.process.poll() is None:
            with contextlib.suppress(OSError, ValueError, urllib.error.URLError):
                with urllib.request.urlopen(self.url + "/_cluster/health?wait_for_status=yellow&timeout=5s", timeout=10):
                    with urllib.request.urlopen(self.url, timeout=10) as answer:
                        return json.load(answer)["version"]
            time.sleep(0.3)
        with open(self.log.name, errors="replace") as file:
            raise RuntimeError("the cluster did not start:\n" + "".join(file.readlines()[-20:]))

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
