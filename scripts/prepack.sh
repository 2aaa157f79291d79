#!/usr/bin/env bash
# Makes what `npm pack` ships beside the sources: the type declarations, and the addon for this
# platform under prebuilds/, where lib/native.js looks for it.
set -euo pipefail
unset CDPATH
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

bash scripts/setup.sh
rm -rf types
node_modules/.bin/tsc -p tsconfig.types.json
prebuilt=prebuilds/$(node -p 'process.platform + "-" + process.arch')
mkdir -p "$prebuilt"
cp build/Release/gantt_sync.node "$prebuilt/"
