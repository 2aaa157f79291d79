#include "message/changeset.h"

#include <gtest/gtest.h>

#include <string>

#include "json/reader.h"
#include "support.h"

namespace gantt {
namespace {

// `id/phantom{fields}` of each entry.
std::string RenderEntries(const Changeset& changeset, const Range& range) {
  std::string out;
  for (uint32_t i = range.begin; i < range.end; ++i) {
    const Entry& entry = changeset.entries[i];
    out += (i == range.begin ? "" : " ") + std::string(entry.id.key);
    if (entry.phantom.exists) out += "/" + std::string(entry.phantom.key);
    out += '{';
    for (uint32_t f = 0; f < entry.field_count; ++f) {
      const Field& field = changeset.FieldsOf(entry)[f];
      if (field.is_shown())
        out += (out.back() == '{' ? "" : ",") + std::string(field.key) + ":" +
               std::string(field.value);
    }
    out += '}';
  }
  return out;
}

std::string RenderStore(const Changeset& changeset, const StoreChange& store) {
  std::string out = std::string(store.name) + ":";
  for (const bool input : {false, true}) {
    if (input && !store.has_input) continue;
    if (input) out += " $input";
    for (const List list : {kAdded, kUpdated, kRemoved}) {
      const Range& range = input ? store.input[list] : store.change[list];
      if (range.size() > 0)
        out += " " + std::string(ListName(list)) + " " + RenderEntries(changeset, range);
    }
  }
  return out;
}

// What Read makes of `data.revisions` = [text]; a store a line.
std::string Read(std::string_view revision) {
  const std::string message =
      Json("{'data':{'project':1,'client':'chart','revisions':[" + std::string(revision) + "]}}");
  json::Reader reader;
  json::Value root;
  Changeset changeset;
  if (Status status = reader.Parse(message, &root); !status.ok()) return Render(status);
  if (Status status = changeset.Read(root); !status.ok()) return Render(status);
  std::string out;
  for (const RevisionChange& change : changeset.revisions) {
    out += (out.empty() ? "" : "\n") + std::string(change.local_id);
    if (!change.conflict_resolution_for.empty())
      out += " for " + std::string(change.conflict_resolution_for);
    for (uint32_t i = change.stores.begin; i < change.stores.end; ++i) {
      out += "\n  " + RenderStore(changeset, changeset.stores[i]);
    }
    if (change.project_fields >= 0) {
      const auto i = static_cast<uint32_t>(change.project_fields);
      out += "\n  project " + RenderEntries(changeset, {i, i + 1});
    }
  }
  return SingleQuoted(out);
}

TEST(ChangesetTest, HoldsTheListsOfEveryStoreAndItsInput) {
  EXPECT_EQ(
      Read("{'revision':'local-1','changes':{"
           "'tasks':{'added':[{'$PhantomId':'p','name':'x'}],'updated':[{'id':1,'a':2},{'id':'b'}],"
           "'removed':[{'id':3}],'$input':{'updated':[{'id':1}]}},'resources':{'$input':{}}}}"),
      "'local-1'\n"
      "  tasks: added /p{$PhantomId:'p',name:'x'} updated 1{id:1,a:2} b{id:'b'} removed 3{id:3}"
      " $input updated 1{id:1}\n"
      "  resources: $input");
}

TEST(ChangesetTest, InputThatRepeatsTheChangeIsReadLikeAnyOther) {
  EXPECT_EQ(
      Read(
          R"({'revision':1,'changes':{'tasks':{'updated':[{'id':1,'\u0061':2},{'id':'b','c':null}],)"
          R"('$input':{'updated':[{'id':1,'\u0061':2},{'id':1,'\u0061':2},{'id':'b'}],)"
          R"('removed':[{'id':1,'\u0061':2}]}}}})"),
      "1\n  tasks: updated 1{id:1,a:2} b{id:'b',c:null}"
      " $input updated 1{id:1,a:2} 1{id:1,a:2} b{id:'b'} removed 1{id:1,a:2}");
}

TEST(ChangesetTest, AnEntryAndItsRepetitionHaveFieldsOfTheirOwn) {
  const std::string message = Json(
      "{'data':{'project':1,'revisions':[{'revision':1,'changes':{'tasks':{"
      "'updated':[{'id':1,'parentId':2}],'$input':{'updated':[{'id':1,'parentId':2}]}}}}]}}");
  json::Reader reader;
  json::Value root;
  Changeset changeset;
  ASSERT_TRUE(reader.Parse(message, &root).ok());
  ASSERT_TRUE(changeset.Read(root).ok());
  const StoreChange& store = changeset.stores[0];
  changeset.SetField(&changeset.entries[store.input[kUpdated].begin], FieldKind::kParentId,
                     "parentId", "3");
  changeset.HideField(&changeset.entries[store.change[kUpdated].begin], FieldKind::kId);
  EXPECT_EQ(SingleQuoted(RenderStore(changeset, store)),
            "tasks: updated 1{parentId:2} $input updated 1{id:1,parentId:3}");
}

TEST(ChangesetTest, TheOrderOfKeysDoesNotMatter) {
  EXPECT_EQ(Read("{'changes':{'tasks':{'$input':{'removed':[{'id':1}]},'removed':[{'id':1}],'added'"
                 ":[]}},'revision':7}"),
            "7\n  tasks: removed 1{id:1} $input removed 1{id:1}");
}

TEST(ChangesetTest, NullIsAsIfAbsent) {
  EXPECT_EQ(
      Read("{'revision':1,'conflictResolutionFor':null,'clientId':null,'changes':{'project':null,"
           "'tasks':{'added':null,'updated':null,'removed':null,'$input':null}}}"),
      "1\n  tasks:");
}

TEST(ChangesetTest, KeysMayBeWrittenWithEscapes) {
  EXPECT_EQ(
      Read(
          R"({'revision':1,'changes':{'t\u0061sks':{'\u0061dded':[{'\u0024PhantomId':'p','na\u006de':1}]}}})"),
      "1\n  tasks: added /p{$PhantomId:'p',name:1}");
}

TEST(ChangesetTest, IdsAreComparedByWhatTheyMean) {
  EXPECT_EQ(
      Read(
          R"({'revision':1,'changes':{'tasks':{'updated':[{'id':'\u0031'},{'id':'1'},{'id':1},{'id':1.0},{'id':10e-1}]}}})"),
      R"(1
  tasks: updated 1{id:'\u0031'} 1{id:'1'} 1{id:1} 1{id:1.0} 1{id:10e-1})");
}

TEST(ChangesetTest, AnIdThatIsNullIsNoId) {
  EXPECT_EQ(
      Read("{'revision':1,'changes':{'tasks':{'added':[{'id':null,'$PhantomId':null,'a':1}]}}}"),
      "1\n  tasks: added {a:1}");
}

TEST(ChangesetTest, KeepsWhatAConflictResolutionIsFor) {
  EXPECT_EQ(Read("{'revision':'local-2','conflictResolutionFor':'server-7','changes':{}}"),
            "'local-2' for 'server-7'");
}

TEST(ChangesetTest, ProjectHoldsFieldsInsteadOfLists) {
  EXPECT_EQ(Read("{'revision':1,'changes':{'project':{'id':5,'name':'x','added':[1]}}}"),
            "1\n  project 5{id:5,name:'x',added:[1]}");
}

TEST(ChangesetTest, ChildrenWithoutRecordsAreAFieldLikeOthers) {
  EXPECT_EQ(
      Read("{'revision':1,'changes':{'tasks':{'updated':[{'id':1,'children':true},{'id':2,'"
           "children':[]},"
           "{'id':3,'children':null}]},'resources':{'updated':[{'id':1,'children':[{'id':2}]}]}}}"),
      "1\n  tasks: updated 1{id:1,children:true} 2{id:2,children:[]} 3{id:3,children:null}\n"
      "  resources: updated 1{id:1,children:[{'id':2}]}");
}

TEST(ChangesetTest, InputIsMadeOfWhatAProgramSaysAndNotOfWhatTheServerWrote) {
  const std::string message = Json(
      "{'data':{'project':1,'revisions':[{'revision':1,'changes':{'tasks':{'updated':[{'id':1}]},"
      "'project':{'name':'p'}}}]}}");
  json::Reader reader;
  json::Value root;
  ASSERT_EQ(Render(reader.Parse(message, &root)), "OK");
  for (const auto writer : {Changeset::Writer::kClient, Changeset::Writer::kServer}) {
    Changeset changeset;
    ASSERT_EQ(Render(changeset.Read(root, Shape::kRevisions, {}, writer)), "OK");
    const bool is_made = writer == Changeset::Writer::kClient;
    EXPECT_EQ(changeset.stores[0].is_all_input, is_made);
    EXPECT_EQ(changeset.revisions[0].is_all_input, is_made);
    EXPECT_EQ(changeset.entries.size(), 2U);
  }
}

TEST(ChangesetTest, WhatIsSaidWithoutInputIsHeldOnce) {
  const std::string message = Json(
      "{'project':1,'changes':{'tasks':{'added':[{'name':1}],'removed':[{'id':1}]},"
      "'project':{'name':'p'}}}");
  json::Reader reader;
  json::Value root;
  ASSERT_EQ(Render(reader.Parse(message, &root)), "OK");
  Changeset changeset;
  ASSERT_EQ(Render(changeset.Read(root, Shape::kChanges)), "OK");
  EXPECT_TRUE(changeset.stores[0].is_all_input);
  EXPECT_TRUE(changeset.revisions[0].is_all_input);
  EXPECT_EQ(changeset.entries.size(), 3U);
  EXPECT_EQ(changeset.fields.size(), 4U);  // With the room for an id.
}

TEST(ChangesetTest, OfALongMessageNothingIsHeldBehindIt) {
  std::string records = "{'id':0}";
  for (int i = 1; i < 20; ++i) records += ",{'id':" + std::to_string(i) + "}";
  const std::string message = Json("{'project':1,'changes':{'tasks':{'added':[" + records + "]}}}");
  json::Reader reader;
  json::Value root;
  ASSERT_EQ(Render(reader.Parse(message, &root)), "OK");
  Limits limits;
  limits.changeset_fields = 10;
  Changeset changeset(limits);
  ASSERT_EQ(Render(changeset.Read(root, Shape::kChanges)), "OK");
  changeset.End();
  EXPECT_EQ(changeset.entries.capacity(), 0U);
  EXPECT_EQ(changeset.fields.capacity(), 0U);
}

TEST(ChangesetTest, SettingAFieldThatIsNotThereAppendsItToItsEntryOnly) {
  const std::string message = Json(
      "{'data':{'project':1,'revisions':[{'revision':1,'changes':{'tasks':{'updated':[{'id':1,'a':"
      "1},{'id':2}]}}}]}}");
  json::Reader reader;
  json::Value root;
  Changeset changeset;
  ASSERT_EQ(Render(reader.Parse(message, &root)), "OK");
  ASSERT_EQ(Render(changeset.Read(root)), "OK");
  changeset.SetField(&changeset.entries[0], FieldKind::kParentId, "parentId", "9");
  changeset.SetField(&changeset.entries[0], FieldKind::kParentId, "parentId", "8");
  changeset.HideField(&changeset.entries[1], FieldKind::kId);
  EXPECT_EQ(RenderEntries(changeset, {0, 2}), "1{id:1,a:1,parentId:8} 2{}");
}

TEST(ChangesetTest, AnIdOfTheLargestSizeIsReadAndALargerOneIsNot) {
  TextArena arena;
  const std::string largest = "\"" + std::string(kMaxIdSize, 'x') + "\"";
  EXPECT_EQ(ReadId(largest, &arena).key.size(), kMaxIdSize);
  EXPECT_FALSE(ReadId("\"" + std::string(kMaxIdSize + 1, 'x') + "\"", &arena).exists());
}

TEST(ChangesetTest, NumbersAreReadAsJavaScriptWritesThem) {
  TextArena arena;
  std::string out;
  for (const char* raw :
       {"12", "12.0", "1.2e1", "-0", "0.0", "1e2", "123456789012345678", "1.50", "-7.0"}) {
    out += std::string(ReadId(raw, &arena).key) + " ";
  }
  EXPECT_EQ(out, "12 12 12 0 0 100 123456789012345680 1.5 -7 ");
}

TEST(ChangesetTest, SoAreThoseThatItWritesWithAFractionOrAnExponent) {
  TextArena arena;
  std::string out;
  for (const char* raw :
       {"1e-7", "1.25E-7", "0.000001", "0.00000125", "-0.5", "123456.789", "1e20", "1e21",
        "123456789012345680000", "1.5e21", "-2e300", "5e-324", "1.7976931348623157e308",
        "9007199254740993", "4.35", "100e-2", "1e-400"}) {
    out += std::string(ReadId(raw, &arena).key) + " ";
  }
  EXPECT_EQ(out,
            "1e-7 1.25e-7 0.000001 0.00000125 -0.5 123456.789 100000000000000000000 1e+21 "
            "123456789012345680000 1.5e+21 -2e+300 5e-324 1.7976931348623157e+308 9007199254740992 "
            "4.35 1 0 ");
}

}  // namespace
}  // namespace gantt
