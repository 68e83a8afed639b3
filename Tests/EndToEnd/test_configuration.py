"""Configurations, certificates and commands as an operator meets them."""
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

from support import BINARY, PASSWORD, Proxy, Reader, Upstream, echo


def check(text, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "keyward.yml")
        with open(path, "w") as file:
            file.write(text)
        done = subprocess.run([BINARY, "check", "-c", path, *arguments], capture_output=True, text=True, cwd=folder)
        return done.returncode, (done.stdout + done.stderr).replace(folder + "/", "")


GOOD = """
listeners:
  - bind: 127.0.0.1:0
    ssl.enabled: false
upstreams:
  - hosts: ["http://127.0.0.1:9200"]
"""


class Commands(unittest.TestCase):
    def test_a_good_one(self):
        self.assertEqual(check(GOOD), (0, "keyward.yml: configuration is good\n"))

    def test_all_faults_at_once_with_file_and_line(self):
        code, text = check(GOOD + "limts.connections: 3\nlimits:\n  head_timeout: fast\n  field_count: 9999\nnode.name: ${NOT_SET}\n")
        self.assertEqual(code, 78)
        lines = text.splitlines()
        self.assertEqual(lines[0], "keyward.yml:7: unknown setting [limts.connections], did you mean [limits.connections]?")
        self.assertTrue(lines[1].startswith("keyward.yml:9: [limits.head_timeout] is [fast], but must be a duration"), lines)
        self.assertTrue(lines[2].startswith("keyward.yml:10: [limits.field_count] is [9999], but must be a number from 8 to 250"), lines)
        self.assertEqual(lines[3], "keyward.yml:11: [node.name] needs the environment variable [NOT_SET], which is not set")
        code, text = check("listeners: [", "--json")
        self.assertEqual(code, 78)
        self.assertEqual(json.loads(text)[0]["file"].split("/")[-1], "keyward.yml")

    def test_missing_certificates_and_hosts(self):
        code, text = check(GOOD.replace("ssl.enabled: false", "ssl.certificate: no.crt\n    ssl.key: no.key"))
        self.assertEqual(code, 78)
        self.assertIn("no.crt", text)
        code, text = check(GOOD.replace("127.0.0.1:9200", "no-such-host.invalid:9200") + "\n")
        self.assertEqual(code, 78)
        self.assertIn("allow_plaintext", text)

    def test_run_refuses_what_check_refuses(self):
        done = subprocess.run([BINARY, "run", "-c", "/nonexistent.yml"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 78)
        self.assertIn("/nonexistent.yml: cannot be read", done.stderr)

    def test_usage(self):
        self.assertEqual(subprocess.run([BINARY], capture_output=True).returncode, 2)
        self.assertEqual(subprocess.run([BINARY, "run", "--what"], capture_output=True).returncode, 2)
        text = subprocess.run([BINARY, "--version"], capture_output=True, text=True, check=True).stdout
        for word in ("keyward", "OpenSSL", "SQLite", "nghttp2", "libyaml"):
            self.assertIn(word, text)

    def test_a_folder_is_held_by_one_process(self):
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy:
            done = subprocess.run([BINARY, "run", "-c", "keyward.yml"], cwd=proxy.folder, capture_output=True, text=True, timeout=20)
            self.assertEqual(done.returncode, 1)
            self.assertIn("in use by another process", done.stderr)

    def test_a_port_is_held_by_one_process(self):
        """Each loop listens with SO_REUSEPORT: that must not let another proxy take half of the connections."""
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy, Proxy(upstream.url) as other:
            other.kill(signal.SIGTERM)
            text = other.configuration().replace("127.0.0.1:0", f"127.0.0.1:{proxy.port}")
            with open(os.path.join(other.folder, "keyward.yml"), "w") as file:
                file.write(text)
            run = lambda: subprocess.run([BINARY, "run", "-c", "keyward.yml"], cwd=other.folder, capture_output=True, text=True, timeout=20)
            done = run()
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"bind to 127.0.0.1:{proxy.port}: Address already in use", done.stderr)
            # Nor may two listeners of one configuration share it.
            proxy.kill(signal.SIGTERM)
            listener = text.split("listeners:\n")[1].split("upstreams:")[0]
            with open(os.path.join(other.folder, "keyward.yml"), "w") as file:
                file.write(text.replace(listener, listener + listener.replace("name: main", "name: second")))
            done = run()
            self.assertEqual(done.returncode, 1)
            self.assertIn("Address already in use", done.stderr)


