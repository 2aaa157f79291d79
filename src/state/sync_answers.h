// What the changes of `sync` clients were answered, so that one that comes again (a client sends
// again what it saw no answer to) gets the same answer and is not applied twice.
//
// Bounded, between two messages: the last 1,000 answers of a client, and 16 MiB of all; beyond that
// the client that has been silent for longest is forgotten.
#ifndef GANTT_STATE_SYNC_ANSWERS_H_
#define GANTT_STATE_SYNC_ANSWERS_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <string>
#include <string_view>

#include "base/message_end.h"
#include "base/text_map.h"

namespace gantt {

class SyncAnswers {
 public:
  static constexpr size_t kMaxPerClient = 1000;
  static constexpr size_t kMaxBytes = size_t{16} << 20;

  struct Answer {
    uint64_t epoch = 0;     // The log's base at that time.
    uint64_t revision = 0;  // It became that one; 0: it was refused.
    std::string refusal;    // The message that said so.
  };

  // Null when there is none. `local_id`: the key of the client's own revision.
  const Answer* Find(std::string_view client, std::string_view local_id) const;
  void Keep(std::string_view client, std::string_view local_id, Answer answer);
  // visit(client, local id, answer) for each, so that Keep() in this order makes the same again.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (auto client = clients_.rbegin(); client != clients_.rend(); ++client) {
      for (const std::string& local_id : client->order)
        visit(client->name, local_id, client->answers.find(local_id)->second);
    }
  }
  size_t size() const;
  // Whatever is too much; the last answer stays in any case.
  void Forget(MessageEnd);
  size_t bytes() const { return bytes_; }

 private:
  struct Client {
    std::string name;
    std::deque<std::string> order;  // Keys of answers, the oldest first.
    TextMap<Answer> answers;
  };
  using Clients = std::list<Client>;  // The one that was heard last is the first.

  static size_t Size(std::string_view local_id, const Answer& answer);
  void DropOldest(Client* client);

  Clients clients_;
  ViewMap<Clients::iterator> by_name_;
  size_t bytes_ = 0;
};

}  // namespace gantt

#endif  // GANTT_STATE_SYNC_ANSWERS_H_
