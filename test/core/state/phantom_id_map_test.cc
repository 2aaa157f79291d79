#include "state/phantom_id_map.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

constexpr PhantomId kCounted{"_generatedTaskModel_1", true};
constexpr PhantomId kUnique{"_generatedTaskModel_0b9c7a52-33f1-4d0e-9c6e-0a1b2c3d4e5f", true};

std::string Find(const PhantomIdMap& map, std::string_view store, std::string_view author,
                 PhantomId phantom) {
  const std::string_view found = map.Find(store, author, phantom);
  return found.empty() ? "unknown" : std::string(found);
}

TEST(PhantomIdMapTest, ACountedNameBelongsToItsAuthor) {
  PhantomIdMap map;
  map.Add("tasks", "ann", kCounted, "101");
  map.Add("tasks", "bob", kCounted, "102");
  EXPECT_EQ(Find(map, "tasks", "ann", kCounted) + " " + Find(map, "tasks", "bob", kCounted) + " " +
                Find(map, "tasks", "cleo", kCounted),
            "101 102 unknown");
}

TEST(PhantomIdMapTest, ANameWithAUuidMeansOneRecordWhoeverUsesIt) {
  PhantomIdMap map;
  map.Add("tasks", "ann", kUnique, "101");
  EXPECT_EQ(Find(map, "tasks", "bob", kUnique), "101");
}

TEST(PhantomIdMapTest, NamesBelongToTheirStore) {
  PhantomIdMap map;
  map.Add("tasks", "ann", kUnique, "101");
  map.Add("tasks", "ann", kCounted, "102");
  EXPECT_EQ(Find(map, "resources", "ann", kUnique) + " " + Find(map, "resources", "ann", kCounted),
            "unknown unknown");
}

std::string FindAnywhere(const PhantomIdMap& map, std::string_view author, PhantomId phantom) {
  const std::string_view found = map.FindAnywhere(author, phantom);
  return found.empty() ? "unknown" : std::string(found);
}

// One look-up: the map is not told which stores there are, so it cannot ask them one by one.
TEST(PhantomIdMapTest, ANameIsFoundWithoutItsStore) {
  PhantomIdMap map;
  map.Add("tasks", "ann", kUnique, "101");
  map.Add("resources", "ann", kCounted, "102");
  EXPECT_EQ(FindAnywhere(map, "bob", kUnique) + " " + FindAnywhere(map, "ann", kCounted) + " " +
                FindAnywhere(map, "bob", kCounted),
            "101 102 unknown");
}

TEST(PhantomIdMapTest, WithoutAStoreANameMeansWhatItCameToMeanLast) {
  PhantomIdMap map;
  map.Add("tasks", "ann", kCounted, "101");
  map.Add("resources", "ann", kCounted, "102");
  map.Add("tasks", "ann", kCounted, "103");
  EXPECT_EQ(FindAnywhere(map, "ann", kCounted), "102");
}

TEST(PhantomIdMapTest, AMeaningThatIsForgottenLeavesTheLaterOneFindable) {
  PhantomIdMap map({.phantom_bytes = 600});
  map.Add("tasks", "ann", kCounted, "101");
  map.Add("resources", "ann", kCounted, "102");
  map.Add("tasks", "ann", {"p", true}, "103");
  map.Forget(AMessageEnds());
  const std::string kept = Find(map, "tasks", "ann", kCounted) + " " +
                           Find(map, "resources", "ann", kCounted) + " " +
                           FindAnywhere(map, "ann", kCounted);
  map.Add("tasks", "ann", {"q", true}, "104");
  map.Forget(AMessageEnds());
  EXPECT_EQ(kept + ", " + FindAnywhere(map, "ann", kCounted), "unknown 102 102, unknown");
}

TEST(PhantomIdMapTest, TheFirstMeaningOfANameStays) {
  PhantomIdMap map;
  map.Add("tasks", "ann", kCounted, "101");
  const size_t bytes = map.bytes();
  map.Add("tasks", "ann", kCounted, "102");
  EXPECT_EQ(Find(map, "tasks", "ann", kCounted), "101");
  EXPECT_EQ(map.bytes(), bytes);
}

TEST(PhantomIdMapTest, StoreAuthorAndNameAreNotConfused) {
  PhantomIdMap map;
  map.Add("a", "bc", {"d", true}, "101");
  EXPECT_EQ(Find(map, "ab", "c", {"d", true}) + " " + Find(map, "a", "b", {"cd", true}),
            "unknown unknown");
}

TEST(PhantomIdMapTest, PastItsBytesTheOldestNamesAreForgotten) {
  PhantomIdMap map({.phantom_bytes = 2'000});
  for (int i = 0; i < 100; ++i) {
    const std::string name = "p" + std::to_string(i);
    map.Add("tasks", "ann", {name, true}, "101");
  }
  EXPECT_EQ(map.size(), 100U);  // A message may view them all.
  map.Forget(AMessageEnds());
  EXPECT_LE(map.bytes(), 2'000U);
  EXPECT_GT(map.size(), 5U);
  EXPECT_EQ(
      Find(map, "tasks", "ann", {"p0", true}) + " " + Find(map, "tasks", "ann", {"p99", true}),
      "unknown 101");
}

TEST(PhantomIdMapTest, ForgettingCountedNamesLeavesUniqueOnesFindable) {
  PhantomIdMap map({.phantom_bytes = 400});
  map.Add("tasks", "ann", kCounted, "101");
  for (const char* digit : {"1", "2", "3"}) {
    const std::string name = "0b9c7a52-33f1-4d0e-9c6e-0a1b2c3d4e5" + std::string(digit);
    map.Add("tasks", "ann", {name, true}, digit);
  }
  map.Forget(AMessageEnds());
  EXPECT_EQ(Find(map, "tasks", "ann", kCounted) + " " +
                Find(map, "tasks", "bob", {"0b9c7a52-33f1-4d0e-9c6e-0a1b2c3d4e53", true}),
            "unknown 3");
}

}  // namespace
}  // namespace gantt
