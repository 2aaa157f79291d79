// The tasks whose position at the author differs from the project, because their moves were dropped
// or refused. If the author then removes the parent that it shows, it also removes such a task, but
// the project does not; if it removes the parent in the project, it keeps the task, but the project
// does not.
#ifndef GANTT_CONFLICT_REFUSED_MOVES_H_
#define GANTT_CONFLICT_REFUSED_MOVES_H_

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash_table.h"
#include "store/ids.h"

namespace gantt {

class RefusedMoves {
 public:
  struct Move {
    RecordName task;
    std::string_view raw_id;
    std::string_view parent;     // A key; empty: the root.
    uint32_t next_below = kEnd;  // The previous move below the same parent.
    bool parent_was_there;       // Its parent in the project when the move was refused.
  };

  bool empty() const { return moves_.empty(); }
  // Call it in the order of the message: the last move of a task counts.
  void Note(const Move& move) {
    const auto place = static_cast<uint32_t>(moves_.size());
    moves_.push_back(move);
    if (uint32_t* const last = LastOf(move.task)) {
      *last = place;
    } else {
      last_of_.Insert(FlatHash(move.task), place);
    }
    const RecordName parent{move.task.store, move.parent};
    if (uint32_t* const newest = NewestBelow(parent)) {
      moves_.back().next_below = std::exchange(*newest, place);
    } else {
      newest_below_.Insert(FlatHash(parent), place);
    }
  }

  // Has the author moved the task from that parent to another?
  bool IsElsewhere(const RecordName& task, std::string_view parent) {
    const uint32_t* const last = LastOf(task);
    return last != nullptr && moves_[*last].parent != parent;
  }

  // Calls visit(move) for the tasks that the author shows below that parent.
  template <typename Visit>
  void ForEachBelow(const RecordName& parent, const Visit& visit) {
    const uint32_t* const newest = NewestBelow(parent);
    for (uint32_t i = newest == nullptr ? kEnd : *newest; i != kEnd; i = moves_[i].next_below)
      if (IsLast(i)) visit(moves_[i]);
  }
  template <typename Visit>
  void ForEach(const Visit& visit) {
    for (uint32_t i = 0; i < moves_.size(); ++i)
      if (IsLast(i)) visit(moves_[i]);
  }

 private:
  static constexpr uint32_t kEnd = UINT32_MAX;

  uint32_t* LastOf(const RecordName& task) {
    return last_of_.Find(FlatHash(task), [&](uint32_t i) { return moves_[i].task == task; });
  }
  uint32_t* NewestBelow(const RecordName& parent) {
    return newest_below_.Find(FlatHash(parent), [&](uint32_t i) {
      return moves_[i].parent == parent.key && moves_[i].task.store == parent.store;
    });
  }
  bool IsLast(uint32_t i) { return *LastOf(moves_[i].task) == i; }

  std::vector<Move> moves_;
  HashTable<uint32_t> last_of_;       // Of moves_: by the task,
  HashTable<uint32_t> newest_below_;  // and by the parent.
};

}  // namespace gantt

#endif  // GANTT_CONFLICT_REFUSED_MOVES_H_
