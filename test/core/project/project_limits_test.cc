// What a project refuses because it would be too much.
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

std::string Nested(size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(ProjectLimitsTest, AMessageUpToTheLimitIsRead) {
  const std::string message = Message({"{}"});
  TestProject fits("{}", {.id = "1", .limits = {.message_bytes = message.size()}});
  EXPECT_TRUE(fits.Submit(message).starts_with("{")) << fits.Submit(message);
  TestProject small("{}", {.id = "1", .limits = {.message_bytes = message.size() - 1}});
  EXPECT_EQ(small.Submit(message), "ERR_MESSAGE_TOO_LARGE: The message is larger than " +
                                       std::to_string(message.size() - 1) + " bytes");
}

class ShortRecordsTest : public testing::Test {
 protected:
  static constexpr std::string_view kTooShort =
      "ERR_MESSAGE_TOO_LARGE: The message has too many short records: send them in several "
      "messages";

  // A change with so many of a record.
  std::string Change(const std::string& list, const std::string& record, size_t count) {
    std::string records = record;
    while (--count > 0) records += ',' + record;
    const std::string answer = project_.Change("{'tasks':{'" + list + "':[" + records + "]}}");
    return answer.starts_with("ERR") ? answer : "OK";
  }
  // What a message lacks that has one revision and one store.
  static constexpr size_t kOfMessage = 80 - 52 + 32 - 5;
  TestProject project_{"{}", {.id = "1", .limits = {.short_bytes = kOfMessage + 200}}};
};

TEST_F(ShortRecordsTest, AnAddedRecordIsWorth72Bytes) {
  EXPECT_EQ(Change("added", "{}", 2), "OK");
  EXPECT_EQ(Change("added", "{}", 3), kTooShort);
  EXPECT_EQ(Change("added", "{'name':'" + std::string(31, 'n') + "'}", 6), "OK");
  EXPECT_EQ(Change("added", "{'name':'" + std::string(31, 'n') + "'}", 8), kTooShort);
}

TEST_F(ShortRecordsTest, AnUpdatedOneIsWorth56AndARemovedOne36) {
  EXPECT_EQ(Change("updated", "{'id':1}", 4), "OK");
  EXPECT_EQ(Change("updated", "{'id':1}", 5), kTooShort);
  EXPECT_EQ(Change("removed", "{'id':1}", 7), "OK");
  EXPECT_EQ(Change("removed", "{'id':1}", 8), kTooShort);
}

TEST_F(ShortRecordsTest, OneThatIsLongEnoughLacksNothing) {
  EXPECT_EQ(Change("added", "{'name':'" + std::string(61, 'n') + "'}", 100), "OK");
}

TEST_F(ShortRecordsTest, ARevisionIsWorth80BytesAndAStore32) {
  EXPECT_TRUE(
      project_.Changes({"{}", "{}", "{}", "{}", "{}", "{}", "{}", "{}", "{}"}).starts_with("{}"));
  EXPECT_EQ(project_.Changes({"{}", "{}", "{}", "{}", "{}", "{}", "{}", "{}", "{}", "{}"}),
            kTooShort);
  EXPECT_TRUE(
      project_.Change("{'a':{},'b':{},'c':{},'d':{},'e':{},'f':{},'g':{}}").starts_with("{"));
  EXPECT_EQ(project_.Change("{'a':{},'b':{},'c':{},'d':{},'e':{},'f':{},'g':{},'h':{}}"),
            kTooShort);
}

TEST_F(ShortRecordsTest, WhereInputIsMadeARecordIsWorthAQuarterMore) {
  Terms terms;
  terms.dialect = Dialect::kSync;
  Outcome outcome;
  const auto submit = [&](const char* records) {
    return Render(project_.project.Submit(Json("{'type':'changes','payload':{'tasks':{'added':[" +
                                               std::string(records) + "]}},'revision':1}"),
                                          "ann", TestProject::kNow, terms, &outcome));
  };
  EXPECT_EQ(submit("{},{}"), "OK");
  EXPECT_EQ(submit("{},{},{}"), kTooShort);
}

TEST_F(ShortRecordsTest, ThirtyThousandTasksMayBeRemovedAtOnce) {
  TestProject project("{}");
  std::string records;
  for (int i = 0; i < 30'000; ++i) records += ",{'id':" + std::to_string(100'000 + i) + "}";
  EXPECT_TRUE(project.Change("{'tasks':{'removed':[{'id':1}" + records + "]}}").starts_with("{"));
  Terms terms;
  terms.dialect = Dialect::kSync;
  Outcome outcome;
  const std::string message =
      "{'type':'changes','payload':{'tasks':{'removed':[{'id':1}" + records + "]}},'revision':1}";
  EXPECT_TRUE(
      project.project.Submit(Json(message), "ann", TestProject::kNow, terms, &outcome).ok());
}

TEST(ProjectLimitsTest, AMessageHas131072RecordsAtMostHoweverLongItMayBe) {
  TestProject project("{}", {.id = "1", .limits = {.message_bytes = size_t{64} << 20}});
  std::string records;
  const std::string record = ",{'name':'" + std::string(61, 'n') + "'}";
  for (int i = 0; i < 131'072; ++i) records += record;
  EXPECT_EQ(project.Change("{'tasks':{'added':[{}" + records + "]}}"),
            "ERR_MESSAGE_TOO_LARGE: The message has more than 131072 records");
}

TEST(ProjectLimitsTest, WhatIsSaidWithoutInputCountsOnce) {
  const Limits limits{.message_records = 100};
  TestProject project("{}", {.id = "1", .limits = limits});
  const Terms terms{.dialect = Dialect::kSync};
  const auto submit = [&](size_t count) {
    std::string records = "{}";
    for (size_t i = 1; i < count; ++i) records += ",{}";
    const std::string message = "{'type':'changes','payload':{'tasks':{'added':[" + records +
                                "]},'resources':{'added':[" + records + "]}},'revision':1}";
    Outcome outcome;
    return Render(project.project.Submit(Json(message), "ann", TestProject::kNow, terms, &outcome));
  };
  EXPECT_EQ(submit(48), "OK");  // With two stores, and a revision, which counts as two.
  EXPECT_EQ(submit(50), "ERR_MESSAGE_TOO_LARGE: The message has more than 100 records");
}

TEST(ProjectLimitsTest, AProjectThatIsFullRefusesChangesUntilSomethingIsRemoved) {
  TestProject project("{}", {.id = "1", .limits = {.project_bytes = 1'000'000}});
  const std::string text(150'000, 'x');
  const std::string full = "ERR_PROJECT_FULL: The project holds its limit of 1000000 bytes";
  const std::string add = "{'tasks':{'added':[{'id':'a','x':'" + text + "'}]}}";
  EXPECT_TRUE(project.Change(add).starts_with("{"));
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'id':'b','x':'" + text + "'}]}}"), full);
  EXPECT_EQ(project.Change("{'tasks':{'updated':[{'id':'a','x':'" + text + "'}]}}"), full);
  EXPECT_EQ(project.Change("{'project':{'x':'" + text + "'}}"), full);
  project.Change("{'tasks':{'removed':[{'id':'a'}]}}");
  EXPECT_EQ(project.project.state().bytes(), 0U);
  EXPECT_EQ(project.Tasks(), "");
  EXPECT_TRUE(project.Change(add).starts_with("{"));
}

