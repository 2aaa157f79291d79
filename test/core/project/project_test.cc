#include "project/project.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

TEST(ProjectTest, ANewProjectServesTheSevenStoresEmpty) {
  EXPECT_EQ(TestProject().Dataset(true),
            "{'command':'dataset','data':{'project':1,'dataset':{'tasksData':[],'resourcesData':[],"
            "'dependenciesData':[],'assignmentsData':[],'calendarsData':[],'versionsData':[],'"
            "changelogsData':[],"
            "'project':{}},'revision':'base'}}");
}

TEST(ProjectTest, ABroadcastHasItsRevisionsInOrderAndItsKeysInTheirOrder) {
  TestProject project;
  EXPECT_EQ(
      SingleQuoted(project.Submit(
          Json("{'command':'project_change','data':{'project':1,'client':'not ann','revisions':["
               "{'changes':{'tasks':{}},'revision':'local-7','clientId':'x','revisionType':'undo'},"
               "{'conflictResolutionFor':'server-3','revision':8,'changes':{}}]}}"))),
      "{'command':'project_change','data':{'revisions':["
      "{'revision':'server-1','localRevision':'local-7','client':'ann','changes':{'tasks':{}}},"
      "{'revision':'server-2','localRevision':8,'client':'ann','changes':{},'conflictResolutionFor'"
      ":'server-3'}],"
      "'project':1}}");
}

TEST(ProjectTest, AnAuthorThatNamesItselfGetsThatNameInItsOwnCopy) {
  TestProject project("{'tasksData':[{'id':1}]}");
  const std::string revision =
      "{'revision':1,'changes':{'tasks':{'updated':[{'id':1,'name':'x'}]}}}";
  const auto submit = [&](const std::string& client) {
    Outcome outcome;
    EXPECT_TRUE(project.project
                    .Submit(Json("{'command':'project_change','data':{'project':1,'client':" +
                                 client + ",'revisions':[" + revision + "," + revision + "]}}"),
                            "ann", TestProject::kNow, {}, &outcome)
                    .ok());
    EXPECT_EQ(outcome.broadcast.find("mine"), std::string::npos);
    return outcome.author ? SingleQuoted(outcome.author->front()) : "";
  };
  EXPECT_EQ(
      submit("'mine'"),
      "{'command':'project_change','data':{'revisions':[{'revision':'server-1','localRevision':1,"
      "'client':'mine','changes':{'tasks':{'updated':[{'id':1,'name':'x'}]}}},{'revision':"
      "'server-2','localRevision':1,'client':'mine','changes':{'tasks':{'updated':[{'id':1,'name'"
      ":'x'}]}}}],'project':1}}");
  EXPECT_EQ(submit("'ann'"), "");
  EXPECT_EQ(submit("7"), "");
  EXPECT_EQ(submit("null"), "");
}

// A chart shows of somebody else's revision what `$input` says. It names its client itself, in each
// revision that it makes, so what it says without `$input` it has derived.
TEST(ProjectTest, WhatAProgramSaysWithoutInputItsUserDid) {
  TestProject project("{'tasksData':[{'id':1},{'id':2}]}");
  const auto told = [&](const std::string& revision, const std::string& beside = "") {
    const std::string answer = SingleQuoted(
        project.Submit(Json("{'command':'project_change','data':{'project':1," + beside +
                            "'revisions':[{'revision':'a'," + revision + "}]}}")));
    const size_t begin = answer.find("'changes':");
    return answer.substr(begin, answer.find("}],'project'", begin) - begin);
  };
  const std::string rename = "'updated':[{'id':1,'name':'x'}]";
  const std::string derived = "'changes':{'tasks':{" + rename + "}}";
  const std::string both = "'changes':{'tasks':{" + rename + ",'$input':{" + rename + "}}}";
  EXPECT_EQ(told(derived), both);
  EXPECT_EQ(told("'clientId':null," + derived), both);
  EXPECT_EQ(told("'clientId':'me'," + derived), derived);
  EXPECT_EQ(told(derived, "'client':'me',"), derived);
  for (const char* input : {"{}", "null"}) {
    const std::string said = std::string("'changes':{'tasks':{") + rename +
                             "},'resources':{'updated':[],'$input':" + input + "}}";
    EXPECT_EQ(told(said), said);
  }
  EXPECT_EQ(told("'changes':{'project':{'name':'p'},'tasks':{'removed':[{'id':2}],'added':["
                 "{'$PhantomId':'_generated1','parentId':1}]}}"),
            "'changes':{'tasks':{'added':["
            "{'$PhantomId':'_generated1','parentId':1,'id':'events-101'}],'removed':[{'id':2}],"
            "'$input':{'added':[{'$PhantomId':'_generated1','parentId':1,'id':'events-101'}],"
            "'removed':[{'id':2}]}},'project':{'name':'p','$input':{'name':'p'}}}");
}

TEST(ProjectTest, AMessageWithoutRevisionsIsAnsweredWithNone) {
  TestProject project;
  EXPECT_EQ(SingleQuoted(project.Submit(Message({}))),
            "{'command':'project_change','data':{'revisions':[],'project':1}}");
  EXPECT_EQ(project.project.revision(), 0U);
}

TEST(ProjectTest, TheAuthorsNameIsEscaped) {
  EXPECT_EQ(
      TestProject().Submit(Message({"{}"}), "a\"b"),
      R"({"command":"project_change","data":{"revisions":[{"revision":"server-1","localRevision":"local-1",)"
      R"("client":"a\"b","changes":{}}],"project":1}})");
}

