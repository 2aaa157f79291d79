// What becomes of a change of what somebody else has locked.
#include "conflict/lock_check.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "support.h"

namespace gantt {
namespace {

class LockCheckTest : public testing::Test {
 protected:
  // Bob's change: what everybody gets, then what he gets in place of it behind "author: ", then
  // which records he is told of.
  std::string Change(std::initializer_list<std::string_view> changes) {
    Outcome outcome;
    const Terms terms;
    const Status status =
        project_.project.Submit(Json(Message(changes)), "bob", TestProject::kNow, terms, &outcome);
    if (!status.ok()) return Render(status);
    locked_ = SingleQuoted(outcome.locked);
    author_ = outcome.author ? SingleQuoted(outcome.author->front()) : "";
    return SingleQuoted(outcome.broadcast);
  }
  void Lock(std::string_view store, std::string_view key) {
    project_.project.locks().Hold(store, key, "ann", "\"Ann\"", ++fence_);
  }
  std::string Tasks() { return project_.Tasks(); }

  TestProject project_{
      "{'tasksData':[{'id':1,'name':'a','children':[{'id':2,'children':[{'id':3}]},{'id':4}]},"
      "{'id':5,'name':'e','duration':1}],'resourcesData':[{'id':'r','name':'R'}],"
      "'assignmentsData':[{'id':9,'event':3,'resource':'r'},{'id':8,'event':5,'resource':'r'}]}"};
  std::string locked_;
  std::string author_;
  uint64_t fence_ = 0;
};

TEST_F(LockCheckTest, WhatWouldChangeALockedRecordIsLeftOutAndPutRight) {
  Lock("tasks", "5");
  EXPECT_EQ(
      Change({"{'tasks':{'updated':[{'id':5,'name':'bob','duration':2},{'id':4,'name':'d'}]}}"}),
      "{'command':'project_change','data':{'revisions':[{'revision':'server-1',"
      "'localRevision':'local-1','client':'bob','changes':{'tasks':{'updated':[{'id':5},"
      "{'id':4,'name':'d'}]}}},{'revision':'server-2','client':'server','changes':{'tasks':{"
      "'updated':[{'id':5,'name':'e','duration':1}],'$input':{'updated':[{'id':5,'name':'e',"
      "'duration':1}]}}}}],'project':1}}");
  EXPECT_EQ(locked_, "[{'store':'tasks','id':5,'lockedBy':'Ann'}]");
}

TEST_F(LockCheckTest, WhatWasDerivedDoesNotCountNorDoesAPlaceOrTheSameValue) {
  Lock("tasks", "5");
  Change(
      {"{'tasks':{'updated':[{'id':4,'name':'d'},{'id':5,'duration':7}],'$input':{'updated':[{'id'"
       ":4,'name':'d'}]}}}",
       "{'tasks':{'updated':[{'id':5,'name':'e','parentIndex':0}]}}"});
  EXPECT_EQ(locked_, "");
  EXPECT_NE(project_.Records("tasks").find("'duration':7"), std::string::npos);
}

TEST_F(LockCheckTest, AMoveOfALockedTaskIsTakenBack) {
  Lock("tasks", "4");
  Change({"{'tasks':{'updated':[{'id':4,'parentId':5,'parentIndex':0}]}}"});
  EXPECT_EQ(Tasks(), "1(2(3) 4) 5");
  EXPECT_EQ(locked_, "[{'store':'tasks','id':4,'lockedBy':'Ann'}]");
}

TEST_F(LockCheckTest, WhatALockedRecordHangsBelowIsNotRemoved) {
  Lock("tasks", "3");
  const std::string all =
      Change({"{'tasks':{'removed':[{'id':1},{'id':2},{'id':3},{'id':4},{'id':5}]},"
              "'assignments':{'removed':[{'id':9},{'id':8}]}}"});
  EXPECT_EQ(Tasks(), "1(2(3) 4)");
  EXPECT_EQ(project_.Records("assignments"), "[{'id':9,'event':3,'resource':'r'}]");
  EXPECT_EQ(all.find("'added'"), std::string::npos);
  EXPECT_NE(author_.find("'added'"), std::string::npos);
  EXPECT_EQ(locked_,
            "[{'store':'tasks','id':1,'lockedBy':'Ann'},{'store':'tasks','id':2,'lockedBy':'Ann'},"
            "{'store':'tasks','id':3,'lockedBy':'Ann'}]");
}

TEST_F(LockCheckTest, NorIsWhatItWasMovedBelowInTheSameMessage) {
  Lock("tasks", "3");
  Change({"{'tasks':{'updated':[{'id':2,'parentId':5}],'removed':[{'id':5}]}}"});
  EXPECT_EQ(Tasks(), "1(4) 5(2(3))");
  Change({"{'tasks':{'updated':[{'id':2,'parentId':4}]}}", "{'tasks':{'removed':[{'id':1}]}}"});
  EXPECT_EQ(Tasks(), "1(4(2(3))) 5");
}

TEST_F(LockCheckTest, ALockedAssignmentGoesWithItsTaskButNotByItself) {
  Lock("assignments", "8");
  Change({"{'assignments':{'removed':[{'id':8}]}}"});
  EXPECT_EQ(locked_, "[{'store':'assignments','id':8,'lockedBy':'Ann'}]");
  Change({"{'tasks':{'removed':[{'id':5}]}}"});
  EXPECT_EQ(project_.Records("assignments"), "[{'id':9,'event':3,'resource':'r'}]");
}

TEST_F(LockCheckTest, ATaskStaysButADependentThatGoesWithAnotherIsNotBroughtBack) {
  Change({"{'dependencies':{'added':[{'id':'d','from':4,'to':5}]}}"});
  Lock("tasks", "4");
  Change({"{'tasks':{'removed':[{'id':4},{'id':5}]},'dependencies':{'removed':[{'id':'d'}]}}"});
  EXPECT_EQ(Tasks(), "1(2(3) 4)");
  EXPECT_EQ(project_.Records("dependencies"), "[]");
  EXPECT_EQ(author_.find("'from':4"), std::string::npos);
}

TEST_F(LockCheckTest, TheHolderMayDoAll) {
  project_.project.locks().Hold("tasks", "5", "bob", "\"Bob\"", 1);
  Change({"{'tasks':{'updated':[{'id':5,'name':'x'}]}}", "{'tasks':{'removed':[{'id':5}]}}"});
  EXPECT_EQ(locked_, "");
  EXPECT_EQ(Tasks(), "1(2(3) 4)");
}

}  // namespace
}  // namespace gantt
