// docs/protocol.md, "Rebasing": what is added.
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

constexpr const char* kData = "{'tasksData':[{'id':'a','children':[{'id':'b'}]},{'id':'c'}]}";

TEST(RebaseAddTest, AKnownPhantomBecomesAnUpdateInInputToo) {
  TestProject project;
  project.Change("{'tasks':{'added':[{'$PhantomId':'p','name':'x'}]}}");
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'$PhantomId':'p','name':'y'}],"
                           "'$input':{'added':[{'$PhantomId':'p','name':'y'}]}}}"),
            "{'tasks':{'updated':[{'name':'y','id':'events-101'}],"
            "'$input':{'updated':[{'name':'y','id':'events-101'}]}}}");
}

TEST(RebaseAddTest, AKnownPhantomNeedsNoInputTwin) {
  TestProject project;
  project.Change("{'tasks':{'added':[{'$PhantomId':'p'}]}}");
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'$PhantomId':'p','name':'y'}],'$input':{}}}"),
            "{'tasks':{'updated':[{'name':'y','id':'events-101'}],'$input':{}}}");
}

TEST(RebaseAddTest, WhatMovesToUpdatedStandsBeforeTheUpdates) {
  TestProject project;
  project.Change("{'tasks':{'added':[{'$PhantomId':'p'}]}}");
  EXPECT_EQ(project.Change("{'tasks':{'updated':[{'id':'events-101','name':'last'}],"
                           "'added':[{'$PhantomId':'p','name':'first'}]}}"),
            "{'tasks':{'updated':[{'name':'first','id':'events-101'},{'id':'events-101','name':'"
            "last'}]}}");
  EXPECT_EQ(project.Records("tasks"),
            "[{'id':'events-101','name':'last','parentIndex':0,'orderedParentIndex':0}]");
}

TEST(RebaseAddTest, AKnownPhantomThatWasRemovedIsAddedAgainUnderItsId) {
  TestProject project;
  project.Change("{'tasks':{'added':[{'$PhantomId':'p'}]}}");
  project.Change("{'tasks':{'removed':[{'id':'events-101'}]}}");
  EXPECT_EQ(project.Change(
                "{'tasks':{'added':[{'$PhantomId':'p'}],'$input':{'added':[{'$PhantomId':'p'}]}}}"),
            "{'tasks':{'added':[{'$PhantomId':'p','id':'events-101'}],"
            "'$input':{'added':[{'$PhantomId':'p','id':'events-101'}]}}}");
}

TEST(RebaseAddTest, UndoOfADeleteBringsBackTaskDependencyAndAssignment) {
  TestProject project(
      "{'tasksData':[{'id':1}],'dependenciesData':[{'id':5,'from':1,'to':1}],"
      "'assignmentsData':[{'id':9,'event':1}]}");
  project.Change(
      "{'tasks':{'removed':[{'id':1}]},'dependencies':{'removed':[{'id':5}]},'assignments':{'"
      "removed':[{'id':9}]}}");
  project.Change(
      "{'tasks':{'added':[{'$PhantomId':1}]},'dependencies':{'added':[{'$PhantomId':5,'from':1,'to'"
      ":1}]},"
      "'assignments':{'added':[{'$PhantomId':9,'event':1}]}}");
  EXPECT_EQ(
      project.Records("tasks") + project.Records("dependencies") + project.Records("assignments"),
      "[{'id':1,'parentIndex':0,'orderedParentIndex':0}][{'from':1,'to':1,'id':5}][{'event':1,'id':"
      "9}]");
}

TEST(RebaseAddTest, AnOwnIdThatIsTakenBecomesAnUpdate) {
  TestProject project(kData);
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'id':'c','name':'x'},{'id':'new'}],"
                           "'$input':{'added':[{'id':'c','name':'x'},{'id':'new'}]}}}"),
            "{'tasks':{'added':[{'id':'new'}],'updated':[{'id':'c','name':'x'}],"
            "'$input':{'added':[{'id':'new'}],'updated':[{'id':'c','name':'x'}]}}}");
}

