// Values that are found by a hash: an open-addressing table, and one of the hashes beside it, so
// that a look-up that fails touches no value, and a slot costs little where a node of a standard
// map costs an allocation. Who asks says by a predicate which value is meant. Order is arbitrary.
#ifndef GANTT_BASE_HASH_TABLE_H_
#define GANTT_BASE_HASH_TABLE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace gantt {

template <typename T>
class HashTable {
 public:
  size_t size() const { return size_; }

  // The value of that hash for which `is_it` holds, or null. It stays in its place until the next
  // Insert() or Erase().
  template <typename IsIt>
  T* Find(uint32_t hash, const IsIt& is_it) {
    const size_t i = Slot(hash, is_it);
    return i == kNone ? nullptr : &values_[i];
  }
  template <typename IsIt>
  const T* Find(uint32_t hash, const IsIt& is_it) const {
    const size_t i = Slot(hash, is_it);
    return i == kNone ? nullptr : &values_[i];
  }

  T* Insert(uint32_t hash, T value) {
    if ((size_ + 1) * 5 > hashes_.size() * 4) Grow();
    ++size_;
    return Place(Marked(hash), std::move(value));
  }

  // A value that is here.
  template <typename IsIt>
  void Erase(uint32_t hash, const IsIt& is_it) {
    size_t gap = Slot(hash, is_it);
    // Whoever comes behind and could not be found across the gap moves into it.
    for (size_t i = After(gap); hashes_[i] != 0; i = After(i)) {
      const size_t distance_home = (i - Home(hashes_[i])) & (hashes_.size() - 1);
      const size_t distance_gap = (i - gap) & (hashes_.size() - 1);
      if (distance_home >= distance_gap) {
        hashes_[gap] = hashes_[i];
        values_[gap] = std::move(values_[i]);
        gap = i;
      }
    }
    hashes_[gap] = 0;
    values_[gap] = T();
    --size_;
  }

  // How many slots are looked at for the value that is farthest from its home. Linear in all.
  size_t LongestSearch() const {
    size_t longest = 0;
    for (size_t i = 0; i < hashes_.size(); ++i) {
      const size_t distance = (i - Home(hashes_[i])) & (hashes_.size() - 1);
      if (hashes_[i] != 0) longest = std::max(longest, distance + 1);
    }
    return longest;
  }

  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (size_t i = 0; i < hashes_.size(); ++i) {
      if (hashes_[i] != 0) visit(values_[i]);
    }
  }

 private:
  static constexpr size_t kNone = SIZE_MAX;

  // 0 marks an empty slot.
  static uint32_t Marked(uint32_t hash) { return hash == 0 ? 1 : hash; }
  size_t Home(uint32_t hash) const { return hash & (hashes_.size() - 1); }
  size_t After(size_t i) const { return (i + 1) & (hashes_.size() - 1); }

  template <typename IsIt>
  size_t Slot(uint32_t hash, const IsIt& is_it) const {
    if (size_ == 0) return kNone;
    hash = Marked(hash);
    for (size_t i = Home(hash); hashes_[i] != 0; i = After(i)) {
      if (hashes_[i] == hash && is_it(values_[i])) return i;
    }
    return kNone;
  }

  T* Place(uint32_t hash, T value) {
    size_t i = Home(hash);
    while (hashes_[i] != 0) i = After(i);
    hashes_[i] = hash;
    return &(values_[i] = std::move(value));
  }

  void Grow() {
    constexpr size_t kSmallest = 16;
    const size_t size = hashes_.empty() ? kSmallest : hashes_.size() * 2;
    const std::vector<uint32_t> hashes = std::exchange(hashes_, std::vector<uint32_t>(size));
    std::vector<T> values = std::exchange(values_, std::vector<T>(size));
    for (size_t i = 0; i < hashes.size(); ++i) {
      if (hashes[i] != 0) Place(hashes[i], std::move(values[i]));
    }
  }

  // Slot i of the table. The size is a power of two, at most four fifths full. A value is found by
  // going from its home to the first empty slot; Erase() closes the gap that it makes.
  std::vector<uint32_t> hashes_;
  std::vector<T> values_;
  size_t size_ = 0;
};

}  // namespace gantt

#endif  // GANTT_BASE_HASH_TABLE_H_
