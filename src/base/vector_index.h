// Finds items of a vector by their key. A few are looked at one by one, which costs no memory and
// no hash; from then on a table knows where each is. The vector is its owner's, who says it with
// each call; items are appended only, and their keys do not change.
#ifndef GANTT_BASE_VECTOR_INDEX_H_
#define GANTT_BASE_VECTOR_INDEX_H_

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "base/flat_map.h"
#include "base/hash_table.h"

namespace gantt {

// Which item is found of several of one key.
enum class Occurrence : uint8_t { kFirst, kLast };

// `key_of(item)` gives an item's key, for which there is FlatHash() and ==. `items` is a vector, or
// a span of one.
template <Occurrence kOccurrence = Occurrence::kFirst, size_t kFew = 8>
class VectorIndex {
 public:
  // The item of that key, or null.
  template <typename Items, typename Key, typename KeyOf>
  auto Find(Items& items, const Key& key, const KeyOf& key_of) const -> decltype(items.data()) {
    if (items.size() > kFew) {
      assert(table_.size() > 0);
      const uint32_t* const found = table_.Find(FlatHash(key), Has(items, key, key_of));
      return found == nullptr ? nullptr : items.data() + *found;
    }
    const auto has = [&](const auto& item) { return key_of(item) == key; };
    if constexpr (kOccurrence == Occurrence::kFirst) {
      const auto found = std::find_if(items.begin(), items.end(), has);
      return found == items.end() ? nullptr : &*found;
    } else {
      const auto found = std::find_if(items.rbegin(), items.rend(), has);
      return found == items.rend() ? nullptr : &*found;
    }
  }

  // To be called whenever one has been appended.
  template <typename Items, typename KeyOf>
  void Add(const Items& items, const KeyOf& key_of) {
    if (items.size() <= kFew) return;
    // The first of the many brings the few along.
    for (size_t i = table_.size() == 0 ? 0 : items.size() - 1; i < items.size(); ++i) {
      const auto& key = key_of(items[i]);
      uint32_t* const known = table_.Find(FlatHash(key), Has(items, key, key_of));
      if (known == nullptr) {
        table_.Insert(FlatHash(key), static_cast<uint32_t>(i));
      } else if constexpr (kOccurrence == Occurrence::kLast) {
        *known = static_cast<uint32_t>(i);
      }
    }
  }

 private:
  template <typename Items, typename Key, typename KeyOf>
  static auto Has(const Items& items, const Key& key, const KeyOf& key_of) {
    return [&](uint32_t i) { return key_of(items[i]) == key; };
  }

  HashTable<uint32_t> table_;  // Places in the vector.
};

}  // namespace gantt

#endif  // GANTT_BASE_VECTOR_INDEX_H_
