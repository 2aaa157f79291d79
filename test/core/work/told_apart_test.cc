// Whoever comes back is looked for in one walk through the log, however it was filled.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "counters.h"
#include "state/revision_log.h"

namespace gantt {
namespace {

// Of a look behind that many restorations, as a start reads them from a journal.
uint64_t StepsBehind(size_t restorations) {
  RevisionLog log({}, 0);
  RevisionParts parts;
  const auto append = [&](std::string_view author) {
    parts.author = {0, static_cast<uint32_t>(author.size())};
    log.Append(0, author, parts);
  };
  append("\"bob\"");
  for (size_t i = 0; i < restorations; ++i) {
    append("\"server\"");
    log.NoteToldApart();
  }
  StartCounting();
  EXPECT_FALSE(log.WasToldApart(0, "\"ann\""));
  return StopCounting().steps;
}

TEST(ToldApartTest, TwiceTheRestorationsAreTwiceTheSteps) {
  constexpr size_t kSome = 2000;
  constexpr uint64_t kMost = 23;  // Tenths.
  EXPECT_LT(10 * StepsBehind(2 * kSome), kMost * StepsBehind(kSome));
}

}  // namespace
}  // namespace gantt
