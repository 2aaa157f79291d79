#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "store/store.h"
#include "support.h"

namespace gantt {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

TEST(StoreOrderTest, ChildrenAreOrderedByOrderedParentIndexElseParentIndexElseLast) {
  Store store("tasks");
  store.Add("none", nullptr);
  store.SetIndex(store.Add("parent 1", nullptr), {1, kNone});
  store.SetIndex(store.Add("ordered 0, parent 9", nullptr), {9, 0});
  store.SetIndex(store.Add("ordered 2", nullptr), {kNone, 2});
  EXPECT_EQ(Outline(store), "ordered 0, parent 9 parent 1 ordered 2 none");
}

TEST(StoreOrderTest, TiesAreInOrderOfArrival) {
  Store store("tasks");
  for (const char* key : {"a", "b", "c"}) store.SetIndex(store.Add(key, nullptr), {1, 1});
  store.SetIndex(store.Add("d", nullptr), {0, 0});
  EXPECT_EQ(Outline(store), "d a b c");
}

TEST(StoreOrderTest, AMoveIsAnArrival) {
  Store store("tasks");
  for (const char* key : {"a", "b", "c"}) store.SetIndex(store.Add(key, nullptr), {1, 1});
  store.Move(store.Find("a"), store.Find("b"));
  store.Move(store.Find("a"), nullptr);
  EXPECT_EQ(Outline(store), "b c a");
}

TEST(StoreOrderTest, PlacingIsNoArrival) {
  Store store("tasks");
  Record* early = store.Add("early", nullptr);
  Record* parent = store.Add("parent", nullptr);
  store.Add("late", parent);
  store.Place(early, parent);
  EXPECT_EQ(Outline(store), "parent(early late)");
}

TEST(StoreOrderTest, IndexesMayBeNegativeOrFractions) {
  Store store("tasks");
  store.SetIndex(store.Add("half", nullptr), {kNone, 0.5});
  store.SetIndex(store.Add("zero", nullptr), {kNone, 0});
  store.SetIndex(store.Add("minus", nullptr), {kNone, -3});
  EXPECT_EQ(Outline(store), "minus zero half");
}

TEST(StoreOrderTest, AChangedIndexMovesTheRecordAtTheNextLook) {
  Store store("tasks");
  for (const char* key : {"a", "b", "c"}) store.Add(key, nullptr);
  store.NumberSiblings();
  std::string out = Outline(store) + "; ";
  store.SetIndex(store.Find("c"), {0, 0});
  out += Outline(store) + "; ";
  store.SetIndex(store.Find("c"), {0, -1});
  EXPECT_EQ(out + Outline(store), "a b c; a c b; c a b");
}

TEST(StoreOrderTest, LookingDoesNotChangeWhatComesLater) {
  std::string out;
  for (const bool look : {false, true}) {
    Store store("tasks");
    store.SetIndex(store.Add("a", nullptr), {5, 5});
    store.SetIndex(store.Add("b", nullptr), {1, 1});
    if (look) Outline(store);
    store.SetIndex(store.Add("c", nullptr), {5, 5});
    if (look) Outline(store);
    store.SetIndex(store.Find("b"), {5, 5});
    out += Outline(store) + "; ";
  }
  EXPECT_EQ(out, "a b c; a b c; ");
}

TEST(StoreOrderTest, CalendarsStayInOrderOfArrival) {
  Store store("calendars");
  Record* a = store.Add("a", nullptr);
  store.SetIndex(a, {9, 9});
  store.Add("b", a);
  store.Add("c", a);
  store.Place(store.Add("d", nullptr), a);
  EXPECT_EQ(Outline(store), "a(b c d)");
}

TEST(StoreOrderTest, NumberingGivesEveryChildItsPosition) {
  Store store("tasks");
  Record* a = store.Add("a", nullptr);
  store.Add("b", a);
  store.Add("c", a);
  store.NumberSiblings();
  const SiblingIndex& index = store.Find("c")->index;
  EXPECT_EQ(index.parent_index, 1);
  EXPECT_EQ(index.ordered_parent_index, 1);
}

TEST(StoreOrderTest, NumberingTakesThePositionOfARecordThatHasNoIndex) {
  Store store("tasks");
  store.SetIndex(store.Add("two", nullptr), {2, kNone});
  store.Add("at position one", nullptr);
  store.SetIndex(store.Add("zero", nullptr), {kNone, 0});
  store.NumberSiblings();
  std::string out = Outline(store);
  for (const char* key : {"zero", "at position one", "two"}) {
    out += " " + std::to_string(static_cast<int>(store.Find(key)->index.ordered_parent_index));
  }
  EXPECT_EQ(out, "zero at position one two 0 1 2");
}

TEST(StoreOrderTest, ManyEqualSiblingsKeepTheirOrder) {
  Store store("tasks");
  std::string expected;
  for (int i = 0; i < 1000; ++i) {
    store.SetIndex(store.Add(std::to_string(i), nullptr), {1, 1});
    expected += (i == 0 ? "" : " ") + std::to_string(i);
  }
  EXPECT_EQ(Outline(store), expected);
}

}  // namespace
}  // namespace gantt
