// What refers to a removed task or resource goes with it.
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

class DependentsTest : public testing::Test {
 protected:
  std::string Left() const {
    return project_.Records("dependencies") + project_.Records("assignments");
  }

  TestProject project_{
      "{'tasksData':[{'id':'a','children':[{'id':'b'}]},{'id':'c'}],'resourcesData':[{'id':'r'},{'"
      "id':'s'}],"
      "'dependenciesData':[{'id':1,'from':'b','to':'c'},{'id':2,'from':'c','to':'c'}],"
      "'assignmentsData':[{'id':1,'event':'b','resource':'r'},{'id':2,'event':'c','resource':'s'}]"
      "}"};
};

TEST_F(DependentsTest, RemovingATaskRemovesWhatRefersToItsSubtree) {
  EXPECT_EQ(project_.Change("{'tasks':{'removed':[{'id':'a'}],'$input':{'removed':[{'id':'a'}]}}}"),
            "{'tasks':{'removed':[{'id':'a'}],'$input':{'removed':[{'id':'a'}]}},"
            "'dependencies':{'removed':[{'id':1}],'$input':{'removed':[{'id':1}]}},"
            "'assignments':{'removed':[{'id':1}],'$input':{'removed':[{'id':1}]}}}");
  EXPECT_EQ(Left(), "[{'id':2,'from':'c','to':'c'}][{'id':2,'event':'c','resource':'s'}]");
}

TEST_F(DependentsTest, RemovingAResourceRemovesItsAssignments) {
  EXPECT_EQ(
      project_.Change("{'resources':{'removed':[{'id':'s'}],'$input':{'removed':[{'id':'s'}]}}}"),
      "{'resources':{'removed':[{'id':'s'}],'$input':{'removed':[{'id':'s'}]}},"
      "'assignments':{'removed':[{'id':2}],'$input':{'removed':[{'id':2}]}}}");
}

TEST_F(DependentsTest, TheyGoInTheOrderInWhichTheRevisionRemovesTheTasks) {
  std::string tasks;
  std::string dependencies;
  std::string removed;  // The last first.
  for (int i = 0; i < 100; ++i) {
    const std::string comma = i == 0 ? "" : ",";
    const std::string id = std::to_string(100 + i * 37 % 100);
    const std::string text = "{'id':" + id + "}";
    tasks += comma + text;
    dependencies += comma + "{'id':" + id + ",'from':" + id + ",'to':'c'}";
    removed = text + comma + removed;
  }
  project_.Change("{'tasks':{'added':[" + tasks + "]},'dependencies':{'added':[" + dependencies +
                  "]}}");
  const std::string lists = ":{'removed':[" + removed + "],'$input':{'removed':[" + removed + "]}}";
  EXPECT_EQ(project_.Change("{'tasks'" + lists + "}"),
            "{'tasks'" + lists + ",'dependencies'" + lists + "}");
}

TEST_F(DependentsTest, WhatTheRevisionRemovesItselfIsNotNamedTwice) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'removed':[{'id':'b'}],'$input':{'removed':[{'id':'b'}]}},"
                      "'assignments':{'removed':[{'id':1}],'$input':{'removed':[{'id':1}]}}}"),
      "{'tasks':{'removed':[{'id':'b'}],'$input':{'removed':[{'id':'b'}]}},"
      "'assignments':{'removed':[{'id':1}],'$input':{'removed':[{'id':1}]}},"
      "'dependencies':{'removed':[{'id':1}],'$input':{'removed':[{'id':1}]}}}");
}

TEST_F(DependentsTest, WhatTheRevisionTurnsElsewhereStays) {
  project_.Change(
      "{'tasks':{'removed':[{'id':'b'}]},'dependencies':{'updated':[{'id':1,'from':'c'}]}}");
  EXPECT_EQ(Left(),
            "[{'id':1,'from':'c','to':'c'},{'id':2,'from':'c','to':'c'}]"
            "[{'id':2,'event':'c','resource':'s'}]");
}

TEST_F(DependentsTest, AChangedReferenceCounts) {
  project_.Change(
      "{'assignments':{'updated':[{'id':1,'event':'c'}],'added':[{'id':3,'eventId':'b'}]}}");
  project_.Change("{'dependencies':{'removed':[{'id':1},{'id':2}]}}");
  project_.Change("{'tasks':{'removed':[{'id':'b'}]}}");
  EXPECT_EQ(Left(), "[][{'id':1,'event':'c','resource':'r'},{'id':2,'event':'c','resource':'s'}]");
}

