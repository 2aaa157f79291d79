// protocol.md, "Ids and references": where a phantom id becomes a real one.
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

// A project that knows _generated1 in four stores: as events-101, resources-102, calendars-103 and
// versions-104; and _generatedT, events-105, in tasks only.
class ReferenceFieldsTest : public testing::Test {
 protected:
  ReferenceFieldsTest() {
    project_.Change(
        "{'tasks':{'added':[{'$PhantomId':'_generated1'}]},"
        "'resources':{'added':[{'$PhantomId':'_generated1'}]},"
        "'calendars':{'added':[{'$PhantomId':'_generated1'}]},"
        "'versions':{'added':[{'$PhantomId':'_generated1'}]}}");
    project_.Change("{'tasks':{'added':[{'$PhantomId':'_generatedT'}]}}");
  }

  // What becomes of the fields of an assignment.
  std::string Fields(const std::string& fields) {
    const std::string changes =
        project_.Change("{'assignments':{'updated':[{'id':1," + fields + "}]}}");
    const std::string head = "{'assignments':{'updated':[{'id':1,";
    return changes.starts_with(head) ? changes.substr(head.size(), changes.size() - head.size() - 4)
                                     : changes;
  }

  TestProject project_;
};

TEST_F(ReferenceFieldsTest, FieldsThatNameATaskGetTheTasksId) {
  std::string out;
  for (const std::string key : {"event", "eventId", "task", "taskId", "from", "to", "fromEvent",
                                "toEvent", "fromTask", "toTask"}) {
    out += Fields("'" + key + "':'_generated1'") + " ";
  }
  EXPECT_EQ(out,
            "'event':'events-101' 'eventId':'events-101' 'task':'events-101' 'taskId':'events-101' "
            "'from':'events-101' 'to':'events-101' 'fromEvent':'events-101' 'toEvent':'events-101' "
            "'fromTask':'events-101' 'toTask':'events-101' ");
}

TEST_F(ReferenceFieldsTest, FieldsThatNameAnotherStoreGetTheIdOfThatStore) {
  EXPECT_EQ(Fields("'resource':'_generated1','resourceId':'_generated1','calendar':'_generated1',"
                   "'calendarId':'_generated1','versionId':'_generated1'"),
            "'resource':'resources-102','resourceId':'resources-102','calendar':'calendars-103',"
            "'calendarId':'calendars-103','versionId':'versions-104'");
}

TEST_F(ReferenceFieldsTest, ANameOfAnotherStoreStays) {
  EXPECT_EQ(Fields("'resource':'_generatedT','calendar':'_generatedT','versionId':'_generatedT'"),
            "'resource':'_generatedT','calendar':'_generatedT','versionId':'_generatedT'");
}

TEST_F(ReferenceFieldsTest, AnOldEventsStoreServesTaskFields) {
  project_.Change("{'events':{'added':[{'$PhantomId':'_generatedE'}]}}");
  EXPECT_EQ(Fields("'event':'_generatedE'"), "'event':'events-106'");
}

TEST_F(ReferenceFieldsTest, ReferencesNeedNotBeGenerated) {
  project_.Change("{'tasks':{'added':[{'$PhantomId':'my own'},{'$PhantomId':17}]}}");
  EXPECT_EQ(Fields("'event':'my own','to':17,'from':'17','note':'my own'"),
            "'event':'events-106','to':'events-107','from':'events-107','note':'my own'");
}

TEST_F(ReferenceFieldsTest, AnyOtherFieldIsRewrittenIfItIsGeneratedAndKnown) {
  EXPECT_EQ(Fields("'note':'_generatedT','other':'_generatedUnknown','text':'see _generatedT'"),
            "'note':'events-105','other':'_generatedUnknown','text':'see _generatedT'");
}

TEST_F(ReferenceFieldsTest, ANameAndMetaFieldsKeepTheirText) {
  EXPECT_EQ(Fields("'name':'_generatedT','$note':'_generatedT'"),
            "'name':'_generatedT','$note':'_generatedT'");
}

TEST_F(ReferenceFieldsTest, ArraysAndObjectsAreSearched) {
  EXPECT_EQ(Fields("'links':['_generatedT',['_generatedT'],7,{'a':{'b':'_generatedT'}}]"),
            "'links':['events-105',['events-105'],7,{'a':{'b':'events-105'}}]");
  EXPECT_EQ(Fields("'event':['_generatedT','x']"), "'event':['events-105','x']");
}

TEST_F(ReferenceFieldsTest, NamesInsideObjectsKeepTheirText) {
  EXPECT_EQ(Fields("'o':{'name':'_generatedT','$PhantomId':'_generatedT','id':'_generatedT'}"),
            "'o':{'name':'_generatedT','$PhantomId':'_generatedT','id':'events-105'}");
}

