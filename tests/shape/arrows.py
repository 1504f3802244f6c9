#!/usr/bin/env python3
"""Who may include whom.  The arrows of the grader go one way."""

import os
import re

import tap

ANY = None
LAB = "grader/lab.h"
MAY = {  # folder: the folders and files that its files may include besides
    "common": set(),
    "exercises": {"common"},
    "solutions": {"common"},
    "grader/model": {"common"},
    "grader/packet": {"common", "grader/model"},
    "grader/diagnose": {"common", "grader/model", "grader/packet"},
    "grader/checks": {"common", "grader/model", "grader/packet",
                      "grader/diagnose"},
    "grader/report": {"common", "grader/model"},
    "grader/box": {"common", "grader/model", LAB},
    "grader/net": {"common", "grader/model", "grader/packet", LAB},
    "grader/peer": {"common", "grader/model", "grader/packet", "grader/net",
                    LAB},
    "grader/words": ANY,
    "grader": ANY,
}

# Judging is pure: nothing here may reach the system.
PURE = ["grader/checks", "grader/diagnose"]
PURE_HEADERS = {"assert", "ctype", "inttypes", "limits", "stdarg", "stdbool",
                "stddef", "stdint", "stdio", "stdlib", "string", "strings"}
IMPURE = re.compile(
    r"\b(socket|connect|bind|listen|accept|send|sendto|sendmsg|recv|recvfrom|"
    r"recvmsg|fork|vfork|clone3?|exec[vl]\w*|posix_spawn\w*|system|popen|"
    r"waitpid|kill|open|openat|fopen|time|clock_gettime|gettimeofday|getenv|"
    r"rand|random|sleep|usleep|nanosleep|poll|select|ioctl|syscall)\s*\(")


def folder_of(path):
    """The row of MAY that a file belongs to."""
    folder = os.path.dirname(path)
    while folder and folder not in MAY:
        folder = os.path.dirname(folder)
    return folder


def target(path, name):
    """The file that #include "name" means in path."""
    for folder in (os.path.dirname(path), "grader", "common"):
        if os.path.exists(os.path.join(folder, name)):
            return os.path.normpath(os.path.join(folder, name))
    return None


def wrong_arrows(folder, paths):
    troubles = []
    for path in paths:
        for name in re.findall(r'^\s*#\s*include "([^"]+)"', tap.read(path),
                               re.MULTILINE):
            meant = target(path, name)
            if meant is None:
                troubles.append(f"{path}: there is no {name}")
            elif MAY[folder] is not ANY and \
                    not {meant, folder_of(meant)} & (MAY[folder] | {folder}):
                troubles.append(f"{path} includes {meant}")
    return troubles or ([] if paths else ["there is no file to look at"])


def impurities(folder):
    troubles = []
    paths = tap.files([f"{folder}/*.[ch]"])
    for path in paths:
        source = tap.read(path)
        for name in re.findall(r"^\s*#\s*include <(.+)\.h>", source,
                               re.MULTILINE):
            if name not in PURE_HEADERS:
                troubles.append(f"{path} includes <{name}.h>")
        for number, line in enumerate(tap.bare(source).splitlines(), 1):
            call = IMPURE.search(line)
            if call:
                troubles.append(f"{path}:{number} calls {call[1]}()")
        if '"/proc' in source:
            troubles.append(f"{path} looks into /proc")
    return troubles or ([] if paths else ["there is no file to look at"])


def main():
    homes = {folder: [] for folder in MAY}
    strays = []
    for path in tap.files(["common/**/*.[ch]", "grader/**/*.[ch]",
                           "exercises/*/*.[ch]", "solutions/*/*.[ch]"]):
        folder = folder_of(path)
        if folder == "grader" and os.path.dirname(path) != "grader":
            strays.append(f"{path}: its folder has no row in this test")
        elif folder in homes:
            homes[folder].append(path)
    checks = [("every folder has its row", strays)]
    checks += [(f"{folder} includes what it may", wrong_arrows(folder, paths))
               for folder, paths in homes.items()]
    checks += [(f"{folder} calls nothing of the system", impurities(folder))
               for folder in PURE]
    tap.report(checks)


main()
