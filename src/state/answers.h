// The answers to changes of clients, so that a repeated change (a client sends unanswered changes
// again) is not applied twice.
//
// There are two kinds: applied changes, which became a revision; and refused ones, with the message
// of the refusal. Each kind has its own limit, beyond which the oldest are forgotten between two
// messages. A forgotten refusal is harmless: the change is decided again. For applied changes,
// forgotten() states the revision after which all are known; a client that may repeat an older one
// must be refused.
#ifndef GANTT_STATE_ANSWERS_H_
#define GANTT_STATE_ANSWERS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>

#include "base/hash_table.h"
#include "base/limits.h"
#include "base/message_end.h"
#include "base/text_queue.h"

namespace gantt {

struct Answer {
  uint64_t epoch = 0;        // The base of the log at that time.
  uint64_t revision = 0;     // The revision that it became; 0: refused.
  std::string_view refusal;  // The message of a refusal. Valid until the next Forget().
};

// Answers of one kind, in order.
class AnswerQueue {
 public:
  explicit AnswerQueue(size_t piece_bytes) : texts_(piece_bytes) {}

  // Null if there is none. `client`: the id of the client's first connection. `local_id`: JSON text
  // of the client's own number of the change.
  const Answer* Find(std::string_view client, std::string_view local_id) const;
  // Of several with one number, the last one is found.
  void Keep(std::string_view client, std::string_view local_id, const Answer& answer);
  // Forgets the oldest while there are more; the last one stays. Returns the last forgotten
  // revision.
  uint64_t ForgetBeyond(size_t max_bytes);
  // visit(client, local id, answer) for each, so that Keep() in this order makes the same again.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (const Item& item : items_) visit(item.client, item.local_id, item.answer);
  }
  size_t size() const { return items_.size(); }
  size_t bytes() const { return bytes_; }
  // Memory in bytes.
  size_t memory() const {
    return items_.size() * sizeof(Item) + texts_.memory() + by_name_.memory();
  }

 private:
  struct Item {
    std::string_view client;
    std::string_view local_id;
    Answer answer;
    uint32_t hash;
    size_t text_size() const { return client.size() + local_id.size() + answer.refusal.size(); }
  };

  static constexpr size_t kOverhead = 128;  // Approximate cost of an answer.

  static uint32_t Hash(std::string_view client, std::string_view local_id);
  const Item& At(uint64_t number) const { return items_[number - forgotten_]; }

  std::deque<Item> items_;
  TextQueue texts_;              // Theirs.
  uint64_t forgotten_ = 0;       // Number of answers before the first.
  HashTable<uint64_t> by_name_;  // Position of the last answer to a name.
  size_t bytes_ = 0;
};

class Answers {
 public:
  explicit Answers(const Limits& limits = {})
      : max_made_bytes_(limits.made_bytes),
        max_refused_bytes_(limits.refused_bytes),
        made_(limits.text_piece_bytes),
        refused_(limits.text_piece_bytes) {}

  const Answer* Find(std::string_view client, std::string_view local_id) const {
    const Answer* const made = made_.Find(client, local_id);
    return made == nullptr ? refused_.Find(client, local_id) : made;
  }
  void Keep(std::string_view client, std::string_view local_id, const Answer& answer) {
    (answer.revision == 0 ? refused_ : made_).Keep(client, local_id, answer);
  }
  // Forgets the excess.
  void Forget(MessageEnd) {
    refused_.ForgetBeyond(max_refused_bytes_);
    NoteForgotten(made_.ForgetBeyond(max_made_bytes_));
  }
  // The answers to all changes that became a later revision than this are known.
  uint64_t forgotten() const { return forgotten_; }
  void NoteForgotten(uint64_t revision) { forgotten_ = std::max(forgotten_, revision); }

  // Memory in bytes.
  size_t memory() const { return made_.memory() + refused_.memory(); }
  const AnswerQueue& made() const { return made_; }
  const AnswerQueue& refused() const { return refused_; }

 private:
  size_t max_made_bytes_;
  size_t max_refused_bytes_;
  AnswerQueue made_;
  AnswerQueue refused_;
  uint64_t forgotten_ = 0;
};

}  // namespace gantt

#endif  // GANTT_STATE_ANSWERS_H_
