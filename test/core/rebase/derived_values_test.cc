// What the author's scheduling engine derived from an edit that was left out goes with it.
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

// `gone` was removed by somebody else; an edit of it in `$input` is what is left out.
class DerivedValuesTest : public testing::Test {
 protected:
  DerivedValuesTest() { project_.Change("{'tasks':{'removed':[{'id':'gone'}]}}", "bob"); }

  TestProject project_{
      "{'tasksData':[{'id':'a','children':[{'id':'b'}]},{'id':'c'},{'id':'gone'}],'resourcesData':["
      "{'id':'r'}]}"};
};

TEST_F(DerivedValuesTest, OfEachUpdateOnlyWhatTheUserDidStays) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'updated':[{'id':'gone','duration':9},{'id':'a','effort':1,'name':"
                      "'x'},{'id':'c','start':1}],"
                      "'$input':{'updated':[{'id':'gone','duration':9},{'id':'a','name':'x'}]}}}"),
      "{'tasks':{'updated':[{'id':'a','name':'x'}],'$input':{'updated':[{'id':'a','name':'x'}]}}}");
  EXPECT_EQ(project_.Records("tasks").find("effort"), std::string::npos);
}

TEST_F(DerivedValuesTest, TheOtherStoresOfTheRevisionLoseTheirsToo) {
  EXPECT_EQ(
      project_.Change(
          "{'resources':{'updated':[{'id':'r','load':1}]},"
          "'tasks':{'updated':[{'id':'gone','n':1}],'$input':{'updated':[{'id':'gone','n':1}]}}}"),
      "{'resources':{},'tasks':{'$input':{}}}");
}

TEST_F(DerivedValuesTest, TheProjectsDerivedFieldsGoToo) {
  EXPECT_EQ(
      project_.Change(
          "{'project':{'endDate':1,'name':'x','$input':{'name':'x'}},"
          "'tasks':{'updated':[{'id':'gone','n':1}],'$input':{'updated':[{'id':'gone','n':1}]}}}"),
      "{'tasks':{'$input':{}},'project':{'name':'x','$input':{'name':'x'}}}");
}

TEST_F(DerivedValuesTest, WhatSomebodySaysWhoNeedsNoInputStays) {
  constexpr Terms kFlat{.dialect = Dialect::kFlat, .audience = kForAll};
  Outcome outcome;
  ASSERT_TRUE(
      project_.project
          .Submit(Json("{'command':'projectChange','project':1,'changes':{'project':{'name':'x'},"
                       "'resources':{'updated':[{'id':'r','load':1}]},'tasks':{'updated':[{'id':'"
                       "gone','n':1}],'$input':{'updated':[{'id':'gone','n':1}]}}}}"),
                  "ann", TestProject::kNow, kFlat, &outcome)
          .ok());
  EXPECT_EQ(SingleQuoted(outcome.told[Dialect::kFlat].front()),
            "{'command':'projectChange','project':1,'changes':{'resources':{'updated':[{'id':'r','"
            "load':1}]},'tasks':{},'project':{'name':'x'}}}");
}

TEST_F(DerivedValuesTest, WhereARecordIsStays) {
  EXPECT_EQ(
      project_.Change(
          "{'tasks':{'updated':[{'id':'c','parentIndex':0,'orderedParentIndex':0,'start':1},"
          "{'id':'b','parentId':'c','start':1}],'$input':{'updated':[{'id':'gone','n':1}]}}}"),
      "{'tasks':{'updated':[{'id':'c','parentIndex':0,'orderedParentIndex':0},{'id':'b','parentId':"
      "'c'}],'$input':{}}}");
}

TEST_F(DerivedValuesTest, WhatIsAddedOrRemovedStays) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'added':[{'id':'new','effort':1}],'removed':[{'id':'c'}],"
                      "'$input':{'added':[{'id':'new'}],'removed':[{'id':'c'},{'id':'gone'}]}}}"),
      "{'tasks':{'added':[{'id':'new','effort':1}],'removed':[{'id':'c'}],"
      "'$input':{'added':[{'id':'new'}],'removed':[{'id':'c'}]}}}");
}

TEST_F(DerivedValuesTest, WhatIsSaidOfARecordThatTheRevisionAddsStays) {
  EXPECT_EQ(project_.Change("{'tasks':{'added':[{'id':'new'}],'updated':[{'id':'new','effort':1}],"
                            "'$input':{'added':[{'id':'new'}],'updated':[{'id':'gone','n':1}]}}}"),
            "{'tasks':{'added':[{'id':'new'}],'updated':[{'id':'new','effort':1}],'$input':{'added'"
            ":[{'id':'new'}]}}}");
}

