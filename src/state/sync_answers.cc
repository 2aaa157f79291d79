#include "state/sync_answers.h"

#include <utility>

namespace gantt {

size_t SyncAnswers::Size(std::string_view local_id, const Answer& answer) {
  constexpr size_t kOverhead = 160;  // Of the containers; about.
  return kOverhead + 2 * local_id.size() + answer.refusal.size();
}

const SyncAnswers::Answer* SyncAnswers::Find(std::string_view client,
                                             std::string_view local_id) const {
  const auto found = by_name_.find(client);
  if (found == by_name_.end()) return nullptr;
  const auto answer = found->second->answers.find(std::string(local_id));
  return answer == found->second->answers.end() ? nullptr : &answer->second;
}

void SyncAnswers::Keep(std::string_view name, std::string_view local_id, Answer answer) {
  if (const auto known = by_name_.find(name); known != by_name_.end()) {
    clients_.splice(clients_.begin(), clients_, known->second);
  } else {
    clients_.push_front({std::string(name), {}, {}});
    by_name_.emplace(clients_.front().name, clients_.begin());
  }
  Client& client = clients_.front();
  const auto [place, is_new] = client.answers.try_emplace(std::string(local_id));
  if (is_new) {
    client.order.emplace_back(local_id);
  } else {
    bytes_ -= Size(local_id, place->second);
  }
  place->second = std::move(answer);
  bytes_ += Size(local_id, place->second);
}

// Only the client that was heard last can have got too many.
void SyncAnswers::Forget(MessageEnd /*end*/) {
  if (clients_.empty()) return;
  Client& client = clients_.front();
  while (client.order.size() > kMaxPerClient) DropOldest(&client);
  while (bytes_ > kMaxBytes && clients_.size() > 1) {
    while (!clients_.back().order.empty()) DropOldest(&clients_.back());
    by_name_.erase(clients_.back().name);
    clients_.pop_back();
  }
  while (bytes_ > kMaxBytes && client.order.size() > 1) DropOldest(&client);
}

size_t SyncAnswers::size() const {
  size_t size = 0;
  for (const Client& client : clients_) size += client.order.size();
  return size;
}

void SyncAnswers::DropOldest(Client* client) {
  const auto oldest = client->answers.find(client->order.front());
  bytes_ -= Size(oldest->first, oldest->second);
  client->answers.erase(oldest);
  client->order.pop_front();
}

}  // namespace gantt
