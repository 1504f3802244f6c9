#!/usr/bin/env python3
"""Independent eyes: tshark reads our captures as we do.

    tests/end-to-end/captures.py
"""

import glob
import os
import re
import shutil

import grading
from grading import equal, test

EXERCISES = ["11-stream-client", "51-raw-tcp-syn"]
EXPECTED = f"{grading.ROOT}/exercises/*/expected/*.pcap"

# Two at a time, one for each exercise.
WRONG = [("reset_at_the_end", "checksum_never_filled"),
         ("message_sent_twice", "syn_ack"),
         ("nul_after_newline", "pseudo_length_host_order"),
         ("port_not_swapped", "ordinary_connect"),
         ("sizeof_pointer", "options_added")]

# Nothing that a payload may look like is of interest, only the headers.
TSHARK = ["tshark", "-n", "-o", "tcp.check_checksum:TRUE",
          "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
          "-o", "tcp.relative_sequence_numbers:FALSE",
          "-d", "tcp.port==1-65535,data", "-d", "udp.port==1-65535,data",
          "-T", "fields", "-E", "occurrence=f"]
FIELDS = ["ip.src", "tcp.srcport", "ip.dst", "tcp.dstport", "tcp.flags",
          "udp.srcport", "udp.dstport",
          "tcp.seq", "tcp.ack", "tcp.len", "ip.proto", "ip.checksum.status",
          "tcp.checksum.status", "udp.checksum.status", "_ws.malformed"]
BAD = "0"  # of a checksum's status
FLAGS = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"]
TCP, UDP = "6", "17"

LINE = re.compile(
    r"(?P<source>[\d.]+)(:(?P<sport>\d+))? > "
    r"(?P<destination>[\d.]+)(:(?P<dport>\d+))? "
    r"(TCP (?P<flags>[A-Z,]+|no flags) seq (?P<seq>\d+)( ack (?P<ack>\d+))? "
    r"win \d+)?[^,]*(, (?P<len>\d+) bytes?)?")


def merge(folder, paths):
    """All frames of the captures, one after another, in one."""
    if not paths:
        raise AssertionError("there is no capture to look at")
    merged = f"{folder}/merged.pcap"
    done = grading.run(["mergecap", "-a", "-F", "nsecpcap", "-w", merged,
                        *paths])
    equal(done.status, 0, f"mergecap: {done.err}")
    return merged


# What they say of each frame: ends, flags, numbers, length ----------------

def flag_names(number):
    return {name for bit, name in enumerate(FLAGS) if number >> bit & 1}


def by_tshark(path):
    """A record of every frame."""
    words = [*TSHARK, "-r", path]
    for field in FIELDS:
        words += ["-e", field]
    done = grading.run(words)
    equal(done.status, 0, f"tshark: {done.err}")
    return [dict(zip(FIELDS, line.split("\t")))
            for line in done.out.splitlines()]


def told_by_tshark(frame):
    if frame["ip.proto"] == UDP:
        return (frame["ip.src"], frame["udp.srcport"], frame["ip.dst"],
                frame["udp.dstport"])
    if frame["ip.proto"] != TCP:  # what ICMP quotes is not its own
        return (frame["ip.src"], "", frame["ip.dst"], "")
    flags = flag_names(int(frame["tcp.flags"], 16))
    return (frame["ip.src"], frame["tcp.srcport"], frame["ip.dst"],
            frame["tcp.dstport"], flags, frame["tcp.seq"],
            frame["tcp.ack"] if "ACK" in flags else "", frame["tcp.len"])


def told_by_us(line):
    match = LINE.match(line)
    if not match:
        return line
    told = {name: text or "" for name, text in match.groupdict().items()}
    ends = (told["source"], told["sport"], told["destination"],
            told["dport"])
    if not told["flags"]:
        return ends
    flags = set(told["flags"].split(",")) - {"no flags"}
    return (*ends, flags, told["seq"], told["ack"], told["len"] or "0")


