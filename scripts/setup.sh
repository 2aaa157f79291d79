#!/usr/bin/env bash
# Installs and builds what an npm command needs, and says nothing when there is nothing to do.
#
#   setup.sh            npm packages and the addon       (npm start, npm run build)
#   setup.sh release    npm packages and the addon as it ships, in prebuilds/ (npm pack)
#   setup.sh bench      the same, and the clients of the benchmarks (npm run bench)
#   setup.sh test       npm packages, the addon and core_tests (npm test)
#   setup.sh lint       npm packages, clang-format, clang-tidy and what they read
#   setup.sh sanitize   npm packages, clang with its sanitizers, headers
#   setup.sh browser    npm packages, the addon, Chromium and Firefox where they can be had (npm run test:browser)
#
# System packages come through apt-get when this user may run it; otherwise the line to run is
# printed and the script fails. Nothing else of the machine is touched.
set -euo pipefail
unset CDPATH
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

goal=${1:-start}
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# quietly COMMAND...: runs it; only when it fails, shows the end of what it printed.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  [ "$status" = 0 ] || tail -n 60 "$log" >&2
  rm -f "$log"
  return "$status"
}

has_any() {
  local name
  for name; do command -v "$name" >/dev/null && return; done
  return 1
}

has_header() {
  local folder
  for folder in /usr/include /usr/local/include /opt/homebrew/include; do
    [ -e "$folder/$1" ] && return
  done
  return 1
}

has_sanitizers() {
  echo 'int main() {}' | clang++ -fsanitize=address,undefined,fuzzer-no-link -x c++ - -o /dev/null
}

# need PACKAGE CHECK...: nothing works without it. prefer: CMake fetches it where it is missing.
required=() preferred=()
need() { "${@:2}" >/dev/null 2>&1 || required+=("$1"); }
prefer() { "${@:2}" >/dev/null 2>&1 || preferred+=("$1"); }

system_packages() {
  required=() preferred=()
  need g++ has_any "${CXX:-c++}" g++ clang++
  need cmake has_any cmake
  need make has_any make ninja
  need libsqlite3-dev has_header sqlite3.h
  prefer nlohmann-json3-dev has_header nlohmann/json.hpp
  case $goal in
    test) prefer libgtest-dev has_header gtest/gtest.h ;;
    lint)
      need clang-format has_any clang-format
      need clang-tidy has_any clang-tidy
      need clang-tidy-19 has_any clang-tidy-19
      ;;
    sanitize)
      prefer libgtest-dev has_header gtest/gtest.h
      need clang has_any clang++
      need libclang-rt-dev has_sanitizers
      ;;
  esac
  # The ${a[@]+...} form: bash before 4.4 calls an empty array unset.
  install_packages ${required[@]+"${required[@]}"} ${preferred[@]+"${preferred[@]}"}
}

