// Any bytes: the reader and nlohmann/json agree on whether they are JSON and on what they say.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "json/reader_oracle.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string what = gantt::json::Disagreement({reinterpret_cast<const char*>(data), size});
  if (!what.empty()) {
    std::fprintf(stderr, "reader and oracle disagree about %s\n", what.c_str());
    std::abort();
  }
  return 0;
}
