// docs/protocol.md, "Rebasing": moves that can be made and moves that are taken back.
#include <gtest/gtest.h>

#include <string>

#include "store/store.h"
#include "support.h"

namespace gantt {
namespace {

class RebaseMoveTest : public testing::Test {
 protected:
  std::string Update(const std::string& entry) {
    return project_.Change("{'tasks':{'updated':[" + entry + "]}}");
  }

  TestProject project_{
      "{'tasksData':[{'id':'a','children':[{'id':'b','children':[{'id':'c'}]}]},{'id':'d'}]}"};
};

TEST_F(RebaseMoveTest, ATaskMovesWithItsSubtree) {
  EXPECT_EQ(Update("{'id':'b','parentId':'d','parentIndex':0}"),
            "{'tasks':{'updated':[{'id':'b','parentId':'d','parentIndex':0}]}}");
  EXPECT_EQ(project_.Tasks(), "a d(b(c))");
}

TEST_F(RebaseMoveTest, NullIsTheRoot) {
  Update("{'id':'c','parentId':null,'orderedParentIndex':0}");
  EXPECT_EQ(project_.Tasks(), "a(b) c d");
}

TEST_F(RebaseMoveTest, AMoveUnderItselfOrADescendantIsTakenBack) {
  EXPECT_EQ(Update("{'id':'a','parentId':'c','parentIndex':0,'orderedParentIndex':0,'name':'x'}"),
            "{'tasks':{'updated':[{'id':'a','parentId':null,'parentIndex':0,'orderedParentIndex':0,"
            "'name':'x'}]}}");
  EXPECT_EQ(
      Update("{'id':'d','parentId':'d'}"),
      "{'tasks':{'updated':[{'id':'d','parentId':null,'parentIndex':1,'orderedParentIndex':1}]}}");
  EXPECT_EQ(project_.Tasks(), "a(b(c)) d");
}

// A client whose root node has an id says that of its project.
TEST_F(RebaseMoveTest, AParentThatTheProjectNeverHadIsTheRoot) {
  EXPECT_EQ(
      project_.Change(
          "{'tasks':{'updated':[{'id':'c','parentId':'proj-7','parentIndex':2,'name':'x'}],"
          "'$input':{'updated':[{'id':'c','parentId':'proj-7','parentIndex':2,'name':'x'}]}}}"),
      "{'tasks':{'updated':[{'id':'c','parentId':null,'parentIndex':2,'name':'x'}],"
      "'$input':{'updated':[{'id':'c','parentId':null,'parentIndex':2,'name':'x'}]}}}");
  EXPECT_EQ(project_.Tasks(), "a(b) d c");
}

TEST_F(RebaseMoveTest, SoItIsForATaskThatIsAdded) {
  const std::string name = "'$PhantomId':'_generatedTask_1','name':'x'";
  const std::string sent = "[{" + name + ",'parentId':'_generatedProjectModel_1'}]";
  const std::string told = "[{" + name + ",'parentId':null,'id':'events-101'}]";
  EXPECT_EQ(project_.Change("{'tasks':{'added':" + sent + ",'$input':{'added':" + sent + "}}}"),
            "{'tasks':{'added':" + told + ",'$input':{'added':" + told + "}}}");
  EXPECT_EQ(project_.Tasks(), "a(b(c)) d events-101");
}

TEST_F(RebaseMoveTest, SoItIsForWhatIsAddedOnceMoreAndWhatIsAddedBelowIt) {
  project_.Change(
      "{'tasks':{'added':[{'$PhantomId':'q','parentId':'p'},{'$PhantomId':'p','parentId':7}]}}");
  EXPECT_EQ(project_.Tasks(), "a(b(c)) d events-102(events-101)");
  EXPECT_EQ(project_.Change("{'tasks':{'added':[{'$PhantomId':'q','parentId':7}]}}"),
            "{'tasks':{'updated':[{'parentId':null,'id':'events-101'}]}}");
}

TEST_F(RebaseMoveTest, SoItIsInEveryDialect) {
  const std::string change = "{'tasks':{'added':[{'id':'x','parentId':'proj-7'}]}}";
  const std::string told = "{'tasks':{'added':[{'id':'x','parentId':null}]}}";
  Outcome outcome;
  Terms terms;
  terms.dialect = Dialect::kSync;
  terms.audience = kForSync;
  EXPECT_EQ(Render(project_.project.Submit(
                Json("{'type':'changes','payload':" + change + ",'revision':1}"), "ann",
                TestProject::kNow, terms, &outcome)),
            "OK");
  EXPECT_EQ(SingleQuoted(outcome.told[Dialect::kSync].at(0)),
            "{'type':'changes','payload':" + told + ",'revision':1,'sender':'ann'}");
  EXPECT_EQ(project_.Tasks(), "a(b(c)) d x");
}

TEST_F(RebaseMoveTest, AMoveToAParentThatWasRemovedIsTakenBack) {
  project_.Change("{'tasks':{'removed':[{'id':'d'}]}}", "bob");
  EXPECT_EQ(
      Update("{'id':'c','parentId':'d','parentIndex':7}"),
      "{'tasks':{'updated':[{'id':'c','parentId':'b','parentIndex':0,'orderedParentIndex':0}]}}");
}

TEST_F(RebaseMoveTest, InputIsTakenBackLikeTheChange) {
  EXPECT_EQ(project_.Change("{'tasks':{'updated':[{'id':'a','parentId':'c','name':'x'}],"
                            "'$input':{'updated':[{'id':'a','parentId':'c','name':'x'}]}}}"),
            "{'tasks':{'updated':[{'id':'a','parentId':null,'name':'x','parentIndex':0,'"
            "orderedParentIndex':0}],"
            "'$input':{'updated':[{'id':'a','parentId':null,'name':'x','parentIndex':0,'"
            "orderedParentIndex':0}]}}}");
}

TEST_F(RebaseMoveTest, InputMustNotSayAMoveThatTheChangeDoesNot) {
  EXPECT_EQ(project_.Change("{'tasks':{'updated':[{'id':'c','name':'x'}],"
                            "'$input':{'updated':[{'id':'c','name':'x','parentId':'d'}]}}}"),
            "{'tasks':{'updated':[{'id':'c','name':'x'}],'$input':{'updated':"
            "[{'id':'c','name':'x','parentId':'b','parentIndex':0,'orderedParentIndex':0}]}}}");
}

TEST_F(RebaseMoveTest, AnIndexThatTheServerDoesNotHaveIsLeftOut) {
  project_.Change("{'tasks':{'added':[{'id':'e'}]}}");
  EXPECT_EQ(Update("{'id':'e','parentId':'e','parentIndex':5,'orderedParentIndex':5}"),
            "{'tasks':{'updated':[{'id':'e','parentId':null}]}}");
}

TEST_F(RebaseMoveTest, TwoMovesThatTogetherMakeACircleKeepTheFirst) {
  EXPECT_EQ(project_.Change(
                "{'tasks':{'updated':[{'id':'a','parentId':'d'},{'id':'d','parentId':'b'}]}}"),
            "{'tasks':{'updated':[{'id':'a','parentId':'d'},"
            "{'id':'d','parentId':null,'parentIndex':1,'orderedParentIndex':1}]}}");
  EXPECT_EQ(project_.Tasks(), "d(a(b(c)))");
}

TEST_F(RebaseMoveTest, AMoveMayUseTheRoomThatAnEarlierOneMade) {
  project_.Change("{'tasks':{'updated':[{'id':'c','parentId':null},{'id':'a','parentId':'c'}]}}");
  EXPECT_EQ(project_.Tasks(), "c(a(b)) d");
}

TEST_F(RebaseMoveTest, TwoAuthorsWhoSwapParentsKeepTheFirstMove) {
  project_.Change("{'tasks':{'updated':[{'id':'a','parentId':'d'}]}}", "ann");
  EXPECT_EQ(
      project_.Change("{'tasks':{'updated':[{'id':'d','parentId':'a'}]}}", "bob"),
      "{'tasks':{'updated':[{'id':'d','parentId':null,'parentIndex':1,'orderedParentIndex':1}]}}");
  EXPECT_EQ(project_.Tasks(), "d(a(b(c)))");
}

TEST_F(RebaseMoveTest, ATaskMayMoveUnderOneThatTheSameRevisionAdds) {
  project_.Change("{'tasks':{'added':[{'$PhantomId':'p'}],'updated':[{'id':'c','parentId':'p'}]}}");
  EXPECT_EQ(project_.Tasks(), "a(b) d events-101(c)");
}

TEST_F(RebaseMoveTest, AnAddedTaskThatIsKnownMovesToo) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'added':[{'id':'c','parentId':'d'},{'id':'a','parentId':'b'}]}}"),
      "{'tasks':{'updated':[{'id':'c','parentId':'d'},"
      "{'id':'a','parentId':null,'parentIndex':0,'orderedParentIndex':0}]}}");
  EXPECT_EQ(project_.Tasks(), "a(b) d(c)");
}