TEST_F(DerivedValuesTest, AMoveThatIsTakenBackInInputIsAnEditThatWasLeftOut) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'updated':[{'id':'a','parentId':'b'},{'id':'c','start':1}],"
                      "'$input':{'updated':[{'id':'a','parentId':'b'}]}}}"),
      "{'tasks':{'updated':[{'id':'a','parentId':null,'parentIndex':0,'orderedParentIndex':0}],"
      "'$input':{'updated':[{'id':'a','parentId':null,'parentIndex':0,'orderedParentIndex':0}]}}}");
}

TEST_F(DerivedValuesTest, WhenNothingOfInputWasLeftOutEverythingStays) {
  const std::string changes =
      "{'tasks':{'updated':[{'id':'a','effort':1},{'id':'c','start':1}],'$input':{'updated':[{'id':"
      "'a','name':'x'}]}}}";
  EXPECT_EQ(project_.Change(changes), changes);
}

TEST_F(DerivedValuesTest, AnIdThatTheProjectNeverKnewIsNotLeftOut) {
  const std::string changes =
      "{'tasks':{'updated':[{'id':'never','n':1},{'id':'c','start':1}],'$input':{'updated':[{'id':'"
      "never','n':1}]}}}";
  EXPECT_EQ(project_.Change(changes), changes);
}

TEST_F(DerivedValuesTest, WhatWasLeftOutIsNotStoredEither) {
  project_.Change(
      "{'project':{'endDate':1},'tasks':{'updated':[{'id':'c','start':1}],'$input':{'updated':[{'"
      "id':'gone'}]}}}");
  EXPECT_EQ(project_.Dataset(),
            TestProject("{'tasksData':[{'id':'a','children':[{'id':'b'}]},{'id':'c'}],"
                        "'resourcesData':[{'id':'r'}]}")
                .Dataset());
}

TEST_F(DerivedValuesTest, EveryInputEntryOfTheRecordCounts) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'updated':[{'id':'a','x':1,'z':1},{'id':'a','y':2}],"
                      "'$input':{'updated':[{'id':'a','x':1},{'id':'a','y':2},{'id':'gone'}]}}}"),
      "{'tasks':{'updated':[{'id':'a','x':1},{'id':'a','y':2}],"
      "'$input':{'updated':[{'id':'a','x':1},{'id':'a','y':2}]}}}");
}

TEST_F(DerivedValuesTest, AReferenceThatWasLeftOutSparesNoDependent) {
  project_.Change(
      "{'resources':{'added':[{'id':'s'}]},'assignments':{'added':[{'id':1,'event':'a','resource':'"
      "r'}]}}");
  EXPECT_EQ(project_.Change("{'tasks':{'$input':{'updated':[{'id':'gone','n':1}]}},'resources':{'"
                            "removed':[{'id':'r'}]},"
                            "'assignments':{'updated':[{'id':1,'resource':'s'}]}}"),
            "{'tasks':{'$input':{}},'resources':{'removed':[{'id':'r'}],'$input':{'removed':[{'id':"
            "'r'}]}},"
            "'assignments':{'removed':[{'id':1}],'$input':{'removed':[{'id':1}]}}}");
  EXPECT_EQ(project_.Records("assignments"), "[]");
}

TEST_F(DerivedValuesTest, TheContentOfAVersionStaysExactlyWhenTheUserWroteIt) {
  project_.Change("{'versions':{'added':[{'id':'v','content':'old'},{'id':'w','content':'old'}]}}");
  project_.Change(
      "{'versions':{'updated':[{'id':'v','content':'derived','name':'n'},{'id':'w','content':'said'"
      "}],"
      "'$input':{'updated':[{'id':'v','name':'n'},{'id':'w','content':'said'}]}},'tasks':{'$input':"
      "{'updated':[{'id':'"
      "gone','n':1}]}}}");
  std::string out;
  project_.project.AppendVersionContent("c", "v", &out);
  project_.project.AppendVersionContent("c", "w", &out);
  EXPECT_EQ(SingleQuoted(out),
            "{'command':'c','data':{'project':1,'versionId':'v','content':'old'}}"
            "{'command':'c','data':{'project':1,'versionId':'w','content':'said'}}");
}

}  // namespace
}  // namespace gantt
