#!/usr/bin/env bash
# Builds the core with clang under the address and undefined-behaviour sanitizers, without Node.
#   sanitize.sh test    runs core_tests and history_tests
#   sanitize.sh fuzz    runs each fuzz target for FUZZ_SECONDS (30)
set -euo pipefail
unset CDPATH
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

tree=build/sanitize
cmake -S . -B "$tree" -DCMAKE_CXX_COMPILER=clang++ \
  -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O1 \
  -DGANTT_BUILD_TESTS=ON -DGANTT_FUZZ=ON -DGANTT_SANITIZE=address,undefined \
  -DGANTT_WERROR="${GANTT_WERROR:-OFF}"
cmake --build "$tree" --parallel "$(getconf _NPROCESSORS_ONLN)"

case ${1:-test} in
  test) ctest --test-dir "$tree" --output-on-failure --parallel 2 ;;
  fuzz)
    for target in "$tree"/test/fuzz/*_fuzz; do
      # What a run learns stays in build/ and starts the next one; what it finds is put beside it.
      found=build/fuzz/$(basename "$target")
      seeds=test/fuzz/seeds/$(basename "$target")
      mkdir -p "$found/corpus"
      corpora=("$found/corpus")
      [ ! -d "$seeds" ] || corpora+=("$seeds")
      "$target" -max_total_time="${FUZZ_SECONDS:-30}" -timeout=10 -print_final_stats=1 \
        -artifact_prefix="$found/" "${corpora[@]}"
    done
    ;;
  *)
    echo "unknown: $1" >&2
    exit 2
    ;;
esac
