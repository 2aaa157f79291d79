#include "store/reference_index.h"

#include <gtest/gtest.h>

#include <string>

#include "store/store.h"
#include "support.h"

namespace gantt {
namespace {

class ReferenceIndexTest : public testing::Test {
 protected:
  Record* Add(const char* key, std::initializer_list<std::pair<const char*, const char*>> fields) {
    Record* record = store_.Add(key, nullptr);
    for (const auto& [name, value] : fields) record->fields.Set(name, Json(value));
    index_.Learn(record);
    return record;
  }
  std::string Find(FieldKind kind, std::string_view key) const {
    std::string out;
    for (const Record* record : index_.Find(kind, key))
      out.append(out.empty() ? "" : " ").append(record->key());
    return out;
  }

  Store store_{"links"};
  ReferenceIndex index_;
};

TEST_F(ReferenceIndexTest, FindsWhatReferstoATaskInOrderOfArrival) {
  Add("x", {{"from", "1"}, {"to", "2"}});
  Add("y", {{"event", "'2'"}});
  Add("z", {{"taskId", "2.0"}, {"resource", "3"}});
  EXPECT_EQ(Find(FieldKind::kTaskRef, "2") + "; " + Find(FieldKind::kTaskRef, "1") + "; " +
                Find(FieldKind::kTaskRef, "3"),
            "x y z; x; ");
}

TEST_F(ReferenceIndexTest, TasksAndResourcesAreToldApart) {
  Add("x", {{"event", "1"}, {"resource", "2"}});
  EXPECT_EQ(Find(FieldKind::kResourceRef, "2") + "; " + Find(FieldKind::kResourceRef, "1"), "x; ");
}

TEST_F(ReferenceIndexTest, ARecordThatRefersTwiceIsFoundOnce) {
  Add("x", {{"from", "1"}, {"to", "1"}, {"fromTask", "'1'"}});
  EXPECT_EQ(Find(FieldKind::kTaskRef, "1"), "x");
}

TEST_F(ReferenceIndexTest, AReferenceIsFoundAmongManyFields) {
  for (const char* key : {"event", "eventId", "from", "fromEvent", "fromTask", "task", "taskId",
                          "to", "toEvent", "toTask", "resource", "resourceId"}) {
    ASSERT_TRUE(ReferenceIndex::IsReference(KindOfKey(key))) << key;
    Record* record = store_.Add(key, nullptr);
    for (int i = 0; i < 100; ++i) record->fields.Set("f" + std::to_string(i), "1");
    record->fields.Set(key, "2");
    index_.Learn(record);
    EXPECT_NE((Find(FieldKind::kTaskRef, "2") + Find(FieldKind::kResourceRef, "2")).find(key),
              std::string::npos)
        << key;
  }
}

TEST_F(ReferenceIndexTest, OtherFieldsAndOtherValuesAreNoReferences) {
  Add("x", {{"id", "1"},
            {"name", "'1'"},
            {"parentId", "1"},
            {"calendar", "1"},
            {"event", "null"},
            {"to", "[1]"}});
  EXPECT_EQ(Find(FieldKind::kTaskRef, "1") + Find(FieldKind::kTaskRef, "null"), "");
}

TEST_F(ReferenceIndexTest, WhatWasForgottenIsNotFoundAndTheOthersAre) {
  Record* x = Add("x", {{"event", "1"}});
  Record* y = Add("y", {{"event", "1"}, {"resource", "1"}});
  Record* z = Add("z", {{"event", "1"}});
  std::string out;
  for (Record* record : {y, x, z}) {
    index_.Forget(record);
    out += Find(FieldKind::kTaskRef, "1") + "; " + Find(FieldKind::kResourceRef, "1") + "; ";
  }
  EXPECT_EQ(out, "x z; ; z; ; ; ; ");
}

TEST_F(ReferenceIndexTest, AChangedReferenceIsFoundWhereItPointsNow) {
  Record* x = Add("x", {{"event", "1"}});
  for (const char* target : {"2", "3", "1", "3"}) {
    index_.Forget(x);
    x->fields.Set("event", target);
    index_.Learn(x);
  }
  EXPECT_EQ(Find(FieldKind::kTaskRef, "1") + Find(FieldKind::kTaskRef, "2") +
                Find(FieldKind::kTaskRef, "3"),
            "x");
}

TEST_F(ReferenceIndexTest, ManyReferencesToOneRecordComeAndGoQuickly) {
  constexpr int kCount = 100'000;
  std::vector<Record*> records;
  for (int i = 0; i < kCount; ++i)
    records.push_back(Add(std::to_string(i).c_str(), {{"event", "1"}}));
  EXPECT_EQ(index_.Find(FieldKind::kTaskRef, "1").size(), static_cast<size_t>(kCount));
  for (Record* record : records) index_.Forget(record);
  EXPECT_EQ(Find(FieldKind::kTaskRef, "1"), "");
}

}  // namespace
}  // namespace gantt
