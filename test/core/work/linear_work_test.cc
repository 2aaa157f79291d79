// A message costs what it says and touches, however it was made: twice as much of it is twice the
// work, by every policy, in every dialect, and when it is refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "counters.h"
#include "hostile_shapes.h"
#include "project/loader.h"
#include "project/project.h"
#include "wordings.h"

namespace gantt {
namespace {

// One way to submit a change.
struct Way {
  const char* name;
  ConflictPolicy policy;
  bool veto = false;
};
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

std::string MessageOf(const std::vector<std::string>& revisions, size_t dialect) {
  if (dialect == Dialect::kFlat)
    return R"({"command":"projectChange","project":1,"changes":)" + revisions.front() + "}";
  if (dialect == Dialect::kSync)
    return R"({"type":"changes","payload":)" + revisions.front() + R"(,"revision":1})";
  if (dialect == Dialect::kCalendar)
    return R"({"type":"sync","data":)" + revisions.front() + R"(,"revision":1})";
  std::string text;
  for (const std::string& changes : revisions) {
    text += text.empty() ? "" : ",";
    text += R"({"revision":1,"changes":)" + changes + "}";
  }
  return R"({"command":"project_change","data":{"project":1,"revisions":[)" + text + "]}}";
}

struct Cost : Work {
  size_t message = 0;  // Bytes.
  size_t touched = 0;  // Bytes of the message, and of what there was.
};

Cost Submit(const HostileShape& shape, size_t size, size_t dialect, const Way& way) {
  LoadedData loaded;
  const std::string data = Text(shape.data, size);
  EXPECT_TRUE(Loader({}).Load(data, &loaded).ok()) << shape.name;
  Project project{TestOptions()};
  project.Replace(std::move(loaded), 1);
  Cost cost;
  cost.touched = data.size();
  for (const Copies& before : shape.before) {
    const std::string message = MessageOf(Revisions(before, size), Dialect::kCommands);
    std::string told;
    EXPECT_TRUE(project.Submit(message, "ann", 1, &told).ok()) << shape.name;
    cost.touched += message.size();
  }
  const std::string message = MessageOf(Revisions(shape.changes, size), dialect);
  const Terms terms{
      .dialect = dialect, .policy = way.policy, .veto = way.veto, .audience = kForAll, .base = 0};
  Outcome outcome;
  StartCounting();
  const Status status = project.Submit(message, "bob", 2, terms, &outcome);
  static_cast<Work&>(cost) = StopCounting();
  EXPECT_TRUE(status.ok() || status.code() == ErrorCode::kVetoed) << shape.name << status.message();
  cost.message = message.size();
  cost.touched += message.size();
  return cost;
}

// So many copies make a message of about that many bytes.
size_t SizeFor(const HostileShape& shape, size_t bytes) {
  const auto length = [&](size_t size) {
    return MessageOf(Revisions(shape.changes, size), Dialect::kCommands).size();
  };
  const size_t a_hundred = length(200) - length(100);
  constexpr size_t kFewest = 8;
  return std::max(kFewest, bytes * 100 / a_hundred);
}

class LinearWorkTest : public testing::TestWithParam<HostileShape> {};

TEST_P(LinearWorkTest, TwiceTheMessageIsTwiceTheWork) {
  constexpr size_t kBytes = 24'000;
  constexpr double kMost = 2.3;
  const HostileShape& shape = GetParam();
  const size_t size = SizeFor(shape, kBytes);
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
                         [](const testing::TestParamInfo<HostileShape>& shape) {
                           std::string name = shape.param.name;
                           std::replace_if(
                               name.begin(), name.end(),
                               [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
                           return name;
                         });

}  // namespace
}  // namespace gantt
