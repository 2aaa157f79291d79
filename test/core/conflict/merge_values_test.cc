#include "conflict/merge_values.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

std::string Merged(const std::string& theirs, const std::string& mine) {
  return SingleQuoted(MergeValues(Json(theirs), Json(mine)));
}

TEST(MergeValuesTest, MembersOfBothAreThereAndMineWinWhereBothHaveOne) {
  EXPECT_EQ(Merged("{'a':1,'b':{'c':1,'d':1}}", "{'e':2,'b':{'d':2},'a':2}"),
            "{'a':2,'b':{'c':1,'d':2},'e':2}");
}

TEST(MergeValuesTest, ElementsOfBothAreThereOnce) {
  EXPECT_EQ(Merged("[1,2,2,[3]]", "[4,2,[3],4]"), "[1,2,2,[3],4]");
}

TEST(MergeValuesTest, OfAKeyThatComesTwiceTheirsIsTheFirstAndMineTheLast) {
  EXPECT_EQ(Merged("{'a':1,'a':2,'b':3}", "{'b':4,'c':5,'b':6,'c':7}"), "{'a':1,'b':6,'c':7}");
}

TEST(MergeValuesTest, KeysCompareByWhatTheyMeanAndGoOutAsTheyWereFirstWritten) {
  EXPECT_EQ(Merged("{'\\u0061':1,'b':1}", "{'a':2,'\\u0062':2,'\\u0063':3,'c':4}"),
            "{'\\u0061':2,'b':2,'\\u0063':4}");
}

TEST(MergeValuesTest, WhatIsNeitherTwoObjectsNorTwoArraysIsMine) {
  EXPECT_EQ(Merged("{'a':1}", "[1]"), "[1]");
  EXPECT_EQ(Merged("{'a':[1]}", "{'a':{}}"), "{'a':{}}");
  EXPECT_EQ(Merged("'x'", "null"), "null");
}

}  // namespace
}  // namespace gantt
