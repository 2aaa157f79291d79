#include "model/phantom_id_map.h"

#include <array>
#include <cstdint>

namespace gantt {
namespace {

constexpr size_t kEntryOverhead = 192;  // Nodes, strings and queue, roughly.

size_t SizeOf(std::string_view key, std::string_view id) {
  return key.size() + id.size() + kEntryOverhead;
}

// By byte; made once, because a name of a new record is looked at more than once.
constexpr auto kIsHexDigit = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("0123456789abcdefABCDEF"))
    table[static_cast<uint8_t>(c)] = true;
  return table;
}();

constexpr size_t kUuidSize = 36;

// Of the 36 bytes there.
bool IsUuid(const char* text) {
  if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return false;
  const auto are_digits = [text](size_t begin, size_t end) {
    bool all = true;
    for (size_t i = begin; i < end; ++i) all &= kIsHexDigit[static_cast<uint8_t>(text[i])];
    return all;
  };
  return are_digits(0, 8) && are_digits(9, 13) && are_digits(14, 18) && are_digits(19, 23) &&
         are_digits(24, 36);
}

}  // namespace

bool ContainsUuid(std::string_view name) {
  for (size_t dash = name.find('-', 8); dash < name.size(); dash = name.find('-', dash + 1)) {
    if (dash - 8 + kUuidSize > name.size()) return false;
    if (IsUuid(name.data() + dash - 8)) return true;
  }
  return false;
}

// '\0' cannot be confused: store and author have none that was not escaped.
std::string_view PhantomIdMap::NameKey(std::string_view author, PhantomId phantom,
                                       bool is_unique) const {
  key_.assign(is_unique ? std::string_view() : author).push_back('\0');
  return key_.append(phantom.key);
}

std::string_view PhantomIdMap::Key(std::string_view store, std::string_view author,
                                   PhantomId phantom, bool is_unique) const {
  NameKey(author, phantom, is_unique);
  key_.push_back('\0');
  return key_.append(store);
}

std::string_view PhantomIdMap::Find(std::string_view store, std::string_view author,
                                    PhantomId phantom) const {
  if (ids_.empty()) return {};
  const bool is_unique = ContainsUuid(phantom.key);
  if (!MayKnow(is_unique)) return {};
  const auto found = ids_.find(Key(store, author, phantom, is_unique));
  return found == ids_.end() ? std::string_view() : found->second;
}

std::string_view PhantomIdMap::FindAnywhere(std::string_view author, PhantomId phantom) const {
  if (ids_.empty()) return {};
  const bool is_unique = ContainsUuid(phantom.key);
  if (!MayKnow(is_unique)) return {};
  const auto found = anywhere_.find(NameKey(author, phantom, is_unique));
  return found == anywhere_.end() ? std::string_view() : found->second;
}

void PhantomIdMap::Add(std::string_view store, std::string_view author, PhantomId phantom,
                       std::string_view raw_id) {
  const auto [entry, is_new] =
      ids_.emplace(Key(store, author, phantom, ContainsUuid(phantom.key)), raw_id);
  if (!is_new) return;
  const std::string_view key = entry->first;
  const std::string_view name = key.substr(0, key.size() - store.size() - 1);
  const auto [place, is_first] = anywhere_.emplace(name, entry->second);
  if (!is_first) {
    anywhere_.erase(place);  // Its key views an older entry, which may go first.
    anywhere_.emplace(name, entry->second);
  }
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
