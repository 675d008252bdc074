#!/usr/bin/env bash
# Runs every test there is, from the inside out, and goes on after a failure; the last line counts them all.
# Flags are passed on to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."

results=.local/results
failed=()
skipped=()

step() {
    local title=$1
    shift
    printf '\n== %s\n' "$title"
    "$@" || failed+=("$title")
}

swift_tests() {
    swift test --disable-xctest --parallel --xunit-output "$results/swift.xml"
}

clients() {
    .local/venv/bin/python -m pytest Tests/Clients --junitxml "$results/clients.xml" "$@"
}

rm -rf "$results"
mkdir -p "$results"
Scripts/packages.sh zlib1g-dev python3 python3-venv chromium fonts-noto-cjk
Scripts/venv.sh

step "Swift tests" swift_tests
step "Release build" Scripts/build.sh martlet TestServer
step "Real clients" clients "$@"
if reason=$(Scripts/python27.sh 2>&1 >/dev/null); then
    step "Autobahn, short" Scripts/conformance.sh short
else
    skipped+=("Autobahn: $reason")
fi

python3 Scripts/summary.py "$results" --failed "${failed[@]}" --skipped "${skipped[@]}"
