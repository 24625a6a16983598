#!/usr/bin/env bash
# Builds the program with one more parameter of the pace and shows where it has arrived. See README.md.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
trap 'git -C "$root" worktree remove --force "$place/copy"; rm -rf "$place"' EXIT

git -C "$root" worktree add --quiet --detach "$place/copy"
git -C "$place/copy" apply "$root/tests/probe/parameter.patch"
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target/probe}
cargo build --release --bin inforce --manifest-path "$place/copy/Cargo.toml" "$@"
program=$CARGO_TARGET_DIR/release/inforce
cd "$place"

wrong=0
# What is shown, and whether a text is in a file.
shows() {
    if grep -qE "$2" "$3"; then printf 'yes  %s\n' "$1"; else
        printf 'NO   %s: no `%s` in\n' "$1" "$2"
        sed 's/^/     /' "$3" | head -30
        wrong=1
    fi
}
median() {
    "$program" run hanoi --runs 4000 --no-charts --out "$1" "${@:2}" > /dev/null 2> errors.txt
    grep '^quantile,in_force,0.5,' "$1/summary.csv" | cut -d, -f4
}

printf '[pace]\nprobe_drift = -0.25\n' > drift.toml
"$program" explain hanoi drift.toml > explain.txt
shows "a file says it, and explain where" 'pace\.probe_drift.*-0\.25.*drift\.toml:2' explain.txt
"$program" explain hanoi > explain.txt
shows "explain tells what holds by default" 'pace\.probe_drift = 0 ' explain.txt

"$program" check hanoi --set pace.probe_drif=1 > check.txt 2>&1 || true
shows "the schema knows it" 'did you mean `probe_drift`' check.txt
"$program" check hanoi --set pace.probe_drift=11 > check.txt 2>&1 || true
shows "it lies within its bounds" 'expected a logarithm from -10 to 10, found 11' check.txt

"$program" fit --no-charts --out learned > fit.txt
shows "a fit says it with its error" 'a year of age adds to log pace .* ± ' fit.txt
shows "calibration.toml has it" '^probe_drift = -?[0-9.]+  # ± ' learned/calibration.toml
shows "and other values of it" '^probe_drift = \[' learned/calibration.toml

"$program" sensitivity hanoi --set calibration.file=learned/calibration.toml --runs 400 --no-charts \
    --out moved > sensitivity.txt
shows "sensitivity moves it" '^calibration\.pace\.probe_drift,Drift of the pace with age,down' moved/sensitivity.csv

before=$(median before) after=$(median after drift.toml) nought=$(median nought --set pace.probe_drift=0)
if [ "$before" = "$nought" ] && [[ "$before" < "$after" ]]; then
    printf 'yes  it moves a date: the median from %s to %s\n' "$before" "$after"
else
    printf 'NO   it moves a date: %s, with nought %s, with -0.25 %s\n' "$before" "$nought" "$after"
    wrong=1
fi
exit $wrong
