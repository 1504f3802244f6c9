"""What tests do with the machine: load it, look for leftovers, be another user.
"""

import contextlib
import glob
import os
import re
import shutil
import subprocess
import sys

import grading

BUSY = 2
# What a program or valgrind might leave in a common folder.
TRACES = re.compile(r"vgdb|valgrind|core\b|" + "|".join(
    grading.source_name(name)[:-2] for name in os.listdir(grading.SOLUTIONS)))
COMMON = ["/tmp", "/var/tmp", "/dev/shm"]

NOBODY = 65534
# An ordinary user, who has no capability at all; before a command.
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}",
             "--clear-groups", "--bounding-set=-all", "--inh-caps=-all"]


@contextlib.contextmanager
def busy():
    """Two loops that use all the time there is."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"])
             for _ in range(BUSY)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


# What is left --------------------------------------------------------------

def ipc():
    """What there is of System V's shared memory, semaphores, queues."""
    found = set()
    for name in os.listdir("/proc/sysvipc"):
        with open(f"/proc/sysvipc/{name}", encoding="ascii") as file:
            found |= {(name, line.split()[1]) for line in file.readlines()[1:]}
    return found


def files():
    """The checkout's files but for build/, and traces in common folders."""
    found = set()
    for place, folders, names in os.walk(grading.ROOT):
        if place == grading.ROOT:
            folders[:] = [f for f in folders if f not in ("build", ".git")]
        folders[:] = [f for f in folders if f != "__pycache__"]
        found |= {os.path.join(place, name) for name in names}
    for folder in COMMON:
        found |= {f"{folder}/{name}" for name in os.listdir(folder)
                  if TRACES.match(name)}
    return found


@contextlib.contextmanager
def nothing_left():
    """No process, System V object or file is left of what is done within.

    Wants grading.adopt() before."""
    before = ipc(), files()
    yield
    grading.expect_no_children()
    grading.equal(ipc() - before[0], set(), "System V objects that were left")
    grading.equal(files() - before[1], set(), "files that were left")


# Another user --------------------------------------------------------------

def copy_checkout(folder):
    """The grader and what it reads, owned by the user."""
    built = os.path.dirname(os.path.dirname(os.readlink(grading.GRADER)))
    for path in ("common", "exercises", "solutions"):
        shutil.copytree(f"{grading.ROOT}/{path}", f"{folder}/{path}")
    os.makedirs(f"{folder}/build")
    for path in [f"build/{built}/grader/grader",
                 *glob.glob(f"build/{built}/**/libcommon.a", recursive=True,
                            root_dir=grading.ROOT)]:
        os.makedirs(os.path.dirname(f"{folder}/{path}"), exist_ok=True)
        shutil.copy(f"{grading.ROOT}/{path}", f"{folder}/{path}")
    os.symlink(os.readlink(grading.GRADER), f"{folder}/build/grader")
    for place, _folders, names in os.walk(folder):
        for path in [place] + [f"{place}/{name}" for name in names]:
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


# Two results ---------------------------------------------------------------

def difference(one, two, where="$"):
    """The first place where two documents differ."""
    if isinstance(one, dict) and isinstance(two, dict) and \
            one.keys() == two.keys():
        pairs = [(f"{where}.{key}", one[key], two[key]) for key in one]
    elif isinstance(one, list) and isinstance(two, list) and \
            len(one) == len(two):
        pairs = [(f"{where}[{n}]", *both)
                 for n, both in enumerate(zip(one, two))]
    else:
        return f"{where}: {one!r} and {two!r}"
    for path, a, b in pairs:
        if a != b:
            return difference(a, b, path)
    return None