TEST(ProjectLimitsTest, AProjectOfTinyRecordsIsFullWhenItsMemoryIs) {
  TestProject project("{}", {.id = "1", .limits = {.project_bytes = 4'000'000}});
  std::string many = "{}";
  for (int i = 1; i < 200; ++i) many += ",{}";
  int count = 0;
  while (project.Change("{'tasks':{'added':[" + many + "]}}").starts_with("{")) ++count;
  EXPECT_GT(project.project.memory(), 3'000'000U);
  EXPECT_LT(project.project.memory(), 4'000'000U);
  EXPECT_LT(project.project.state().bytes(), 400'000U);
  EXPECT_TRUE(project.Change("{'tasks':{'removed':[{'id':'events-101'}]}}").starts_with("{"));
}

TEST(ProjectLimitsTest, BytesAreThoseThatTheRecordsAndTheProjectHold) {
  TestProject project;
  project.Change(
      "{'tasks':{'added':[{'id':'a','name':'xyz','parentIndex':1}]},'versions':{'added':[{'id':1,'"
      "content':'123'}]},"
      "'project':{'a':1}}");
  EXPECT_EQ(project.project.state().bytes(), std::string("'id':'a','name':'xyz'"
                                                         "'id':1"
                                                         "'123'"
                                                         "'a':1")
                                                 .size());
  project.Change("{'tasks':{'updated':[{'id':'a','name':'x'}]},'versions':{'removed':[{'id':1}]}}");
  EXPECT_EQ(project.project.state().bytes(), std::string("'id':'a','name':'x'"
                                                         "'a':1")
                                                 .size());
}

TEST(ProjectLimitsTest, AProjectHoldsAtMost256Stores) {
  TestProject project;
  for (int i = 0; i < 249; ++i) project.Change("{'s" + std::to_string(i) + "':{'added':[{}]}}");
  EXPECT_EQ(project.project.state().stores().size(), 256U);
  EXPECT_EQ(project.Change("{'one more':{'added':[{}]}}"),
            "ERR_TOO_MANY_STORES: The project would have more than 256 stores");
  EXPECT_TRUE(project.Change("{'s0':{'added':[{}]},'$x':{'added':[{}]}}").starts_with("{"));
}

TEST(ProjectLimitsTest, DepthIsThatOfTheWholeMessage) {
  TestProject project;
  // {data:{revisions:[{changes:{tasks:{added:[{x: is eight levels.
  EXPECT_TRUE(project.Change("{'tasks':{'added':[{'x':" + Nested(56) + "}]}}").starts_with("{"));
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'x':" + Nested(57) + "}]}}").substr(0, 13),
            "ERR_TOO_DEEP:");
  EXPECT_EQ(project.Submit(std::string(20'000, '[')).substr(0, 13), "ERR_TOO_DEEP:");
}

TEST(ProjectLimitsTest, BadBytesAreRefusedWithTheirCode) {
  TestProject project;
  EXPECT_EQ(project.Submit("\xff\xfe").substr(0, 17), "ERR_INVALID_UTF8:");
  for (const char* bad : {"", "{", "{\"data\":1e999}", "{\"a\":\"\\ud800\"}", "\x80\x81"}) {
    EXPECT_TRUE(project.Submit(bad).starts_with("ERR_INVALID_")) << bad;
  }
  EXPECT_EQ(project.project.revision(), 0U);
}

TEST(ProjectLimitsTest, TheLogIsBoundedByItsOptions) {
  TestProject project("{}", {.id = "1", .limits = {.log_revisions = 3, .log_bytes = 1'000'000}});
  for (int i = 0; i < 5; ++i) project.Change("{}");
  const RevisionLog& log = project.project.state().log;
  EXPECT_EQ(std::to_string(log.first()) + " to " + std::to_string(log.last()), "3 to 5");
}

TEST(ProjectLimitsTest, ANewStoreCountsOnceHoweverManyRevisionsNameIt) {
  std::string revisions = "{'revision':0,'changes':{'unknown':{'updated':[{'id':1}]}}}";
  for (int i = 1; i < 300; ++i) {
    revisions += ",{'revision':" + std::to_string(i) +
                 ",'changes':{'notes':{'added':[{}]},'$x':{'added':[{}]}}}";
  }
  TestProject project;
  project.Submit(Json("{'data':{'project':1,'revisions':[" + revisions + "]}}"));
  EXPECT_EQ(std::to_string(project.project.revision()) + " " +
                std::to_string(project.project.state().stores().size()),
            "300 8");
}

TEST(ProjectLimitsTest, ARecordKeepsAtMostTwoThousandFields) {
  TestProject project("{'tasksData':[{'id':'a'}]}");
  const auto update = [&](int from, int count) {
    std::string fields;
    for (int i = from; i < from + count; ++i) fields += ",'f" + std::to_string(i) + "':1";
    return project.Change("{'tasks':{'updated':[{'id':'a'" + fields + "}]}}");
  };
  EXPECT_TRUE(update(0, 990).starts_with("{"));
  EXPECT_TRUE(update(990, 990).starts_with("{"));
  EXPECT_EQ(update(1980, 990),
            "ERR_INVALID_CHANGES: The record \"a\" of tasks would have more than 2000 fields");
  EXPECT_TRUE(update(0, 10).starts_with("{"));
}

TEST(ProjectLimitsTest, TheIdsThatRecordsOfAFileGetAreCountedInBytes) {
  TestProject project("{'tasksData':[{},{'name':'x'}]}");
  EXPECT_EQ(project.project.state().bytes(),
            std::string("'id':'events-101''name':'x','id':'events-102'").size());
  project.Change("{'tasks':{'removed':[{'id':'events-101'},{'id':'events-102'}]}}");
  EXPECT_EQ(project.project.state().bytes(), 0U);
}

}  // namespace
}  // namespace gantt
