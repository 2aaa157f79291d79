// Finds items of a vector by their key. A few items are searched linearly, without memory or
// hashing; for more, a table stores their positions. The owner passes the vector with each call;
// items are only appended, and their keys do not change.
#ifndef GANTT_BASE_VECTOR_INDEX_H_
#define GANTT_BASE_VECTOR_INDEX_H_

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "base/flat_map.h"
#include "base/hash_table.h"

namespace gantt {

// Which one of several items with one key is found.
enum class Occurrence : uint8_t { kFirst, kLast };

// `key_of(item)` returns the key of an item, which needs FlatHash() and ==. `items` is a vector or
// a span.
template <Occurrence kOccurrence = Occurrence::kFirst, size_t kFew = 8>
class VectorIndex {
 public:
  // The item with that key, or null.
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

  // Call it whenever an item was appended.
  template <typename Items, typename KeyOf>
  void Add(const Items& items, const KeyOf& key_of) {
    if (items.size() <= kFew) return;
    // The first item beyond the few also adds those.
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

  HashTable<uint32_t> table_;  // Positions in the vector.
};

}  // namespace gantt

#endif  // GANTT_BASE_VECTOR_INDEX_H_
