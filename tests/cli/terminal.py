# What a run and its watcher show: on a terminal of 80 columns one live line and a picture that fits; in a file plain
# text. The watcher follows a run that goes on, and the run does not notice.
# timeout: 120

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

ISOTHERM, MPIEXEC = os.environ["ISOTHERM"], os.environ["MPIEXEC"]
COLUMNS, ROWS = 80, 24
CASE = """
title: A case that is watched
domain: {size: [64 mm, 32 mm], cells: [128, 64]}
materials: {steel: {conductivity: 15, density: 7900, specific_heat: 450}}
regions: [{material: steel}]
initial: {temperature: 300}
boundaries: {left: {temperature: 400}, right: {insulated: true}, bottom: {insulated: true}, top: {insulated: true}}
time: {method: forward-euler, end: 1e9 s}
output: {diagnostics: {every: 1000 steps}, snapshots: {every: 100000 steps}}
checkpoint: {every: 20000 steps}
"""
with open("case.yaml", "w") as file:
    file.write(CASE)


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, *command):
        self.own, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
                                        env={**os.environ, "TERM": "xterm-256color"})
        os.close(theirs)
        self.shown = b""

    def until(self, enough, seconds=60):
        """Collects what is shown until enough(text), or the end of the program where that is None."""
        stop = time.monotonic() + seconds
        while time.monotonic() < stop:
            if select.select([self.own], [], [], 0.1)[0]:
                try:
                    self.shown += os.read(self.own, 65536)
                except OSError:  # the terminal closes with its last program
                    break
            if enough is not None and enough(self.text()):
                break
        else:
            raise AssertionError(f"not within {seconds} s: {self.text()[-500:]!r}")
        return self.text()

    def text(self):
        return self.shown.decode(errors="replace")


def widths(text):
    """The widths of the lines as they stand on the screen; a carriage return begins the line anew."""
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).replace("\r\n", "\n")
    return [max(map(len, line.split("\r"))) for line in plain.split("\n")]


run = Terminal(MPIEXEC, "-n", "2", ISOTHERM, "run", "case.yaml")
try:
    shown = run.until(lambda text: len(re.findall(r"\r *\d+ %[^\r]*(?=\r)", text)) >= 2)
    live = re.findall(r"\r( *\d+ %[^\r\n]*)", shown)[:2]
    assert all("left" in line and "LUP/s" in line and "s  T " in line for line in live), shown[-500:]
    steps = [int(re.search(r"step (\d+)/\d+ ", line).group(1)) for line in live]
    assert steps[0] < steps[1], steps

    watch = Terminal(ISOTHERM, "watch", "case.run", "--every", "0.3")
    screens = watch.until(lambda text: text.count("\x1b[2J") >= 4).split("\x1b[2J")[1:-1]
    seen = [re.search(r"step (\d+) of", screen) for screen in screens]
    assert all("running" in screen and "\u2580" in screen for screen in screens), screens[0][:500]
    seen = [int(found.group(1)) for found in seen]
    assert seen == sorted(seen) and seen[0] < seen[-1], seen
    for screen in screens:
        rows = widths(screen)
        assert max(rows) <= COLUMNS and len(rows) <= ROWS, (max(rows), len(rows))
    assert watch.process.poll() is None
finally:
    run.process.send_signal(signal.SIGUSR2)
    run.until(None)
    run.process.wait(30)
assert run.process.returncode == 75, run.process.returncode
watch.until(None)  # the watcher ends with the run
assert watch.process.wait(30) == 0
assert "stopped" in watch.text().split("\x1b[2J")[-1]
ours = re.sub(r"-{60,}.*?-{60,}|mpiexec: [^\n]*", "", run.text(), flags=re.S)  # without what mpiexec says of the signal
assert max(widths(ours)) <= COLUMNS, [line for line in ours.split("\n") if max(widths(line)) > COLUMNS]
with open("case.run/status.json") as file:
    assert json.load(file)["state"] == "stopped"

# Without rows of diagnostics nobody knows the temperatures: none are shown.
run = Terminal(MPIEXEC, "-n", "2", ISOTHERM, "run", "case.yaml", "--fresh", "--set", "output.diagnostics.every=never")
try:
    shown = run.until(lambda text: re.search(r"\r *\d+ %[^\r]*(?=\r)", text))
    line = re.search(r"\r( *\d+ %[^\r\n]*)", shown).group(1)
    assert "t = " in line and " T " not in line, line
finally:
    run.process.send_signal(signal.SIGUSR2)
    run.until(None)
    run.process.wait(30)

# The same into a file: no control characters, and the log neither.
with open("plain", "w") as file:
    done = subprocess.run([MPIEXEC, "-n", "2", ISOTHERM, "run", "case.yaml", "--fresh", "--steps", "100000"],
                          stdout=file, stderr=subprocess.PIPE, timeout=100)
assert done.returncode == 75, done.stderr
for name in ("plain", "case.run/run.log"):
    with open(name, newline="") as file:
        text = file.read()
    control = [c for c in text if ord(c) < 32 and c != "\n"]
    assert not control and text.endswith("\n"), (name, control)
print("seen:", live[-1].strip())
print(f"{len(screens)} screens of watch, steps {seen}")
