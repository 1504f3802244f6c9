"""Commands that run side by side, and end together at a signal."""

import signal
import subprocess
import types

LONGEST_S = 600  # of one command: far more than any takes

running = set()
ended_by = None  # the signal, once there was one


class Ended(Exception):
    """A signal has ended the command, or kept it from being started."""


def run(words, **more):
    """Run a command to its end; its status, and out and err in bytes."""
    if ended_by:
        raise Ended
    with subprocess.Popen(words, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, **more) as child:
        running.add(child)
        try:
            if ended_by:  # it came before the child was in the set
                child.send_signal(signal.SIGINT)
            out, err = child.communicate(timeout=LONGEST_S)
        except BaseException:
            child.kill()
            raise
        finally:
            running.discard(child)
    if ended_by:
        raise Ended
    return types.SimpleNamespace(status=child.returncode, out=out, err=err)


def end_at_signals():
    """From now on a signal ends what is running; run() says so by Ended."""
    def end(number, _frame):
        global ended_by
        ended_by = number
        for child in list(running):
            child.send_signal(signal.SIGINT)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
