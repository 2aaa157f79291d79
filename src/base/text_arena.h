// Owns the short texts that are made while one message is handled (ids, rewritten values), so that
// everything else may hold views. A view from Keep() lives until Clear() or the arena's end.
#ifndef GANTT_BASE_TEXT_ARENA_H_
#define GANTT_BASE_TEXT_ARENA_H_

#include <deque>
#include <string>
#include <string_view>
#include <utility>

namespace gantt {

class TextArena {
 public:
  std::string_view Keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  void Clear() { texts_.clear(); }

 private:
  std::deque<std::string> texts_;  // A deque: growing never moves a text that is viewed.
};

}  // namespace gantt

#endif  // GANTT_BASE_TEXT_ARENA_H_
