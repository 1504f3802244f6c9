#!/usr/bin/env python3
"""What a student does by hand: try, shell, show, list, and asking for help."""

import glob
import os
import re
import shutil
import sys

import grading
from grading import equal, grader, holds, test

SYN = ["127.0.0.1", "40000", "127.0.0.2", "7777", "1000", "Hello, wire!"]

# Says more than a terminal should be shown.
LOUD = r"""
#include <stdio.h>

int
main(void)
{
	static const char text[] = "a\033[31mb\rc\0d\x9b" "e\n";

	fwrite(text, 1, sizeof(text) - 1, stdout);
	fwrite(text, 1, sizeof(text) - 1, stderr);
	return 5;
}
"""


# try -----------------------------------------------------------------------

def attempt(*words):
    grading.needs_full()
    return grader("try", "-s", *words)


def frames(out):
    """The lines of the frames in what try printed."""
    return re.findall(r"^ +\d+  (\d.* TCP .*)$", out, re.M)


@test
def try_raw(_folder):
    """try shows the SYN, the kernels' answers, and the SYN's every field"""
    done = attempt("solutions", "51", "--", *SYN)
    equal(done.status, 0, done.err)
    seen = frames(done.out)
    equal(len(seen), 3, done.out)
    for line, words in zip(seen, ("TCP SYN seq 1000 ", "TCP SYN,ACK ",
                                  "TCP RST seq 1001 ")):
        holds(line, words)
    holds(seen[1], "ack 1001")
    for field, value in (("identification", r"0x3039 \(12345\)"),
                         ("sequence number", r"0x000003e8 \(1000\)"),
                         ("window", r"0xffff \(65535\)"),
                         ("checksum", r"0x[0-9a-f]{4} right")):
        if not re.search(rf"^    {field} +{value}$", done.out, re.M):
            raise AssertionError(f"no {field} in\n{done.out}")
    holds(done.out, '"Hello, wire!"', "it exited with status 0")


@test
def try_stream(_folder):
    """try plays a peer for 11, and shows both sides of the conversation"""
    done = attempt("solutions", "11", "--", "127.0.0.1", "7777", "Hello")
    equal(done.status, 0, done.err)
    holds(done.out, "a peer listens on 0.0.0.0 port 7777",
          "it exited with status 0", "standard output (")
    sizes = [int(n) for n in re.findall(r", (\d+) bytes$", done.out, re.M)]
    said = re.search(r"^standard output \((\d+) bytes\)", done.out, re.M)
    equal(sizes, [len("Hello\n"), int(said[1])], "bytes on the wire")


@test
def try_bad_arguments(_folder):
    """try shows how a program refuses its arguments"""
    for words in (["127.0.0.1", "80x", "Hello"], [], ["127.0.0.1"] * 7):
        done = attempt("solutions", "11", "--", *words)
        equal(done.status, 0, done.err)
        holds(done.out, "it exited with status 2", "standard error (",
              "usage: stream_client", "nothing was on the wire")
        equal("->" in done.out, False, done.out)
    for words in (["80x"], []):
        done = attempt("solutions", "12", "--", *words)
        holds(done.out, "it exited with status 2", "usage: stream_server")
        equal("$" in done.out, False, done.out)


@test
def try_server(_folder):
    """try asks a server once, and shows what it prints and answers"""
    for number, answer in (("12", "Connected to TCP Server on port 7777"),
                           ("22", "Message received by the UDP ")):
        done = attempt("solutions", number, "--", "7777")
        equal(done.status, 0, done.err)
        said, heard = done.out.split("standard output (")[1].split(" peer ")
        holds(said, "'Hello from Wirebook'\n  Sent by - 127.0.0.")
        equal("port 0" in done.out, False, done.out)
        holds(heard, f"\n  {answer}")
        holds(done.out, "it exited with status 0")


@test
def try_server_unfinished(folder):
    """what a server printed is seen, though it is killed by SIGTERM"""
    grading.submit_program(
        f"{folder}/s", "22-dgram-server/wrong/killed_by_the_signal.c")
    done = attempt(f"{folder}/s", "22", "--", "7777")
    holds(done.out, "it was ended by signal 15", "'Hello from Wirebook'")