TEST_F(ReferenceFieldsTest, KeysAreNoReferences) {
  EXPECT_EQ(Fields("'o':{'_generatedT':1,'x':['_generatedT']}"),
            "'o':{'_generatedT':1,'x':['events-105']}");
}

TEST_F(ReferenceFieldsTest, AValueWithoutPhantomsKeepsEveryByte) {
  EXPECT_EQ(Fields("'o':{ 'a' : [1.50 , '\\u0041'] }"), "'o':{ 'a' : [1.50 , '\\u0041'] }");
}

TEST_F(ReferenceFieldsTest, EscapesDoNotHideAPhantom) {
  EXPECT_EQ(
      Fields(
          R"('note':'\u005fgeneratedT','links':['_\u0067eneratedT'],'event':'_generated\u0054')"),
      "'note':'events-105','links':['events-105'],'event':'events-105'");
}

TEST_F(ReferenceFieldsTest, OtherAuthorsDoNotKnowACountedName) {
  EXPECT_EQ(project_.Change(
                "{'assignments':{'updated':[{'id':1,'event':'_generatedT','x':['_generatedT']}]}}",
                "bob"),
            "{'assignments':{'updated':[{'id':1,'event':'_generatedT','x':['_generatedT']}]}}");
}

TEST_F(ReferenceFieldsTest, TheProjectsFieldsAreRewrittenToo) {
  EXPECT_EQ(
      project_.Change("{'project':{'calendar':'_generated1','$input':{'calendar':'_generated1'}}}"),
      "{'project':{'calendar':'calendars-103','$input':{'calendar':'calendars-103'}}}");
}

TEST_F(ReferenceFieldsTest, InputUpdatedIsRewrittenToo) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'updated':[{'id':'_generatedT','calendar':'_generated1'}],"
                      "'$input':{'updated':[{'id':'_generatedT','calendar':'_generated1'}]}}}"),
      "{'tasks':{'updated':[{'id':'events-105','calendar':'calendars-103'}],"
      "'$input':{'updated':[{'id':'events-105','calendar':'calendars-103'}]}}}");
}

TEST(ReferenceOrderTest, AChildMayComeBeforeItsParentAndADependencyBeforeItsTasks) {
  TestProject project;
  EXPECT_EQ(
      project.Change("{'dependencies':{'added':[{'$PhantomId':'d','from':'c','to':'p'}]},"
                     "'tasks':{'added':[{'$PhantomId':'c','parentId':'p'},{'$PhantomId':'p'}]}}"),
      "{'dependencies':{'added':[{'$PhantomId':'d','from':'events-102','to':'events-103','id':'"
      "dependencies-101'}]},"
      "'tasks':{'added':[{'$PhantomId':'c','parentId':'events-103','id':'events-102'},"
      "{'$PhantomId':'p','id':'events-103'}]}}");
  EXPECT_EQ(project.Tasks(), "events-103(events-102)");
}

TEST(ReferenceOrderTest, AnEarlierRevisionMayNameARecordOfALaterOne) {
  TestProject project("{'assignmentsData':[{'id':1}]}");
  EXPECT_EQ(project.Changes({"{'assignments':{'updated':[{'id':1,'event':'p'}]}}",
                             "{'tasks':{'added':[{'$PhantomId':'p'}]}}"}),
            "{'assignments':{'updated':[{'id':1,'event':'events-101'}]}}\n"
            "{'tasks':{'added':[{'$PhantomId':'p','id':'events-101'}]}}");
}

TEST(ReferenceOrderTest, PhantomParentIdGivesParentIdItsRealIdAndDisappears) {
  TestProject project;
  EXPECT_EQ(project.Change(
                "{'tasks':{'added':[{'$PhantomId':'c','$PhantomParentId':'p'},{'$PhantomId':'p'},"
                "{'$PhantomId':'d','parentId':'stale','$PhantomParentId':'p'}],"
                "'$input':{'added':[{'$PhantomId':'c','$PhantomParentId':'p'}]}}}"),
            "{'tasks':{'added':[{'$PhantomId':'c','id':'events-101','parentId':'events-102'},"
            "{'$PhantomId':'p','id':'events-102'},{'$PhantomId':'d','parentId':'events-102','id':'"
            "events-103'}],"
            "'$input':{'added':[{'$PhantomId':'c','id':'events-101','parentId':'events-102'}]}}}");
  EXPECT_EQ(project.Tasks(), "events-102(events-101 events-103)");
}

TEST(ReferenceOrderTest, PhantomParentIdMayBeARealId) {
  TestProject project("{'tasksData':[{'id':'a'},{'id':'b'}]}");
  EXPECT_EQ(project.Change("{'tasks':{'updated':[{'id':'b','$PhantomParentId':'a'}]}}"),
            "{'tasks':{'updated':[{'id':'b','parentId':'a'}]}}");
  EXPECT_EQ(project.Tasks(), "a(b)");
}

}  // namespace
}  // namespace gantt
