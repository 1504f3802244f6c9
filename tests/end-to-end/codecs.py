#!/usr/bin/env python3
"""Independent eyes: the solutions of 31 and 32 beside xxd, base64, basenc.

A thousand random inputs go through each program in one piece, since what an
input becomes does not depend on what stands before it (in base64: where that
is whole groups).  How inputs end is seen with one run for each length.

    tests/end-to-end/codecs.py
"""

import os
import random
import shutil

import grading
from grading import equal, test

BUILD = os.path.join(grading.ROOT, os.environ.get("BUILD", "build/gcc"))
HEX = f"{BUILD}/solutions/31-hex/hex"
BASE64 = f"{BUILD}/solutions/32-base64/base64"
COUNT = 1000
SEED = 4648  # any would do


def inputs():
    """Random bytes, a multiple of three at a time."""
    draw = random.Random(SEED)
    return [draw.randbytes(3 * draw.randrange(1, 500)) for _ in range(COUNT)]


def output(folder, data, *words):
    """What the command prints for the bytes; it has to succeed."""
    with open(f"{folder}/input", "wb") as file:
        file.write(data)
    with open(f"{folder}/input", "rb") as file:
        done = grading.run(words, stdin=file)
    equal((done.status, done.err), (0, ""), " ".join(words))
    return done.out.encode(errors="surrogateescape")


def needs(*tools):
    for tool in tools:
        if shutil.which(tool) is None:
            raise grading.Skip(f"there is no {tool} here")


def compare(folder, program, tools):
    """Encode as each of the tools does, and decode what it prints."""
    data = b"".join(inputs())
    encoded = output(folder, data, program, "encode")
    for tool in tools:
        told = output(folder, data, *tool)
        if tool[0] == "basenc" and program == HEX:
            equal(encoded, told.lower(), " ".join(tool))
        else:
            equal(encoded, told.replace(b"\n", b""), " ".join(tool))
        equal(output(folder, told, program, "decode"), data,
              f"decoding what {tool[0]} prints")


LOOP = """
cd "$1" || exit
for f in *.in; do
    "$2" encode <"$f" >"${f%.in}.ours" || exit
    $3 <"$f" >"${f%.in}.theirs" || exit
    "$2" decode <"${f%.in}.theirs" >"${f%.in}.back" || exit
done
"""


def compare_lengths(folder, program, tool):
    """One input of each length from 0 to 300."""
    draw = random.Random(SEED)
    for length in range(301):
        with open(f"{folder}/{length}.in", "wb") as file:
            file.write(draw.randbytes(length))
    done = grading.run(["sh", "-c", LOOP, "sh", folder, program, tool])
    equal((done.status, done.err), (0, ""), tool)
    for length in range(301):
        kept = []
        for name in ("in", "back", "ours", "theirs"):
            with open(f"{folder}/{length}.{name}", "rb") as file:
                kept.append(file.read())
        equal(kept[1], kept[0], f"{length} bytes, there and back")
        equal(kept[2], kept[3].replace(b"\n", b""), f"{length} bytes")


@test
def hex_at_random(folder):
    """1,000 random inputs: hex, xxd -p and basenc --base16 agree"""
    needs("xxd", "basenc")
    compare(folder, HEX, [("xxd", "-p"), ("basenc", "--base16", "-w0")])


@test
def hex_by_length(folder):
    """lengths 0 to 300: hex and xxd -p agree"""
    needs("xxd")
    compare_lengths(folder, HEX, "xxd -p")


@test
def base64_at_random(folder):
    """1,000 random inputs: ours, base64 and basenc --base64 agree"""
    needs("base64", "basenc")
    compare(folder, BASE64, [("base64",), ("basenc", "--base64", "-w0")])


@test
def base64_by_length(folder):
    """lengths 0 to 300: ours and base64 agree"""
    needs("base64")
    compare_lengths(folder, BASE64, "base64")


if __name__ == "__main__":
    grading.main()
