// What the greatest message may cost that is not refused, of time and of memory.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "hostile_shapes.h"
#include "submit_shape.h"
#include "wordings.h"

namespace gantt {
namespace {

// Those that cost the most for what they say: records, fields, and values.
std::vector<HostileShape> CostlyShapes() {
  constexpr std::array<std::string_view, 6> kNames = {
      "usual adds",    "usual adds, each below the one behind",
      "wide adds",     "a large object",
      "tiny removals", "63 fields of one hash"};
  std::vector<HostileShape> costly;
  for (const HostileShape& shape : HostileShapes())
    if (std::ranges::find(kNames, shape.name) != kNames.end()) costly.push_back(shape);
  return costly;
}

// The most copies, or few less, that a message and what goes before it may have. A shape of one
// revision.
size_t MostCopies(const HostileShape& shape) {
  constexpr size_t kBytes = (size_t{4} << 20) - 200;  // What stands around the changes is shorter.
  const auto is_too_long = [&](size_t size) {
    return Text(shape.changes, size).size() > kBytes || IsRefused(shape, size);
  };
  size_t fits = 1;
  size_t refused = 2;
  for (; !is_too_long(refused); refused *= 2) fits = refused;
  constexpr size_t kNear = 64;
  while (refused - fits > 1 + fits / kNear) {
    const size_t middle = fits + (refused - fits) / 2;
    (is_too_long(middle) ? refused : fits) = middle;
  }
  return fits;
}

constexpr size_t kTimesItsSize = 20;
constexpr size_t kOfAShortOne = size_t{32} << 20;

class GreatestMessageTest : public testing::TestWithParam<HostileShape> {};

// A core at work does about 750,000 of these steps in a millisecond.
TEST_P(GreatestMessageTest, TakesAQuarterOfASecondAndATwentyfoldOfItsSizeAtMost) {
  constexpr uint64_t kMostSteps = 187'500'000;
  constexpr Way kWays[] = {{"last writer wins", ConflictPolicy::kLastWriterWins},
                           {"veto", ConflictPolicy::kLastWriterWins, true}};
  const HostileShape& shape = GetParam();
  const size_t size = MostCopies(shape);
  for (const Way& way : kWays) {
    const Cost cost = Submit(shape, size, Dialect::kCommands, way);
    EXPECT_LT(cost.steps, kMostSteps) << way.name << ", " << cost.message << " bytes";
    EXPECT_LT(cost.memory, kTimesItsSize * cost.message + kOfAShortOne)
        << way.name << ", " << cost.message << " bytes";
  }
}

// Those that take the most memory, in the dialect and the way in which they do.
struct Greedy {
  std::string_view shape;
  size_t dialect;
  Way way;
};
constexpr Way kVeto{"veto", ConflictPolicy::kLastWriterWins, true};
constexpr Greedy kGreedy[] = {
    {"usual adds", Dialect::kCalendar, {"last writer wins", ConflictPolicy::kLastWriterWins}},
    {"wide adds", Dialect::kCalendar, {"last writer wins", ConflictPolicy::kLastWriterWins}},
    {"moves that conflict", Dialect::kCommands, {"reject", ConflictPolicy::kReject}},
    {"moves that conflict", Dialect::kCommands, {"server wins", ConflictPolicy::kServerWins}},
    {"moves that conflict", Dialect::kCommands, kVeto},
    {"moves of many to the greatest depth", Dialect::kCommands, kVeto},
    {"references of many", Dialect::kCommands, {"reject", ConflictPolicy::kReject}},
};

TEST(GreedyMessageTest, TakesATwentyfoldOfItsSizeAtMost) {
  for (const Greedy& greedy : kGreedy) {
    const HostileShape& shape =
        *std::ranges::find(HostileShapes(), greedy.shape, &HostileShape::name);
    const Cost cost = Submit(shape, MostCopies(shape), greedy.dialect, greedy.way);
    EXPECT_LT(cost.memory, kTimesItsSize * cost.message + kOfAShortOne)
        << shape.name << ", " << greedy.way.name << ", " << cost.message << " bytes";
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, GreatestMessageTest, testing::ValuesIn(CostlyShapes()),
                         [](const auto& shape) { return TestName(shape.param); });

}  // namespace
}  // namespace gantt
