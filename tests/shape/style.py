#!/usr/bin/env python3
"""Sizes and habits: files, functions, comments, structs, headers."""

import os
import re
import subprocess

import tap

FILE_LINES = 500
FUNCTION_LINES = 80
USUAL_LINES = 40  # nine functions in ten keep to it


def functions(path):
    """Name and length of each function: KNF puts its name first on a line,
    and its braces alone at the edge."""
    name = begin = None
    for number, line in enumerate(tap.read(path).splitlines(), 1):
        if re.match(r"[A-Za-z_]\w*\(", line):
            name = line.split("(")[0]
        elif line == "{" and name:
            begin = number
        elif line == "}" and begin:
            yield name, number - begin - 1
            name = begin = None


def long_files():
    paths = tap.files(["common/**/*.[ch]", "grader/**/*.[ch]", "tests/**/*",
                       "exercises/**/*.c", "solutions/**/*.c", "Makefile"])
    return [f"{path} has {lines} lines" for path in paths
            if os.path.isfile(path) and path.endswith(
                (".c", ".h", ".py", ".sh", "Makefile", "run"))
            and (lines := tap.read(path).count("\n")) > FILE_LINES]


def long_functions(tree):
    found = [(path, *function) for path in tap.files([f"{tree}/**/*.c"])
             for function in functions(path)]
    if not found:
        return ["there is no function to look at"]
    troubles = [f"{path}: {name}() has {lines} lines"
                for path, name, lines in found if lines > FUNCTION_LINES]
    usual = [f for f in found if f[2] <= USUAL_LINES]
    if len(usual) < 0.9 * len(found):
        troubles += [f"{path}: {name}() has {lines} lines, more than usual"
                     for path, name, lines in found if lines > USUAL_LINES]
    return troubles


def habits():
    troubles = []
    for path in tap.files([f"{tree}/**/*.[ch]" for tree in tap.HOUSE]):
        source = re.sub(r'/\*.*?\*/|"(\\.|[^"\\\n])*"',
                        lambda m: "\n" * m[0].count("\n"), tap.read(path),
                        flags=re.DOTALL)
        for number, line in enumerate(source.splitlines(), 1):
            if "//" in line:
                troubles.append(f"{path}:{number}: a // comment")
            if re.search(r"\btypedef\s+(struct|union)\b", line):
                troubles.append(f"{path}:{number}: typedef of a struct")
    return troubles


def guards():
    troubles = []
    for path in tap.files(["common/**/*.h", "grader/**/*.h"]):
        guard = re.sub(r"\W", "_", path).upper()
        if not re.search(rf"^#ifndef {guard}\n#define {guard}\n",
                         tap.read(path), re.MULTILINE):
            troubles.append(f"{path}: its guard should be {guard}")
    return troubles


def lonely_headers():
    compiler = os.environ.get("CC", "gcc").split()
    troubles = []
    for path in tap.files(["common/**/*.h", "grader/**/*.h"]):
        # Twice, so that a guard that does not guard is seen as well.
        done = subprocess.run(
            compiler + ["-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra",
                        "-Werror", "-Icommon", "-Igrader", "-fsyntax-only",
                        "-include", path, "-include", path, "-x", "c",
                        "/dev/null"],
            capture_output=True, text=True, check=False)
        if done.returncode:
            troubles += [f"{path} does not compile alone",
                         *done.stderr.splitlines()[:3]]
    return troubles


tap.report(
    [(f"no file is over {FILE_LINES} lines", long_files())] +
    [(f"functions in {tree} are short", long_functions(tree))
     for tree in ("common", "grader", "solutions", "tests/unit")] +
    [("no // comment, no typedef of a struct", habits()),
     ("guards are named after their files", guards()),
     ("every header compiles alone", lonely_headers())])
