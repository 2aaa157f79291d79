// Added tasks under a parent that was removed come in a revision of the server, right behind their
// author's.
#include <gtest/gtest.h>

#include <string>

#include "store/store.h"
#include "support.h"

namespace gantt {
namespace {

class AdoptionTest : public testing::Test {
 protected:
  AdoptionTest() {
    project_.Change("{'tasks':{'removed':[{'id':'gone'}]},'calendars':{'removed':[{'id':'gone'}]}}",
                    "bob");
  }

  TestProject project_{
      "{'tasksData':[{'id':'a','children':[{'id':'b','children':[{'id':'c'}]}]},{'id':'d'},"
      "{'id':'gone'}],'calendarsData':[{'id':'gone'}]}"};
};

TEST_F(AdoptionTest, AnAddedTaskUnderARemovedRootBecomesARoot) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'added':[{'$PhantomId':'p','parentId':'gone','name':'x'}],"
                      "'$input':{'added':[{'$PhantomId':'p','parentId':'gone','name':'x'}]}}}"),
      "{'tasks':{'$input':{}}}\n"
      "server: {'tasks':{'added':[{'name':'x','id':'events-101','parentId':null}],"
      "'$input':{'added':[{'name':'x','id':'events-101','parentId':null}]}}}");
  EXPECT_EQ(project_.Tasks(), "a(b(c)) d events-101");
}

TEST_F(AdoptionTest, UnderARemovedParentItGoesToTheNearestAncestorThatIsThere) {
  project_.Change("{'tasks':{'removed':[{'id':'c'}]}}");
  project_.Change("{'tasks':{'removed':[{'id':'b'}]}}");
  EXPECT_EQ(project_.Change("{'tasks':{'added':[{'$PhantomId':'p','parentId':'c'}]}}"),
            "{'tasks':{}}\n"
            "server: {'tasks':{'added':[{'id':'events-101','parentId':'a'}],"
            "'$input':{'added':[{'id':'events-101','parentId':'a'}]}}}");
  EXPECT_EQ(project_.Tasks(), "a(events-101) d");
}

TEST_F(AdoptionTest, WhenNoAncestorIsLeftItBecomesARoot) {
  project_.Change("{'tasks':{'removed':[{'id':'a'}]}}");
  project_.Change("{'tasks':{'added':[{'$PhantomId':'p','parentId':'c'}]}}");
  EXPECT_EQ(project_.Tasks(), "d events-101");
}

TEST_F(AdoptionTest, AParentThatTheSameRevisionRemovesIsStillThereWhenItAdds) {
  project_.Change("{'tasks':{'added':[{'$PhantomId':'p','parentId':'d'}],'removed':[{'id':'d'}]}}");
  EXPECT_EQ(project_.Tasks(), "a(b(c))");
}

TEST_F(AdoptionTest, ItsRevisionHasAGaplessNumberAndNoLocalOne) {
  const std::string answer = project_.Submit(
      Message({"{'tasks':{'added':[{'$PhantomId':'p','parentId':'gone'}]}}", "{}"}));
  EXPECT_EQ(
      SingleQuoted(answer),
      "{'command':'project_change','data':{'revisions':["
      "{'revision':'server-2','localRevision':'local-1','client':'ann','changes':{'tasks':{}}},"
      "{'revision':'server-3','client':'server','changes':{'tasks':"
      "{'added':[{'id':'events-101','parentId':null}],'$input':{'added':[{'id':'events-101','"
      "parentId':null}]}}}},"
      "{'revision':'server-4','localRevision':'local-2','client':'ann','changes':{}}],'project':1}"
      "}");
}

TEST_F(AdoptionTest, ItGoesWithoutPhantomIdAndIndexesAndKeepsItsOtherFields) {
  EXPECT_EQ(project_.Change("{'tasks':{'added':[{'$PhantomId':'p','$meta':1,'$PhantomParentId':'"
                            "gone','parentIndex':3,"
                            "'orderedParentIndex':3,'x':[1.50],'id':null}]}}"),
            "{'tasks':{}}\n"
            "server: {'tasks':{'added':[{'$meta':1,'x':[1.50],'id':'events-101','parentId':null}],"
            "'$input':{'added':[{'$meta':1,'x':[1.50],'id':'events-101','parentId':null}]}}}");
}

