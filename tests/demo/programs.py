"""The programs of a demonstration: started with readiness, ended by their own process."""

import os
import signal
import socket
import subprocess
import time


class Failed(Exception):
    """A step of the demonstration did not happen; the text says which and what was seen."""


class Program:
    """One program that says READY=1 when it serves (sd_notify), with its log in a file."""

    def __init__(self, name, command, folder, environment=None, ready_within=20.0):
        self.name = name
        self.log = os.path.join(folder, name + ".log")
        bell = os.path.join(folder, name + ".ready")
        if os.path.exists(bell):
            os.unlink(bell)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        listener.bind(bell)
        listener.settimeout(0.1)
        env = dict(os.environ, NOTIFY_SOCKET=bell, **(environment or {}))
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env
            )
        try:
            self._wait_until_ready(listener, ready_within)
        finally:
            listener.close()
            os.unlink(bell)

    def _wait_until_ready(self, listener, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Failed(f"{self.name} ended with {self.process.returncode}:\n{self.tail()}")
            try:
                if b"READY=1" in listener.recv(4096):
                    return
            except socket.timeout:
                pass
        raise Failed(f"{self.name} was not ready within {seconds} s:\n{self.tail()}")

    def tail(self, lines=15):
        with open(self.log, errors="replace") as log:
            return "".join(log.readlines()[-lines:])

    def is_running(self):
        return self.process.poll() is None

    def kill(self):
        """Ends it without warning, as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Ends it politely; True when it went within five seconds and without an error."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                return False
        return self.process.returncode in (0, -signal.SIGTERM)


def run(command, folder=None, allowed=(0,)):
    """Runs a command to its end; its output, or Failed when its status is not allowed."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in allowed:
        raise Failed(
            f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        )
    return done.stdout


class Display:
    """A virtual screen of its own: an X server that chooses a free number."""

    def __init__(self, width, height, folder):
        read, write = os.pipe()
        with open(os.path.join(folder, f"screen-{width}x{height}.log"), "ab") as log:
            self.process = subprocess.Popen(
                ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24",
                 "-nolisten", "tcp"],
                pass_fds=(write,), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )
        os.close(write)
        with os.fdopen(read) as number:
            self.name = ":" + number.readline().strip()
        if self.name == ":":
            raise Failed("Xvfb did not start")

    def picture(self, file):
        run(["import", "-display", self.name, "-window", "root", file])

    def stop(self):
        self.process.terminate()
        self.process.wait()
