#include "model/phantom_id_map.h"

namespace gantt {
namespace {

constexpr size_t kEntryOverhead = 192;  // Nodes, strings and queue, roughly.

size_t SizeOf(std::string_view key, std::string_view id) {
  return key.size() + id.size() + kEntryOverhead;
}

bool IsHexDigit(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'f');
}

// '\0' cannot be confused: store and author have none that was not escaped.
void AppendName(std::string_view author, PhantomId phantom, std::string* key) {
  if (!ContainsUuid(phantom.key)) key->append(author);
  key->push_back('\0');
  key->append(phantom.key);
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
      all = i == 8 || i == 13 || i == 18 || i == 23 ? c == '-' : IsHexDigit(c);
    }
    if (all) return true;
  }
  return false;
}

std::string PhantomIdMap::NameKey(std::string_view author, PhantomId phantom) {
  std::string key;
  key.reserve(author.size() + phantom.key.size() + 1);
  AppendName(author, phantom, &key);
  return key;
}

std::string PhantomIdMap::Key(std::string_view store, std::string_view author, PhantomId phantom) {
  std::string key;
  key.reserve(author.size() + phantom.key.size() + store.size() + 2);
  AppendName(author, phantom, &key);
  key.push_back('\0');
  return key.append(store);
}

bool PhantomIdMap::MayKnow(PhantomId phantom) const {
  return !ids_.empty() && (authored_ > 0 || ContainsUuid(phantom.key));
}

std::string_view PhantomIdMap::Find(std::string_view store, std::string_view author,
                                    PhantomId phantom) const {
  if (!MayKnow(phantom)) return {};
  const auto found = ids_.find(Key(store, author, phantom));
  return found == ids_.end() ? std::string_view() : found->second;
}

std::string_view PhantomIdMap::FindAnywhere(std::string_view author, PhantomId phantom) const {
  if (!MayKnow(phantom)) return {};
  const auto found = anywhere_.find(NameKey(author, phantom));
  return found == anywhere_.end() ? std::string_view() : found->second;
}

void PhantomIdMap::Add(std::string_view store, std::string_view author, PhantomId phantom,
                       std::string_view raw_id) {
  const auto [entry, is_new] = ids_.emplace(Key(store, author, phantom), raw_id);
  if (!is_new) return;
  const std::string_view key = entry->first;
  const std::string_view name = key.substr(0, key.size() - store.size() - 1);
  anywhere_.erase(name);  // Its key views an older entry, which may go first.
  anywhere_.emplace(name, entry->second);
  bytes_ += SizeOf(key, entry->second);
  if (key.front() != '\0') ++authored_;
  oldest_first_.push_back(key);
  while (bytes_ > max_bytes_ && oldest_first_.size() > 1) ForgetOldest();
}

void PhantomIdMap::ForgetOldest() {
  const auto oldest = ids_.find(oldest_first_.front());
  oldest_first_.pop_front();
  const std::string_view key = oldest->first;
  bytes_ -= SizeOf(key, oldest->second);
  if (key.front() != '\0') --authored_;
  const auto name = anywhere_.find(key.substr(0, key.rfind('\0')));
  if (name != anywhere_.end() && name->first.data() == key.data()) anywhere_.erase(name);
  ids_.erase(oldest);
}

}  // namespace gantt
