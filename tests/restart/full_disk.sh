# On a full disk every way of writing ends with 74 within 10 s, names the bytes it needed, and leaves the last
# checkpoint, from which the run ends with the bits of the undisturbed one once there is room.
# labels: faults
# ranks: 4
# timeout: 600
set -eu

disk=$PWD/disk
mkdir "$disk"
mounted() { # mounted KIND: an empty disk of 64 MiB
  case $1 in
    tmpfs) mount -t tmpfs -o size=64m tmpfs "$disk" ;;
    ext4)
      truncate -s 64M image && mkfs.ext4 -q -m 0 image && mount -o loop image "$disk"
      ;;
  esac 2>/dev/null
}
trap 'umount "$disk" 2>/dev/null || true' EXIT

cat > case.yaml <<'CASE'
title: A disk for one checkpoint
domain: {size: [1 m, 1 m], cells: [512, 512]}
materials: {steel: {conductivity: 15, density: 7900, specific_heat: 500}}
regions: [{material: steel}]
initial: {temperature: "300 + x"}
boundaries: {left: {temperature: 400}, right: {insulated: true}, bottom: {insulated: true}, top: {insulated: true}}
time: {end: 3 s, step: 0.1 s}
checkpoint: {every: 10 steps}
CASE

fingerprint() { sed -n 's/.*"temperature_sha256": "\(.*\)".*/\1/p' "$1/summary.json"; }
"$MPIEXEC" -n 2 "$ISOTHERM" run case.yaml --out undisturbed > /dev/null
expected=$(fingerprint undisturbed)

tried=0
try_all_ways() {
  local format component ranks settings name code free
  for format in hdf5 mpiio; do
    for component in romio321 dynamic dynamic_gen2 two_phase vulcan individual; do
      settings=(-x OMPI_MCA_io=ompio -x OMPI_MCA_fcoll=$component)
      if [ $component = romio321 ]; then settings=(-x OMPI_MCA_io=romio321); fi
      for ranks in 2 4; do
        name="$kind, $format, $component, $ranks ranks"
        rm -rf "$disk/run"
        free=$(df --output=avail -k "$disk" | tail -1)
        fallocate -l $((free - 3600))K "$disk/filler" # one checkpoint takes 2 MiB
        code=0
        timeout 10 "$MPIEXEC" "${settings[@]}" -n $ranks "$ISOTHERM" run case.yaml --out "$disk/run" \
          --set checkpoint.format=$format > out.txt 2>&1 || code=$?
        if [ $code -ne 74 ]; then echo "$name: exit code $code instead of 74"; cat out.txt; exit 1; fi
        grep -q "cannot .* [0-9]* bytes .*: No space left on device" out.txt || { echo "$name:"; cat out.txt; exit 1; }
        rm "$disk/filler"
        "$MPIEXEC" "${settings[@]}" -n $ranks "$ISOTHERM" run case.yaml --out "$disk/run" \
          --set checkpoint.format=$format > out.txt 2>&1 || { echo "$name:"; cat out.txt; exit 1; }
        grep -q "continues from .*step-000000010" out.txt || { echo "$name: no checkpoint was left"; cat out.txt; exit 1; }
        [ "$(fingerprint "$disk/run")" = "$expected" ] || { echo "$name: other bits"; exit 1; }
        tried=$((tried + 1))
      done
    done
  done
}
for kind in tmpfs ext4; do
  mounted $kind || { echo "$kind was not tried: only root mounts it, and not everywhere"; continue; }
  try_all_ways
  umount "$disk"
done
if [ $tried -eq 0 ]; then exit 77; fi
echo "promise | a full disk, all ways of MPI-IO, 2 and 4 ranks: 74, bytes named, no loss | $tried | $tried"
