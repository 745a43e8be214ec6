# A sample of the faults that `tests/run --faults` tries in full: errors of and kills at file-system calls.
# timeout: 200
import random

import _injection

_injection.skip_without_strace()
random.seed(20)
suites = [_injection.Faults("hdf5"), _injection.Faults("mpiio")]
for faults in suites:
    calls = faults.learn()
    for call, number in random.sample(calls, 12):
        faults.inject(call, number, "error=" + random.choice(_injection.errors_of(call)))
    for call, number in random.sample(calls, 8):
        faults.inject(call, number, "signal=KILL")
_injection.report("some of all errors and kills", suites)
