# A million steps with a thousand checkpoints: memory and open files stay what they were.
# labels: faults long
# timeout: 900
import os
import subprocess
import sys
import time

CASE = """
domain: {size: [1, 1], cells: [16, 16]}
materials: {a: {conductivity: 1, density: 1, specific_heat: 1}}
regions: [{material: a}]
initial: {temperature: "300 + x"}
boundaries: {left: {temperature: 300}, right: {insulated: true}, bottom: {insulated: true}, top: {flux: 10}}
time: {end: 100, step: 1e-4, method: forward-euler}
output: {diagnostics: {every: 1000 steps}, snapshots: {every: 20000 steps}, probes: {middle: [0.5, 0.5]}}
checkpoint: {every: 1000 steps, format: FORMAT}
"""
RANKS = 2
MORE_KIB = 1024  # that the memory of a process may grow from the second tenth of the run to the ninth


def figures(process):
    """Resident KiB and open files of a process; None when it has ended."""
    try:
        with open(f"/proc/{process}/status") as file:
            resident = [int(line.split()[1]) for line in file if line.startswith("VmRSS")]
        return resident[0], len(os.listdir(f"/proc/{process}/fd"))
    except (OSError, IndexError):
        return None


def watch(fmt):
    """What is wrong with a long run, or nothing."""
    with open(f"{fmt}.yaml", "w") as file:
        file.write(CASE.replace("FORMAT", fmt))
    job = subprocess.Popen([os.environ["MPIEXEC"], "-n", str(RANKS), os.environ["ISOTHERM"], "run", f"{fmt}.yaml"],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    begin = time.monotonic()
    samples = {}
    while job.poll() is None:
        ranks = subprocess.run(["pgrep", "-P", str(job.pid), "isotherm"], capture_output=True, text=True).stdout.split()
        for rank in ranks:
            found = figures(rank)
            if found:
                samples.setdefault(rank, []).append(found)
        time.sleep(0.1)
    output = job.stdout.read()
    print(f"{fmt}: {time.monotonic() - begin:.0f} s, {len(samples)} processes")
    if job.returncode != 0:
        return f"ended with {job.returncode}: {output[-1000:]}"
    if len(samples) != RANKS:
        return f"saw {len(samples)} processes"
    for rank, seen in samples.items():
        tenth = len(seen) // 10  # the first is for the start, the last for the report at the end
        early, late = seen[tenth:2 * tenth], seen[8 * tenth:9 * tenth]
        kib = [max(s[0] for s in part) for part in (early, late)]
        files = [min(s[1] for s in part) for part in (early, late)]  # more while a checkpoint is written
        print(f"  process {rank}: {kib[0]} then {kib[1]} KiB, {files[0]} then {files[1]} open files")
        if kib[1] > kib[0] + MORE_KIB or files[1] > files[0]:
            return "it grew"
    return None


troubles = [f"{fmt}: {trouble}" for fmt in ("hdf5", "mpiio") if (trouble := watch(fmt))]
print("\n".join(troubles))
print(f"promise | 1e6 steps and 1000 checkpoints: memory and open files constant | 2 | {2 - len(troubles)}")
sys.exit(1 if troubles else 0)
