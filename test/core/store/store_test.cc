#include "store/store.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

// "a <- p at 3" for each key that has a tombstone; "a <- root at 3".
std::string Tombstones(const Store& store, std::initializer_list<const char*> keys) {
  std::string out;
  for (const char* key : keys) {
    const Tombstone* tombstone = store.FindTombstone(key);
    if (tombstone == nullptr) continue;
    out += std::string(out.empty() ? "" : ", ") + key + " <- " +
           std::string(tombstone->parent.empty() ? "root" : tombstone->parent) + " at " +
           std::to_string(tombstone->revision);
  }
  return out;
}

// a(b(c) d) e
void Fill(Store* store) {
  Record* a = store->Add("a", nullptr);
  Record* b = store->Add("b", a);
  store->Add("c", b);
  store->Add("d", a);
  store->Add("e", nullptr);
}

TEST(StoreTest, RecordsHangUnderTheirParentsInOrderOfArrival) {
  Store store("tasks");
  Fill(&store);
  EXPECT_EQ(Outline(store), "a(b(c) d) e");
  EXPECT_EQ(store.size(), 5U);
}

TEST(StoreTest, FindsARecordByItsKeyAndNothingElse) {
  Store store("tasks");
  Fill(&store);
  EXPECT_EQ(store.Find("c")->key(), "c");
  EXPECT_EQ(store.Find("C"), nullptr);
  EXPECT_EQ(store.Find(""), nullptr);
}

TEST(StoreTest, RemovingAParentRemovesItsSubtree) {
  Store store("tasks");
  Fill(&store);
  store.Remove(store.Find("a"), 3);
  EXPECT_EQ(Outline(store), "e");
  EXPECT_EQ(store.size(), 1U);
}

TEST(StoreTest, RemovingTheFirstTheMiddleOrTheLastChildLeavesTheOthers) {
  std::string out;
  for (const char* key : {"1", "2", "3"}) {
    Store store("tasks");
    for (const char* child : {"1", "2", "3"}) store.Add(child, nullptr);
    store.Remove(store.Find(key), 1);
    store.Add("4", nullptr);
    out += Outline(store) + "; ";
  }
  EXPECT_EQ(out, "2 3 4; 1 3 4; 1 2 4; ");
}

TEST(StoreTest, ATombstoneNamesTheParentThatTheRecordHadAndTheRevision) {
  Store store("tasks");
  Fill(&store);
  store.Remove(store.Find("d"), 3);
  store.Remove(store.Find("a"), 4);
  EXPECT_EQ(Tombstones(store, {"a", "b", "c", "d", "e"}),
            "a <- root at 4, b <- a at 4, c <- b at 4, d <- a at 3");
}

TEST(StoreTest, OfTooManyTombstonesTheOldestAreForgotten) {
  Store store("tasks", {.tombstones = 2});
  for (const char* key : {"a", "b", "c"}) {
    store.Add(key, nullptr);
    store.Remove(store.Find(key), 1);
  }
  EXPECT_EQ(Tombstones(store, {"a", "b", "c"}), "a <- root at 1, b <- root at 1, c <- root at 1");
  store.Forget(AMessageEnds(), 1);
  EXPECT_EQ(Tombstones(store, {"a", "b", "c"}), "b <- root at 1, c <- root at 1");
}

TEST(StoreTest, ARecordThatIsAddedAgainHasNoTombstone) {
  Store store("tasks");
  Fill(&store);
  store.Remove(store.Find("a"), 3);
  store.Add("b", nullptr);
  EXPECT_EQ(Tombstones(store, {"a", "b", "c"}), "a <- root at 3, c <- b at 3");
}

TEST(StoreTest, TombstonesBeforeARevisionAreForgotten) {
  Store store("tasks");
  Fill(&store);
  store.Remove(store.Find("c"), 3);
  store.Remove(store.Find("d"), 5);
  store.Forget(AMessageEnds(), 5);
  EXPECT_EQ(Tombstones(store, {"c", "d"}), "d <- a at 5");
}

TEST(StoreTest, ARecordRemovedTwiceIsRememberedSinceTheSecondTime) {
  Store store("tasks");
  store.Add("a", nullptr);
  store.Remove(store.Find("a"), 3);
  store.Add("a", nullptr);
  store.Remove(store.Find("a"), 7);
  store.Forget(AMessageEnds(), 7);
  EXPECT_EQ(Tombstones(store, {"a"}), "a <- root at 7");
  store.Forget(AMessageEnds(), 8);
  EXPECT_EQ(Tombstones(store, {"a"}), "");
}

TEST(StoreTest, MovingARecordTakesItsSubtreeAlong) {
  Store store("tasks");
  Fill(&store);
  store.Move(store.Find("b"), store.Find("e"));
  store.Move(store.Find("d"), nullptr);
  EXPECT_EQ(Outline(store), "a e(b(c)) d");
}

TEST(StoreTest, RenamingKeepsTheRecordItsPlaceAndItsChildren) {
  Store store("tasks");
  Fill(&store);
  store.Rename(store.Find("a"), "events-1");
  EXPECT_EQ(Outline(store), "events-1(b(c) d) e");
  EXPECT_EQ(store.Find("a"), nullptr);
  EXPECT_EQ(store.Find("events-1")->first_child->key(), "b");
}

TEST(StoreTest, AParentIsTooDeepWhenItsChildWouldPassTheLimit) {
  Store store("tasks");
  Record* deepest = nullptr;
  for (int depth = 1; depth < Store::kMaxTreeDepth; ++depth)
    deepest = store.Add(std::to_string(depth), deepest);
  EXPECT_FALSE(store.IsTooDeep(&store.root()));
  EXPECT_FALSE(store.IsTooDeep(deepest));
  EXPECT_TRUE(store.IsTooDeep(store.Add("the last", deepest)));
}

TEST(StoreTest, ADeepTreeIsRemovedWithoutRecursion) {
  Store store("tasks");
  Record* deepest = nullptr;
  for (int depth = 0; depth < 200'000; ++depth) deepest = store.Add(std::to_string(depth), deepest);
  store.Remove(store.Find("0"), 1);
  EXPECT_EQ(store.size(), 0U);
}

TEST(StoreTest, BytesGoWithTheRecordsThatAreRemoved) {
  Store store("tasks");
  Fill(&store);
  for (const char* key : {"a", "c", "e"}) {
    Record* record = store.Find(key);
    const Record::Held before = record->held();
    record->fields.Set("id", "\"x\"");
    store.NoteWritten(*record, before);
  }
  EXPECT_EQ(store.bytes(), 3 * std::string(R"("id":"x")").size());
  store.Remove(store.Find("a"), 1);
  EXPECT_EQ(store.bytes(), std::string(R"("id":"x")").size());
}

}  // namespace
}  // namespace gantt