TEST_F(RebaseMoveTest, AnEmptyParentIdIsTheRootToo) {
  EXPECT_EQ(Update("{'id':'c','parentId':''}"),
            "{'tasks':{'updated':[{'id':'c','parentId':null}]}}");
  project_.Change("{'tasks':{'added':[{'id':'x','parentId':''}]}}");
  EXPECT_EQ(project_.Tasks(), "a(b) c d x");
}

TEST_F(RebaseMoveTest, ParentsCompareByWhatTheirIdMeans) {
  TestProject project("{'tasksData':[{'id':1},{'id':'2'}]}");
  const std::string changes = R"({'tasks':{'updated':[{'id':'2','parentId':'\u0031'}]}})";
  EXPECT_EQ(project.Change(changes), changes);
  EXPECT_EQ(project.Tasks(), "1(2)");
}

TEST_F(RebaseMoveTest, CalendarsMoveByTheSameRulesWithoutIndexes) {
  TestProject project("{'calendarsData':[{'id':'a','children':[{'id':'b'}]}]}");
  EXPECT_EQ(project.Change("{'calendars':{'updated':[{'id':'a','parentId':'b'}]}}"),
            "{'calendars':{'updated':[{'id':'a','parentId':null}]}}");
  EXPECT_EQ(project.Change("{'calendars':{'updated':[{'id':'b','parentId':null}]}}"),
            "{'calendars':{'updated':[{'id':'b','parentId':null}]}}");
  EXPECT_EQ(project.Records("calendars"),
            "[{'id':'a','parentId':null},{'id':'b','parentId':null}]");
}

