# shellcheck shell=bash
# Slurm on this machine alone, for a test: munge, slurmctld and slurmd of our own, without systemd and without
# touching /etc. Everything lies in the test's folder. To be sourced; start_slurm brings it up, and the test's end
# tears it down however it comes.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
slurm=$PWD/slurm

for program in munged slurmctld slurmd sbatch; do
  command -v "$program" >/dev/null || { echo "skipped: no $program (run/install-packages all)"; exit 77; }
done

free_port() {
  "$PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# A socket's path must be short.
start_munge() {
  runtime=$(mktemp -d /tmp/isotherm-slurm.XXXXXX)
  chmod 755 "$runtime"
  (umask 077 && head -c 1024 /dev/urandom >"$runtime/key")
  munged --force --socket="$runtime/socket" --key-file="$runtime/key" --log-file="$runtime/munged.log" \
    --pid-file="$runtime/munged.pid" --seed-file="$runtime/seed"
}

write_configuration() { # write_configuration CORES
  local me host
  me=$(id -un)
  host=$(hostname -s)
  cat >"$slurm/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$me
SlurmdUser=$me
AuthType=auth/munge
AuthInfo=socket=$runtime/socket,cred_expire=5
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
StateSaveLocation=$slurm/state
SlurmdSpoolDir=$slurm/spool
SlurmctldPidFile=$slurm/slurmctld.pid
SlurmdPidFile=$slurm/slurmd.pid
SlurmctldLogFile=$slurm/slurmctld.log
SlurmdLogFile=$slurm/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=2,batch_sched_delay=0,bf_interval=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobRequeue=1
ReturnToService=2
KillWait=5
MinJobAge=3600
SlurmctldTimeout=10
SlurmdTimeout=10
SlurmdParameters=config_overrides
NodeName=$host NodeAddr=127.0.0.1 CPUs=$1 Boards=1 SocketsPerBoard=1 CoresPerSocket=$1 ThreadsPerCore=1 RealMemory=8000 State=UNKNOWN
PartitionName=debug Nodes=$host Default=YES MaxTime=INFINITE State=UP PriorityTier=1 GraceTime=5
PartitionName=urgent Nodes=$host MaxTime=INFINITE State=UP PriorityTier=9 PreemptMode=OFF
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
CONF
  echo "CgroupPlugin=cgroup/v1" >"$slurm/cgroup.conf"
  echo "PMIxCliTmpDirBase=$runtime" >"$slurm/mpi.conf"
}

start_slurmd() { slurmd -f "$slurm/slurm.conf"; }

start_slurm() { # start_slurm CORES
  mkdir -p "$slurm/state" "$slurm/spool"
  trap stop_slurm EXIT
  start_munge
  write_configuration "$1"
  export SLURM_CONF=$slurm/slurm.conf
  slurmctld -c -f "$SLURM_CONF"
  start_slurmd
  wait_until 30 node_is idle || { tail -n 5 "$slurm"/*.log; echo "FAILED: Slurm did not start"; exit 1; }
}

end_daemon() { # end_daemon PID-FILE SIGNAL
  local pid
  pid=$(cat "$1" 2>/dev/null) || return 0
  kill "-$2" "$pid" 2>/dev/null || return 0
  for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.1; done
  kill -KILL "$pid" 2>/dev/null || true
}

stop_slurm() {
  local status=$?
  trap - EXIT
  scancel --user "$(id -un)" >/dev/null 2>&1 || true
  wait_until 10 queue_is_empty || true
  end_daemon "$slurm/slurmd.pid" TERM
  end_daemon "$slurm/slurmctld.pid" TERM
  end_daemon "$runtime/munged.pid" TERM
  rm -rf "$runtime"
  exit "$status"
}

wait_until() { # wait_until SECONDS COMMAND...: whether the command succeeded in time
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.3
  done
}

node_is() { [ "$(sinfo -h -o %t 2>/dev/null)" = "$1" ]; }
queue_is_empty() { [ -z "$(squeue -h 2>/dev/null)" ]; }
job_field() { scontrol show job "$1" | tr ' ' '\n' | sed -n "s/^$2=//p" | head -n 1; }
job_is() { [ "$(job_field "$1" JobState)" = "$2" ]; }

# Whether a run has a checkpoint behind step N.
is_beyond() { # is_beyond FOLDER N
  local step
  step=$(sed -n 's/.*"last_checkpoint": *\([0-9][0-9]*\).*/\1/p' "$1/status.json" 2>/dev/null)
  [ "${step:-0}" -gt "$2" ]
}

fingerprint() { sed -n 's/.*"temperature_sha256": *"\(.*\)".*/\1/p' "$1/summary.json"; }

same_results() { # same_results A B: two run folders hold the same bits
  cmp "$1/diagnostics.csv" "$2/diagnostics.csv"
  [ -n "$(fingerprint "$1")" ] && [ "$(fingerprint "$1")" = "$(fingerprint "$2")" ] ||
    { echo "FAILED: $1 and $2 have other temperatures"; exit 1; }
}
