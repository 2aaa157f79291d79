// protocol.md, "Ids and references": which record an added record is.
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

constexpr const char* kUuid = "_generatedTaskModel_0b9c7a52-33f1-4d0e-9c6e-0a1b2c3d4e5f";

std::string Add(std::string_view phantom) {
  return "{'tasks':{'added':[{'$PhantomId':'" + std::string(phantom) + "'}]}}";
}

TEST(ReferencesTest, ANewRecordGetsItsIdBesideItsPhantomIdAndInItsInput) {
  TestProject project;
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'$PhantomId':'p','name':'x'}],'$input':{'added':[{'"
                           "$PhantomId':'p'}]}}}"),
            "{'tasks':{'added':[{'$PhantomId':'p','name':'x','id':'events-101'}],"
            "'$input':{'added':[{'$PhantomId':'p','id':'events-101'}]}}}");
}

TEST(ReferencesTest, ARecordWithoutAnyNameGetsAnId) {
  EXPECT_EQ(TestProject().Change("{'tasks':{'added':[{'name':'x'},{}]}}"),
            "{'tasks':{'added':[{'name':'x','id':'events-101'},{'id':'events-102'}]}}");
}

TEST(ReferencesTest, WithoutNamesThePositionTellsWhichRecordTheInputMeans) {
  EXPECT_EQ(TestProject().Change(
                "{'tasks':{'added':[{'n':1},{'n':2}],'$input':{'added':[{'n':1},{'n':2}]}}}"),
            "{'tasks':{'added':[{'n':1,'id':'events-101'},{'n':2,'id':'events-102'}],"
            "'$input':{'added':[{'n':1,'id':'events-101'},{'n':2,'id':'events-102'}]}}}");
}

TEST(ReferencesTest, ARecordThatBringsItsIdKeepsIt) {
  TestProject project;
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'id':'mine','name':'x'},{'id':7}]}}"),
            "{'tasks':{'added':[{'id':'mine','name':'x'},{'id':7}]}}");
  EXPECT_EQ(project.Tasks(), "mine 7");
}

TEST(ReferencesTest, TheIdsOfAMessageAreTakenBeforeOneIsGivenOut) {
  EXPECT_EQ(TestProject().Changes({"{'tasks':{'added':[{'$PhantomId':'p'},{'id':'events-101'}]}}",
                                   "{'tasks':{'added':[{'$PhantomId':'q'},{'id':103}]}}"}),
            "{'tasks':{'added':[{'$PhantomId':'p','id':'events-104'},{'id':'events-101'}]}}\n"
            "{'tasks':{'added':[{'$PhantomId':'q','id':'events-105'},{'id':103}]}}");
}

TEST(ReferencesTest, TheSameAuthorsNameIsTheSameRecord) {
  TestProject project;
  project.Change(Add("_generatedClassModelUID_1"));
  EXPECT_EQ(project.Change(Add("_generatedClassModelUID_1")),
            "{'tasks':{'updated':[{'id':'events-101'}]}}");
  EXPECT_EQ(project.Tasks(), "events-101");
}

TEST(ReferencesTest, ACountedNameOfAnotherAuthorIsAnotherRecord) {
  TestProject project;
  project.Change(Add("_generatedClassModelUID_1"), "ann");
  project.Change(Add("_generatedClassModelUID_1"), "bob");
  EXPECT_EQ(project.Tasks(), "events-101 events-102");
}

TEST(ReferencesTest, ANameWithAUuidIsOneRecordWhoeverUsesIt) {
  TestProject project;
  project.Change(Add(kUuid), "ann");
  EXPECT_EQ(project.Change(Add(kUuid), "bob"), "{'tasks':{'updated':[{'id':'events-101'}]}}");
}

TEST(ReferencesTest, ANameInAnotherStoreIsAnotherRecord) {
  TestProject project;
  project.Change(
      "{'tasks':{'added':[{'$PhantomId':'p'}]},'resources':{'added':[{'$PhantomId':'p'}]}}");
  EXPECT_EQ(project.Records("resources"), "[{'id':'resources-102'}]");
}

TEST(ReferencesTest, ARealIdThatTheStoreHoldsNamesItsRecord) {
  TestProject project("{'tasksData':[{'id':7,'name':'x'}]}");
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'$PhantomId':'7','name':'y'}]}}"),
            "{'tasks':{'updated':[{'name':'y','id':7}]}}");
}

TEST(ReferencesTest, ARealIdThatTheStoreHeldBringsTheRecordBack) {
  TestProject project("{'tasksData':[{'id':'a'},{'id':'b'}]}");
  project.Change("{'tasks':{'removed':[{'id':'a'}]}}");
  EXPECT_EQ(
      project.Change("{'tasks':{'added':[{'$PhantomId':'a','name':'x'}]}}"),
      "{'tasks':{'added':[{'name':'x','id':'a'}],'$input':{'added':[{'name':'x','id':'a'}]}}}");
  EXPECT_EQ(project.Tasks(), "b a");
}

