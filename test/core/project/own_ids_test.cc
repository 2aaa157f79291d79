// Clients that know records by ids alone, and name new ones themselves.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "support.h"

namespace gantt {
namespace {

class OwnIdsTest : public testing::Test {
 protected:
  // What the others of the dialect are told, and behind "author: " what the author is; or the
  // error.
  std::string Submit(std::string_view data, std::string_view more = "",
                     const Terms& terms = {.dialect = Dialect::kCalendar,
                                           .audience = kForCalendar}) {
    const std::string message =
        "{'type':'sync','data':" + std::string(data) + std::string(more) + "}";
    Outcome outcome;
    const Status status =
        project_.project.Submit(Json(message), "ann", TestProject::kNow, terms, &outcome);
    if (!status.ok()) return Render(status);
    std::string out;
    for (const std::string& text :
         outcome.told.empty() ? std::vector<std::string>() : outcome.told[Dialect::kCalendar])
      out += text + "\n";
    for (const std::string& text : *outcome.author) out += "author: " + text + "\n";
    return SingleQuoted(out);
  }
  static Terms Under(ConflictPolicy policy, uint64_t base) {
    return {
        .dialect = Dialect::kCalendar, .policy = policy, .audience = kForCalendar, .base = base};
  }

  TestProject project_{"{'eventsData':[{'id':1,'name':'Dig','note':'x'},{'id':2}]}"};
};

TEST_F(OwnIdsTest, OthersLearnTheIdAlone) {
  EXPECT_EQ(Submit("{'events':{'added':[{'id':'_generated1','name':'Sow'}]}}"),
            "{'type':'sync','data':{'events':{'added':[{'name':'Sow','id':'events-101'}]}},"
            "'revision':1}\n"
            "author: {'type':'sync','data':{'events':{'added':[{'$PhantomId':'_generated1','name':'"
            "Sow','id':'events-101'}],'removed':[{'id':'_generated1'}]}},'revision':1,"
            "'clientRevision':null}\n");
}

TEST_F(OwnIdsTest, AnAuthorThatCallsARecordByItsOwnNameIsTold) {
  Submit("{'events':{'added':[{'id':'_generated1','name':'Sow'}]}}");
  EXPECT_EQ(Submit("{'events':{'updated':[{'id':'_generated1','name':{'value':'Reap','oldValue':'"
                   "Sow'}}]},'assignments':{'added':[{'id':'a','eventId':'_generated1'}]}}"),
            "{'type':'sync','data':{'events':{'updated':[{'id':'events-101','name':'Reap'}]},"
            "'assignments':{'added':[{'id':'a','eventId':'events-101'}]}},'revision':2}\n"
            "author: {'type':'sync','data':{'events':{'updated':[{'id':'events-101','name':'Reap'}]"
            "},'assignments':{'added':[{'id':'a','eventId':'events-101'}]}},'revision':2,"
            "'clientRevision':null}\n");
  EXPECT_EQ(Submit("{'events':{'updated':[{'id':'events-101','name':'Reap all'}]}}",
                   ",'timestamp':7", Under(ConflictPolicy::kLastWriterWins, 2)),
            "{'type':'sync','data':{'events':{'updated':[{'id':'events-101','name':'Reap all'}]}},"
            "'revision':3}\n")
      << "it shows that already";
}

// Does the author of a change need the project anew?
TEST_F(OwnIdsTest, WhatHangsOnARecordUnderItsNameIsLostWithIt) {
  TestProject project("{'tasksData':[{'id':1},{'id':2}],'assignmentsData':[{'id':7}]}");
  const auto is_lost = [&project](std::string_view data, uint64_t base = 99,
                                  size_t dialect = Dialect::kCalendar) {
    const std::string message = dialect == Dialect::kCalendar
                                    ? "{'type':'sync','data':" + std::string(data) + "}"
                                    : "{'project':1,'changes':" + std::string(data) + "}";
    Outcome outcome;
    const Terms terms{.dialect = dialect, .base = base};
    EXPECT_TRUE(project.project.Submit(Json(message), "ann", 1, terms, &outcome).ok());
    return outcome.author_is_lost;
  };
  EXPECT_FALSE(
      is_lost("{'tasks':{'added':[{'id':'_generated1'},{'id':'_generated2','parentId':'_"
              "generated1'}]}}"));
  EXPECT_FALSE(is_lost("{'tasks':{'updated':[{'id':'_generated1','name':'a'}]}}"));
  EXPECT_TRUE(is_lost("{'tasks':{'updated':[{'id':1,'parentId':'_generated1'}]}}"));
  EXPECT_TRUE(is_lost("{'assignments':{'updated':[{'id':7,'event':'_generated1'}]}}"));
  EXPECT_FALSE(is_lost("{'assignments':{'added':[{'id':8,'event':'_generated1'}]}}"));
  EXPECT_FALSE(is_lost("{'tasks':{'updated':[{'id':2,'parentId':1}]}}"));
  project.Change("{'tasks':{'updated':[{'id':1,'name':'b'}]}}", "bob");
  const uint64_t before = project.project.revision() - 1;
  EXPECT_TRUE(is_lost("{'tasks':{'updated':[{'id':2,'parentId':null}]}}", before));
  EXPECT_FALSE(is_lost("{'tasks':{'updated':[{'id':2,'name':'c'}]}}", before));
  EXPECT_FALSE(is_lost("{'tasks':{'updated':[{'id':2,'parentId':1}]}}", before, Dialect::kFlat));
}

TEST_F(OwnIdsTest, WhoMayHaveLostWhatItShowedIsTold) {
  Terms terms = Under(ConflictPolicy::kLastWriterWins, 99);
  const std::string change = "{'events':{'updated':[{'id':1,'name':'";
  EXPECT_EQ(Submit(change + "a'}]}}", "", terms).find("author"), std::string::npos);
  terms.is_unsure = true;
  EXPECT_NE(Submit(change + "b'}]}}", "", terms).find("author"), std::string::npos);
}

TEST_F(OwnIdsTest, NamesGoWhereverTheyStand) {
  const std::string out = Submit(
      "{'events':{'added':[{'$PhantomId':'a'},{'name':'n','$PhantomId':'b'},{'$PhantomId':'c',"
      "'name':'m'},{'id':'own'}],'removed':[{'id':2}]}}");
  EXPECT_EQ(out.substr(0, out.find("author")),
            "{'type':'sync','data':{'events':{'added':[{'id':'events-101'},{'name':'n','id':'"
            "events-102'},{'name':'m','id':'events-103'},{'id':'own'}],'removed':[{'id':2}]}},"
            "'revision':1}\n");
  EXPECT_NE(out.find("'removed':[{'id':2},{'id':'a'},{'id':'b'},{'id':'c'}]"), std::string::npos)
      << out;
}

TEST_F(OwnIdsTest, AChangedFieldMaySayWhatItWas) {
  EXPECT_EQ(
      Submit("{'events':{'updated':[{'id':1,'name':{'value':'a','oldValue':'Dig'},'note':{'"
             "oldValue':'x'},'options':{'value':{'a':1}},'whole':{'value':1,'other':2},'e':{}}"
             "]}}"),
      "{'type':'sync','data':{'events':{'updated':[{'id':1,'name':'a','note':null,'options':{"
      "'a':1},'whole':{'value':1,'other':2},'e':{}}]}},'revision':1}\n");
  EXPECT_EQ(Submit("{'events':{'added':[{'id':'n','name':{'value':'a'}}]}}").substr(0, 73),
            "{'type':'sync','data':{'events':{'added':[{'id':'n','name':{'value':'a'}}")
      << "a new record has fields alone";
  EXPECT_EQ(Submit("{'tasks':{'added':[{'id':'t'}],'updated':[{'id':'t','parentId':{'oldValue':1}}]"
                   "}}")
                .substr(0, 5),
            "{'typ");
  EXPECT_EQ(Submit("{'events':{'updated':[{'id':{'oldValue':1}}]}}").substr(0, 14),
            "ERR_INVALID_ID");
  EXPECT_EQ(Submit("{'events':{'updated':[{'id':{'value':{}}}]}}").substr(0, 14), "ERR_INVALID_ID");
}

TEST_F(OwnIdsTest, AConflictIsToldForEachRecordWithBothVersions) {
  project_.Change("{'events':{'updated':[{'id':1,'name':'bob','note':'y'}]}}", "bob");
  project_.Change("{'events':{'removed':[{'id':2}]}}", "bob");
  const std::string change =
      "{'events':{'updated':[{'id':1,'name':{'value':'ann','oldValue':'Dig'}},{'id':2,'name':'b'}]}"
      "}";
  const std::string refused =
      "author: {'type':'conflict','data':{'recordType':'events','recordId':1,'fields':['name'],"
      "'serverVersion':{'id':1,'name':'bob','note':'y'},'clientVersion':{'id':1,'name':'ann','note'"
      ":"
      "'y'}}}\n"
      "author: {'type':'conflict','data':{'recordType':'events','recordId':2,'fields':[],"
      "'serverVersion':null,'clientVersion':{'id':2,'name':'b'}}}\n";
  const Terms reject = Under(ConflictPolicy::kReject, 0);
  EXPECT_EQ(Submit(change, ",'revision':'r'", reject), refused);
  EXPECT_EQ(project_.project.revision(), 2U);
  EXPECT_EQ(Submit(change, ",'revision':'r'", Under(ConflictPolicy::kLastWriterWins, 2)), refused)
      << "the answer to a number stays";
  EXPECT_EQ(Submit(change, "", reject), refused) << "what has no number is decided about anew";
}

TEST_F(OwnIdsTest, OfVeryManyConflictsTheFirstAreToldAndTheAuthorGetsTheProject) {
  const auto refused = [this](size_t count) {
    std::string updates;
    for (size_t i = 0; i < count; ++i) {
      if (i > 0) updates += ",";
      updates += R"({"id":"gone)" + std::to_string(i) + R"("})";
    }
    Outcome outcome;
    const std::string message =
        R"({"type":"sync","data":{"events":{"updated":[)" + updates + "]}}}";
    const Terms terms = Under(ConflictPolicy::kReject, 0);
    EXPECT_TRUE(project_.project.Submit(message, "ann", 1, terms, &outcome).ok());
    return std::pair(outcome.author->size(), outcome.author_is_lost);
  };
  EXPECT_EQ(refused(100), std::pair(size_t{100}, false));
  EXPECT_EQ(refused(101), std::pair(size_t{100}, true));
}

TEST_F(OwnIdsTest, ANumberedChangeIsMadeOnce) {
  const std::string add = "{'events':{'added':[{'id':'_generated1'}]}}";
  const std::string first = Submit(add, ",'revision':1");
  const std::string again = Submit(add, ",'revision':1");
  EXPECT_EQ(again, first.substr(first.find("author")));
  EXPECT_EQ(project_.project.revision(), 1U);
}

TEST_F(OwnIdsTest, WhatIsWrongIsRefused) {
  EXPECT_EQ(Submit("7"), "ERR_INVALID_CHANGES: data is not an object");
  EXPECT_EQ(Submit("{}", ",'revision':{}"),
            "ERR_INVALID_REVISION: revision is not a string or a number");
  EXPECT_EQ(Submit("{}", ",'data':{}"), "ERR_DUPLICATE_KEY: The message has data twice");
  EXPECT_EQ(Submit("{'events':{'updated':[{'name':1}]}}"),
            "ERR_INVALID_ID: data.events updated[0] has no id");
  EXPECT_EQ(Submit("{}"), "") << "nothing is told of nothing";
}

}  // namespace
}  // namespace gantt
