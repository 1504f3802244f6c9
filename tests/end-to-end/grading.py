"""What the end-to-end tests share: the grader, submissions, processes, TAP."""

import ctypes
import functools
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import types

import children

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
GRADER = os.path.join(ROOT, "build", "grader")
PROGRAMS = os.path.join(ROOT, "tests", "programs")
SOLUTIONS = os.path.join(ROOT, "solutions")
FULL = 10 * len(os.listdir(SOLUTIONS))  # ten points an exercise

PR_SET_CHILD_SUBREAPER = 36

tests = []


class Skip(Exception):
    """This machine cannot show it; the text says why."""


def test(function):
    """Play function in a folder of its own; its first line is its name."""
    tests.append(function)
    return function


def play(function):
    """Lines that say what went wrong, and the reason of a skip, or None."""
    with tempfile.TemporaryDirectory(prefix="wb-") as folder:
        try:
            function(folder)
        except Skip as reason:
            return [], str(reason)
        except AssertionError as error:
            return str(error).splitlines(), None
        except Exception:  # pylint: disable=broad-except
            return traceback.format_exc().splitlines(), None
    return [], None


def main():
    """Play all tests and print TAP."""
    failed = False
    os.chdir(ROOT)
    sys.stdout.reconfigure(errors="backslashreplace")
    print(f"1..{len(tests)}", flush=True)
    for number, function in enumerate(tests, 1):
        troubles, skip = play(function)
        name = function.__doc__.splitlines()[0]
        print(f"{'not ok' if troubles else 'ok'} {number} - {name}" +
              (f" # SKIP {skip}" if skip else ""))
        for line in troubles:
            print(f"# {line}")
        sys.stdout.flush()
        failed = failed or bool(troubles)
    sys.exit(failed)


def equal(got, wanted, what):
    if got != wanted:
        raise AssertionError(f"{what}: {got!r} instead of {wanted!r}")


def holds(text, *parts):
    for part in parts:
        if part not in text:
            raise AssertionError(f"no {part!r} in\n{text}")


# The grader ----------------------------------------------------------------

def run(words, **more):
    """Run a command; its status and, each byte kept, out and err."""
    done = children.run(
        words, **{"cwd": ROOT, "stdin": subprocess.DEVNULL, **more})
    return types.SimpleNamespace(
        status=done.status,
        out=done.out.decode(errors="surrogateescape"),
        err=done.err.decode(errors="surrogateescape"))


def grader(*words, before=(), **more):
    """Run the grader, as the last words of the command before."""
    return run([*before, GRADER, *words], **more)


def load(path):
    with open(path, encoding="ascii") as file:
        return json.load(file)


def grade(folder, *words, **more):
    """Grade; its document is None if there is none, kept is its evidence."""
    place = tempfile.mkdtemp(dir=folder)
    document, kept = f"{place}/result.json", f"{place}/run"
    keep = [] if "--from" in words else ["--keep", kept]
    done = grader("grade", *words, *keep, "--json", document, **more)
    done.document = load(document) if os.path.exists(document) else None
    done.kept = kept
    return done


def graded(folder, *words, **more):
    """Grade, and the document: there has to be one."""
    done = grade(folder, *words, **more)
    if done.document is None:
        raise AssertionError(f"status {done.status}, no result:\n{done.err}")
    return done


def untimed(document):
    """The document without what differs from run to run."""
    return {key: value for key, value in document.items()
            if key != "wall_ms"}


def checks(document):
    """All checks of a document, by exercise and id."""
    return {(exercise["id"], check["id"]): check
            for exercise in document["exercises"]
            for check in exercise["checks"]}


def failures(document):
    """One line for each check that did not pass."""
    return "\n".join(f"{exercise}/{name} {check['status']}: "
                     f"{check['message']}"
                     for (exercise, name), check in checks(document).items()
                     if check["status"] != "passed")


@functools.lru_cache(maxsize=None)
def doctor():
    return grader("doctor")


def needs_full():
    """Skip the test where cases cannot have networks of their own."""
    if doctor().status != 0:
        reason = [line for line in doctor().out.splitlines()
                  if "because:" in line or "none:" in line]
        raise Skip("; ".join(line.strip() for line in reason))


# Submissions ---------------------------------------------------------------

def source_name(exercise):
    return exercise.split("-", 1)[1].replace("-", "_") + ".c"


def submit(folder, exercise, source):
    """Put a program into the submission in folder; its path."""
    path = os.path.join(folder, exercise, source_name(exercise))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(source)
    return path


def submit_program(folder, path):
    """Submit one of tests/programs: 51-raw-tcp-syn/wrong/syn_ack.c, say."""
    with open(os.path.join(PROGRAMS, path), encoding="utf-8") as file:
        return submit(folder, path.split(os.sep)[0], file.read())


def submit_solution(folder, exercise):
    os.makedirs(folder, exist_ok=True)
    shutil.copytree(f"{SOLUTIONS}/{exercise}", f"{folder}/{exercise}")


# Processes -----------------------------------------------------------------

def adopt():
    """From now on all that our children leave behind is our child."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def expect_no_children(seconds=30):
    """Wait until all children, adopted ones too, have ended."""
    def give_up(_number, _frame):
        raise AssertionError(f"still there: {descendants(os.getpid())}")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def descendants(pid):
    """The names of all processes that began in pid, by their number."""
    names, parents = {}, {}
    for entry in os.listdir("/proc"):
        try:
            with open(f"/proc/{int(entry)}/stat", "rb") as file:
                stat = file.read().decode(errors="replace")
        except (ValueError, OSError):
            continue
        name, rest = stat.split("(", 1)[1].rsplit(")", 1)
        names[int(entry)] = name
        parents[int(entry)] = int(rest.split()[1])
    found = {pid}
    while True:
        more = {p for p, parent in parents.items() if parent in found}
        if more <= found:
            return {p: names[p] for p in found - {pid} if p in names}
        found |= more


def await_descendant(pid, name, seconds=120):
    """Return when pid, which has to live on, has a descendant of that name."""
    pidfd = os.pidfd_open(pid)
    deadline = time.monotonic() + seconds
    try:
        while name not in descendants(pid).values():
            if select.select([pidfd], [], [], 0.01)[0]:
                raise AssertionError(f"it ended before there was a {name}")
            if time.monotonic() > deadline:
                raise AssertionError(f"there never was a {name}")
    finally:
        os.close(pidfd)
