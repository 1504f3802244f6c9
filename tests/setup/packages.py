#!/usr/bin/env python3
"""What `make setup` does to a system, on systems made of stand-ins.

A system is a folder of programs that is all of PATH: links to the real shell
and its tools, and stand-ins for apt-get, sudo, id and the compiler, which
note their words in a log."""

import os
import shutil
import subprocess
import sys
import tempfile

SHELL_TOOLS = ["sh", "cat", "cksum", "cut", "env", "tr", "sort", "grep",
               "tee"]
PROGRAMS = ["valgrind", "gcc", "clang", "clang-format", "python3", "tshark",
            "tcpdump", "nc", "xxd", "jq", "git", "ip"]
# It has every header but those that the file `lacking` names.
COMPILER = """#!/bin/sh
! grep -qFf "$SYSTEM/lacking"
"""
# What is installed is no longer lacking.
APT = """#!/bin/sh
echo "apt-get $*" >>"$SYSTEM/log"
case " $* " in
*" install "*) echo nothing >"$SYSTEM/lacking" ;;
esac
"""
SUDO = '#!/bin/sh\necho sudo >>"$SYSTEM/log"\nexec "$@"\n'
PARSER = '#!/bin/sh\necho "apparmor_parser $*" >>"$SYSTEM/log"\n'

results = []


