#include "project/loader.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

// The tasks of a data file as a project shows them.
std::string Tasks(std::string_view data) { return TestProject(data).Records("tasks"); }

TEST(LoaderTest, ADataFileHasRowsAndInlineDataHasArrays) {
  const std::string file =
      TestProject(
          "{'success':true,'project':{'calendar':'c'},'tasks':{'rows':[{'id':1}]},"
          "'resources':{'rows':[{'id':'r'}]},'mine':{'rows':[{'id':5}]}}")
          .Dataset();
  const std::string inline_data = TestProject(
                                      "{'project':{'calendar':'c'},'tasksData':[{'id':1}],'"
                                      "resourcesData':[{'id':'r'}],'mineData':[{'id':5}]}")
                                      .Dataset();
  EXPECT_EQ(file,
            "{'command':'dataset','data':{'project':1,'dataset':{'tasksData':[{'id':1,'parentIndex'"
            ":0,'orderedParentIndex':0}],"
            "'resourcesData':[{'id':'r'}],'dependenciesData':[],'assignmentsData':[],'"
            "calendarsData':[],'versionsData':[],"
            "'changelogsData':[],'mineData':[{'id':5}],'project':{'calendar':'c'}}}}");
  EXPECT_EQ(inline_data, file);
}

TEST(LoaderTest, BothFormatsMayBeMixedAndAStoreMayBeAnArray) {
  TestProject project(
      "{'tasks':[{'id':1}],'resources':{'rows':[{'id':2}]},'assignmentsData':[{'id':3}]}");
  EXPECT_EQ(project.Tasks() + project.Records("resources") + project.Records("assignments"),
            "1[{'id':2}][{'id':3}]");
}

TEST(LoaderTest, NestedAndFlatDataMakeTheSameTree) {
  EXPECT_EQ(TestProject("{'tasksData':[{'id':'a','children':[{'id':'b','children':[{'id':'c'}]},{'"
                        "id':'d'}]},{'id':'e'}]}")
                .Tasks(),
            "a(b(c) d) e");
  EXPECT_EQ(TestProject("{'tasksData':[{'id':'c','parentId':'b'},{'id':'a'},{'id':'b','parentId':'"
                        "a'},{'id':'d','parentId':'a'},"
                        "{'id':'e','parentId':null}]}")
                .Tasks(),
            "a(b(c) d) e");
}

TEST(LoaderTest, AParentThatIsNotThereMakesARoot) {
  EXPECT_EQ(TestProject("{'tasksData':[{'id':'a','parentId':'nowhere'},{'id':'b','parentId':'a'}]}")
                .Tasks(),
            "a(b)");
}

// In order of the file, wherever the parent stands: a parent that comes late must not put its first
// children behind those that come after it.
TEST(LoaderTest, ChildrenKeepTheOrderOfTheFileWhereverTheirParentStands) {
  EXPECT_EQ(TestProject("{'tasksData':[{'id':'x'},{'id':'x1','parentId':'x'},"
                        "{'id':'a','parentId':'p'},{'id':'x2','parentId':'x'},"
                        "{'id':'p','children':[{'id':'n'}]},{'id':'b','parentId':'p'},"
                        "{'id':'c','parentId':'\\u0070'},{'id':'x3','parentId':'x'}]}")
                .Tasks(),
            "x(x1 x2 x3) p(n a b c)");
}

TEST(LoaderTest, ParentsThatAreNamedInTurnGetTheirOwnChildren) {
  EXPECT_EQ(TestProject("{'tasksData':[{'id':1},{'id':2},{'id':3,'parentId':1},"
                        "{'id':4,'parentId':'2'},{'id':5,'parentId':1.0},{'id':6,'parentId':5}]}")
                .Tasks(),
            "1(3 5(6)) 2(4)");
}

TEST(LoaderTest, OfAParentThatIsNamedTwiceTheLastThatIsThereCounts) {
  EXPECT_EQ(TestProject("{'tasksData':[{'id':'a'},{'id':'b'},{'id':'c','parentId':'a','parentId':"
                        "'b'},{'id':'d','parentId':'a','parentId':'nowhere'}]}")
                .Tasks(),
            "a(d) b(c)");
}

