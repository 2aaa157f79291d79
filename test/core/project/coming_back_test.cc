// A client that comes back on another connection sends again what it got no answer to.
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

// A project to which clients come back under a new id.
class ComingBackTest : public ::testing::Test {
 protected:
  // One change of `commands` after the other, in one message; the first has the number `first`.
  std::string Submit(std::string_view author, std::string_view origin, int first,
                     std::initializer_list<std::string_view> changes, Terms terms = {}) {
    std::string message = "{'command':'project_change','data':{'project':1,'revisions':[";
    for (const std::string_view change : changes) {
      if (message.back() == '}') message.push_back(',');
      message += "{'revision':'local-" + std::to_string(first++) + "','changes':";
      message.append(change).push_back('}');
    }
    terms.origin = origin;
    outcome_.Clear();
    const Status status =
        test_.project.Submit(Json(message + "]}}"), author, TestProject::kNow, terms, &outcome_);
    return status.ok() ? SingleQuoted(outcome_.broadcast) : Render(status);
  }

  // "id name" of each task, in order.
  std::string Tasks() const {
    std::string text;
    const Record* task = test_.project.state().FindStore("tasks")->root().first_child;
    for (; task != nullptr; task = task->next) {
      if (!text.empty()) text += ", ";
      text += std::string(task->key()) + " " + SingleQuoted(std::string(task->fields.Get("name")));
    }
    return text;
  }

  TestProject test_{"{'tasks':{'rows':[{'id':1,'name':'Dig'}]}}"};
  Outcome outcome_;
};

constexpr std::string_view kAdd =
    "{'tasks':{'added':[{'$PhantomId':'_generated_3','name':'Sow'}]}}";
constexpr std::string_view kRename = "{'tasks':{'updated':[{'id':1,'name':'Plough'}]}}";

TEST_F(ComingBackTest, WhatWasMadeComesBackEmptyAndIsNotMadeAgain) {
  Submit("a", "", 1, {kAdd, kRename});
  test_.Change("{'tasks':{'updated':[{'id':1,'name':'Harrow'}]}}", "bob");
  EXPECT_EQ(Submit("b", "a", 1, {kAdd, kRename}),
            "{'command':'project_change','data':{'revisions':["
            "{'revision':'server-4','localRevision':'local-1','client':'b','changes':{}},"
            "{'revision':'server-5','localRevision':'local-2','client':'b','changes':{}},"
            "{'revision':'server-6','client':'server','changes':{'tasks':{"
            "'updated':[{'id':'events-101','name':'Sow'},{'id':1,'name':'Harrow'}],"
            "'$input':{'updated':[{'id':'events-101','name':'Sow'},{'id':1,'name':'Harrow'}]}}}}],"
            "'project':1}}");
  EXPECT_EQ(Tasks(), "1 'Harrow', events-101 'Sow'");
}

TEST_F(ComingBackTest, WhatNeverCameIsMadeWithTheNamesOfBefore) {
  Submit("a", "", 1, {kAdd});
  Submit("b", "a", 1,
         {kAdd,
          "{'tasks':{'updated':[{'id':'_generated_3','name':'Reap'}]},"
          "'dependencies':{'added':[{'id':9,'from':1,'to':'_generated_3'}]}}"});
  EXPECT_EQ(Tasks(), "1 'Dig', events-101 'Reap'");
  EXPECT_EQ(test_.Records("dependencies"), "[{'id':9,'from':1,'to':'events-101'}]");
  Submit("c", "a", 2, {kRename});
  EXPECT_EQ(Tasks(), "1 'Dig', events-101 'Reap'");
}

TEST_F(ComingBackTest, ANumberUsedTwiceOnOneConnectionIsTwoRevisions) {
  Submit("a", "", 1, {kRename});
  Submit("a", "", 1, {"{'tasks':{'updated':[{'id':1,'name':'Harrow'}]}}"});
  EXPECT_EQ(Tasks(), "1 'Harrow'");
}

TEST_F(ComingBackTest, AnothersNumbersAndNamesAreNotMeant) {
  Submit("a", "", 1, {kAdd});
  Submit("x", "y", 1, {kAdd});
  EXPECT_EQ(Tasks(), "1 'Dig', events-101 'Sow', events-102 'Sow'");
}

TEST_F(ComingBackTest, WhatWasRefusedStaysRefused) {
  Submit("a", "", 1, {kRename}, {.veto = true});
  Submit("b", "a", 1, {kRename});
  EXPECT_EQ(Tasks(), "1 'Dig'");
}

TEST_F(ComingBackTest, WhatWasMadeConflictsWithNothing) {
  Submit("a", "", 1, {kRename});
  test_.Change("{'tasks':{'updated':[{'id':1,'name':'Harrow'}]}}", "bob");
  const Terms reject{.policy = ConflictPolicy::kReject};
  Submit("b", "a", 1, {kRename, kAdd}, reject);
  EXPECT_EQ(outcome_.conflicts, "");
  EXPECT_EQ(Tasks(), "1 'Harrow', events-101 'Sow'");
}

// A `sync` client keeps its id, and gets the first answer again, however many came in between.
TEST_F(ComingBackTest, ASyncClientIsAnsweredAgainBehindThousandsOfOthers) {
  const auto submit = [this](std::string_view author, int number) {
    const Terms terms{.dialect = Dialect::kSync};
    const std::string message =
        "{'type':'changes','payload':{'tasks':{'added':[{'name':'x'}]}},"
        "'revision':" +
        std::to_string(number) + "}";
    outcome_.Clear();
    const Status status =
        test_.project.Submit(Json(message), author, TestProject::kNow, terms, &outcome_);
    return status.ok() ? outcome_.author->front() : Render(status);
  };
  const std::string first = submit("ann", 1);
  for (int i = 2; i <= 2000; ++i) submit(i % 2 == 0 ? "ann" : "bob", i);
  EXPECT_EQ(submit("ann", 1), first);
  EXPECT_EQ(test_.project.revision(), 2000U);
}

TEST_F(ComingBackTest, WhatIsForgottenIsSaid) {
  ProjectOptions options;
  options.limits.made_bytes = 1;
  TestProject test("{}", std::move(options));
  EXPECT_EQ(test.project.forgotten(), 0U);
  for (int i = 0; i < 3; ++i) test.Change("{'tasks':{}}");
  EXPECT_EQ(test.project.forgotten(), 2U);
}

}  // namespace
}  // namespace gantt
