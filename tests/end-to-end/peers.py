#!/usr/bin/env python3
"""The solutions and peers that know nothing of the grader.

Each test plays in a network of its own, by `grader shell`: netcat and Python's
socket ask the servers, a server in Python answers the clients.
"""

import os
import shutil
import sys

import grading
from grading import equal, test

BUILD = os.environ.get("BUILD", "build/gcc")

# What every script below begins with.  Nothing is printed when all is well.
PRELUDE = r"""
import signal, socket, subprocess, sys, threading

PORT = 7777
socket.setdefaulttimeout(20)

def start(*words):
    return subprocess.Popen([sys.argv[1], *words], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL)

def serve(table):
    'The server, once the kernel lists a socket at its port.'
    server = start(str(PORT))
    while server.poll() is None:
        with open(f'/proc/net/{table}') as rows:
            for row in rows:
                # 0A: it listens (TCP); 07: it is bound (UDP)
                if row.split()[1].endswith(f':{PORT:04X}') and \
                        row.split()[3] in ('0A', '07'):
                    return server
    sys.exit('the server ended')

def expect(got, wanted):
    if got != wanted:
        sys.exit(f'{got!r} instead of {wanted!r}')

def expect_lines(server, *lines):
    for line in lines:
        expect(server.stdout.readline(), line)

def stop(server):
    server.send_signal(signal.SIGTERM)
    expect(server.stdout.read(), b'')
    expect(server.wait(), 0)

def netcat(text, *words):
    return subprocess.run(['nc', *words], input=text, timeout=20,
                          stdout=subprocess.PIPE).stdout

def read_all(peer):
    return b''.join(iter(lambda: peer.recv(4096), b''))
"""


def play(exercise, script):
    grading.needs_full()
    name = grading.source_name(exercise)[:-len(".c")]
    done = grading.grader("shell", "--", sys.executable, "-c",
                          PRELUDE + script,
                          f"{BUILD}/solutions/{exercise}/{name}")
    equal((done.status, done.out, done.err), (0, "", ""), exercise)


def needs_netcat():
    if shutil.which("nc") is None:
        raise grading.Skip("netcat is not installed")


@test
def stream_server_netcat(_folder):
    """netcat asks the TCP server: whole lines, the end of file, addresses"""
    needs_netcat()
    play("12-stream-server", r"""
server = serve('tcp')
ANSWER = b'Connected to TCP Server on port 7777\n'
expect(netcat(b'Hello\n', '-p', '40001', '127.0.0.1', '7777'), ANSWER)
expect_lines(server, b"Message Received - 'Hello'\n",
             b'Sent by - 127.0.0.1 port - 40001\n')
expect(netcat(b'No newline', '-N', '-s', '203.0.113.9', '-p', '40002',
              '192.0.2.1', '7777'), ANSWER)
expect_lines(server, b"Message Received - 'No newline'\n",
             b'Sent by - 203.0.113.9 port - 40002\n')
stop(server)
""")


@test
def stream_server_python(_folder):
    """Python asks the TCP server: pieces, odd bytes, resets, a restart"""
    play("12-stream-server", r"""
def ask(*pieces):
    with socket.create_connection(('127.0.0.1', PORT)) as peer:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            peer.sendall(piece)
        expect(read_all(peer), b'Connected to TCP Server on port 7777\n')
        line = b''.join(pieces).rstrip(b'\n')
        expect_lines(server, b"Message Received - '" + line + b"'\n",
                     b'Sent by - %s port - %d\n' % (
                         peer.getsockname()[0].encode(),
                         peer.getsockname()[1]))

for _ in range(2):
    server = serve('tcp')
    ask(b'in one piece\n')
    ask(b'in', b' three ', b'pieces', b'\n')
    ask(b'\0 %s \r\xff\n')
    ask(b'x' * 1023, b'\n')
    with socket.create_connection(('127.0.0.1', PORT)) as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                        b'\1\0\0\0\0\0\0\0')
        peer.sendall(b'no more of')
    ask(b'after a reset\n')
    stop(server)
""")


@test
def stream_client_python(_folder):
    """the TCP client asks a server in Python, and finds a closed port"""
    play("11-stream-client", r"""
ANSWER = bytes(range(256)) * 5000

def answer():
    with listener.accept()[0] as peer:
        with peer.makefile('rb') as lines:
            expect(lines.readline(), b'Hello, %s!\n')
        peer.sendall(ANSWER)

listener = socket.create_server(('127.0.0.1', PORT))
thread = threading.Thread(target=answer)
thread.start()
client = start('localhost', str(PORT), 'Hello, %s!')
expect(client.stdout.read(), ANSWER)
expect(client.wait(), 0)
thread.join()
listener.close()
refused = subprocess.run([sys.argv[1], '127.0.0.1', str(PORT), 'Hello'],
                         capture_output=True)
expect((refused.returncode, refused.stdout), (1, b''))
""")


@test
def dgram_server_netcat(_folder):
    """netcat asks the UDP server"""
    needs_netcat()
    play("22-dgram-server", r"""
server = serve('udp')
expect(netcat(b'Hello\n', '-u', '-W', '1', '-p', '40001', '127.0.0.1', '7777'),
       b'Message received by the UDP Message Server!')
expect_lines(server, b"Message Received: 'Hello'\n",
             b'Sent by - 127.0.0.1 port - 40001\n')
stop(server)
""")


@test
def dgram_server_python(_folder):
    """Python asks the UDP server from several addresses in turn"""
    play("22-dgram-server", r"""
server = serve('udp')
for number, text in enumerate((b'one', b'', b'%s\0\xff', b'x' * 1472)):
    place = (f'127.0.0.{number + 2}', 41000 + number)
    with socket.socket(type=socket.SOCK_DGRAM) as peer:
        peer.bind(place)
        peer.sendto(text, ('127.0.0.1', PORT))
        reply, sender = peer.recvfrom(4096)
    expect((reply, sender[1]),
           (b'Message received by the UDP Message Server!', PORT))
    expect_lines(server, b"Message Received: '" + text + b"'\n",
                 b'Sent by - %s port - %d\n' % (place[0].encode(), place[1]))
stop(server)
""")


@test
def dgram_client_python(_folder):
    """the UDP client asks a server in Python, and finds a closed port"""
    play("21-dgram-client", r"""
REPLY = bytes(range(256)) * 5

with socket.socket(type=socket.SOCK_DGRAM) as peer:
    peer.bind(('127.0.0.1', PORT))
    client = start('127.0.0.1', str(PORT), 'Hello, %s!')
    message, sender = peer.recvfrom(4096)
    expect(message, b'Hello, %s!\n')
    peer.sendto(REPLY, sender)
    expect(client.stdout.read(), REPLY)
    expect(client.wait(), 0)
refused = subprocess.run([sys.argv[1], '127.0.0.1', str(PORT), 'Hello'],
                         capture_output=True)
expect((refused.returncode, refused.stdout), (1, b''))
""")


if __name__ == "__main__":
    grading.adopt()
    grading.main()
