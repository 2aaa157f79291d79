// The plain rules of application, seen through Project.
#include "project/apply.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

TEST(ApplyTest, WithinAStoreAddedComesFirstThenUpdatedThenRemoved) {
  TestProject project("{'tasksData':[{'id':'old'}]}");
  project.Change(
      "{'tasks':{'removed':[{'id':'old'},{'id':'b'}],'updated':[{'id':'a','x':2},{'id':'b','x':2}],"
      "'added':[{'id':'a','x':1},{'id':'b','x':1}]}}");
  EXPECT_EQ(project.Records("tasks"), "[{'id':'a','x':2,'parentIndex':0,'orderedParentIndex':0}]");
}

TEST(ApplyTest, AnUpdateWritesItsFieldsAndLeavesTheOthers) {
  TestProject project("{'resourcesData':[{'id':1,'a':1,'b':{'x':1},'c':3}]}");
  project.Change("{'resources':{'updated':[{'id':1,'b':{'y':2},'d':null}]}}");
  EXPECT_EQ(project.Records("resources"), "[{'id':1,'a':1,'b':{'x':1,'y':2},'c':3,'d':null}]");
}

TEST(ApplyTest, KeysThatBeginWithADollarAreNotStored) {
  TestProject project;
  project.Change("{'resources':{'added':[{'$PhantomId':'p','$x':1,'$':2,'y':3}]}}");
  EXPECT_EQ(project.Records("resources"), "[{'y':3,'id':'resources-101'}]");
}

TEST(ApplyTest, ChildrenOfATreeAreNotStored) {
  TestProject project(
      "{'tasksData':[{'id':1}],'calendarsData':[{'id':1}],'resourcesData':[{'id':1}]}");
  for (const char* store : {"tasks", "calendars", "resources"}) {
    project.Change("{'" + std::string(store) + "':{'updated':[{'id':1,'children':[]}]}}");
  }
  EXPECT_EQ(project.Records("tasks") + project.Records("calendars") + project.Records("resources"),
            "[{'id':1,'parentIndex':0,'orderedParentIndex':0}][{'id':1}][{'id':1,'children':[]}]");
}

TEST(ApplyTest, AParentIdIsStoredAsItCame) {
  TestProject project("{'tasksData':[{'id':1}]}");
  project.Change("{'tasks':{'added':[{'id':2,'parentId':'1'},{'id':3,'parentId':null},{'id':4}]}}");
  EXPECT_EQ(project.Records("tasks"),
            "[{'id':1,'parentIndex':0,'orderedParentIndex':0,'children':["
            "{'id':2,'parentId':'1','parentIndex':0,'orderedParentIndex':0}]},"
            "{'id':3,'parentId':null,'parentIndex':1,'orderedParentIndex':1},{'id':4,'parentIndex':"
            "2,'orderedParentIndex':2}]");
}

TEST(ApplyTest, ChildrenThatCameBeforeTheirParentKeepTheOrderOfTheirArrival) {
  TestProject project;
  project.Change(
      "{'tasks':{'added':[{'id':'b','parentId':'p'},{'id':'a','parentId':'p'},{'id':'p'},{'id':'c',"
      "'parentId':'p'}]}}");
  EXPECT_EQ(project.Tasks(), "p(b a c)");
}

TEST(ApplyTest, AnUpdateThatNamesTheSameParentIsNoMove) {
  TestProject project("{'tasksData':[{'id':'a'},{'id':'b'}]}");
  project.Change(
      "{'tasks':{'updated':[{'id':'a','orderedParentIndex':1},{'id':'b','orderedParentIndex':1}]}"
      "}");
  project.Change("{'tasks':{'updated':[{'id':'a','parentId':null}]}}");
  EXPECT_EQ(project.Tasks(), "a b");
}

TEST(ApplyTest, AMoveToAnotherParentArrivesLastAmongEqualIndexes) {
  TestProject project("{'tasksData':[{'id':'p','children':[{'id':'x'},{'id':'y'}]},{'id':'m'}]}");
  project.Change(
      "{'tasks':{'updated':[{'id':'m','parentId':'p','orderedParentIndex':0},{'id':'y','"
      "orderedParentIndex':0}]}}");
  EXPECT_EQ(project.Tasks(), "p(x y m)");
}