TEST(LoaderTest, AFieldThatComesTwiceKeepsItsPlaceAndItsLastValue) {
  EXPECT_EQ(TestProject("{'resourcesData':[{'id':1,'a':1,'b':[ 2 ],'\\u0061':{ },'c':3}]}")
                .Records("resources"),
            "[{'id':1,'a':{},'b':[2],'c':3}]");
}

TEST(LoaderTest, ParentsAreFoundByWhatTheirIdMeans) {
  EXPECT_EQ(
      TestProject("{'tasksData':[{'id':1},{'id':'b','parentId':'1'},{'id':'c','parentId':1.0}]}")
          .Tasks(),
      "1(b c)");
}

TEST(LoaderTest, AFlatStoreStaysFlat) {
  TestProject project(
      "{'resourcesData':[{'id':'a','children':['Ann','Bo']},{'id':'b','parentId':'a'},"
      "{'id':'c','children':[]}]}");
  EXPECT_EQ(
      project.Records("resources"),
      "[{'id':'a','children':['Ann','Bo']},{'id':'b','parentId':'a'},{'id':'c','children':[]}]");
}

TEST(LoaderTest, AStoreWhoseRowsNestIsATree) {
  TestProject project(
      "{'resourcesData':[{'id':'b','parentId':'a'},{'id':'a','children':[{'id':'x'}]}],"
      "'rooms':[{'id':1,'children':[{'id':2}]}]}");
  EXPECT_EQ(project.Records("resources"),
            "[{'id':'a','children':[{'id':'b','parentId':'a'},{'id':'x'}]}]");
  EXPECT_EQ(project.Records("rooms"), "[{'id':1,'children':[{'id':2}]}]");
}

TEST(LoaderTest, ATaskWithoutIndexesHasItsPosition) {
  EXPECT_EQ(Tasks("{'tasksData':[{'id':'a'},{'id':'b'}]}"),
            "[{'id':'a','parentIndex':0,'orderedParentIndex':0},{'id':'b','parentIndex':1,'"
            "orderedParentIndex':1}]");
}

TEST(LoaderTest, TasksStandWhereTheirIndexesSay) {
  EXPECT_EQ(TestProject("{'tasksData':[{'id':'a','parentIndex':2},{'id':'b','orderedParentIndex':0,"
                        "'parentIndex':9},"
                        "{'id':'c','parentIndex':1}]}")
                .Tasks(),
            "b c a");
}

TEST(LoaderTest, RecordsWithoutAnIdGetOne) {
  TestProject project(
      "{'tasksData':[{'name':'x','children':[{'id':null}]},{'id':'events-200'}],'resourcesData':[{}"
      "]}");
  EXPECT_EQ(project.Tasks() + " " + project.Records("resources"),
            "events-201(events-202) events-200 [{'id':'resources-203'}]");
}

TEST(LoaderTest, NewIdsComeBehindThoseOfTheFile) {
  TestProject project("{'tasksData':[{'id':900}],'resourcesData':[{'id':'r-1000'}]}");
  EXPECT_EQ(project.Change("{'tasks':{'added':[{}]}}"),
            "{'tasks':{'added':[{'id':'events-1001'}]}}");
}

TEST(LoaderTest, NewIdsComeBehindThoseOfTheSegmentsOfTheFile) {
  TestProject project(
      "{'tasksData':[{'id':1,'segments':[7,{'id':'segments-300'},{'id':null}],'children':["
      "{'id':2,'segments':[{},{'id':301}]},{'id':3,'segments':null}]}],"
      "'resourcesData':[{'id':'r','segments':[{'id':900}]}]}");
  EXPECT_EQ(project.Change("{'tasks':{'updated':[{'id':1,'segments':[{'id':'_generated1'}]}]}}"),
            "{'tasks':{'updated':[{'id':1,'segments':[{'id':'segments-302'}]}]}}");
}