TEST(ReferencesTest, ARealIdOfAnotherStoreNamesNothing) {
  TestProject project("{'resourcesData':[{'id':'a'}]}");
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'$PhantomId':'a'}]}}"),
            "{'tasks':{'added':[{'$PhantomId':'a','id':'events-101'}]}}");
}

TEST(ReferencesTest, AnOwnNameGoesBeforeARealId) {
  TestProject project;
  project.Change(Add("x"));  // Becomes events-101.
  project.Change("{'tasks':{'added':[{'id':'x'}]}}");
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'$PhantomId':'x','name':'n'}]}}"),
            "{'tasks':{'updated':[{'name':'n','id':'events-101'}]}}");
}

TEST(ReferencesTest, APhantomNamesItsRecordInUpdatedAndRemoved) {
  TestProject project;
  project.Change(Add("p"));
  EXPECT_EQ(project.Change("{'tasks':{'updated':[{'id':'p','name':'x'}],'removed':[{'id':'p'}]}}"),
            "{'tasks':{'updated':[{'id':'events-101','name':'x'}],'removed':[{'id':'events-101'}],"
            "'$input':{'removed':[{'id':'events-101'}]}}}");
}

TEST(ReferencesTest, ALaterRevisionOfTheMessageKnowsTheNamesOfTheEarlier) {
  EXPECT_EQ(
      TestProject().Changes({Add("p"), "{'tasks':{'added':[{'$PhantomId':'p','name':'x'}]}}"}),
      "{'tasks':{'added':[{'$PhantomId':'p','id':'events-101'}]}}\n"
      "{'tasks':{'updated':[{'name':'x','id':'events-101'}]}}");
}

TEST(ReferencesTest, ANameThatComesTwiceInOneListIsOneRecord) {
  TestProject project;
  EXPECT_EQ(
      project.Change("{'tasks':{'added':[{'$PhantomId':'p','a':1},{'$PhantomId':'p','b':2}]}}"),
      "{'tasks':{'added':[{'$PhantomId':'p','a':1,'id':'events-101'}],'updated':[{'b':2,'id':'"
      "events-101'}]}}");
  EXPECT_EQ(project.Records("tasks"),
            "[{'a':1,'id':'events-101','b':2,'parentIndex':0,'orderedParentIndex':0}]");
}

TEST(ReferencesTest, ANewNameBesideAKnownOneStaysNew) {
  TestProject project;
  project.Change(Add("known"));
  EXPECT_EQ(project.Change(
                "{'tasks':{'added':[{'$PhantomId':'new'},{'$PhantomId':'known','name':'x'}]}}"),
            "{'tasks':{'added':[{'$PhantomId':'new','id':'events-102'}],'updated':[{'name':'x','id'"
            ":'events-101'}]}}");
  EXPECT_EQ(project.Tasks(), "events-101 events-102");
}

TEST(ReferencesTest, AResetForgetsNamesAndGoesOnCounting) {
  TestProject project;
  project.Change(Add(kUuid));
  project.Reset("{}");
  EXPECT_EQ(project.Change(Add(kUuid)),
            "{'tasks':{'added':[{'$PhantomId':'" + std::string(kUuid) + "','id':'events-102'}]}}");
}

TEST(ReferencesTest, ARefusedMessageTakesNoNumbersAndNames) {
  TestProject project;
  project.Changes({Add("p"), "{'tasks':7}"});
  EXPECT_EQ(project.Change(Add("q")), "{'tasks':{'added':[{'$PhantomId':'q','id':'events-101'}]}}");
}

TEST(ReferencesTest, IdsMayBeNumbersOrUuids) {
  TestProject numbers("{}", {.id_format = IdFormat::kNumber});
  EXPECT_EQ(
      numbers.Change("{'tasks':{'added':[{'$PhantomId':'p'},{'$PhantomId':'q','parentId':'p'}]}}"),
      "{'tasks':{'added':[{'$PhantomId':'p','id':101},{'$PhantomId':'q','parentId':101,'id':102}]}"
      "}");
  TestProject uuids("{}", {.id_format = IdFormat::kUuid, .seed = 1});
  uuids.Change("{'tasks':{'added':[{'$PhantomId':'p'},{'$PhantomId':'q','parentId':'p'}]}}");
  const std::string tree = uuids.Tasks();
  EXPECT_EQ(tree.size(), 36U * 2 + 2) << tree;
  EXPECT_EQ(tree[36], '(') << tree;
}

}  // namespace
}  // namespace gantt
