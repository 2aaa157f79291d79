#!/usr/bin/env bash
# Checks style, types and likely bugs in everything; with --fix, formats instead.
set -uo pipefail
unset CDPATH
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

bin=node_modules/.bin
cpp_files=()
while IFS= read -r file; do cpp_files+=("$file"); done < <(
  find src binding test/core test/fuzz bench/driver -name '*.cc' -o -name '*.h')

if [ "${1:-}" = --fix ]; then
  set -e
  "$bin/eslint" --fix .
  "$bin/prettier" --write --log-level warn .
  clang-format -i "${cpp_files[@]}"
  exit
fi

tidy() {
  "$bin/cmake-js" configure --out build/lint --CDGANTT_LTO=OFF --CDGANTT_BUILD_BENCH=ON >/dev/null &&
    find src binding bench/driver -name '*.cc' -print0 |
    xargs -0 -n 1 -P "$(getconf _NPROCESSORS_ONLN)" \
      clang-tidy -p build/lint --quiet --warnings-as-errors='*' 2>&1 |
    sed '/^[0-9]* warnings\{0,1\} generated\.$/d' # counts what it left out in other people's headers
}

# What a file uses it includes, and nothing else. That costs more than a second a file, so it is asked of the files that changed
# last (32, or as many as GANTT_LINT_INCLUDES says, or `all`).
# Needs the database that tidy() made.
recent_files() {
  {
    if [ "${GANTT_LINT_INCLUDES:-}" = all ] || ! git rev-parse HEAD >/dev/null 2>&1; then
      find src binding -name '*.cc' -o -name '*.h'
    else
      git ls-files --others --exclude-standard && git diff --name-only HEAD &&
        git log -n 40 --pretty=format: --name-only
    fi
  } | awk -v most="${GANTT_LINT_INCLUDES:-32}" \
    '/^(src|binding)\/.*\.(cc|h)$/ && !seen[$0]++ && system("test -e " $0) == 0 && (most == "all" || count++ < most)'
}

includes() {
  recent_files |
    xargs -r -n 6 -P "$(getconf _NPROCESSORS_ONLN)" \
      clang-tidy-19 -p build/lint --quiet --checks='-*,misc-include-cleaner' --warnings-as-errors='*' 2>&1 |
    sed '/^[0-9]* warnings\{0,1\} generated\.$/d'
}

failed=0
check() { # check NAME COMMAND...
  local output
  if output=$("${@:2}" 2>&1); then
    echo "ok      $1"
  else
    printf '%s\n' "$output"
    echo "FAILED  $1"
    failed=1
  fi
}
check eslint "$bin/eslint" --max-warnings 0 .
check prettier "$bin/prettier" --check .
check tsc "$bin/tsc" -p tsconfig.json
check tsc-client "$bin/tsc" -p client/tsconfig.json
check clang-format clang-format --dry-run -Werror "${cpp_files[@]}"
check clang-tidy tidy
check includes includes
exit "$failed"
