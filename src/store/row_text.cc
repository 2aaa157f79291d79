#include "store/row_text.h"

#include "store/store.h"

namespace gantt {

std::vector<RowText::Text> RowText::Pieces(const Store& store) {
  FindStale(store);
  return runs_.Make(store);
}

void RowText::FindStale(const Store& store) {
  // Now they are in order, and those that got another one have noted it.
  for (const auto& [parent, has_new_ranks] : parents_) store.FirstChild(*parent);
  for (const auto& [parent, has_new_ranks] : parents_) {
    if (has_new_ranks) {
      for (const Record* child = parent->first_child; child != nullptr; child = child->next)
        Touch(*child);
    }
    const Record* record = parent;
    while (record != &store.root() && record->next == nullptr) record = record->parent;
    if (record != &store.root()) Touch(*record->next);
  }
  parents_.clear();
}

}  // namespace gantt
