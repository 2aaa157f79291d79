// Where the author of a message shows tasks that the project has elsewhere: its moves of them were
// left out or refused. Who then removes the parent takes such a task along, and the project does
// not; who removes the parent that the project has, keeps it, and the project does not.
#ifndef GANTT_CONFLICT_REFUSED_MOVES_H_
#define GANTT_CONFLICT_REFUSED_MOVES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "store/ids.h"

namespace gantt {

class RefusedMoves {
 public:
  struct Move {
    RecordName task;
    std::string_view raw_id;
    std::string_view parent;   // A key; empty: the root.
    bool parent_was_there;     // In the project, when the move was refused.
    size_t next_below = kEnd;  // The move before it below the same parent.
  };

  bool empty() const { return moves_.empty(); }
  // In the order of the message: the last move of a task counts.
  void Note(const Move& move) {
    const size_t place = moves_.size();
    moves_.push_back(move);
    last_of_[move.task] = place;
    const auto [newest, is_first] = newest_below_.Insert({move.task.store, move.parent}, place);
    if (!is_first) moves_.back().next_below = std::exchange(*newest, place);
  }

  // Has the author moved the task from that parent to another?
  bool IsElsewhere(const RecordName& task, std::string_view parent) const {
    const size_t* const last = last_of_.Find(task);
    return last != nullptr && moves_[*last].parent != parent;
  }

  // Calls visit(move) for the tasks that the author shows below that one.
  template <typename Visit>
  void ForEachBelow(const RecordName& parent, const Visit& visit) const {
    const size_t* const newest = newest_below_.Find(parent);
    for (size_t i = newest == nullptr ? kEnd : *newest; i != kEnd; i = moves_[i].next_below)
      if (IsLast(i)) visit(moves_[i]);
  }
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (size_t i = 0; i < moves_.size(); ++i)
      if (IsLast(i)) visit(moves_[i]);
  }

 private:
  static constexpr size_t kEnd = SIZE_MAX;

  bool IsLast(size_t i) const { return *last_of_.Find(moves_[i].task) == i; }

  std::vector<Move> moves_;
  FlatMap<RecordName, size_t> last_of_;
  FlatMap<RecordName, size_t> newest_below_;
};

}  // namespace gantt

#endif  // GANTT_CONFLICT_REFUSED_MOVES_H_
