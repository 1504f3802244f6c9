#!/usr/bin/env python3
"""grade: what it says of submissions of every kind, and of command lines."""

import os
import re
import shutil

import grading
from grading import equal, grade, graded, grader, holds, submit, test

BROKEN = "int\nmain(void)\n{\n\treturn missing;\n}\n"


def valid(path):
    done = grading.run(["tests/check_schema.py", path])
    equal(done.status, 0, done.out + done.err)


def only(document):
    """The one exercise of a document."""
    equal(len(document["exercises"]), 1, "exercises")
    return document["exercises"][0]


def argv_by_case(document):
    return {f"{exercise['id']}/{case['id']}": [run["argv"]
                                               for run in case["runs"]]
            for exercise in document["exercises"]
            for case in exercise["cases"]}


# Submissions ---------------------------------------------------------------

@test
def solutions(folder):
    """the solutions get full marks, with any seed, on values of its own"""
    grading.needs_full()
    argv = []
    for seed in ("1", "20261"):
        done = graded(folder, "-s", "solutions", "--seed", seed)
        document = done.document
        equal(done.status, 0, grading.failures(document))
        for key, wanted in (("score", grading.FULL),
                            ("max_score", grading.FULL),
                            ("unchecked", 0), ("seed", seed)):
            equal(document[key], wanted, key)
        equal(document["isolation"]["level"], "full", "level")
        equal([note for exercise in document["exercises"]
               for check in exercise["checks"] for note in check["notes"]],
              [], "notes")
        argv.append(argv_by_case(document))
    one, two = argv
    equal(one.keys(), two.keys(), "cases")
    same = {case for case in one if one[case] == two[case]}
    holds(same, "stream-client/hello", "raw-tcp-syn/syn")
    # codecs read their values from standard input
    equal({case for case in same if "fresh" in case
           and case.split("/")[0] not in ("hex", "base64")}, set(),
          "built in")


@test
def schema(folder):
    """the document keeps to its schema, in a file and on standard output"""
    submission = f"{folder}/s"
    submit(submission, "11-stream-client", BROKEN)
    grading.submit_program(submission,
                           "51-raw-tcp-syn/wrong/no_pseudo_header.c")
    done = graded(folder, "-s", submission)
    equal(done.status, 1, "status")
    valid(f"{os.path.dirname(done.kept)}/result.json")
    done = grader("grade", "-s", submission, "--keep", f"{folder}/run",
                  "--json", "-")
    equal((done.status, done.err), (1, ""), "status and stderr")
    with open(f"{folder}/stdout", "w", encoding="ascii") as file:
        file.write(done.out)
    valid(f"{folder}/stdout")


@test
def starters(folder):
    """untouched starters are not started, whatever their comments say"""
    shutil.copytree("exercises", f"{folder}/s")
    with open(f"{folder}/s/51-raw-tcp-syn/raw_tcp_syn.c", "a",
              encoding="utf-8") as file:
        file.write("\n/* I was here. */\n")
    done = graded(folder, "-s", f"{folder}/s")
    for exercise in done.document["exercises"]:
        equal(exercise["status"], "not-started", exercise["id"])
    equal((done.status, done.document["score"], done.document["max_score"]),
          (1, 0, grading.FULL), "status and scores")
    holds(done.out, "not-started")


@test
def even_starters(folder):
    """starters that are graded all the same earn nothing"""
    grading.needs_full()
    done = graded(folder, "--even-starters", "--patience", "0.3")
    document = done.document
    equal((done.status, document["score"]), (1, 0), "status and score")
    statuses = {check["status"] for check in grading.checks(document).values()}
    equal(statuses, {"failed", "skipped"}, "statuses of checks")


@test
def missing(folder):
    """what is not handed in is missing, and earns nothing"""
    os.mkdir(f"{folder}/s")
    done = graded(folder, "-s", f"{folder}/s")
    equal({e["status"] for e in done.document["exercises"]}, {"missing"},
          "statuses")
    equal((done.status, done.document["score"]), (1, 0), "status and score")
    holds(done.out, "no source in", "51-raw-tcp-syn")


