#!/usr/bin/env python3
"""Four graders at once, on a busy machine, say all the same.

    tests/end-to-end/together.py [--rounds N]               (2 by default)
"""

import argparse
import subprocess

import grading
import machine
from grading import equal, test

GRADERS = 4

rounds = 2


def grade_together(folder, submission, number):
    """The documents of as many graders, and their statuses."""
    paths = [f"{folder}/{number}-{n}.json" for n in range(GRADERS)]
    children = [subprocess.Popen(
        [grading.GRADER, "grade", "-s", submission, "--json", path],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) for path in paths]
    statuses = [child.wait() for child in children]
    return [grading.untimed(grading.load(path)) for path in paths], statuses


def play_rounds(folder, submission):
    first = None
    for number in range(rounds):
        documents, statuses = grade_together(folder, submission, number)
        equal(statuses, [1] * GRADERS, "statuses")
        first = first or documents[0]
        for document in documents:
            if document != first:
                raise AssertionError(
                    f"round {number + 1}: {machine.difference(first, document)}")
    return first


@test
def together(folder):
    """graders that run at once, beside busy loops, give one result"""
    grading.needs_full()
    submission = f"{folder}/s"
    grading.submit_solution(submission, "11-stream-client")
    grading.submit_program(submission,
                           "51-raw-tcp-syn/wrong/no_pseudo_header.c")
    with machine.nothing_left(), machine.busy():
        document = play_rounds(folder, submission)
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