TEST_F(AdoptionTest, TheAddedTasksBelowItComeAlong) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'added':[{'id':'grandchild','parentId':'child'},{'id':'top','"
                      "parentId':'gone'},"
                      "{'id':'child','parentId':'top'},{'id':'fine','parentId':'d'}]}}"),
      "{'tasks':{'added':[{'id':'fine','parentId':'d'}]}}\n"
      "server: "
      "{'tasks':{'added':[{'id':'grandchild','parentId':'child'},{'id':'top','parentId':null},"
      "{'id':'child','parentId':'top'}],'$input':{'added':[{'id':'grandchild','parentId':'child'},"
      "{'id':'top','parentId':null},{'id':'child','parentId':'top'}]}}}");
  EXPECT_EQ(project_.Tasks(), "a(b(c)) d(fine) top(child(grandchild))");
}

TEST_F(AdoptionTest, ACircleIsOpenedOnceAndHangsTogether) {
  project_.Change(
      "{'tasks':{'added':[{'id':'x','parentId':'z'},{'id':'y','parentId':'x'},{'id':'z','parentId':"
      "'y'},"
      "{'id':'w','parentId':'y'}]}}");
  EXPECT_EQ(project_.Tasks(), "a(b(c)) d y(z(x) w)");
}

TEST_F(AdoptionTest, ATaskThatIsItsOwnParentBecomesARoot) {
  project_.Change("{'tasks':{'added':[{'id':'x','parentId':'x'}]}}");
  EXPECT_EQ(project_.Tasks(), "a(b(c)) d x");
}

TEST_F(AdoptionTest, WhatTheRevisionSaysOfItLaterComesAlongAsAnUpdate) {
  EXPECT_EQ(project_.Change("{'tasks':{'added':[{'$PhantomId':'p','parentId':'gone','n':1},{'$"
                            "PhantomId':'p','n':2}],"
                            "'updated':[{'id':'p','n':3,'parentIndex':1},{'id':'d','n':4}]}}"),
            "{'tasks':{'updated':[{'id':'d','n':4}]}}\n"
            "server: {'tasks':{'added':[{'n':1,'id':'events-101','parentId':null}],"
            "'updated':[{'n':2,'id':'events-101'},{'id':'events-101','n':3}],"
            "'$input':{'added':[{'n':1,'id':'events-101','parentId':null}],"
            "'updated':[{'n':2,'id':'events-101'},{'id':'events-101','n':3}]}}}");
}

TEST_F(AdoptionTest, WhatTheSameRevisionRemovesAgainIsNotAdopted) {
  EXPECT_EQ(project_.Change("{'tasks':{'added':[{'$PhantomId':'p','parentId':'gone'}],"
                            "'updated':[{'id':'p','n':1}],'removed':[{'id':'p'}]}}"),
            "{'tasks':{}}");
}

TEST_F(AdoptionTest, TheNextRevisionOfTheMessageFindsTheAdoptedTask) {
  EXPECT_EQ(
      project_.Changes(
          {"{'tasks':{'added':[{'$PhantomId':'p','parentId':'gone'}]}}",
           "{'tasks':{'added':[{'$PhantomId':'q','parentId':'p'}],'updated':[{'id':'p','n':1}]}}"}),
      "{'tasks':{}}\n"
      "server: {'tasks':{'added':[{'id':'events-101','parentId':null}],"
      "'$input':{'added':[{'id':'events-101','parentId':null}]}}}\n"
      "{'tasks':{'added':[{'$PhantomId':'q','parentId':'events-101','id':'events-102'}],"
      "'updated':[{'id':'events-101','n':1}]}}");
  EXPECT_EQ(project_.Tasks(), "a(b(c)) d events-101(events-102)");
}

