#include "conflict/edits.h"

#include <cstdint>
#include <utility>

#include "message/changeset.h"
#include "store/field.h"

namespace gantt {

bool Edits::HasEmptyInput(const Changeset& changeset, const RevisionChange& revision) {
  if (revision.project_input >= 0 || (revision.is_all_input && revision.project_fields >= 0))
    return false;
  for (uint32_t s = revision.stores.begin; s < revision.stores.end; ++s) {
    const StoreChange& change = changeset.stores[s];
    for (const Range& said : change.is_all_input ? change.change : change.input) {
      if (said.size() > 0) return false;
    }
  }
  return true;
}

bool Edits::IsNamedAlone(const Entry& entry, const Field& field) {
  if (!std::exchange(has_said_, true)) {
    said_ = {};
    for (uint32_t i = input_.begin; i < input_.end; ++i) {
      const Entry& input = changeset_.entries[i];
      said_.Insert({{}, input.id.key});
      const Field* const said = changeset_.FieldsOf(input);
      for (uint32_t f = 0; f < input.field_count; ++f) said_.Insert({said[f].key, input.id.key});
    }
  }
  return said_.contains({{}, entry.id.key}) && !said_.contains({field.key, entry.id.key});
}

}  // namespace gantt
