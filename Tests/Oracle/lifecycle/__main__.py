"""The key lifecycle, users and roles: the same calls to Elasticsearch and to keyward, answered alike.

    Tests/Oracle/run lifecycle [--release R]... [--only SCENE]... [--record] [--recorded]

With --record the answers of Elasticsearch are kept beside the scenes; with --recorded they are taken from there while the
scenes have not changed, and no node is started.
"""
import argparse
import gzip
import hashlib
import json
import pathlib
import sys

import differences
import scenes
from sides import Keyward, Node
from transcript import Transcript, compare

HERE = pathlib.Path(__file__).parent


def play(side, release, only):
    transcript = Transcript(side)
    version = tuple(int(part) for part in release.split("."))
    scenes.prepare(transcript, version)
    for scene in scenes.ALL:
        if only and scene.__name__ not in only:
            continue
        if getattr(scene, "since", (0,)) > version or version >= getattr(scene, "until", (1_000_000,)):
            continue
        transcript.begin(scene.__name__)
        scene(transcript, version)
    return transcript.entries


def stamp():
    """Changes with the calls."""
    content = b"".join(path.read_bytes() for path in sorted((HERE / "scenes").glob("*.py")))
    return hashlib.sha256(content).hexdigest()[:16]


def record_of(release):
    return HERE / "recorded" / f"{release}.json.gz"


def asked(release, only):
    """What Elasticsearch says now."""
    with Node(release, secured=True) as node:
        return play(node, release, only)


def recorded(release):
    """What Elasticsearch said when the record was made; None when the calls have changed since."""
    path = record_of(release)
    if not path.exists():
        return None
    record = json.loads(gzip.decompress(path.read_bytes()))
    return record["entries"] if record["stamp"] == stamp() else None


def keep(release, entries):
    path = record_of(release)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps({"stamp": stamp(), "entries": entries}, separators=(",", ":")).encode(), mtime=0))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--release", action="append")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--recorded", action="store_true")
    parser.add_argument("--keep-answers", metavar="FOLDER", help="write both transcripts there")
    options = parser.parse_args()
    failed = 0
    for release in options.release or ["8.18.1", "7.17.28"]:
        expected = recorded(release) if options.recorded and not options.only else None
        if options.recorded and expected is None:
            print(f"{release}: the record is of other calls; Elasticsearch is asked", flush=True)
        expected = expected or asked(release, options.only)
        if options.record and not options.only:
            keep(release, expected)
        # All of these calls are answered by keyward itself: nothing needs to be behind it.
        with Keyward("http://127.0.0.1:9") as keyward:
            actual = play(keyward, release, options.only)
        if options.keep_answers:
            for side, entries in (("elasticsearch", expected), ("keyward", actual)):
                (pathlib.Path(options.keep_answers) / f"{release}-{side}.json").write_text(json.dumps(entries, indent=1))
        listed = [entry for entry in differences.of(release) if not options.only or entry[0].split("/")[0] in options.only]
        alike, known, wrong = compare(expected, actual, listed, lambda entry: differences.simplified(release, entry))
        failed += wrong
        print(f"{release}: {len(expected)} calls, {alike} alike, {known} listed as different, {wrong} wrong", flush=True)
    return 1 if failed else 0


sys.exit(main())
