#!/usr/bin/env python3
"""A failed case played again, and a kept run judged again, say the same."""

import os
import shutil

import grading
from grading import equal, graded, test

WRONG = ["11-stream-client/wrong/stale_tail.c",
         "11-stream-client/wrong/refused_is_success.c",
         "51-raw-tcp-syn/wrong/no_pseudo_header.c"]


def failed(document):
    return {name: check for name, check in grading.checks(document).items()
            if check["status"] == "failed"}


def play_again(folder, name, check):
    """Run the check's command as a shell reads it; only add an output."""
    path = f"{folder}/{'-'.join(name)}.json"
    done = grading.run(["sh", "-c", f"{check['reproduce']} --json {path}"
                        f" --keep {folder}/{'-'.join(name)}"])
    if not os.path.exists(path):
        raise AssertionError(f"{check['reproduce']}\n{done.err}")
    again = grading.checks(grading.load(path)).get(name, {})
    for key in ("status", "case", "story"):
        equal(again.get(key), check[key],
              f"{key} of {name} after\n{check['reproduce']}\n")
    equal(done.status, 1, "status")


def reproduce(path, named):
    def play(folder):
        grading.needs_full()
        submission = f"{folder}/{named}"
        grading.submit_program(submission, path)
        document = graded(folder, "-s", submission, "--seed", "77",
                          path.split(os.sep)[0]).document
        equal(failed(document) != {}, True, "something failed")
        for name, check in failed(document).items():
            play_again(folder, name, check)
    play.__doc__ = f"its commands play it again: {path} in '{named}'"
    return play


for wrong in WRONG:
    test(reproduce(wrong, "handed-in"))
test(reproduce(WRONG[2], "handed in/Zoe's $HOME"))


@test
def judged_again(folder):
    """a kept run is judged as it was, and nothing is played for it"""
    grading.needs_full()
    for path in WRONG:
        submission = f"{folder}/s"
        grading.submit_program(submission, path)
        first = graded(folder, "-s", submission)
        shutil.rmtree(submission)
        for exercise in os.listdir(first.kept):
            if os.path.exists(f"{first.kept}/{exercise}/program"):
                os.unlink(f"{first.kept}/{exercise}/program")
        again = graded(folder, "--from", first.kept,
                       env={"PATH": "/nonexistent"})
        equal(again.status, first.status, "status")
        equal(grading.untimed(again.document),
              grading.untimed(first.document), path)


@test
def one_case_again(folder):
    """of a kept run one exercise or one case can be judged"""
    grading.needs_full()
    submission = f"{folder}/s"
    grading.submit_program(submission, WRONG[2])
    grading.submit_solution(submission, "11-stream-client")
    kept = graded(folder, "-s", submission, "--no-valgrind").kept
    done = graded(folder, "--from", kept, "11")
    equal((done.status, [e["id"] for e in done.document["exercises"]]),
          (3, ["stream-client"]), "status and exercises")
    done = graded(folder, "--from", kept, "--case", "raw-tcp-syn/odd")
    equal((done.status, list(failed(done.document))),
          (1, [("raw-tcp-syn", "checksum")]), "status and failed checks")


if __name__ == "__main__":
    grading.main()
