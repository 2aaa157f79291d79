#include "rebase/derived.h"

#include <cstddef>
#include <cstdint>

#include "base/text_map.h"
#include "message/changeset.h"
#include "store/field.h"

namespace gantt {
namespace {

void AddKeys(const Changeset& changeset, const Entry& entry, ViewSet* keys) {
  const Field* field = changeset.FieldsOf(entry);
  for (uint32_t i = 0; i < entry.field_count; ++i) {
    if (field[i].visibility != Visibility::kDropped) keys->insert(field[i].key);
  }
}

// Hides the fields of an update that are not in `said`. Drops an update with only its id left.
void KeepOnly(const ViewSet& said, Changeset* changeset, Entry* entry) {
  Field* field = changeset->FieldsOf(*entry);
  bool empty = true;
  for (uint32_t i = 0; i < entry->field_count; ++i) {
    const FieldKind kind = field[i].kind;
    if (kind == FieldKind::kId || field[i].visibility == Visibility::kDropped) continue;
    const bool stays = IsPlace(kind) || kind == FieldKind::kMeta || said.contains(field[i].key);
    if (!stays) field[i].visibility = Visibility::kDropped;
    empty &= !stays;
  }
  entry->rewritten = true;
  if (empty && entry->id.exists()) entry->fate = Fate::kDrop;
}

}  // namespace

void DropDerived(Changeset* changeset, RevisionChange* revision) {
  revision->rewritten = true;
  for (uint32_t s = revision->stores.begin; s < revision->stores.end; ++s) {
    StoreChange& change = changeset->stores[s];
    if (change.is_all_input) continue;
    ViewMap<ViewSet> said;
    for (uint32_t i = change.input[kUpdated].begin; i < change.input[kUpdated].end; ++i) {
      const Entry& entry = changeset->entries[i];
      if (entry.fate != Fate::kKeep) continue;
      AddKeys(*changeset, entry, &said[entry.id.key]);
    }
    for (uint32_t i = change.change[kUpdated].begin; i < change.change[kUpdated].end; ++i) {
      Entry& entry = changeset->entries[i];
      if (entry.fate != Fate::kKeep || entry.record == nullptr) continue;
      KeepOnly(said[entry.id.key], changeset, &entry);
      change.rewritten = true;
    }
  }
  if (revision->project_fields < 0 || revision->is_all_input) return;
  ViewSet keys;
  if (revision->project_input >= 0) {
    AddKeys(*changeset, changeset->entries[static_cast<size_t>(revision->project_input)], &keys);
  }
  KeepOnly(keys, changeset, &changeset->entries[static_cast<size_t>(revision->project_fields)]);
}

}  // namespace gantt
