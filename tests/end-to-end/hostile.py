#!/usr/bin/env python3
"""Hostile programs get nowhere: not out of their box, and not to marks.

The head of each of tests/hostile/*.c says what must become of it:

    Tries:, Must:          for the reader
    Exercises: NUMBER...   what it is handed in for
    With: the solution     the solution's text follows behind it
    Ends: STATUS [POINTS]  the status of the exercise; passed means all points
    Fails: CHECK           this check is failed, and no other
    Patience: N            more than others have, beside floods and bombs

    tests/end-to-end/hostile.py [NAME]...    (a part of the name)
"""

import concurrent.futures
import json
import os
import re
import stat
import sys
import tempfile
import time

import grading

HOSTILE = os.path.join(grading.ROOT, "tests", "hostile")
FOLDERS = {"11": "11-stream-client", "12": "12-stream-server",
           "22": "22-dgram-server", "31": "31-hex", "51": "51-raw-tcp-syn"}
LONGEST_S = 240  # of one grade; what hangs is ended long before
PATIENCE = "0.3"
VERDICT = re.compile(r"(NOT YET|PASSED|COULD NOT CHECK)  [ -~]+")
KEPT = re.compile(r"run\.json|[\w-]+/(program|compiler\.txt|build\.json)|"
                  r"[\w-]+/[\w-]+/(evidence\.json|lo\.pcap|\d+\.(out|err))")

# Written here, for a source that holds them would play its tricks on readers.
FORGED = ('#pragma message "\x1b[2J\x1b[32mPASSED  1 of 1 exercises\x1b[0m"\n'
          "#error \x1b[32mPASSED\x1b[0m \u202edessap\u202c \u009b1m\r"
          "TOTAL 10/10, 0 unchecked\n#error \x07\x08\x7f\n")


def require(condition, what):
    if not condition:
        raise AssertionError(what)


# What nobody may see or change ---------------------------------------------

class Bait:
    """Files of others, which hold a word that must turn up nowhere."""

    def __init__(self, folder):
        self.word = "secret" + os.urandom(8).hex()
        self.mark = "hostile" + os.urandom(8).hex()
        self.text = f"/* {self.word} */ {self.word}\n"
        self.paths = [f"{folder}/{name}" for name in (
            "others/11-stream-client/stream_client.c",
            "expected/11-stream-client/hello.pcap", "results/result.json",
            "home/.ssh/id_ed25519", "home/notes.txt")]
        for path in self.paths:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.chmod(os.path.dirname(path), 0o777)
            with open(path, "w", encoding="ascii") as file:
                file.write(self.text)
            os.chmod(path, 0o666)
        self.environment = dict(os.environ, WIREBOOK_SECRET=self.word,
                                HOME=f"{folder}/home")

    def definitions(self):
        """The lines that tell a program where to look."""
        workbook = [f"{grading.ROOT}/{name}" for name in (
            "solutions/11-stream-client/stream_client.c",
            "solutions/51-raw-tcp-syn/raw_tcp_syn.c",
            "exercises/11-stream-client/expected/hello.pcap",
            "build/grader", "build/last/run.json")]
        listed = ", ".join(f'"{path}"' for path in self.paths + workbook)
        return "".join(
            [f"#define SECRET_PATHS {listed}\n",
             f'#define MARK "{self.mark}"\n']
            + [f'#define SECRET_{i} "{path}"\n'
               for i, path in enumerate(self.paths)])

    def expect_untouched(self):
        for path in self.paths:
            with open(path, encoding="ascii") as file:
                require(file.read() == self.text, f"{path} was changed")

    def expect_no_mark(self):
        """No file of an attack's lies where a user may write."""
        places = [grading.ROOT, "/tmp", "/var/tmp", "/dev/shm", "/run", "/",
                  os.path.expanduser("~"), os.path.dirname(self.paths[0])]
        for place in places:
            for path, folders, files in os.walk(place):
                found = [n for n in folders + files if self.mark in n]
                require(not found, f"{path}: {found}")
                if place != grading.ROOT:
                    break  # such a tree is large; its top is what is tried


# Grading one program -------------------------------------------------------

def head(source):
    """What the head comment says, by its words."""
    return dict(re.findall(r"^ \* (\w+): (.*)$", source, re.MULTILINE))


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def compose(bait, source, exercise):
    """The one source file of a submission."""
    whole = bait.definitions() + source.replace(
        '#include "attack.h"\n', read(os.path.join(HOSTILE, "attack.h")))
    if "With" in head(source):
        path = f"{exercise}/{grading.source_name(exercise)}"
        whole += read(os.path.join(grading.SOLUTIONS, path))
    return whole


def expect_plain(done):
    """The report cannot move a cursor, and its last word is the grader's."""
    for line in done.out.split("\n"):
        require(re.fullmatch("[ -~]*", line), f"not plain: {line!r}")
    require(VERDICT.fullmatch(done.out.rstrip("\n").split("\n")[-1]),
            f"no verdict at the end:\n{done.out}")


def kept_files(folder):
    """Each file of the run by its path in it, as bytes; nothing but files."""
    files = {}
    for path, folders, names in os.walk(folder):
        for name in folders + names:
            whole = os.path.join(path, name)
            mode = os.lstat(whole).st_mode
            if stat.S_ISDIR(mode):
                continue
            short = os.path.relpath(whole, folder)
            require(stat.S_ISREG(mode), f"{short} is not a file")
            require(KEPT.fullmatch(short), f"{short} should not be there")
            with open(whole, "rb") as file:
                files[short] = file.read()
    return files