def wrong_by_us(path):
    """For each frame, whether IPv4's and TCP's checksums are wrong."""
    done = grading.grader("show", path)
    equal(done.status, 0, f"show: {done.err}")
    frames = re.split(r"^Frame \d+: ", done.out, flags=re.MULTILINE)[1:]
    return [tuple(re.search(rf"^    {name} +0x\w+ wrong", frame,
                            re.MULTILINE) is not None
                  for name in ("header checksum", "checksum"))
            for frame in frames]


def compare(path):
    """Both read each frame alike; the records of tshark's."""
    frames = by_tshark(path)
    lines = grading.grader("show", "--lines", path).out.splitlines()
    equal(len(lines), len(frames), "number of frames")
    for number, (frame, line, wrong) in enumerate(
            zip(frames, lines, wrong_by_us(path), strict=True), 1):
        told, wanted = told_by_us(line), told_by_tshark(frame)
        if ", cut: " in line:  # then we count the bytes that were kept
            told, wanted = told[:-1], wanted[:-1]
        equal(told, wanted, f"frame {number}")
        equal(frame["_ws.malformed"], "", f"frame {number}, {line}")
        if frame["ip.proto"] == TCP:
            equal(wrong, (frame["ip.checksum.status"] == BAD,
                          frame["tcp.checksum.status"] == BAD),
                  f"frame {number}, {line}: wrong checksums")
    return frames


def is_bad(frame):
    """Its own checksums: what ICMP quotes the kernel may not have finished."""
    own = {TCP: "tcp", UDP: "udp"}.get(frame["ip.proto"], "ip")
    return BAD in (frame["ip.checksum.status"],
                   frame[f"{own}.checksum.status"])


def bad(frames):
    return sum(map(is_bad, frames))


def kept_captures(done):
    return sorted(glob.glob(f"{done.kept}/*/*/lo.pcap"))


def needs_tshark():
    for tool in ("tshark", "mergecap"):
        if shutil.which(tool) is None:
            raise grading.Skip(f"there is no {tool} here")


# Tests ---------------------------------------------------------------------

@test
def expected_captures(folder):
    """tshark finds no fault with the expected captures"""
    needs_tshark()
    paths = sorted(glob.glob(EXPECTED))
    equal(bad(compare(merge(folder, paths))), 0, "bad checksums")


@test
def solutions(folder):
    """tshark reads what the solutions sent as we do"""
    needs_tshark()
    grading.needs_full()
    done = grading.graded(folder, "-s", "solutions")
    equal(done.status, 0, grading.failures(done.document))
    equal(bad(compare(merge(folder, kept_captures(done)))), 0,
          "bad checksums")


@test
def wrong_programs(folder):
    """tshark reads what wrong programs sent as we do"""
    needs_tshark()
    grading.needs_full()
    paths = []
    for pair in WRONG:
        submission = f"{folder}/{'-'.join(pair)}"
        for exercise, name in zip(EXERCISES, pair):
            grading.submit_program(submission, f"{exercise}/wrong/{name}.c")
        done = grading.graded(folder, "-s", submission, "--no-valgrind",
                              "--patience", "0.3")
        equal(done.status, 1, "exit status")
        paths += kept_captures(done)
    if bad(compare(merge(folder, paths))) == 0:
        raise AssertionError("no checksum is bad, though some have to be")


@test
def recorded_anew(folder):
    """captures recorded twice are those that are kept, byte for byte"""
    grading.needs_full()
    wanted = {os.path.relpath(path, f"{grading.ROOT}/exercises").replace(
        "/expected/", "/"): path
        for path in [*glob.glob(EXPECTED),
                     *glob.glob(EXPECTED.replace(".pcap", ".txt"))]}
    for again in ("1", "2"):
        place = f"{folder}/{again}"
        done = grading.grader("record", "--expected", place)
        equal(done.status, 0, done.err)
        made = glob.glob(f"{place}/*/*")
        equal({os.path.relpath(path, place) for path in made}, set(wanted),
              "files")
        for path in made:
            with open(path, "rb") as got, open(
                    wanted[os.path.relpath(path, place)], "rb") as kept:
                equal(got.read(), kept.read(), path)


if __name__ == "__main__":
    grading.main()
