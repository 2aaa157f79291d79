// An open-addressing hash table of values, with their hashes in a second array, so that a failed
// look-up touches no value, and no node has to be allocated. A predicate identifies the value.
// Order is arbitrary.
//
// A full table gets a second one of twice the size, and each insertion moves a few values into it,
// so that no single insertion moves all of them.
#ifndef GANTT_BASE_HASH_TABLE_H_
#define GANTT_BASE_HASH_TABLE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

namespace gantt {

template <typename T>
class HashTable {
 public:
  size_t size() const { return now_.used + old_.used; }
  // Memory in bytes, without the memory owned by values.
  size_t memory() const {
    constexpr size_t kSlot = sizeof(uint32_t) + sizeof(T);  // NOLINT(bugprone-sizeof-expression)
    return (now_.size + old_.size) * kSlot;
  }

  // The value with that hash for which `is_it` holds, or null. It does not move until the next
  // Insert() or Erase().
  template <typename IsIt>
  T* Find(uint32_t hash, const IsIt& is_it) {
    hash = Marked(hash);
    if (const size_t i = now_.Slot(hash, is_it); i != kNone) return &now_.values[i];
    if (old_.used == 0) return nullptr;
    const size_t i = old_.Slot(hash, is_it);
    return i == kNone ? nullptr : &old_.values[i];
  }
  template <typename IsIt>
  const T* Find(uint32_t hash, const IsIt& is_it) const {
    return const_cast<HashTable*>(this)->Find(hash, is_it);
  }

  T* Insert(uint32_t hash, T value) {
    if (old_.size > 0) MoveSome();
    if ((now_.used + 1) * 3 > now_.size * 2) Grow();
    return now_.Place(Marked(hash), std::move(value));
  }

  // The value must be present.
  template <typename IsIt>
  void Erase(uint32_t hash, const IsIt& is_it) {
    hash = Marked(hash);
    if (const size_t i = now_.Slot(hash, is_it); i != kNone) {
      now_.Erase(i);
    } else {
      old_.Leave(old_.Slot(hash, is_it));
    }
  }

  // The number of slots that the worst look-up examines. Linear in the size of the table.
  size_t LongestSearch() const {
    size_t longest = 0;
    for (const Slots* slots : {&now_, &old_}) {
      for (size_t i = 0; i < slots->size; ++i) {
        if (slots->hashes[i] > kLeft) longest = std::max(longest, slots->Distance(i, i) + 1);
      }
    }
    return longest;
  }

  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (const Slots* slots : {&now_, &old_}) {
      for (size_t i = 0; i < slots->size; ++i) {
        if (slots->hashes[i] > kLeft) visit(slots->values[i]);
      }
    }
  }

 private:
  static constexpr size_t kNone = SIZE_MAX;
  // Special hashes of slots: never used, and moved to now_.
  static constexpr uint32_t kEmpty = 0;
  static constexpr uint32_t kLeft = 1;

  static uint32_t Marked(uint32_t hash) { return hash <= kLeft ? hash + 2 : hash; }

  struct Free {
    void operator()(uint32_t* memory) const { std::free(memory); }
  };

  // The size is a power of two, and at most two thirds of the slots are used. A look-up goes from
  // the home slot to the first empty slot.
  struct Slots {
    size_t size = 0;
    size_t used = 0;
    std::unique_ptr<uint32_t[], Free> hashes;
    std::unique_ptr<T[]> values;

    Slots() = default;
    // The memory of a large table is not touched before it is used.
    explicit Slots(size_t its_size)
        : size(its_size),
          hashes(static_cast<uint32_t*>(std::calloc(its_size, sizeof(uint32_t)))),
          values(std::make_unique_for_overwrite<T[]>(its_size)) {
      if (hashes == nullptr) throw std::bad_alloc();
    }
    Slots(Slots&& other) noexcept { *this = std::move(other); }
    Slots& operator=(Slots&& other) noexcept {
      size = std::exchange(other.size, 0);
      used = std::exchange(other.used, 0);
      hashes = std::move(other.hashes);
      values = std::move(other.values);
      return *this;
    }

    size_t Home(uint32_t hash) const { return hash & (size - 1); }
    size_t After(size_t i) const { return (i + 1) & (size - 1); }
    // The distance from the home of the value in slot i to slot `to`.
    size_t Distance(size_t i, size_t to) const { return (to - Home(hashes[i])) & (size - 1); }

    template <typename IsIt>
    size_t Slot(uint32_t hash, const IsIt& is_it) const {
      if (used == 0) return kNone;
      for (size_t i = Home(hash); hashes[i] != kEmpty; i = After(i)) {
        if (hashes[i] == hash && is_it(values[i])) return i;
      }
      return kNone;
    }

    T* Place(uint32_t hash, T value) {
      size_t i = Home(hash);
      while (hashes[i] != kEmpty) i = After(i);
      ++used;
      hashes[i] = hash;
      return &(values[i] = std::move(value));
    }

    void Erase(size_t gap) {
      // A later value that could not be found across the gap moves into it.
      for (size_t i = After(gap); hashes[i] != kEmpty; i = After(i)) {
        if (Distance(i, i) >= ((i - gap) & (size - 1))) {
          hashes[gap] = hashes[i];
          values[gap] = std::move(values[i]);
          gap = i;
        }
      }
      hashes[gap] = kEmpty;
      values[gap] = T();
      --used;
    }

    // Later values are still found.
    void Leave(size_t i) {
      hashes[i] = kLeft;
      values[i] = T();
      --used;
    }
  };

  void Grow() {
    constexpr size_t kSmallest = 16;
    constexpr size_t kFew = 128;
    const size_t size = now_.size == 0 ? kSmallest : now_.size * 2;
    old_ = std::exchange(now_, Slots(size));
    moved_ = 0;
    while (old_.size > 0 && size <= kFew) MoveSome();
  }

  // With four slots per insertion, all values have moved long before the new table is full.
  void MoveSome() {
    constexpr size_t kSome = 4;
    const size_t end = std::min(moved_ + kSome, old_.size);
    for (; moved_ < end; ++moved_) {
      if (old_.hashes[moved_] <= kLeft) continue;
      now_.Place(old_.hashes[moved_], std::move(old_.values[moved_]));
      old_.Leave(moved_);
    }
    if (moved_ == old_.size) old_ = Slots();
  }

  Slots now_;
  Slots old_;         // The table before it grew; nothing is inserted there.
  size_t moved_ = 0;  // Number of its moved slots.
};

}  // namespace gantt

#endif  // GANTT_BASE_HASH_TABLE_H_