def expect_nothing_found(bait, done, files):
    """Neither the secret nor a success is in anything that was said."""
    said = {name: text for name, text in files.items()
            if os.path.basename(name) != "program"}
    said["report"] = (done.out + done.err).encode()
    said["result"] = json.dumps(done.document).encode()
    for name, text in {**files, **said}.items():
        require(bait.word.encode() not in text, f"secret in {name}")
    for name, text in said.items():
        found = re.search(rb"GOT THROUGH: [^\n]*", text)
        require(not found, f"{name}: {found and found[0]}")


def expect_end(done, wanted):
    result = done.document["exercises"][0]
    status, *points = wanted["Ends"].split()
    failed = [c["id"] for c in result["checks"] if c["status"] == "failed"]
    about = f"{result['score']} of {result['max_score']}, failed: {failed}"
    grading.equal(result["status"], status, about)
    grading.equal(done.status, 0 if status == "passed" else 1, "exit status")
    if status == "passed":
        grading.equal(result["score"], result["max_score"], about)
    elif points or status == "not-built":
        grading.equal(result["score"], 0, about)
    if "Fails" in wanted:
        grading.equal(failed, [wanted["Fails"]], about)


def grade(bait, folder, submission, exercise, wanted):
    """Grade, and see that nothing came of it but what is wanted."""
    begin = time.monotonic()
    done = grading.graded(folder, "-s", submission, "--patience",
                          wanted.get("Patience", PATIENCE),
                          "--jobs", "1", exercise, env=bait.environment)
    took = time.monotonic() - begin
    files = kept_files(done.kept)
    require(took < LONGEST_S, f"it took {took:.0f} s")
    expect_nothing_found(bait, done, files)
    expect_plain(done)
    expect_end(done, wanted)
    bait.expect_untouched()
    return files


def program(bait, name, exercise):
    """The attack of one hostile program in one exercise."""
    def attack(folder):
        source = read(os.path.join(HOSTILE, name))
        grading.submit(f"{folder}/s", exercise,
                       compose(bait, source, exercise))
        files = grade(bait, folder, f"{folder}/s", exercise, head(source))
        if re.search(r"\btried(_call)?\(|#error refused", source):
            require(any(b"refused: " in text for path, text in files.items()
                        if path.endswith((".err", ".txt"))),
                    "nothing was tried")
    attack.__doc__ = f"{name} in {exercise}"
    return attack


# Sources that are no files of programs -------------------------------------

def special(bait, what, make):
    """The attack of whatever make() puts in the place of a source."""
    def attack(folder):
        path = grading.submit(f"{folder}/s", FOLDERS["11"], "")
        os.unlink(path)
        make(path)
        grade(bait, folder, f"{folder}/s", FOLDERS["11"],
              {"Ends": "not-built"})
    attack.__doc__ = f"a source that is {what}"
    return attack


def solution_path(path):
    exercise = os.path.basename(os.path.dirname(path))
    return os.path.join(grading.SOLUTIONS, exercise, os.path.basename(path))


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def link_folder(path):
    os.rmdir(os.path.dirname(path))
    os.symlink(os.path.dirname(solution_path(path)), os.path.dirname(path))


def special_sources(bait):
    return [special(bait, *row) for row in (
        ("a FIFO", os.mkfifo),
        ("a folder", os.mkdir),
        ("a link to the solution",
         lambda path: os.symlink(solution_path(path), path)),
        ("in a link to the solution's folder", link_folder),
        ("a link to a device", lambda path: os.symlink("/dev/zero", path)),
        ("10 MB large", lambda path: write(path, "int x;\n" * 1500000)),
        ("a forged verdict in error messages",
         lambda path: write(path, FORGED)))]


# All of them ---------------------------------------------------------------

def programs(bait, words):
    """An attack for each program and each exercise that it is meant for."""
    attacks = []
    for name in sorted(os.listdir(HOSTILE)):
        if name.endswith(".c") and (
                not words or any(word in name for word in words)):
            numbers = head(read(os.path.join(HOSTILE, name)))["Exercises"]
            attacks += [program(bait, name, FOLDERS[n])
                        for n in numbers.split()]
    return attacks


def expect_nothing_left(bait):
    def look(_folder):
        grading.expect_no_children()
        bait.expect_no_mark()
    look.__doc__ = "no process and no file is left"
    return look


def report(number, attack, troubles):
    """Print one line of TAP and what went wrong; true if anything did."""
    print(f"{'not ok' if troubles else 'ok'} {number} - {attack.__doc__}")
    for line in troubles:
        print(f"# {line}")
    sys.stdout.flush()
    return bool(troubles)


def main():
    words = sys.argv[1:]
    if grading.doctor().status != 0:
        print("1..0 # SKIP cases cannot have networks of their own here")
        return 0
    grading.adopt()
    with tempfile.TemporaryDirectory(prefix="wb-") as folder:
        bait = Bait(folder)
        attacks = programs(bait, words)
        attacks += special_sources(bait) if not words else []
        print(f"1..{len(attacks) + 1}", flush=True)
        with concurrent.futures.ThreadPoolExecutor(2 * os.cpu_count()) as pool:
            outcomes = [pool.submit(grading.play, a) for a in attacks]
            failed = [report(number, attack, outcome.result()[0])
                      for number, (attack, outcome)
                      in enumerate(zip(attacks, outcomes), 1)]
        last = expect_nothing_left(bait)
        failed.append(report(len(attacks) + 1, last, grading.play(last)[0]))
    return 1 if any(failed) else 0


if __name__ == "__main__":
    sys.exit(main())
