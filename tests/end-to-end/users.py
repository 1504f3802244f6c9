#!/usr/bin/env python3
"""All of it works for an ordinary user, who has no capability at all.

As root: in a copy of the checkout, and as the user that owns nothing."""

import os
import shutil
import sys
import tempfile

import grading
import machine
from grading import equal, holds, test

# root's own may lie where only root may go
PYTHON = shutil.which("python3", path="/usr/bin:/bin") or sys.executable

checkout = grading.ROOT
as_user = []


def user(*words, **more):
    """Run the user's own grader, from the user's own checkout."""
    return grading.run([*as_user, "build/grader", *words],
                       **{"cwd": checkout, **more})


@test
def nobody(_folder):
    """the user is no root, and has no capability to lose"""
    done = grading.run([*as_user, "cat", "/proc/self/status"])
    status = dict(line.split(":\t") for line in done.out.splitlines()
                  if ":\t" in line)
    holds(status, "Uid", "CapPrm")
    equal(status["Uid"].split()[1] != "0", True, "not root")
    equal(int(status["CapPrm"], 16), 0, "capabilities")


@test
def doctor(_folder):
    """doctor says that all can be checked"""
    grading.needs_full()
    done = user("doctor")
    equal(done.status, 0, done.out + done.err)
    holds(done.out, "isolation  full")


@test
def grade(_folder):
    """the solutions get full marks, at the full level"""
    grading.needs_full()
    with tempfile.TemporaryDirectory(dir=f"{checkout}/build") as place:
        os.chmod(place, 0o777)
        done = user("grade", "-s", "solutions", "--json", f"{place}/r.json",
                    "--keep", f"{place}/run")
        equal(done.status, 0, done.out + done.err)
        document = grading.load(f"{place}/r.json")
    equal((document["score"], document["max_score"], document["unchecked"],
           document["isolation"]["level"]),
          (grading.FULL, grading.FULL, 0, "full"), "result")


@test
def own_runs(_folder):
    """a run is kept in the user's checkout, where the report says"""
    grading.needs_full()
    done = user("try", "-s", "solutions", "51", "--", "127.0.0.1", "40000",
                "127.0.0.2", "7777", "1000", "Hello")
    equal(done.status, 0, done.err)
    holds(done.out, "TCP SYN seq 1000", "TCP SYN,ACK", "TCP RST seq 1001")
    show = user("show", "--lines", "build/last/raw-tcp-syn/try/lo.pcap")
    equal(show.out.count("\n"), 3, show.out + show.err)


@test
def shell(_folder):
    """raw sockets work in the shell, as the same user"""
    grading.needs_full()
    done = user("shell", "--", PYTHON, "-c", "import os, socket\n"
                "socket.socket(socket.AF_INET, socket.SOCK_RAW, 253)\n"
                "s = socket.socket()\ns.bind(('192.0.2.250', 80))\n"
                "print(os.getuid(), s.getsockname()[1])")
    uid = machine.NOBODY if as_user else os.getuid()
    equal((done.status, done.out), (0, f"{uid} 80\n"), done.err)


def main():
    global checkout, as_user
    os.chdir(grading.ROOT)
    if os.geteuid() != 0:
        grading.main()
    with tempfile.TemporaryDirectory(prefix="wb-") as folder:
        checkout, as_user = f"{folder}/wirebook", machine.AS_NOBODY
        os.chmod(folder, 0o755)
        machine.copy_checkout(checkout)
        grading.main()


if __name__ == "__main__":
    main()
