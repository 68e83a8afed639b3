"""How the program is built: as one, where there is memory for it."""
import os
import subprocess
import tempfile
import unittest

BUILD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../scripts/build")


class Build(unittest.TestCase):
    def build(self, available, *arguments):
        """What the compiler is asked for by a machine with so many kB of memory to give."""
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/meminfo", "w") as file:
                file.write(f"MemTotal:       64000000 kB\nMemFree:          100000 kB\nMemAvailable: {available:>10} kB\nBuffers: 0 kB\n")
            with open(f"{folder}/swift", "w") as file:
                file.write('#!/bin/sh\necho "$@"\n')
            os.chmod(f"{folder}/swift", 0o755)
            environment = dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}", KEYWARD_MEMINFO=f"{folder}/meminfo")
            done = subprocess.run([BUILD, *arguments], env=environment, capture_output=True, text=True, check=True)
            return done.stdout.split(), done.stderr

    def test_as_one_where_there_is_memory(self):
        words, said = self.build(8 << 20, "keyward")
        self.assertEqual(words, "build -c release --experimental-lto-mode full -Xswiftc -use-ld=lld --product keyward".split())
        self.assertEqual(said, "")
        self.assertEqual(self.build(8 << 20)[0][-1], "-use-ld=lld")

    def test_module_by_module_where_there_is_little(self):
        words, said = self.build(2 << 20, "keyward")
        self.assertEqual(words, "build -c release --product keyward".split())
        self.assertIn("less than 3 GB", said)


if __name__ == "__main__":
    unittest.main()
