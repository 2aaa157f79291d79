// What a message of 10 kB may cost, of time and of memory, whatever shape it has.
#include <gtest/gtest.h>

#include <cstdint>

#include "hostile_shapes.h"
#include "submit_shape.h"
#include "wordings.h"

namespace gantt {
namespace {

constexpr Way kWays[] = {{"last writer wins", ConflictPolicy::kLastWriterWins},
                         {"veto", ConflictPolicy::kLastWriterWins, true}};

class ShortMessageTest : public testing::TestWithParam<HostileShape> {};

// A core at work does about 750,000 of these steps in a millisecond.
TEST_P(ShortMessageTest, TakesFiveMillisecondsAndTwentyFourMebibytesAtMost) {
  constexpr size_t kBytes = 10'000;
  constexpr uint64_t kMostSteps = 3'500'000;
  constexpr size_t kMostMemory = size_t{24} << 20;
  const HostileShape& shape = GetParam();
  const size_t size = SizeFor(shape, kBytes);
  for (const Way& way : kWays) {
    const Cost cost = Submit(shape, size, Dialect::kCommands, way);
    EXPECT_LT(cost.steps, kMostSteps) << way.name << ", " << cost.message << " bytes";
    EXPECT_LT(cost.memory, kMostMemory) << way.name << ", " << cost.message << " bytes";
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, ShortMessageTest, testing::ValuesIn(HostileShapes()),
                         [](const auto& shape) { return TestName(shape.param); });

}  // namespace
}  // namespace gantt