class System:
    def __init__(self, folder):
        self.folder = folder
        os.mkdir(f"{folder}/bin")
        os.mkdir(f"{folder}/apparmor.d")
        for name in SHELL_TOOLS:
            os.symlink(shutil.which(name), f"{folder}/bin/{name}")
        for name in PROGRAMS:
            self.program(name, "#!/bin/sh\n")
        self.program("cc", COMPILER)
        self.write("lacking", "nothing\n")
        self.user(0)

    def write(self, name, text):
        with open(f"{self.folder}/{name}", "w", encoding="utf-8") as stream:
            stream.write(text)

    def program(self, name, text):
        self.write(f"bin/{name}", text)
        os.chmod(f"{self.folder}/bin/{name}", 0o755)

    def lacks(self, name):
        path = f"{self.folder}/bin/{name}"
        if os.path.lexists(path):
            os.unlink(path)

    def user(self, uid):
        self.program("id", f"#!/bin/sh\necho {uid}\n")

    def log(self):
        try:
            with open(f"{self.folder}/log", encoding="utf-8") as stream:
                return stream.read()
        except FileNotFoundError:
            return ""

    def run(self, *words, status=0, cc="cc"):
        """Run a script of grader/setup/; what it printed."""
        environment = {
            "PATH": f"{self.folder}/bin", "SYSTEM": self.folder,
            "CC": cc, "WIREBOOK_SYSCTL": f"{self.folder}/sysctl",
            "WIREBOOK_APPARMOR": f"{self.folder}/apparmor.d"}
        done = subprocess.run([f"grader/setup/{words[0]}", *words[1:]],
                              text=True, env=environment,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        if done.returncode != status:
            raise AssertionError(f"{words}: status {done.returncode}\n"
                                 f"{done.stdout}")
        return done.stdout


def test(function):
    """Play function on a system of its own, and note how it went."""
    with tempfile.TemporaryDirectory() as folder:
        trouble = ""
        try:
            function(System(folder))
        except AssertionError as error:
            trouble = str(error) or "an assertion failed"
        results.append((function.__doc__, trouble))


def holds(text, *parts):
    for part in parts:
        if part not in text:
            raise AssertionError(f"no {part!r} in\n{text}")


@test
def complete(system):
    """nothing missing: apt-get is not called, not even if there is one"""
    system.program("apt-get", APT)
    all_of_it = ("build", "grade", "test")
    holds(system.run("packages", "install", *all_of_it), "Nothing is missing")
    assert system.run("packages", "check", *all_of_it) == ""
    assert system.log() == ""


@test
def installs(system):
    """what is missing is installed, after one update, without a question"""
    system.program("apt-get", APT)
    system.write("lacking", "pcap/pcap.h\n")
    system.run("packages", "install", "build", "grade")
    update, install = system.log().splitlines()
    holds(update, " update")
    holds(install, " install -y --no-install-recommends libpcap-dev")
    assert "jansson" not in install


@test
def other_sources(system):
    """an update that fails does not stop the installation"""
    system.program("apt-get", APT + 'case " $* " in *" update "*) exit 100; '
                                    "esac\n")
    system.write("lacking", "pcap/pcap.h\n")
    system.run("packages", "install", "build")


@test
def no_network(system):
    """an installation that fails ends with what root has to run"""
    system.program("apt-get", "#!/bin/sh\nexit 100\n")
    system.write("lacking", "pcap/pcap.h\n")
    holds(system.run("packages", "install", "build", status=1),
          "apt-get install -y --no-install-recommends libpcap-dev\n")


@test
def still_missing(system):
    """an installation that does not bring the library is a failure"""
    system.program("apt-get", "#!/bin/sh\n")
    system.write("lacking", "jansson.h\n")
    holds(system.run("packages", "install", "build", status=1),
          "This is not here", "libjansson-dev ")


@test
def valgrind(system):
    """a valgrind that does not run is missing too"""
    system.program("valgrind", "#!/bin/sh\nexit 1\n")
    assert system.run("packages", "check", "build") == ""
    holds(system.run("packages", "check", "grade", status=1), "libc6-dbg")


@test
def for_whom(system):
    """what only the tests need is asked for only by the tests"""
    system.write("lacking", "cmocka.h\n")
    system.run("packages", "check", "build", "grade")
    holds(system.run("packages", "check", "test", status=1),
          "libcmocka-dev ", "cmocka.h: unit tests\n",
          "make CC='cc' setup test\n")


@test
def compilers(system):
    """the compiler's name is its package's, and its sanitizers' too"""
    for cc, package, sanitizers in (("cc", "gcc", "gcc"),
                                    ("gcc-13", "gcc-13", "gcc-13"),
                                    ("clang", "clang", "libclang-rt-dev"),
                                    ("/opt/bin/clang-16 -m64", "clang-16",
                                     "libclang-rt-16-dev")):
        system.lacks(os.path.basename(cc))
        holds(system.run("packages", "check", "build", status=1, cc=cc),
              f"  {package} ")
        holds(system.run("packages", "check", "san", status=1, cc=cc),
              f"  {sanitizers} ")


@test
def by_sudo(system):
    """an ordinary user goes by sudo, or is told what root should run"""
    system.program("apt-get", APT)
    system.write("lacking", "seccomp.h\n")
    system.user(1000)
    holds(system.run("packages", "install", "build", status=1),
          "What root has to run", " libseccomp-dev\n")
    assert system.log() == ""
    system.program("sudo", SUDO)
    system.run("packages", "install", "build")
    assert system.log().startswith("sudo\napt-get")
    assert system.log().count("sudo") == 1


@test
def no_apt(system):
    """without apt-get there is a list by purpose, and a failure"""
    system.write("lacking", "pcap/pcap.h\ncmocka.h\n")
    holds(system.run("packages", "install", "build", "test", status=1),
          "There is no apt-get here", "libpcap-dev", "captures as files",
          "libcmocka-dev", "unit tests")


@test
def nothing_to_do(system):
    """setup-userns: where nothing is refused nothing is done"""
    holds(system.run("userns"), "nothing is to be done")
    system.write("sysctl", "0\n")
    holds(system.run("userns"), "nothing is to be done")
    assert os.listdir(f"{system.folder}/apparmor.d") == []


@test
def profile(system):
    """setup-userns: the profile is shown, installed and loaded"""
    system.write("sysctl", "1\n")
    system.program("apparmor_parser", PARSER)
    said = system.run("userns")
    name, = os.listdir(f"{system.folder}/apparmor.d")
    with open(f"{system.folder}/apparmor.d/{name}", encoding="utf-8") as file:
        text = file.read()
    holds(said, text, "Done.")
    holds(text, f'"{os.getcwd()}/build/*/grader/grader" flags=(unconfined) {{',
          "  userns,\n")
    holds(system.log(), f"apparmor_parser -r {system.folder}/apparmor.d/{name}")


@test
def profile_unreadable(system):
    """setup-userns: a profile that AppArmor cannot read is not installed"""
    system.write("sysctl", "1\n")
    system.program("apparmor_parser", "#!/bin/sh\nexit 1\n")
    system.run("userns", status=1)
    assert os.listdir(f"{system.folder}/apparmor.d") == []


@test
def profile_refused(system):
    """setup-userns: an ordinary user without sudo changes nothing"""
    system.write("sysctl", "1\n")
    system.user(1000)
    holds(system.run("userns", status=1), "It takes root")
    assert os.listdir(f"{system.folder}/apparmor.d") == []


print(f"1..{len(results)}")
for number, (name, trouble) in enumerate(results, 1):
    print(f"{'not ok' if trouble else 'ok'} {number} - {name}")
    for line in trouble.splitlines():
        print(f"# {line}")
sys.exit(any(trouble for name, trouble in results))
