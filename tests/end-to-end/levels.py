#!/usr/bin/env python3
"""On a machine that refuses namespaces: less is checked, nothing fails.

Programs run on the shared loopback then.  So that nobody's port is in the
way, all of it is played in a network of our own, where there can be one."""

import errno
import fcntl
import os
import re
import shlex
import socket
import struct
import subprocess
import sys

import grading
from grading import equal, holds, test

TOOL = "tests/tools/refuse_namespaces.c"
ERRORS = ["EPERM", "ENOSYS", "EACCES", "ENOSPC"]
SIOCSIFFLAGS = 0x8914
IFF_UP = 1
LANDLOCK_WITH_SIGNALS = 6  # older ones do not keep programs from killing us

# What needs the lab's own names, addresses or capture, in each exercise;
# None: raw sockets need one in every check.
NEED_A_LAB = {
    "stream-client": {"host-name", "orderly-close", "failures"},
    "stream-server": {"every-address"},
    "dgram-client": {"host-name", "failures"},
    "dgram-server": {"reply", "every-address", "askers"},
    "hex": set(),
    "base64": set(),
    "raw-ipv4": None,
    "raw-tcp-syn": None}


def refusing(folder, error):
    """The words before a command that is to be refused namespaces."""
    tool = f"{folder}/refuse_namespaces"
    if not os.path.exists(tool):
        done = grading.run([*shlex.split(os.environ.get("CC", "gcc")),
                            "-D_GNU_SOURCE", "-o", tool, TOOL, "-lseccomp"])
        equal(done.status, 0, done.err)
    return [tool, str(getattr(errno, error))]


def landlock():
    found = re.search(r"^landlock +version (\d+)", grading.doctor().out, re.M)
    return int(found[1]) if found else 0


def level():
    return "partial" if landlock() >= LANDLOCK_WITH_SIGNALS else "none"


def needs_partial():
    if level() == "none":
        raise grading.Skip(f"Landlock {landlock()}: nothing is run here")


def mend(error):
    """What helps against it; EPERM has two givers."""
    in_container = any(map(os.path.exists, (
        "/.dockerenv", "/run/.containerenv")))
    if error == "ENOSPC":
        return "user.max_user_namespaces"
    if error == "EACCES" or (not in_container and
                             os.path.exists("/sys/module/apparmor")):
        return "make setup-userns"
    return "--security-opt seccomp=unconfined"


def refused(error):
    def play(folder):
        done = grading.grader("doctor", before=refusing(folder, error))
        equal(done.status, 3, done.out + done.err)
        holds(done.out, f"isolation  {level()}:",
              f"because: could not make namespaces: "
              f"{os.strerror(getattr(errno, error))}\n")
        holds(done.out.split("to mend it:")[1].split("\n")[0], mend(error))
    play.__doc__ = f"{error}: doctor says the level, why, and what mends it"
    return play


for one_error in ERRORS:
    test(refused(one_error))


def statuses(document, exercise):
    return {name: check["status"]
            for (slug, name), check in grading.checks(document).items()
            if slug == exercise}


def check_exercise(document, exercise):
    """Only what needs a lab could not be checked."""
    found = statuses(document, exercise)
    wanted = NEED_A_LAB[exercise]
    equal(found, {name: "could-not-check" if wanted is None or name in wanted
                  else "passed" for name in found}, exercise)


def graded_partially(error, *numbers):
    def play(folder):
        needs_partial()
        done = grading.graded(folder, "-s", "solutions", *numbers,
                              before=refusing(folder, error))
        document = done.document
        equal(done.status, 3, grading.failures(document))
        equal(document["isolation"]["level"], "partial", "level")
        holds(" ".join(document["isolation"]["missing"]),
              os.strerror(getattr(errno, error)))
        for exercise in document["exercises"]:
            check_exercise(document, exercise["id"])
        equal(document["unchecked"] + document["score"],
              document["max_score"], "points")
        grading.expect_no_children()
    play.__doc__ = f"{error}: all is checked that needs no network of ours"
    return play


for one_error in ERRORS[1:]:
    test(graded_partially(one_error, "11", "51"))
test(graded_partially(ERRORS[0]))


@test
def a_failure_is_one(folder):
    """a wrong program fails there, too, and for its own cause"""
    needs_partial()
    submission = f"{folder}/s"
    grading.submit_program(submission, "11-stream-client/wrong/one_recv.c")
    done = grading.graded(folder, "-s", submission, "11",
                          before=refusing(folder, "EPERM"))
    check = grading.checks(done.document)["stream-client", "many-pieces"]
    equal((done.status, check["status"]), (1, "failed"), "statuses")
    equal([cause["id"] for cause in check["causes"]], ["one-recv"], "causes")


@test
def two_at_once(folder):
    """two such grades share the loopback, and neither fails by it"""
    needs_partial()
    before = refusing(folder, "EPERM")
    paths = [f"{folder}/{n}" for n in range(2)]
    children = [subprocess.Popen(
        [*before, grading.GRADER, "grade", "-s", "solutions", "11",
         "--json", f"{path}.json", "--keep", f"{path}.run"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        for path in paths]
    equal([child.wait() for child in children], [3, 3], "statuses")
    for path in paths:
        found = statuses(grading.load(f"{path}.json"), "stream-client")
        equal(set(found.values()) - {"passed", "could-not-check"}, set(),
              found)
    grading.expect_no_children()


@test
def by_hand(folder):
    """try, shell and record say that they need a network of their own"""
    for words in (["try", "-s", "solutions", "11", "--", "127.0.0.1", "7",
                   "x"],
                  ["shell", "--", "true"],
                  ["record", "--expected", f"{folder}/own"]):
        done = grading.grader(*words, before=refusing(folder, "EPERM"))
        equal((done.status, done.out), (3, ""), words)
        holds(done.err, os.strerror(errno.EPERM))
        equal(done.err.count("\n"), 1, done.err)


@test
def nothing_is_run(folder):
    """at level none nothing is run, and what would mend it is said"""
    if level() == "partial":
        raise grading.Skip(f"Landlock {landlock()}: programs are confined")
    done = grading.grade(folder, "-s", "solutions",
                         before=refusing(folder, "EPERM"))
    equal((done.status, done.out, done.document), (3, "", None), done.err)
    holds(done.err, "cannot be confined", "doctor")


def enter_own_network():
    """Begin again in a network of our own: as root, or in a lab's shell."""
    again = [sys.executable, os.path.abspath(__file__), "--inside"]
    if grading.doctor().status != 0:
        return
    if os.geteuid() == 0:
        os.execvp("unshare", ["unshare", "--net", *again])
    os.execv(grading.GRADER, ["grader", "shell", "--", *again])


def bring_loopback_up():
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS,
                    struct.pack("16sh14x", b"lo", IFF_UP))


def main():
    if "--inside" not in sys.argv:
        enter_own_network()
    elif os.geteuid() == 0:
        bring_loopback_up()
    grading.adopt()
    grading.main()


if __name__ == "__main__":
    main()
