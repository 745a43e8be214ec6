# A run is killed, started again, killed again: 200 kills at random moments, of a rank or the launcher, on 1 to 3
# ranks and in both formats. Each run ends with the bits of the undisturbed one.
# labels: faults
# ranks: 3
# timeout: 1500
import os
import random
import signal
import subprocess
import time

import _injection

KILLS = int(os.environ.get("ISOTHERM_KILLS", "200"))
random.seed()


def processes_below(parent):
    """The processes that a process has started, and those that they have."""
    found = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True).stdout.split()
    return [int(p) for p in found] + [q for p in found for q in processes_below(int(p))]


class Killed(_injection.Faults):
    """A longer run, so that most kills fall between its first step and its last."""

    def __init__(self, fmt):
        super().__init__(fmt, name=f"{fmt}-moments")
        with open(self.case) as file:
            text = file.read()
        text = text.replace("cells: [48, 32]", "cells: [192, 128]").replace("step: 0.05 s", "step: 0.001 s")
        text = text.replace("snapshots: {every: 30 steps}", "snapshots: {every: 300 steps}")
        with open(self.case, "w") as file:
            file.write(text)

    def learn(self):
        self.clear()
        begin = time.monotonic()
        code, output = self.run()
        if code != 0:
            raise SystemExit(f"the undisturbed run ended with {code}:\n{output}")
        self.seconds = time.monotonic() - begin
        self.expected = self.results()

    def start_and_kill(self):
        """Whether the kill came before the end."""
        self.ranks = random.choice([1, 2, 3])
        self.environment = dict(os.environ)
        job = subprocess.Popen(self.command(), env=self.environment, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, start_new_session=True)
        try:
            job.wait(random.uniform(0, 1.1 * self.seconds))
        except subprocess.TimeoutExpired:
            pass
        killed = None
        if job.poll() is None:
            victim = random.choice([job.pid, *processes_below(job.pid)])
            try:
                os.kill(victim, signal.SIGKILL)
                killed = "first process" if victim == job.pid else "process below it"
            except ProcessLookupError:
                pass
        try:
            output, _ = job.communicate(timeout=_injection.SECONDS if killed else None)
        except subprocess.TimeoutExpired:
            for process in [*processes_below(job.pid), job.pid]:
                os.kill(process, signal.SIGKILL)
            output, _ = job.communicate()
            self.troubles.append(f"{_injection.SECONDS} s after the kill of its {killed} a job on {self.ranks} ranks "
                                 f"had not ended: {output[-500:]}")
        if job.returncode == 73:  # the ranks of a killed launcher end a moment later
            time.sleep(0.5)
            return False
        return job.returncode != 0  # which code it is may be the launcher's choice

    def round(self):
        """Kills a run until it ends by itself."""
        self.clear()
        for _ in range(5):
            if not self.start_and_kill():
                break
            self.tried += 1
        code, output = self.run()
        for _ in range(20):
            if code != 73:
                break
            time.sleep(0.5)
            code, output = self.run()
        if code != 0:
            self.troubles.append(f"the last start ended with {code}: {output[-500:]}")
        elif self.results() != self.expected:
            self.troubles.append(f"other results: {self.difference()}")


suites = [Killed("hdf5"), Killed("mpiio")]
for suite in suites:
    suite.learn()
while sum(suite.tried for suite in suites) < KILLS:
    for suite in suites:
        suite.round()
for suite in suites:
    suite.survived = suite.tried - len(suite.troubles)
_injection.report("kill -9 at random moments, again and again", suites)
