# A rank of two is killed at any of its calls for files, those while MPI starts and ends included: the job ends, and the
# next start continues and ends with the bits of the undisturbed run. A sample of 200.
# labels: faults
# timeout: 1500
import random

import _injection

_injection.skip_without_strace()
suites = [_injection.Faults("hdf5", 2, 0), _injection.Faults("mpiio", 2, 1)]


def try_some(faults):
    calls = faults.learn(anywhere=True)
    for call, number in random.sample(calls, 100):
        faults.inject(call, number, "signal=KILL")


_injection.in_parallel(suites, try_some)
_injection.report("kill -9 at any call for a file, also while MPI starts and ends", suites)
