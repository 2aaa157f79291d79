// Values of which a client says only a part.
#include <gtest/gtest.h>

#include "support.h"

namespace gantt {
namespace {

class PartialValuesTest : public testing::Test {
 protected:
  TestProject project_{
      "{'tasksData':[{'id':1,'options':{'percentDone':5,'other':1,'deep':{'x':1,'y':2}},"
      "'segments':[{'id':'s1','name':'a'},{'id':'s2','name':'b'}]},{'id':2}]}"};
};

TEST_F(PartialValuesTest, APartOfAnObjectIsMergedAndInputSaysTheWhole) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'updated':[{'options':{'percentDone':77},'id':1}],"
                      "'$input':{'updated':[{'id':1}]}}}"),
      "{'tasks':{'updated':[{'options':{'percentDone':77,'other':1,'deep':{'x':1,'y':2}},'id':1}],"
      "'$input':{'updated':[{'id':1,'options':{'percentDone':77,'other':1,'deep':{'x':1,'y':2}}}]}}"
      "}");
}

TEST_F(PartialValuesTest, SoDeepAsBothAreObjectsAndNewKeysComeLast) {
  EXPECT_EQ(project_.Change("{'tasks':{'updated':[{'id':1,'options':{'deep':{'x':3,'z':4},'new':[1]"
                            "}}]}}"),
            "{'tasks':{'updated':[{'id':1,'options':{'percentDone':5,'other':1,'deep':{'x':3,'y':2,"
            "'z':4},'new':[1]}}]}}");
}

TEST_F(PartialValuesTest, AnObjectThatInputSaysTooIsWhole) {
  const std::string change =
      "{'tasks':{'updated':[{'id':1,'options':{'percentDone':77}}],"
      "'$input':{'updated':[{'id':1,'options':{'percentDone':77}}]}}}";
  EXPECT_EQ(project_.Change(change), change);
}

TEST_F(PartialValuesTest, AnObjectInPlaceOfSomethingElseIsWhole) {
  const std::string change = "{'tasks':{'updated':[{'id':2,'options':{'a':1}}]}}";
  EXPECT_EQ(project_.Change(change), change);
}

TEST_F(PartialValuesTest, TwoPartsOfOneRevisionAddUp) {
  project_.Change(
      "{'tasks':{'updated':[{'id':1,'options':{'percentDone':6}},{'id':1,'options':{'other':2}}]}"
      "}");
  EXPECT_NE(project_.Records("tasks").find("'options':{'percentDone':6,'other':2,"),
            std::string::npos);
}

TEST_F(PartialValuesTest, OfManyPartsOfOneRevisionTheLastGoesOutAsTheWhole) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'updated':[{'id':1,'options':{'percentDone':6}},"
                      "{'name':'a','options':{'deep':{'x':3},'new':1},'id':1},"
                      "{'id':1,'options':{'deep':{'z':4},'new':2}}]}}"),
      "{'tasks':{'updated':[{'id':1,'options':{'percentDone':6,'other':1,'deep':{'x':1,'y':2}}},"
      "{'name':'a','options':{'deep':{'x':3},'new':1},'id':1},{'id':1,'options':{'percentDone':6,"
      "'other':1,'deep':{'x':3,'y':2,'z':4},'new':2}}]}}");
}

TEST_F(PartialValuesTest, SoItIsInInput) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'updated':[{'id':1,'options':{'percentDone':6}},"
                      "{'id':1,'options':{'other':2}}],'$input':{'updated':[{'id':1}]}}}"),
      "{'tasks':{'updated':[{'id':1,'options':{'percentDone':6,'other':1,'deep':{'x':1,'y':2}}},"
      "{'id':1,'options':{'percentDone':6,'other':2,'deep':{'x':1,'y':2}}}],'$input':{'updated':[{'"
      "id':1,'options':{'percentDone':6,'other':2,"
      "'deep':{'x':1,'y':2}}}]}}}");
}

