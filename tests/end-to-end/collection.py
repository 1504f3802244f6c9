"""The programs of tests/programs, and what each exercise's have to be.

The first line of a wrong program says what must become of it:

    /* fails: CHECK[, CHECK...]; cause: CAUSE-ID or none; WORDS */

Each CHECK has to fail, and the cause, if one is named, has to be named for
one of them.  What fails besides, because it rests on these, is not listed.
That of a right one may name the check that has a note for it:

    /* right; note: CHECK; WORDS */
"""

import functools
import os
import re

import grading
import twins

PROGRAMS = os.path.join("tests", "programs")
HEAD = re.compile(r"/\* fails: ([a-z0-9, -]+); cause: ([a-z0-9-]+); .+ \*/$")
NOTE = re.compile(r"/\* right; note: ([a-z0-9-]+); .+ \*/$")
LEAST = {"wrong": 12, "right": 4}
EARN_NOTHING = {"exits_1_at_once.c", "stderr_and_exit_1.c",
                "sleeps_for_ever.c"}
ALWAYS = sorted(EARN_NOTHING | {"from_a_table.c"})


def exercises():
    return sorted(os.listdir(PROGRAMS))


@functools.lru_cache(maxsize=None)
def catalogue():
    """The checks of each exercise, in order."""
    checks = {}
    for line in grading.grader("list", "--checks").out.splitlines():
        exercise, check = line.split("\t")[:2]
        checks.setdefault(exercise, []).append(check)
    return checks


@functools.lru_cache(maxsize=None)
def heart(exercise):
    """The check without which duties do not count."""
    return next(line.split("\t")[1]
                for line in grading.grader("list", "--checks",
                                           exercise).out.splitlines()
                if line.endswith("\theart"))


def programs(exercise):
    """Paths of an exercise's programs, wrong ones first."""
    return [os.path.join(PROGRAMS, exercise, kind, name)
            for kind in ("wrong", "right")
            for name in sorted(os.listdir(
                os.path.join(PROGRAMS, exercise, kind)))
            if name.endswith(".c")]


def exercise_of(path):
    return path.split(os.sep)[2]


def is_wrong(path):
    return path.split(os.sep)[3] == "wrong"


def first_line(path):
    with open(path, encoding="utf-8") as file:
        return file.readline().rstrip("\n")


def wanted_note(path):
    """The check that must have a note for a right program, or None."""
    head = NOTE.match(first_line(path))
    return head[1] if head else None


def read_head(path):
    """The checks that a wrong program must fail, and its cause; or None."""
    head = HEAD.match(first_line(path))
    if not head:
        return None
    return [word.strip() for word in head[1].split(",")], head[2]


def missing(paths):
    """What an exercise's programs lack."""
    names = [os.path.basename(path) for path in paths if is_wrong(path)]
    have = {"wrong": len(names), "right": len(paths) - len(names)}
    return [f"there is no wrong/{name}"
            for name in ALWAYS if name not in names] + \
           [f"{have[kind]} {kind} programs are too few: {least} are wanted"
            for kind, least in LEAST.items() if have[kind] < least]


def alike(exercise, paths):
    """What differs in nothing but names, be it from the solution."""
    folder = os.path.join("solutions", exercise)
    solution = [os.path.join(folder, name) for name in os.listdir(folder)]
    return [f"{second} differs from {first} only in names"
            for first, second in twins.twins(solution + paths)]
