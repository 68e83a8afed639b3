"""What an operator meets: a full disk, no descriptors left, a node that is down, users that change, clusters with TLS."""
import base64
import contextlib
import http.client
import os
import resource
import signal
import socket
import ssl
import subprocess
import threading
import time
import unittest

import support
from support import BINARY, PASSWORD, Proxy, Upstream, echo

LONG = "/x?" + "q" * 1000


def statuses(proxy, key, count, path=LONG):
    """How often each status came."""
    found = {}
    client = proxy.client()
    for _ in range(count):
        status = proxy.request("GET", path, key=key, connection=client)[0]
        found[status] = found.get(status, 0) + 1
    client.close()
    return found


class AuditTrail(unittest.TestCase):
    def test_a_full_disk_refuses_where_that_is_wanted(self):
        """No request goes unrecorded: those that were let in wait for the disk, further ones are refused until it has room."""
        with Upstream(echo) as upstream, Proxy(upstream.url, settings="audit.on_overflow: refuse\naudit.queue_bytes: 128kb") as proxy:
            key = proxy.make_key()["encoded"]
            proxy.audit(lambda r: r)
            trail = proxy.folder + "/logs/audit.json"
            os.rename(trail, trail + ".before")
            os.symlink("/dev/full", trail)
            proxy.process.send_signal(signal.SIGUSR1)
            time.sleep(0.3)
            found = statuses(proxy, key, 400)
            self.assertGreater(found[200], 20)
            self.assertGreater(found[503], 20)
            self.assertEqual(sum(found.values()), 400)
            self.assertEqual(proxy.log_text().count("the audit trail cannot be written"), 1)
            self.assertIn("No space left on device", proxy.log_text())
            os.unlink(trail)
            proxy.process.send_signal(signal.SIGUSR1)
            records = proxy.audit(lambda r: len(r) >= 400)
            self.assertEqual(len([r for r in records if r.get("http.response.status_code") == 200]), found[200])
            self.assertEqual(statuses(proxy, key, 1), {200: 1})
            self.assertIn("the audit trail is written again", proxy.log_text())
            self.assertNotIn("records were lost", proxy.log_text())

    def test_a_full_disk_costs_records_and_says_so_otherwise(self):
        with Upstream(echo) as upstream, Proxy(upstream.url, settings="audit.queue_bytes: 128kb") as proxy:
            key = proxy.make_key()["encoded"]
            proxy.audit(lambda r: r)
            trail = proxy.folder + "/logs/audit.json"
            os.rename(trail, trail + ".before")
            os.symlink("/dev/full", trail)
            proxy.process.send_signal(signal.SIGUSR1)
            time.sleep(0.3)
            self.assertEqual(statuses(proxy, key, 400), {200: 400})
            os.unlink(trail)
            proxy.process.send_signal(signal.SIGUSR1)
            records = proxy.audit(lambda r: any(x.get("event.action") == "audit_records_lost" for x in r))
            lost = sum(r.get("lost_records", 0) for r in records)
            self.assertGreater(lost, 100)
            self.assertEqual(len([r for r in records if r.get("url.path") == "/x"]) + lost, 400)
            self.assertIn(f'audit records were lost count="{lost}"', proxy.log_text())

    def test_files_are_rotated_by_size(self):
        with Upstream(echo) as upstream, Proxy(upstream.url, settings="audit.rotate: {size: 64kb, keep: 2}") as proxy:
            statuses(proxy, proxy.make_key()["encoded"], 300)
            proxy.kill(signal.SIGTERM)
            names = sorted(os.listdir(proxy.folder + "/logs"))
            self.assertEqual(names, ["audit.json", "audit.json.1", "audit.json.2"])
            for name in names:
                path = os.path.join(proxy.folder, "logs", name)
                self.assertLess(os.stat(path).st_size, 64 * 1024 + 16 * 1024)
                with open(path) as file:
                    self.assertTrue(all(line.endswith("}\n") for line in file))


