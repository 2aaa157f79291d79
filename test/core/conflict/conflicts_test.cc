// What becomes of a change that overwrites what its author has not seen.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "support.h"

namespace gantt {
namespace {

constexpr Terms Under(ConflictPolicy policy, uint64_t base, size_t dialect = Dialect::kCommands) {
  return {.dialect = dialect, .policy = policy, .base = base};
}
constexpr Terms Sync(uint64_t base) { return Under(ConflictPolicy::kReject, base, Dialect::kSync); }

class ConflictsTest : public testing::Test {
 protected:
  // The changes of each revision that everybody gets, a line each, those of the server's own behind
  // "server: "; then what the author gets in place of it, behind "author: "; or the error.
  std::string Submit(std::string_view message, const Terms& terms,
                     std::string_view author = "bob") {
    Outcome outcome;
    const Status status =
        project_.project.Submit(Json(message), author, TestProject::kNow, terms, &outcome);
    if (!status.ok()) return Render(status);
    conflicts_ = SingleQuoted(outcome.conflicts);
    std::string out = outcome.changed ? SingleQuoted(outcome.broadcast) : "";
    if (outcome.author) {
      for (const std::string& text : *outcome.author) out += "\nauthor: " + SingleQuoted(text);
    }
    return out;
  }
  std::string Change(std::string_view changes, const Terms& terms) {
    return Submit(Message({changes}), terms);
  }
  static std::string SyncMessage(std::string_view payload, std::string_view more = "") {
    return "{'type':'changes','payload':" + std::string(payload) + ",'revision':1" +
           std::string(more) + "}";
  }
  static std::string Broadcast(std::string_view revisions) {
    return "{'command':'project_change','data':{'revisions':[" + std::string(revisions) +
           "],'project':1}}";
  }

