# simdjson from the npm package; nlohmann/json, GoogleTest and SQLite from the system. Where the
# system has none of the last three, the pinned release is fetched.
include(FetchContent)
if(POLICY CMP0135)
  cmake_policy(SET CMP0135 NEW)
endif()

# npm puts the package beside this one when this one is installed as a dependency, so look upwards.
set(GANTT_SIMDJSON_DIR "" CACHE PATH "Folder of simdjson.h and simdjson.cpp 3.9")
set(simdjson_dir "${GANTT_SIMDJSON_DIR}")
set(folder "${PROJECT_SOURCE_DIR}")
while(NOT simdjson_dir)
  if(EXISTS "${folder}/node_modules/@nozbe/simdjson/src/simdjson.h")
    set(simdjson_dir "${folder}/node_modules/@nozbe/simdjson/src")
  endif()
  get_filename_component(parent "${folder}" DIRECTORY)
  if(parent STREQUAL folder)
    break()
  endif()
  set(folder "${parent}")
endwhile()
if(NOT EXISTS "${simdjson_dir}/simdjson.cpp")
  message(FATAL_ERROR "simdjson is missing: run `npm ci --ignore-scripts`, or set GANTT_SIMDJSON_DIR")
endif()

add_library(simdjson STATIC "${simdjson_dir}/simdjson.cpp")
target_include_directories(simdjson SYSTEM PUBLIC "${simdjson_dir}")
target_compile_options(simdjson PRIVATE -w)

find_package(nlohmann_json 3.10 QUIET)
if(NOT nlohmann_json_FOUND)
  set(JSON_BuildTests OFF CACHE INTERNAL "")
  FetchContent_Declare(nlohmann_json
    URL https://github.com/nlohmann/json/releases/download/v3.11.3/json.tar.xz
    URL_HASH SHA256=d6c65aca6b1ed68e7a182f4757257b107ae403032760ed6ef121c9d55e81757d)
  FetchContent_MakeAvailable(nlohmann_json)
endif()

if(GANTT_BUILD_TESTS)
  find_package(GTest 1.10 QUIET)
  if(NOT GTest_FOUND)
    set(INSTALL_GTEST OFF CACHE INTERNAL "")
    FetchContent_Declare(googletest
      URL https://github.com/google/googletest/archive/refs/tags/v1.14.0.tar.gz
      URL_HASH SHA256=8ad598c73ad796e0d8280b082cebd82a630d73e73cd3c70057938a6501bba5d7)
    FetchContent_MakeAvailable(googletest)
  endif()
endif()

# SQLite, what the journal keeps its file with. The static library where there is one, so that the
# shipped binary needs nothing; its symbols stay in the addon, beside any other SQLite of the process.
find_path(GANTT_SQLITE_INCLUDE_DIR sqlite3.h)
find_library(GANTT_SQLITE_LIBRARY NAMES libsqlite3.a sqlite3)
set(sqlite_include_dir "${GANTT_SQLITE_INCLUDE_DIR}")
set(sqlite_library "${GANTT_SQLITE_LIBRARY}")
if(NOT sqlite_include_dir OR NOT sqlite_library)
  message(STATUS "SQLite is not installed (libsqlite3-dev, or what this system calls it): fetching it")
  enable_language(C)
  FetchContent_Declare(sqlite
    URL https://www.sqlite.org/2025/sqlite-amalgamation-3500400.zip
    URL_HASH SHA256=1d3049dd0f830a025a53105fc79fd2ab9431aea99e137809d064d8ee8356b032)
  FetchContent_MakeAvailable(sqlite)
  add_library(sqlite_amalgamation STATIC "${sqlite_SOURCE_DIR}/sqlite3.c")
  target_compile_definitions(sqlite_amalgamation PRIVATE SQLITE_OMIT_LOAD_EXTENSION)
  target_compile_options(sqlite_amalgamation PRIVATE -w)
  set(sqlite_include_dir "${sqlite_SOURCE_DIR}")
  set(sqlite_library sqlite_amalgamation)
endif()
find_package(Threads REQUIRED)
add_library(gantt_sqlite INTERFACE)
target_include_directories(gantt_sqlite SYSTEM INTERFACE "${sqlite_include_dir}")
target_link_libraries(gantt_sqlite INTERFACE "${sqlite_library}" Threads::Threads
                      ${CMAKE_DL_LIBS} $<$<PLATFORM_ID:Linux>:m>)
