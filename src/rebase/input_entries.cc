#include "rebase/input_entries.h"

#include <cassert>
#include <cstdint>
#include <span>
#include <string_view>

#include "message/changeset.h"
#include "store/field.h"

namespace gantt {

InputEntries::Said* InputEntries::Look(const StoreChange& change, std::string_view id) {
  if (of_ != &change) {
    of_ = &change;
    said_.clear();
    for (const List list : {kAdded, kUpdated}) {
      for (uint32_t i = change.input[list].begin; i < change.input[list].end; ++i) {
        const Entry& entry = changeset_.entries[i];
        if (!entry.stays()) continue;
        Said& said = said_[entry.id.key];
        said.entry = i;
        const Field* const field = changeset_.FieldsOf(entry);
        for (uint32_t f = 0; f < entry.field_count; ++f) {
          if (field[f].is_shown()) said.keys.insert(field[f].key);
        }
      }
    }
  }
  const auto found = said_.find(id);
  return found == said_.end() ? nullptr : &found->second;
}

Entry* InputEntries::Find(const StoreChange& change, std::string_view id) {
  const Said* const said = Look(change, id);
  return said == nullptr ? nullptr : &changeset_.entries[said->entry];
}

bool InputEntries::Says(const StoreChange& change, std::string_view id, std::string_view key) {
  const Said* const said = Look(change, id);
  return said != nullptr && said->keys.contains(key);
}

void InputEntries::Set(const StoreChange& change, std::string_view id, const Field& field) {
  Said* const said = Look(change, id);
  assert(said != nullptr);
  Entry& entry = changeset_.entries[said->entry];
  entry.rewritten = true;
  Field* const known = changeset_.FieldsOf(entry);
  for (uint32_t f = 0; f < entry.field_count; ++f) {
    if (!known[f].is_shown() || known[f].key != field.key) continue;
    known[f].value = field.value;
    known[f].token = {};
    entry.may_nest |= field.may_be_nested();
    changeset_.may_nest |= entry.may_nest;
    return;
  }
  changeset_.AddField(&entry, field);
  said->keys.insert(field.key);
}

void InputEntries::Add(StoreChange* change, uint32_t i, std::span<const Field> fields) {
  Entry entry;
  entry.id = changeset_.entries[i].id;
  entry.record = changeset_.entries[i].record;
  entry.first_field = static_cast<uint32_t>(changeset_.fields.size());
  changeset_.SetField(&entry, FieldKind::kId, "id", entry.id.raw);
  for (const Field& field : fields) changeset_.AddField(&entry, field);
  change->added_to_input[kUpdated].push_back(static_cast<uint32_t>(changeset_.entries.size()));
  changeset_.entries.push_back(entry);
  change->rewritten = true;
}

}  // namespace gantt
