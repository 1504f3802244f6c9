#!/usr/bin/env python3
"""The Makefile's promises, kept in a small tree of stand-ins.

The stand-in for the grader prints its words and ends with $STATUS; the tree
lies under a path with a blank in it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.getcwd()
EXERCISE = "51-raw-tcp-syn/raw_tcp_syn.c"
SOURCES = {
    "common/bytes.h": "int bytes(void);\n",
    "common/bytes.c": '#include "bytes.h"\nint bytes(void)\n{return 7;}\n',
    "common/args.c": "int args(void);\nint args(void)\n{return 8;}\n",
    "grader/main.c": r"""
#include <stdio.h>
#include <stdlib.h>
#include "model/a.h"
int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		printf("<%s>", argv[i]);
	printf(" %s %s %s %d\n", WIREBOOK_VERSION, WIREBOOK_CC,
	    WIREBOOK_BUILD, a());
	return getenv("STATUS") ? atoi(getenv("STATUS")) : 0;
}
""",
    "grader/model/a.h": "int a(void);\n",
    "grader/model/a.c": '#include "model/a.h"\nint a(void)\n{return 1;}\n',
    f"exercises/{EXERCISE}": "int main(void)\n{return 1;}\n",
    f"solutions/{EXERCISE}": '#include "bytes.h"\n'
                             "int main(void)\n{return bytes();}\n",
    "tests/unit/test_a.c": '#include "model/a.h"\n'
                           "int main(void)\n{return a() - 1;}\n",
    "tests/run": "#!/bin/sh\necho run $BUILD $CC \"$@\"; "
                 "$BUILD/tests/unit/test_a\n",
}
PACKAGES = '#!/bin/sh\necho "packages $*" >>log\n'
# A compiler that keeps a log, and one to which a header is missing.
LOGGING = '#!/bin/sh\necho compiler >>log\nexec gcc "$@"\n'
LACKING = """#!/bin/sh
case " $* " in
*" -E "*) ! grep -q jansson ;;
*) echo compiled; exit 1 ;;
esac
"""

results = []


class Tree:
    def __init__(self, folder):
        self.folder = folder
        shutil.copy(f"{ROOT}/Makefile", folder)
        shutil.copytree(f"{ROOT}/grader/setup", f"{folder}/grader/setup")
        for path, text in SOURCES.items():
            self.write(path, text)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as stream:
            stream.write(text)
        if text.startswith("#!"):
            os.chmod(self.path(name), 0o755)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as stream:
            return stream.read()

    def touch(self, touched):
        """Make one file newer than all others."""
        now = time.time()
        for folder, _, names in os.walk(self.folder):
            for name in names:
                os.utime(os.path.join(folder, name), (now - 20, now - 20),
                         follow_symlinks=False)
        os.utime(self.path(touched), (now - 10, now - 10))

    def make(self, *words, status=0):
        """Run make; what it printed, if it ended with that status."""
        clean = {name: value for name, value in os.environ.items()
                 if not name.startswith("MAKE") and name not in
                 ("MFLAGS", "BUILD", "CC", "CFLAGS", "LDFLAGS", "STATUS")}
        clean["STATUS"] = str(self.status)
        done = subprocess.run(["make", *words], cwd=self.folder, text=True,
                              env=clean, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        if done.returncode != status:
            raise AssertionError(f"make {' '.join(words)}: status "
                                 f"{done.returncode}\n{done.stdout}")
        return done.stdout

    status = 0


def test(function):
    """Play function in a tree of its own, and note how it went."""
    with tempfile.TemporaryDirectory(prefix="wirebook makefile ") as folder:
        trouble = ""
        try:
            function(Tree(folder))
        except AssertionError as error:
            trouble = str(error) or "an assertion failed"
        results.append((function.__doc__, trouble))


def same(got, wanted):
    if got != wanted:
        raise AssertionError(f"wanted {wanted!r}\ngot    {got!r}")


@test
def everything(tree):
    """make -j builds everything, and a second make has nothing to do"""
    tree.make("-j4")
    for name in ("grader", "gcc/libcommon.a", "gcc/grader/grader",
                 f"gcc/exercises/{EXERCISE[:-2]}",
                 f"gcc/solutions/{EXERCISE[:-2]}"):
        assert os.path.exists(tree.path(f"build/{name}")), name
    assert not os.path.exists(tree.path("build/gcc/tests"))
    same(tree.make(), "")
    same(tree.make("list"), "<list> 0.1 gcc build/gcc 1\n")


@test
def rebuilding(tree):
    """a header rebuilds its users, other flags rebuild all, the same none"""
    tree.make()
    tree.touch("grader/model/a.h")
    same(sorted(re.findall(r"CC +(.*)", tree.make())),
         ["grader/main.c", "grader/model/a.c"])
    same(len(re.findall(r"CC ", tree.make("CFLAGS=-O1"))), 6)
    same(tree.make("CFLAGS=-O1"), "")


@test
def compilers(tree):
    """each compiler has a folder, and build/grader follows the last one"""
    tree.make()
    same(tree.make("CC=clang", "list").splitlines()[-1],
         "<list> 0.1 clang build/clang 1")
    same(os.readlink(tree.path("build/grader")), "clang/grader/grader")
    same(tree.make("list"), "<list> 0.1 gcc build/gcc 1\n")


@test
def sanitizers(tree):
    """SAN=1 sanitizes the grader, not what submissions are linked with"""
    tree.make("SAN=1")

    def sanitized(name):
        return b"__asan_" in subprocess.run(
            ["nm", tree.path(f"build/gcc-san/{name}")],
            stdout=subprocess.PIPE, check=True).stdout
    assert sanitized("grader/grader")
    assert not sanitized("libcommon.a")
    same(tree.make("SAN=1"), "")


@test
def warnings(tree):
    """a warning passes, and is an error with WERROR=1"""
    tree.write("grader/model/a.c", "int a(void)\n{return 1;}\n")
    assert "warning" in tree.make("all")
    assert "missing-prototypes" in tree.make("WERROR=1", status=2)


@test
def verdicts(tree):
    """status 1 of the grader is a grade; 2 and 3 make make fail"""
    tree.make()
    for goal in ("grade", "51"):
        tree.status = 1
        assert "***" not in tree.make(goal)
        for status in (2, 3):
            tree.status = status
            assert f"Error {status}" in tree.make(goal, status=2)


@test
def words(tree):
    """what grading is told reaches the grader whole"""
    tree.make()
    same(tree.make("51", "SUBMISSION=a 'b' $(x)", "SEED=7", "JSON=o p.json",
                   "GRADE_FLAGS=--jobs 1 --keep 'k l'"),
         "<grade><-s><a 'b' $(x)><--seed><7><--json><o p.json><--jobs><1>"
         "<--keep><k l><51> 0.1 gcc build/gcc 1\n")
    same(tree.make("try", "EX=51", "ARGS='' \"$((6*7))\" 'a $b' -x"),
         "<try><51><--><><42><a $b><-x> 0.1 gcc build/gcc 1\n")
    same(tree.make("show", "FILE=my $got.pcap"),
         "<show><my $got.pcap> 0.1 gcc build/gcc 1\n")
    assert "Which exercise?" in tree.make("try", status=2)


@test
def setup_first(tree):
    """in one call all waits for setup, with -j too"""
    tree.write("grader/setup/packages", PACKAGES)
    tree.write("cc", LOGGING)
    said = tree.make("-j8", "test", "51", "setup", "CC=./cc")
    log = tree.read("log").splitlines()
    same(log[0], "packages install build grade test")
    assert "compiler" in log[1:]
    spoke = re.findall(r"<doctor>|<grade>|^run", said, re.MULTILINE)
    same(spoke[0], "<doctor>")
    same(sorted(spoke[1:]), ["<grade>", "run"])


@test
def missing(tree):
    """a missing library is named, once, before anything is compiled"""
    tree.write("cc", LACKING)
    said = tree.make("-j4", "CC=./cc", status=2)
    same(said.count("libjansson-dev"), 1)
    assert "run: make CC='./cc' setup\n" in said
    assert "compiled" not in said


@test
def tests_too(tree):
    """make test hands the folder and the compiler on"""
    assert "run build/clang clang\n" in tree.make("test", "CC=clang")
    assert "run build/gcc gcc unit\n" in tree.make("test-unit")


@test
def helpful(tree):
    """make help names every goal of a user, and clean leaves nothing"""
    said = tree.make("help")
    for goal in ("setup", "grade", "try", "shell", "show", "record", "list",
                 "doctor", "bench", "test", "format", "lint", "SUBMISSION"):
        assert re.search(rf"\b{goal}\b", said), goal
    tree.make("-j4", "clean", "all")
    assert os.path.exists(tree.path("build/grader"))
    tree.make("clean")
    assert not os.path.exists(tree.path("build"))


print(f"1..{len(results)}")
for number, (name, trouble) in enumerate(results, 1):
    print(f"{'not ok' if trouble else 'ok'} {number} - {name}")
    for line in trouble.splitlines():
        print(f"# {line}")
sys.exit(any(trouble for name, trouble in results))
