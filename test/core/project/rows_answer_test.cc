// What a client that keeps no connection is answered.
#include "project/rows_answer.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "support.h"

namespace gantt {
namespace {

class RowsProject {
 public:
  RowsProject() : project_(Options()) {}

  // The answer, or the error.
  std::string Sync(std::string_view pack) {
    Terms terms;
    terms.dialect = kTop;
    Outcome outcome;
    const std::string author = "http-" + std::to_string(++requests_);
    terms.origin = "user ann";
    const Status status = project_.Submit(Json(pack), author, TestProject::kNow, terms, &outcome);
    if (!status.ok()) return Render(status);
    return SingleQuoted(outcome.author->front());
  }

  // The server ends, and goes on with what it has kept.
  void Restart() {
    records_ += project_.TakeJournal();
    EXPECT_EQ(Render(project_.Restore(project_.Snapshot(), records_)), "OK");
  }

 private:
  static constexpr size_t kTop = 4;
  static ProjectOptions Options() {
    ProjectOptions options = TestOptions();
    options.keeps_journal = true;
    Wording& top = options.wordings.emplace_back();
    top.shape = Shape::kTop;
    top.is_answered = true;
    top.told.Add("{}");
    return options;
  }

  Project project_;
  std::string records_;
  int requests_ = 0;
};

TEST(RowsAnswerTest, HasARowForEachRecordOfThePack) {
  RowsProject project;
  EXPECT_EQ(
      project.Sync("{'requestId':1,'revision':0,'tasks':{'added':[{'$PhantomId':'p','name':'a'},"
                   "{'name':'b','parentId':'p'}]}}"),
      "{'success':true,'requestId':1,'revision':1,'tasks':{'rows':["
      "{'$PhantomId':'p','id':'events-101'},"
      "{'id':'events-102','parentId':'events-101'}]}}");
  EXPECT_EQ(project.Sync("{'revision':1,'tasks':{'updated':[{'id':'events-101','name':'c'}],"
                         "'removed':[{'id':'events-102'}]}}"),
            "{'success':true,'revision':2,'tasks':{'rows':[{'id':'events-101'}],"
            "'removed':[{'id':'events-102'}]}}");
}

TEST(RowsAnswerTest, TellsWhatOthersChangedOnceAndAsItIsNow) {
  RowsProject project;
  project.Sync("{'tasks':{'added':[{'id':1,'name':'a'},{'id':2,'name':'b'}]}}");
  project.Sync("{'revision':1,'tasks':{'updated':[{'id':1,'name':'x','note':1}]}}");
  project.Sync("{'revision':2,'tasks':{'updated':[{'id':1,'name':'y'}],'removed':[{'id':2}]}}");
  project.Sync("{'revision':3,'project':{'name':'P'},'tasks':{'added':[{'id':3,'parentId':1}]}}");
  EXPECT_EQ(project.Sync("{'revision':1}"),
            "{'success':true,'revision':4,'project':{'name':'P'},'tasks':{'rows':["
            "{'id':3,'parentId':1,'parentIndex':0,'orderedParentIndex':0},"
            "{'id':1,'name':'y','note':1}],'removed':[{'id':2}]}}");
  EXPECT_EQ(project.Sync("{'revision':4}"), "{'success':true,'revision':4}");
}

TEST(RowsAnswerTest, NamesWhatGoesBecauseWhatItRefersToGoes) {
  RowsProject project;
  project.Sync(
      "{'tasks':{'added':[{'id':1},{'id':2}]},"
      "'dependencies':{'added':[{'id':5,'fromTask':1,'toTask':2},{'id':'d','from':2,'to':1}]}}");
  const std::string_view pack = "{'requestId':2,'revision':1,'tasks':{'removed':[{'id':1}]}}";
  const std::string first = project.Sync(pack);
  EXPECT_EQ(first,
            "{'success':true,'requestId':2,'revision':2,'tasks':{'removed':[{'id':1}]},"
            "'dependencies':{'removed':[{'id':5},{'id':'d'}]}}");
  EXPECT_EQ(project.Sync(pack), first);
}

TEST(RowsAnswerTest, TellsTheIdOfWhatIsGoneToWhoKnowsItByItsName) {
  RowsProject project;
  const std::string_view pack =
      "{'requestId':1,'revision':0,'tasks':{'added':[{'$PhantomId':'_generated_1'}]}}";
  project.Sync(pack);
  project.Sync("{'revision':1,'tasks':{'removed':[{'id':'events-101'}]}}");
  EXPECT_EQ(project.Sync(pack),
            "{'success':true,'requestId':1,'revision':2,'tasks':{'rows':["
            "{'$PhantomId':'_generated_1','id':'events-101'}],'removed':[{'id':'events-101'}]}}");
}

// The author did not know that it was gone, and named it as before: it comes back without what was
// below it.
TEST(RowsAnswerTest, TellsWhatWentBelowARecordThatCameBackByItsName) {
  RowsProject project;
  project.Sync("{'tasks':{'added':[{'id':1}]}}");
  project.Sync(
      "{'tasks':{'added':[{'$PhantomId':'_generated_769b1a52-b502-4d11-8cb7-76409c73358a','"
      "parentId':1},"
      "{'$PhantomId':'_generated_18bd131b-35c5-4db8-9a70-fc4d32c20ba4','parentId':'_generated_"
      "769b1a52-b502-4d11-8cb7-76409c73358a'}]}}");
  project.Sync("{'revision':2,'tasks':{'removed':[{'id':1}]}}");
  project.Sync(
      "{'revision':2,'tasks':{'added':[{'$PhantomId':'_generated_769b1a52-b502-4d11-8cb7-"
      "76409c73358a','name':'b'}]}}");
  EXPECT_EQ(
      project.Sync("{'revision':2}"),
      "{'success':true,'revision':4,'tasks':{'rows':[{'id':'events-101','name':'b','parentId':"
      "null,'parentIndex':0,'orderedParentIndex':0}],'removed':[{'id':1},{'id':'events-102'}]}"
      "}");
}

TEST(RowsAnswerTest, PutsNothingUnderAParentThatIsToldLater) {
  RowsProject project;
  project.Sync("{'tasks':{'added':[{'id':1},{'id':2,'parentId':1},{'id':3}]}}");
  // Known records change places: 2 was below 1, and is above it in the end.
  project.Sync("{'revision':1,'tasks':{'updated':[{'id':1,'name':'a'}]}}");
  project.Sync("{'revision':2,'tasks':{'updated':[{'id':2,'parentId':3}]}}");
  project.Sync("{'revision':3,'tasks':{'updated':[{'id':1,'parentId':2}]}}");
  // A new one is put below a known one that is put elsewhere.
  project.Sync("{'revision':4,'tasks':{'added':[{'id':4,'parentId':1}]}}");
  EXPECT_EQ(project.Sync("{'revision':1}"),
            "{'success':true,'revision':5,'tasks':{'rows':["
            "{'id':2,'parentId':3,'parentIndex':0,'orderedParentIndex':0},"
            "{'id':1,'name':'a','parentId':2,'parentIndex':0,'orderedParentIndex':0},"
            "{'id':4,'parentId':1,'parentIndex':0,'orderedParentIndex':0}]}}");
}

TEST(RowsAnswerTest, TellsWhoRemovedWhatWasAboveWhatIsThereStill) {
  RowsProject project;
  project.Sync(
      "{'tasks':{'added':[{'id':1},{'id':2,'parentId':1,'name':'b'},"
      "{'id':3,'parentId':2,'name':'c'}]}}");
  project.Sync("{'revision':1,'tasks':{'updated':[{'id':2,'parentId':null}]}}");
  EXPECT_EQ(project.Sync("{'revision':1,'tasks':{'removed':[{'id':1}]}}"),
            "{'success':true,'revision':3,'tasks':{'rows':["
            "{'id':2,'name':'b','parentId':null,'parentIndex':0,'orderedParentIndex':0},"
            "{'id':3,'name':'c','parentId':2,'parentIndex':0,'orderedParentIndex':0}],"
            "'removed':[{'id':1}]}}");
}

TEST(RowsAnswerTest, NamesWhatWasBelowARecordThatCameBackAndIsGone) {
  RowsProject project;
  project.Sync(
      "{'tasks':{'added':[{'id':1,'name':'a'},{'id':2,'parentId':1},{'id':'x','parentId':2}]}}");
  project.Sync("{'revision':1,'tasks':{'removed':[{'id':1}]}}");
  project.Sync("{'revision':2,'tasks':{'added':[{'id':1,'name':'A'}]}}");
  EXPECT_EQ(project.Sync("{'revision':1}"),
            "{'success':true,'revision':3,'tasks':{'rows':["
            "{'id':1,'name':'A','parentId':null,'parentIndex':0,'orderedParentIndex':0}],"
            "'removed':[{'id':2},{'id':'x'}]}}");
}

TEST(RowsAnswerTest, NamesWhatWasBelowWhatCameBackWithoutThatWhichWasRemoved) {
  RowsProject project;
  project.Sync("{'tasks':{'added':[{'id':1},{'id':2,'parentId':1},{'id':3,'parentId':2}]}}");
  project.Sync("{'revision':1,'tasks':{'removed':[{'id':1}]}}");
  project.Sync("{'revision':2,'tasks':{'added':[{'id':2}]}}");
  EXPECT_EQ(project.Sync("{'revision':1}"),
            "{'success':true,'revision':3,'tasks':{'rows':["
            "{'id':2,'parentId':null,'parentIndex':0,'orderedParentIndex':0}],"
            "'removed':[{'id':1},{'id':3}]}}");
}

// Whoever has the record takes a row for fields to write, which cannot take one away.
TEST(RowsAnswerTest, WhatARecordSaidThatCameBackWithoutItIsNull) {
  RowsProject project;
  project.Sync(
      "{'tasks':{'added':[{'id':1,'name':'a','cls':'c'}]},"
      "'calendars':{'added':[{'id':2,'intervals':[{'id':'i','name':'x'}]}]}}");
  project.Sync("{'revision':1,'tasks':{'removed':[{'id':1}]},'calendars':{'removed':[{'id':2}]}}");
  project.Sync(
      "{'revision':2,'tasks':{'added':[{'id':1,'name':'b'}]},'calendars':{'added':[{'id':2}]}}");
  EXPECT_EQ(
      project.Sync("{'revision':1}"),
      "{'success':true,'revision':3,'tasks':{'rows':["
      "{'id':1,'name':'b','cls':null,'parentId':null,'parentIndex':0,"
      "'orderedParentIndex':0}]},'calendars':{'rows':[{'id':2,'intervals':[],'parentId':null}]}}");
  EXPECT_EQ(project.Sync("{'revision':3}"), "{'success':true,'revision':3}");
}

TEST(RowsAnswerTest, SoIsWhatItSaidBeforeItCameBackTheFirstOfTwoTimes) {
  RowsProject project;
  project.Sync("{'resources':{'added':[{'id':1,'name':'a','cls':'c'}]}}");
  project.Sync("{'revision':1,'resources':{'removed':[{'id':1}]}}");
  project.Sync("{'revision':2,'resources':{'added':[{'id':1,'note':'n'}]}}");
  project.Sync("{'revision':3,'resources':{'removed':[{'id':1}]}}");
  project.Sync("{'revision':4,'resources':{'added':[{'id':1,'name':'b'}]}}");
  EXPECT_EQ(project.Sync("{'revision':1}"),
            "{'success':true,'revision':5,'resources':{'rows':["
            "{'id':1,'name':'b','cls':null,'note':null}]}}");
  EXPECT_EQ(project.Sync("{'revision':3}"),
            "{'success':true,'revision':5,'resources':{'rows':["
            "{'id':1,'name':'b','note':null}]}}");
}

TEST(RowsAnswerTest, BehindARestartTheSameIsTold) {
  RowsProject project;
  project.Sync("{'resources':{'added':[{'id':1,'name':'a','cls':'c'}]}}");
  project.Sync("{'revision':1,'resources':{'removed':[{'id':1}]}}");
  project.Sync("{'revision':2,'resources':{'added':[{'id':1,'name':'b'}]}}");
  project.Restart();
  const std::string_view told =
      "{'success':true,'revision':3,'resources':{'rows':[{'id':1,'name':'b','cls':null}]}}";
  EXPECT_EQ(project.Sync("{'revision':1}"), told);
  project.Restart();
  EXPECT_EQ(project.Sync("{'revision':1}"), told);
}

// Its answer was lost, and meanwhile the record came back.
TEST(RowsAnswerTest, WhatAPackThatIsSentAgainSaidOfARecordThatWasGoneIsNull) {
  RowsProject project;
  project.Sync("{'resources':{'added':[{'id':1,'name':'a'}]}}");
  project.Sync("{'revision':1,'resources':{'removed':[{'id':1}]}}");
  const std::string_view pack =
      "{'requestId':'r','revision':1,'resources':{'updated':[{'id':1,'cls':'c'}]}}";
  EXPECT_EQ(project.Sync(pack),
            "{'success':true,'requestId':'r','revision':3,'resources':{'removed':[{'id':1}]}}");
  project.Sync("{'revision':3,'resources':{'added':[{'id':1,'name':'a'}]}}");
  EXPECT_EQ(project.Sync(pack),
            "{'success':true,'requestId':'r','revision':4,'resources':{'rows':["
            "{'id':1,'name':'a','cls':null}]}}");
}

TEST(RowsAnswerTest, ARepeatedPackIsAnsweredAsTheFirst) {
  RowsProject project;
  const std::string_view pack =
      "{'requestId':7,'revision':0,'tasks':{'added':[{'name':'a'},{'$PhantomId':'p'},{'id':5}]},"
      "'resources':{'added':[{'name':'r'}]}}";
  const std::string first = project.Sync(pack);
  EXPECT_EQ(project.Sync(pack), first);
  EXPECT_EQ(project.Sync("{'requestId':8,'revision':1}"),
            "{'success':true,'requestId':8,'revision':1}");
}

TEST(RowsAnswerTest, OfAListItTellsWhatIsThereAndWhatIsGone) {
  RowsProject project;
  project.Sync("{'calendars':{'added':[{'id':'c','intervals':[{'id':'i1'},{'id':'i2'}]}]}}");
  EXPECT_EQ(
      project.Sync("{'revision':1,'calendars':{'updated':[{'id':'c','intervals':"
                   "{'added':[{'$PhantomId':'_generated_p','x':1}]}}]}}"),
      "{'success':true,'revision':2,'calendars':{'rows':[{'id':'c','intervals':{'rows':["
      "{'id':'i1'},{'id':'i2'},{'$PhantomId':'_generated_p','id':'intervals-101','x':1}]}}]}}");
  project.Sync(
      "{'revision':2,'calendars':{'updated':[{'id':'c','intervals':"
      "{'removed':[{'id':'i1'}]}}]}}");
  EXPECT_EQ(project.Sync("{'revision':2}"),
            "{'success':true,'revision':3,'calendars':{'rows':[{'id':'c','intervals':{'rows':["
            "{'id':'i2'},{'id':'intervals-101','x':1}],'removed':[{'id':'i1'}]}}]}}");
}

TEST(RowsAnswerTest, WhatIsNoPackIsRefused) {
  RowsProject project;
  EXPECT_EQ(project.Sync("{'tasks':[]}"), "ERR_INVALID_CHANGES: pack.tasks is not an object");
  EXPECT_EQ(project.Sync("{'type':'load'}"), "ERR_INVALID_COMMAND: type is not \"sync\"");
  EXPECT_EQ(project.Sync("{'revision':'x'}"),
            "ERR_INVALID_REVISION: revision is not the number of a revision");
  EXPECT_EQ(project.Sync("{'tenant':5,'user':{'name':'x'}}"), "{'success':true,'revision':0}");
}

}  // namespace
}  // namespace gantt
