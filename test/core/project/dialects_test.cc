// The three dialects on one project: what each sends, what each gets.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "support.h"

namespace gantt {
namespace {

constexpr Terms kFlat{.dialect = Dialect::kFlat, .audience = kForAll};
constexpr Terms kSync{.dialect = Dialect::kSync, .audience = kForAll};
constexpr Terms kCommands{.audience = kForAll};

// What everybody is told: "commands: …", "flat: …", "sync: …", "author: …", a line for each
// message.
std::string Tell(TestProject* project, std::string_view message, const Terms& terms) {
  Outcome outcome;
  const Status status =
      project->project.Submit(Json(message), "ann", TestProject::kNow, terms, &outcome);
  if (!status.ok()) return Render(status);
  std::string out = "commands: " + outcome.broadcast;
  const auto add = [&out](const char* who, const std::vector<std::string>& messages) {
    for (const std::string& text : messages) out.append("\n").append(who).append(": ").append(text);
  };
  add("flat", outcome.told[Dialect::kFlat]);
  add("sync", outcome.told[Dialect::kSync]);
  if (outcome.author) add("author", *outcome.author);
  return SingleQuoted(out);
}

std::string Commands(std::string_view revisions) {
  return "commands: {'command':'project_change','data':{'revisions':[" + std::string(revisions) +
         "],'project':1}}";
}

TEST(DialectsTest, AChangeOfAFlatClientReachesAll) {
  TestProject project("{'tasksData':[{'id':1}]}");
  EXPECT_EQ(Tell(&project,
                 "{'command':'projectChange','project':1,'changes':{'tasks':{'updated':[{'id':1,'"
                 "name':'a'}]}}}",
                 kFlat),
            Commands("{'revision':'server-1','client':'ann','changes':{'tasks':{'updated':[{'id':1,"
                     "'name':'a'}],"
                     "'$input':{'updated':[{'id':1,'name':'a'}]}}}}") +
                "\nflat: "
                "{'command':'projectChange','project':1,'changes':{'tasks':{'updated':[{'id':1,'"
                "name':'a'}]}}}"
                "\nsync: "
                "{'type':'changes','payload':{'tasks':{'updated':[{'id':1,'name':'a'}]}},'revision'"
                ":1,'sender':'ann'}");
  EXPECT_EQ(project.Records("tasks"),
            "[{'id':1,'name':'a','parentIndex':0,'orderedParentIndex':0}]");
}

TEST(DialectsTest, AFlatAuthorIsToldOnlyWhenItAdded) {
  TestProject project;
  EXPECT_EQ(Tell(&project,
                 "{'command':'projectChange','project':1,'changes':{'tasks':{'added':[{'$PhantomId'"
                 ":'p','name':'a'}]}}}",
                 kFlat),
            Commands("{'revision':'server-1','client':'ann','changes':{'tasks':{'added':[{'$"
                     "PhantomId':'p','name':'a','id':'events-101'}],"
                     "'$input':{'added':[{'$PhantomId':'p','name':'a','id':'events-101'}]}}}}") +
                "\nflat: "
                "{'command':'projectChange','project':1,'changes':{'tasks':{'added':[{'$PhantomId':"
                "'p','name':'a','id':'events-101'}]}}}"
                "\nsync: "
                "{'type':'changes','payload':{'tasks':{'added':[{'$PhantomId':'p','name':'a','id':'"
                "events-101'}]}},'revision':1,'sender':'ann'}"
                "\nauthor: "
                "{'command':'projectChange','project':1,'changes':{'tasks':{'added':[{'$PhantomId':"
                "'p','name':'a','id':'events-101'}]}}}");
}

// It has applied its own change first and will get the other's; the order on the server is the
// other way round.
TEST(DialectsTest, AFlatAuthorIsToldWhenSomethingElseCameBeforeIt) {
  TestProject project("{'tasksData':[{'id':1}]}");
  project.Change("{'tasks':{'updated':[{'id':1,'name':'other'}]}}", "bob");
  const std::string change =
      "{'command':'projectChange','project':1,'changes':{'tasks':{'updated':[{'id':1,'name':'mine'}"
      "]}}}";
  Terms terms = kFlat;
  terms.base = 0;
  EXPECT_NE(Tell(&project, change, terms).find("\nauthor: " + change), std::string::npos);
  terms.base = 1;  // What came since is its own.
  EXPECT_EQ(Tell(&project, change, terms).find("\nauthor"), std::string::npos);
}

TEST(DialectsTest, ASyncAuthorGetsAnAck) {
  TestProject project("{'tasksData':[{'id':1}]}");
  EXPECT_EQ(
      Tell(&project,
           "{'type':'changes','payload':{'tasks':{'added':[{'$PhantomId':'p'}],'updated':[{'id':1,'"
           "baseRevision':0,'changes':{'name':'a'}}],'removed':[]}},'revision':7,'clientId':'x'}",
           kSync),
      Commands("{'revision':'server-1','localRevision':7,'client':'ann','changes':{'tasks':{'added'"
               ":[{'$PhantomId':'p','id':'events-101'}],"
               "'updated':[{'id':1,'name':'a'}],'$input':{'added':[{'$PhantomId':'p','id':'events-"
               "101'}],'updated':[{'id':1,'name':'a'}]}}}}") +
          "\nflat: "
          "{'command':'projectChange','project':1,'changes':{'tasks':{'added':[{'$PhantomId':'p','"
          "id':'events-101'}],'updated':[{'id':1,'name':'a'}]}}}"
          "\nsync: "
          "{'type':'changes','payload':{'tasks':{'added':[{'$PhantomId':'p','id':'events-101'}],'"
          "updated':[{'id':1,'name':'a'}]}},'revision':1,'sender':'ann'}"
          "\nauthor: "
          "{'type':'ack','payload':{'clientRevision':7,'serverRevision':1,'changes':{'tasks':{'"
          "added':[{'$PhantomId':'p','id':'events-101'}],'updated':[{'id':1,'name':'a'}]}}}}");
}

TEST(DialectsTest, OthersGetNoInput) {
  TestProject project("{'tasksData':[{'id':1}]}");
  const std::string changes =
      "{ 'tasks' : { '$input' : {'updated':[{'id':1,'a':1}]} , 'updated' : [ {'id':1,'a':1} ] } , "
      "'project':{'b':2 , '$input':{'b':2} } }";
  EXPECT_EQ(Tell(&project, Message({changes}), kCommands),
            Commands("{'revision':'server-1','localRevision':'local-1','client':'ann','changes':" +
                     changes + "}") +
                "\nflat: {'command':'projectChange','project':1,'changes':{ 'tasks' : {  'updated' "
                ": [ {'id':1,'a':1} ] } , 'project':{'b':2  } }}"
                "\nsync: {'type':'changes','payload':{ 'tasks' : {  'updated' : [ {'id':1,'a':1} ] "
                "} , 'project':{'b':2  } },'revision':1,'sender':'ann'}");
}

// In a message the fields of the project may stand before the stores, or between two of them.
TEST(DialectsTest, OthersGetNoInputWhereverTheProjectStandsInAChange) {
  for (const char* const changes :
       {"{'project':{'b':2,'$input':{'b':2}},'tasks':{'updated':[{'id':1,'a':1}],'$input':{}}}",
        "{'x':{'$input':{}},'project':{'$input':{'b':2},'b':2},'y':{'$input':{}}}"}) {
    TestProject project("{'tasksData':[{'id':1}]}");
    const std::string out = Tell(&project, Message({changes}), kCommands);
    EXPECT_EQ(out.find("$input", out.find("\nflat")), std::string::npos) << out;
    EXPECT_NE(out.find("},'revision':1,'sender':'ann'}"), std::string::npos) << out;
  }
}

TEST(DialectsTest, OthersGetNoInputOfARevisionThatWasRewritten) {
  TestProject project;
  const std::string out = Tell(
      &project,
      Message({"{'tasks':{'$input':{'added':[{'$PhantomId':'p'}]},'added':[{'$PhantomId':'p'}]},'x'"
               ":{'$input':{}},'project':{'$input':{'b':'_generated1'},'b':'_generated1'}}"}),
      kCommands);
  EXPECT_EQ(out.substr(out.find("\nflat") + 1),
            "flat: "
            "{'command':'projectChange','project':1,'changes':{'tasks':{'added':[{'$PhantomId':'p',"
            "'id':'events-101'}]},'x':{},'project':{'b':'_generated1'}}}"
            "\nsync: "
            "{'type':'changes','payload':{'tasks':{'added':[{'$PhantomId':'p','id':'events-101'}]},"
            "'x':{},'project':{'b':'_generated1'}},'revision':1,'sender':'ann'}");
}

TEST(DialectsTest, ARevisionThatChangesNothingIsNotForFlatClients) {
  TestProject project;
  EXPECT_EQ(
      Tell(&project, Message({"{}"}), kCommands),
      Commands("{'revision':'server-1','localRevision':'local-1','client':'ann','changes':{}}") +
          "\nsync: {'type':'changes','payload':{},'revision':1,'sender':'ann'}");
}

// A client of these dialects learns the id of what it added from the answer, so it has to be there.
TEST(DialectsTest, AnOrphanFindsItsPlaceInTheRevisionOfItsAuthor) {
  TestProject project("{'tasksData':[{'id':0,'children':[{'id':1}]}]}");
  project.Change("{'tasks':{'removed':[{'id':1}]}}");
  const std::string out =
      Tell(&project,
           "{'type':'changes','payload':{'tasks':{'added':[{'$PhantomId':'p','parentId':1,'"
           "parentIndex':3},{'$PhantomId':'q','parentId':'p'}]}},'revision':1}",
           kSync);
  const std::string added =
      "'added':[{'$PhantomId':'p','parentId':0,'id':'events-101'},{'$PhantomId':'q','parentId':'"
      "events-101','id':'events-102'}]";
  EXPECT_EQ(out.substr(out.find("\nauthor") + 1),
            "author: "
            "{'type':'ack','payload':{'clientRevision':1,'serverRevision':2,'changes':{'tasks':{" +
                added + "}}}}");
  EXPECT_NE(out.find("'tasks':{" + added + ",'$input':{" + added + "}}"), std::string::npos) << out;
  EXPECT_EQ(project.Tasks(), "0(events-101(events-102))");
}

TEST(DialectsTest, AFieldOfTheProjectIsMeantByItsAuthor) {
  TestProject project;
  const std::string out =
      Tell(&project, "{'command':'projectChange','project':1,'changes':{'project':{'name':'n'}}}",
           kFlat);
  EXPECT_EQ(out.substr(0, out.find('\n')),
            Commands("{'revision':'server-1','client':'ann','changes':{'project':{'name':'n','$"
                     "input':{'name':'n'}}}}"));
}

TEST(DialectsTest, ANameThatAClientMadeIsNoId) {
  TestProject project;
  const std::string out =
      Tell(&project,
           "{'command':'projectChange','project':1,'changes':{'tasks':{'added':[{'id':'_generated1'"
           "},{'id':'_generated2','parentId':'_generated1'}]}}}",
           kFlat);
  EXPECT_EQ(out.substr(out.find("\nauthor") + 1),
            "author: "
            "{'command':'projectChange','project':1,'changes':{'tasks':{'added':[{'$PhantomId':'_"
            "generated1','id':'events-101'},"
            "{'$PhantomId':'_generated2','parentId':'events-101','id':'events-102'}]}}}");
}

TEST(DialectsTest, WhatIsWrongIsSaidInTheWordsOfTheDialect) {
  TestProject project;
  EXPECT_EQ(Tell(&project, "{'command':'projectChange','changes':{}}", kFlat),
            "ERR_PROJECT_REQUIRED: The message names no project");
  EXPECT_EQ(Tell(&project, "{'command':'projectChange','project':[],'changes':{}}", kFlat),
            "ERR_INVALID_ID: project is not a project id");
  EXPECT_EQ(Tell(&project, "{'command':'projectChange','project':2,'changes':{}}", kFlat),
            "ERR_NOT_SUBSCRIBED: The change names another project");
  EXPECT_EQ(Tell(&project, "{'command':'projectChange','project':1}", kFlat),
            "ERR_INVALID_CHANGES: changes is not an object");
  EXPECT_EQ(Tell(&project, "{'type':'changes','payload':{}}", kSync),
            "ERR_INVALID_REVISION: revision is not a string or a number");
  EXPECT_EQ(Tell(&project, "{'type':'changes','revision':1}", kSync),
            "ERR_INVALID_CHANGES: payload is not an object");
  EXPECT_EQ(
      Tell(&project, "{'type':'changes','revision':1,'payload':{'tasks':{'updated':[{'name':1}]}}}",
           kSync),
      "ERR_INVALID_ID: payload.tasks updated[0] has no id");
  EXPECT_EQ(Tell(&project,
                 "{'type':'changes','revision':1,'payload':{'tasks':{'updated':[{'id':1,'"
                 "baseRevision':-1,'changes':{}}]}}}",
                 kSync),
            "ERR_INVALID_CHANGES: payload.tasks updated[0] has a baseRevision that is not the "
            "number of a revision");
  EXPECT_EQ(Tell(&project,
                 "{'type':'changes','revision':1,'payload':{'tasks':{'updated':[{'id':1,'changes':{"
                 "'id':2}}]}}}",
                 kSync),
            "ERR_DUPLICATE_KEY: payload.tasks updated[0] has the field id twice");
  EXPECT_EQ(project.project.revision(), 0U);
}

TEST(DialectsTest, TheRevisionOfAClientIsToldEvenWhenItsChangeIsWrong) {
  TestProject project;
  const auto revision = [&](const std::string& message) {
    Outcome outcome;
    EXPECT_FALSE(project.project.Submit(message, "ann", 1, kSync, &outcome).ok());
    return outcome.client_revision;
  };
  EXPECT_EQ(revision(R"({"type":"changes","revision":"my own","payload":[]})"), "\"my own\"");
  EXPECT_EQ(revision("{"), "") << "not that of the message before";
}

TEST(DialectsTest, EveryDialectHasItsDataset) {
  TestProject project("{'tasksData':[{'id':1,'children':[{'id':2}]}],'project':{'name':'n'}}");
  const auto view = [&](DatasetView view) {
    return SingleQuoted(Joined(project.project.Dataset(view)));
  };
  const std::string tasks =
      "[{'id':1,'parentIndex':0,'orderedParentIndex':0,'children':[{'id':2,'parentIndex':0,'"
      "orderedParentIndex':0}]}]";
  const std::string data = "'project':{'name':'n'},'tasks':{'rows':" + tasks +
                           "},'resources':{'rows':[]},'dependencies':{'rows':[]},"
                           "'assignments':{'rows':[]},'calendars':{'rows':[]},'versions':{'rows':[]"
                           "},'changelogs':{'rows':[]}";
  EXPECT_EQ(view(DatasetView::kFlat),
            "{'command':'dataset','project':1,'dataset':{'tasksData':" + tasks +
                ",'resourcesData':[],'dependenciesData':[],"
                "'assignmentsData':[],'calendarsData':[],'versionsData':[],'changelogsData':[],'"
                "projectMeta':{'name':'n'},'project':{'name':'n'}}}");
  EXPECT_EQ(view(DatasetView::kData), "{" + data + "}");
  EXPECT_EQ(view(DatasetView::kSync), "{'type':'sync','payload':{" + data + ",'revision':0}}");
}

TEST(DialectsTest, ASyncHasItsRevisionOnceWhateverStoresThereAre) {
  TestProject project("{'revisionData':[{'id':1}]}");
  const auto end = [&project](DatasetView view) {
    const std::string text = SingleQuoted(Joined(project.project.Dataset(view)));
    return text.substr(text.find("'changelogs'"));
  };
  EXPECT_EQ(end(DatasetView::kSync), "'changelogs':{'rows':[]},'revision':0}}");
  EXPECT_EQ(end(DatasetView::kData), "'changelogs':{'rows':[]},'revision':{'rows':[{'id':1}]}}");
}

TEST(DialectsTest, WhoWasAwayGetsWhatItMissed) {
  TestProject project;
  project.Changes({"{'tasks':{'added':[{'id':'a'}],'$input':{}}}",
                   "{'tasks':{'removed':[{'id':'a'}],'$input':{'removed':[{'id':'a'}]}}}"});
  const auto since = [&](uint64_t revision, size_t dialect) {
    std::vector<std::string> messages;
    if (!project.project.ChangesSince(revision, dialect, "", &messages)) return std::string("no");
    std::string out;
    for (const std::string& message : messages) out += message + "\n";
    return SingleQuoted(out);
  };
  EXPECT_EQ(
      since(1, Dialect::kCommands),
      "{'command':'project_change','data':{'revisions':[{'revision':'server-2','localRevision':'"
      "local-2','client':'ann','changes':"
      "{'tasks':{'removed':[{'id':'a'}],'$input':{'removed':[{'id':'a'}]}}}}],'project':1}}\n");
  EXPECT_EQ(since(2, Dialect::kCommands),
            "{'command':'project_change','data':{'revisions':[],'project':1}}\n");
  EXPECT_EQ(
      since(0, Dialect::kSync),
      "{'type':'changes','payload':{'tasks':{'added':[{'id':'a'}]}},'revision':1,'sender':'ann'}\n"
      "{'type':'changes','payload':{'tasks':{'removed':[{'id':'a'}]}},'revision':2,'sender':'ann'}"
      "\n");
  EXPECT_EQ(since(2, Dialect::kSync), "");
  EXPECT_EQ(since(3, Dialect::kSync), "no");
  project.Reset("{}");
  EXPECT_EQ(since(1, Dialect::kSync), "no");
  EXPECT_EQ(since(2, Dialect::kSync), "no");
}

}  // namespace
}  // namespace gantt
