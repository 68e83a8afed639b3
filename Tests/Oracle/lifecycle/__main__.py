"""The key lifecycle, users and roles: the same calls to Elasticsearch and to keyward, answered alike.

    Tests/Oracle/run lifecycle [--release R]... [--only SCENE]... [--record FOLDER]

With --record the answers of Elasticsearch are kept in FOLDER and used again while neither the scenes nor the release change.
"""
import argparse
import hashlib
import json
import os
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


def recorded(release, only, folder):
    """What Elasticsearch says: out of the record, or asked now."""
    content = b"".join(path.read_bytes() for path in sorted([*HERE.rglob("*.py"), *HERE.parent.glob("*.py")]) if path.name != "differences.py")
    stamp = hashlib.sha256(content + repr(sorted(only)).encode()).hexdigest()[:16]
    path = pathlib.Path(folder) / f"{release}-{stamp}.json" if folder else None
    if path and path.exists():
        return json.loads(path.read_text())
    with Node(release, secured=True) as node:
        entries = play(node, release, only)
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(entries, indent=1))
    return entries


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--release", action="append")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--record")
    parser.add_argument("--upstream", help="URL to put keyward before instead of a node of its own")
    options = parser.parse_args()
    failed = 0
    for release in options.release or ["8.18.1", "7.17.28"]:
        expected = recorded(release, options.only, options.record)
        if options.upstream:
            with Keyward(options.upstream) as keyward:
                actual = play(keyward, release, options.only)
        else:
            with Node(release, secured=False) as node, Keyward(node.url) as keyward:
                actual = play(keyward, release, options.only)
        listed = [entry for entry in differences.of(release) if not options.only or entry[0].split("/")[0] in options.only]
        if options.record:
            (pathlib.Path(options.record) / f"{release}-keyward.json").write_text(json.dumps(actual, indent=1))
        alike, known, wrong = compare(expected, actual, listed, lambda entry: differences.simplified(release, entry))
        failed += wrong
        print(f"{release}: {len(expected)} calls, {alike} alike, {known} listed as different, {wrong} wrong", flush=True)
    return 1 if failed else 0


sys.exit(main())
