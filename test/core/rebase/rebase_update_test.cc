// docs/protocol.md, "Rebasing": what is updated or removed.
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

class RebaseUpdateTest : public testing::Test {
 protected:
  TestProject project_{
      "{'tasksData':[{'id':'a','children':[{'id':'b','children':[{'id':'c'}]}]},{'id':'d'}]}"};
};

TEST_F(RebaseUpdateTest, AnUpdateOfARemovedRecordIsLeftOutInInputToo) {
  project_.Change("{'tasks':{'removed':[{'id':'a'}]}}");
  EXPECT_EQ(
      project_.Change(
          "{'tasks':{'updated':[{'id':'a','name':'x'},{'id':'c','name':'x'},{'id':'d','name':'x'}],"
          "'$input':{'updated':[{'id':'c','name':'x'},{'id':'d','name':'x'}]}}}"),
      "{'tasks':{'updated':[{'id':'d','name':'x'}],'$input':{'updated':[{'id':'d','name':'x'}]}}}");
}

TEST_F(RebaseUpdateTest, ARevisionOfWhichNothingIsLeftStillGoesBack) {
  project_.Change("{'tasks':{'removed':[{'id':'d'}]}}");
  EXPECT_EQ(project_.Change("{'tasks':{'updated':[{'id':'d','name':'x'}],'$input':{'updated':[{'id'"
                            ":'d','name':'x'}]}}}"),
            "{'tasks':{'$input':{}}}");
  EXPECT_EQ(project_.Change("{}"), "{}");
  EXPECT_EQ(project_.project.revision(), 3U);
}

TEST_F(RebaseUpdateTest, AnIdThatTheProjectNeverKnewPassesThroughAndChangesNothing) {
  const std::string before = project_.Dataset();
  EXPECT_EQ(project_.Change(
                "{'tasks':{'updated':[{'id':'never','name':'x'}],'removed':[{'id':'nowhere'}],"
                "'$input':{'updated':[{'id':'never','name':'x'}],'removed':[{'id':'nowhere'}]}}}"),
            "{'tasks':{'updated':[{'id':'never','name':'x'}],'removed':[{'id':'nowhere'}],"
            "'$input':{'updated':[{'id':'never','name':'x'}],'removed':[{'id':'nowhere'}]}}}");
  EXPECT_EQ(project_.Dataset(), before);
}

TEST_F(RebaseUpdateTest, RemovingARecordASecondTimeIsLeftOut) {
  project_.Change("{'tasks':{'removed':[{'id':'b'}]}}", "ann");
  EXPECT_EQ(project_.Change("{'tasks':{'removed':[{'id':'b'},{'id':'c'},{'id':'d'}],"
                            "'$input':{'removed':[{'id':'b'},{'id':'d'}]}}}",
                            "bob"),
            "{'tasks':{'removed':[{'id':'d'}],'$input':{'removed':[{'id':'d'}]}}}");
}

TEST_F(RebaseUpdateTest, RemovingATaskRemovesItsSubtree) {
  project_.Change("{'tasks':{'removed':[{'id':'a'}],'$input':{'removed':[{'id':'a'}]}}}");
  EXPECT_EQ(project_.Tasks(), "d");
}

TEST_F(RebaseUpdateTest, AClientThatListsAllDescendantsIsRight) {
  const std::string changes =
      "{'tasks':{'removed':[{'id':'a'},{'id':'b'},{'id':'c'}],"
      "'$input':{'removed':[{'id':'c'},{'id':'a'},{'id':'b'}]}}}";
  EXPECT_EQ(project_.Change(changes), changes);
  EXPECT_EQ(project_.Tasks(), "d");
}

TEST_F(RebaseUpdateTest, ARemovalThatInputLacksIsAddedToIt) {
  EXPECT_EQ(
      project_.Change(
          "{'tasks':{'removed':[{'id':'c'},{'id':'d'}],'$input':{'removed':[{'id':'d'}]}}}"),
      "{'tasks':{'removed':[{'id':'c'},{'id':'d'}],'$input':{'removed':[{'id':'d'},{'id':'c'}]}}}");
}

TEST_F(RebaseUpdateTest, ARemovalWithoutAnyInputGetsOne) {
  EXPECT_EQ(project_.Change("{'tasks':{'removed':[{'id':'d'}]}}"),
            "{'tasks':{'removed':[{'id':'d'}],'$input':{'removed':[{'id':'d'}]}}}");
}

TEST_F(RebaseUpdateTest, AnInputRemovalThatTheChangeDoesNotMakeIsLeftOut) {
  EXPECT_EQ(project_.Change("{'tasks':{'removed':[{'id':'b'}],'$input':{'removed':[{'id':'c'},{'id'"
                            ":'d'},{'id':'b'}]}}}"),
            "{'tasks':{'removed':[{'id':'b'}],'$input':{'removed':[{'id':'c'},{'id':'b'}]}}}");
}

TEST_F(RebaseUpdateTest, TheLaterWriterOfAFieldWins) {
  project_.Change("{'tasks':{'updated':[{'id':'d','name':'ann','note':'ann'}]}}", "ann");
  project_.Change("{'tasks':{'updated':[{'id':'d','name':'bob'}]}}", "bob");
  project_.Change("{'tasks':{'removed':[{'id':'a'}]}}");
  EXPECT_EQ(project_.Records("tasks"),
            "[{'id':'d','name':'bob','note':'ann','parentIndex':0,'orderedParentIndex':0}]");
}

TEST_F(RebaseUpdateTest, ARecordIsForgottenWithTheRevisionThatRemovedIt) {
  TestProject project("{'tasksData':[{'id':'a'},{'id':'b'}]}",
                      {.id = "1", .limits = {.log_revisions = 2, .log_bytes = 1'000'000}});
  project.Change("{'tasks':{'removed':[{'id':'a'}]}}");
  const std::string update = "{'tasks':{'updated':[{'id':'a','name':'x'}]}}";
  EXPECT_EQ(project.Change(update), "{'tasks':{}}");
  project.Change("{}");
  EXPECT_EQ(project.Change(update), update);
}

TEST_F(RebaseUpdateTest, OtherStoresFollowTheSameRules) {
  project_.Change("{'notes':{'added':[{'id':1},{'id':2}]}}");
  project_.Change("{'notes':{'removed':[{'id':1}]}}");
  EXPECT_EQ(
      project_.Change(
          "{'notes':{'added':[{'id':2,'x':1}],'updated':[{'id':1,'x':1}],'removed':[{'id':1}]}}"),
      "{'notes':{'updated':[{'id':2,'x':1}]}}");
  EXPECT_EQ(project_.Records("notes"), "[{'id':2,'x':1}]");
}

}  // namespace
}  // namespace gantt