TEST_F(DependentsTest, ATaskThatMovedAwayInTheSameRevisionKeepsIts) {
  project_.Change("{'tasks':{'updated':[{'id':'b','parentId':null}],'removed':[{'id':'a'}]}}");
  EXPECT_EQ(project_.Tasks(), "b c");
  EXPECT_EQ(Left(),
            "[{'id':1,'from':'b','to':'c'},{'id':2,'from':'c','to':'c'}]"
            "[{'id':1,'event':'b','resource':'r'},{'id':2,'event':'c','resource':'s'}]");
}

TEST_F(DependentsTest, ATaskThatMovedInTheSameRevisionGoesWithItsNewParent) {
  project_.Change("{'tasks':{'updated':[{'id':'c','parentId':'a'}],'removed':[{'id':'a'}]}}");
  EXPECT_EQ(project_.Tasks() + Left(), "[][]");
}

TEST_F(DependentsTest, ARemovalThatIsLeftOutRemovesNothing) {
  project_.Change("{'tasks':{'removed':[{'id':'c'}]}}");
  project_.Change("{'assignments':{'added':[{'id':7,'event':'c'}]}}");
  EXPECT_EQ(project_.Change("{'tasks':{'removed':[{'id':'c'}]}}"), "{'tasks':{}}");
  EXPECT_EQ(project_.Records("assignments"),
            "[{'id':1,'event':'b','resource':'r'},{'id':7,'event':'c'}]");
}

TEST_F(DependentsTest, ReferencesCompareByWhatTheIdMeans) {
  TestProject project(
      "{'tasksData':[{'id':1},{'id':2}],'assignmentsData':[{'id':'x','event':'1'},{'id':'y','event'"
      ":1.0},"
      "{'id':'z','event':2},{'id':'w','event':[1]}]}");
  project.Change("{'tasks':{'removed':[{'id':1}]}}");
  EXPECT_EQ(project.Records("assignments"), "[{'id':'z','event':2},{'id':'w','event':[1]}]");
}

TEST_F(DependentsTest, AResetKnowsTheReferencesOfItsData) {
  project_.Reset("{'tasksData':[{'id':'c'}],'assignmentsData':[{'id':5,'event':'c'}]}");
  project_.Change("{'tasks':{'removed':[{'id':'c'}]}}");
  EXPECT_EQ(Left(), "[][]");
}

TEST_F(DependentsTest, WhatRefersToATaskThatIsAddedAndRemovedAtOnceGoes) {
  project_.Change("{'assignments':{'added':[{'id':7,'event':'new'},{'id':8,'event':'c'}]}}");
  project_.Change("{'tasks':{'added':[{'id':'new','parentId':'a'}],'removed':[{'id':'a'}]}}");
  EXPECT_EQ(project_.Records("assignments"),
            "[{'id':2,'event':'c','resource':'s'},{'id':8,'event':'c'}]");
}

TEST_F(DependentsTest, WhatRefersToATaskAndAResourceThatGoIsNamedOnce) {
  EXPECT_EQ(project_.Change("{'tasks':{'removed':[{'id':'b'}]},'resources':{'removed':[{'id':'r'}]}"
                            ",'dependencies':{'removed':[{'id':1}]}}"),
            "{'tasks':{'removed':[{'id':'b'}],'$input':{'removed':[{'id':'b'}]}},"
            "'resources':{'removed':[{'id':'r'}],'$input':{'removed':[{'id':'r'}]}},"
            "'dependencies':{'removed':[{'id':1}],'$input':{'removed':[{'id':1}]}},"
            "'assignments':{'removed':[{'id':1}],'$input':{'removed':[{'id':1}]}}}");
}

TEST_F(DependentsTest, WhatComesAgainWithAnotherReferenceStaysToo) {
  project_.Change(
      "{'tasks':{'removed':[{'id':'b'}]},'assignments':{'added':[{'id':1,'event':'c'}]}}");
  EXPECT_EQ(project_.Records("assignments"),
            "[{'id':1,'event':'c','resource':'r'},{'id':2,'event':'c','resource':'s'}]");
}

}  // namespace
}  // namespace gantt