class Descriptors(unittest.TestCase):
    def test_none_left(self):
        """Those who are connected go on, further ones wait, and all is well when some are free again."""
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        with Upstream(echo) as upstream, Proxy(upstream.url, loops=1, descriptors=64) as proxy:
            key = proxy.make_key()["encoded"]
            client = proxy.client()
            self.assertEqual(proxy.request("GET", "/x", key=key, connection=client)[0], 200)
            with contextlib.ExitStack() as stack:
                for _ in range(120):
                    stack.enter_context(socket.create_connection(("127.0.0.1", proxy.port), timeout=5))
                time.sleep(0.5)
                for _ in range(5):
                    self.assertEqual(proxy.request("GET", "/x", key=key, connection=client)[0], 200)
                self.assertIn("connections cannot be accepted", proxy.log_text())
                self.assertLess(proxy.log_text().count("connections cannot be accepted"), 20)
            client.close()
            end = time.time() + 10
            while time.time() < end:
                with contextlib.suppress(OSError, http.client.HTTPException):
                    if proxy.request("GET", "/x", key=key)[0] == 200:
                        break
            self.assertEqual(proxy.request("GET", "/x", key=key)[0], 200)
        self.assertEqual(resource.getrlimit(resource.RLIMIT_NOFILE)[1], hard)


