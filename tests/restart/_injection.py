"""Faults in system calls of a short run, one at a time, by strace; and whether the run survived them.

A run survives when it ends in time, by a documented exit code, and either gives the right results or says what
failed; and when the same line, run again without a fault, gives the right results.
"""

import atexit
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

CASE = """
title: Faults in its files
domain: {size: [48 mm, 32 mm], cells: [48, 32]}
materials: {steel: {conductivity: 15, density: 7900, specific_heat: 500}}
regions: [{material: steel}]
initial: {temperature: "300 + 1000*x"}
boundaries: {left: {temperature: 400}, right: {insulated: true}, bottom: {insulated: true}, top: {flux: 1000}}
time: {method: forward-euler, end: 1.5 s, step: 0.05 s}
output: {diagnostics: {every: 10 steps}, snapshots: {every: 30 steps}, probes: {middle: [24 mm, 16 mm]}}
checkpoint: {every: 10 steps, format: FORMAT}
parallel: {watchdog: 8 s}
"""
CALLS = ("open,openat,creat,read,pread64,readv,preadv,write,pwrite64,writev,pwritev,close,fsync,fdatasync,ftruncate,"
         "truncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,getdents64,flock,fcntl,"
         "lseek,stat,lstat,fstat,newfstatat,statx,statfs,fstatfs,access,faccessat,faccessat2,utimensat,mmap,munmap,"
         "msync,readlink,readlinkat,sync_file_range")
READING = {"read", "pread64", "readv", "preadv", "getdents64", "flock", "fcntl", "lseek", "stat", "lstat", "fstat",
           "newfstatat", "statx", "statfs", "fstatfs", "access", "faccessat", "faccessat2", "readlink", "readlinkat"}
HARMLESS = {"mmap", "munmap", "fcntl"}  # they only look at descriptors, or map what was read before
SECONDS = 40
# One in some thousand runs that all ranks have ended well ends so: mpiexec misses that one of them told it so (Open MPI
# issues 7833 and 9389, of "hello world" too).
MPIEXEC_ERRED = "with PID 0 on"
os.environ.pop("OMPI_MCA_odls_base_sigkill_timeout", None)  # a job ends as it does for users
FOLDERS = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)  # where to sync takes no time
atexit.register(shutil.rmtree, FOLDERS, ignore_errors=True)


def errors_of(call):
    """The errors that a file system may give to this call."""
    return ["EIO", "EINTR", "ESTALE"] + ([] if call in READING else ["ENOSPC", "EDQUOT"])


