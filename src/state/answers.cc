#include "state/answers.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/flat_map.h"

namespace gantt {

uint32_t AnswerQueue::Hash(std::string_view client, std::string_view local_id) {
  return FlatHash(local_id) + 31 * FlatHash(client);
}

const Answer* AnswerQueue::Find(std::string_view client, std::string_view local_id) const {
  if (items_.empty()) return nullptr;
  const uint64_t* const found = by_name_.Find(Hash(client, local_id), [&](uint64_t number) {
    const Item& item = At(number);
    return item.local_id == local_id && item.client == client;
  });
  return found == nullptr ? nullptr : &At(*found).answer;
}

void AnswerQueue::Keep(std::string_view client, std::string_view local_id, const Answer& answer) {
  const uint32_t hash = Hash(client, local_id);
  Item& item = items_.emplace_back(Item{client, local_id, answer, hash});
  char* kept = texts_.Append(item.text_size());
  for (std::string_view* text : {&item.client, &item.local_id, &item.answer.refusal}) {
    text->copy(kept, text->size());
    *text = {kept, text->size()};
    kept += text->size();
  }
  bytes_ += kOverhead + item.text_size();
  const uint64_t number = forgotten_ + items_.size() - 1;
  uint64_t* const before = by_name_.Find(hash, [&](uint64_t other) {
    return At(other).local_id == item.local_id && At(other).client == item.client;
  });
  if (before != nullptr) {
    *before = number;
  } else {
    by_name_.Insert(hash, number);
  }
}

uint64_t AnswerQueue::ForgetBeyond(size_t max_bytes) {
  uint64_t revision = 0;
  while (bytes_ > max_bytes && items_.size() > 1) {
    const Item& oldest = items_.front();
    const auto is_oldest = [this](uint64_t number) { return number == forgotten_; };
    if (by_name_.Find(oldest.hash, is_oldest) != nullptr) by_name_.Erase(oldest.hash, is_oldest);
    revision = oldest.answer.revision;
    bytes_ -= kOverhead + oldest.text_size();
    texts_.DropFirst(oldest.text_size());
    items_.pop_front();
    ++forgotten_;
  }
  return revision;
}

}  // namespace gantt
