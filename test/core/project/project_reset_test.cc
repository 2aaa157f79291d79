// A reset replaces everything but the numbers that must not come again.
#include <gtest/gtest.h>

#include <string>

#include "project/loader.h"
#include "support.h"

namespace gantt {
namespace {

TEST(ProjectResetTest, TheDataIsTheNewDataAndNothingElse) {
  TestProject project("{'tasksData':[{'id':'a'}],'project':{'x':1}}");
  project.Change("{'notes':{'added':[{'id':1}]},'project':{'y':1}}");
  project.Reset("{'tasksData':[{'id':'b'}]}");
  EXPECT_EQ(project.Dataset(), TestProject("{'tasksData':[{'id':'b'}]}").Dataset());
}

TEST(ProjectResetTest, RevisionsGoOnCountingAndTheDatasetBeginsAtTheBase) {
  TestProject project;
  project.Changes({"{}", "{}"});
  project.Reset("{}");
  const std::string dataset = project.Dataset(true);
  EXPECT_EQ(dataset.substr(dataset.rfind("'revision'")), "'revision':'base'}}");
  const std::string answer = SingleQuoted(project.Submit(Message({"{}"})));
  EXPECT_NE(answer.find("[{'revision':'server-3',"), std::string::npos) << answer;
}

TEST(ProjectResetTest, IdsOfBeforeNeverComeAgain) {
  TestProject project;
  project.Change("{'tasks':{'added':[{},{}]}}");
  project.Reset("{'tasksData':[{'id':'events-50'},{}]}");
  EXPECT_EQ(project.Tasks(), "events-50 events-103");
  EXPECT_EQ(project.Change("{'tasks':{'added':[{}]}}"),
            "{'tasks':{'added':[{'id':'events-104'}]}}");
}

TEST(ProjectResetTest, TheLogBeginsAnewAndReachesNothingOfBefore) {
  TestProject project;
  project.Changes({"{}", "{}"});
  project.Reset("{}");
  project.Change("{}");
  const RevisionLog& log = project.project.state().log;
  EXPECT_EQ(std::to_string(log.base()) + " " + std::to_string(log.first()) + " " +
                std::to_string(log.last()),
            "2 3 3");
  EXPECT_FALSE(log.Reaches(1));
}

TEST(ProjectResetTest, WhatWasRemovedBeforeIsForgotten) {
  TestProject project("{'tasksData':[{'id':'a'}]}");
  project.Change("{'tasks':{'removed':[{'id':'a'}]}}");
  project.Reset("{}");
  const std::string update = "{'tasks':{'updated':[{'id':'a','name':'x'}]}}";
  EXPECT_EQ(project.Change(update), update);
}

TEST(ProjectResetTest, PhantomNamesAreForgotten) {
  TestProject project;
  project.Change("{'tasks':{'added':[{'$PhantomId':'p'}]}}");
  project.Reset("{'tasksData':[{'id':'x'}]}");
  EXPECT_EQ(
      project.Change(
          "{'tasks':{'updated':[{'id':'p'}]},'assignments':{'updated':[{'id':1,'event':'p'}]}}"),
      "{'tasks':{'updated':[{'id':'p'}]},'assignments':{'updated':[{'id':1,'event':'p'}]}}");
}

TEST(ProjectResetTest, TheOldStateIsHandedBack) {
  TestProject project("{'tasksData':[{'id':'old'}]}");
  LoadedData data;
  ASSERT_EQ(Render(Loader({}).Load(Json("{'tasksData':[{'id':'new'}]}"), &data)), "OK");
  const std::unique_ptr<ProjectState> old = project.project.Replace(std::move(data), 0);
  EXPECT_EQ(Outline(*old->FindStore("tasks")) + " " + project.Tasks(), "old new");
}

TEST(ProjectResetTest, TheProjectKeepsItsIdFormatAndLimits) {
  TestProject project("{}", {.id = "7",
                             .id_format = IdFormat::kNumber,
                             .limits = {.log_revisions = 1, .log_bytes = 1'000}});
  project.Reset("{'tasksData':[{}]}");
  project.Changes({"{}", "{}"});
  EXPECT_EQ(project.Tasks() + " " + std::to_string(project.project.state().log.count()), "101 1");
}

// Who has revision 0 from before a reset has other data than who has it from after it.
TEST(ProjectResetTest, AResetBeforeTheFirstRevisionIsNotBridgedEither) {
  TestProject project;
  std::vector<std::string> messages;
  EXPECT_TRUE(project.project.ChangesSince(0, Dialect::kCommands, "", &messages));
  project.Reset("{}");
  EXPECT_FALSE(project.project.ChangesSince(0, Dialect::kCommands, "", &messages));
}

}  // namespace
}  // namespace gantt
