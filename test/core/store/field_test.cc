#include "store/field.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "store/field_rules.h"
#include "support.h"

namespace gantt {
namespace {

// The keys of that kind among all that the rules name.
std::string KeysOf(FieldKind kind) {
  std::string out;
  for (const char* key : {"id",          "parentId",
                          "parentIndex", "orderedParentIndex",
                          "$PhantomId",  "$PhantomParentId",
                          "$other",      "$",
                          "event",       "eventId",
                          "task",        "taskId",
                          "from",        "to",
                          "fromEvent",   "toEvent",
                          "fromTask",    "toTask",
                          "resource",    "resourceId",
                          "calendar",    "calendarId",
                          "versionId",   "name",
                          "segments",    "children",
                          "content",     "Id",
                          "ids",         "events",
                          "version",     "fromtask",
                          "resourceIds", "PhantomId",
                          "parentid",    "tasks"}) {
    if (KindOfKey(key) == kind) out += (out.empty() ? "" : " ") + std::string(key);
  }
  return out;
}

TEST(FieldTest, EveryFieldThatTheRulesNameHasItsKind) {
  EXPECT_EQ(KeysOf(FieldKind::kTaskRef),
            "event eventId task taskId from to fromEvent toEvent fromTask toTask");
  EXPECT_EQ(KeysOf(FieldKind::kResourceRef), "resource resourceId");
  EXPECT_EQ(KeysOf(FieldKind::kCalendarRef), "calendar calendarId");
  EXPECT_EQ(KeysOf(FieldKind::kVersionRef), "versionId");
  EXPECT_EQ(KeysOf(FieldKind::kId) + "," + KeysOf(FieldKind::kParentId) + "," +
                KeysOf(FieldKind::kParentIndex) + "," + KeysOf(FieldKind::kOrderedParentIndex),
            "id,parentId,parentIndex,orderedParentIndex");
  EXPECT_EQ(KeysOf(FieldKind::kPhantomId) + "," + KeysOf(FieldKind::kPhantomParentId) + "," +
                KeysOf(FieldKind::kMeta),
            "$PhantomId,$PhantomParentId,$other $");
  EXPECT_EQ(KeysOf(FieldKind::kName) + "," + KeysOf(FieldKind::kSegments) + "," +
                KeysOf(FieldKind::kChildren) + "," + KeysOf(FieldKind::kContent),
            "name,segments,children,content");
}

TEST(FieldTest, AnyOtherKeyIsAnOrdinaryField) {
  EXPECT_EQ(KeysOf(FieldKind::kOther),
            "Id ids events version fromtask resourceIds PhantomId parentid tasks");
  EXPECT_EQ(KindOfKey(""), FieldKind::kOther);
}

TEST(FieldRulesTest, AnIndexIsANumberOrNothing) {
  std::string out;
  for (const char* value : {"0", "17", "-1", "0.5", "1e2", "null", "\"3\"", "true", "[1]", "{}"}) {
    const double index = IndexValue(value);
    out += (index != index ? "none" : std::to_string(index).substr(0, 5)) + " ";
  }
  EXPECT_EQ(out, "0.000 17.00 -1.00 0.500 100.0 none none none none none ");
}

// What a record of `store` keeps of each kind of field.
std::string Kept(std::string_view store_name) {
  Store store(store_name);
  Record* record = store.Add("x", nullptr);
  for (const char* key : {"id", "$PhantomId", "$meta", "parentId", "parentIndex",
                          "orderedParentIndex", "children", "content"}) {
    Field field;
    field.key = key;
    field.value = "1";
    field.kind = KindOfKey(key);
    WriteField(store, field, record);
  }
  std::string out(record->fields.text());
  if (record->content) out += " content";
  if (record->index.Order() == 1) out += " index";
  return SingleQuoted(out);
}

TEST(FieldRulesTest, EachStoreKeepsItsFieldsWhereTheyBelong) {
  EXPECT_EQ(Kept("tasks"), "'id':1,'parentId':1,'content':1 index");
  EXPECT_EQ(Kept("calendars"),
            "'id':1,'parentId':1,'parentIndex':1,'orderedParentIndex':1,'content':1");
  EXPECT_EQ(Kept("versions"),
            "'id':1,'parentId':1,'parentIndex':1,'orderedParentIndex':1,'children':1 content");
  EXPECT_EQ(Kept("resources"),
            "'id':1,'parentId':1,'parentIndex':1,'orderedParentIndex':1,'children':1,'content':1");
}

}  // namespace
}  // namespace gantt
