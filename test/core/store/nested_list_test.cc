#include "store/nested_list.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

bool IsDelta(std::string_view text) {
  json::Reader reader;
  json::Value value;
  const std::string json = Json(text);
  EXPECT_TRUE(reader.Parse(json, &value).ok());
  return IsListDelta(value);
}

std::string Applied(std::string_view loaded, std::string_view delta) {
  return SingleQuoted(ApplyListDelta(Json(loaded), Json(delta)));
}

std::string Merged(std::string_view base, std::string_view mine, std::string_view theirs) {
  return SingleQuoted(MergeLists(Json(base), Json(mine), Json(theirs)));
}

TEST(NestedListTest, ADeltaHasListsOfRecordsAndNothingElse) {
  EXPECT_TRUE(IsDelta("{'added':[{}]}"));
  EXPECT_TRUE(IsDelta("{'removed':[{'id':1}],'updated':[],'added':[]}"));
  for (const std::string_view other :
       {"{}", "[]", "1", "{'added':{}}", "{'added':[1]}", "{'added':[],'more':[]}"}) {
    EXPECT_FALSE(IsDelta(other)) << other;
  }
}

TEST(NestedListTest, ADeltaRemovesThenUpdatesThenAdds) {
  EXPECT_EQ(
      Applied("[{'id':1,'a':1,'b':2},{'id':2},{'id':3}]",
              "{'added':[{'id':4},{'id':2,'c':1}],'updated':[{'id':'1','b':3}],'removed':[{'id'"
              ":2},{'id':9}]}"),
      "[{'id':1,'a':1,'b':3},{'id':3},{'id':4},{'id':2,'c':1}]");
  EXPECT_EQ(Applied("null", "{'added':[{'id':1}]}"), "[{'id':1}]");
  EXPECT_EQ(Applied("[{'a':1}]", "{'removed':[{'id':1}]}"), "[{'a':1}]");
}

TEST(NestedListTest, DeltasInDeltas) {
  EXPECT_EQ(
      Applied("[{'id':1,'x':[{'id':5,'y':[{'id':7}]}]}]",
              "{'updated':[{'id':1,'x':{'updated':[{'id':5,'y':{'removed':[{'id':7}],'added':[{"
              "'id':8}]}}]}}],'added':[{'id':2,'x':{'added':[{'id':6}]}}]}"),
      "[{'id':1,'x':[{'id':5,'y':[{'id':8}]}]},{'id':2,'x':[{'id':6}]}]");
}

TEST(NestedListTest, AMergeTakesWhatChangedAndLeavesTheRest) {
  EXPECT_EQ(Merged("[{'id':1,'a':1,'b':1},{'id':2}]", "[{'id':1,'a':2,'b':1},{'id':3}]",
                   "[{'id':1,'a':1,'b':5},{'id':2},{'id':4}]"),
            "[{'id':1,'a':2,'b':5},{'id':4},{'id':3}]");
  // What others removed stays away, what they took out of a record too.
  EXPECT_EQ(Merged("[{'id':1},{'id':2,'a':1}]", "[{'id':1,'a':3},{'id':2,'a':1}]", "[{'id':2}]"),
            "[{'id':2}]");
  EXPECT_EQ(Merged("[{'id':1,'a':1}]", "[{'id':1}]", "[{'id':1,'a':1,'b':2}]"), "[{'id':1,'b':2}]");
}

TEST(NestedListTest, AMergeOfListsInLists) {
  EXPECT_EQ(Merged("[{'id':1,'x':[{'id':5}]}]", "[{'id':1,'x':[{'id':5},{'id':6}]}]",
                   "[{'id':1,'x':[{'id':7},{'id':5,'a':1}]}]"),
            "[{'id':1,'x':[{'id':7},{'id':5,'a':1},{'id':6}]}]");
  // What has no ids is a value like any other.
  EXPECT_EQ(
      Merged("[{'id':1,'x':[{'a':1}]}]", "[{'id':1,'x':[{'a':2}]}]", "[{'id':1,'x':[{'a':3}]}]"),
      "[{'id':1,'x':[{'a':2}]}]");
}

TEST(NestedListTest, WhatIsInItAlreadyLeavesTheTextAsItIs) {
  const std::string theirs = Json("[{'b': 2 ,'id':1},{'id':2}]");
  EXPECT_EQ(MergeLists(Json("[{'id':2}]"), theirs, theirs), theirs);
}

}  // namespace
}  // namespace gantt
