#include "state/removed_fields.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/heap.h"
#include "store/ids.h"
#include "store/record.h"

namespace gantt {
namespace {

// The cost of an entry: its list node with two links, and its texts.
size_t SizeOf(const RemovedFields::Removed& removed) {
  const size_t content =
      removed.content ? HeapSize(sizeof(std::string)) + HeapSize(*removed.content) : 0;
  return HeapSize(sizeof(removed) + 2 * sizeof(void*)) + HeapSize(removed.store) +
         HeapSize(removed.key) + HeapSize(removed.fields.memory()) + content;
}

}  // namespace

uint32_t RemovedFields::Hash(std::string_view store, std::string_view key) {
  return FlatHash(RecordName{store, key});
}

RemovedFields::Removed* const* RemovedFields::FindPlace(std::string_view store,
                                                        std::string_view key) const {
  if (all_.empty()) return nullptr;
  return by_name_.Find(Hash(store, key), [&](const Removed* removed) {
    return removed->key == key && removed->store == store;
  });
}

void RemovedFields::Keep(std::string_view store, const Record& record, uint64_t revision) {
  if (Removed* const* const before = FindPlace(store, record.key())) EraseName(**before);
  Removed& removed = all_.emplace_back(store, record.key(), revision);
  removed.place = std::prev(all_.end());
  std::vector<FieldText::Pair> pairs(record.fields.field_count());
  for (size_t i = 0; i < pairs.size(); ++i)
    pairs[i] = {record.fields.key(i), record.fields.value(i)};
  removed.fields.Assign(pairs);
  if (record.content) removed.content = std::make_unique<std::string>(*record.content);
  by_name_.Insert(Hash(store, record.key()), &removed);
  bytes_ += SizeOf(removed);
  while (bytes_ > max_bytes_) Erase(all_.front());
}

const RemovedFields::Removed* RemovedFields::Find(std::string_view store,
                                                  std::string_view key) const {
  Removed* const* const found = FindPlace(store, key);
  return found == nullptr ? nullptr : *found;
}

void RemovedFields::Forget(std::string_view store, std::string_view key) {
  // Its content is still needed for clients that do not know of the removal.
  if (Removed* const* const found = FindPlace(store, key)) EraseName(**found);
}

void RemovedFields::ForgetBefore(uint64_t revision) {
  while (!all_.empty() && all_.front().revision < revision) Erase(all_.front());
}

void RemovedFields::Erase(const Removed& removed) {
  bytes_ -= SizeOf(removed);
  EraseName(removed);
  all_.erase(removed.place);
}

void RemovedFields::EraseName(const Removed& removed) {
  // It was added again, or removed again.
  if (Find(removed.store, removed.key) != &removed) return;
  by_name_.Erase(Hash(removed.store, removed.key),
                 [&removed](const Removed* other) { return other == &removed; });
}

}  // namespace gantt
