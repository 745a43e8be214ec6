# A quota that is used up from some call on, for good: every later reservation or write fails with EDQUOT.
# labels: promises
# timeout: 300
import _injection

_injection.skip_without_strace()
suites = [_injection.Faults("hdf5"), _injection.Faults("mpiio"), _injection.Faults("hdf5", 2, 0)]
for faults in suites:
    calls = faults.learn()
    for call in ("fallocate", "pwrite64"):
        numbers = [number for name, number in calls if name == call]
        for number in sorted({numbers[0], numbers[len(numbers) // 2]} if numbers else ()):
            faults.inject(call, f"{number}+", "error=EDQUOT")
_injection.report("a quota that is used up: said, nothing lost", suites)
