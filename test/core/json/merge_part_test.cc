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

std::string Merged(const std::string& whole, const std::vector<std::string>& said,
                   Arrays arrays = Arrays::kReplaced) {
  Parts parts(arrays);
  for (const std::string& part : said) parts.Add(part);
  return parts.Into(whole);
}

TEST(MergePartTest, WhatIsNoObjectIsReplacedAndAnObjectReplacesIt) {
  const std::string whole = R"({"a":{"x":1},"b":[1]})";
  const std::string first = R"({"a":5,"b":{"y":1}})";
  EXPECT_EQ(Merged(whole, {first}), R"({"a":5,"b":{"y":1}})");
  EXPECT_EQ(Merged(whole, {first, R"({"a":{"z":1},"b":{"q":2}})"}),
            R"({"a":{"z":1},"b":{"y":1,"q":2}})");
}

TEST(MergePartTest, SeveralPartsAreAsIfEachHadBeenMergedByItself) {
  const std::vector<std::string> values = {"1",  "{}",    R"({"x":1})", R"({"x":{"z":2},"y":[3]})",
                                           "[]", "[1,2]", "[2,3]"};
  for (const Arrays arrays : {Arrays::kReplaced, Arrays::kJoined}) {
    for (const std::string& whole : values)
      for (const std::string& a : values)
        for (const std::string& b : values)
          for (const std::string& c : values) {
            const auto text = [](const std::string& value) { return R"({"k":)" + value + "}"; };
            std::string one_by_one = text(whole);
            for (const std::string& part : {text(a), text(b), text(c)})
              one_by_one = MergePart(one_by_one, part, arrays);
            ASSERT_EQ(Merged(text(whole), {text(a), text(b), text(c)}, arrays), one_by_one)
                << whole << a << b << c;
          }
  }
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
  std::vector<std::string> parts;
  for (int i = 0; i < 100; ++i)
    parts.push_back("{\"" + std::to_string(i) + "\":" + std::to_string(i) + "}");
  EXPECT_EQ(Merged(whole, parts), "{" + expected + "}");
}

}  // namespace
}  // namespace gantt::json
