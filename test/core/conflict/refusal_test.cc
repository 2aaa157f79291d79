// What the author of a message that is refused whole is told, who has applied it already.
#include <gtest/gtest.h>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/status.h"
#include "message/terms.h"
#include "support.h"

namespace gantt {
namespace {

// Two tasks and a resource; the second task has a child, and the resource an assignment.
class RefusalTest : public ::testing::Test {
 protected:
  // The corrections that the author of the changes, one revision each, is told.
  std::string Refuse(std::initializer_list<std::string_view> changes) {
    std::string message = "{'command':'project_change','data':{'project':1,'revisions':[";
    int number = 0;
    for (const std::string_view change : changes) {
      if (number > 0) message.push_back(',');
      message += "{'revision':'local-" + std::to_string(++number) + "','changes':";
      message.append(change).push_back('}');
    }
    Outcome outcome;
    const Status status = test_.project.Submit(Json(message + "]}}"), "ann", TestProject::kNow,
                                               {.veto = true}, &outcome);
    if (!status.ok()) return Render(status);
    const std::string told =
        SingleQuoted(outcome.author ? outcome.author->front() : outcome.broadcast);
    const size_t servers = told.find("'client':'server','changes':");
    return servers == std::string::npos ? "" : told.substr(servers + 28);
  }

  TestProject test_{
      "{'tasks':{'rows':[{'id':3},{'id':1,'name':'Dig','children':[{'id':2,'name':'Deep'}]}]},"
      "'resources':{'rows':[{'id':'r','name':'Ada'}]},"
      "'assignments':{'rows':[{'id':'a','event':1,'resource':'r'}]}}"};
};

// The author's chart has removed the assignment with its resource, and so all of it comes back.
TEST_F(RefusalTest, WhatWasAddedAgainGoesWithWhatItRefersToBehindThat) {
  const std::string told =
      Refuse({"{'assignments':{'added':[{'$PhantomId':'a','event':1,'resource':'r'}]}}",
              "{'resources':{'removed':[{'id':'r'}]}}"});
  EXPECT_NE(told.find("'assignments':{'added':[{'id':'a',"), std::string::npos) << told;
  EXPECT_NE(told.find("'resources':{'added':[{'id':'r',"), std::string::npos) << told;
}

TEST_F(RefusalTest, WhatWasAddedAgainBehindTheRemovalIsThere) {
  const std::string told =
      Refuse({"{'resources':{'removed':[{'id':'r'}]}}",
              "{'resources':{'added':[{'$PhantomId':'r','name':'Ada'}]},"
              "'assignments':{'added':[{'$PhantomId':'a','event':1,'resource':'r'}]}}"});
  EXPECT_EQ(told.find("'added'"), std::string::npos) << told;
}

// Its author cannot show a task below one that others have moved below it.
TEST_F(RefusalTest, ATaskDoesNotGoWithWhatIsBelowIt) {
  const std::string told =
      Refuse({"{'tasks':{'updated':[{'id':1,'parentId':2}]}}", "{'tasks':{'removed':[{'id':2}]}}"});
  EXPECT_NE(told.find("'added':[{'id':2,'name':'Deep'"), std::string::npos) << told;
  EXPECT_EQ(told.find("{'id':1,'name':'Dig'"), std::string::npos) << told;
}

// Until the parent has gone back to the root, it is below its child for the author.
TEST_F(RefusalTest, AParentGoesBackBeforeItsChild) {
  const std::string told = Refuse({"{'tasks':{'updated':[{'id':2,'parentId':null}]}}",
                                   "{'tasks':{'updated':[{'id':1,'parentId':2}]}}"});
  EXPECT_LT(told.find("{'id':1,'parentId':null"), told.find("{'id':2,'parentId':1")) << told;
}

TEST_F(RefusalTest, AChildThatWasAddedAgainGoesWithItsParentBehindThat) {
  const std::string told = Refuse({"{'tasks':{'removed':[{'id':1}]}}",
                                   "{'tasks':{'added':[{'$PhantomId':1,'name':'Dig'},"
                                   "{'$PhantomId':2,'name':'Deep','parentId':1}]}}",
                                   "{'tasks':{'removed':[{'id':1}]}}"});
  const size_t updated = told.find("'updated'");
  EXPECT_LT(told.find("'added':[{'id':1,'name':'Dig'"), updated) << told;
  EXPECT_LT(told.find("{'id':2,'name':'Deep'"), updated) << told;
}

}  // namespace
}  // namespace gantt
