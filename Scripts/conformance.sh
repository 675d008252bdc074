#!/usr/bin/env bash
# Runs the Autobahn test suite against TestServer, as server and as client: `conformance.sh short|all [flags]`.
set -euo pipefail
cd "$(dirname "$0")/.."

cases=$1
shift
python27=$(Scripts/python27.sh)
requirements=Tests/Conformance/requirements-py27.txt
base=.local/py27

if ! cmp --silent "$requirements" "$base/requirements.txt"; then
    rm -rf "$base"
    # A user base rather than a virtual environment: Python 2.7 comes without one.
    PYTHONUSERBASE=$PWD/$base "$python27" -W ignore -m pip install --quiet --disable-pip-version-check \
        --no-warn-script-location --user --requirement "$requirements"
    cp "$requirements" "$base/requirements.txt"
fi

failed=0
for role in server client; do
    python3 Tests/Conformance/autobahn.py --python "$python27" --base "$base" --role "$role" --cases "$cases" \
        --junit ".local/results/autobahn-$role.xml" "$@" || failed=1
done
exit "$failed"
