// The former positions of the removed records of a store.
#ifndef GANTT_STORE_TOMBSTONES_H_
#define GANTT_STORE_TOMBSTONES_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>

#include "base/hash_table.h"
#include "base/limits.h"
#include "base/message_end.h"
#include "base/text_queue.h"

namespace gantt {

struct Tombstone {
  std::string_view key;     // Views are valid until Forget().
  std::string_view parent;  // Key of its parent at that time; empty for the root.
  uint64_t revision = 0;
};

class Tombstones {
 public:
  explicit Tombstones(const Limits& limits)
      : max_count_(limits.tombstones), texts_(limits.text_piece_bytes) {}

  // The last tombstone of that key, or null. Valid until Forget().
  const Tombstone* Find(std::string_view key) const;
  // Call it in the order of revisions.
  void Add(const Tombstone& tombstone);
  // A record with that key exists again.
  void Erase(std::string_view key);
  // Forgets those of revisions before `revision`, and the oldest ones beyond the limit.
  void Forget(MessageEnd /*end*/, uint64_t revision) {
    if (!all_.empty()) ForgetBefore(revision);
  }

  // In order.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (size_t i = 0; i < all_.size(); ++i) {
      const Tombstone& one = all_[i];
      if (Find(one.key) == &one) visit(one);
    }
  }
  size_t memory() const;

 private:
  void ForgetBefore(uint64_t revision);
  static uint32_t Hash(std::string_view key);
  auto IsOf(std::string_view key) const {
    return [this, key](uint64_t number) { return all_[number - forgotten_].key == key; };
  }

  size_t max_count_;
  std::deque<Tombstone> all_;   // Including erased ones.
  TextQueue texts_;             // Theirs.
  uint64_t forgotten_ = 0;      // Number of tombstones before the first.
  HashTable<uint64_t> by_key_;  // Its position.
};

}  // namespace gantt

#endif  // GANTT_STORE_TOMBSTONES_H_