TEST(RebaseAddTest, AnAddedTaskMayStandUnderAnyTaskThatIsThere) {
  TestProject project(kData);
  project.Change(
      "{'tasks':{'added':[{'id':'x','parentId':'b'},{'id':'y','parentId':'x'},{'id':'z','parentId':"
      "null}]}}");
  EXPECT_EQ(project.Tasks(), "a(b(x(y))) c z");
}

TEST(RebaseAddTest, AddedSiblingsStandWhereTheirIndexSays) {
  TestProject project("{'tasksData':[{'id':'a'},{'id':'b'}]}");
  project.Change(
      "{'tasks':{'added':[{'id':'first','parentIndex':0,'orderedParentIndex':-1},{'id':'last'},"
      "{'id':'tie','orderedParentIndex':0}]}}");
  EXPECT_EQ(project.Tasks(), "first a tie b last");
}

TEST(RebaseAddTest, AnInputEntryThatTheChangeDoesNotAddIsLeftOut) {
  TestProject project(kData);
  EXPECT_EQ(project.Change(
                "{'tasks':{'added':[{'$PhantomId':'p'}],"
                "'$input':{'added':[{'$PhantomId':'p'},{'$PhantomId':'ghost'},{'id':'ghost2'}]}}}"),
            "{'tasks':{'added':[{'$PhantomId':'p','id':'events-101'}],"
            "'$input':{'added':[{'$PhantomId':'p','id':'events-101'}]}}}");
}

TEST(RebaseAddTest, InputMayListTheAddedRecordsInAnotherOrder) {
  TestProject project(kData);
  project.Change("{'tasks':{'added':[{'$PhantomId':'known'}]}}");
  EXPECT_EQ(
      project.Change("{'tasks':{'added':[{'$PhantomId':'known','n':1},{'$PhantomId':'new'}],"
                     "'$input':{'added':[{'$PhantomId':'new'},{'$PhantomId':'known','n':1}]}}}"),
      "{'tasks':{'added':[{'$PhantomId':'new','id':'events-102'}],'updated':[{'n':1,'id':'events-"
      "101'}],"
      "'$input':{'added':[{'$PhantomId':'new','id':'events-102'}],'updated':[{'n':1,'id':'events-"
      "101'}]}}}");
}

TEST(RebaseAddTest, TheSameMessageSentAgainChangesNothing) {
  TestProject project(kData);
  const std::string changes =
      "{'tasks':{'added':[{'$PhantomId':'p','parentId':'a','name':'x'},{'$PhantomId':'q','parentId'"
      ":'p'}]}}";
  project.Change(changes);
  const std::string before = project.Records("tasks");
  project.Change(changes);
  EXPECT_EQ(project.Records("tasks"), before);
  EXPECT_EQ(project.Tasks(), "a(b events-101(events-102)) c");
}

TEST(RebaseAddTest, ARecordMayBeAddedAndRemovedInOneRevision) {
  TestProject project(kData);
  EXPECT_EQ(
      project.Change("{'tasks':{'added':[{'$PhantomId':'p'}],'removed':[{'id':'p'}],"
                     "'$input':{'added':[{'$PhantomId':'p'}],'removed':[{'id':'p'}]}}}"),
      "{'tasks':{'added':[{'$PhantomId':'p','id':'events-101'}],'removed':[{'id':'events-101'}],"
      "'$input':{'added':[{'$PhantomId':'p','id':'events-101'}],'removed':[{'id':'events-101'}]}}"
      "}");
  EXPECT_EQ(project.Tasks(), "a(b) c");
}

TEST(RebaseAddTest, ARecordThatComesBackUnderItsOldIdHasNoPhantomId) {
  TestProject project(kData);
  project.Change("{'tasks':{'removed':[{'id':'c'}]}}");
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'$PhantomId':'c','n':1}],'$input':{'added':[{'$"
                           "PhantomId':'c','n':1}]}}}"),
            "{'tasks':{'added':[{'n':1,'id':'c'}],'$input':{'added':[{'n':1,'id':'c'}]}}}");
}