  TestProject project_{
      "{'tasksData':[{'id':1,'name':'old','note':'x','tags':['a'],'meta':{'a':1,'b':{'c':1}}},{'id'"
      ":2}],"
      "'resourcesData':[{'id':'r'}],'assignmentsData':[{'id':9,'event':2,'resource':'r'}]}"};
  std::string conflicts_;
};

TEST_F(ConflictsTest, TheLastWriterWinsUnlessThePolicySaysOtherwise) {
  project_.Change("{'tasks':{'updated':[{'id':1,'name':'ann'}]}}");
  EXPECT_EQ(Change("{'tasks':{'updated':[{'id':1,'name':'bob'}]}}", {}),
            Broadcast("{'revision':'server-2','localRevision':'local-1','client':'bob','changes':{'"
                      "tasks':{'updated':[{'id':1,'name':'bob'}]}}}"));
  EXPECT_EQ(conflicts_, "");
}

TEST_F(ConflictsTest, ASyncChangeIsRefusedWithTheRecordsAsTheyAre) {
  project_.Change(
      "{'tasks':{'updated':[{'id':1,'name':'ann','note':'y'}]},'resources':{'updated':[{'id':'r','"
      "name':'R'}]}}");
  EXPECT_EQ(
      Submit(SyncMessage("{'tasks':{'added':[{'$PhantomId':'p'}],'updated':[{'id':1,'name':'bob','"
                         "note':'z','other':1},{'id':2,'name':'b'},{'id':7,'name':'c'}]},"
                         "'resources':{'updated':[{'id':'r','baseRevision':0,'changes':{'name':'S'}"
                         "},{'id':'gone'}]}}"),
             Sync(0)),
      "\nauthor: "
      "{'type':'conflict','payload':{'clientRevision':1,'conflicts':[{'type':'concurrent_edit','id'"
      ":1,'fields':['name','note']},"
      "{'type':'task_not_found','id':7},{'type':'concurrent_edit','store':'resources','id':'r','"
      "fields':['name']},{'type':'record_not_found','store':'resources','id':'gone'}],"
      "'currentState':{'tasks':[{'id':1,'name':'ann','note':'y','tags':['a'],'meta':{'a':1,'b':{'c'"
      ":1}},'parentIndex':0,'orderedParentIndex':0}],"
      "'resources':[{'id':'r','name':'R'}]}}}");
  EXPECT_EQ(conflicts_,
            "[{'store':'tasks','type':'concurrent_edit','id':1,'fields':['name','note']},{'store':'"
            "tasks','type':'task_not_found','id':7},"
            "{'store':'resources','type':'concurrent_edit','id':'r','fields':['name']},{'store':'"
            "resources','type':'record_not_found','id':'gone'}]");
  EXPECT_EQ(project_.Tasks(), "1 2");
  EXPECT_EQ(project_.project.revision(), 1U);
}

// Is a change of bob's refused after ann has written in revision 1 and bob himself in revision 2?
TEST_F(ConflictsTest, OnlyWhatSomebodyElseWroteAfterTheBaseConflicts) {
  project_.Change("{'tasks':{'updated':[{'id':1,'name':'ann'}]}}", "ann");
  project_.Change("{'tasks':{'updated':[{'id':1,'note':'bob'}]}}", "bob");
  const auto refused = [&](std::string_view update, uint64_t base) {
    Terms terms = Sync(base);
    terms.policy = ConflictPolicy::kAsk;
    Submit(SyncMessage("{'tasks':{'updated':[" + std::string(update) + "]}}"), terms);
    return project_.project.revision() == 2;
  };
  EXPECT_TRUE(refused("{'id':1,'name':'b'}", 0));
  EXPECT_TRUE(refused("{'id':1,'baseRevision':0,'name':'b'}", 2));
  EXPECT_TRUE(refused("{'id':1,'name':'b'}", 99)) << "a base that never was";
  EXPECT_FALSE(refused("{'id':1,'name':'ann'}", 0)) << "the same value";
}

TEST_F(ConflictsTest, WhatTheAuthorHasSeenOrWroteItselfDoesNotConflict) {
  project_.Change("{'tasks':{'updated':[{'id':1,'name':'ann'}]}}", "ann");
  project_.Change("{'tasks':{'updated':[{'id':1,'note':'bob'}]}}", "bob");
  for (const auto& [update, base] : {std::pair{"{'id':1,'name':'b'}", 1},
                                     {"{'id':1,'note':'c'}", 0},
                                     {"{'id':2,'name':'b'}", 0},
                                     {"{'id':1,'baseRevision':1,'changes':{'name':'d'}}", 0},
                                     {"{'id':1,'parentIndex':3}", 0}}) {
    Submit("{'type':'changes','payload':{'tasks':{'updated':[" + std::string(update) +
               "]}},'revision':'" + std::to_string(project_.project.revision()) + "'}",
           Sync(static_cast<uint64_t>(base)));
    EXPECT_EQ(conflicts_, "") << update;
  }
  EXPECT_EQ(project_.project.revision(), 7U);
}

TEST_F(ConflictsTest, ABaseThatTheLogHasForgottenConflictsWithEveryOtherValue) {
  TestProject project("{'tasksData':[{'id':1,'name':'a','note':'n'}]}",
                      {.limits = {.log_revisions = 2, .log_bytes = 1 << 20}});
  for (int i = 0; i < 5; ++i) project.Change("{'x':{}}");
  Outcome outcome;
  ASSERT_TRUE(
      project.project
          .Submit(Json(SyncMessage("{'tasks':{'updated':[{'id':1,'name':'b','note':'n'}]}}")),
                  "bob", 1, Sync(1), &outcome)
          .ok());
  EXPECT_EQ(SingleQuoted(outcome.conflicts),
            "[{'store':'tasks','type':'concurrent_edit','id':1,'fields':['name']}]");
}

TEST_F(ConflictsTest, ForceOverridesWhereItMay) {
  project_.Change("{'tasks':{'updated':[{'id':1,'name':'ann'}]}}");
  const std::string message =
      "{'type':'changes','payload':{'tasks':{'updated':[{'id':1,'name':'bob'}]}},'revision':'f','"
      "force':true}";
  EXPECT_NE(Submit(message, Sync(0)).find("'type':'conflict'"), std::string::npos);
  Terms forced = Sync(0);
  forced.may_force = true;
  EXPECT_NE(Submit("{'type':'changes','payload':{'tasks':{'updated':[{'id':1,'name':'bob'}]}},'"
                   "revision':'g','force':true}",
                   forced)
                .find("'type':'ack'"),
            std::string::npos);
}

TEST_F(ConflictsTest, AChangeThatComesAgainGetsTheFirstAnswer) {
  const std::string message = SyncMessage("{'tasks':{'added':[{'$PhantomId':'p'}]}}");
  const std::string first = Submit(message, Sync(0));
  const std::string ack = first.substr(first.find('\n'));
  EXPECT_EQ(Submit(message, Sync(0)), ack);
  EXPECT_EQ(Submit(SyncMessage("{}"), Sync(0)), ack);
  EXPECT_NE(Submit(message, Sync(0), "ann"), ack) << "another client's";
  project_.Change("{'tasks':{'updated':[{'id':1,'name':'ann'}]}}");
  const std::string conflicting =
      "{'type':'changes','payload':{'tasks':{'updated':[{'id':1,'name':'bob'}]}},'revision':'2'}";
  const std::string refusal = Submit(conflicting, Sync(0));
  EXPECT_NE(refusal.find("'type':'conflict'"), std::string::npos);
  EXPECT_EQ(Submit(conflicting, Sync(99)), refusal);
  EXPECT_EQ(project_.Tasks(), "1 2 events-101 events-102");
}

TEST_F(ConflictsTest, AnAnswerThatTheLogHasForgottenSaysOnlyTheNumber) {
  TestProject project("{}", {.limits = {.log_revisions = 1, .log_bytes = 1 << 20}});
  Outcome outcome;
  const std::string message = Json(SyncMessage("{'tasks':{'added':[{'$PhantomId':'p'}]}}"));
  ASSERT_TRUE(project.project.Submit(message, "bob", 1, Sync(0), &outcome).ok());
  project.Change("{}");
  outcome.Clear();
  ASSERT_TRUE(project.project.Submit(message, "bob", 1, Sync(0), &outcome).ok());
  EXPECT_EQ(SingleQuoted(outcome.author->front()),
            "{'type':'ack','payload':{'clientRevision':1,'serverRevision':1,'changes':{}}}");
}

TEST_F(ConflictsTest, NothingFromBeforeAResetIsApplied) {
  const std::string message = SyncMessage("{'tasks':{'added':[{'$PhantomId':'p'}]}}");
  Submit(message, Sync(0));
  project_.Reset("{'tasksData':[{'id':1}]}");
  EXPECT_EQ(Submit(message, Sync(1)), "ERR_BEFORE_RESET: The project has been reset since");
  EXPECT_EQ(Submit("{'type':'changes','payload':{'tasks':{'updated':[{'id':1,'baseRevision':0,'"
                   "name':'x'}]}},'revision':2}",
                   Sync(1)),
            "ERR_BEFORE_RESET: The change is based on a revision from before a reset");
  EXPECT_EQ(project_.project.revision(), 1U);
}

TEST_F(ConflictsTest, WhereTheServerWinsOnlyTheConflictingFieldsAreLeftOutAndPutRight) {
  project_.Change("{'tasks':{'updated':[{'id':1,'name':'ann'}]}}");
  EXPECT_EQ(
      Change("{'tasks':{'updated':[{'id':1,'name':'bob','note':'z','derived':1}],'$input':{'"
             "updated':[{'id':1,'name':'bob','note':'z'}]}}}",
             Under(ConflictPolicy::kServerWins, 0)),
      Broadcast("{'revision':'server-2','localRevision':'local-1','client':'bob','changes':{'tasks'"
                ":{'updated':[{'id':1,'note':'z'}],'$input':{'updated':[{'id':1,'note':'z'}]}}}},"
                "{'revision':'server-3','client':'server','changes':{'tasks':{'updated':[{'id':1,'"
                "name':'ann'}],'$input':{'updated':[{'id':1,'name':'ann'}]}}}}"));
  EXPECT_EQ(project_.Records("tasks").substr(0, 31), "[{'id':1,'name':'ann','note':'z");
}

// The real client says neither in `$input`.
TEST_F(ConflictsTest, EditsOfSegmentsAndOfPartsOfObjectsConflict) {
  project_.Change("{'tasks':{'updated':[{'id':1,'segments':[{'a':1},{'a':2}],'meta':{'a':2}}]}}");
  const std::string before = project_.Records("tasks");
  const std::string segments =
      "{'tasks':{'updated':[{'id':1,'segments':[null,{'a':3}],'derived':1}],'$input':{}}}";
  const std::string part =
      "{'tasks':{'updated':[{'id':1,'meta':{'b':4},'name':'same'}],'$input':{'updated':[{'id':1}]}}"
      "}";
  for (const ConflictPolicy policy : {ConflictPolicy::kServerWins, ConflictPolicy::kReject}) {
    for (const auto& [change, field] : {std::pair(segments, "segments"), std::pair(part, "meta")}) {
      const std::string told = Change(change, Under(policy, 0));
      EXPECT_EQ(conflicts_, "[{'store':'tasks','type':'concurrent_edit','id':1,'fields':['" +
                                std::string(field) + "']}]");
      EXPECT_NE(told.find("'client':'server','changes':{'tasks':{'updated':[{'id':1,'" +
                          std::string(field) + "':"),
                std::string::npos)
          << told;
      EXPECT_EQ(project_.Records("tasks"), before);
    }
  }
  Change(segments, Under(ConflictPolicy::kAsk, 0));
  EXPECT_NE(conflicts_, "");
  Change(part, Under(ConflictPolicy::kMerge, 0));
  EXPECT_EQ(conflicts_, "");
}

TEST_F(ConflictsTest, SegmentsOfAChangeThatIsRefusedAreTakenBack) {
  Terms veto;
  veto.veto = true;
  EXPECT_EQ(
      Change("{'tasks':{'updated':[{'id':2,'segments':[{'a':1}],'derived':1}],'$input':{}}}", veto),
      Broadcast("{'revision':'server-1','localRevision':'local-1','client':'bob','changes':{}},"
                "{'revision':'server-2','client':'server','changes':{'tasks':{'updated':[{'id':2,"
                "'segments':null}],'$input':{'updated':[{'id':2,'segments':null}]}}}}"));
}

TEST_F(ConflictsTest, WhatAnEngineDerivesOfAnObjectThatInputSaysTooConflictsOnce) {
  project_.Change("{'tasks':{'updated':[{'id':1,'meta':{'a':2}}]}}");
  Change(
      "{'tasks':{'updated':[{'id':1,'meta':{'a':3},'name':'x'}],'$input':{'updated':[{'id':1,"
      "'meta':{'a':3}}]}}}",
      Under(ConflictPolicy::kServerWins, 0));
  EXPECT_EQ(conflicts_, "[{'store':'tasks','type':'concurrent_edit','id':1,'fields':['meta']}]");
}

TEST_F(ConflictsTest, AMoveThatIsRefusedIsTakenBackWithItsIndexes) {
  TestProject project("{'tasksData':[{'id':1},{'id':2},{'id':3}]}");
  project.Change("{'tasks':{'updated':[{'id':3,'parentId':1}]}}");
  Outcome outcome;
  const std::string change =
      Json(Message({"{'tasks':{'updated':[{'id':3,'parentId':2,'parentIndex':0,'name':'n'}]}}"}));
  ASSERT_TRUE(
      project.project.Submit(change, "bob", 1, Under(ConflictPolicy::kServerWins, 0), &outcome)
          .ok());
  EXPECT_EQ(SingleQuoted(outcome.broadcast),
            Broadcast("{'revision':'server-2','localRevision':'local-1','client':'bob','changes':{'"
                      "tasks':{'updated':[{'id':3,'name':'n'}]}}},"
                      "{'revision':'server-3','client':'server','changes':{'tasks':{'updated':[{'"
                      "id':3,'parentId':1,'parentIndex':2,'orderedParentIndex':2}],"
                      "'$input':{'updated':[{'id':3,'parentId':1,'parentIndex':2,'"
                      "orderedParentIndex':2}]}}}}"));
  EXPECT_EQ(project.Tasks(), "1(3) 2");
}

// Who loaded the tasks has numbered them, and a null would be behind all numbers.
TEST_F(ConflictsTest, ARefusedMoveWithoutIndexesSetsNone) {
  project_.Change("{'tasks':{'added':[{'$PhantomId':'p','parentId':1}]}}");
  project_.Change("{'tasks':{'updated':[{'id':'events-101','parentId':2}]}}");
  EXPECT_EQ(Change("{'tasks':{'updated':[{'id':'events-101','parentId':1,'name':'n'}]}}",
                   Under(ConflictPolicy::kServerWins, 1)),
            Broadcast("{'revision':'server-3','localRevision':'local-1','client':'bob','changes':{'"
                      "tasks':{'updated':[{'id':'events-101','name':'n'}]}}},"
                      "{'revision':'server-4','client':'server','changes':{'tasks':{'updated':[{"
                      "'id':'events-101','parentId':2}],'$input':{'updated':[{'id':'events-101','"
                      "parentId':2}]}}}}"));
}

TEST_F(ConflictsTest, ARefusedChangeOfACommandsClientComesBackEmptyAndIsPutRight) {
  project_.Change("{'tasks':{'updated':[{'id':1,'name':'ann'}]}}");
  EXPECT_EQ(
      Change("{'tasks':{'updated':[{'id':1,'name':'bob','fresh':1,'derived':2}],'$input':{'updated'"
             ":[{'id':1,'name':'bob','fresh':1}]}},'project':{'a':1}}",
             Under(ConflictPolicy::kReject, 0)),
      Broadcast("{'revision':'server-2','localRevision':'local-1','client':'bob','changes':{}},"
                "{'revision':'server-3','client':'server','changes':{'tasks':{'updated':[{'id':1,'"
                "name':'ann','fresh':null}],"
                "'$input':{'updated':[{'id':1,'name':'ann','fresh':null}]}},'project':{'a':null,'$"
                "input':{'a':null}}}}"));
}

TEST_F(ConflictsTest, OnlyItsAuthorSeesWhatARefusedChangeAddedAndRemoved) {
  const std::string before = project_.Dataset();
  Terms veto;
  veto.veto = true;
  EXPECT_EQ(
      Submit(Message({"{'tasks':{'added':[{'$PhantomId':'p','parentId':1}],'$input':{'added':[{'$"
                      "PhantomId':'p','parentId':1}],'removed':[{'id':2}]},"
                      "'removed':[{'id':2}],'updated':[{'id':1,'percentDone':1}]}}",
                      "{'tasks':{'updated':[{'id':'p','name':'x'}]}}"}),
             veto),
      Broadcast("{'revision':'server-1','localRevision':'local-1','client':'bob','changes':{}},"
                "{'revision':'server-2','localRevision':'local-2','client':'bob','changes':{}},"
                "{'revision':'server-3','client':'server','changes':{}}") +
          "\nauthor: " +
          Broadcast(
              "{'revision':'server-1','localRevision':'local-1','client':'bob','changes':{'"
              "tasks':{'added':[{'$PhantomId':'p','parentId':1,'id':'events-101'}],"
              "'removed':[{'id':2}],'$input':{'added':[{'$PhantomId':'p','parentId':1,'id':'"
              "events-101'}],'removed':[{'id':2}]}}}},"
              "{'revision':'server-2','localRevision':'local-2','client':'bob','changes':{'"
              "tasks':{}}},"
              "{'revision':'server-3','client':'server','changes':{'tasks':{'added':[{'id':2,'"
              "parentIndex':1,'orderedParentIndex':1}],'removed':[{'id':'events-101'}],'$input':{'"
              "added':[{'id':2,'parentIndex':1,'orderedParentIndex':1}],'removed':[{'id':'"
              "events-101'}]}},"
              "'assignments':{'added':[{'id':9,'event':2,'resource':'r'}],'$input':{'added':["
              "{'id':9,'event':2,'resource':'r'}]}}}}"));
  EXPECT_EQ(project_.Dataset(), before);
  project_.Change("{'tasks':{'added':[{'$PhantomId':'q'}]}}");
  EXPECT_EQ(project_.Tasks(), "1 2 events-102")
      << "an id that a client has seen does not come again";
}

TEST_F(ConflictsTest, WhatTheMessageItselfRemovesDoesNotConflictFromThenOn) {
  project_.Change("{'tasks':{'updated':[{'id':1,'name':'ann'}]}}");
  Submit(
      Message({"{'tasks':{'removed':[{'id':1}]}}", "{'tasks':{'added':[{'id':1,'name':'bob'}]}}"}),
      Under(ConflictPolicy::kServerWins, 0));
  EXPECT_EQ(conflicts_, "");
  EXPECT_NE(project_.Records("tasks").find("'id':1,'name':'bob'"), std::string::npos);
}

TEST_F(ConflictsTest, WhatARefusedChangeAddsBelowWhatIsGoneDoesNotComeBack) {
  project_.Change("{'tasks':{'removed':[{'id':2}]}}");
  Terms veto;
  veto.veto = true;
  const std::string told =
      Submit(Message({"{'tasks':{'added':[{'$PhantomId':'q','parentId':'p'},{'$PhantomId':'p','"
                      "parentId':2},{'$PhantomId':'r','parentId':1}]}}"}),
             veto);
  EXPECT_EQ(told.find("'$PhantomId':'p'"), std::string::npos) << told;
  EXPECT_EQ(told.find("'$PhantomId':'q'"), std::string::npos) << told;
  EXPECT_NE(told.find("'$PhantomId':'r'"), std::string::npos) << told;
}

// A chart that edits a new record before it has an id says it in `added` once more.
TEST_F(ConflictsTest, WhatARefusedChangeAddsTwiceItsAuthorIsToldToAddOnce) {
  Terms veto;
  veto.veto = true;
  const std::string add = "{'added':[{'$PhantomId':'p','name':'a'}]}";
  const std::string edit = "{'added':[{'$PhantomId':'p','name':'b'}]}";
  const auto changes = [](const std::string& said) {
    return "{'resources':" + said.substr(0, said.size() - 1) + ",'$input':" + said + "}}";
  };
  const std::string told = Submit(Message({changes(add), changes(edit)}), veto);
  const std::string updated = "'updated':[{'name':'b','id':'resources-101'}]";
  EXPECT_NE(told.find("{'resources':{" + updated + ",'$input':{" + updated + "}}}"),
            std::string::npos)
      << told;
}

TEST_F(ConflictsTest, WhatARefusedChangeAddsBelowWhatWasNeverThereIsARootForItsAuthor) {
  Terms veto;
  veto.veto = true;
  const std::string told =
      Submit(Message({"{'tasks':{'added':[{'$PhantomId':'q','parentId':'p'},{'$PhantomId':'p','"
                      "parentId':77},{'$PhantomId':'r','parentId':1}]}}"}),
             veto);
  const std::string added =
      "'added':[{'$PhantomId':'q','parentId':'events-102','id':'events-101'},{'$PhantomId':'p','"
      "parentId':null,'id':"
      "'events-102'},{'$PhantomId':'r','parentId':1,'id':'events-103'}]";
  EXPECT_NE(told.find(added), std::string::npos) << told;
  EXPECT_EQ(told.find("77"), std::string::npos) << told;
}

// The log is the truth: what it says to be null is null.
TEST_F(ConflictsTest, AFieldThatIsTakenBackIsNull) {
  Terms veto;
  veto.veto = true;
  Change("{'tasks':{'updated':[{'id':2,'fresh':1}]},'project':{'fresh':2}}", veto);
  EXPECT_NE(project_.Records("tasks").find("{'id':2,'fresh':null,"), std::string::npos);
  EXPECT_NE(project_.Dataset().find("'project':{'fresh':null}"), std::string::npos);
}

TEST_F(ConflictsTest, AVetoOfASyncChangeIsAFailure) {
  Terms veto = Sync(0);
  veto.veto = true;
  const std::string message = SyncMessage("{'tasks':{'removed':[{'id':1}]}}");
  EXPECT_EQ(Submit(message, veto), "ERR_VETOED: The change was refused by the application");
  EXPECT_EQ(project_.Tasks(), "1 2");
  EXPECT_EQ(project_.project.revision(), 0U);
  const std::string ack = Submit(message, Sync(0));
  EXPECT_EQ("\n" + Submit(message, veto).substr(1), ack.substr(ack.find('\n')))
      << "what was applied stays applied";
}

TEST_F(ConflictsTest, MergingJoinsObjectsAndArraysAndElseTheLastWriterWins) {
  project_.Change(
      "{'tasks':{'updated':[{'id':1,'name':'ann','tags':['a','b'],'meta':{'a':2,'b':{'c':1,'d':2}}}"
      "]}}");
  EXPECT_EQ(Change("{'tasks':{'updated':[{'id':1,'name':'bob','tags':['c','a'],'meta':{'b':{'c':3},"
                   "'e':5}}],'$input':{'updated':[{'id':1,'meta':{'b':{'c':3},'e':5}}]}}}",
                   Under(ConflictPolicy::kMerge, 0)),
            Broadcast("{'revision':'server-2','localRevision':'local-1','client':'bob','changes':{'"
                      "tasks':{'updated':[{'id':1,'name':'bob','tags':['c','a'],"
                      "'meta':{'a':2,'b':{'c':3,'d':2},'e':5}}],'$input':{'updated':[{'id':1,'meta'"
                      ":{'a':2,'b':{'c':3,'d':2},'e':5}}]}}}}"));
  Change("{'tasks':{'updated':[{'id':1,'tags':['d','b']}]}}", Under(ConflictPolicy::kMerge, 0));
  EXPECT_NE(project_.Records("tasks").find("'tags':['d','b']"), std::string::npos)
      << "bob wrote it last";
  project_.Change("{'tasks':{'updated':[{'id':1,'tags':['e']}]}}");
  Change("{'tasks':{'updated':[{'id':1,'tags':['d','b']}]}}", Under(ConflictPolicy::kMerge, 3));
  EXPECT_NE(project_.Records("tasks").find("'tags':['e','d','b']"), std::string::npos);
}

TEST_F(ConflictsTest, PartsOfOneObjectThatConflictAreAllMerged) {
  project_.Change("{'tasks':{'updated':[{'id':1,'meta':{'a':[1],'b':1,'c':1,'d':1}}]}}");
  Change(
      "{'tasks':{'updated':[{'id':1,'meta':{'a':[2],'b':2}},{'id':1,'meta':{'a':[3],'c':2}},"
      "{'id':1,'meta':{'d':2}}]}}",
      Under(ConflictPolicy::kMerge, 0));
  EXPECT_NE(project_.Records("tasks").find("'meta':{'a':[1,2,3],'b':2,'c':2,'d':2}"),
            std::string::npos)
      << project_.Records("tasks");
}

TEST_F(ConflictsTest, SoAreThoseOfTwoRevisions) {
  project_.Change("{'tasks':{'updated':[{'id':1,'meta':{'a':[1],'b':1,'c':1}}]}}");
  Submit(Message({"{'tasks':{'updated':[{'id':1,'meta':{'a':[2],'b':2}}]}}",
                  "{'tasks':{'updated':[{'id':1,'meta':{'c':2}}]}}"}),
         Under(ConflictPolicy::kMerge, 0));
  EXPECT_NE(project_.Records("tasks").find("'meta':{'a':[1,2],'b':2,'c':2}"), std::string::npos)
      << project_.Records("tasks");
}

TEST_F(ConflictsTest, WhatIsMergedIsBounded) {
  ProjectOptions options;
  options.limits.back_bytes = 20;
  TestProject project("{'tasksData':[{'id':1,'tags':['a']}]}", options);
  project.Change("{'tasks':{'updated':[{'id':1,'tags':['ann','and','more']}]}}");
  Outcome outcome;
  const Status status =
      project.project.Submit(Json(Message({"{'tasks':{'updated':[{'id':1,'tags':['b']}]}}"})),
                             "bob", TestProject::kNow, Under(ConflictPolicy::kMerge, 0), &outcome);
  EXPECT_EQ(status.code(), ErrorCode::kMessageTooLarge) << status.message();
  EXPECT_EQ(outcome.conflicts, "");
  EXPECT_NE(project.Records("tasks").find("'tags':['ann','and','more']"), std::string::npos);
}

TEST_F(ConflictsTest, ARecordThatTheMessageAddsIsThere) {
  EXPECT_NE(
      Submit(SyncMessage("{'tasks':{'added':[{'id':'new'}],'updated':[{'id':'new','name':'n'}]}}"),
             Sync(0))
          .find("'type':'ack'"),
      std::string::npos);
}

TEST_F(ConflictsTest, ARecordThatCameAgainHasNoHistory) {
  project_.Change("{'tasks':{'updated':[{'id':2,'name':'ann'}]}}");
  project_.Change("{'tasks':{'removed':[{'id':2}]}}");
  project_.Change("{'tasks':{'added':[{'id':2,'name':'back'}]}}");
  Submit(SyncMessage("{'tasks':{'updated':[{'id':2,'name':'bob'}]}}"), Sync(0));
  EXPECT_EQ(conflicts_, "");
}

TEST_F(ConflictsTest, ARefusedReorderIsTakenBackForItsAuthorAlone) {
  TestProject project("{'tasksData':[{'id':1},{'id':2},{'id':3},{'id':4}]}");
  Terms veto;
  veto.veto = true;
  Outcome outcome;
  const std::string change = Json(Message(
      {"{'tasks':{'updated':[{'id':3,'parentIndex':0},{'id':1,'orderedParentIndex':1}]}}"}));
  ASSERT_TRUE(project.project.Submit(change, "bob", 1, veto, &outcome).ok());
  const std::string own =
      "{'revision':'server-1','localRevision':'local-1','client':'bob','changes':";
  EXPECT_EQ(SingleQuoted(outcome.broadcast),
            Broadcast(own + "{}},{'revision':'server-2','client':'server','changes':{}}"));
  const std::string places =
      "{'updated':[{'id':1,'parentIndex':0,'orderedParentIndex':0},{'id':3,'parentIndex':2,'"
      "orderedParentIndex':2}]";
  EXPECT_EQ(SingleQuoted(outcome.author->front()),
            Broadcast(own +
                      "{'tasks':{}}},{'revision':'server-2','client':'server','changes':{'"
                      "tasks':" +
                      places + ",'$input':" + places + "}}}}"));
}

TEST_F(ConflictsTest, ATaskThatCameWithoutANumberGoesBackBehindThoseBeforeIt) {
  TestProject project("{'tasksData':[{'id':1}]}");
  project.Change("{'tasks':{'added':[{'id':'a'},{'id':'b'},{'id':'c'}]}}");
  Terms veto;
  veto.veto = true;
  Outcome outcome;
  ASSERT_TRUE(
      project.project
          .Submit(Json(Message({"{'tasks':{'removed':[{'id':'b'}]}}"})), "bob", 1, veto, &outcome)
          .ok());
  EXPECT_NE(SingleQuoted(outcome.author->front())
                .find("'added':[{'id':'b','parentIndex':2,'orderedParentIndex':2}]"),
            std::string::npos)
      << outcome.author->front();
}

TEST_F(ConflictsTest, WhatWasBelowARecordThatCameBackAloneComesBackToo) {
  TestProject project(
      "{'tasksData':[{'id':1,'children':[{'id':2,'children':[{'id':3}]},{'id':4}]}]}");
  Terms veto;
  veto.veto = true;
  Outcome outcome;
  const std::string change =
      Json(Message({"{'tasks':{'removed':[{'id':1}]}}",
                    "{'tasks':{'added':[{'$PhantomId':1},{'$PhantomId':4,'parentId':1}]}}"}));
  ASSERT_TRUE(project.project.Submit(change, "bob", 1, veto, &outcome).ok());
  EXPECT_NE(SingleQuoted(outcome.author->front())
                .find("'added':[{'id':2,'parentId':1,'parentIndex':0,'orderedParentIndex':0},{'id':"
                      "3,'parentId':2,'parentIndex':0,'orderedParentIndex':0}]"),
            std::string::npos)
      << outcome.author->front();
}

TEST_F(ConflictsTest, WhereTheServerWinsItWinsInEveryRevisionOfTheMessage) {
  project_.Change("{'tasks':{'updated':[{'id':1,'name':'ann'}]}}");
  EXPECT_EQ(Submit(Message({"{'tasks':{'updated':[{'id':1,'name':'b'},{'id':1,'name':'c'}]}}",
                            "{'tasks':{'updated':[{'id':1,'name':'d','note':'n'}]}}"}),
                   Under(ConflictPolicy::kServerWins, 0)),
            Broadcast("{'revision':'server-2','localRevision':'local-1','client':'bob','changes':{'"
                      "tasks':{'updated':[{'id':1},{'id':1}]}}},"
                      "{'revision':'server-3','localRevision':'local-2','client':'bob','changes':{'"
                      "tasks':{'updated':[{'id':1,'note':'n'}]}}},"
                      "{'revision':'server-4','client':'server','changes':{'tasks':{'updated':[{'"
                      "id':1,'name':'ann'}],'$input':{'updated':[{'id':1,'name':'ann'}]}}}}"));
}

TEST_F(ConflictsTest, ALeftOutFieldOfARecordThatTheMessageRemovesIsNotRestored) {
  project_.Change("{'tasks':{'updated':[{'id':1,'name':'ann'}]}}");
  const std::string told = Submit(
      Message({"{'tasks':{'updated':[{'id':1,'name':'b'}]}}", "{'tasks':{'removed':[{'id':1}]}}"}),
      Under(ConflictPolicy::kServerWins, 0));
  EXPECT_EQ(told.find("'name':'ann'"), std::string::npos) << told;
}

TEST_F(ConflictsTest, AListIsMergedWhereTheMessageSpeaksOfItForTheLastTime) {
  project_.Change("{'tasks':{'updated':[{'id':1,'tags':['ann']}]}}");
  const std::string told =
      Submit(Message({"{'tasks':{'updated':[{'id':1,'tags':['b']}]}}",
                      "{'tasks':{'updated':[{'id':1,'tags':['c']},{'id':1,'tags':['d']}],"
                      "'$input':{'updated':[{'id':1,'tags':['d']}]}}}"}),
             Under(ConflictPolicy::kMerge, 0));
  EXPECT_NE(told.find("[{'id':1,'tags':['b']}]"), std::string::npos) << told;
  EXPECT_NE(told.find("[{'id':1,'tags':['c']},{'id':1,'tags':['ann','d']}],"
                      "'$input':{'updated':[{'id':1,'tags':['ann','d']}]}"),
            std::string::npos)
      << told;
  EXPECT_NE(project_.Records("tasks").find("'tags':['ann','d']"), std::string::npos);
}

// What the author of a message gets in place of the broadcast; else the broadcast.
std::string ToldToAuthor(TestProject* project, const std::string& message, const Terms& terms) {
  Outcome outcome;
  const Status status = project->project.Submit(Json(message), "bob", 1, terms, &outcome);
  if (!status.ok()) return Render(status);
  return SingleQuoted(outcome.author ? outcome.author->front() : outcome.broadcast);
}

// The author removes the parent that it alone sees above the task, or the one that it does not see
// there any more.
class RefusedMoveTest : public testing::TestWithParam<bool> {
 protected:
  // Ann moves 3 below 1; bob has not seen that.
  RefusedMoveTest() { project_.Change("{'tasks':{'updated':[{'id':3,'parentId':1}]}}"); }
  std::string Submit(const std::string& message) {
    Terms terms = Under(GetParam() ? ConflictPolicy::kReject : ConflictPolicy::kServerWins, 0);
    return ToldToAuthor(&project_, message, terms);
  }
  static bool Has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
  }

