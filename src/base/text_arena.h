// Owns the short texts that are made while one message is handled (ids, rewritten values), so that
// everything else may hold views. A view from Keep() lives until Clear() or the arena's end.
#ifndef GANTT_BASE_TEXT_ARENA_H_
#define GANTT_BASE_TEXT_ARENA_H_

#include <forward_list>
#include <string>
#include <string_view>
#include <utility>

namespace gantt {

class TextArena {
 public:
  std::string_view Keep(std::string text) { return texts_.emplace_front(std::move(text)); }
  void Clear() { texts_.clear(); }

 private:
  // A list: growing never moves a text that is viewed, and an arena that keeps nothing costs
  // nothing.
  std::forward_list<std::string> texts_;
};

}  // namespace gantt

#endif  // GANTT_BASE_TEXT_ARENA_H_