TEST(ProjectTest, WhatIsNotRewrittenGoesOutByteForByte) {
  TestProject project;
  const std::string changes =
      R"({ "tasks" : {"x":[ 1.50,"\u0041" ], "updated" : [ {"id" : 7 , "a\u0022" : 1e2} ] } , "project":{ "a": -0.0 } })";
  const std::string answer = project.Submit(
      R"({"data":{"project":1,"client":"chart","revisions":[{"revision":1,"changes":)" + changes +
      "}]}}");
  EXPECT_NE(answer.find("\"changes\":" + changes + "}"), std::string::npos) << answer;
}

TEST(ProjectTest, ItsIdMayBeATextAndIsComparedByWhatItMeans) {
  TestProject project("{}", {.id = R"("\u0031a")"});
  EXPECT_EQ(project.Submit(R"({"data":{"project":"1a","revisions":[]}})"),
            R"({"command":"project_change","data":{"revisions":[],"project":"\u0031a"}})");
  TestProject number;
  EXPECT_EQ(SingleQuoted(number.Submit(Message({}, "'1'"))),
            "{'command':'project_change','data':{'revisions':[],'project':1}}");
}

TEST(ProjectTest, ADatasetNamesTheLastRevisionOnlyWhenAsked) {
  TestProject project;
  project.Changes({"{}", "{}"});
  const std::string without = project.Dataset(false);
  EXPECT_EQ(project.Dataset(true),
            without.substr(0, without.size() - 2) + ",'revision':'server-2'}}");
}

TEST(ProjectTest, ServingADatasetChangesNothing) {
  std::string out;
  for (const bool look : {false, true}) {
    TestProject project("{'tasksData':[{'id':'a'},{'id':'b'},{'id':'c'}]}");
    for (const char* changes : {"{'tasks':{'updated':[{'id':'c','orderedParentIndex':0}]}}",
                                "{'tasks':{'added':[{'id':'d','parentIndex':0}]}}",
                                "{'tasks':{'updated':[{'id':'a','parentId':'b'}]}}",
                                "{'tasks':{'updated':[{'id':'a','parentId':null}]}}"}) {
      project.Change(changes);
      if (look) project.Dataset();
    }
    out += project.Tasks() + "; ";
  }
  EXPECT_EQ(out, "c d a b; c d a b; ");
}

TEST(ProjectTest, TheProjectsFieldsAreStoredWithoutItsIdAndMetaFields) {
  TestProject project("{'project':{'calendar':'c','name':'x'}}");
  project.Change(
      "{'project':{'id':'_generated','name':'y','$meta':1,'startDate':null,'$input':{'name':'z'}}"
      "}");
  const std::string dataset = project.Dataset();
  EXPECT_EQ(dataset.substr(dataset.find("'project':{")),
            "'project':{'calendar':'c','name':'y','startDate':null}}}}");
}

TEST(ProjectTest, AnyStoreAndAnyFieldIsStored) {
  TestProject project;
  project.Change(
      "{'my "
      "store':{'added':[{'id':1,'__proto__':{'x':1},'toString':'y'}]},'__proto__':{'added':[{'id':"
      "2}]}}");
  const std::string dataset = project.Dataset();
  EXPECT_EQ(dataset.substr(dataset.find(",'my store")),
            ",'my "
            "storeData':[{'id':1,'__proto__':{'x':1},'toString':'y'}],'__proto__Data':[{'id':2}],'"
            "project':{}}}}");
}

TEST(ProjectTest, AStoreThatBeginsWithADollarIsPassedOnAndNotStored) {
  TestProject project;
  const std::string before = project.Dataset();
  EXPECT_EQ(project.Change("{'$x':{'added':[{'id':1}]}}"), "{'$x':{'added':[{'id':1}]}}");
  EXPECT_EQ(project.Dataset(), before);
}

TEST(ProjectTest, AStoreAppearsWithItsFirstRecordAndStays) {
  TestProject project;
  project.Change("{'notes':{'updated':[{'id':1}],'removed':[{'id':2}]}}");
  std::string out = project.Records("notes");
  project.Change("{'notes':{'added':[{'id':1}]}}");
  project.Change("{'notes':{'removed':[{'id':1}]}}");
  EXPECT_EQ(out + " " + project.Records("notes"), "no such store []");
}

TEST(ProjectTest, AMessageIsAppliedWholeOrNotAtAll) {
  TestProject project("{'tasksData':[{'id':'a'}]}");
  const std::string before = project.Dataset(true);
  EXPECT_EQ(project.Changes(
                {"{'tasks':{'updated':[{'id':'a','name':'x'}]}}", "{'tasks':{'removed':[{}]}}"}),
            "ERR_INVALID_ID: data.revisions[1].changes.tasks removed[0] has no id");
  EXPECT_EQ(project.Dataset(true), before);
}

TEST(ProjectTest, ARefusalAppendsNothingToTheAnswer) {
  TestProject project;
  std::string out = "before";
  EXPECT_FALSE(project.project.Submit("{", "ann", 0, &out).ok());
  EXPECT_EQ(out, "before");
}

TEST(ProjectTest, TheLogHoldsEachRevisionAsItWasBroadcast) {
  TestProject project;
  project.Change("{'tasks':{'added':[{'$PhantomId':'p','parentId':'p'}]}}");
  const RevisionLog& log = project.project.state().log;
  EXPECT_EQ(
      SingleQuoted(std::string(log.at(1).text()) + "\n" + std::string(log.at(2).text())),
      "{'revision':'server-1','localRevision':'local-1','client':'ann','changes':{'tasks':{}}}\n"
      "{'revision':'server-2','client':'server','changes':{'tasks':{'added':[{'id':'events-101','"
      "parentId':null}],"
      "'$input':{'added':[{'id':'events-101','parentId':null}]}}}}");
}

}  // namespace
}  // namespace gantt
