#include "wire/page_query.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "json/reader.h"
#include "support.h"
#include "wire/page_work.h"

namespace gantt {
namespace {

constexpr std::string_view kRows =
    "{'resources':{'rows':[{'id':1,'name':'Ann','cost':9,'from':'2027-03-01T08:00'},"
    "{'id':2,'name':'bob','cost':10},{'id':3,'name':'','ready':true}]}}";

// The ids of the records that fit a filter, or the error.
std::string Fitting(const std::string& filter) {
  const TestProject project(kRows);
  const std::string text = Json("{'store':'resources','filters':[" + filter + "]}");
  json::Reader reader;
  json::Value said;
  EXPECT_TRUE(reader.Parse(text, &said).ok());
  PageQuery query;
  const Status status = ReadPageQuery(project.project.state(), said, &query);
  if (!status.ok()) return Render(status);
  std::string ids;
  const Store& store = *query.store;
  PageWork work(1'000'000);
  for (const Record* record = store.FirstChild(store.root()); record != nullptr;
       record = record->next)
    if (query.filters.front().Fits(*record, &work)) ids += record->key();
  return ids;
}

TEST(PageQueryTest, NumbersCompareAsNumbersAndTextsWithOrWithoutTheirCase) {
  EXPECT_EQ(Fitting("{'field':'cost','operator':'>','value':9}"), "2");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'<','value':'x'}"), "");
  EXPECT_EQ(Fitting("{'field':'name','value':'BOB'}"), "");
  EXPECT_EQ(Fitting("{'property':'name','value':'BOB','caseSensitive':false}"), "2");
}

TEST(PageQueryTest, AFilterThatIsNegatedTakesTheOthers) {
  EXPECT_EQ(Fitting("{'field':'name','operator':'includes','value':'nn'}"), "1");
  EXPECT_EQ(Fitting("{'field':'name','operator':'doesNotInclude','value':'nn'}"), "23");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'between','value':[9,9.5]}"), "1");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'notBetween','value':[9,9.5]}"), "23");
  EXPECT_EQ(Fitting("{'field':'id','operator':'isIncludedIn','value':[3,1]}"), "13");
  EXPECT_EQ(Fitting("{'field':'id','operator':'isNotIncludedIn','value':[3,1]}"), "2");
}

TEST(PageQueryTest, WhatIsMissingIsEmptyAsAnEmptyTextIs) {
  EXPECT_EQ(Fitting("{'field':'name','operator':'empty'}"), "3");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'notEmpty'}"), "12");
  EXPECT_EQ(Fitting("{'field':'ready','operator':'isTrue'}"), "3");
  EXPECT_EQ(Fitting("{'field':'ready','operator':'isFalse'}"), "12");
  EXPECT_EQ(Fitting("{'field':'from','operator':'sameDay','value':'2027-03-01'}"), "1");
}

TEST(PageQueryTest, WhatIsNoQueryIsRefusedWithTheReason) {
  EXPECT_EQ(Fitting("1"), "ERR_INVALID_DATA: A filter is not an object");
  EXPECT_EQ(Fitting("{'operator':'='}"), "ERR_INVALID_DATA: A filter names no field");
  EXPECT_EQ(Fitting("{'field':'id','operator':'~'}"),
            "ERR_INVALID_DATA: There is no operator \"~\"");
}

}  // namespace
}  // namespace gantt
