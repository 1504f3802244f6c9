"""Programs by checks, as a table: who fails what."""

import os
import sys
import textwrap

import collection

LEGEND = """\
F  fails, as its first line says    f  fails besides    .  passes
-  skipped, as the heart failed      ?  not looked at    points, then the name"""


def mark(check, named):
    """One letter for what became of a check."""
    if check["status"] == "failed":
        return "F" if check["id"] in named else "f"
    return {"passed": ".", "skipped": "-"}.get(check["status"], "?")


def header(exercise, checks):
    """Each check's name stands over its column, joined to it by bars."""
    lines = ["", exercise]
    for column, check in enumerate(checks):
        lines.append("| " * column + check)
    return "\n".join(lines)


def row(name, checks, grade, named):
    """One program's line; grade is None if there is none."""
    found = {check["id"]: check for check in grade["checks"]} if grade else {}
    cells = " ".join(mark(found[check], named) if check in found else "?"
                     for check in checks)
    score = f"{grade['score']:4.1f}" if grade else "   ?"
    return f"{cells} {score} {name}"


def fill(text):
    return textwrap.fill(text, 79, subsequent_indent="   ",
                         break_on_hyphens=False, break_long_words=False)


class Matrix:
    """For people: a table for each exercise; what is wrong stands below the
    program, and once more at the end."""

    def __init__(self, _planned):
        self.troubles = []
        print(LEGEND, flush=True)

    def exercise(self, exercise):
        print(header(exercise, collection.catalogue()[exercise]), flush=True)

    def program(self, path, result, troubles):
        checks = collection.catalogue()[collection.exercise_of(path)]
        head = collection.read_head(path)
        print(row(os.path.join(*path.split(os.sep)[3:]), checks, result,
                  head[0] if head else []))
        for trouble in troubles:
            print(fill(f"!! {trouble}"))
        sys.stdout.flush()
        self.troubles += [f"{path}: {trouble}" for trouble in troubles]

    def whole(self, exercise, troubles):
        self.troubles += [f"{exercise}: {trouble}" for trouble in troubles]

    def end(self, programs):
        print(f"\n{programs} programs, {len(self.troubles)} troubles")
        for trouble in self.troubles:
            print(fill(f"!! {trouble}"))