  TestProject project_{
      "{'tasksData':[{'id':1},{'id':2},{'id':3,'children':[{'id':4}]},{'id':5}],"
      "'resourcesData':[{'id':'r'}],'assignmentsData':[{'id':9,'event':4,'resource':'r'}]}"};
};

TEST_P(RefusedMoveTest, ATaskThatWentWithItsNewParentForTheAuthorAloneComesBack) {
  const std::string told = Submit(Message(
      {"{'tasks':{'updated':[{'id':3,'parentId':2}]}}", "{'tasks':{'removed':[{'id':2}]}}"}));
  EXPECT_PRED2(Has, told,
               "{'id':3,'parentId':1,'parentIndex':2,'orderedParentIndex':2},"
               "{'id':4,'parentId':3,'parentIndex':0,'orderedParentIndex':0}");
  EXPECT_EQ(Has(told, "'assignments'"), GetParam())
      << "its author did not remove what refers to it";
  EXPECT_EQ(project_.Tasks(), GetParam() ? "1(3(4)) 2 5" : "1(3(4)) 5");
}

TEST_P(RefusedMoveTest, SoDoesOneThatWentWithAParentOfThat) {
  const std::string told = Submit(Message({"{'tasks':{'updated':[{'id':2,'parentId':5}]}}",
                                           "{'tasks':{'updated':[{'id':3,'parentId':2}]}}",
                                           "{'tasks':{'removed':[{'id':5}]}}"}));
  EXPECT_PRED2(Has, told, "{'id':3,'parentId':1,'parentIndex':2,'orderedParentIndex':2},{'id':4,");
}

TEST_P(RefusedMoveTest, SoDoesOneThatWentWithAParentOfTheSameMessage) {
  const std::string told = Submit(
      Message({"{'tasks':{'added':[{'id':6}]}}", "{'tasks':{'updated':[{'id':3,'parentId':6}]}}",
               "{'tasks':{'removed':[{'id':6}]}}"}));
  EXPECT_PRED2(Has, told, "{'id':3,'parentId':1,'parentIndex':2,'orderedParentIndex':2},{'id':4,");
}

TEST_P(RefusedMoveTest, ATaskThatWasMovedBelowWhatHadGoneIsWhereItWas) {
  project_.Change("{'tasks':{'removed':[{'id':2}]}}");
  const std::string told = Submit(Message(
      {"{'tasks':{'updated':[{'id':3,'parentId':2}]}}", "{'tasks':{'removed':[{'id':2}]}}"}));
  EXPECT_FALSE(Has(told, "'added':[{'id':3")) << told;
}

TEST_P(RefusedMoveTest, ATaskThatItsAuthorMovedOnIsStillThere) {
  const std::string told = Submit(Message({"{'tasks':{'updated':[{'id':3,'parentId':2}]}}",
                                           "{'tasks':{'updated':[{'id':3,'parentId':5}]}}",
                                           "{'tasks':{'removed':[{'id':2}]}}"}));
  EXPECT_FALSE(Has(told, "'added':[{'id':3")) << told;
}

TEST_P(RefusedMoveTest, ATaskThatWentWithItsOldParentForTheProjectAloneGoesForTheAuthorToo) {
  const std::string told = Submit(Message(
      {"{'tasks':{'updated':[{'id':3,'parentId':2}]}}", "{'tasks':{'removed':[{'id':1}]}}"}));
  if (GetParam()) {
    EXPECT_FALSE(Has(told, "'id':3,'parentId':1,'parentIndex':2,'orderedParentIndex':2},{'id':4,"))
        << told;
  } else {
    EXPECT_PRED2(Has, told, "'$input':{'removed':[{'id':3}]}");
    EXPECT_EQ(project_.Tasks(), "2 5");
  }
}

INSTANTIATE_TEST_SUITE_P(ServerWinsOrAllIsRefused, RefusedMoveTest, testing::Bool());

// ann and bob write in turn, so many times, so many milliseconds apart.
std::string Storm(int times, uint64_t step, std::string_view field = "name") {
  TestProject project("{'tasksData':[{'id':1}]}");
  std::string storms;
  for (int i = 0; i < times; ++i) {
    Outcome outcome;
    const std::string change =
        "{'tasks':{'updated':[{'id':1,'" + std::string(field) + "':" + std::to_string(i) + "}]}}";
    if (!project.project
             .Submit(Json(Message({change})), i % 2 == 0 ? "ann" : "bob",
                     1000 + static_cast<uint64_t>(i) * step, {}, &outcome)
             .ok())
      return "?";
    if (!outcome.storms.empty())
      storms += std::to_string(i) + ": " + SingleQuoted(outcome.storms) + "\n";
  }
  return storms;
}

TEST(StormTest, TwoClientsThatOverwriteEachOtherFiftyTimesInTenSecondsAreNoticed) {
  EXPECT_EQ(
      Storm(101, 100),
      "50: [{'store':'tasks','id':1,'field':'name','clients':['bob','ann'],'alternations':50}]\n"
      "100: [{'store':'tasks','id':1,'field':'name','clients':['bob','ann'],'alternations':50}]\n");
  EXPECT_EQ(Storm(50, 100), "");
  EXPECT_EQ(Storm(200, 205), "") << "too slow";
  EXPECT_EQ(Storm(60, 100, "parentIndex"), "") << "a place among siblings is nobody's";
}

TEST(StormTest, ARecordThatTheSameRevisionRemovesIsNoStorm) {
  TestProject project("{'tasksData':[{'id':1}]}");
  project.Change("{'tasks':{'updated':[{'id':1,'a':1}]}}", "ann");
  project.Change("{'tasks':{'updated':[{'id':1,'a':2}],'removed':[{'id':1}]}}", "bob");
  EXPECT_EQ(project.Tasks(), "");
}

}  // namespace
}  // namespace gantt
