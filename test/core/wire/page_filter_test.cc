#include "wire/page_filter.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/text_arena.h"
#include "json/reader.h"
#include "support.h"
#include "wire/page_query.h"
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
  TextArena scratch;
  for (const Record* record = store.FirstChild(store.root()); record != nullptr;
       record = record->next)
    if (query.filters.front().Fits(*record, &work, &scratch)) ids += record->key();
  return ids;
}

TEST(PageFilterTest, NumbersCompareAsNumbersAndTextsWithOrWithoutTheirCase) {
  EXPECT_EQ(Fitting("{'field':'cost','operator':'>','value':9}"), "2");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'<','value':'x'}"), "");
  EXPECT_EQ(Fitting("{'field':'name','value':'BOB'}"), "");
  EXPECT_EQ(Fitting("{'property':'name','value':'BOB','caseSensitive':false}"), "2");
}

TEST(PageFilterTest, AFilterThatIsNegatedTakesTheOthers) {
  EXPECT_EQ(Fitting("{'field':'name','operator':'includes','value':'nn'}"), "1");
  EXPECT_EQ(Fitting("{'field':'name','operator':'doesNotInclude','value':'nn'}"), "23");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'between','value':[9,9.5]}"), "1");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'notBetween','value':[9,9.5]}"), "23");
  EXPECT_EQ(Fitting("{'field':'id','operator':'isIncludedIn','value':[3,1]}"), "13");
  EXPECT_EQ(Fitting("{'field':'id','operator':'isNotIncludedIn','value':[3,1]}"), "2");
}

TEST(PageFilterTest, WhatIsMissingIsEmptyAsAnEmptyTextIs) {
  EXPECT_EQ(Fitting("{'field':'name','operator':'empty'}"), "3");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'notEmpty'}"), "12");
  EXPECT_EQ(Fitting("{'field':'ready','operator':'isTrue'}"), "3");
  EXPECT_EQ(Fitting("{'field':'ready','operator':'isFalse'}"), "12");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'isFalse'}"), "3") << "a number is none";
  EXPECT_EQ(Fitting("{'field':'from','operator':'sameDay','value':'2027-03-01'}"), "1");
}

TEST(PageFilterTest, WhatCannotBeComparedIsNeitherLessNorMore) {
  EXPECT_EQ(Fitting("{'field':'cost','operator':'>=','value':9}"), "12");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'<=','value':9}"), "1");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'<=','value':'x'}"), "");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'!=','value':9}"), "23");
}

TEST(PageFilterTest, ANumberIsComparedWithATextThatIsOne) {
  EXPECT_EQ(Fitting("{'field':'cost','value':'9.0'}"), "1");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'>','value':'9'}"), "2");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'includes','value':1}"), "2");
  EXPECT_EQ(Fitting("{'field':'cost','operator':'startsWith','value':'1'}"), "2");
}

TEST(PageFilterTest, TheStarKnowsNoCaseWhateverIsSaidWithIt) {
  EXPECT_EQ(Fitting("{'field':'name','operator':'*','value':'B','caseSensitive':true}"), "2");
  EXPECT_EQ(Fitting("{'field':'name','operator':'includes','value':'B','caseSensitive':true}"), "");
}

TEST(PageFilterTest, AFilterOfOthersWantsAllOfThemOrOne) {
  const std::string ann = "{'field':'name','value':'Ann'}";
  const std::string ten = "{'field':'cost','value':10}";
  const auto of = [](const std::string& name, const std::string& children) {
    return "{'operator':'" + name + "','children':[" + children + "]}";
  };
  EXPECT_EQ(Fitting(of("or", ann + "," + ten)), "12");
  EXPECT_EQ(Fitting(of("and", ann + "," + ten)), "");
  EXPECT_EQ(Fitting(of("or", of("and", ann + ",{'field':'cost','value':9}") + "," + ten)), "12");
  EXPECT_EQ(Fitting(of("or", "")), "");
  EXPECT_EQ(Fitting(of("and", "")), "123");
}

TEST(PageFilterTest, DatesAreComparedAsDates) {
  const auto of = [](const std::string& name, const std::string& value) {
    return Fitting("{'field':'from','operator':'" + name + "','value':" + value + "}");
  };
  EXPECT_EQ(of("=", "'2027-03-01T08:00:00.0'"), "1");
  EXPECT_EQ(of(">", "'2027-03-01'"), "1");
  EXPECT_EQ(of("<", "'2027-03-01T08:00:00.001'"), "1");
  EXPECT_EQ(of("between", "['2027-03-01','2027-03-01T08:00']"), "1");
  EXPECT_EQ(of("within", "['2027-03-01T08:00','2027-03-02']"), "1");
  EXPECT_EQ(of("within", "['2027-03-01','2027-03-01T08:00']"), "");
  EXPECT_EQ(of("notWithin", "['2027-03-01','2027-03-02']"), "23");
  EXPECT_EQ(of("notSameDay", "'2027-03-01'"), "23");
  EXPECT_EQ(of("sameTime", "'1999-12-31T08:00'"), "1");
  EXPECT_EQ(of("sameTime", "'2027-03-01T08:01'"), "");
}

TEST(PageFilterTest, WhatIsNoQueryIsRefusedWithTheReason) {
  EXPECT_EQ(Fitting("1"), "ERR_INVALID_DATA: A filter is not an object");
  EXPECT_EQ(Fitting("{'operator':'='}"), "ERR_INVALID_DATA: A filter names no field");
  EXPECT_EQ(Fitting("{'field':'id','operator':'~'}"),
            "ERR_INVALID_DATA: There is no operator \"~\"");
  EXPECT_EQ(Fitting("{'field':'id','operator':5}"),
            "ERR_INVALID_DATA: The operator of a filter is no text");
  EXPECT_EQ(Fitting("{'field':'id','value':{}}"),
            "ERR_INVALID_DATA: The value of a filter is an object");
  EXPECT_EQ(Fitting("{'operator':'or'}"),
            "ERR_INVALID_DATA: A filter of others has no list of children");
  EXPECT_EQ(Fitting("{'operator':'or','children':[5]}"),
            "ERR_INVALID_DATA: A filter is not an object");
}

}  // namespace
}  // namespace gantt