class Faults:
    """Runs of one format on some ranks, with faults in one of them."""

    def __init__(self, fmt, ranks=1, traced=0, name=None):
        self.name = name or f"{fmt}-{ranks}-{traced}"
        self.ranks, self.traced = ranks, traced
        self.case = os.path.abspath(f"{self.name}.yaml")
        with open(self.case, "w") as file:
            file.write(CASE.replace("FORMAT", fmt))
        self.folder = os.path.join(FOLDERS, f"{self.name}.run")
        self.trace_file = os.path.abspath(f"{self.name}.trace")
        alone = {"OMPI_MCA_ess_singleton_isolated": "1", "OMPI_MCA_btl": "self", "OMPI_MCA_pml": "ob1",
                 "OMPI_MCA_orte_tmpdir_base": tempfile.mkdtemp(dir=FOLDERS)}  # two such would share one
        self.environment = {**os.environ, **(alone if ranks == 1 else {})}
        if "ASAN_OPTIONS" in os.environ:  # who is traced cannot look for leaks
            self.environment["ASAN_OPTIONS"] += ":detect_leaks=0"
        self.tried = self.survived = 0
        self.troubles = []

    def command(self, strace=()):
        program = [os.environ["ISOTHERM"], "run", self.case, "--out", self.folder]
        if self.ranks == 1:
            return [*strace, *program]
        line = [os.environ["MPIEXEC"]]
        for rank in range(self.ranks):
            line += [":"] if rank > 0 else []
            line += ["-n", "1", *(strace if rank == self.traced else ()), *program]
        return line

    def run(self, strace=()):
        """Exit code (None: it had to be ended) and output."""
        try:
            done = subprocess.run(self.command(strace), env=self.environment, timeout=SECONDS, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace")
            if done.returncode == 1 and MPIEXEC_ERRED in done.stdout:
                return 0, done.stdout  # the results will show whether that is true
            return done.returncode, done.stdout
        except subprocess.TimeoutExpired as late:
            return None, (late.stdout or b"").decode(errors="replace")

    def clear(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def results(self):
        """What a run must give, whatever happened on the way."""
        def text(name):
            with open(os.path.join(self.folder, name)) as file:
                return file.read()
        try:
            snapshots = sorted(n for n in os.listdir(os.path.join(self.folder, "snapshots")) if n.startswith("step"))
            return (json.loads(text("summary.json"))["temperature_sha256"], text("diagnostics.csv"),
                    text("probes.csv"), snapshots)
        except (OSError, ValueError, KeyError) as error:
            return f"no results: {error}"

    def learn(self, anywhere=False):
        """The undisturbed results, and its calls on the run folder, or anywhere: [(name, number among its like)]."""
        self.clear()
        code, output = self.run(["strace", "-y", "-e", f"trace={CALLS}", "-o", self.trace_file])
        if code != 0:
            sys.exit(f"the undisturbed run ended with {code}:\n{output}")
        self.expected = self.results()
        counts, found = {}, []
        with open(self.trace_file, errors="replace") as lines:
            for line in lines:
                match = re.match(r"(\w+)\(", line)
                if not match:
                    continue
                call = match.group(1)
                counts[call] = counts.get(call, 0) + 1
                if anywhere or (self.folder in line and call not in HARMLESS):
                    found.append((call, counts[call]))
        return found

    def inject(self, call, number, what):
        """Runs with a fault; then again without, to the end. `what`: error=EIO, or signal=KILL."""
        self.clear()
        fault = f"inject={call}:{what}:when={number}"
        code, output = self.run(["strace", "-y", "-e", f"trace={call}", "-e", fault, "-o", self.trace_file])
        with open(self.trace_file, errors="replace") as lines:
            hit = [line for line in lines if ("INJECTED" in line or "KILL" in line)]
        trouble = self.trouble(code, output, what)
        place = hit[0].strip()[:150] if hit else "not reached"
        if not hit or (what.startswith("error") and self.folder not in place):
            return  # the numbers of calls differ a little from run to run: this one was elsewhere
        self.tried += 1
        if trouble:
            self.troubles.append(f"{place}: {trouble}")
        else:
            self.survived += 1

    def trouble(self, code, output, what):
        """What is wrong with a disturbed run, or nothing; runs it to its end."""
        killed = what.startswith("signal")
        if code is None:
            return "it hung"
        if code == 0 and self.results() != self.expected:
            return f"it ended with 0 and other results: {self.difference()}\n{output}"
        if not killed and code not in (0, 71, 73, 74):
            return f"it ended with {code}:\n{output}"
        if not killed and code != 0 and not output.strip():
            return f"it ended with {code} without a word"
        code, output = self.run()
        if code != 0:
            return f"the next start ended with {code}:\n{output}"
        if self.results() != self.expected:
            return f"the next start gave other results: {self.difference()}"
        parts = [name for _, _, names in os.walk(self.folder) for name in names
                 if name.endswith(".part") and not (killed and name == "status.json.part")]
        return f"files were left: {parts}" if parts else None

    def difference(self):
        got = self.results()
        if isinstance(got, str):
            return got
        names = ["temperature", "diagnostics.csv", "probes.csv", "snapshots"]
        return ", ".join(n for n, a, b in zip(names, got, self.expected) if a != b)


def in_parallel(suites, work):
    """Calls work(suite) for all of them, two at a time."""
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("ISOTHERM_FAULTS_AT_ONCE", "2"))) as pool:
        list(pool.map(work, suites))


def report(promise, all_faults):
    """Prints the line of the table and the troubles; exits with 1 when there are any."""
    tried = sum(f.tried for f in all_faults)
    survived = sum(f.survived for f in all_faults)
    troubles = [f"{f.name}: {t}" for f in all_faults for t in f.troubles]
    for trouble in troubles[:20]:
        print(trouble[:1500])
    print(f"promise | {promise} | {tried} | {survived}")
    if tried == 0:
        sys.exit("nothing was tried")
    sys.exit(1 if troubles else 0)


def skip_without_strace():
    if shutil.which("strace") is None or subprocess.run(["strace", "-o", "/dev/null", "true"]).returncode != 0:
        print("skipped: strace cannot trace here")
        sys.exit(77)
