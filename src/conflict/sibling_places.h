// The indexes that place a record correctly among its siblings, for a client with the others in
// order. They are those of the project; records without an index follow all others in the order of
// arrival, and are numbered accordingly.
#ifndef GANTT_CONFLICT_SIBLING_PLACES_H_
#define GANTT_CONFLICT_SIBLING_PLACES_H_

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/flat_map.h"
#include "store/record.h"

namespace gantt {

class SiblingPlaces {
 public:
  SiblingIndex Of(const Record& record) {
    SiblingIndex index = record.index;
    double order = index.Order();
    if (std::isinf(order)) {
      if (looked_at_.Insert(record.parent)) NumberLastOnes(*record.parent);
      order = *numbers_.Find(&record);
    }
    if (std::isnan(index.parent_index)) index.parent_index = order;
    if (std::isnan(index.ordered_parent_index)) index.ordered_parent_index = order;
    return index;
  }

 private:
  void NumberLastOnes(const Record& parent) {
    std::vector<const Record*> last;
    double number = 0;
    for (const Record* child = parent.first_child; child != nullptr; child = child->next) {
      const double order = child->index.Order();
      if (std::isinf(order)) {
        last.push_back(child);
      } else {
        number = std::max(number, order + 1);
      }
    }
    std::sort(last.begin(), last.end(),
              [](const Record* a, const Record* b) { return a->arrival < b->arrival; });
    for (const Record* child : last) numbers_.Insert(child, number++);
  }

  FlatSet<const void*> looked_at_;  // Parents.
  FlatMap<const void*, double> numbers_;
};

}  // namespace gantt

#endif  // GANTT_CONFLICT_SIBLING_PLACES_H_
