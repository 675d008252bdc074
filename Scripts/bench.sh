#!/usr/bin/env bash
# Installs the peers, builds both executables and compares; flags are those of Benchmarks/compare.py.
set -euo pipefail
cd "$(dirname "$0")/.."

Benchmarks/peers/install
Scripts/build.sh martlet TestServer
exec python3 Benchmarks/compare.py "$@"
