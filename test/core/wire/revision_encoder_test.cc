// The two texts that everybody gets: revisions and datasets.
#include "wire/revision_encoder.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "support.h"

namespace gantt {
namespace {

TEST(ChangeEncoderTest, AStoreThatWasNotTouchedGoesOutAsItCameBesideOneThatWas) {
  TestProject project;
  EXPECT_EQ(project.Change(
                "{'resources':{ 'updated':[ {'id':1} ] },'tasks':{'added':[{'$PhantomId':'p'}]}}"),
            "{'resources':{ 'updated':[ {'id':1} ] "
            "},'tasks':{'added':[{'$PhantomId':'p','id':'events-101'}]}}");
}

TEST(ChangeEncoderTest, AnEntryThatWasNotTouchedGoesOutAsItCameBesideOneThatWas) {
  EXPECT_EQ(
      TestProject().Change(
          "{'tasks':{'added':[{ 'id':1 ,'x':[ ] },{'$PhantomId':'p' , 'y' : { } }]}}"),
      "{'tasks':{'added':[{ 'id':1 ,'x':[ ] },{'$PhantomId':'p','y':{ },'id':'events-101'}]}}");
}

// Neighbours go out as one piece; what was hidden, rewritten or stood apart is no neighbour.
TEST(ChangeEncoderTest, TheFieldsOfARewrittenEntryGoOutWithoutTheSpaceBetweenThem) {
  TestProject project;
  project.Change("{'tasks':{'added':[{'$PhantomId':'p'}]}}");
  EXPECT_EQ(
      project.Change("{'tasks':{'added':[{'$PhantomId':'p','a':1,'b':[ 2 ],'c' :3,'d': 4,'e':5"
                     ",'parentId':null,'x':'_generated-p','f':6 ,'g':7,'\\u0068':8,'i':9}]}}"),
      "{'tasks':{'updated':[{'a':1,'b':[ 2 ],'c':3,'d':4,'e':5,'parentId':null,'x':"
      "'_generated-p','f':6,'g':7,'h':8,'i':9,'id':'events-101'}]}}");
}

TEST(ChangeEncoderTest, KeysThatMeanNothingHereArePassedOn) {
  EXPECT_EQ(TestProject().Change("{'tasks':{'version':[1],'added':[{'$PhantomId':'p'}],'$input':{'"
                                 "added':[{'$PhantomId':'p'}],"
                                 "'by':'x'},'a\\u0022b':null}}"),
            "{'tasks':{'added':[{'$PhantomId':'p','id':'events-101'}],'version':[1],'a\\'b':null,"
            "'$input':{'added':[{'$PhantomId':'p','id':'events-101'}],'by':'x'}}}");
}

TEST(ChangeEncoderTest, TheProjectsInputIsRewrittenInItsPlace) {
  TestProject project;
  project.Change("{'calendars':{'added':[{'$PhantomId':'p'}]}}");
  EXPECT_EQ(
      project.Change(
          "{'project':{'a':1,'$input':{'calendar':'p','b':2},'calendar':'p','c':3},'tasks':{}}"),
      "{'tasks':{},'project':{'a':1,'$input':{'calendar':'calendars-101','b':2},'calendar':'"
      "calendars-101','c':3}}");
}

TEST(ChangeEncoderTest, AListOfWhichNothingIsLeftIsLeftOut) {
  TestProject project("{'tasksData':[{'id':'a'}]}");
  project.Change("{'tasks':{'removed':[{'id':'a'}]}}");
  EXPECT_EQ(
      project.Change("{'tasks':{'added':[],'updated':[{'id':'a'}],'removed':[{'id':'a'}],'x':1}}"),
      "{'tasks':{'x':1}}");
}

TEST(DatasetEncoderTest, ChildrenAreNestedAndNumberedFromZero) {
  TestProject project(
      "{'tasksData':[{'id':'a','children':[{'id':'b','children':[{'id':'c'}]},{'id':'d'}]},{'id':'"
      "e'}]}");
  EXPECT_EQ(project.Records("tasks"),
            "[{'id':'a','parentIndex':0,'orderedParentIndex':0,'children':["
            "{'id':'b','parentIndex':0,'orderedParentIndex':0,'children':[{'id':'c','parentIndex':"
            "0,'orderedParentIndex':0}]},"
            "{'id':'d','parentIndex':1,'orderedParentIndex':1}]},{'id':'e','parentIndex':1,'"
            "orderedParentIndex':1}]");
}

TEST(DatasetEncoderTest, CalendarsAreNestedWithoutIndexes) {
  TestProject project("{'calendarsData':[{'id':'a','children':[{'id':'b'}]}]}");
  EXPECT_EQ(project.Records("calendars"), "[{'id':'a','children':[{'id':'b'}]}]");
}

TEST(DatasetEncoderTest, BothIndexesAreRenumberedWhateverTheValuesWere) {
  TestProject project("{'tasksData':[{'id':'a'},{'id':'b'}]}");
  project.Change(
      "{'tasks':{'updated':[{'id':'a','parentIndex':70,'orderedParentIndex':70},{'id':'b','"
      "parentIndex':null}]}}");
  EXPECT_EQ(project.Records("tasks"),
            "[{'id':'b','parentIndex':0,'orderedParentIndex':0},{'id':'a','parentIndex':1,'"
            "orderedParentIndex':1}]");
}

TEST(DatasetEncoderTest, AnIdKeepsTheTypeInWhichItArrived) {
  TestProject project("{'tasksData':[{'id':1},{'id':'2'}]}");
  project.Change("{'tasks':{'updated':[{'id':'1','x':1},{'id':2,'x':1}]}}");
  EXPECT_EQ(project.Records("tasks"),
            "[{'id':1,'x':1,'parentIndex':0,'orderedParentIndex':0},{'id':'2','x':1,'parentIndex':"
            "1,'orderedParentIndex':1}]");
}

TEST(DatasetEncoderTest, AVeryDeepTreeNeedsNoStack) {
  Store store("tasks");
  Record* deepest = nullptr;
  for (int depth = 0; depth < 100'000; ++depth) {
    deepest = store.Add(std::to_string(depth), deepest);
    deepest->fields.Set("id", deepest->key());
  }
  const std::string out = Joined(store.Rows());
  std::string closing = "0}";
  for (int depth = 1; depth < 100'000; ++depth) closing += "]}";
  EXPECT_TRUE(out.substr(out.find("0}")) == closing + "]");
}

TEST(DatasetEncoderTest, StoresWithStrangeNamesMakeGoodJson) {
  TestProject project;
  project.Change(R"({'a\'b\u0000\\':{'added':[{'id':1}]},'':{'added':[{'id':2}]}})");
  const std::string out = Joined(project.project.Dataset(DatasetView::kCommands));
  const nlohmann::json dataset = nlohmann::json::parse(out, nullptr, false);
  ASSERT_FALSE(dataset.is_discarded()) << out;
  const nlohmann::json& stores = dataset["data"]["dataset"];
  EXPECT_EQ(stores[std::string("a\"b\0\\Data", 9)].dump() + stores["Data"].dump(),
            R"([{"id":1}][{"id":2}])");
}

}  // namespace
}  // namespace gantt