TEST(ApplyTest, AReorderSendsIndexesOfSiblingsOnly) {
  TestProject project("{'tasksData':[{'id':'a'},{'id':'b'},{'id':'c'}]}");
  project.Change(
      "{'tasks':{'updated':[{'id':'c','parentIndex':0,'orderedParentIndex':0},"
      "{'id':'a','parentIndex':1,'orderedParentIndex':1},{'id':'b','parentIndex':2,'"
      "orderedParentIndex':2}]}}");
  EXPECT_EQ(project.Tasks(), "c a b");
}

// Clients that do not persist orderedParentIndex reorder like that, and loaded tasks have both.
TEST(ApplyTest, AParentIndexAloneMoves) {
  TestProject project("{'tasksData':[{'id':11},{'id':12},{'id':13}]}");
  project.Change(
      "{'tasks':{'updated':[{'id':13,'parentIndex':0},{'id':11,'parentIndex':1},"
      "{'id':12,'parentIndex':2}]}}");
  EXPECT_EQ(project.Tasks(), "13 11 12");
  project.Change(
      "{'tasks':{'updated':[{'id':11,'orderedParentIndex':0},{'id':13,'x':1},"
      "{'parentIndex':5,'id':12,'orderedParentIndex':-1}]}}");
  EXPECT_EQ(project.Tasks(), "12 11 13");
}

// The last change here is what a chart of 7.3 says by itself when it has applied the one before.
TEST(ApplyTest, AParentIndexThatAChartDerivesMovesNobody) {
  TestProject project("{'tasksData':[{'id':11},{'id':12},{'id':13}]}");
  project.Change(
      "{'tasks':{'updated':[{'id':12,'parentIndex':0,'orderedParentIndex':0},{'id':11,'parentIndex'"
      ":"
      "1,'orderedParentIndex':1}],'$input':{'updated':[{'id':12,'parentIndex':0,'"
      "orderedParentIndex'"
      ":0},{'id':11,'parentIndex':1,'orderedParentIndex':1}]}}}");
  EXPECT_EQ(project.Change("{'tasks':{'updated':[{'parentIndex':0,'id':11},{'id':12,'x':1}]}}"),
            "{'tasks':{'updated':[{'id':11},{'id':12,'x':1}]}}");
  EXPECT_EQ(project.Tasks(), "12 11 13");
  // A user may say so, and so may a client that knows no other index.
  project.Change(
      "{'tasks':{'updated':[{'id':11,'parentIndex':-1}],'$input':{'updated':[{'id':11,'parentIndex'"
      ":"
      "-1}]}}}");
  EXPECT_EQ(project.Tasks(), "11 12 13");
  project.Change("{'tasks':{'updated':[{'id':13,'parentIndex':-2}]}}");
  EXPECT_EQ(project.Tasks(), "13 11 12");
}

TEST(ApplyTest, AnIndexThatIsNoNumberCountsAsAbsent) {
  TestProject project("{'tasksData':[{'id':'a'},{'id':'b'}]}");
  project.Change("{'tasks':{'updated':[{'id':'a','parentIndex':null,'orderedParentIndex':'0'}]}}");
  EXPECT_EQ(project.Tasks(), "b a");
}

TEST(ApplyTest, TheStoresOfARevisionMayComeInAnyOrder) {
  std::string out;
  for (const char* changes : {"{'tasks':{'added':[{'id':1}]},'calendars':{'added':[{'id':1}]},'"
                              "mine':{'added':[{'id':1}]}}",
                              "{'mine':{'added':[{'id':1}]},'calendars':{'added':[{'id':1}]},'"
                              "tasks':{'added':[{'id':1}]}}"}) {
    TestProject project;
    project.Change(changes);
    out += project.Dataset() + "\n";
  }
  EXPECT_EQ(out.substr(0, out.size() / 2), out.substr(out.size() / 2));
}

TEST(ApplyTest, AThousandChildrenAddedInOneMessageStandInTheirOrder) {
  TestProject project("{'tasksData':[{'id':'p'}]}");
  std::string added;
  std::string expected;
  for (int i = 0; i < 1000; ++i) {
    added += (i == 0 ? "" : ",") + std::string("{'id':'") + std::to_string(i) +
             "','parentId':'p','parentIndex':" + std::to_string(999 - i) + "}";
    expected = std::to_string(i) + (i == 0 ? "" : " ") + expected;
  }
  project.Change("{'tasks':{'added':[" + added + "]}}");
  EXPECT_EQ(project.Tasks(), "p(" + expected + ")");
}

}  // namespace
}  // namespace gantt
