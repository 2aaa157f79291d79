#include "store/tombstones.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/flat_map.h"

namespace gantt {

uint32_t Tombstones::Hash(std::string_view key) { return FlatHash(key); }

const Tombstone* Tombstones::Find(std::string_view key) const {
  if (by_key_.size() == 0) return nullptr;
  const uint64_t* const found = by_key_.Find(Hash(key), IsOf(key));
  return found == nullptr ? nullptr : &all_[*found - forgotten_];
}

void Tombstones::Add(const Tombstone& tombstone) {
  Tombstone& kept = all_.emplace_back(tombstone);
  char* text = texts_.Append(kept.key.size() + kept.parent.size());
  for (std::string_view* view : {&kept.key, &kept.parent}) {
    view->copy(text, view->size());
    *view = {text, view->size()};
    text += view->size();
  }
  const uint64_t number = forgotten_ + all_.size() - 1;
  const uint32_t hash = Hash(kept.key);
  if (uint64_t* const before = by_key_.Find(hash, IsOf(kept.key))) {
    *before = number;
  } else {
    by_key_.Insert(hash, number);
  }
}

void Tombstones::Erase(std::string_view key) {
  if (Find(key) != nullptr) by_key_.Erase(Hash(key), IsOf(key));
}

void Tombstones::ForgetBefore(uint64_t revision) {
  while (!all_.empty() && (all_.front().revision < revision || all_.size() > max_count_)) {
    const Tombstone& oldest = all_.front();
    // A record that was added and removed again has a newer tombstone, which stays.
    if (Find(oldest.key) == &oldest) Erase(oldest.key);
    texts_.DropFirst(oldest.key.size() + oldest.parent.size());
    all_.pop_front();
    ++forgotten_;
  }
}

size_t Tombstones::memory() const {
  return all_.size() * sizeof(Tombstone) + texts_.memory() + by_key_.memory();
}

}  // namespace gantt