TEST_F(RebaseMoveTest, AFlatStoreHasNoMoves) {
  TestProject project("{'resourcesData':[{'id':'a'}]}");
  EXPECT_EQ(project.Change("{'resources':{'updated':[{'id':'a','parentId':'a'}]}}"),
            "{'resources':{'updated':[{'id':'a','parentId':'a'}]}}");
}

TEST_F(RebaseMoveTest, ATaskBelowTheDeepestTakesNoChildren) {
  TestProject project("{'tasksData':[{'id':'x'}]}");
  std::string chain = "{'id':'t1'}";
  for (int depth = 2; depth <= Store::kMaxTreeDepth; ++depth) {
    chain +=
        ",{'id':'t" + std::to_string(depth) + "','parentId':'t" + std::to_string(depth - 1) + "'}";
  }
  project.Change("{'tasks':{'added':[" + chain + "]}}");
  EXPECT_EQ(
      project.Change("{'tasks':{'updated':[{'id':'x','parentId':'t256'}]}}"),
      "{'tasks':{'updated':[{'id':'x','parentId':null,'parentIndex':0,'orderedParentIndex':0}]}}");
  EXPECT_EQ(project.Change("{'tasks':{'updated':[{'id':'x','parentId':'t255'}]}}"),
            "{'tasks':{'updated':[{'id':'x','parentId':'t255'}]}}");
}

TEST_F(RebaseMoveTest, AMoveUnderATaskThatIsAdoptedLaterIsTakenBack) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'added':[{'id':'x','parentId':'x'}],'updated':[{'id':'d','"
                      "parentId':'x'}]}}"),
      "{'tasks':{'updated':[{'id':'d','parentId':null,'parentIndex':1,'orderedParentIndex':1}]}}\n"
      "server: "
      "{'tasks':{'added':[{'id':'x','parentId':null}],'$input':{'added':[{'id':'x','parentId':null}"
      "]}}}");
}

