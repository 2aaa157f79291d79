// protocol.md, "Ids and references": segments of a task get ids of their own.
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

// What becomes of the segments of a task.
std::string Segments(TestProject* project, const std::string& segments,
                     std::string_view author = "ann") {
  const std::string head = "{'tasks':{'updated':[{'id':'a','segments':";
  const std::string changes = project->Change(head + segments + "}]}}", author);
  return changes.starts_with(head) ? changes.substr(head.size(), changes.size() - head.size() - 4)
                                   : changes;
}

constexpr const char* kData = "{'tasksData':[{'id':'a'}]}";

TEST(SegmentsTest, AGeneratedIdBecomesARealOne) {
  TestProject project(kData);
  EXPECT_EQ(Segments(&project, "[{'id':'_generated1','name':'x'},{'id':'_generated2'}]"),
            "[{'id':'segments-101','name':'x'},{'id':'segments-102'}]");
}

TEST(SegmentsTest, APhantomIdGetsAnIdBesideIt) {
  TestProject project(kData);
  EXPECT_EQ(Segments(&project, "[{'$PhantomId':'p','name':'x'}]"),
            "[{'$PhantomId':'p','name':'x','id':'segments-101'}]");
}

TEST(SegmentsTest, AnyOtherIdStays) {
  TestProject project(kData);
  EXPECT_EQ(Segments(&project, "[{'id':'mine'},{'id':7},{'name':'x'},7]"),
            "[{'id':'mine'},{'id':7},{'name':'x'},7]");
}

TEST(SegmentsTest, AnIdThatAClientBringsIsNotGivenOutAgain) {
  TestProject project(kData);
  Segments(&project, "[{'id':'segments-101'},{'id':'segments-102'}]");
  EXPECT_EQ(Segments(&project, "[{'id':'_generated1'},{'id':'segments-104'}]"),
            "[{'id':'segments-105'},{'id':'segments-104'}]");
}

TEST(SegmentsTest, TheSameNameIsTheSameSegmentInInputAndLater) {
  TestProject project(kData);
  EXPECT_EQ(project.Change("{'tasks':{'updated':[{'id':'a','segments':[{'id':'_generated1'}]}],"
                           "'$input':{'updated':[{'id':'a','segments':[{'id':'_generated1'}]}]}}}"),
            "{'tasks':{'updated':[{'id':'a','segments':[{'id':'segments-101'}]}],"
            "'$input':{'updated':[{'id':'a','segments':[{'id':'segments-101'}]}]}}}");
  EXPECT_EQ(Segments(&project, "[{'id':'_generated1','n':2}]"), "[{'id':'segments-101','n':2}]");
  EXPECT_EQ(Segments(&project, "[{'id':'_generated1'}]", "bob"), "[{'id':'segments-102'}]");
}

TEST(SegmentsTest, SegmentsOfAnAddedTaskGetTheirIdsToo) {
  TestProject project;
  EXPECT_EQ(
      project.Change("{'tasks':{'added':[{'$PhantomId':'p','segments':[{'id':'_generated1'}]}]}}"),
      "{'tasks':{'added':[{'$PhantomId':'p','segments':[{'id':'segments-102'}],'id':'events-101'}]}"
      "}");
}

TEST(SegmentsTest, ReferencesInsideASegmentAreRewritten) {
  TestProject project(kData);
  project.Change("{'tasks':{'added':[{'$PhantomId':'_generatedT'}]}}");
  EXPECT_EQ(Segments(&project, "[{'id':'s','of':'_generatedT','name':'_generatedT'}]"),
            "[{'id':'s','of':'events-101','name':'_generatedT'}]");
}

TEST(SegmentsTest, OnlyTasksHaveSegments) {
  TestProject project("{'resourcesData':[{'id':'r'}]}");
  EXPECT_EQ(
      project.Change("{'resources':{'updated':[{'id':'r','segments':[{'id':'_generated1'}]}]}}"),
      "{'resources':{'updated':[{'id':'r','segments':[{'id':'_generated1'}]}]}}");
}

TEST(SegmentsTest, NullAndTextAreNoSegments) {
  TestProject project(kData);
  EXPECT_EQ(Segments(&project, "null"), "null");
  EXPECT_EQ(Segments(&project, "'_generated1'"), "'_generated1'");
}

TEST(SegmentsTest, AnIdBesideAPhantomIdIsReplacedWhateverItIs) {
  TestProject project(kData);
  EXPECT_EQ(Segments(&project, "[{'$PhantomId':'p','id':'p'},{'id':null,'$PhantomId':'q'}]"),
            "[{'$PhantomId':'p','id':'segments-101'},{'id':'segments-102','$PhantomId':'q'}]");
}

}  // namespace
}  // namespace gantt
