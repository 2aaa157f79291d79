// One JSON object out of a whole and parts of it.
#include "json/merge_part.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gantt::json {
namespace {

TEST(MergePartTest, MembersTakeThePlaceOfThoseOfTheSameKeyAndNewOnesComeLast) {
  EXPECT_EQ(MergePart(R"({"a":1,"b":{"x":1,"y":2}})", R"({"c":3,"b":{"y":4,"z":5}})"),
            R"({"a":1,"b":{"x":1,"y":4,"z":5},"c":3})");
}

TEST(MergePartTest, WhatIsNoObjectIsReplacedAndAnObjectReplacesIt) {
  MergedObject object(R"({"a":{"x":1},"b":[1]})");
  object.Add(R"({"a":5,"b":{"y":1}})");
  EXPECT_EQ(object.Text(), R"({"a":5,"b":{"y":1}})");
  object.Add(R"({"a":{"z":1},"b":{"q":2}})");
  EXPECT_EQ(object.Text(), R"({"a":{"z":1},"b":{"y":1,"q":2}})");
}

TEST(MergePartTest, ArraysAreReplacedOrJoined) {
  const char* const whole = R"({"a":[1,2],"b":{"c":[ 1 ]},"d":[1]})";
  const char* const part = R"({"a":[3,2,3],"b":{"c":[2]},"d":{"e":[]}})";
  EXPECT_EQ(MergePart(whole, part), R"({"a":[3,2,3],"b":{"c":[2]},"d":{"e":[]}})");
  EXPECT_EQ(MergePart(whole, part, Arrays::kJoined),
            R"({"a":[1,2,3],"b":{"c":[1,2]},"d":{"e":[]}})");
  EXPECT_EQ(MergePart("[1]", "[2]", Arrays::kJoined), "[1,2]");
}

TEST(MergePartTest, KeysCompareByWhatTheyMean) {
  EXPECT_EQ(MergePart(R"({"\u0061":1})", R"({"a":2})"), R"({"\u0061":2})");
}

TEST(MergePartTest, OfKeysThatComeTwiceTheFirstOfTheWholeCountsAndTheLastOfAPart) {
  EXPECT_EQ(MergePart(R"({"a":1,"a":2})", R"({"b":{"x":1},"b":{"y":2}})"),
            R"({"a":1,"b":{"y":2}})");
}

TEST(MergePartTest, ManyMembersAndManyPartsKeepTheirOrder) {
  std::string whole;
  std::string expected;
  for (int i = 0; i < 100; ++i) {
    const std::string key = "\"" + std::to_string(i) + "\":";
    if (i < 50) whole += (i == 0 ? "" : ",") + key + "0";
    expected += (i == 0 ? "" : ",") + key + std::to_string(i);
  }
  whole = "{" + whole + "}";
  MergedObject object(whole);
  std::vector<std::string> parts;
  for (int i = 0; i < 100; ++i)
    parts.push_back("{\"" + std::to_string(i) + "\":" + std::to_string(i) + "}");
  for (const std::string& part : parts) object.Add(part);
  EXPECT_EQ(object.Text(), "{" + expected + "}");
}

}  // namespace
}  // namespace gantt::json
