#!/usr/bin/env python3
"""A grade that is broken off leaves no process and no file behind.

The program that is graded sleeps for ever, and the grader is patient: it is
in the middle of a case when it gets the signal.  What it leaves behind, in
whatever namespace, becomes our child, so that the kernel tells when the last
one is gone."""

import glob
import os
import signal
import subprocess

import grading
from grading import equal, test

PROGRAM = "11-stream-client/wrong/sleeps_for_ever.c"
INTERRUPTED = 130


def start(folder, *words):
    """A grader in mid-play: the student's program runs."""
    grading.submit_program(f"{folder}/s", PROGRAM)
    child = subprocess.Popen(
        [grading.GRADER, "grade", "-s", f"{folder}/s", "--patience", "100",
         "--json", f"{folder}/result.json", *words, "11"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True)
    try:
        grading.await_descendant(child.pid, "stream_client")
    except AssertionError:
        child.kill()
        child.communicate()
        raise
    return child


def run_folders(child):
    return glob.glob(f"build/runs/*-{child.pid}") + \
        glob.glob(f"build/last.{child.pid}")


def interrupted(name, send, *words):
    """A test in which send(pid) is what interrupts."""
    def play(folder):
        grading.needs_full()
        child = start(folder, *[w.format(folder) for w in words])
        send(child.pid)
        out, err = child.communicate(timeout=60)
        equal((child.returncode, out), (INTERRUPTED, b""), f"status, {err}")
        grading.expect_no_children()
        equal(os.listdir(folder), ["s"], "files")
        equal(run_folders(child), [], "run folders")
    play.__doc__ = f"{name} ends a grade, its cases and its run folder"
    return play


def send_to_group(pid):
    """As a terminal does for Ctrl-C."""
    os.killpg(pid, signal.SIGINT)


KEEP = ["--keep", "{}/run"]
test(interrupted("SIGINT", lambda pid: os.kill(pid, signal.SIGINT)))
test(interrupted("SIGTERM", lambda pid: os.kill(pid, signal.SIGTERM), *KEEP))
test(interrupted("SIGHUP", lambda pid: os.kill(pid, signal.SIGHUP), *KEEP))
test(interrupted("Ctrl-C", send_to_group))


@test
def killed(folder):
    """the workers of a grader that is killed die with it"""
    grading.needs_full()
    child = start(folder, "--keep", f"{folder}/run")
    equal(len(grading.descendants(child.pid)) >= 2, True, "a lab is there")
    child.kill()
    child.communicate(timeout=60)
    equal(child.returncode, -signal.SIGKILL, "status")
    grading.expect_no_children()
    equal(os.path.exists(f"{folder}/result.json"), False, "a result is there")


def interrupted_matrix(name, send):
    """A test in which many grades at once are interrupted."""
    def play(folder):
        grading.needs_full()
        child = subprocess.Popen(
            ["tests/end-to-end/programs.py", "--matrix", "sleeps_for_ever"],
            env={**os.environ, "TMPDIR": folder}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True)
        try:
            grading.await_descendant(child.pid, "stream_client")
        finally:
            send(child.pid)
            _out, err = child.communicate(timeout=60)
        equal((child.returncode, err), (INTERRUPTED, b""), "status")
        grading.expect_no_children()
        equal(os.listdir(folder), [], "files")
    play.__doc__ = f"{name} ends a matrix, all its grades and their files"
    return play


test(interrupted_matrix("SIGTERM", lambda pid: os.kill(pid, signal.SIGTERM)))
test(interrupted_matrix("Ctrl-C", send_to_group))


if __name__ == "__main__":
    grading.adopt()
    grading.main()
