#!/usr/bin/env bash
# Makes what `npm pack` ships beside the sources: the type declarations, and the addon for this
# platform under prebuilds/.
set -euo pipefail
unset CDPATH
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

bash scripts/setup.sh release
rm -rf types
node_modules/.bin/tsc -p tsconfig.types.json
