#!/usr/bin/env python3
"""The report on a terminal: its width, its colours, and nothing hostile."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

import grading
from grading import equal, holds, test

WRONG = ["11-stream-client/wrong/message_as_format.c",
         "11-stream-client/wrong/stale_tail.c",
         "11-stream-client/wrong/port_by_atoi.c",
         "51-raw-tcp-syn/wrong/no_pseudo_header.c",
         "51-raw-tcp-syn/wrong/handshake_finished.c",
         "51-raw-tcp-syn/wrong/bytes_never_set.c",
         "51-raw-tcp-syn/wrong/ports_in_host_order.c"]
COLOUR = re.compile(r"\033\[[\d;]*m")

# It would write over the report, were its output not escaped.
LOUD = r"""
#include <stdio.h>

int
main(void)
{
	static const char text[] = "a\033[2J\033]0;x\007b\rc\0d\x9b" "31me\n";

	fwrite(text, 1, sizeof(text) - 1, stdout);
	fwrite(text, 1, sizeof(text) - 1, stderr);
	return 0;
}
"""


def grade_on_terminal(columns, *words, **environment):
    """What a grade shows on a terminal of that width, without its CRs."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ,
                struct.pack("HHHH", 25, columns, 0, 0))
    with subprocess.Popen(
            [grading.GRADER, "grade", *words], stdin=subprocess.DEVNULL,
            stdout=slave, stderr=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "TERM": "xterm",
                 **environment}) as child:
        os.close(slave)
        shown = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # the last one who had it open is gone
                break
            if not piece:
                break
            shown += piece
    os.close(master)
    equal(child.returncode in (0, 1), True, f"status {child.returncode}")
    return shown.decode("ascii").replace("\r\n", "\n")


def keep(folder, path):
    """The kept run of a wrong program, to be reported again and again."""
    submission = f"{folder}/s"
    grading.submit_program(submission, path)
    done = grading.graded(folder, "-s", submission, "--patience", "0.3",
                          path.split(os.sep)[0])
    equal(done.status, 1, done.err)
    return done.kept


def report(path):
    def play(folder):
        grading.needs_full()
        kept = keep(folder, path)
        exercise = path.split(os.sep)[0]
        for columns in (60, 120):
            shown = grade_on_terminal(columns, "--from", kept, exercise)
            equal(bool(COLOUR.search(shown)), True, "colour")
            plain = COLOUR.sub("", shown)
            holds(plain, "FAIL", "TOTAL")
            equal(re.findall(r"[^\n -~]", plain), [], "control bytes")
            # a path is there to be copied, and is never cut
            wide = [line for line in plain.splitlines()
                    if len(line) > columns and folder not in line]
            equal(wide, [], f"lines of more than {columns} columns")
            without = grade_on_terminal(columns, "--from", kept, exercise,
                                        NO_COLOR="1")
            equal(without, plain, "the report with NO_COLOR")
    play.__doc__ = f"it keeps to the width and to its colours: {path}"
    return play


for wrong in WRONG:
    test(report(wrong))


@test
def no_terminal(folder):
    """in a file or a pipe there are no colours"""
    grading.needs_full()
    kept = keep(folder, WRONG[3])
    done = grading.grader("grade", "--from", kept, "51",
                          env={**os.environ, "TERM": "xterm"})
    equal(re.findall(r"[^\n -~]", done.out), [], "control bytes")
    equal(done.err, "", "stderr")
    dumb = grade_on_terminal(80, "--from", kept, "51", TERM="dumb")
    equal(dumb, done.out, "the report on a terminal that has no colours")


@test
def loud_output(folder):
    """what a program prints is escaped in the report"""
    grading.needs_full()
    submission = f"{folder}/s"
    for exercise in ("11-stream-client", "51-raw-tcp-syn"):
        grading.submit(submission, exercise, LOUD)
    done = grading.graded(folder, "-s", submission, "--patience", "0.3")
    equal(done.status, 1, done.err)
    equal(re.findall(r"[^\n -~]", done.out + done.err), [], "control bytes")
    holds(done.out, r"\x1b[2J")


@test
def loud_compiler(folder):
    """so is what the compiler quotes of a source"""
    submission = f"{folder}/s"
    grading.submit(submission, "11-stream-client",
                   '#error "a\033[31mb\x07c\x7fd"\n')
    done = grading.graded(folder, "-s", submission, "11")
    exercise = done.document["exercises"][0]
    equal(exercise["status"], "not-built", "status")
    equal(re.findall(r"[^\n -~]", done.out + done.err + exercise["message"]),
          [], "control bytes")
    holds(exercise["compiler"], r"a\x1b[31mb")


if __name__ == "__main__":
    grading.main()
