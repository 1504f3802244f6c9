"""What the checks of the tree's shape share: their files, and TAP."""

import glob
import re
import sys

HOUSE = ["common", "grader", "solutions", "tests/unit", "exercises"]


def files(patterns):
    """The files that match any of the patterns, in order."""
    return sorted({name for pattern in patterns
                   for name in glob.glob(pattern, recursive=True)
                   if "/build/" not in f"/{name}"})


def read(path):
    with open(path, encoding="utf-8") as stream:
        return stream.read()


def bare(source):
    """C source without comments and without what its strings hold.

    Lines stay where they are."""
    def blank(match):
        text = match[0]
        if text.startswith("/"):
            return " " + "\n" * text.count("\n")
        return text[0] + text[0]
    return re.sub(r"/\*.*?\*/|//[^\n]*|\"(\\.|[^\"\\\n])*\"|'(\\.|[^'\\\n])*'",
                  blank, source, flags=re.DOTALL)


def report(checks):
    """Print pairs of name and list of troubles as TAP, and exit."""
    print(f"1..{len(checks)}")
    for number, (name, troubles) in enumerate(checks, 1):
        print(f"{'not ok' if troubles else 'ok'} {number} - {name}")
        for trouble in troubles:
            print(f"# {trouble}")
    sys.exit(any(troubles for name, troubles in checks))
