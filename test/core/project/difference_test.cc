// A project, a subtree, a record or a field becomes again what it was, by a revision of the
// server's, and what is not of it stays.
#include "project/difference.h"

#include <gtest/gtest.h>

#include <memory>
#include <regex>
#include <string>
#include <string_view>

#include "json/reader.h"
#include "support.h"

namespace gantt {
namespace {

constexpr std::string_view kData =
    "{'project':{'calendar':'c'},'tasksData':[{'id':1,'name':'one','children':[{'id':11,'name':'a'}"
    ","
    "{'id':12},{'id':13}]},{'id':2,'name':'two'}],'resourcesData':[{'id':'r'}],"
    "'assignmentsData':[{'id':9,'event':11,'resource':'r'}],"
    "'dependenciesData':[{'id':8,'from':12,'to':2}]}";

class DifferenceTest : public testing::Test {
 protected:
  static ProjectOptions Options() {
    ProjectOptions options = TestOptions();
    options.keeps_journal = true;
    return options;
  }
  // Keeps what the project is now.
  void Mark() {
    then_ = std::make_unique<Project>(Options());
    ASSERT_EQ(Render(then_->Restore(project_.project.Snapshot(), {})), "OK");
  }
  // Answers the changes, or the error; "" for nothing. What the revision says brings a replayed
  // project to the same state.
  std::string BringBack(const Scope& scope) {
    Outcome outcome;
    const std::string before = Joined(project_.project.Dataset(DatasetView::kData));
    const Status status =
        project_.project.BringBack(then_->state(), scope, TestProject::kNow, {}, &outcome);
    if (!status.ok()) return Render(status);
    if (!outcome.changed) return "";
    Project twin(Options());
    records_ += project_.project.TakeJournal();
    EXPECT_EQ(Render(twin.Restore(start_, records_)), "OK");
    EXPECT_EQ(twin.Snapshot(), project_.project.Snapshot());
    const std::string text = SingleQuoted(outcome.broadcast);
    const size_t begin = text.find(",'client':'server','changes':");
    EXPECT_EQ(text.find("localRevision"), text.npos) << text;
    EXPECT_NE(begin, text.npos) << text;
    ExpectAlikeForWhoLoaded(before, outcome.broadcast);
    return text;
  }
  // Who has loaded the project just before, siblings numbered anew, has them in the same order.
  void ExpectAlikeForWhoLoaded(const std::string& before, const std::string& broadcast) {
    json::Reader reader;
    json::Value root;
    ASSERT_EQ(Render(reader.Parse(broadcast, &root)), "OK");
    json::Elements revisions(root.Member("data").Member("revisions"));
    ProjectOptions options = Options();
    options.limits.fields *= 4;  // As BringBack() allows itself.
    TestProject late(SingleQuoted(before), options);
    late.Change(SingleQuoted(revisions.value().Member("changes").raw()));
    EXPECT_EQ(late.Tasks(), project_.Tasks()) << broadcast;
  }
  // A parent may be said by the record or by where it stands.
  static std::string Data(const Project& project) {
    const std::string data = SingleQuoted(Joined(project.Dataset(DatasetView::kData)));
    return std::regex_replace(data, std::regex(",'parentId':\\w+"), "");
  }
  void ExpectAsThen() { EXPECT_EQ(Data(project_.project), Data(*then_)); }

