// Nested lists, of which a client says how they differ from what it loaded.
#include <gtest/gtest.h>

#include "support.h"

namespace gantt {
namespace {

class ListDeltasTest : public testing::Test {
 protected:
  // What a chart sends of a user's edit: the same in `$input`.
  std::string Edit(const std::string& delta, std::string_view author = "ann") {
    const std::string said = "'updated':[{'id':'w','intervals':" + delta + "}]";
    return project_.Change("{'calendars':{" + said + ",'$input':{" + said + "}}}", author);
  }
  // What a chart sends of what it was given.
  std::string Sight(const std::string& delta, std::string_view author) {
    return project_.Change(
        "{'calendars':{'updated':[{'version':3,'id':'w','intervals':" + delta + "}]}}", author);
  }
  // What everybody is told of a list.
  static std::string Told(const std::string& list) {
    const std::string said = "'updated':[{'id':'w','intervals':" + list + "}]";
    return "{'calendars':{" + said + ",'$input':{" + said + "}}}";
  }
  std::string List() const {
    const std::string rows = project_.Records("calendars");
    const size_t begin = rows.find("'intervals':") + 12;
    return rows.substr(begin, rows.rfind("}]", rows.size() - 3) + 2 - begin);
  }

  TestProject project_{
      "{'calendarsData':[{'id':'w','intervals':[{'id':'a','name':'A'},{'id':'b','name':'B'}]}]}"};
};

constexpr std::string_view kNew =
    "{'added':[{'name':'N','$PhantomId':'_generatedCalendarIntervalModel_"
    "11111111-1111-4111-8111-111111111111'}]}";

TEST_F(ListDeltasTest, WhatIsAddedHasAnIdInTheListThatEverybodyIsTold) {
  const std::string list =
      "[{'id':'a','name':'A'},{'id':'b','name':'B'},{'id':'intervals-101','name':'N'}]";
  EXPECT_EQ(Edit(std::string(kNew)), Told(list));
  EXPECT_EQ(List(), list);
}

// The kinds that have no lists of their own have none under the empty key either.
TEST_F(ListDeltasTest, AListUnderTheEmptyKeyIsAnyValue) {
  EXPECT_EQ(project_.Change("{'tasks':{'added':[{'':[{}],'$PhantomId':'p'}]}}"),
            "{'tasks':{'added':[{'':[{}],'$PhantomId':'p','id':'events-101'}]}}");
}

TEST_F(ListDeltasTest, TheNextDeltaSaysTheSameAgain) {
  Edit(std::string(kNew));
  const std::string list =
      "[{'id':'a','name':'A2'},{'id':'b','name':'B'},{'id':'intervals-101','name':'N'}]";
  std::string delta(kNew);
  delta.back() = ',';
  EXPECT_EQ(Edit(delta + "'updated':[{'name':'A2','id':'a'}]}"), Told(list));
}

TEST_F(ListDeltasTest, WhatIsNotInTheNextDeltaWasRemovedOrTakenBack) {
  std::string delta(kNew);
  delta.back() = ',';
  Edit(delta + "'updated':[{'name':'A2','id':'a'}],'removed':[{'id':'b'}]}");
  EXPECT_EQ(List(), "[{'id':'a','name':'A2'},{'id':'intervals-101','name':'N'}]");
  Edit("{'updated':[{'name':'A2','id':'a'}]}");
  EXPECT_EQ(List(), "[{'id':'a','name':'A2'},{'id':'b','name':'B'}]");
}

TEST_F(ListDeltasTest, WhatOthersDidMeanwhileStays) {
  Edit(std::string(kNew));
  Edit("{'updated':[{'id':'a','name':'A2'}]}", "ben");
  Edit("{'removed':[{'id':'b'}]}", "cem");
  EXPECT_EQ(List(), "[{'id':'a','name':'A2'},{'id':'intervals-101','name':'N'}]");
  std::string delta(kNew);
  delta.back() = ',';
  Edit(delta + "'updated':[{'id':'b','name':'B2'}]}");
  EXPECT_EQ(List(), "[{'id':'a','name':'A2'},{'id':'intervals-101','name':'N'}]");
}

TEST_F(ListDeltasTest, WhatAChartWasGivenIsNoEdit) {
  Edit(std::string(kNew));
  Edit("{'updated':[{'id':'a','name':'A2'}]}", "cem");
  // It has seen the first of the two.
  EXPECT_EQ(Sight("{'added':[{'name':'N','$PhantomId':'intervals-101'}]}", "ben"),
            "{'calendars':{'updated':[{'version':3,'id':'w'}]}}");
  Edit("{'added':[{'name':'N','$PhantomId':'intervals-101'}],'removed':[{'id':'b'}]}", "ben");
  EXPECT_EQ(List(), "[{'id':'a','name':'A2'},{'id':'intervals-101','name':'N'}]");
  // What it has seen and shows no more, it has removed.
  Edit("{'removed':[{'id':'b'}]}", "ben");
  EXPECT_EQ(List(), "[{'id':'a','name':'A2'}]");
}

TEST_F(ListDeltasTest, AnOldSightBringsNothingBack) {
  Edit("{'updated':[{'id':'a','name':'A2'}]}");
  Edit("{'updated':[{'id':'a','name':'A3'}]}");
  Sight("{'updated':[{'id':'a','name':'A2'}]}", "ben");
  EXPECT_EQ(List(), "[{'id':'a','name':'A3'},{'id':'b','name':'B'}]");
  Sight("{'updated':[{'id':'a','name':'A3'}]}", "ben");
  EXPECT_EQ(List(), "[{'id':'a','name':'A3'},{'id':'b','name':'B'}]");
}

TEST_F(ListDeltasTest, AnUndoSaysTheListInInputToo) {
  Edit("{'updated':[{'id':'a','name':'A2'}],'removed':[{'id':'b'}]}");
  EXPECT_EQ(project_.Change("{'calendars':{'updated':[{'version':8,'intervals':{'updated':[{'id':"
                            "'a','name':'A2'}]},'id':'w'}],'$input':{'updated':[{'id':'w','version'"
                            ":8}]}}}"),
            "{'calendars':{'updated':[{'version':8,'intervals':[{'id':'a','name':'A2'},{'id':'b',"
            "'name':'B'}],'id':'w'}],'$input':{'updated':[{'id':'w','version':8,'intervals':[{'id':"
            "'a','name':'A2'},{'id':'b','name':'B'}]}]}}}");
}

TEST_F(ListDeltasTest, TheUndoOfAllSaysNothingOfTheList) {
  Edit(std::string(kNew));
  const std::string said = "'updated':[{'id':'w','version':2}]";
  EXPECT_EQ(
      project_.Change("{'calendars':{" + said + ",'$input':{" + said + "}}}"),
      "{'calendars':{'updated':[{'id':'w','version':2,'intervals':[{'id':'a','name':'A'},{'id"
      "':'b','name':'B'}]}],'$input':{'updated':[{'id':'w','version':2,'intervals':[{'id':'a',"
      "'name':'A'},{'id':'b','name':'B'}]}]}}}");
  // Who has changed no list means nothing by it.
  Edit(std::string(kNew));
  project_.Change("{'calendars':{" + said + ",'$input':{" + said + "}}}", "ben");
  EXPECT_NE(List().find("'N'"), std::string::npos);
}

TEST_F(ListDeltasTest, AnUndoKeepsWhatOthersDidSince) {
  Edit("{'updated':[{'id':'a','name':'A2'}],'added':[{'name':'N','$PhantomId':'_generatedX_1'}]}");
  Edit("{'added':[{'name':'O','$PhantomId':'_generatedX_2'}],'updated':[{'id':'b','name':'B2'}]}",
       "ben");
  const std::string list =
      "[{'id':'a','name':'A2'},{'id':'b','name':'B2'},{'id':'intervals-101','name':'N'},{'id':"
      "'intervals-102','name':'O'}]";
  EXPECT_EQ(List(), list);
  Sight(
      "{'updated':[{'id':'a','name':'A2'},{'id':'b','name':'B2'}],'added':[{'name':'N','$PhantomId'"
      ":'intervals-101'},{'name':'O','$PhantomId':'intervals-102'}]}",
      "ann");
  const std::string said = "'updated':[{'id':'w','version':2}]";
  project_.Change("{'calendars':{" + said + ",'$input':{" + said + "}}}");
  EXPECT_EQ(List(),
            "[{'id':'a','name':'A'},{'id':'b','name':'B2'},{'id':'intervals-102','name':'O'}]");
}

TEST_F(ListDeltasTest, WhoLoadsAgainSaysDeltasAgainstWhatItLoaded) {
  Edit(std::string(kNew));
  project_.project.NoteLoaded("ann", 1);
  Edit("{'removed':[{'id':'intervals-101'}]}");
  EXPECT_EQ(List(), "[{'id':'a','name':'A'},{'id':'b','name':'B'}]");
}

TEST_F(ListDeltasTest, WhoLoadedBeforeAnEditOfOthersSaysDeltasAgainstTheListOfThen) {
  project_.project.NoteLoaded("ben", 0);
  Edit("{'updated':[{'id':'a','name':'A2'}]}");
  Edit("{'removed':[{'id':'b'}]}", "ben");
  EXPECT_EQ(List(), "[{'id':'a','name':'A2'}]");
}

TEST_F(ListDeltasTest, WhoComesBackGoesOn) {
  Edit(std::string(kNew));
  project_.project.NoteGoesOn("ann2", "ann");
  Edit("{'removed':[{'id':'b'}]}", "ann2");
  EXPECT_EQ(List(), "[{'id':'a','name':'A'}]");
}

TEST_F(ListDeltasTest, AResetForgetsWhatClientsShowed) {
  Edit(std::string(kNew));
  project_.Reset("{'calendarsData':[{'id':'w','intervals':[{'id':'c','name':'C'}]}]}");
  Edit("{'updated':[{'id':'c','name':'C2'}]}");
  EXPECT_EQ(List(), "[{'id':'c','name':'C2'}]");
}

TEST_F(ListDeltasTest, AProgramMayLeaveInputOut) {
  EXPECT_EQ(
      Sight(std::string(kNew), "ben"),
      "{'calendars':{'updated':[{'version':3,'id':'w','intervals':[{'id':'a','name':'A'},{'id'"
      ":'b','name':'B'},{'id':'intervals-101','name':'N'}]}]}}");
}

TEST_F(ListDeltasTest, ListsInListsToo) {
  TestProject project(
      "{'resourcesData':[{'id':'r','rateTables':[{'name':'T','rates':[{'rate':1},{'id':7,'rate':2}]"
      "}]}]}");
  EXPECT_EQ(project.Records("resources"),
            "[{'id':'r','rateTables':[{'id':'rateTables-101','name':'T','rates':[{'id':'rates-102',"
            "'rate':1},{'id':7,'rate':2}]}]}]");
  const std::string said =
      "'updated':[{'id':'r','rateTables':{'updated':[{'id':'rateTables-101','rates':{'added':[{'"
      "rate"
      "':3,'$PhantomId':'_generatedResourceRateModel_1'}],'updated':[{'id':7,'rate':4}]}}],'added':"
      "["
      "{'name':'U','rates':{'added':[{'rate':5,'$PhantomId':'_generatedResourceRateModel_2'}]},"
      "'$PhantomId':'_generatedResourceRateTableModel_3'}]}}]";
  const std::string told =
      "'updated':[{'id':'r','rateTables':[{'id':'rateTables-101','name':'T','rates':[{'id':"
      "'rates-102','rate':1},{'id':7,'rate':4},{'id':'rates-103','rate':3}]},{'id':'rateTables-104'"
      ","
      "'name':'U','rates':[{'id':'rates-105','rate':5}]}]}]";
  EXPECT_EQ(project.Change("{'resources':{" + said + ",'$input':{" + said + "}}}"),
            "{'resources':{" + told + ",'$input':{" + told + "}}}");
  const std::string removed =
      "'updated':[{'id':'r','rateTables':{'removed':[{'id':'rateTables-101'}],'added':[{'name':'U',"
      "'rates':{'added':[{'rate':6,'$PhantomId':'_generatedResourceRateModel_2'}]},'$PhantomId':"
      "'rateTables-104'}]}}]";
  project.Change("{'resources':{" + removed + ",'$input':{" + removed + "}}}");
  EXPECT_EQ(project.Records("resources"),
            "[{'id':'r','rateTables':[{'id':'rateTables-104','name':'U','rates':[{'id':'rates-105',"
            "'rate':6}]}]}]");
}

TEST_F(ListDeltasTest, WhatANewRecordBringsIsAList) {
  const std::string added =
      "'added':[{'$PhantomId':'_generatedCalendarModel_1','name':'X','intervals':{'added':[{'name':"
      "'N','$PhantomId':'_generatedCalendarIntervalModel_2'}]}}]";
  EXPECT_EQ(
      project_.Change("{'calendars':{" + added + ",'$input':{" + added + "}}}"),
      "{'calendars':{'added':[{'$PhantomId':'_generatedCalendarModel_1','name':'X','intervals'"
      ":[{'id':'intervals-102','name':'N'}],'id':'calendars-101'}],'$input':{'added':[{"
      "'$PhantomId':'_generatedCalendarModel_1','name':'X','intervals':[{'id':'intervals-102',"
      "'name':'N'}],'id':'calendars-101'}]}}}");
}

TEST_F(ListDeltasTest, ARecordThatComesBackHasTheListThatItsAuthorSays) {
  Edit("{'updated':[{'id':'a','name':'A2'}]}");
  project_.Change("{'calendars':{'removed':[{'id':'w'}]}}");
  const std::string added =
      "'added':[{'$PhantomId':'w','intervals':{'updated':[{'id':'a','name':'A2'}]}}]";
  project_.Change("{'calendars':{" + added + ",'$input':{" + added + "}}}");
  EXPECT_EQ(List(), "[{'id':'a','name':'A2'},{'id':'b','name':'B'}]");
}

TEST_F(ListDeltasTest, AnyFieldMayHoldAListButNoObjectIsTakenForADelta) {
  TestProject project(
      "{'tasksData':[{'id':1,'notes':[{'id':5,'text':'x'}],'options':{'added':[]}}]}");
  project.Change(
      "{'tasks':{'updated':[{'id':1,'notes':{'added':[{'text':'y','$PhantomId':'_generatedNote_1'}]"
      "}"
      ",'options':{'added':[{'a':1}],'updated':[]}}]}}");
  EXPECT_EQ(
      project.Records("tasks"),
      "[{'id':1,'notes':[{'id':5,'text':'x'},{'id':'notes-101','text':'y'}],'options':{'added':"
      "[{'a':1}],'updated':[]},'parentIndex':0,'orderedParentIndex':0}]");
}

TEST_F(ListDeltasTest, AWholeListGetsIdsToo) {
  const std::string said = "'updated':[{'id':'w','intervals':[{'name':'N'}]}]";
  EXPECT_EQ(project_.Change("{'calendars':{" + said + ",'$input':{" + said + "}}}"),
            Told("[{'id':'intervals-101','name':'N'}]"));
}

TEST_F(ListDeltasTest, ReplayMakesTheSameLists) {
  ProjectOptions options;
  options.keeps_journal = true;
  TestProject writer("{'calendarsData':[{'id':'w','intervals':[{'name':'A'}]}]}", options);
  const std::string start = writer.project.Snapshot();
  for (const std::string_view change :
       {"{'calendars':{'updated':[{'id':'w','intervals':{'added':[{'name':'N','$PhantomId':"
        "'_generatedX_1'}]}}],'$input':{}}}",
        "{'calendars':{'updated':[{'id':'w','intervals':{'removed':[{'id':'intervals-101'}]}}],"
        "'$input':{'updated':[{'id':'w'}]}}}"}) {
    writer.Change(change);
  }
  TestProject reader("{}", options);
  EXPECT_EQ(Render(reader.project.Restore(start, writer.project.TakeJournal())), "OK");
  EXPECT_EQ(reader.project.Snapshot(), writer.project.Snapshot());
}

TEST_F(ListDeltasTest, ListsThatAMessageCannotPayForAreRefused) {
  std::string big = "{'calendarsData':[{'id':'w','intervals':[{'id':'a','name':'";
  big.append(size_t{1} << 20, 'x').append("'}]}]}");
  TestProject project(big);
  std::string change = "{'calendars':{'updated':[";
  for (int i = 0; i < 40; ++i) {
    if (i > 0) change.push_back(',');
    change.append("{'id':'w','intervals':{'removed':[{'id':'z'}]}}");
  }
  EXPECT_TRUE(project.Change(change + "]}}").starts_with("ERR_MESSAGE_TOO_LARGE"));
}

}  // namespace
}  // namespace gantt
