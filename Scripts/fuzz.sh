#!/usr/bin/env bash
# Runs every fuzz target: for 60 seconds each, or for as long as is said, such as 600 (seconds) or 1000000x (inputs).
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t targets < <(Fuzzing/run.sh)
for target in "${targets[@]}"; do
    Fuzzing/run.sh "$target" "${1:-60}"
done
