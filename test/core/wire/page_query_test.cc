#include "wire/page_query.h"

#include <gtest/gtest.h>

#include <string>

#include "json/reader.h"
#include "support.h"

namespace gantt {
namespace {

// The beginning, the number and the parent of a query, or the error.
std::string Read(const std::string& said) {
  const TestProject project("{'tasks':{'rows':[{'id':1}]}}");
  const std::string text = Json(said);
  json::Reader reader;
  json::Value value;
  EXPECT_TRUE(reader.Parse(text, &value).ok());
  PageQuery query;
  const Status status = ReadPageQuery(project.project.state(), value, &query);
  if (!status.ok()) return Render(status);
  if (query.store == nullptr) return "no store";
  const std::string parent(query.parent == &query.store->root() ? "root" : query.parent->key());
  return std::to_string(query.start) + " " + std::to_string(query.count) + " " + parent;
}

TEST(PageQueryTest, SaysWhichPartOfWhichParent) {
  EXPECT_EQ(Read("{'store':'tasks','start':2,'count':3,'parent':1}"), "2 3 1");
  EXPECT_EQ(Read("{'store':'tasks','count':3,'parent':null}"), "0 3 root");
  EXPECT_EQ(Read("{'store':'boats'}"), "no store");
}

TEST(PageQueryTest, WhatIsNoQueryIsRefusedWithTheReason) {
  EXPECT_EQ(Read("{'start':1}"), "ERR_INVALID_DATA: A query names no store");
  EXPECT_EQ(Read("{'store':'tasks','start':1.5}"),
            "ERR_INVALID_DATA: A query has a start or a count that is no whole number");
  EXPECT_EQ(Read("{'store':'tasks','parent':2}"), "ERR_UNKNOWN_RECORD: There is no such parent");
  EXPECT_EQ(Read("{'store':'tasks','sorters':[{}]}"), "ERR_INVALID_DATA: A sorter names no field");
}

}  // namespace
}  // namespace gantt
