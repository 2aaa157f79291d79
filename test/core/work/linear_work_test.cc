// A message costs what it says and touches, however it was made: twice as much of it is twice the
// work, by every policy, in every dialect, and when it is refused.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "hostile_shapes.h"
#include "submit_shape.h"
#include "wordings.h"

namespace gantt {
namespace {

constexpr Way kWays[] = {
    {"last writer wins", ConflictPolicy::kLastWriterWins},
    {"reject", ConflictPolicy::kReject},
    {"server wins", ConflictPolicy::kServerWins},
    {"merge", ConflictPolicy::kMerge},
    {"ask", ConflictPolicy::kAsk},
    {"veto", ConflictPolicy::kLastWriterWins, true},
};
constexpr std::pair<const char*, size_t> kDialects[] = {{"commands", Dialect::kCommands},
                                                        {"flat", Dialect::kFlat},
                                                        {"sync", Dialect::kSync},
                                                        {"calendar", Dialect::kCalendar}};

class LinearWorkTest : public testing::TestWithParam<HostileShape> {};

TEST_P(LinearWorkTest, TwiceTheMessageIsTwiceTheWork) {
  constexpr size_t kBytes = 24'000;
  constexpr double kMost = 2.3;
  const HostileShape& shape = GetParam();
  size_t size = SizeFor(shape, kBytes);
  // Of the shortest a message may have fewer.
  while (IsRefused(shape, 2 * size)) size -= size / 10;
  for (const auto& [dialect_name, dialect] : kDialects) {
    const bool has_one_revision = !shape.changes.head.empty();
    if (dialect != Dialect::kCommands && !has_one_revision) continue;
    for (const Way& way : kWays) {
      const std::string where = std::string(dialect_name) + ", " + way.name;
      const Cost once = Submit(shape, size, dialect, way);
      const Cost twice = Submit(shape, 2 * size, dialect, way);
      const auto ratio = [](uint64_t a, uint64_t b) {
        return static_cast<double>(b) / static_cast<double>(a);
      };
      EXPECT_LT(ratio(once.steps, twice.steps), kMost) << where << ": steps";
      EXPECT_LT(ratio(once.memory, twice.memory), kMost) << where << ": bytes of memory";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, LinearWorkTest, testing::ValuesIn(HostileShapes()),
                         [](const auto& shape) { return TestName(shape.param); });

}  // namespace
}  // namespace gantt