class Clusters(unittest.TestCase):
    def test_a_node_that_is_down_is_left_out(self):
        with Upstream(echo) as gone:
            dead = gone.url
        with Upstream(echo) as upstream, Proxy(f'{dead}", "{upstream.url}', loops=1) as proxy:
            self.assertEqual(statuses(proxy, proxy.make_key()["encoded"], 50, "/x"), {200: 50})

    def test_nodes_take_turns(self):
        with Upstream(echo) as one, Upstream(echo) as other, Proxy(f'{one.url}", "{other.url}') as proxy:
            key = proxy.make_key()["encoded"]
            threads = [threading.Thread(target=statuses, args=(proxy, key, 20, "/x")) for _ in range(16)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            counts = [len(support.probes_left_out(u.requests)) for u in (one, other)]
            self.assertEqual(sum(counts), 320)
            self.assertGreater(min(counts), 30, counts)

    def test_one_that_comes_back_is_used_again(self):
        with Upstream(echo) as first, Proxy(first.url) as proxy:
            key, port = proxy.make_key()["encoded"], first.port
            self.assertEqual(proxy.request("GET", "/x", key=key)[0], 200)
            first.stop()
            self.assertEqual(proxy.request("GET", "/x", key=key)[0], 503)
            with Upstream(echo, port=port):
                end = time.time() + 15
                while time.time() < end and proxy.request("GET", "/x", key=key)[0] != 200:
                    time.sleep(0.1)
                self.assertEqual(statuses(proxy, key, 20, "/x"), {200: 20})

    def secure(self, folder, **options):
        """An upstream with TLS whose certificate is for 127.0.0.1."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder + "/server.crt", folder + "/server.key")
        if options.get("mutual"):
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(folder + "/ca.crt")

        def handle(upstream, connection, number):
            with contextlib.suppress(ssl.SSLError), context.wrap_socket(connection, server_side=True) as tls:
                upstream.subjects.append(tls.getpeercert() if options.get("mutual") else None)
                echo(upstream, tls, number)

        upstream = Upstream(handle)
        upstream.subjects = []
        return upstream

    def test_tls_towards_the_cluster(self):
        with Upstream(echo) as plain, Proxy(plain.url) as proxy:
            issue = lambda *a: subprocess.run([BINARY, "certutil", "cert", "--ca", ".", *a], check=True, cwd=proxy.folder)
            issue("--name", "client", "--client", "--dns", "proxy.test")
            issue("--name", "other", "--dns", "elsewhere.test")
            with open(os.open(proxy.folder + "/key", os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
                file.write("c2VjcmV0OmtleQ==\n")

            def try_with(upstream, settings):
                proxy.upstream, proxy.upstream_settings = f"https://127.0.0.1:{upstream.port}", "\n    ".join(settings)
                proxy.kill(signal.SIGTERM)
                proxy.start()
                return proxy.request("GET", "/x")[0]

            trust = "ssl.certificate_authorities: ca.crt"
            with self.secure(proxy.folder, mutual=True) as upstream:
                # It asks for a certificate: without one nothing gets through.
                self.assertIn(try_with(upstream, [trust]), (502, 503))
                self.assertEqual(try_with(upstream, [trust, "ssl.certificate: client.crt", "ssl.key: client.key", "api_key_file: key"]), 200)
                self.assertIn(("DNS", "proxy.test"), upstream.subjects[-1]["subjectAltName"])
                self.assertEqual(upstream.requests[-1][1]["authorization"], "ApiKey c2VjcmV0OmtleQ==")
            os.replace(proxy.folder + "/other.crt", proxy.folder + "/behind.crt")
            for name in ("crt", "key"):
                os.replace(proxy.folder + "/server." + name, proxy.folder + "/kept." + name)
            os.replace(proxy.folder + "/behind.crt", proxy.folder + "/server.crt")
            os.replace(proxy.folder + "/other.key", proxy.folder + "/server.key")
            with self.secure(proxy.folder) as upstream:
                for name in ("crt", "key"):
                    os.replace(proxy.folder + "/kept." + name, proxy.folder + "/server." + name)
                # Its certificate is for another name.
                self.assertEqual(try_with(upstream, [trust]), 503)
                self.assertEqual(try_with(upstream, [trust, "ssl.verification_mode: certificate"]), 200)
                self.assertEqual(try_with(upstream, ["ssl.verification_mode: certificate"]), 503)
                self.assertEqual(try_with(upstream, ["ssl.verification_mode: none"]), 200)


class Users(unittest.TestCase):
    def test_a_change_is_noticed(self):
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy:
            users = lambda *a: subprocess.run(
                [BINARY, "users", *a, "--data", "data"], check=True, cwd=proxy.folder, env=dict(os.environ, KEYWARD_PASSWORD="another password"))

            def becomes(expected, password):
                field = {"Authorization": "Basic " + base64.b64encode(f"elastic:{password}".encode()).decode()}
                end = time.time() + 10
                while time.time() < end:
                    status = proxy.request("GET", "/x", user=None, headers=field)[0]
                    if status == expected:
                        return True
                    time.sleep(0.05)
                return False

            self.assertTrue(becomes(200, PASSWORD))
            users("passwd", "elastic")
            self.assertTrue(becomes(401, PASSWORD))
            self.assertTrue(becomes(200, "another password"))
            key = base64.b64encode(b"x").decode()
            users("delete", "elastic")
            self.assertTrue(becomes(401, "another password"))
            self.assertNotIn(key, proxy.log_text())

    def test_an_optional_client_certificate(self):
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy:
            subprocess.run([BINARY, "certutil", "cert", "--ca", ".", "--name", "client", "--client"], check=True, cwd=proxy.folder)
            os.mkdir(proxy.folder + "/foreign")
            for command in (["ca", "--out", "foreign"], ["cert", "--ca", "foreign", "--name", "client", "--client"]):
                subprocess.run([BINARY, "certutil", *command], check=True, cwd=proxy.folder)
            proxy.listener = "ssl.client_authentication: optional\n    ssl.certificate_authorities: ca.crt"
            proxy.kill(signal.SIGTERM)
            proxy.start()

            def ask(folder):
                context = proxy.context()
                if folder:
                    context.load_cert_chain(f"{folder}/client.crt", f"{folder}/client.key")
                client = http.client.HTTPSConnection("localhost", proxy.port, context=context, timeout=5)
                return proxy.request("GET", "/x", connection=client)[0]

            self.assertEqual(ask(None), 200)
            self.assertEqual(ask(proxy.folder), 200)
            with self.assertRaises((OSError, http.client.HTTPException)):
                ask(proxy.folder + "/foreign")


class Addresses(unittest.TestCase):
    def test_both_kinds(self):
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy:
            proxy.kill(signal.SIGTERM)
            with open(proxy.folder + "/keyward.yml", "w") as file:
                file.write(proxy.configuration().replace("127.0.0.1:0", '"[::]:0"'))
            with subprocess.Popen([BINARY, "run", "-c", "keyward.yml"], cwd=proxy.folder, stderr=subprocess.PIPE, text=True) as process:
                line = next(line for line in process.stderr if "listening" in line)
                port = int(line.split('address="[::]:')[1].split('"')[0])
                context = proxy.context()
                for host in ("127.0.0.1", "::1"):
                    try:
                        plain = socket.create_connection((host, port), timeout=5)
                    except OSError as error:
                        if host == "::1" and error.errno == 99:
                            continue  # This machine has no IPv6.
                        raise
                    with plain, context.wrap_socket(plain, server_hostname="localhost") as tls:
                        tls.sendall(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                        self.assertTrue(tls.recv(100).startswith(b"HTTP/1.1 401 "))
                # SIGINT ends it as SIGTERM does.
                process.send_signal(signal.SIGINT)
                self.assertEqual(process.wait(timeout=10), 0)


if __name__ == "__main__":
    unittest.main()