@test
def try_codec(_folder):
    """a program without a network is not shown one"""
    done = attempt("solutions", "31", "--", "encode")
    holds(done.out, "standard output (34 bytes)\n  48656c6c6f2c20")
    equal("wire (" in done.out or "lo.pcap" in done.out, False, done.out)


@test
def try_arguments_as_they_are(folder):
    """arguments reach the program as they were typed"""
    words = ["$1", "two words", "'", "", "--help", "-x", "%s"]
    grading.submit(f"{folder}/s", "11-stream-client", '#include <stdio.h>\n'
                   'int\nmain(int argc, char **argv)\n{\n\tint i;\n\n'
                   '\tfor (i = 1; i < argc; i++)\n\t\tprintf("<%s>", '
                   'argv[i]);\n\tputchar(\'\\n\');\n}\n')
    done = attempt(f"{folder}/s", "11", "--", *words)
    holds(done.out, "  " + "".join(f"<{word}>" for word in words) + "\n")


@test
def try_not_built(folder):
    """try shows what the compiler says"""
    submission = f"{folder}/s"
    grading.submit(submission, "11-stream-client",
                   "int\nmain(void)\n{\n\treturn missing;\n}\n")
    done = attempt(submission, "11", "--", "127.0.0.1", "7777", "Hello")
    equal(done.status, 1, done.out)
    holds(done.out + done.err, "not built: stream_client.c:4:", "missing")
    done = attempt(submission, "51", "--", *SYN)
    equal(done.status, 1, done.out)
    holds(done.err, "no source")


@test
def try_loud(folder):
    """what a program prints does nothing to the terminal"""
    submission = f"{folder}/s"
    grading.submit(submission, "11-stream-client", LOUD)
    done = attempt(submission, "11", "--", "127.0.0.1", "7777", "Hello")
    equal(re.findall(r"[^\n -~]", done.out + done.err), [], "control bytes")
    equal(done.out.count(r"a\x1b[31mb\x0dc\x00d\x9be"), 2, done.out)
    holds(done.out, "it exited with status 5")


# shell ---------------------------------------------------------------------

def shell(*command, **more):
    grading.needs_full()
    return grader("shell", "--", *command, **more)


def shell_python(code, *words):
    done = shell(sys.executable, "-c", code, *words)
    equal((done.status, done.err), (0, ""), "status and stderr")
    return done.out


@test
def shell_network(_folder):
    """the shell has a network of its own, and what exercises use is in it"""
    out = shell_python(
        "import socket\n"
        "socket.socket(socket.AF_INET, socket.SOCK_RAW, 253)\n"
        "socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)\n"
        "server = socket.create_server(('192.0.2.250', 80))\n"
        "client = socket.create_connection(('server.wirebook.test', 80))\n"
        "print(server.accept()[1] == client.getsockname())\n"
        "print([name for number, name in socket.if_nameindex()])\n")
    equal(out, "True\n['lo']\n", "what was printed")


@test
def shell_files(folder):
    """the shell's files are the user's own, to read and to write"""
    with open(f"{folder}/mine", "w", encoding="ascii") as file:
        file.write("mine\n")
    out = shell_python("import os, sys\nprint(open(sys.argv[1]).read(), "
                       "os.getcwd())\nopen(sys.argv[1], 'a').write('too\\n')",
                       f"{folder}/mine")
    equal(out, f"mine\n {grading.ROOT}\n", "what was printed")
    with open(f"{folder}/mine", encoding="ascii") as file:
        equal(file.read(), "mine\ntoo\n", "the file")


@test
def shell_status(_folder):
    """the shell hands on input, output and exit status"""
    for command, status in (("exit 7", 7), ("exit 0", 0),
                            ("kill -TERM $$", 128 + 15)):
        equal(shell("sh", "-c", command).status, status, command)
    with open("README.md", encoding="utf-8") as file:
        done = shell("cat", stdin=file)
    with open("README.md", encoding="utf-8") as file:
        equal(done.out.encode(), file.read().encode(), "what cat printed")


