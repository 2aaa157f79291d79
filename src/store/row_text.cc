#include "store/row_text.h"

#include <vector>

#include "store/record.h"
#include "store/store.h"

namespace gantt {

std::vector<RowText::Text> RowText::Pieces(const Store& store) {
  FindStale(store);
  return runs_.Make(store);
}

void RowText::FindStale(const Store& store) {
  // They are sorted now, and children with a new rank are marked.
  std::vector<const Record*> parents;
  parents_.ForEach([&parents](const Record* parent, bool) { parents.push_back(parent); });
  for (const Record* const parent : parents) store.FirstChild(*parent);
  parents_.ForEach([&](const Record* parent, bool has_new_ranks) {
    if (has_new_ranks) {
      for (const Record* child = parent->first_child; child != nullptr; child = child->next)
        Touch(*child);
    }
    const Record* record = parent;
    while (record != &store.root() && record->next == nullptr) record = record->parent;
    if (record != &store.root()) Touch(*record->next);
  });
  parents_ = {};
}

}  // namespace gantt
