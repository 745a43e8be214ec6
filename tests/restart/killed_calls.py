# A run is killed at each of its file-system calls in turn, on one rank and on two: the next start continues and ends
# with the bits of the undisturbed run.
# labels: faults
# timeout: 3000
# ranks: 4
import _injection

_injection.skip_without_strace()
suites = [_injection.Faults("hdf5"), _injection.Faults("mpiio"), _injection.Faults("hdf5", 2, 0),
          _injection.Faults("hdf5", 2, 1), _injection.Faults("mpiio", 2, 1)]


def try_all(faults):
    for call, number in faults.learn():
        faults.inject(call, number, "signal=KILL")


_injection.in_parallel(suites, try_all)
_injection.report("kill -9 at every file-system call of a run", suites)
