#!/usr/bin/env bash
# Runs the C++ tests, the JavaScript tests, or both, and closes with what passed.
#   test.sh [core|js|all] [FOLDER...]    of the JavaScript tests those in the folders, else all
set -uo pipefail
unset CDPATH
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

core_tests() {
  ctest --test-dir build --output-on-failure --parallel 2 --output-log build/core-tests.log
}

js_tests() { # js_tests FOLDER...
  local tests=()
  while IFS= read -r file; do tests+=("$file"); done < <(
    find "$@" -name '*.test.js' -not -path 'test/browser/*' | sort)
  node --test --test-concurrency="$(getconf _NPROCESSORS_ONLN)" --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination=build/js-tests.tap "${tests[@]}"
}

# Each failed test, with the first lines of its error: a log may be cut to its end.
js_failures() {
  awk '
    /^ *(not )?ok / { test = $0; left = 0 }
    /^ *failureType: .subtestsFailed/ { test = "" }
    /^ *error: / && test ~ /not ok/ { print test; left = 12 }
    /^ *(code|name|stack|expected|actual): / { left = 0 }
    left-- > 0 { print substr($0, 1, 400) }
  ' build/js-tests.tap
}

failed=0
summary=()
note() { # note NAME STATUS COUNTS
  if [ "$2" = 0 ]; then
    summary+=("$1: passed ($3)")
  else
    summary+=("$1: FAILED ($3)")
    failed=1
  fi
}

what=${1:-all}
shift || true
[ $# -gt 0 ] || set -- test
if [ "$what" != js ]; then
  core_tests
  note 'C++ core tests' $? "$(sed -n 's/^[0-9]*% tests passed, //p' build/core-tests.log)"
fi
if [ "$what" != core ]; then
  js_tests "$@"
  note 'JavaScript tests' $? "$(sed -n 's/^# \(tests\|fail\|skipped\) \([0-9]*\)$/\2 \1/p' \
    build/js-tests.tap | paste -sd, - | sed 's/,/, /g')"
fi
printf '\n'
if [ "$what" != core ]; then js_failures; fi
printf '%s\n' "${summary[@]}"
exit "$failed"
