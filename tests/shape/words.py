#!/usr/bin/env python3
"""What a published tree should not carry, and links that lead nowhere."""

import os
import re

import tap

TEXTS = tap.files(["*", ".*", ".ci/*", "docs/**/*", "common/**/*",
                   "grader/**/*", "exercises/**/*.[cm]*",
                   "solutions/**/*", "tests/**/*"])

# Patterns that do not match themselves.
NEVER = {
    "somebody's own folder": r"(?<![\w.])/(home|Users)/[a-z]\w*/",
    "a note to oneself": r"\b(FIXM[E]|XX[X]|HAC[K])\b",
    "a merge left half way": r"^(<{7}|>{7}|={7})( |$)",
    "a page that is not here":
        r"\b(DESIG[N]|EXERCISE[S]|STYL[E])(\.md| \d)|share[d]/[\w-]+\.md|"
        r"\b(wire-fact[s]|isolatio[n])\.md",
}


def lines():
    for path in TEXTS:
        if os.path.isfile(path) and not path.endswith((".pcap", ".pyc")):
            for number, line in enumerate(tap.read(path).splitlines(), 1):
                yield f"{path}:{number}", line


def to_do(where):
    """Only a starter leaves something to do: that is what it is for."""
    return not where.startswith("exercises/") and "docs/" not in where


def dead_links():
    troubles = []
    for path in tap.files(["*.md", "docs/*.md", "exercises/**/*.md"]):
        for link in re.findall(r"\]\(([^)#\s]+)", tap.read(path)):
            if "://" not in link and not os.path.exists(
                    os.path.join(os.path.dirname(path), link)):
                troubles.append(f"{path}: {link}")
    return troubles


all_lines = list(lines())
checks = [(f"no {what}", [f"{where}: {line.strip()}"
                          for where, line in all_lines
                          if re.search(pattern, line)])
          for what, pattern in NEVER.items()]
checks += [
    ("nothing is left to do but in starters",
     [f"{where}: {line.strip()}" for where, line in all_lines
      if re.search(r"\bTOD[O]\b", line) and to_do(where)]),
    ("every link leads somewhere", dead_links()),
]
tap.report(checks)
