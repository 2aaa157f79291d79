// A map and a set without nodes. An empty one costs nothing to create and destroy. Order is
// arbitrary; an insertion moves the content.
#ifndef GANTT_BASE_FLAT_MAP_H_
#define GANTT_BASE_FLAT_MAP_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/hash_table.h"
#include "base/keyed_hash.h"

namespace gantt {

inline uint32_t FlatHash(std::string_view text) { return static_cast<uint32_t>(KeyedHash(text)); }

// The lower bits of pointers are equal, and records lie at equal distances: after one
// multiplication (Knuth, The Art of Computer Programming, 6.4) they would still do, and could
// cluster.
inline uint32_t FlatHash(const void* pointer) {
  auto number = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(pointer));
  number *= uint64_t{0x9E3779B97F4A7C15};
  number ^= number >> 32;
  return static_cast<uint32_t>(number * uint64_t{0xD6E8FEB86659FD93} >> 32);
}

template <typename Key, typename T>
class FlatMap {
 public:
  size_t size() const { return table_.size(); }
  bool empty() const { return size() == 0; }
  bool contains(const Key& key) const { return Find(key) != nullptr; }
  // As in HashTable.
  size_t memory() const { return table_.memory(); }

  // Null if there is none.
  T* Find(const Key& key) {
    Slot* const slot = empty() ? nullptr : table_.Find(FlatHash(key), HasKey(key));
    return slot == nullptr ? nullptr : &slot->value;
  }
  const T* Find(const Key& key) const { return const_cast<FlatMap*>(this)->Find(key); }

  // The value of the key, which becomes `value` if it had none. True: it had none.
  std::pair<T*, bool> Insert(const Key& key, T value) {
    if (T* const known = Find(key)) return {known, false};
    return {&table_.Insert(FlatHash(key), {key, std::move(value)})->value, true};
  }
  T& operator[](const Key& key) { return *Insert(key, T()).first; }

  // The key must be present.
  void Erase(const Key& key) { table_.Erase(FlatHash(key), HasKey(key)); }

  template <typename Visit>
  void ForEach(const Visit& visit) const {
    table_.ForEach([&visit](const Slot& slot) { visit(slot.key, slot.value); });
  }

 private:
  struct Slot {
    Key key;
    [[no_unique_address]] T value;
  };
  static auto HasKey(const Key& key) {
    return [&key](const Slot& slot) { return slot.key == key; };
  }

  HashTable<Slot> table_;
};

template <typename Key>
class FlatSet {
 public:
  bool empty() const { return keys_.empty(); }
  bool contains(const Key& key) const { return keys_.contains(key); }
  // True: it was absent.
  bool Insert(const Key& key) { return keys_.Insert(key, {}).second; }

 private:
  struct Nothing {};
  FlatMap<Key, Nothing> keys_;
};

}  // namespace gantt

#endif  // GANTT_BASE_FLAT_MAP_H_
