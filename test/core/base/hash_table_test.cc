#include "base/hash_table.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

namespace gantt {
namespace {

constexpr auto Is(int value) {
  return [value](int other) { return other == value; };
}

// All hashes of few values are alike, so what tells the values apart is the predicate, and the gaps
// that Erase() closes lie in long runs. 0 is a hash like others.
TEST(HashTableTest, HasExactlyWhatASetHasAfterManyInsertionsAndErasures) {
  std::mt19937 random(7);
  HashTable<int> table;
  std::set<int> values;
  const auto hash = [](int value) { return static_cast<uint32_t>(value % 20); };
  for (int step = 0; step < 20'000; ++step) {
    const int value = static_cast<int>(random() % 200);
    if (values.insert(value).second) {
      EXPECT_EQ(*table.Insert(hash(value), value), value);
    } else {
      values.erase(value);
      table.Erase(hash(value), Is(value));
    }
  }
  std::string wrong;
  for (int value = 0; value < 200; ++value) {
    const int* const found = table.Find(hash(value), Is(value));
    if ((found != nullptr && *found == value) != values.contains(value))
      wrong += std::to_string(value) + " ";
  }
  std::set<int> visited;
  table.ForEach([&](int value) { visited.insert(value); });
  EXPECT_EQ(wrong, "");
  EXPECT_EQ(visited, values);
  EXPECT_EQ(table.size(), values.size());
}

// So many that values move to a larger table while others come and go.
TEST(HashTableTest, HasExactlyWhatASetHasWhileItGrows) {
  std::mt19937 random(8);
  HashTable<int> table;
  std::set<int> values;
  const auto hash = [](int value) { return static_cast<uint32_t>(value) * 0x9E3779B9U; };
  for (int step = 0; step < 40'000; ++step) {
    const int value = static_cast<int>(random() % 20'000);
    const bool is_new = values.insert(value).second;
    ASSERT_EQ(table.Find(hash(value), Is(value)) == nullptr, is_new);
    if (is_new) {
      table.Insert(hash(value), value);
    } else {
      values.erase(value);
      table.Erase(hash(value), Is(value));
    }
    if (step % 1000 != 0) continue;
    std::set<int> visited;
    table.ForEach([&](int one) { visited.insert(one); });
    ASSERT_EQ(visited, values);
    ASSERT_EQ(table.size(), values.size());
  }
}

TEST(HashTableTest, AnEmptyTableFindsNothing) {
  const HashTable<int> table;
  EXPECT_EQ(table.Find(1, Is(1)), nullptr);
}

}  // namespace
}  // namespace gantt