install_packages() {
  [ $# -gt 0 ] || return 0
  if ! has_any apt-get; then
    [ ${#required[@]} -gt 0 ] || return 0
    die "missing: ${required[*]} (Debian's names). Install a C++20 compiler, CMake 3.20 or later" \
      "and make with this system's package manager, and run the command again."
  fi
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if ! sudo -n true >/dev/null 2>&1; then
      [ ${#required[@]} -gt 0 ] || return 0
      die "missing: $*. Run this line, then the command again: sudo apt-get install -y $*"
    fi
    as_root=(sudo -n)
  fi
  say "installing $* (apt-get)"
  local install=(${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get
    -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@")
  # A new machine has no package lists, and old lists name files that are gone: then once more.
  quietly "${install[@]}" 2>/dev/null ||
    { quietly ${as_root[@]+"${as_root[@]}"} apt-get update && quietly "${install[@]}"; } ||
    die "that failed. Run this line, then the command again: sudo apt-get install -y $*"
}

npm_packages() {
  local installed=node_modules/.gantt-package-lock.json
  cmp -s package-lock.json "$installed" && return
  say 'installing npm packages'
  quietly npm ci --ignore-scripts --include=dev --no-audit --no-fund ||
    die 'npm ci failed: see above'
  cp package-lock.json "$installed"
}

# fresh STAMP FILE PATH...: FILE was built in this folder, and no PATH is newer than the STAMP.
fresh() {
  local stamp=$1 file=$2
  [ -e "$file" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$PWD" ] &&
    [ -z "$(find "${@:3}" -newer "$stamp" -print -quit)" ]
}

# build STAMP WHAT TESTS BUILD-ARGUMENT...: configures and builds in build/. The stamp is as old as
# the start of the build, so that a file saved meanwhile counts as newer.
build() {
  local stamp=$1 what=$2 tests=$3
  system_packages
  say "building $what"
  if [ -e build/CMakeCache.txt ] &&
    ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" build/CMakeCache.txt; then
    rm -rf build # the folder was moved or copied here
  fi
  mkdir -p build
  printf '%s\n' "$PWD" >"$stamp.new"
  compile build --CDGANTT_BUILD_TESTS="$tests" -- "${@:4}"
  mv "$stamp.new" "$stamp"
}

# compile FOLDER OPTION... -- BUILD-ARGUMENT...
compile() {
  local folder=$1 options=()
  shift
  while [ "$1" != -- ]; do options+=("$1") && shift; done
  quietly node_modules/.bin/cmake-js configure --out "$folder" "${options[@]}" \
    --CDGANTT_WERROR="${GANTT_WERROR:-OFF}" || die 'configuring failed: see above'
  quietly cmake --build "$folder" --parallel "$jobs" "${@:2}" || die 'the build failed: see above'
}

# The addon alone, without its tests.
build_addon() {
  fresh build/.addon build/Release/gantt_sync.node "${addon_sources[@]}" ||
    build build/.addon 'the addon' OFF --target gantt_sync
}

# The addon as it ships: built twice, the second time by a compiler that knows what the first one
# did at work. lib/native/addon.js takes the newest addon, hence the touch.
release_addon() {
  local folder=build/release stamp=build/.release prebuilt
  prebuilt=prebuilds/$(node -p 'process.platform + "-" + process.arch')/gantt_sync.node
  if fresh "$stamp" "$prebuilt" "${addon_sources[@]}" scripts/train.js test/support/random.js; then
    touch "$prebuilt"
    return
  fi
  system_packages
  say 'building the addon as it ships'
  rm -rf "$folder" # what was recorded of other sources
  mkdir -p "$folder" "${prebuilt%/*}"
  printf '%s\n' "$PWD" >"$stamp.new"
  compile "$folder" --CDGANTT_PROFILE=record -- --target gantt_sync
  quietly node scripts/train.js "$folder/Release/gantt_sync.node" || die 'training failed: see above'
  compile "$folder" --CDGANTT_PROFILE=use -- --target gantt_sync
  # Who has the old one open keeps it.
  cp "$folder/Release/gantt_sync.node" "$prebuilt.new"
  mv "$prebuilt.new" "$prebuilt"
  mv "$stamp.new" "$stamp"
}

bench_driver() {
  local folder=build/bench stamp=build/.bench
  fresh "$stamp" "$folder/Release/bench_driver.node" CMakeLists.txt cmake bench/driver package-lock.json &&
    return
  say 'building the clients of the benchmarks'
  printf '%s\n' "$PWD" >"$stamp.new"
  compile "$folder" --CDGANTT_BUILD_BENCH=ON -- --target bench_driver
  mv "$stamp.new" "$stamp"
}

# Who cannot have it skips the tests that need it, and says so.
chromium_browser() {
  has_any "${CHROMIUM:-chromium}" chromium-browser google-chrome && return
  required=() # as in: go on without
  (install_packages chromium) || true
}

# For the tests of the client's core; Debian has it, others have it elsewhere.
firefox_browser() {
  has_any "${FIREFOX:-firefox-esr}" firefox && return
  has_any apt-cache && [ -n "$(apt-cache search --names-only '^firefox-esr$')" ] || return 0
  required=() # as in: go on without
  (install_packages firefox-esr) || true
}

addon_sources=(CMakeLists.txt cmake src binding package-lock.json)

npm_packages
case $goal in
  start) build_addon ;;
  release) release_addon ;;
  bench)
    release_addon
    bench_driver
    ;;
  browser)
    build_addon
    chromium_browser
    firefox_browser
    ;;
  test)
    fresh build/.tests build/test/core/core_tests "${addon_sources[@]}" test/core ||
      build build/.tests 'the addon and its tests' ON
    # An all-targets build has made the addon too.
    [ build/.addon -nt build/.tests ] || cp -p build/.tests build/.addon
    ;;
  lint | sanitize) system_packages ;;
  *) die "unknown goal: $goal" ;;
esac
