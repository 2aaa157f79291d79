#include "state/list_memory.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/message_end.h"
#include "store/ids.h"

namespace gantt {
namespace {

constexpr size_t kOverhead = 128;  // Approximate cost of a table item.

// Cost of an earlier list: its text, and its name here and in a table.
size_t BytesOf(const std::string& list, std::string_view text) {
  return text.size() + 2 * list.size() + kOverhead;
}

}  // namespace

std::string NameOfList(std::string_view store, std::string_view record, std::string_view field) {
  return NameInStore(NameInStore(store, record), field);
}

ListMemory::Client* ListMemory::Know(std::string_view id, uint64_t loaded) {
  const auto known = by_id_.find(id);
  if (known != by_id_.end()) return &*known->second;
  clients_.push_back({.id = std::string(id), .loaded = loaded, .lists = {}});
  Client& client = clients_.back();
  by_id_[client.id] = std::prev(clients_.end());
  client.bytes = 2 * (id.size() + kOverhead);
  client_bytes_ += client.bytes;
  return &client;
}

void ListMemory::Forget(std::list<Client>::iterator client) {
  client_bytes_ -= client->bytes;
  shown_lists_ -= client->lists.size();
  by_id_.erase(client->id);
  clients_.erase(client);
}

void ListMemory::Loaded(std::string_view client, uint64_t revision) {
  const auto known = by_id_.find(client);
  if (known != by_id_.end()) Forget(known->second);
  Know(client, revision);
}

void ListMemory::GoesOn(std::string_view client, std::string_view before) {
  const auto known = by_id_.find(before);
  if (client == before || known == by_id_.end()) return;
  const uint64_t loaded = known->second->loaded;
  auto lists = std::exchange(known->second->lists, {});
  shown_lists_ -= lists.size();
  Forget(known->second);
  Loaded(client, loaded);
  for (auto& [list, seen] : lists) See(client, list, std::move(seen));
}

uint64_t ListMemory::LoadedAt(std::string_view client) const {
  const auto known = by_id_.find(client);
  return known == by_id_.end() ? 0 : known->second->loaded;
}

const ListMemory::Seen* ListMemory::Find(std::string_view client, const std::string& list) const {
  const auto known = by_id_.find(client);
  if (known == by_id_.end()) return nullptr;
  const auto seen = known->second->lists.find(list);
  return seen == known->second->lists.end() ? nullptr : &seen->second;
}

void ListMemory::See(std::string_view id, const std::string& list, Seen seen) {
  Client& client = *Know(id, 0);
  const auto bytes = [](const Seen& lists) {
    return lists.loaded.size() + lists.shown.size() + lists.own.size();
  };
  const auto [known, is_new] = client.lists.try_emplace(list);
  shown_lists_ += is_new;
  const size_t before = is_new ? 0 : bytes(known->second);
  const size_t more = bytes(seen) + (is_new ? list.size() + kOverhead : 0);
  known->second = std::move(seen);
  client.bytes += more - before;
  client_bytes_ += more - before;
}

bool ListMemory::KnowsLists(std::string_view client) const {
  const auto known = by_id_.find(client);
  return known != by_id_.end() && !known->second->lists.empty();
}

std::vector<std::string> ListMemory::Changed(std::string_view client, std::string_view store,
                                             std::string_view record) const {
  std::vector<std::string> fields;
  const auto known = by_id_.find(client);
  if (known == by_id_.end()) return fields;
  const std::string prefix = NameOfList(store, record, {});
  const auto& lists = known->second->lists;
  for (auto at = lists.lower_bound(prefix); at != lists.end(); ++at) {
    if (!at->first.starts_with(prefix)) break;
    if (at->second.shown != at->second.loaded) fields.push_back(at->first.substr(prefix.size()));
  }
  return fields;
}

void ListMemory::Written(const std::string& list, uint64_t revision, std::string_view before) {
  by_list_[list].push_back(forgotten_ + versions_.size());
  versions_.push_back({revision, list, std::string(before)});
  version_bytes_ += BytesOf(list, before);
}

std::string_view ListMemory::LoadedBy(std::string_view client, const std::string& list,
                                      std::string_view now) const {
  const uint64_t loaded = LoadedAt(client);
  if (loaded < reaches_) return now;
  const std::vector<Version> versions = Since(loaded, list, 1);
  return versions.empty() ? now : versions.front().text;
}

std::vector<ListMemory::Version> ListMemory::Since(uint64_t revision, const std::string& list,
                                                   size_t most) const {
  std::vector<Version> since;
  const auto known = by_list_.find(list);
  if (known == by_list_.end()) return since;
  const auto& numbers = known->second;
  const auto is_seen = [&](uint64_t number) {
    return versions_[number - forgotten_].until <= revision;
  };
  auto at = std::partition_point(numbers.begin(), numbers.end(), is_seen);
  for (; at != numbers.end() && since.size() < most; ++at) {
    const OldList& old = versions_[*at - forgotten_];
    since.push_back({old.until, old.text});
  }
  return since;
}

void ListMemory::ForgetBehind(uint64_t revision) {
  while (!versions_.empty() && versions_.back().until > revision) {
    const OldList& last = versions_.back();
    version_bytes_ -= BytesOf(last.list, last.text);
    const auto list = by_list_.find(last.list);
    list->second.pop_back();
    if (list->second.empty()) by_list_.erase(list);
    versions_.pop_back();
  }
}

void ListMemory::Forget(MessageEnd, uint64_t first_revision) {
  while (!versions_.empty() &&
         (version_bytes_ > max_bytes_ || versions_.front().until < first_revision)) {
    const OldList& oldest = versions_.front();
    reaches_ = oldest.until;
    version_bytes_ -= BytesOf(oldest.list, oldest.text);
    const auto list = by_list_.find(oldest.list);
    list->second.pop_front();
    if (list->second.empty()) by_list_.erase(list);
    versions_.pop_front();
    ++forgotten_;
  }
  while (client_bytes_ > max_bytes_ && !clients_.empty()) {
    // It is no longer known when the client loaded its state.
    if (!versions_.empty()) reaches_ = versions_.back().until;
    Forget(clients_.begin());
  }
}

}  // namespace gantt
