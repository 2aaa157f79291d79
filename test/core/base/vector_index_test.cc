#include "base/vector_index.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gantt {
namespace {

struct Item {
  std::string key;
  size_t number;
};
constexpr auto kKeyOf = [](const Item& item) -> std::string_view { return item.key; };

// A vector of so many items, of which each key comes `times` times, and what is found of each key
// after each of them was added.
template <typename Index>
std::string FoundWhileAdding(size_t count, size_t times) {
  std::vector<Item> items;
  Index index;
  const size_t keys = count / times;
  std::string wrong;
  for (size_t number = 0; number < count; ++number) {
    items.push_back({"key " + std::to_string(number % keys), number});
    index.Add(items, kKeyOf);
    for (size_t key = 0; key < keys; ++key) {
      const std::string name = "key " + std::to_string(key);
      const Item* const found = index.Find(items, std::string_view(name), kKeyOf);
      const Item* first = nullptr;
      const Item* last = nullptr;
      for (const Item& item : items) {
        if (item.key != name) continue;
        if (first == nullptr) first = &item;
        last = &item;
      }
      const bool is_first = found == first;
      const bool is_last = found == last;
      wrong += (is_first ? "" : "f") + std::string(is_last ? "" : "l");
    }
  }
  return wrong;
}

TEST(VectorIndexTest, FindsWhatIsThereAndNothingElseWhetherFewOrMany) {
  EXPECT_EQ(FoundWhileAdding<VectorIndex<>>(200, 1), "");
  EXPECT_EQ((FoundWhileAdding<VectorIndex<Occurrence::kLast, 64>>(200, 1)), "");
}

TEST(VectorIndexTest, OfSeveralOfOneKeyFindsTheOneThatIsAskedFor) {
  const std::string first = FoundWhileAdding<VectorIndex<>>(30, 3);
  EXPECT_EQ(first.find('f'), std::string::npos);
  EXPECT_NE(first.find('l'), std::string::npos);
  const std::string last = FoundWhileAdding<VectorIndex<Occurrence::kLast>>(30, 3);
  EXPECT_EQ(last.find('l'), std::string::npos);
  EXPECT_NE(last.find('f'), std::string::npos);
}

TEST(VectorIndexTest, FindsInAVectorThatHasMoved) {
  std::vector<Item> items;
  VectorIndex<> index;
  for (size_t number = 0; number < 20; ++number) {
    items.push_back({"key " + std::to_string(number), number});
    index.Add(items, kKeyOf);
  }
  std::vector<Item> moved(items.begin(), items.end());
  items.clear();
  const Item* const found = index.Find(moved, std::string_view("key 17"), kKeyOf);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->number, 17U);
}

}  // namespace
}  // namespace gantt
