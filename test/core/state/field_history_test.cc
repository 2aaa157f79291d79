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

TEST(FieldHistoryTest, ForgetsWhatIsOld) {
  std::deque<Record> records;
  FieldHistory history;
  for (uint64_t revision = 1; revision <= 300; ++revision) {
    history.Begin(revision);
    history.Written("tasks", &records.emplace_back(std::to_string(revision)), 0);
    history.Written("tasks", &records.front(), 0);
    history.MayForgetBefore(revision < 100 ? 1 : revision - 99);
  }
  EXPECT_EQ(history.size(), 101U);
  EXPECT_EQ(history.LastWritten(&records[199], 0), 0U);
  EXPECT_EQ(history.LastWritten(&records[200], 0), 201U);
  // It is the oldest record, but was written last.
  EXPECT_EQ(history.LastWritten(&records.front(), 0), 300U);
}

TEST(FieldHistoryTest, ARecordThatGetsMoreFieldsKeepsWhatIsKnown) {
  const Record one("1");
  const Record other("2");
  FieldHistory history;
  for (uint64_t field = 0; field < 50; ++field) {
    history.Begin(field + 1);
    history.Written("tasks", &one, field);
    history.Written("tasks", &other, 0);
    history.Written("tasks", &one, 0);
  }
  EXPECT_EQ(history.LastWritten(&one, 0), 50U);
  EXPECT_EQ(history.LastWritten(&one, 1), 2U);
  EXPECT_EQ(history.LastWritten(&one, 49), 50U);
}

}  // namespace
}  // namespace gantt
