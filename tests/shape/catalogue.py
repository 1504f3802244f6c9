#!/usr/bin/env python3
"""The grader's catalogue, the folders and the READMEs tell one story."""

import os
import re
import subprocess

import tap


def rows(option):
    """What the grader lists: its lines, cut at the tabs."""
    text = subprocess.run(["build/grader", "list", option], text=True,
                          stdout=subprocess.PIPE, check=True).stdout
    return [line.split("\t") for line in text.splitlines()]


def readme_rows(folder):
    """Id, title and points of each row of a README's table of checks."""
    path = f"exercises/{folder}/README.md"
    text = tap.read(path) if os.path.exists(path) else ""
    table = re.search(r"<!-- checks -->\n(.*?)<!-- /checks -->", text,
                      re.DOTALL)
    lines = table[1].strip().splitlines()[2:] if table else []
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")]
            for line in lines]


def table_troubles(folder, checks):
    wanted = [check[1:4] for check in checks if check[0] == folder]
    got = readme_rows(folder)
    troubles = [f"missing: | {' | '.join(row)} |"
                for row in wanted if row not in got]
    troubles += [f"not so:  | {' | '.join(row)} |"
                 for row in got if row not in wanted]
    return troubles or (["the order differs"] if got != wanted else [])


def missing_files(folder):
    program = folder.split("-", 1)[1].replace("-", "_") + ".c"
    wanted = [f"exercises/{folder}/{name}"
              for name in ("README.md", "hints.md", program)]
    wanted += [f"solutions/{folder}/{program}",
               f"tests/programs/{folder}/wrong", f"tests/programs/{folder}/right"]
    return [f"there is no {path}" for path in wanted
            if not os.path.exists(path)]


def main():
    checks = rows("--checks")
    starters = {row[0]: row[1:] for row in rows("--starters")}
    folders = sorted({row[0] for row in checks})
    on_disk = sorted(os.path.basename(path)
                     for path in tap.files(["exercises/[0-9]*-*"]))
    results = [
        ("the catalogue has a row for each folder",
         [f"catalogue {folders}, folders {on_disk}"]
         if folders != on_disk or not folders else [])]
    for folder in folders:
        hashes = starters.get(folder, ["no line", ""])
        results += [
            (f"{folder} is complete", missing_files(folder)),
            (f"{folder}: the README's table is the catalogue's",
             table_troubles(folder, checks)),
            (f"{folder}: the catalogue knows the starter",
             [f"catalogue {hashes[0]}, file {hashes[1]}"]
             if hashes[0] != hashes[1] else [])]
    tap.report(results)


main()
