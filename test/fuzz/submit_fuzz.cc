// Any bytes as changes of a small project: see ModelledProject. So it is under every policy, with a
// veto, when the same change comes in another dialect, and with all bounds tiny.
//
// Bytes that begin with `{` are messages, one a line; others are choices of ChangeWriter.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/change_writer.h"
#include "model/choices.h"
#include "model/modelled_project.h"

namespace gantt {
namespace {

void Run(std::string_view bytes, const Limits& limits) {
  constexpr size_t kMost = 8;
  ModelledProject project(limits);
  const char* const authors[] = {"ann", "bob"};
  const size_t size = bytes.size();
  size_t count = 0;
  const auto submit = [&](const std::string& message) {
    project.Submit(message, authors[count % 2], TermsOf(size + count));
    ++count;
  };
  if (bytes.starts_with('{')) {
    while (!bytes.empty()) {
      const std::string_view line = bytes.substr(0, bytes.find('\n'));
      submit(std::string(line));
      bytes.remove_prefix(std::min(bytes.size(), line.size() + 1));
    }
    return;
  }
  Choices choices(bytes);
  ChangeWriter writer(&choices);
  while (!choices.empty() && count < kMost) submit(writer.Message());
}

}  // namespace
}  // namespace gantt

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const gantt::Limits& limits : {gantt::ShortLimits(), gantt::TinyLimits()})
    gantt::Run(bytes, limits);
  return 0;
}
