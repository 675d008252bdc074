#!/usr/bin/env bash
# Makes the Python environment of the tests, .local/venv, anew whenever the pinned requirements have changed.
set -euo pipefail
cd "$(dirname "$0")/.."

requirements=Tests/Clients/requirements.txt
venv=.local/venv

cmp --silent "$requirements" "$venv/requirements.txt" && exit
python3 -m venv --clear "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
cp "$requirements" "$venv/requirements.txt"