TEST_F(PartialValuesTest, OtherDialectsSayWholeObjects) {
  Terms terms;
  terms.dialect = Dialect::kSync;
  Outcome outcome;
  EXPECT_EQ(Render(project_.project.Submit(
                Json("{'type':'changes','payload':{'tasks':{'updated':[{'id':1,'options':{'a':1}}]}"
                     "},'revision':1}"),
                "ann", TestProject::kNow, terms, &outcome)),
            "OK");
  EXPECT_NE(project_.Records("tasks").find("'options':{'a':1}"), std::string::npos);
}

TEST_F(PartialValuesTest, FieldsThatAreNamedAreMergedWhoeverSaysThem) {
  ProjectOptions options;
  options.merged = FieldNames({"tasks.options"});
  TestProject project("{'tasksData':[{'id':1,'options':{'a':1,'b':2},'other':{'a':1}}]}", options);
  EXPECT_EQ(project.Change("{'tasks':{'updated':[{'id':1,'options':{'b':3},'other':{'b':3}}],"
                           "'$input':{'updated':[{'id':1,'options':{'b':3},'other':{'b':3}}]}}}"),
            "{'tasks':{'updated':[{'id':1,'options':{'a':1,'b':3},'other':{'b':3}}],"
            "'$input':{'updated':[{'id':1,'options':{'a':1,'b':3},'other':{'b':3}}]}}}");
  Terms terms;
  terms.dialect = Dialect::kSync;
  Outcome outcome;
  EXPECT_EQ(Render(project.project.Submit(
                Json("{'type':'changes','payload':{'tasks':{'updated':[{'id':1,'options':{'a':4}}]}"
                     "},'revision':1}"),
                "ann", TestProject::kNow, terms, &outcome)),
            "OK");
  EXPECT_NE(project.Records("tasks").find("'options':{'a':4,'b':3}"), std::string::npos);
}

TEST_F(PartialValuesTest, AHoleIsTheSegmentThatIsThere) {
  EXPECT_EQ(
      project_.Change("{'tasks':{'updated':[{'id':1,'segments':[null,{'id':'s2','name':'c'}]"
                      "}],'$input':{'updated':[{'id':1,'segments':[null,{'id':'s2','name':"
                      "'c'}]}]}}}"),
      "{'tasks':{'updated':[{'id':1,'segments':[{'id':'s1','name':'a'},{'id':'s2','name':'c'}]"
      "}],'$input':{'updated':[{'id':1,'segments':[{'id':'s1','name':'a'},{'id':'s2','name':"
      "'c'}]}]}}}");
}

TEST_F(PartialValuesTest, NoHoleIsKept) {
  project_.Change(
      "{'tasks':{'updated':[{'id':1,'segments':[null,null,null,{'id':'s4'}]},"
      "{'id':2,'segments':[null]}],'added':[{'id':3,'segments':[null,{'id':'s5'}]}]}}");
  EXPECT_EQ(project_.Records("tasks").find("null"), std::string::npos);
  EXPECT_NE(project_.Records("tasks").find("{'id':'s2','name':'b'},{'id':'s4'}]"),
            std::string::npos);
}

TEST_F(PartialValuesTest, AnEditOfSegmentsWithAnEmptyInputIsSaidThere) {
  EXPECT_EQ(project_.Change("{'tasks':{'updated':[{'id':1,'segments':null,'duration':9,'endDate':3}"
                            ",{'id':2,'duration':1}],'$input':{}},'project':{'duration':9}}"),
            "{'tasks':{'updated':[{'id':1,'segments':null,'duration':9,'endDate':3},{'id':2,"
            "'duration':1}],'$input':{'updated':[{'id':1,'segments':null,'duration':9}]}},"
            "'project':{'duration':9}}");
}

TEST_F(PartialValuesTest, SegmentsThatWereDerivedAreNot) {
  for (const char* change : {
           "{'tasks':{'updated':[{'id':1,'segments':null}],'$input':{'updated':[{'id':2}]}}}",
           "{'tasks':{'updated':[{'id':1,'segments':null}]}}",
           "{'tasks':{'updated':[{'id':1,'segments':null}],'$input':{}},"
           "'calendars':{'updated':[{'id':'c','x':1}],'$input':{'updated':[{'id':'c','x':1}]}}}",
       }) {
    EXPECT_EQ(project_.Change(change), change);
  }
}

}  // namespace
}  // namespace gantt
