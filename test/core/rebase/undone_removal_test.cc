// A record that comes back by undo has the fields that its author's model does not declare, and so
// does not send.
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

class UndoneRemovalTest : public testing::Test {
 protected:
  std::string Remove(const std::string& store, const std::string& id) {
    return project_.Change("{'" + store + "':{'removed':[{'id':" + id + "}]}}");
  }

  TestProject project_{
      "{'tasksData':[{'id':1,'name':'x','costCode':'C-77','options':{'a':1},'parentIndex':0,"
      "'children':[{'id':2,'note':'below'}]}],'versionsData':[{'id':'v','content':'all of it'}]}"};
};

TEST_F(UndoneRemovalTest, HasTheFieldsThatItsAuthorDoesNotKnow) {
  Remove("tasks", "1");
  EXPECT_EQ(project_.Change("{'tasks':{'added':[{'$PhantomId':1,'name':'x'}]}}"),
            "{'tasks':{'added':[{'name':'x','id':1,'costCode':'C-77','options':{'a':1}}],"
            "'$input':{'added':[{'name':'x','id':1,'costCode':'C-77','options':{'a':1}}]}}}");
  EXPECT_EQ(project_.Records("tasks"),
            "[{'name':'x','id':1,'costCode':'C-77','options':{'a':1},'parentIndex':0,"
            "'orderedParentIndex':0}]");
}

TEST_F(UndoneRemovalTest, WhatItsAuthorSaysCounts) {
  Remove("tasks", "1");
  EXPECT_EQ(project_.Change("{'tasks':{'added':[{'$PhantomId':1,'costCode':null,'name':'y'}],"
                            "'$input':{'added':[{'$PhantomId':1,'costCode':null}]}}}"),
            "{'tasks':{'added':[{'costCode':null,'name':'y','id':1,'options':{'a':1}}],"
            "'$input':{'added':[{'costCode':null,'id':1,'options':{'a':1}}]}}}");
}

TEST_F(UndoneRemovalTest, SoHaveTheRecordsBelowIt) {
  Remove("tasks", "1");
  project_.Change("{'tasks':{'added':[{'$PhantomId':1},{'$PhantomId':2,'parentId':1}]}}");
  EXPECT_NE(project_.Records("tasks").find("{'parentId':1,'id':2,'note':'below'"),
            std::string::npos);
}

TEST_F(UndoneRemovalTest, SoHasARecordThatComesAgainUnderAnotherName) {
  project_.Change("{'tasks':{'added':[{'$PhantomId':'_generated_1','name':'n'}]}}");
  project_.Change("{'tasks':{'updated':[{'id':'events-101','seen':true}]}}", "bob");
  Remove("tasks", "'events-101'");
  EXPECT_EQ(project_.Change("{'tasks':{'added':[{'$PhantomId':'_generated_1','name':'n'}]}}"),
            "{'tasks':{'added':[{'$PhantomId':'_generated_1','name':'n','id':'events-101',"
            "'seen':true}]}}");
}

TEST_F(UndoneRemovalTest, ARecordThatOnlyHasTheSameIdIsANewOne) {
  Remove("tasks", "1");
  EXPECT_EQ(project_.Change("{'tasks':{'added':[{'id':1,'name':'other'}]}}"),
            "{'tasks':{'added':[{'id':1,'name':'other'}]}}");
}

TEST_F(UndoneRemovalTest, AVersionHasItsContentAgain) {
  Remove("versions", "'v'");
  EXPECT_EQ(project_.Change("{'versions':{'added':[{'$PhantomId':'v'}]}}"),
            "{'versions':{'added':[{'id':'v'}],'$input':{'added':[{'id':'v'}]}}}");
  std::string reply;
  EXPECT_TRUE(project_.project.AppendVersionContent("load", "v", &reply));
  EXPECT_NE(reply.find("\"content\":\"all of it\""), std::string::npos);
}

