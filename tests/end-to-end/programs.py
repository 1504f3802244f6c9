#!/usr/bin/env python3
"""Every wrong program fails, with its own cause; every right one passes.

Besides, every check is failed by a wrong program, and each exercise has the
programs that it has to have: see collection.py.

    tests/end-to-end/programs.py [--matrix] [NAME]...    (a part of the path)

--matrix prints who fails what, instead of TAP.  For that all is played; else
of a wrong program only the checks that it names and the heart.  With NAMEs,
what is asked of all programs of an exercise is asked only where all are played.
"""

import concurrent.futures
import functools
import os
import sys
import tempfile

import children
import collection
import grading
import matrix

PATIENCE = "0.3"
INTERRUPTED = 130


# One program ---------------------------------------------------------------

def grade(path, *options):
    """The result of one program's grade, or None; and exit status or words."""
    with tempfile.TemporaryDirectory(prefix="wb-") as folder:
        grading.submit_program(
            f"{folder}/s", os.path.relpath(path, collection.PROGRAMS))
        done = grading.grade(folder, "-s", f"{folder}/s", "--jobs", "1",
                             "--patience", PATIENCE, *options)
    if done.document is None:
        return None, done.err.strip() or f"exit status {done.status}"
    return done.document["exercises"][0], done.status


def failed_checks(result):
    return [check["id"] for check in result["checks"]
            if check["status"] == "failed"]


def judge_right(path, result, status):
    if status != 0 or result["score"] != result["max_score"]:
        return [f"{result['score']} of {result['max_score']}"]
    wanted = collection.wanted_note(path)
    noted = [check["id"] for check in result["checks"] if check["notes"]]
    if wanted and wanted not in noted:
        return [f"no note for {wanted}, but for: {', '.join(noted) or 'none'}"]
    return []


def judge_causes(checks, wanted, cause):
    named = {c["id"] for check in wanted if check in checks
             for c in checks[check]["causes"]}
    if cause not in named | {"none"}:
        return [f"cause {cause} is not named, but: {sorted(named)}"]
    return []


def judge_wrong(path, head, result, status):
    wanted, cause = head
    checks = {check["id"]: check for check in result["checks"]}
    failed = failed_checks(result)
    troubles = [f"exit status {status}"] if status != 1 else []
    troubles += [f"there is no check {check}"
                 for check in wanted if check not in checks]
    troubles += [f"{check} does not fail, but: {', '.join(failed) or 'none'}"
                 for check in wanted if check in checks
                 and check not in failed]
    troubles += judge_causes(checks, wanted, cause)
    if os.path.basename(path) in collection.EARN_NOTHING and result["score"]:
        troubles.append(f"earned {result['score']}")
    return troubles


def what_to_play(path, named, all_checks):
    """Options of grade: most of its time is valgrind's, or a few cases'."""
    exercise = collection.exercise_of(path)
    valgrind = [] if "memory" in named else ["--no-valgrind"]
    known = set(named) <= set(collection.catalogue()[exercise])
    if all_checks or not known or \
            os.path.basename(path) in collection.EARN_NOTHING:
        return [*valgrind, exercise]
    return valgrind + [word for check in {*named, collection.heart(exercise)}
                       for word in ("--check", f"{exercise}/{check}")]


def judge(path, all_checks):
    """A program's grade, or None; and what is wrong with it."""
    head = collection.read_head(path)
    if not collection.is_wrong(path):
        result, status = grade(path, collection.exercise_of(path))
        return result, (judge_right(path, result, status) if result
                        else [status])
    if head is None:
        return None, ["its first line does not say what fails"]
    result, status = grade(path, *what_to_play(path, head[0], all_checks))
    return result, (judge_wrong(path, head, result, status) if result
                    else [status])


# One exercise --------------------------------------------------------------

def judge_exercise(exercise, results):
    """What is wrong with all programs of an exercise, by their results."""
    paths = list(results)
    failed = {check for path in paths
              if collection.is_wrong(path) and results[path]
              for check in failed_checks(results[path])}
    return collection.missing(paths) + collection.alike(exercise, paths) + \
        [f"no wrong program fails {check}"
         for check in collection.catalogue()[exercise] if check not in failed]


# What is printed -----------------------------------------------------------

class Tap:
    """As the other tests do."""

    def __init__(self, planned):
        self.number = 0
        print(f"1..{planned}", flush=True)

    def exercise(self, exercise):
        pass

    def program(self, path, result, troubles):
        self.line(path, troubles)
        for check in result["checks"] if result and troubles else []:
            if check["status"] != "passed":
                causes = ",".join(c["id"] for c in check["causes"])
                print(f"#   {check['id']} {check['status']}: "
                      f"{check['message']} [{causes}]", flush=True)

    def whole(self, exercise, troubles):
        self.line(f"{exercise}: all checks are failed, no program is missing",
                  troubles)

    def line(self, name, troubles):
        self.number += 1
        print(f"{'not ok' if troubles else 'ok'} {self.number} - {name}")
        for trouble in troubles:
            print(f"# {trouble}")
        sys.stdout.flush()

    def end(self, programs):
        pass


# All of them ---------------------------------------------------------------

def chosen(words):
    """The programs to be played, by exercise."""
    found = {exercise: [path for path in collection.programs(exercise)
                        if not words or any(w in path for w in words)]
             for exercise in collection.exercises()}
    return {exercise: paths for exercise, paths in found.items() if paths}


def whole(exercise, paths):
    return paths == collection.programs(exercise)


def play(found, pool, printer, all_checks):
    """Judge what was found, as it is played.  The number of troubles."""
    paths = [path for group in found.values() for path in group]
    judged = zip(paths, pool.map(
        functools.partial(judge, all_checks=all_checks), paths))
    count = 0
    for exercise, group in found.items():
        printer.exercise(exercise)
        results = {}
        for _ in group:
            path, (results[path], troubles) = next(judged)
            printer.program(path, results[path], troubles)
            count += len(troubles)
        if whole(exercise, group):
            troubles = judge_exercise(exercise, results)
            printer.whole(exercise, troubles)
            count += len(troubles)
    return count


def main():
    os.chdir(grading.ROOT)
    children.end_at_signals()
    found = chosen([word for word in sys.argv[1:] if word != "--matrix"])
    if not found:
        sys.exit("no program has such a name")
    planned = sum(len(paths) + whole(exercise, paths)
                  for exercise, paths in found.items())
    all_checks = "--matrix" in sys.argv
    printer = (matrix.Matrix if all_checks else Tap)(planned)
    with concurrent.futures.ThreadPoolExecutor(3 * os.cpu_count()) as pool:
        try:
            troubles = play(found, pool, printer, all_checks)
        except children.Ended:
            pool.shutdown(cancel_futures=True)
            return INTERRUPTED
    printer.end(sum(map(len, found.values())))
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
