#!/usr/bin/env python3
"""Four graders at once, on a busy machine, say all the same.

    tests/end-to-end/together.py [--rounds N]               (2 by default)
"""

import argparse
import os
import re
import subprocess
import sys

import grading
from grading import equal, test

GRADERS = 4
BUSY = 2
# What a program or valgrind might leave in a common folder.
TRACES = re.compile(r"vgdb|valgrind|stream_client|raw_tcp_syn|core\b")
COMMON = ["/tmp", "/var/tmp", "/dev/shm"]

rounds = 2


def ipc():
    """What there is of System V's shared memory, semaphores, queues."""
    found = set()
    for name in os.listdir("/proc/sysvipc"):
        with open(f"/proc/sysvipc/{name}", encoding="ascii") as file:
            found |= {(name, line.split()[1]) for line in file.readlines()[1:]}
    return found


def files():
    """The checkout's files but for build/, and traces in common folders."""
    found = set()
    for place, folders, names in os.walk("."):
        if place == ".":
            folders[:] = [f for f in folders if f not in ("build", ".git")]
        folders[:] = [f for f in folders if f != "__pycache__"]
        found |= {os.path.join(place, name) for name in names}
    for folder in COMMON:
        found |= {f"{folder}/{name}" for name in os.listdir(folder)
                  if TRACES.match(name)}
    return found


def grade_together(folder, submission, number):
    """The documents of as many graders, and their statuses."""
    paths = [f"{folder}/{number}-{n}.json" for n in range(GRADERS)]
    children = [subprocess.Popen(
        [grading.GRADER, "grade", "-s", submission, "--json", path],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) for path in paths]
    statuses = [child.wait() for child in children]
    return [grading.untimed(grading.load(path)) for path in paths], statuses


def difference(one, two, where="$"):
    """The first place where two documents differ."""
    if isinstance(one, dict) and isinstance(two, dict) and \
            one.keys() == two.keys():
        pairs = [(f"{where}.{key}", one[key], two[key]) for key in one]
    elif isinstance(one, list) and isinstance(two, list) and \
            len(one) == len(two):
        pairs = [(f"{where}[{n}]", *both)
                 for n, both in enumerate(zip(one, two))]
    else:
        return f"{where}: {one!r} and {two!r}"
    for path, a, b in pairs:
        if a != b:
            return difference(a, b, path)
    return None


def play_rounds(folder, submission):
    first = None
    for number in range(rounds):
        documents, statuses = grade_together(folder, submission, number)
        equal(statuses, [1] * GRADERS, "statuses")
        first = first or documents[0]
        for document in documents:
            if document != first:
                raise AssertionError(
                    f"round {number + 1}: {difference(first, document)}")
    return first


@test
def together(folder):
    """graders that run at once, beside busy loops, give one result"""
    grading.needs_full()
    submission = f"{folder}/s"
    grading.submit_solution(submission, "11-stream-client")
    grading.submit_program(submission,
                           "51-raw-tcp-syn/wrong/no_pseudo_header.c")
    before_ipc, before_files = ipc(), files()
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"])
            for _ in range(BUSY)]
    try:
        document = play_rounds(folder, submission)
    finally:
        for child in busy:
            child.kill()
            child.wait()
    grading.expect_no_children()
    equal(ipc() - before_ipc, set(), "System V objects that were left")
    equal(files() - before_files, set(), "files that were left")
    scores = {e["id"]: e["score"] for e in document["exercises"]
              if e["status"] != "missing"}
    equal(scores, {"stream-client": 10, "raw-tcp-syn": 8}, "scores")


def main():
    global rounds
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=rounds)
    rounds = parser.parse_args().rounds
    grading.adopt()
    grading.main()


if __name__ == "__main__":
    main()
