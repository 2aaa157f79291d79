#include "model/phantom_id_map.h"

#include <cctype>

namespace gantt {
namespace {

constexpr size_t kEntryOverhead = 128;  // Node, strings and queue, roughly.

size_t SizeOf(std::string_view key, std::string_view id) {
  return key.size() + id.size() + kEntryOverhead;
}

}  // namespace

bool ContainsUuid(std::string_view name) {
  constexpr size_t kSize = 36;
  if (name.size() < kSize) return false;
  for (size_t dash = name.find('-', 8); dash < name.size(); dash = name.find('-', dash + 1)) {
    const size_t begin = dash - 8;
    if (begin + kSize > name.size()) return false;
    bool all = true;
    for (size_t i = 0; all && i < kSize; ++i) {
      const char c = name[begin + i];
      all = i == 8 || i == 13 || i == 18 || i == 23
                ? c == '-'
                : std::isxdigit(static_cast<unsigned char>(c)) != 0;
    }
    if (all) return true;
  }
  return false;
}

std::string PhantomIdMap::Key(std::string_view store, std::string_view author, PhantomId phantom) {
  // '\0' cannot be confused: store and author have none that was not escaped.
  std::string key;
  key.reserve(store.size() + author.size() + phantom.key.size() + 2);
  key.append(store).push_back('\0');
  key.append(author).push_back('\0');
  return key.append(phantom.key);
}

std::string_view PhantomIdMap::Find(std::string_view store, std::string_view author,
                                    PhantomId phantom) const {
  if (ids_.empty()) return {};
  const bool anyone = ContainsUuid(phantom.key);
  if (!anyone && authored_ == 0) return {};
  const auto found = ids_.find(Key(store, anyone ? std::string_view() : author, phantom));
  return found == ids_.end() ? std::string_view() : found->second;
}

void PhantomIdMap::Add(std::string_view store, std::string_view author, PhantomId phantom,
                       std::string_view raw_id) {
  const bool anyone = ContainsUuid(phantom.key);
  const auto [entry, is_new] =
      ids_.emplace(Key(store, anyone ? std::string_view() : author, phantom), raw_id);
  if (!is_new) return;
  bytes_ += SizeOf(entry->first, entry->second);
  if (!anyone) ++authored_;
  oldest_first_.push_back(entry->first);
  while (bytes_ > max_bytes_ && oldest_first_.size() > 1) {
    const auto oldest = ids_.find(oldest_first_.front());
    oldest_first_.pop_front();
    bytes_ -= SizeOf(oldest->first, oldest->second);
    const size_t author_begin = oldest->first.find('\0') + 1;
    if (oldest->first[author_begin] != '\0') --authored_;
    ids_.erase(oldest);
  }
}

}  // namespace gantt