TEST(RebaseAddTest, ARecordThatComesBackIsAddedToInputWhereItLacks) {
  TestProject project("{'tasksData':[{'id':'a'},{'id':'b'}]}");
  project.Change("{'tasks':{'removed':[{'id':'a'},{'id':'b'}]}}");
  EXPECT_EQ(project.Change(
                "{'tasks':{'added':[{'$PhantomId':'a'},{'$PhantomId':'b'},{'$PhantomId':'new'}],"
                "'$input':{'added':[{'$PhantomId':'b'}]}}}"),
            "{'tasks':{'added':[{'id':'a'},{'id':'b'},{'$PhantomId':'new','id':'events-101'}],"
            "'$input':{'added':[{'id':'b'},{'id':'a'}]}}}");
}

TEST(RebaseAddTest, AReorderWithAKnownPhantomSaysThatOnesPlaceInInputToo) {
  TestProject project("{'tasksData':[{'id':'a'},{'id':'b'}]}");
  project.Change("{'tasks':{'added':[{'$PhantomId':'p','parentIndex':2,'orderedParentIndex':2}]}}");
  // `a` goes behind both; its author has not heard yet that `p` is `events-101`.
  const std::string reorder =
      "{'tasks':{'added':[{'parentIndex':1,'orderedParentIndex':1,'name':'x','$PhantomId':'p'}],"
      "'updated':[{'id':'b','orderedParentIndex':0},{'id':'a','orderedParentIndex':2}],"
      "'$input':{'updated':[{'id':'b','orderedParentIndex':0},{'id':'a','orderedParentIndex':2}],"
      "'added':[]}}}";
  EXPECT_EQ(project.Change(reorder),
            "{'tasks':{'updated':[{'parentIndex':1,'orderedParentIndex':1,'name':'x','id':'events-"
            "101'},{'id':'b','orderedParentIndex':0},{'id':'a','orderedParentIndex':2}],'$input':{"
            "'updated':[{'id':'b','orderedParentIndex':0},{'id':'a','orderedParentIndex':2},"
            "{'id':'events-101','parentIndex':1,'orderedParentIndex':1}]}}}");
  EXPECT_EQ(project.Tasks(), "b events-101 a");
  // Where it stands there already, nothing is missing.
  EXPECT_EQ(project.Change(reorder).find("'id':'events-101','parentIndex'"), std::string::npos);
}

TEST(RebaseAddTest, SoDoesAReorderByParentIndexAlone) {
  TestProject project("{'tasksData':[{'id':'a'},{'id':'b'}]}");
  project.Change("{'tasks':{'added':[{'$PhantomId':'p','parentIndex':2}]}}");
  EXPECT_EQ(
      project.Change("{'tasks':{'added':[{'parentIndex':1,'$PhantomId':'p'}],"
                     "'updated':[{'id':'b','parentIndex':0},{'id':'a','parentIndex':2}],"
                     "'$input':{'updated':[{'id':'b','parentIndex':0},{'id':'a','parentIndex':2}]}"
                     "}}"),
      "{'tasks':{'updated':[{'parentIndex':1,'id':'events-101'},{'id':'b','parentIndex':0},"
      "{'id':'a','parentIndex':2}],'$input':{'updated':[{'id':'b','parentIndex':0},"
      "{'id':'a','parentIndex':2},{'id':'events-101','parentIndex':1}]}}}");
  EXPECT_EQ(project.Tasks(), "b events-101 a");
}

TEST(RebaseAddTest, AKnownPhantomThatIsMerelySentAgainMovesNobody) {
  TestProject project("{'tasksData':[{'id':'a'},{'id':'b'}]}");
  project.Change("{'tasks':{'added':[{'$PhantomId':'p','orderedParentIndex':2}]}}");
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'$PhantomId':'p','orderedParentIndex':1}],"
                           "'$input':{'updated':[{'id':'a','name':'x'}]}}}"),
            "{'tasks':{'updated':[{'orderedParentIndex':1,'id':'events-101'}],"
            "'$input':{'updated':[{'id':'a','name':'x'}]}}}");
}

}  // namespace
}  // namespace gantt