TEST_F(AdoptionTest, DependenciesOnAnAdoptedTaskStayWithTheirAuthor) {
  EXPECT_EQ(project_.Change("{'tasks':{'added':[{'$PhantomId':'p','parentId':'gone'}]},"
                            "'dependencies':{'added':[{'id':1,'from':'p','to':'a'}]}}"),
            "{'tasks':{},'dependencies':{'added':[{'id':1,'from':'events-101','to':'a'}]}}\n"
            "server: {'tasks':{'added':[{'id':'events-101','parentId':null}],"
            "'$input':{'added':[{'id':'events-101','parentId':null}]}}}");
}

TEST_F(AdoptionTest, CalendarsAreAdoptedLikeTasks) {
  project_.Change(
      "{'calendars':{'added':[{'id':'x','parentId':'gone'},{'id':'y','parentId':'x'}]}}");
  EXPECT_EQ(project_.Records("calendars"),
            "[{'id':'x','parentId':null,'children':[{'id':'y','parentId':'x'}]}]");
}

TEST_F(AdoptionTest, AFlatStoreAdoptsNobody) {
  EXPECT_EQ(project_.Change("{'resources':{'added':[{'id':'x','parentId':'gone'}]}}"),
            "{'resources':{'added':[{'id':'x','parentId':'gone'}]}}");
}

TEST_F(AdoptionTest, WhatWouldBeTooDeepIsAdoptedHigherUp) {
  std::string chain = "{'id':'t1'}";
  for (int depth = 2; depth <= Store::kMaxTreeDepth + 2; ++depth) {
    chain +=
        ",{'id':'t" + std::to_string(depth) + "','parentId':'t" + std::to_string(depth - 1) + "'}";
  }
  project_.Change("{'tasks':{'added':[" + chain + "]}}");
  const std::string tasks = project_.Tasks();
  EXPECT_EQ(tasks.substr(tasks.find("t256)")), "t256" + std::string(255, ')') + " t257(t258)");
}

TEST_F(AdoptionTest, WhatInputSaysOfItComesWithTheServersRevisionOnly) {
  EXPECT_EQ(project_.Change(
                "{'tasks':{'added':[{'id':'x','parentId':'gone'}],'updated':[{'id':'x','n':1}],"
                "'$input':{'added':[{'id':'x','parentId':'gone'}],'updated':[{'id':'x','n':1}]}}}"),
            "{'tasks':{'$input':{}}}\n"
            "server: {'tasks':{'added':[{'id':'x','parentId':null}],'updated':[{'id':'x','n':1}],"
            "'$input':{'added':[{'id':'x','parentId':null}],'updated':[{'id':'x','n':1}]}}}");
}

TEST_F(AdoptionTest, AChainOfOrphansThatIsTooLongIsCut) {
  std::string chain = "{'id':'t1','parentId':'gone'}";
  for (int depth = 2; depth <= Store::kMaxTreeDepth + 2; ++depth) {
    chain +=
        ",{'id':'t" + std::to_string(depth) + "','parentId':'t" + std::to_string(depth - 1) + "'}";
  }
  project_.Change("{'tasks':{'added':[" + chain + "]}}");
  const std::string tasks = project_.Tasks();
  EXPECT_EQ(tasks.substr(tasks.find("t256")), "t256" + std::string(255, ')') + " t257(t258)");
}

TEST_F(AdoptionTest, OrphansUnderADeepAncestorAreCutWhereTheyWouldBeTooDeep) {
  std::string chain = "{'id':'t1'}";
  for (int depth = 2; depth <= Store::kMaxTreeDepth; ++depth) {
    chain +=
        ",{'id':'t" + std::to_string(depth) + "','parentId':'t" + std::to_string(depth - 1) + "'}";
  }
  project_.Change("{'tasks':{'added':[" + chain + "]}}");
  project_.Change("{'tasks':{'removed':[{'id':'t255'}]}}");
  project_.Change(
      "{'tasks':{'added':[{'id':'x','parentId':'t256'},{'id':'y','parentId':'x'},{'id':'z','"
      "parentId':'y'}]}}");
  const std::string tasks = project_.Tasks();
  EXPECT_EQ(tasks.substr(tasks.find("t254")), "t254(x(y" + std::string(255, ')') + " z");
}

}  // namespace
}  // namespace gantt
