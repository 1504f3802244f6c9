#!/usr/bin/env python3
"""Every wrong program fails, with its own cause; every right one passes.

The first line of a wrong program names what must become of it:

    /* fails: CHECK[, CHECK...]; cause: CAUSE-ID or none; WORDS */

It has to fail the first CHECK, and the cause, if one is named, has to be
named for a check that it fails.  Programs named in EARN_NOTHING get 0.

    tests/end-to-end/programs.py [--matrix] [NAME]...    (a part of the path)
"""

import concurrent.futures
import os
import re
import sys
import tempfile

import grading

PROGRAMS = os.path.join("tests", "programs")
EARN_NOTHING = {"exits_1_at_once.c", "stderr_and_exit_1.c",
                "sleeps_for_ever.c"}
HEAD = re.compile(r"/\* fails: ([a-z0-9, -]+); cause: ([a-z0-9-]+);")
PATIENCE = "0.3"


def find(words):
    """Paths of the programs, wrong ones first, an exercise after another."""
    found = []
    for exercise in sorted(os.listdir(PROGRAMS)):
        for kind in ("wrong", "right"):
            folder = os.path.join(PROGRAMS, exercise, kind)
            for name in sorted(os.listdir(folder)):
                path = os.path.join(folder, name)
                if name.endswith(".c") and (
                        not words or any(w in path for w in words)):
                    found.append(path)
    return found


def read_head(path):
    """The checks that a wrong program must fail, and its cause; or None."""
    with open(path, encoding="utf-8") as file:
        head = HEAD.match(file.readline())
    if not head:
        return None
    return [word.strip() for word in head.group(1).split(",")], head.group(2)


def grade(path, *options):
    """The result document of one program's grade, and the exit status."""
    name = os.path.relpath(path, PROGRAMS)
    with tempfile.TemporaryDirectory() as folder:
        grading.submit_program(f"{folder}/s", name)
        done = grading.grade(folder, "-s", f"{folder}/s", "--jobs", "1",
                             "--patience", PATIENCE, *options,
                             name.split(os.sep)[0])
    if done.document is None:
        return None, done.err.strip()
    return done.document["exercises"][0], done.status


def judge_right(result, status):
    if status != 0 or result["score"] != result["max_score"]:
        return f"{result['score']} of {result['max_score']}"
    return None


def judge_wrong(path, head, result, status):
    wanted, cause = head
    checks = {check["id"]: check for check in result["checks"]}
    failed = [c for c in checks if checks[c]["status"] == "failed"]
    if status != 1:
        return f"exit status {status}"
    for check in wanted:
        if check not in checks:
            return f"there is no check {check}"
    if wanted[0] not in failed:
        return f"{wanted[0]} did not fail, but: {', '.join(failed)}"
    causes = {cause["id"] for c in wanted for cause in checks[c]["causes"]}
    if cause not in causes | {"none"}:
        return f"cause {cause} not named, but: {sorted(causes)}"
    if os.path.basename(path) in EARN_NOTHING and result["score"] != 0:
        return f"earned {result['score']}"
    return None


def judge(path):
    """What is wrong with the grade of the program, or None; and the grade."""
    if os.sep + "wrong" + os.sep not in path:
        result, status = grade(path)
        return (status if result is None
                else judge_right(result, status)), result
    head = read_head(path)
    if head is None:
        return "its first line does not say what fails", None
    # most of a grade's time is valgrind's
    options = [] if "memory" in head[0] else ["--no-valgrind"]
    result, status = grade(path, *options)
    return (status if result is None
            else judge_wrong(path, head, result, status)), result


def explain(result):
    """Each check that did not pass, for the log of a failed test."""
    lines = []
    for check in result["checks"] if result else []:
        if check["status"] != "passed":
            causes = ",".join(c["id"] for c in check["causes"])
            lines.append(f"#   {check['id']} {check['status']}: "
                         f"{check['message']} [{causes}]")
    return "\n".join(lines)


def matrix_line(path, result):
    marks = {"passed": ".", "failed": "F", "skipped": "-",
             "could-not-check": "?"}
    cells = "".join(marks[c["status"]] for c in result["checks"])
    name = os.sep.join(path.split(os.sep)[2:])
    return f"{cells:16} {result['score']:>4} {name}"


def main():
    os.chdir(grading.ROOT)
    words = sys.argv[1:]
    matrix = "--matrix" in words
    paths = find([w for w in words if w != "--matrix"])
    failed = 0
    if not matrix:
        print(f"1..{len(paths)}", flush=True)
    with concurrent.futures.ThreadPoolExecutor(3 * os.cpu_count()) as pool:
        for number, (path, (wrong, result)) in enumerate(
                zip(paths, pool.map(judge, paths)), 1):
            if matrix:
                print(matrix_line(path, result), flush=True)
            elif wrong:
                failed += 1
                print(f"not ok {number} - {path}: {wrong}")
                print(explain(result), flush=True)
            else:
                print(f"ok {number} - {path}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