TEST_F(UndoneRemovalTest, ATaskHasAFieldOfThatNameAgainWhichIsNoContent) {
  project_.Change("{'tasks':{'updated':[{'id':2,'content':'note'}]}}", "bob");
  Remove("tasks", "2");
  EXPECT_EQ(project_.Change("{'tasks':{'added':[{'$PhantomId':2,'parentId':1}]}}"),
            "{'tasks':{'added':[{'parentId':1,'id':2,'note':'below','content':'note'}],"
            "'$input':{'added':[{'parentId':1,'id':2,'note':'below','content':'note'}]}}}");
}

TEST_F(UndoneRemovalTest, TheLastRemovalCounts) {
  Remove("tasks", "1");
  project_.Change("{'tasks':{'added':[{'$PhantomId':1,'costCode':'C-78'}]}}");
  Remove("tasks", "1");
  EXPECT_NE(project_.Change("{'tasks':{'added':[{'$PhantomId':1}]}}").find("'costCode':'C-78'"),
            std::string::npos);
}

TEST_F(UndoneRemovalTest, WithinOneMessageToo) {
  EXPECT_EQ(project_.Changes({"{'tasks':{'removed':[{'id':2}]}}",
                              "{'tasks':{'added':[{'$PhantomId':2,'parentId':1}]}}"}),
            "{'tasks':{'removed':[{'id':2}],'$input':{'removed':[{'id':2}]}}}\n"
            "{'tasks':{'added':[{'parentId':1,'id':2,'note':'below'}],"
            "'$input':{'added':[{'parentId':1,'id':2,'note':'below'}]}}}");
}

TEST_F(UndoneRemovalTest, AnAdoptedRecordHasThemToo) {
  Remove("tasks", "1");
  project_.Change("{'tasks':{'added':[{'$PhantomId':2,'parentId':1}]}}");
  EXPECT_EQ(project_.Records("tasks"),
            "[{'id':2,'note':'below','parentId':null,'parentIndex':0,'orderedParentIndex':0}]");
}

// Where the record is placed within the revision that adds it, charts learn of it by `$input`
// alone.
TEST_F(UndoneRemovalTest, SoHasOneThatIsPlacedElsewhereAtOnce) {
  Remove("tasks", "1");
  for (const auto dialect : {Dialect::kFlat, Dialect::kSync}) {
    const std::string change = "{'tasks':{'added':[{'$PhantomId':2,'parentId':1}]}}";
    const std::string message =
        dialect == Dialect::kFlat
            ? "{'command':'projectChange','project':1,'changes':" + change + "}"
            : "{'type':'changes','payload':" + change + ",'revision':1}";
    Terms terms;
    terms.dialect = dialect;
    Outcome outcome;
    ASSERT_EQ(
        Render(project_.project.Submit(Json(message), "ann", TestProject::kNow, terms, &outcome)),
        "OK");
    const std::string added = "{'added':[{'parentId':null,'id':2,'note':'below'}]}";
    EXPECT_NE(SingleQuoted(outcome.broadcast)
                  .find("'changes':{'tasks':{'added':[{'parentId':null,'id':2,'note':'below'}],"
                        "'$input':" +
                        added + "}}"),
              std::string::npos)
        << SingleQuoted(outcome.broadcast);
    Remove("tasks", "2");
  }
}

TEST_F(UndoneRemovalTest, WhatIsOlderThanTheLogIsForgotten) {
  ProjectOptions options;
  options.limits.log_revisions = 2;
  TestProject project("{'tasksData':[{'id':1,'costCode':'C-77'}]}", options);
  project.Change("{'tasks':{'removed':[{'id':1}]}}");
  for (int i = 0; i < 2; ++i) project.Change("{}");
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'$PhantomId':1}]}}"),
            "{'tasks':{'added':[{'$PhantomId':1,'id':'events-101'}]}}");
}

}  // namespace
}  // namespace gantt
