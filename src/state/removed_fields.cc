#include "state/removed_fields.h"

#include <iterator>
#include <vector>

#include "store/ids.h"

namespace gantt {
namespace {

// Roughly what an entry takes beside its texts.
constexpr size_t kOverhead = 200;

size_t SizeOf(const RemovedFields::Removed& removed) {
  const size_t name = removed.store.size() + removed.key.size();
  return kOverhead + 2 * name + removed.fields.memory() +
         (removed.content ? removed.content->size() : 0);
}

}  // namespace

void RemovedFields::Keep(std::string_view store, const Record& record, uint64_t revision) {
  Forget(store, record.key());
  Removed& removed = all_.emplace_back(store, record.key(), revision);
  std::vector<FieldText::Pair> pairs(record.fields.field_count());
  for (size_t i = 0; i < pairs.size(); ++i)
    pairs[i] = {record.fields.key(i), record.fields.value(i)};
  removed.fields.Assign(pairs);
  if (record.content) removed.content = std::make_unique<std::string>(*record.content);
  by_name_.emplace(NameInStore(store, record.key()), std::prev(all_.end()));
  bytes_ += SizeOf(removed);
  while (bytes_ > max_bytes_) Erase(all_.begin());
}

const RemovedFields::Removed* RemovedFields::Find(std::string_view store,
                                                  std::string_view key) const {
  if (by_name_.empty()) return nullptr;
  const auto found = by_name_.find(NameInStore(store, key));
  return found == by_name_.end() ? nullptr : &*found->second;
}

void RemovedFields::Forget(std::string_view store, std::string_view key) {
  if (by_name_.empty()) return;
  const auto found = by_name_.find(NameInStore(store, key));
  if (found != by_name_.end()) Erase(found->second);
}

void RemovedFields::ForgetBefore(uint64_t revision) {
  while (!all_.empty() && all_.front().revision < revision) Erase(all_.begin());
}

void RemovedFields::Erase(Place place) {
  bytes_ -= SizeOf(*place);
  by_name_.erase(NameInStore(place->store, place->key));
  all_.erase(place);
}

}  // namespace gantt
