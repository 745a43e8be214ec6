#!/bin/bash
# A limit on wall-clock time, from the environment, from the batch system or from the case: the run stops in time with
# a checkpoint, however long that takes, and the chain of its starts ends with the bits of one run without a limit.
# labels: promises
# ranks: 2
# timeout: 300
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
unset ISOTHERM_WALLTIME SLURM_JOB_ID SLURM_JOB_END_TIME
endless_case >endless.yaml
tried=0

ending=${ASAN_OPTIONS:+8} # seconds: the search for leaks comes last
ending=${ending:-2}

# in_time LIMIT COMMAND...: stops with 75 and a checkpoint that can be read before LIMIT and what mpiexec needs to end.
in_time() {
  local limit=$1
  shift
  rm -rf run
  expect 75 timeout -s KILL $((limit + ending)) "$@"
  expect 0 "$ISOTHERM" info run
  says "verified"
  tried=$((tried + 1))
}

run=("$MPIEXEC" -n 2 "$ISOTHERM" run endless.yaml --out run --set checkpoint.every=never)
auto=("${run[@]}" --set stop.walltime=auto)
in_time 5 "${run[@]}" --set stop.walltime='5 s'
ISOTHERM_WALLTIME=5 in_time 5 "${auto[@]}"
SLURM_JOB_END_TIME=$(($(date +%s) + 6)) in_time 6 "${auto[@]}"

# Slurm says what is left when it is asked; a job array's task has a number of its own.
mkdir bin
cat >bin/squeue <<'SQUEUE'
#!/bin/sh
[ "$*" = "-h -j 42 -o %L" ] && echo 0:05
SQUEUE
chmod +x bin/squeue
PATH=$PWD/bin:$PATH SLURM_JOB_ID=42 in_time 5 "${auto[@]:3}" # mpiexec may put its own folder first in PATH

# A slow disk: a checkpoint takes four seconds, and the run learns that from its first one.
export ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 # who is traced cannot look for them
slow=(strace -f --seccomp-bpf -qq -o /dev/null -e trace=fsync -e inject=fsync:delay_enter=800000)
ISOTHERM_WALLTIME=25 in_time 25 "${slow[@]}" "${auto[@]}"
expect 64 env ISOTHERM_WALLTIME='5 s' "${auto[@]}"
says "ISOTHERM_WALLTIME is neither"

# A limit that has nearly passed already: the run still gets further, and links follow until it is done.
sed 's/end: 200,/end: 0.02,/' endless.yaml >short.yaml
expect 0 on 2 run short.yaml --out alone
export ISOTHERM_WALLTIME=1
expect 75 on 2 run short.yaml --out chain --set stop.walltime=auto
status=75 starts=1
[[ $(value chain steps) -gt 0 ]] || fail "no step was made"
export ISOTHERM_WALLTIME=3
while [[ $status -eq 75 ]]; do
  on 2 run short.yaml --out chain --set stop.walltime=auto >out 2>&1
  status=$?
  starts=$((starts + 1))
  [[ $starts -lt 60 ]] || fail "no end after $starts starts"
done
[[ $status -eq 0 ]] || { cat out; fail "ended with $status after $starts starts"; }
same_run alone chain
echo "$starts starts"
tried=$((tried + starts))
echo "promise | a limit on wall-clock time: stops in time, same bits | $tried | $tried"