class Certificates(unittest.TestCase):
    def issue(self, proxy, name, *arguments):
        subprocess.run([BINARY, "certutil", "cert", "--ca", ".", "--name", name, *arguments], check=True, cwd=proxy.folder)

    def test_several_names(self):
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy:
            self.issue(proxy, "other", "--dns", "other.test,*.wild.test")
            proxy.listener = "ssl.certificates:\n      - {certificate: other.crt, key: other.key}"
            proxy.kill(signal.SIGTERM)
            proxy.start()
            for name, expected in (("localhost", "localhost"), ("other.test", "other.test"), ("a.wild.test", "other.test"), ("unknown.test", "localhost")):
                context = proxy.context()
                context.check_hostname = False
                with socket.create_connection(("127.0.0.1", proxy.port)) as plain, context.wrap_socket(plain, server_hostname=name) as tls:
                    self.assertEqual(tls.getpeercert()["subjectAltName"][0][1], expected, name)

    def test_client_certificates(self):
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy:
            self.issue(proxy, "client", "--client")
            proxy.listener = "ssl.client_authentication: required\n    ssl.certificate_authorities: ca.crt"
            proxy.kill(signal.SIGTERM)
            proxy.start()
            with self.assertRaises(OSError):
                connection = proxy.connect()
                connection.sendall(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                if not connection.recv(1):
                    raise OSError("closed")
            context = proxy.context()
            context.load_cert_chain(proxy.folder + "/client.crt", proxy.folder + "/client.key")
            client = http.client.HTTPSConnection("localhost", proxy.port, context=context)
            self.assertEqual(proxy.request("GET", "/_security/_authenticate", connection=client)[0], 200)

    def test_versions(self):
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy:
            for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
                context = proxy.context()
                context.minimum_version = context.maximum_version = version
                context.set_alpn_protocols(["h2", "http/1.1"])
                with socket.create_connection(("127.0.0.1", proxy.port)) as plain, context.wrap_socket(plain, server_hostname="localhost") as tls:
                    self.assertEqual(tls.selected_alpn_protocol(), "h2")
            context = proxy.context()
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
            with self.assertRaises(OSError), socket.create_connection(("127.0.0.1", proxy.port)) as plain:
                context.wrap_socket(plain, server_hostname="localhost")

    def test_an_upstream_with_tls_and_a_credential(self):
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(proxy.folder + "/server.crt", proxy.folder + "/server.key")

            def secure(fake, connection, number):
                echo(fake, context.wrap_socket(connection, server_side=True), number)

            with Upstream(secure) as behind:
                proxy.upstream = f"https://127.0.0.1:{behind.port}"
                proxy.upstream_settings = "ssl.certificate_authorities: ca.crt\n    username: inner\n    password: word"
                proxy.kill(signal.SIGTERM)
                proxy.start()
                self.assertEqual(proxy.request("GET", "/x")[0], 200)
                self.assertEqual(behind.requests[-1][1]["authorization"], "Basic aW5uZXI6d29yZA==")
                # Without trust nothing is sent.
                proxy.upstream_settings = ""
                proxy.kill(signal.SIGTERM)
                proxy.start()
                count = len(behind.requests)
                self.assertEqual(proxy.request("GET", "/x")[0], 503)
                self.assertEqual(len(behind.requests), count)

    def test_log_files_are_opened_again(self):
        with Upstream(echo) as upstream, Proxy(upstream.url) as proxy:
            proxy.request("GET", "/first")
            proxy.audit(lambda r: r)
            os.rename(proxy.folder + "/logs/audit.json", proxy.folder + "/logs/moved.json")
            proxy.process.send_signal(signal.SIGUSR1)
            time.sleep(0.3)
            proxy.request("GET", "/second")
            records = proxy.audit(lambda r: r)
            self.assertEqual([r["url.path"] for r in records], ["/second"])


if __name__ == "__main__":
    unittest.main()
