#!/usr/bin/env python3
"""Every step is played, told, kept and documented; every flag is documented.

A step without a row in play.c would do nothing, and nobody would see it."""

import re

import tap

MODEL = "grader/model/exercise.h"
PAGE = "docs/adding-an-exercise.md"
ROWS = ["grader/play.c", "grader/story.c", "grader/model/evidence_json.c"]


def names(prefix):
    """The enumerators of the model that begin so, but for the END."""
    bare = tap.bare(tap.read(MODEL))
    found = re.findall(rf"\b{prefix}_\w+\b(?=\s*[=,}}\n])", bare)
    return [name for name in dict.fromkeys(found) if name != f"{prefix}_END"]


def without_row(path):
    rows = re.findall(r"^\t\[(STEP_\w+)\] = ", tap.read(path), re.MULTILINE)
    return [f"{name} has no row" for name in names("STEP")
            if name not in rows]


def not_on_the_page(prefix):
    page = tap.read(PAGE)
    return [name for name in names(prefix) if f"`{name}`" not in page]


tap.report(
    [("the model has steps", [] if names("STEP") else ["none is found"])] +
    [(f"{path} has a row for each step", without_row(path))
     for path in ROWS] +
    [(f"{PAGE} names each {prefix}", not_on_the_page(prefix))
     for prefix in ("STEP", "CASE")])