@test
def near_misses(folder):
    """a source under another name is missing, and the report says where it is"""
    submission = f"{folder}/s"
    for path in ("11-stream-client/client.c", "Exercise12/stream_server.c",
                 "dgram_client.c", "122/dgram_server.c", "HEX/hex.c",
                 "32-base64/Base64.C"):
        path = os.path.join(submission, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        shutil.copy(f"{grading.SOLUTIONS}/31-hex/hex.c", path)
    done = grade(folder, "-s", submission)
    messages = [e["message"] for e in done.document["exercises"]]
    equal({e["status"] for e in done.document["exercises"]}, {"missing"},
          "statuses")
    equal(messages, [
        "it holds client.c, and stream_client.c is wanted",
        "there is Exercise12, and 12-stream-server/stream_server.c is wanted",
        "dgram_client.c lies beside that folder, not in it", None,
        "there is HEX, and 31-hex/hex.c is wanted",
        "it holds Base64.C, and base64.c is wanted", None, None], "messages")
    holds(" ".join(done.out.split()), "it holds Base64.C, and base64.c is wanted")


@test
def not_built(folder):
    """of a source that does not compile, the first error is told"""
    submit(f"{folder}/s", "11-stream-client", BROKEN)
    done = graded(folder, "-s", f"{folder}/s", "11")
    exercise = only(done.document)
    equal((done.status, exercise["status"]), (1, "not-built"), "statuses")
    if not re.fullmatch(r"stream_client\.c:4:\d+: error: [^\n]*missing[^\n]*",
                        exercise["message"]):
        raise AssertionError(f"message: {exercise['message']}")
    holds(exercise["compiler"], "stream_client.c:4:", exercise["message"])
    holds(done.out, "not-built", "stream_client.c:4:")


@test
def no_main(folder):
    """a source without main() is not built either, and it is said why"""
    submit(f"{folder}/s", "11-stream-client", "int unused;\n")
    exercise = only(graded(folder, "-s", f"{folder}/s", "11").document)
    equal(exercise["status"], "not-built", "status")
    holds(exercise["message"], "undefined reference", "main")


@test
def no_file(folder):
    """a link, a pipe or a folder in place of the source is refused"""
    path = submit(f"{folder}/s", "11-stream-client", "")
    for make, word in (
            (lambda: os.symlink(f"{grading.SOLUTIONS}/11-stream-client/"
                                "stream_client.c", path), "symbolic link"),
            (lambda: os.mkfifo(path), "not a regular file")):
        os.unlink(path)
        make()
        exercise = only(graded(folder, "-s", f"{folder}/s", "11").document)
        equal((exercise["status"], exercise["score"]), ("not-built", 0), word)
        holds(exercise["message"], word)


@test
def unchecked(folder):
    """without valgrind memory is not checked, and the exit status is 3"""
    grading.needs_full()
    done = graded(folder, "-s", "solutions", "--no-valgrind", "51")
    document = done.document
    equal((done.status, document["score"], document["unchecked"]),
          (3, 9.5, 0.5), "status, score, unchecked")
    memory = grading.checks(document)["raw-tcp-syn", "memory"]
    equal(memory["status"], "could-not-check", "memory")
    holds(memory["message"], "--no-valgrind")


@test
def from_elsewhere(folder):
    """paths are found from where the user stands"""
    submit(f"{folder}/s", "11-stream-client", BROKEN)
    done = grader("grade", "-s", "s", "--keep", "run", "--json", "r.json",
                  "11-stream-client/", cwd=folder)
    equal(done.status, 1, done.err)
    equal(sorted(os.listdir(folder)), ["r.json", "run", "s"], "files")


# Captures of the instructor's ----------------------------------------------

@test
def private_captures(folder):
    """captures that were recorded elsewhere are graded against"""
    grading.needs_full()
    own = f"{folder}/own"
    done = grader("record", "--expected", own)
    equal(done.status, 0, done.err)
    for name in ("11-stream-client/hello", "51-raw-tcp-syn/syn"):
        for suffix in (".pcap", ".txt"):
            exercise, case = name.split("/")
            path = f"exercises/{exercise}/expected/{case}{suffix}"
            with open(path, "rb") as public, \
                    open(f"{own}/{name}{suffix}", "rb") as private:
                equal(private.read() == public.read(), True,
                      f"{name}{suffix} is as it was")
    done = graded(folder, "-s", "solutions", "--expected", own)
    equal((done.status, done.document["score"]), (0, grading.FULL),
          "status and score")


@test
def other_captures(folder):
    """what such a capture holds is what is wanted"""
    grading.needs_full()
    time_to_live = 24 + 16 + 14 + 8  # file's, record's, Ethernet's header
    os.makedirs(f"{folder}/own/51-raw-tcp-syn")
    with open("exercises/51-raw-tcp-syn/expected/syn.pcap", "rb") as file:
        capture = bytearray(file.read())
    equal(capture[time_to_live], 64, "time to live")
    capture[time_to_live] = 65
    with open(f"{folder}/own/51-raw-tcp-syn/syn.pcap", "wb") as file:
        file.write(capture)
    done = graded(folder, "-s", "solutions", "--expected", f"{folder}/own",
                  "--case", "raw-tcp-syn/odd")
    check = grading.checks(done.document)["raw-tcp-syn", "ipv4-fields"]
    equal([(f["field"], f["expected"], f["got"]) for f in check["findings"]],
          [("TTL", "65", "64")], "findings")
    holds(check["reproduce"], f"--expected {folder}/own")


# Parts ---------------------------------------------------------------------

@test
def parts(folder):
    """--check and --case, each said again, play what they name and no more"""
    done = graded(folder, "-s", "solutions", "--check", "hex/either-case",
                  "--check", "hex/every-byte", "--case", "hex/bad-odd")
    exercise = done.document["exercises"][0]
    equal(sorted(case["id"] for case in exercise["cases"]),
          ["bad-odd", "decode-case", "decode-every-byte",
           "encode-every-byte"], "cases")
    equal({check["id"] for check in exercise["checks"]},
          {"either-case", "every-byte", "bad-input"}, "checks")


# Where the result goes -----------------------------------------------------

@test
def unwritable(folder):
    """a result that cannot be written is told, and nothing is left of it"""
    os.makedirs(f"{folder}/s")
    os.makedirs(f"{folder}/a-folder")
    before = sorted(os.listdir(folder))
    for path in ("nowhere/r.json", "a-folder", "s/no/r.json"):
        done = grader("grade", "-s", f"{folder}/s", "--keep", f"{folder}/run",
                      "--json", f"{folder}/{path}")
        equal(done.status, 3, path)
        holds(done.err, path)
        shutil.rmtree(f"{folder}/run")
        equal(sorted(os.listdir(folder)), before, "files")
        equal(os.listdir(f"{folder}/a-folder"), [], "files")


@test
def kept_elsewhere(folder):
    """a folder that holds something is never written over"""
    submit(f"{folder}/s", "11-stream-client", BROKEN)
    done = grader("grade", "-s", f"{folder}/s", "--keep", f"{folder}/s")
    equal(done.status, 3, "status")
    holds(done.err, "not an empty folder")
    equal(os.listdir(f"{folder}/s"), ["11-stream-client"], "files")


# Command lines that are wrong ----------------------------------------------

WRONG = [
    (["grade", "raw-tcp-sin"], "did you mean raw-tcp-syn?"),
    (["grade", "51-raw-tcp-sym"], "did you mean raw-tcp-syn?"),
    (["grade", "99"], "99: no such exercise"),
    (["grade", "-s", "no/such"], "no/such"),
    (["grade", "-s", "Makefile"], "Makefile: not a folder"),
    (["grade", "--from", "no/such"], "no/such"),
    (["grade", "--from", "docs"], "docs"),
    (["grade", "--from", "README.md"], "README.md: not a folder"),
    (["grade", "--from", "docs", "--keep", "d"], "--from and --keep"),
    (["grade", "--expected", "no/such"], "no/such"),
    (["grade", "--expected", "docs", "51"], "docs/51-raw-tcp-syn/syn.pcap"),
    (["grade", "--seed", "x"], "--seed x"),
    (["grade", "--seed", ""], "--seed"),
    (["grade", "--seed", "-1"], "--seed -1"),
    (["grade", "--seed", "18446744073709551616"], "18446744073709551616"),
    (["grade", "--jobs", "0"], "--jobs 0"),
    (["grade", "--jobs", "1.5"], "--jobs 1.5"),
    (["grade", "--jobs", "9999"], "--jobs 9999"),
    (["grade", "--patience", "0"], "--patience 0"),
    (["grade", "--patience", "-2"], "--patience -2"),
    (["grade", "--patience", "nan"], "--patience nan"),
    (["grade", "--patience", "long"], "--patience long"),
    (["grade", "--case", "raw-tcp-syn/none"], "no such case"),
    (["grade", "--case", "raw-tcp-sin/syn"], "did you mean raw-tcp-syn?"),
    (["grade", "--case", "syn"], "SLUG/CASE"),
    (["grade", "--case", "raw-tcp-syn/syn", "51"], "--case"),
    (["grade", "--case", "hex/full-disk", "--check", "base64/sizes"],
     "of another exercise"),
    (["grade", "--check", "hex/none"], "list --checks hex"),
    (["grade", "--allow-isolation=some"], "--allow-isolation"),
    (["grade", "--nonsense"], "--nonsense"),
    (["grade", "--json"], "--json"),
    (["record", "raw-tcp-sin"], "did you mean"),
    (["list", "raw-tcp-sin"], "did you mean"),
    (["doctor", "--nonsense"], "--nonsense"),
    (["shell", "--nonsense"], "--nonsense"),
    (["try"], "which exercise"),
    (["try", "99"], "99: no such exercise"),
    (["show"], "which capture"),
    (["show", "no/such.pcap"], "no/such.pcap"),
    (["show", "README.md"], "README.md"),
]


def check_wrong(words, part):
    done = grader(*words)
    lines = done.err.splitlines()
    equal((done.status, done.out), (2, ""), f"{words}: {done.err}")
    holds(done.err, part)
    # getopt's sentence is followed by the way to the help
    if len(lines) != 1 and not (len(lines) == 2 and "--help" in lines[1]):
        raise AssertionError(f"{words}: more than a sentence:\n{done.err}")


def wrong_line(words, part):
    def play(_folder):
        check_wrong(words, part)
    play.__doc__ = f"refused: {' '.join(words)}"
    return play


for wrong_words, wrong_part in WRONG:
    test(wrong_line(wrong_words, wrong_part))


@test
def words(_folder):
    """an unknown word, or none, is answered with those that there are"""
    for line in (["grate"], []):
        done = grader(*line)
        equal((done.status, done.out), (2, ""), line)
        holds(done.err, *line, "grade", "try", "doctor")


@test
def other_catalogue(folder):
    """a run of other exercises is not judged with these"""
    os.mkdir(f"{folder}/s")
    done = grade(folder, "-s", f"{folder}/s")
    with open(f"{done.kept}/run.json", encoding="ascii") as file:
        text = file.read()
    digest = done.document["catalogue"]
    holds(text, digest)
    with open(f"{done.kept}/run.json", "w", encoding="ascii") as file:
        file.write(text.replace(digest, digest[::-1]))
    check_wrong(["grade", "--from", done.kept], "another version")


if __name__ == "__main__":
    grading.main()
