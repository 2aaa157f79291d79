#include "store/record_index.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "support.h"

namespace gantt {
namespace {

std::string Keys(const RecordIndex& index) {
  std::set<std::string> keys;
  index.ForEach([&](const Record* record) { keys.emplace(record->key()); });
  std::string out;
  for (const std::string& key : keys) out += (out.empty() ? "" : " ") + key;
  return out;
}

TEST(RecordIndexTest, AnEmptyIndexFindsNothing) {
  const RecordIndex index;
  EXPECT_EQ(index.Find("a"), nullptr);
  EXPECT_EQ(index.Find(""), nullptr);
  EXPECT_EQ(index.size(), 0U);
}

TEST(RecordIndexTest, HoldsWhatWasInsertedUntilItIsRemoved) {
  RecordIndex index;
  Record* a = index.Insert("a");
  index.Insert("b");
  EXPECT_EQ(index.Find("a"), a);
  index.Remove(a);
  EXPECT_EQ(index.Find("a"), nullptr);
  EXPECT_EQ(Keys(index), "b");
}

TEST(RecordIndexTest, AKeyMayComeAgainAfterItWasRemoved) {
  RecordIndex index;
  index.Remove(index.Insert("a"));
  Record* again = index.Insert("a");
  EXPECT_EQ(index.Find("a"), again);
  EXPECT_EQ(index.size(), 1U);
}

TEST(RecordIndexTest, ARenamedRecordIsTheSameUnderAnotherKey) {
  RecordIndex index;
  Record* a = index.Insert("a");
  a->fields.Set("name", "1");
  index.Rename(a, "b");
  EXPECT_EQ(index.Find("a"), nullptr);
  EXPECT_EQ(index.Find("b"), a);
  EXPECT_EQ(a->key(), "b");
  EXPECT_EQ(a->fields.text(), "\"name\":1");
  EXPECT_EQ(index.size(), 1U);
}

TEST(RecordIndexTest, ANewRecordHasNothingOfTheOneWhoseMemoryItHas) {
  RecordIndex index;
  Record* a = index.Insert("a");
  a->fields.Set("name", "1");
  a->index = {1, 1};
  index.Remove(a);
  const Record* b = index.Insert("b");
  EXPECT_NE(b, a);  // A message may view what it removed.
  index.Remove(index.Find("b"));
  index.EndRemoved(AMessageEnds());
  b = index.Insert("b");
  EXPECT_EQ(b, a);
  EXPECT_EQ(b->fields.text(), "");
  EXPECT_TRUE(std::isinf(b->index.Order()));
}

// Long runs of collisions and the gaps that Remove() closes come by themselves with many records.
TEST(RecordIndexTest, FindsExactlyWhatASetHasAfterManyInsertionsAndRemovals) {
  std::mt19937 random(7);
  RecordIndex index;
  std::vector<Record*> records;
  std::set<std::string> keys;
  for (int step = 0; step < 50'000; ++step) {
    const std::string key = std::to_string(random() % 3'000);
    if (keys.insert(key).second) {
      records.push_back(index.Insert(key));
    } else {
      const size_t i = random() % records.size();
      keys.erase(std::string(records[i]->key()));
      index.Remove(records[i]);
      records[i] = records.back();
      records.pop_back();
    }
  }
  std::string wrong;
  for (int i = 0; i < 3'000; ++i) {
    const std::string key = std::to_string(i);
    if ((index.Find(key) != nullptr) != keys.contains(key)) wrong += key + " ";
  }
  EXPECT_EQ(wrong, "");
  EXPECT_EQ(index.size(), keys.size());
}

}  // namespace
}  // namespace gantt
