#include "state/field_history.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>

namespace gantt {
namespace {

TEST(FieldHistoryTest, KnowsWhoWroteLastAndWhatWasOverwritten) {
  const Record one("1");
  FieldHistory history;
  history.Begin(3);
  history.Written("tasks", &one, 0);
  history.Written("tasks", &one, 0);  // Twice in one revision.
  EXPECT_TRUE(history.overwrites().empty());
  history.Begin(5);
  history.Written("tasks", &one, 0);
  history.Written("tasks", &one, 1);
  ASSERT_EQ(history.overwrites().size(), 1U);
  EXPECT_EQ(history.overwrites()[0].before, 3U);
  EXPECT_EQ(history.LastWritten(&one, 0), 5U);
  EXPECT_EQ(history.LastWritten(&one, 2), 0U);
  history.Forget(&one);
  EXPECT_EQ(history.LastWritten(&one, 0), 0U);
}

TEST(FieldHistoryTest, ForgetsWhatIsOldWhenThereIsMuchOfIt) {
  std::deque<Record> records;
  FieldHistory history;
  for (int i = 0; i < 30'000; ++i) {
    history.Begin(static_cast<uint64_t>(i) + 1);
    history.Written("tasks", &records.emplace_back(std::to_string(i)), 0);
    history.MayForgetBefore(i < 100 ? 1 : static_cast<uint64_t>(i) - 99);
  }
  EXPECT_LT(history.size(), 10'000U);
  EXPECT_EQ(history.LastWritten(&records.back(), 0), 30'000U);
  EXPECT_EQ(history.LastWritten(&records.front(), 0), 0U);
}

}  // namespace
}  // namespace gantt
