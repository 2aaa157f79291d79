# What the options of CMakeLists.txt do to every target, and what own targets get through
# gantt_compile_options().

if(GANTT_SANITIZE)
  add_compile_options(-fsanitize=${GANTT_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer -g)
  add_link_options(-fsanitize=${GANTT_SANITIZE})
endif()
if(GANTT_FUZZ)
  # Coverage for everything; only the fuzz targets link libFuzzer's main().
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Sanitizers and coverage look at each function as written, so LTO is off under them.
if(GANTT_LTO AND CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT GANTT_SANITIZE AND NOT GANTT_FUZZ)
  include(CheckIPOSupported)
  check_ipo_supported(RESULT lto_works OUTPUT lto_reason LANGUAGES CXX)
  if(lto_works)
    set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
  endif()
endif()

# A recording addon writes down, at its end and beside the objects, which ways it went: see
# scripts/train.js. What it never came to is compiled as without a profile.
if(GANTT_PROFILE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  if(GANTT_PROFILE STREQUAL "record")
    add_compile_options(-fprofile-generate)
    add_link_options(-fprofile-generate)
  elseif(GANTT_PROFILE STREQUAL "use")
    add_compile_options(-fprofile-use -fprofile-partial-training)
  else()
    message(FATAL_ERROR "GANTT_PROFILE is neither record nor use: ${GANTT_PROFILE}")
  endif()
endif()

# The warnings for sources of this repository; other people's code is compiled without.
function(gantt_compile_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic)
  if(GANTT_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
