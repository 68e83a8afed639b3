"""Random requests of limited keys before a real cluster without security: none changes or tells what its key's privileges do not allow.

    Tests/Oracle/run effects [--release R] [--requests N] [--seed S] [--batch B] [--attach PORT]

Made from every route of the release. After each batch the whole cluster is compared with what it was before, read straight from the
node; what must not have changed is looked for request by request. The same requests straight to the node must have effects.
"""
import argparse
import contextlib
import math
import random
import sys

from effects.sweep import BATCH, sweep
from sides import Keyward, Node


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--release", "--releases", default="6.8.23,7.17.28")
    parser.add_argument("--requests", type=int, default=20_000, help="of each release")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--batch", type=int, help="only this one, as a fault names it")
    parser.add_argument("--attach", metavar="PORT", help="of a node that runs already; all its indices are deleted")
    options = parser.parse_args()
    batches = range(math.ceil(options.requests / BATCH)) if options.batch is None else [options.batch]
    passed = True
    for release in options.release.split(","):
        print(f"{release}: seed {options.seed}", flush=True)
        with contextlib.ExitStack() as stack:
            url = f"http://127.0.0.1:{options.attach}" if options.attach else stack.enter_context(Node(release, secured=False)).url
            keyward = stack.enter_context(Keyward(url))
            passed = sweep(Node.connector(url), keyward.connect, release, options.seed, batches) and passed
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
