#include "conflict/refusal.h"

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/flat_map.h"
#include "conflict/edits.h"
#include "conflict/restoration.h"
#include "message/changeset.h"
#include "state/project_state.h"
#include "store/field.h"
#include "store/ids.h"
#include "store/record.h"
#include "store/store.h"

namespace gantt {

Refusal::Refusal(const ProjectState& state, Changeset* changeset,
                 std::span<const RevisionChange> revisions, Restoration* restoration)
    : state_(state), changeset_(*changeset), restoration_(*restoration) {
  FindReturned();
  for (const RevisionChange& revision : revisions) Undo(revision);
  for (size_t i = revisions.size(); i-- > 0;) UndoRemovals(revisions[i]);
}

// From the last list to the first, so the first occurrence of a record is its final state.
void Refusal::FindReturned() {
  FlatSet<RecordName> seen;
  for (size_t s = changeset_.stores.size(); s-- > 0;) {
    const StoreChange& change = changeset_.stores[s];
    for (const List list : {kRemoved, kAdded}) {
      for (uint32_t i = change.change[list].begin; i < change.change[list].end; ++i) {
        const RecordName name{change.name, changeset_.entries[i].id.key};
        if (seen.Insert(name) && list == kAdded) returned_.Insert(name, static_cast<uint32_t>(s));
      }
    }
  }
}

void Refusal::Undo(const RevisionChange& revision) {
  Edits edits(changeset_, revision);
  for (uint32_t s = revision.stores.begin; s < revision.stores.end; ++s) {
    const StoreChange& change = changeset_.stores[s];
    const Store* store = state_.FindStore(change.name);
    const auto undo = [&](List list, const Range& entries, Edits::Part part) {
      for (uint32_t i = entries.begin; i < entries.end; ++i)
        UndoEntry(store, change.name, list, changeset_.entries[i], part, &edits);
    };
    undo(kAdded, change.change[kAdded], Edits::Part::kAll);
    edits.ForEachUpdated(
        change, [&](const Range& entries, Edits::Part part) { undo(kUpdated, entries, part); });
  }
  const int64_t project =
      revision.project_input >= 0 ? revision.project_input : revision.project_fields;
  if (project >= 0) UndoProject(changeset_.entries[static_cast<size_t>(project)]);
}

// What was added again before a removal is gone with what it refers to, or is below.
void Refusal::UndoRemovals(const RevisionChange& revision) {
  for (uint32_t s = revision.stores.begin; s < revision.stores.end; ++s) {
    const StoreChange& change = changeset_.stores[s];
    const Store* const store = state_.FindStore(change.name);
    if (store == nullptr) continue;
    const Range removed = change.change[kRemoved];
    for (uint32_t i = removed.begin; i < removed.end; ++i) {
      if (const Record* const record = store->Find(changeset_.entries[i].id.key))
        restoration_.AddBack(*store, *record, {&returned_, revision.stores.begin});
    }
  }
}

void Refusal::UndoEntry(const Store* store, std::string_view store_name, List list,
                        const Entry& entry, Edits::Part part, Edits* edits) {
  const RecordName name{store_name, entry.id.key};
  const Record* record = store == nullptr ? nullptr : store->Find(entry.id.key);
  if (record == nullptr) {
    if (list == kAdded) restoration_.Remove(name, entry.id.raw);
    return;
  }
  const Field* field = changeset_.FieldsOf(entry);
  bool has_place = false;
  for (uint32_t f = 0; f < entry.field_count; ++f) {
    const FieldKind kind = field[f].kind;
    const bool is_said = field[f].is_shown() && IsValue(kind);
    if (!is_said || !edits->Counts(part, entry, field[f])) continue;
    if (store->kind.has_indexes) has_place |= IsPlace(kind);
    if (!store->kind.has_indexes || !IsIndex(kind)) restoration_.Restore(name, field[f]);
    if (kind == FieldKind::kParentId && list == kUpdated)
      restoration_.NoteMove(name, entry.id.raw, ParentKeyOf(&field[f], &changeset_.arena));
  }
  if (has_place) restoration_.RestorePlace(name);
}

void Refusal::UndoProject(const Entry& entry) {
  const Field* field = changeset_.FieldsOf(entry);
  for (uint32_t f = 0; f < entry.field_count; ++f) {
    if (!field[f].is_shown() || field[f].kind == FieldKind::kId || IsMeta(field[f].kind)) continue;
    restoration_.RestoreProject(field[f].key);
  }
}

}  // namespace gantt
