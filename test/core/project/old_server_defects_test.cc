// What the server that this one replaces did wrong, as far as the core goes (docs/protocol.md, the
// defects that must not exist here). The rules behind them have their own tests; here is each
// defect as it was.
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

TEST(OldServerDefectsTest, PhantomParentIdResolves) {
  TestProject project;
  project.Change(
      "{'tasks':{'added':[{'$PhantomId':'_generatedTaskModel_1'},"
      "{'$PhantomId':'_generatedTaskModel_2','$PhantomParentId':'_generatedTaskModel_1'}]}}");
  EXPECT_EQ(project.Tasks(), "events-101(events-102)");
}

TEST(OldServerDefectsTest, AChildBeforeItsParentIsNoError) {
  TestProject project;
  project.Change(
      "{'tasks':{'added':[{'$PhantomId':'_generatedTaskModel_2','parentId':'_generatedTaskModel_1'}"
      ","
      "{'$PhantomId':'_generatedTaskModel_1'}]}}");
  EXPECT_EQ(project.Tasks(), "events-102(events-101)");
}

TEST(OldServerDefectsTest, ANewRecordBesideAKnownOneIsNotLost) {
  TestProject project;
  project.Change("{'tasks':{'added':[{'$PhantomId':'_generatedTaskModel_1'}]}}");
  project.Change(
      "{'tasks':{'added':[{'$PhantomId':'_generatedTaskModel_2'},{'$PhantomId':'_"
      "generatedTaskModel_1'}]}}");
  EXPECT_EQ(project.Tasks(), "events-101 events-102");
}

TEST(OldServerDefectsTest, AKnownPhantomWithoutItsInputTwinIsNoError) {
  TestProject project;
  project.Change("{'tasks':{'added':[{'$PhantomId':'_generatedTaskModel_1'}]}}");
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'$PhantomId':'_generatedTaskModel_1','name':'x'}],'"
                           "$input':{'added':[]}}}"),
            "{'tasks':{'updated':[{'name':'x','id':'events-101'}],'$input':{}}}");
}

TEST(OldServerDefectsTest, ReferencesInArraysAndInInputUpdatedDoNotDangle) {
  TestProject project("{'tasksData':[{'id':'a'}]}");
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'$PhantomId':'_generatedTaskModel_1'}],"
                           "'updated':[{'id':'a','links':['_generatedTaskModel_1']}],"
                           "'$input':{'updated':[{'id':'a','links':['_generatedTaskModel_1']}]}}}"),
            "{'tasks':{'added':[{'$PhantomId':'_generatedTaskModel_1','id':'events-101'}],"
            "'updated':[{'id':'a','links':['events-101']}],'$input':{'updated':[{'id':'a','links':["
            "'events-101']}]}}}");
}

TEST(OldServerDefectsTest, TwoProjectsShareNoPhantomNames) {
  TestProject one;
  TestProject two("{}", {.id = "2"});
  one.Change("{'tasks':{'added':[{'$PhantomId':'_generatedTaskModel_1'}]}}");
  EXPECT_EQ(two.Change("{'tasks':{'updated':[{'id':'_generatedTaskModel_1'}]}}"),
            "{'tasks':{'updated':[{'id':'_generatedTaskModel_1'}]}}");
}

TEST(OldServerDefectsTest, TwoClientsWithOneCountedNameMakeTwoRecords) {
  TestProject project;
  project.Change("{'tasks':{'added':[{'$PhantomId':'_generatedTaskModel_1','name':'ann'}]}}",
                 "ann");
  project.Change("{'tasks':{'added':[{'$PhantomId':'_generatedTaskModel_1','name':'bob'}]}}",
                 "bob");
  EXPECT_EQ(project.Tasks(), "events-101 events-102");
}

TEST(OldServerDefectsTest, AResetForgetsPhantomNamesAndBringsNoOldIdBack) {
  TestProject project("{'tasksData':[{'id':'a'}]}");
  const std::string add = "{'tasks':{'added':[{'$PhantomId':'_generatedTaskModel_1'}]}}";
  project.Change(add);
  project.Reset("{'tasksData':[{'id':'a'}]}");
  project.Change(add);
  EXPECT_EQ(project.Tasks(), "a events-102");
}

TEST(OldServerDefectsTest, TwoRevisionsOfWhichTheSecondFailsAreBothRefused) {
  TestProject project("{'tasksData':[{'id':'a'}]}");
  EXPECT_EQ(
      project.Changes({"{'tasks':{'removed':[{'id':'a'}]}}", "{'tasks':{'added':7}}"}),
      "ERR_INVALID_CHANGES: data.revisions[1].changes.tasks has a list added that is not an array");
  EXPECT_EQ(project.Tasks(), "a");
}

TEST(OldServerDefectsTest, ProjectChangesUnknownStoresUndeclaredFieldsAndVersionContentAreStored) {
  TestProject project("{'tasksData':[{'id':'a'}]}");
  project.Change(
      "{'project':{'startDate':'2026-01-05'},'risks':{'added':[{'id':1}]},"
      "'tasks':{'updated':[{'id':'a','ourOwn':{'x':[1]}}]},'versions':{'added':[{'id':1,'content':'"
      "c'}]}}");
  std::string content;
  project.project.AppendVersionContent("load_version_content", "1", &content);
  EXPECT_EQ(project.Dataset() + "\n" + SingleQuoted(content),
            "{'command':'dataset','data':{'project':1,'dataset':{'tasksData':"
            "[{'id':'a','ourOwn':{'x':[1]},'parentIndex':0,'orderedParentIndex':0}],'resourcesData'"
            ":[],'dependenciesData':[],"
            "'assignmentsData':[],'calendarsData':[],'versionsData':[{'id':1}],'changelogsData':[],"
            "'risksData':[{'id':1}],"
            "'project':{'startDate':'2026-01-05'}}}}\n"
            "{'command':'load_version_content','data':{'project':1,'versionId':1,'content':'c'}}");
}

TEST(OldServerDefectsTest, NamesOfTheLanguageAreNamesLikeOthers) {
  TestProject project;
  project.Change(
      "{'tasks':{'added':[{'id':'__proto__','constructor':1},{'id':'toString','parentId':'__proto__"
      "'}]}}");
  EXPECT_EQ(project.Tasks(), "__proto__(toString)");
}

TEST(OldServerDefectsTest, DepthAndSizeHaveLimits) {
  TestProject project("{}", {.id = "1", .limits = {.message_bytes = 100'000}});
  EXPECT_EQ(project.Submit(std::string(20'000, '[')).substr(0, 12), "ERR_TOO_DEEP");
  EXPECT_EQ(project.Submit(std::string(100'001, ' ')).substr(0, 21), "ERR_MESSAGE_TOO_LARGE");
}

}  // namespace
}  // namespace gantt