  TestProject project_{kData, Options()};
  const std::string start_ = project_.project.Snapshot();
  std::string records_;
  std::unique_ptr<Project> then_;
};

TEST_F(DifferenceTest, NothingIsSaidWhereNothingChanged) {
  Mark();
  EXPECT_EQ(BringBack({}), "");
  EXPECT_EQ(project_.project.revision(), 0U);
}

TEST_F(DifferenceTest, TheWholeProjectComesBack) {
  Mark();
  project_.Change(
      "{'tasks':{'removed':[{'id':1}],'updated':[{'id':2,'name':'x'}],"
      "'added':[{'$PhantomId':'_g','name':'new','parentId':2}]},"
      "'project':{'calendar':'d'}}");
  EXPECT_NE(BringBack({}), "");
  ExpectAsThen();
  EXPECT_EQ(BringBack({}), "");
}

TEST_F(DifferenceTest, TheOrderOfSiblingsAndTheirParentsComeBack) {
  Mark();
  project_.Change(
      "{'tasks':{'updated':[{'id':13,'parentIndex':0,'orderedParentIndex':0},"
      "{'id':11,'parentIndex':1,'orderedParentIndex':1},"
      "{'id':12,'parentIndex':2,'orderedParentIndex':2}]}}");
  project_.Change("{'tasks':{'updated':[{'id':1,'parentId':2}]}}");
  EXPECT_EQ(project_.Tasks(), "2(1(13 11 12))");
  BringBack({});
  ExpectAsThen();
}

// Who was below whom has changed places.
TEST_F(DifferenceTest, ParentsAndChildrenThatChangedPlacesComeBack) {
  Mark();
  project_.Change("{'tasks':{'updated':[{'id':11,'parentId':null}]}}");
  project_.Change("{'tasks':{'updated':[{'id':1,'parentId':11}]}}");
  project_.Change("{'tasks':{'updated':[{'id':2,'parentId':12}]}}");
  EXPECT_EQ(project_.Tasks(), "11(1(12(2) 13))");
  for (const Scope& scope : {Scope{}, Scope{"tasks", "1", true}}) {
    TestProject copy(kData, Options());
    ASSERT_EQ(Render(copy.project.Restore(project_.project.Snapshot(), {})), "OK");
    Outcome outcome;
    ASSERT_EQ(Render(copy.project.BringBack(then_->state(), scope, 5, {}, &outcome)), "OK");
    EXPECT_EQ(copy.Tasks(), "1(11 12 13) 2");
  }
}

TEST_F(DifferenceTest, WhatGoesToTheParentOfARecordThatWasNotThereStandsLastForEverybody) {
  Mark();
  project_.Change("{'tasks':{'added':[{'$PhantomId':'_g','parentId':1}]}}");
  project_.Change("{'tasks':{'updated':[{'id':2,'parentId':'events-101'}]}}");
  EXPECT_EQ(project_.Tasks(), "1(11 12 13 events-101(2))");
  BringBack({"tasks", "events-101"});
  EXPECT_EQ(project_.Tasks(), "1(11 12 13 2)");
}

TEST_F(DifferenceTest, ARestoreIsUndoneByAnother) {
  project_.Change("{'tasks':{'removed':[{'id':1}]}}");
  const std::string removed = Data(project_.project);
  Mark();
  std::unique_ptr<Project> without = std::move(then_);
  TestProject first(kData, Options());
  then_ = std::make_unique<Project>(Options());
  ASSERT_EQ(Render(then_->Restore(first.project.Snapshot(), {})), "OK");
  BringBack({});
  ExpectAsThen();
  then_ = std::move(without);
  BringBack({});
  EXPECT_EQ(Data(project_.project), removed);
}

TEST_F(DifferenceTest, ASubtreeComesBackWithWhatWentWithItAndOthersStay) {
  Mark();
  project_.Change("{'tasks':{'removed':[{'id':1}]}}");
  project_.Change("{'tasks':{'updated':[{'id':2,'name':'later'}]}}");
  EXPECT_EQ(project_.Records("assignments"), "[]");
  BringBack({"tasks", "1", true});
  EXPECT_EQ(project_.Tasks(), "1(11 12 13) 2");
  EXPECT_NE(project_.Records("tasks").find("later"), std::string::npos);
  EXPECT_EQ(project_.Records("assignments"), "[{'id':9,'event':11,'resource':'r'}]");
  EXPECT_EQ(project_.Records("dependencies"), "[{'id':8,'from':12,'to':2}]");
}

TEST_F(DifferenceTest, WhatCameIntoASubtreeSinceLeavesIt) {
  Mark();
  project_.Change(
      "{'tasks':{'updated':[{'id':2,'parentId':1}],"
      "'added':[{'$PhantomId':'_g','parentId':12}]}}");
  EXPECT_EQ(project_.Tasks(), "1(11 12(events-101) 2 13)");
  BringBack({"tasks", "1", true});
  EXPECT_EQ(project_.Tasks(), "1(11 12 13) 2");
}

// What comes back into a subtree brings nothing along that was not there.
TEST_F(DifferenceTest, WhatIsBelowARecordThatComesBackIntoASubtreeDoesNotComeAlong) {
  Mark();
  project_.Change("{'tasks':{'updated':[{'id':12,'parentId':null}]}}");
  project_.Change(
      "{'tasks':{'updated':[{'id':2,'parentId':12}],'added':[{'id':5,'parentId':12}]}}");
  BringBack({"tasks", "1", true});
  EXPECT_EQ(project_.Tasks(), "1(11 12 13) 2");
  EXPECT_EQ(BringBack({"tasks", "1", true}), "");
}

TEST_F(DifferenceTest, ARecordComesBackToItsPlaceAlone) {
  Mark();
  project_.Change("{'tasks':{'removed':[{'id':12},{'id':11}]}}");
  BringBack({"tasks", "12"});
  EXPECT_EQ(project_.Tasks(), "1(12 13) 2");
  BringBack({"tasks", "11"});
  EXPECT_EQ(project_.Tasks(), "1(11 12 13) 2");
}

TEST_F(DifferenceTest, ARecordWhoseParentIsGoneComesBackUnderTheNearestThatIsThere) {
  project_.Change("{'tasks':{'added':[{'id':5,'parentId':12}]}}");
  Mark();
  project_.Change("{'tasks':{'removed':[{'id':12}]}}");
  BringBack({"tasks", "5"});
  EXPECT_EQ(project_.Tasks(), "1(11 13 5) 2");
}

TEST_F(DifferenceTest, ARecordThatWasNotThereGoesAndItsChildrenStay) {
  Mark();
  project_.Change("{'tasks':{'added':[{'id':5}],'updated':[{'id':2,'parentId':5}]}}");
  EXPECT_EQ(project_.Tasks(), "1(11 12 13) 5(2)");
  BringBack({"tasks", "5"});
  EXPECT_EQ(project_.Tasks(), "1(11 12 13) 2");
}

TEST_F(DifferenceTest, AFieldComesBackAlone) {
  Mark();
  project_.Change("{'tasks':{'updated':[{'id':2,'name':'x','note':'y','color':1}]}}");
  const std::string text = BringBack({"tasks", "2", false, "name"});
  EXPECT_NE(text.find("{'tasks':{'updated':[{'id':2,'name':'two'}],"
                      "'$input':{'updated':[{'id':2,'name':'two'}]}}}"),
            text.npos)
      << text;
  // One that was not there says nothing.
  BringBack({"tasks", "2", false, "note"});
  EXPECT_EQ(project_.project.state().FindStore("tasks")->Find("2")->fields.Get("note"), "null");
  EXPECT_EQ(project_.project.state().FindStore("tasks")->Find("2")->fields.Get("color"), "1");
}

TEST_F(DifferenceTest, WhatNeverWasIsRefused) {
  Mark();
  project_.Change("{'tasks':{'added':[{'id':5}]}}");
  const auto code = [this](const Scope& scope) { return BringBack(scope).substr(0, 18); };
  EXPECT_EQ(code({"tasks", "77"}), "ERR_UNKNOWN_RECORD");
  EXPECT_EQ(code({"nothing", "1"}), "ERR_UNKNOWN_RECORD");
  EXPECT_EQ(code({"tasks", "5", false, "name"}), "ERR_UNKNOWN_RECORD");
}

TEST_F(DifferenceTest, ContentsOfVersionsComeBack) {
  project_.Change("{'versions':{'added':[{'id':'v','content':{'a':1}}]}}");
  Mark();
  project_.Change("{'versions':{'removed':[{'id':'v'}]}}");
  BringBack({});
  std::string reply;
  EXPECT_TRUE(project_.project.AppendVersionContent("load", "v", &reply));
  EXPECT_NE(reply.find("\"content\":{\"a\":1}"), std::string::npos) << reply;
}

// A chart says its lists against those that it loaded.
TEST_F(DifferenceTest, WhoLoadedAListBeforeIsStillUnderstood) {
  project_.Change(
      "{'calendars':{'added':[{'id':'w','intervals':[{'id':'a','name':'A'},{'id':'b','name':'B'}]}]"
      "}}");
  Mark();
  project_.Change("{'calendars':{'updated':[{'id':'w','intervals':[{'id':'a','name':'A'}]}]}}");
  project_.project.NoteLoaded("ben", project_.project.revision());
  BringBack({});
  EXPECT_EQ(project_.Change("{'calendars':{'updated':[{'version':3,'id':'w','intervals':"
                            "{'added':[{'name':'B','$PhantomId':'b'}]}}]}}",
                            "ben"),
            "{'calendars':{'updated':[{'version':3,'id':'w'}]}}");
  // Of what it was given it removes again what it had not loaded.
  const std::string said = "'updated':[{'id':'w','intervals':{'added':[]}}]";
  project_.Change("{'calendars':{" + said + ",'$input':{" + said + "}}}", "ben");
  const std::string list = "'intervals':[{'id':'a','name':'A'}]";
  EXPECT_NE(Data(project_.project).find(list), std::string::npos) << Data(project_.project);
}

TEST_F(DifferenceTest, ARecordWithMoreFieldsThanAMessageMayGiveItComesBack) {
  const auto fields = [](const std::string& name) {
    std::string some = "{'tasks':{'updated':[{'id':2";
    for (int i = 0; i < 900; ++i) some += ",'" + name + std::to_string(i) + "':1";
    return some + "}]}}";
  };
  project_.Change(fields("a"));
  project_.Change(fields("b"));
  Mark();
  project_.Change("{'tasks':{'removed':[{'id':2}]}}");
  EXPECT_EQ(BringBack({}).substr(0, 6), "{'comm");
  ExpectAsThen();
}

}  // namespace
}  // namespace gantt
