#!/usr/bin/env bash
# Builds the server and starts it for development; further flags are passed on to `martlet serve`.
set -euo pipefail
cd "$(dirname "$0")/.."

Scripts/build.sh martlet
exec .build/release/martlet serve --development "$@"
