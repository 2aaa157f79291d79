// Each message that is not well-formed is refused whole, with its code and the place in it.
#include <gtest/gtest.h>

#include <string>

#include "message/changeset_reader.h"
#include "support.h"

namespace gantt {
namespace {

std::string Refusal(std::string_view message) { return TestProject().Submit(Json(message)); }
std::string RefusedRevision(std::string_view revision) {
  return Refusal("{'data':{'project':1,'revisions':[{'revision':1,'changes':{}}," +
                 std::string(revision) + "]}}");
}
std::string RefusedChanges(std::string_view changes) { return TestProject().Change(changes); }
// The one error that all of them are refused with.
std::string RefusedEntries(std::string_view list, std::initializer_list<std::string> entries) {
  std::string error;
  for (const std::string& entry : entries) {
    const std::string one = RefusedChanges("{'tasks':{'" + std::string(list) + "':[{'id':1}," +
                                           std::string(entry) + "]}}");
    if (error.empty()) error = one;
    if (one != error) return one + " for " + entry;
  }
  return error;
}

TEST(ChangesetErrorsTest, TheMessageMustBeAnObject) {
  for (const char* text : {"[]", "null", "7", "'x'", "true"}) {
    EXPECT_EQ(Refusal(text), "ERR_NOT_AN_OBJECT: The message is not an object") << text;
  }
}

// The hooks and the log read the message with JSON.parse, which takes the last of several.
TEST(ChangesetErrorsTest, WhatDecidesWhatAMessageSaysComesOnce) {
  const auto refusal = [](size_t dialect, std::string_view message) {
    Outcome outcome;
    TestProject project;
    const Terms terms{.dialect = dialect};
    return Render(project.project.Submit(Json(message), "ann", TestProject::kNow, terms, &outcome));
  };
  const auto commands = [&](std::string_view message) {
    return refusal(Dialect::kCommands, message);
  };
  EXPECT_EQ(commands("{'command':'project_change','command':'projects','data':{}}"),
            "ERR_INVALID_COMMAND: The message has command twice");
  EXPECT_EQ(commands("{'data':{'project':1,'revisions':[]},'data':null}"),
            "ERR_DUPLICATE_KEY: The message has data twice");
  EXPECT_EQ(commands("{'data':{'project':1,'project':2,'revisions':[]}}"),
            "ERR_DUPLICATE_KEY: data has project twice");
  EXPECT_EQ(commands(R"({'data':{'project':1,'revisions':[],'revision\u0073':[]}})"),
            "ERR_DUPLICATE_KEY: data has revisions twice");
  for (const std::string key : {"revision", "changes", "conflictResolutionFor"}) {
    EXPECT_EQ(commands("{'data':{'project':1,'revisions':[{'" + key + "':1,'" + key + "':1}]}}"),
              "ERR_DUPLICATE_KEY: data.revisions[0] has " + key + " twice");
  }
  for (const std::string key : {"project", "changes"}) {
    EXPECT_EQ(refusal(Dialect::kFlat, "{'" + key + "':{},'" + key + "':{}}"),
              "ERR_DUPLICATE_KEY: The message has " + key + " twice");
  }
  for (const std::string key : {"revision", "force", "payload"}) {
    EXPECT_EQ(refusal(Dialect::kSync, "{'" + key + "':{},'" + key + "':{}}"),
              "ERR_DUPLICATE_KEY: The message has " + key + " twice");
  }
  EXPECT_EQ(refusal(Dialect::kSync, "{'type':'changes','type':'heartbeat'}"),
            "ERR_INVALID_COMMAND: The message has type twice");
}

TEST(ChangesetErrorsTest, DataMustBeAnObject) {
  for (const char* text : {"{'data':[]}", "{'data':7}", "{'data':'x'}", "{'data':false}"}) {
    EXPECT_EQ(Refusal(text), "ERR_INVALID_DATA: data is not an object") << text;
  }
}

TEST(ChangesetErrorsTest, TheProjectMustBeNamed) {
  for (const char* text : {"{}", "{'data':null}", "{'data':{}}", "{'data':{'project':null}}"}) {
    EXPECT_EQ(Refusal(text), "ERR_PROJECT_REQUIRED: The message names no project") << text;
  }
}

TEST(ChangesetErrorsTest, TheProjectMustBeAnId) {
  for (const char* text :
       {"{'data':{'project':{}}}", "{'data':{'project':[1]}}", "{'data':{'project':true}}"}) {
    EXPECT_EQ(Refusal(text), "ERR_INVALID_ID: data.project is not a project id") << text;
  }
}

TEST(ChangesetErrorsTest, AnotherProjectIsNotSubscribed) {
  EXPECT_EQ(Refusal("{'data':{'project':2,'revisions':[]}}"),
            "ERR_NOT_SUBSCRIBED: The change names another project");
}

TEST(ChangesetErrorsTest, RevisionsMustBeAnArray) {
  for (const char* text : {"{'data':{'project':1}}", "{'data':{'project':1,'revisions':{}}}",
                           "{'data':{'project':1,'revisions':null}}"}) {
    EXPECT_EQ(Refusal(text), "ERR_INVALID_REVISION: data.revisions is not an array") << text;
  }
}

TEST(ChangesetErrorsTest, ARevisionMustBeAnObjectWithALocalIdAndChanges) {
  EXPECT_EQ(RefusedRevision("7"), "ERR_INVALID_REVISION: data.revisions[1] is not an object");
  EXPECT_EQ(RefusedRevision("{'changes':{}}"),
            "ERR_INVALID_REVISION: data.revisions[1].revision is not a string or a number");
  EXPECT_EQ(RefusedRevision("{'revision':{},'changes':{}}"),
            "ERR_INVALID_REVISION: data.revisions[1].revision is not a string or a number");
  EXPECT_EQ(
      RefusedRevision("{'revision':1,'conflictResolutionFor':[],'changes':{}}"),
      "ERR_INVALID_REVISION: data.revisions[1].conflictResolutionFor is not a string or a number");
  EXPECT_EQ(RefusedRevision("{'revision':1}"),
            "ERR_INVALID_CHANGES: data.revisions[1].changes is not an object");
  EXPECT_EQ(RefusedRevision("{'revision':1,'changes':[]}"),
            "ERR_INVALID_CHANGES: data.revisions[1].changes is not an object");
}

TEST(ChangesetErrorsTest, AStoreMustBeAnObject) {
  for (const char* value : {"null", "7", "[]", "'x'"}) {
    EXPECT_EQ(RefusedChanges("{'resources':{},'tasks':" + std::string(value) + "}"),
              "ERR_INVALID_CHANGES: data.revisions[0].changes.tasks is not an object");
  }
}

TEST(ChangesetErrorsTest, AListMustBeAnArray) {
  for (const char* list : {"added", "updated", "removed"}) {
    EXPECT_EQ(RefusedChanges("{'tasks':{'" + std::string(list) + "':{}}}"),
              "ERR_INVALID_CHANGES: data.revisions[0].changes.tasks has a list " +
                  std::string(list) + " that is not an array");
  }
}

TEST(ChangesetErrorsTest, InputMustBeAnObjectOfTheSameLists) {
  EXPECT_EQ(RefusedChanges("{'tasks':{'$input':[]}}"),
            "ERR_INVALID_CHANGES: data.revisions[0].changes.tasks.$input is not an object");
  EXPECT_EQ(RefusedChanges("{'tasks':{'$input':{'updated':7}}}"),
            "ERR_INVALID_CHANGES: data.revisions[0].changes.tasks.$input has a list updated that "
            "is not an array");
  EXPECT_EQ(RefusedChanges("{'tasks':{'$input':{'updated':[{}]}}}"),
            "ERR_INVALID_ID: data.revisions[0].changes.tasks.$input updated[0] has no id");
}

TEST(ChangesetErrorsTest, AnEntryMustBeAnObject) {
  EXPECT_EQ(RefusedEntries("added", {"7", "null", "'x'", "[]"}),
            "ERR_INVALID_CHANGES: data.revisions[0].changes.tasks added[1] is not an object");
}

TEST(ChangesetErrorsTest, WhatIsUpdatedOrRemovedMustBeNamed) {
  EXPECT_EQ(RefusedEntries("updated", {"{}", "{'id':null}", "{'$PhantomId':'p'}"}),
            "ERR_INVALID_ID: data.revisions[0].changes.tasks updated[1] has no id");
  EXPECT_EQ(RefusedEntries("removed", {"{'name':'x'}"}),
            "ERR_INVALID_ID: data.revisions[0].changes.tasks removed[1] has no id");
}

TEST(ChangesetErrorsTest, IdsMustBeStringsOrNumbers) {
  for (const std::string key : {"id", "$PhantomId", "parentId", "$PhantomParentId"}) {
    const std::string error =
        "ERR_INVALID_ID: data.revisions[0].changes.tasks added[1] has a field " + key +
        " that is not a number or a string of 1 to 1,024 bytes";
    const std::string too_long = "'" + std::string(1025, 'x') + "'";
    for (const std::string& value : {std::string("{}"), std::string("[]"), too_long}) {
      EXPECT_EQ(RefusedEntries("added", {"{'" + key + "':" + value + "}"}), error);
    }
  }
}

TEST(ChangesetErrorsTest, OnlyInATreeAParentIdMustBeAnId) {
  EXPECT_EQ(RefusedChanges("{'resources':{'added':[{'id':1,'parentId':{}}]}}"),
            "{'resources':{'added':[{'id':1,'parentId':{}}]}}");
}

TEST(ChangesetErrorsTest, RecordsInChildrenAreRefused) {
  EXPECT_EQ(
      RefusedEntries("added", {"{'id':2,'children':[{'id':3}]}", "{'id':2,'children':[7]}"}),
      "ERR_INVALID_CHANGES: data.revisions[0].changes.tasks added[1] has records in children: "
      "send them with parentId instead");
}

TEST(ChangesetErrorsTest, AFieldThatComesTwiceIsRefused) {
  EXPECT_EQ(RefusedEntries("added", {"{'id':1,'x':1,'x':2}", R"({'id':1,'x':1,'\u0078':2})"}),
            "ERR_DUPLICATE_KEY: data.revisions[0].changes.tasks added[1] has the field x twice");
}

TEST(ChangesetErrorsTest, ADuplicateIsFoundAmongManyFields) {
  std::string fields = "'id':1";
  for (int i = 0; i < 500; ++i) fields += ",'field" + std::to_string(i) + "':1";
  for (const std::string twice : {"id", "field62", "field63", "field250", "field499"}) {
    EXPECT_EQ(RefusedChanges("{'tasks':{'added':[{" + fields + ",'" + twice + "':1}]}}"),
              "ERR_DUPLICATE_KEY: data.revisions[0].changes.tasks added[0] has the field " + twice +
                  " twice");
  }
}

TEST(ChangesetErrorsTest, AStoreAListOrAnInputThatComesTwiceIsRefused) {
  EXPECT_EQ(RefusedChanges(R"({'tasks':{},'resources':{},'task\u0073':{}})"),
            "ERR_DUPLICATE_KEY: data.revisions[0].changes.tasks comes twice");
  EXPECT_EQ(RefusedChanges("{'project':{},'tasks':{},'project':{}}"),
            "ERR_DUPLICATE_KEY: data.revisions[0].changes.project comes twice");
  EXPECT_EQ(RefusedChanges("{'tasks':{'added':[],'added':[]}}"),
            "ERR_DUPLICATE_KEY: data.revisions[0].changes.tasks has added twice");
  EXPECT_EQ(RefusedChanges("{'tasks':{'$input':{},'$input':{}}}"),
            "ERR_DUPLICATE_KEY: data.revisions[0].changes.tasks has $input twice");
}

TEST(ChangesetErrorsTest, NamesLongerThanTheLimitAreRefused) {
  const std::string name(1025, 'n');
  EXPECT_EQ(RefusedChanges("{'" + name + "':{}}"),
            "ERR_INVALID_CHANGES: data.revisions[0].changes has a name longer than 1,024 bytes");
  EXPECT_EQ(RefusedEntries("updated", {"{'id':1,'" + name + "':1}"}),
            "ERR_INVALID_CHANGES: data.revisions[0].changes.tasks updated[1] has a field name "
            "longer than 1,024 bytes");
}

TEST(ChangesetErrorsTest, TheProjectMustBeAnObject) {
  EXPECT_EQ(RefusedChanges("{'project':[]}"),
            "ERR_INVALID_CHANGES: data.revisions[0].changes.project is not an object");
  EXPECT_EQ(RefusedChanges("{'project':{'$input':7}}"),
            "ERR_INVALID_CHANGES: data.revisions[0].changes.project.$input is not an object");
}

TEST(ChangesetErrorsTest, MoreStoresThanTheLimitAreRefused) {
  std::string stores = "'s0':{}";
  for (size_t i = 1; i <= Limits().stores; ++i) stores += ",'s" + std::to_string(i) + "':{}";
  EXPECT_EQ(RefusedChanges("{" + stores + "}"),
            "ERR_TOO_MANY_STORES: data.revisions[0].changes has more than 256 stores");
}

TEST(ChangesetErrorsTest, AnIdMustNotBeEmpty) {
  for (const std::string key : {"id", "$PhantomId"}) {
    EXPECT_EQ(RefusedEntries("added", {"{'" + key + "':''}"}),
              "ERR_INVALID_ID: data.revisions[0].changes.tasks added[1] has a field " + key +
                  " that is not a number or a string of 1 to 1,024 bytes");
  }
}

TEST(ChangesetErrorsTest, MoreFieldsThanTheLimitAreRefused) {
  std::string fields = "'id':1";
  for (size_t i = 1; i < Limits().fields; ++i) fields += ",'f" + std::to_string(i) + "':1";
  EXPECT_TRUE(RefusedChanges("{'tasks':{'added':[{" + fields + "}]}}").starts_with("{"));
  EXPECT_EQ(
      RefusedChanges("{'tasks':{'added':[{" + fields + ",'one more':1}]}}"),
      "ERR_INVALID_CHANGES: data.revisions[0].changes.tasks added[0] has more than 1000 fields");
}

}  // namespace
}  // namespace gantt
