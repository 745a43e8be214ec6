# Each file-system call of a short run on its run folder fails once, with each error that it may have: the run gives
# the right results or says what failed, never crashes or hangs, and the same line run again gives the right results.
# labels: faults
# timeout: 3000
import _injection

_injection.skip_without_strace()
suites = [_injection.Faults("hdf5"), _injection.Faults("mpiio")]


def try_all(faults):
    for call, number in faults.learn():
        for error in _injection.errors_of(call):
            faults.inject(call, number, f"error={error}")


_injection.in_parallel(suites, try_all)
_injection.report("every file-system call on the run folder fails once", suites)