TEST_F(RebaseMoveTest, AMoveIsTakenBackToWhereTheSameRevisionPutTheTask) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'added':[{'$PhantomId':'p'}],"
                      "'updated':[{'id':'c','parentId':'p'},{'id':'c','parentId':'c'}]}}"),
      "{'tasks':{'added':[{'$PhantomId':'p','id':'events-101'}],'updated':[{'id':'c','parentId':'"
      "events-101'},"
      "{'id':'c','parentId':'events-101','parentIndex':0,'orderedParentIndex':0}]}}");
}

TEST_F(RebaseMoveTest, EachInputEntryFollowsItsOwnMove) {
  EXPECT_EQ(project_.Change(
                "{'tasks':{'updated':[{'id':'b','parentId':'c'},{'id':'b','parentId':'d'}],"
                "'$input':{'updated':[{'id':'b','parentId':'c'},{'id':'b','parentId':'d'}]}}}"),
            "{'tasks':{'updated':[{'id':'b','parentId':'a','parentIndex':0,'orderedParentIndex':0},"
            "{'id':'b','parentId':'d'}],"
            "'$input':{'updated':[{'id':'b','parentId':'a','parentIndex':0,'orderedParentIndex':0},"
            "{'id':'b','parentId':'d'}]}}}");
}

TEST_F(RebaseMoveTest, TheSameMoveTwiceIsFollowedTwice) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'updated':[{'id':'d','parentId':'b'},{'id':'b','parentId':'d'},{'"
                      "id':'d','parentId':null},"
                      "{'id':'b','parentId':'d'}],'$input':{'updated':[{'id':'b','parentId':'d'},"
                      "{'id':'b','parentId':'d'}]}}}"),
      "{'tasks':{'updated':[{'id':'d','parentId':'b'},{'id':'b','parentId':'a','parentIndex':0,'"
      "orderedParentIndex':0},"
      "{'id':'d','parentId':null},{'id':'b','parentId':'d'}],'$input':{'updated':["
      "{'id':'b','parentId':'a','parentIndex':0,'orderedParentIndex':0},{'id':'b','parentId':'d'}]}"
      "}}");
}

TEST_F(RebaseMoveTest, InputMayListTheMovesInAnotherOrder) {
  EXPECT_EQ(project_.Change(
                "{'tasks':{'updated':[{'id':'b','parentId':'c'},{'id':'b','parentId':'d'}],"
                "'$input':{'updated':[{'id':'b','parentId':'d'},{'id':'b','parentId':'c'}]}}}"),
            "{'tasks':{'updated':[{'id':'b','parentId':'a','parentIndex':0,'orderedParentIndex':0},"
            "{'id':'b','parentId':'d'}],"
            "'$input':{'updated':[{'id':'b','parentId':'d'},{'id':'b','parentId':'a','parentIndex':"
            "0,'orderedParentIndex':0}]}}}");
}

TEST_F(RebaseMoveTest, OfEqualMovesEachInputEntryFollowsTheNext) {
  EXPECT_EQ(project_.Change(
                "{'tasks':{'updated':[{'id':'b','parentId':null},{'id':'d','parentId':'b'},{'id':'"
                "b','parentId':'d'},"
                "{'id':'d','parentId':null},{'id':'b','parentId':'d'}],"
                "'$input':{'updated':[{'id':'b','parentId':'d'},{'id':'b','parentId':'d'}]}}}"),
            "{'tasks':{'updated':[{'id':'b','parentId':null},{'id':'d','parentId':'b'},"
            "{'id':'b','parentId':null,'parentIndex':0,'orderedParentIndex':0},{'id':'d','parentId'"
            ":null},"
            "{'id':'b','parentId':'d'}],'$input':{'updated':["
            "{'id':'b','parentId':null,'parentIndex':0,'orderedParentIndex':0},{'id':'b','parentId'"
            ":'d'}]}}}");
}

}  // namespace
}  // namespace gantt