TEST(LoaderTest, ValuesAreKeptByteForByteButForTheSpaceBetweenThem) {
  TestProject project;
  LoadedData data;
  ASSERT_EQ(Render(Loader({}).Load("{ \"tasksData\" : [\n {\t\"id\" : 1.0,\n \"x\" : [ 1.50 , { "
                                   "\"y z\" : \"a  \\u0041\" } ] } ] }",
                                   &data)),
            "OK");
  project.project.Replace(std::move(data), 0);
  EXPECT_EQ(
      project.Records("tasks"),
      R"([{'id':1.0,'x':[1.50,{'y z':'a  \u0041'}],'parentIndex':0,'orderedParentIndex':0}])");
}

TEST(LoaderTest, AByteOrderMarkIsSkipped) {
  LoadedData data;
  EXPECT_EQ(Render(Loader({}).Load("\xEF\xBB\xBF{\"tasksData\":[{\"id\":1}]}", &data)), "OK");
  EXPECT_EQ(Outline(*data.state->FindStore("tasks")), "1");
}

TEST(LoaderTest, TheContentOfAVersionIsKeptAside) {
  TestProject project("{'versionsData':[{'id':1,'name':'v','content':{'a':1}}]}");
  std::string content;
  EXPECT_TRUE(project.project.AppendVersionContent("load_version_content", "1", &content));
  EXPECT_EQ(project.Records("versions") + SingleQuoted(content),
            "[{'id':1,'name':'v'}]{'command':'load_version_content','data':{'project':1,'versionId'"
            ":1,'content':{'a':1}}}");
}

TEST(LoaderTest, KeysThatBeginWithADollarAndAnyPhantomAreNotStored) {
  EXPECT_EQ(Tasks("{'tasksData':[{'$PhantomId':'p','id':1,'$x':2,'y':3}]}"),
            "[{'id':1,'y':3,'parentIndex':0,'orderedParentIndex':0}]");
}

TEST(LoaderTest, WhatIsNotAStoreIsNoData) {
  EXPECT_EQ(TestProject("{'success':true,'revision':7,'requestId':'x','tasks':[]}").Dataset(),
            TestProject().Dataset());
}

TEST(LoaderTest, NestingIsReadFarDeeperThanAMessageMayBe) {
  std::string data = "{'id':0}";
  for (int i = 1; i < 400; ++i) data = "{'id':" + std::to_string(i) + ",'children':[" + data + "]}";
  EXPECT_EQ(TestProject("{'tasksData':[" + data + "]}").project.state().FindStore("tasks")->size(),
            400U);
}

TEST(LoaderTest, LazyChildrenAreNoRecordsAndAreNotStored) {
  EXPECT_EQ(Tasks("{'tasksData':[{'id':1,'children':true},{'id':2,'children':null},{'id':3,'"
                  "children':[]}]}"),
            "[{'id':1,'parentIndex':0,'orderedParentIndex':0},{'id':2,'parentIndex':1,'"
            "orderedParentIndex':1},"
            "{'id':3,'parentIndex':2,'orderedParentIndex':2}]");
}

TEST(LoaderTest, AStoreInBothFormatsHasTheRecordsOfBoth) {
  EXPECT_EQ(
      TestProject("{'tasks':{'rows':[{'id':1},{'name':'x'}]},'tasksData':[{'id':3},{'name':'y'}]}")
          .Tasks(),
      "1 events-101 3 events-102");
}

TEST(LoaderTest, EscapedKeysMeanWhatTheySay) {
  EXPECT_EQ(Tasks(R"({'t\u0061sksData':[{'\u0069d':7,'n\u0061me':'x'}]})"),
            "[{'id':7,'name':'x','parentIndex':0,'orderedParentIndex':0}]");
}

TEST(LoaderTest, ARecordWithoutAnIdMeetsNoIdOfTheFile) {
  EXPECT_EQ(
      TestProject(R"({'tasksData':[{'id':'\u00000'},{'name':'x'}],'resourcesData':[{}]})").Tasks(),
      std::string("\0000 events-101", 13));
}

}  // namespace
}  // namespace gantt
