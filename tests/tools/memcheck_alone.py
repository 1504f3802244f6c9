#!/usr/bin/env python3
"""The memory cases' programs under memcheck, without a grader around them.

    build/grader shell -- python3 tests/tools/memcheck_alone.py DIR NUMBER...

DIR holds the programs, named by their exercises' numbers.  Each is given what
the memory case of its exercise gives it.  Printed: the processor seconds that
all of them took.  For `make bench`.
"""

import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import time

MEMCHECK = ["valgrind", "--error-exitcode=99", "--leak-check=full",
            "--show-leak-kinds=all", "--errors-for-leak-kinds=none",
            "--track-fds=yes", "--vgdb=no", "--num-callers=12"]
HOST, PORT = "127.0.0.2", 7777
BLOCKS_LEN = 16 * 4096 + 1


def memcheck(*words, **more):
    return subprocess.Popen([*MEMCHECK, *words], stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, **more)


def expect_success(child):
    if child.wait() != 0:
        sys.exit(f"{' '.join(child.args)}: status {child.returncode}")


def play_stream_client(program):
    """An answer of 16 pieces, one after another."""
    with socket.create_server((HOST, PORT)) as listener:
        child = memcheck(program, HOST, str(PORT), "Hello")
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            for number in range(16):
                connection.sendall(b"piece %2d " % number + 290 * b"x")
                time.sleep(0.002)  # bench only: pieces must not run together
        expect_success(child)


def await_bound(table):
    """Until a socket waits at PORT; bench only, so by asking again."""
    wanted = f":{PORT:04X} 00000000:0000 ".encode()
    while True:
        with open(f"/proc/net/{table}", "rb") as file:
            if wanted in file.read():
                return
        time.sleep(0.005)


def stop(child):
    child.send_signal(signal.SIGTERM)
    expect_success(child)


def play_stream_server(program):
    """Forty clients, forty that reset and forty that leave without a word."""
    child = memcheck(program, str(PORT))
    await_bound("tcp")
    for _ in range(40):
        with socket.create_connection((HOST, PORT)) as client:
            client.sendall(40 * b"x" + b"\n")
            while client.recv(65536):
                pass
    for _ in range(40):
        with socket.create_connection((HOST, PORT)) as client:
            client.sendall(40 * b"x")
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                              struct.pack("ii", 1, 0))
        socket.create_connection((HOST, PORT)).close()
    stop(child)


def play_dgram_client(program):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind((HOST, PORT))
        child = memcheck(program, HOST, str(PORT), 1399 * "x")
        peer.sendto(700 * b"y", peer.recvfrom(65536)[1])
        expect_success(child)


def play_dgram_server(program):
    """Twelve questions, long and short."""
    child = memcheck(program, str(PORT))
    await_bound("udp")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        for number in range(12):
            peer.sendto((5, 700)[number % 2] * b"x", ("127.0.0.1", PORT))
            peer.recvfrom(65536)
    stop(child)


def feed(child, data):
    child.communicate(data)
    expect_success(child)


def play_hex(program):
    feed(memcheck(program, "encode", stdin=subprocess.PIPE),
         os.urandom(BLOCKS_LEN))
    digits = os.urandom(BLOCKS_LEN).hex().encode()[:BLOCKS_LEN]
    feed(memcheck(program, "decode", stdin=subprocess.PIPE),
         digits + b" " + digits + b"\n")


def play_base64(program):
    feed(memcheck(program, "encode", stdin=subprocess.PIPE),
         os.urandom(BLOCKS_LEN))
    feed(memcheck(program, "decode", stdin=subprocess.PIPE),
         (BLOCKS_LEN - 1) * b"x" + b"\nZg==\n")


def play_raw_ipv4(program):
    expect_success(memcheck(program, "127.0.0.1", HOST, "200", 1399 * "x"))


def play_raw_tcp_syn(program):
    expect_success(memcheck(program, "127.0.0.1", "40000", HOST, str(PORT),
                            "1000", 1399 * "x"))


PLAYS = {"11": play_stream_client, "12": play_stream_server,
         "21": play_dgram_client, "22": play_dgram_server,
         "31": play_hex, "32": play_base64,
         "41": play_raw_ipv4, "51": play_raw_tcp_syn}


def main():
    folder, *numbers = sys.argv[1:]
    for number in numbers:
        PLAYS[number](os.path.join(folder, number))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(used.ru_utime + used.ru_stime)


main()