@test
def shell_ends(_folder):
    """what was started in a shell ends with it"""
    equal(shell("sh", "-c", "sleep 1000 & exit 3").status, 3, "status")
    grading.expect_no_children()


@test
def shell_of_the_users(_folder):
    """without a command it is the user's shell, and it says where one is"""
    grading.needs_full()
    done = grader("shell", env={**os.environ, "SHELL": "/bin/true"})
    equal((done.status, done.err), (0, ""), "status and stderr")
    holds(done.out, "127.0.0.0/8", "192.0.2.250", "203.0.113.251",
          "server.wirebook.test", "exit")


@test
def shell_watched(_folder):
    """tcpdump sees what is sent in the shell"""
    if shutil.which("tcpdump") is None:
        raise grading.Skip("tcpdump is not installed")
    out = shell_python(
        "import socket, subprocess\n"
        "dump = subprocess.Popen(['tcpdump', '-nli', 'lo', '-c1', "
        "'--immediate-mode', 'udp'], stdout=subprocess.PIPE, "
        "stderr=subprocess.PIPE, text=True)\n"
        "for line in dump.stderr:\n"
        "    if 'istening on' in line:\n"
        "        break\n"
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'Hello', "
        "('127.0.0.1', 7))\n"
        "print(dump.communicate()[0])")
    holds(out, "> 127.0.0.1.7: UDP, length 5")


# show, list, help ----------------------------------------------------------

@test
def show(_folder):
    """show prints a capture as the text beside it does, or line by line"""
    for pcap in sorted(glob.glob("exercises/*/expected/*.pcap")):
        done = grader("show", os.path.basename(pcap),
                      cwd=os.path.dirname(os.path.abspath(pcap)))
        equal((done.status, done.err), (0, ""), pcap)
        with open(pcap[:-len("pcap")] + "txt", encoding="utf-8") as file:
            equal(done.out, file.read().split("\n\n", 1)[1], pcap)
        count = len(re.findall(r"^Frame \d+:", done.out, re.M))
        lines = grader("show", "--lines", pcap).out.splitlines()
        equal((count > 0, len(lines)), (True, count), f"frames of {pcap}")


@test
def listing(_folder):
    """list names every exercise, its checks worth 10 points, its cases"""
    folders = sorted(os.path.basename(os.path.dirname(path))
                     for path in glob.glob("exercises/*/README.md"))
    names = [line.split()[0] for line in grader("list").out.splitlines()]
    equal(names, folders, "exercises")
    for folder in folders:
        rows = [line.split("\t") for line in
                grader("list", "--checks", folder).out.splitlines()]
        equal({row[0] for row in rows}, {folder}, "folders")
        equal(sum(float(row[3]) for row in rows), 10, f"points of {folder}")
        equal([row[4] for row in rows].count("heart"), 1, "hearts")
        for option, columns in (("--cases", 3), ("--starters", 3)):
            out = grader("list", option, folder).out
            equal({line.count("\t") for line in out.splitlines()},
                  {columns - 1}, f"{option} {folder}: tabs in a line")


@test
def helping(_folder):
    """every word explains itself and each of its options"""
    done = grader("--help")
    equal(done.status, 0, done.err)
    words = re.findall(r"^  (\w+) ", done.out, re.M)
    equal(sorted(words), sorted(
        os.path.basename(path)[:-2] for path in glob.glob("grader/words/*.c")
        if not path.endswith("/options.c")), "words")
    for word in words:
        done = grader(word, "--help")
        equal((done.status, done.err), (0, ""), f"{word} --help")
        equal(grader(word, "-h").out, done.out, f"{word} -h")
        with open(f"grader/words/{word}.c", encoding="utf-8") as file:
            options = re.findall(r'^\t\{ "([\w-]+)", \w+_argument',
                                 file.read(), re.M)
        holds(done.out, f"usage: grader {word}", "--help",
              *[f"--{option}" for option in options])
        if max(map(len, done.out.splitlines())) > 80:
            raise AssertionError(f"{word} --help: a line is too long")


if __name__ == "__main__":
    grading.adopt()
    grading.main()
