"""scripts/check finds what it is there to find: a small package that breaks one rule at a time."""
import os
import shutil
import subprocess
import tempfile
import unittest

from support import ROOT

GOOD = {
    "Package.swift": '''let package = Package(targets: [
        // Layer 0: C.
        .systemLibrary(name: "CThing"),
        // Layer 1: engines.
        .target(name: "Bytes", swiftSettings: settings),
        .target(
            name: "HTTP", dependencies: ["Bytes"],
            swiftSettings: settings),
        // Layer 2: programs.
        .executableTarget(name: "Tool", dependencies: ["HTTP", "CThing"], swiftSettings: settings),
    ])
''',
    "Sources/Bytes/Bytes.swift": "internal import Glibc\n",
    "Sources/HTTP/HTTP.swift": "public import Bytes\n\nfunc f() {\n    let answer = try? g()\n}\n",
    "Sources/Tool/Tool.swift": "internal import CThing\nimport HTTP\n",
    "Sources/Configuration/Reader.swift": 'let a = root.integer("limits.lines", 1...2)\nlet b = self.secret("password")\n',
    "conf/keyward.yml": "# Words.\n#limits.lines: 1\nupstreams:\n  - name: a\n    # For example: password: x\n    # For example: password_file: x\n",
    "scripts/run": "#!/usr/bin/env bash\necho hello\n",
    "README.md": "See `Sources/HTTP` and `scripts/run`.\n",
}


class Check(unittest.TestCase):
    def check(self, changes):
        folder = tempfile.mkdtemp(prefix="keyward-check-")
        self.addCleanup(shutil.rmtree, folder)
        for name, text in {**GOOD, **changes}.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(text)
            if text.startswith("#!") and "plain" not in name:
                os.chmod(path, 0o755)
            if "odd" in name:
                os.chmod(path, 0o755)
        subprocess.run(["git", "init", "-q", folder], check=True)
        subprocess.run(["git", "-C", folder, "add", "-A"], check=True)
        done = subprocess.run([os.path.join(ROOT, "scripts/check"), folder], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1 if done.stdout else 0, done.stderr)
        return done.stdout.splitlines()

    def test_a_good_one(self):
        self.assertEqual(self.check({}), [])

    def test_each_fault(self):
        long = "func f() {\n" + "    g()\n" * 69 + "}\n"
        cases = {
            "an import beside the dependencies": ({"Sources/Bytes/More.swift": "internal import HTTP\n"}, "Sources/Bytes/More.swift:1: imports HTTP, on which Bytes does not depend"),
            "a dependency upwards": ({"Package.swift": GOOD["Package.swift"].replace('name: "Bytes",', 'name: "Bytes", dependencies: ["HTTP"],'), "Sources/Bytes/Bytes.swift": "import HTTP\n"},
                                     "Package.swift: Bytes depends on HTTP, which does not stand above it"),
            "a dependency twice": ({"Package.swift": GOOD["Package.swift"].replace('["Bytes"]', '["Bytes", "Bytes"]')}, "Package.swift: HTTP names Bytes twice"),
            "a dependency too many": ({"Sources/Tool/Tool.swift": "import HTTP\n"}, "Package.swift: Tool depends on CThing, but does not import it"),
            "a target in no layer": ({"Package.swift": GOOD["Package.swift"].replace("// Layer 0: C.", "")}, "Package.swift: target CThing stands in no layer"),
            "Foundation": ({"Sources/Tool/More.swift": "import FoundationEssentials\n"}, "Sources/Tool/More.swift:1: Foundation is used nowhere"),
            "an engine that knows the loop": ({"Sources/HTTP/More.swift": "internal import Dispatch\n"}, "Sources/HTTP/More.swift:1: HTTP must not know Dispatch"),
            "a stray file": ({"notes.txt": "words\n"}, "notes.txt: does not belong at the top level"),
            "a stray folder": ({"vendor/a.txt": "words\n"}, "vendor: does not belong at the top level"),
            "a long file": ({"Sources/HTTP/Long.swift": "let x = 1\n" * 401}, "Sources/HTTP/Long.swift: has 401 lines, but may have 400"),
            "a long function": ({"Sources/HTTP/Long.swift": long}, "Sources/HTTP/Long.swift:1: function has 71 lines, but may have 70"),
            "a long method": ({"Tests/A.swift": "struct A {\n" + "".join("    " + l + "\n" for l in long.replace("func f()", "@Test func f() throws").splitlines()) + "}\n"},
                              "Tests/A.swift:2: function has 71 lines, but may have 70"),
            "a trap": ({"Sources/HTTP/Trap.swift": "let x = try! f()\n"}, "Sources/HTTP/Trap.swift:1: try! ends the process"),
            "another": ({"Sources/HTTP/Trap.swift": "let x = y as! Z\n"}, "Sources/HTTP/Trap.swift:1: as! ends the process"),
            "unfinished work": ({"Sources/HTTP/Half.swift": "// TO" + "DO: the rest\n"}, "Sources/HTTP/Half.swift:1: unfinished: TO" + "DO"),
            "a local path": ({"conf/x.yml": "a: /ro" + "ot/x\n"}, "conf/x.yml:1: a path of one machine: /ro" + "ot/"),
            "a script that cannot be run": ({"scripts/plain": "#!/bin/sh\n"}, "scripts/plain: begins with #!, but is not executable"),
            "a text that can": ({"conf/odd": "words\n"}, "conf/odd: is executable without #!"),
            "Python that does not parse": ({"Tests/x.py": "def f(:\n"}, "Tests/x.py:1: invalid syntax"),
            "a setting without words": ({"conf/keyward.yml": GOOD["conf/keyward.yml"].replace("password_file", "password_fire")},
                                        "conf/keyward.yml: [password_file] is not documented (Sources/Configuration/Reader.swift)"),
            "a path that is not there": ({"README.md": "See `Sources/HTTP9/x.swift`.\n"}, "README.md:1: there is no Sources/HTTP9/x.swift"),
        }
        for name, (changes, expected) in cases.items():
            with self.subTest(name):
                self.assertEqual(self.check(changes), [expected])
        self.assertIn("syntax error", self.check({"scripts/broken": "#!/usr/bin/env bash\nif\n"})[0])
        self.assertEqual(self.check({"Sources/HTTP/Long.swift": long.replace("    g()\n", "", 1), "Sources/HTTP/Words.swift": "// not try! here\n"}), [])


if __name__ == "__main__":
    unittest.main()
