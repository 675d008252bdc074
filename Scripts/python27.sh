#!/usr/bin/env bash
# Prints the path of a Python 2.7 with pip, which Autobahn needs: the one in PYTHON27, in the path, or in pyenv.
set -euo pipefail

candidates=("${PYTHON27:-}" "$(command -v python2.7 || true)" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/2.7*/bin/python2.7)
for candidate in "${candidates[@]}"; do
    if [[ -x $candidate ]] && "$candidate" -c 'import pip, sys; sys.exit(sys.version_info[:2] != (2, 7))' 2>/dev/null; then
        echo "$candidate"
        exit
    fi
done
echo "No Python 2.7 was found. \`pyenv install 2.7.18\` installs one; PYTHON27 may name another." >&2
exit 1
