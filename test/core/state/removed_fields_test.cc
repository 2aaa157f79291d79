#include "state/removed_fields.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace gantt {
namespace {

class RemovedFieldsTest : public testing::Test {
 protected:
  void Keep(const std::string& key, const std::string& value, uint64_t revision) {
    Record record(key);
    record.fields.Set("x", value);
    removed_.Keep("tasks", record, revision);
  }
  std::string Fields(const std::string& key) const {
    const RemovedFields::Removed* removed = removed_.Find("tasks", key);
    return removed == nullptr ? "none" : std::string(removed->fields.text());
  }

  RemovedFields removed_{1000};
};

TEST_F(RemovedFieldsTest, KnowsWhatARecordSaidLast) {
  Keep("a", "1", 1);
  Keep("a", "2", 2);
  EXPECT_EQ(Fields("a"), "\"x\":2");
  EXPECT_EQ(Fields("b"), "none");
  EXPECT_EQ(removed_.Find("resources", "a"), nullptr);
}

TEST_F(RemovedFieldsTest, ForgetsWhatIsBack) {
  Keep("a", "1", 1);
  removed_.Forget("tasks", "a");
  EXPECT_EQ(Fields("a"), "none");
  Keep("a", "3", 3);
  EXPECT_EQ(Fields("a"), "\"x\":3");
}

TEST_F(RemovedFieldsTest, OfARecordThatGoesTwiceItHasBothAndKnowsTheLast) {
  Keep("a", "1", 1);
  Keep("a", "3", 3);
  EXPECT_EQ(Fields("a"), "\"x\":3");
  EXPECT_EQ(removed_.all().size(), 2U);
  removed_.ForgetBefore(2);
  EXPECT_EQ(Fields("a"), "\"x\":3");
  removed_.ForgetBefore(4);
  EXPECT_EQ(Fields("a"), "none");
  EXPECT_EQ(removed_.bytes(), 0U);
}

TEST_F(RemovedFieldsTest, ForgetsWhatIsOlderThanTheLog) {
  Keep("a", "1", 1);
  Keep("b", "1", 2);
  removed_.ForgetBefore(2);
  EXPECT_EQ(Fields("a") + " " + Fields("b"), "none \"x\":1");
}

TEST_F(RemovedFieldsTest, ForgetsTheOldestWhenThereIsTooMuch) {
  for (int i = 0; i < 100; ++i) Keep(std::to_string(i), std::string(100, '1'), 1);
  EXPECT_EQ(Fields("0"), "none");
  EXPECT_NE(Fields("99"), "none");
  EXPECT_LE(removed_.bytes(), 1000U);
}

TEST_F(RemovedFieldsTest, WhatIsTooLargeByItselfIsNotKept) {
  Keep("a", "1", 1);
  Keep("b", std::string(2000, '1'), 1);
  EXPECT_EQ(Fields("b"), "none");
  EXPECT_EQ(removed_.bytes(), 0U);
}

// Records that come and go add up to the bound, though nothing is too old, and no further.
TEST_F(RemovedFieldsTest, WhatIsBackGoesWithTheOldest) {
  for (int i = 0; i < 1000; ++i) {
    Keep("a", "1", 1);
    removed_.Forget("tasks", "a");
  }
  EXPECT_EQ(Fields("a"), "none");
  EXPECT_LE(removed_.bytes(), 1000U);
  EXPECT_LE(removed_.all().size(), 10U);
  Keep("b", "1", 1);
  EXPECT_EQ(Fields("b"), "\"x\":1");
  removed_.ForgetBefore(2);
  EXPECT_EQ(removed_.bytes(), 0U);
  EXPECT_TRUE(removed_.all().empty());
}

}  // namespace
}  // namespace gantt
