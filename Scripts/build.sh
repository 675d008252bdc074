#!/usr/bin/env bash
# Builds the named products for release, and installs what they need to be built.
set -euo pipefail
cd "$(dirname "$0")/.."

Scripts/packages.sh zlib1g-dev
for product in "$@"; do
    swift build --configuration release --product "$product"
done
