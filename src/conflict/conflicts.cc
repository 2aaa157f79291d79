#include "conflict/conflicts.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "conflict/edits.h"
#include "message/changeset.h"
#include "state/revision_log.h"
#include "store/field.h"
#include "store/ids.h"
#include "store/record.h"
#include "store/store.h"

namespace gantt {

bool CanConflict(const Field& field) {
  return field.is_shown() && IsValue(field.kind) && !IsIndex(field.kind);
}

std::vector<Conflict> ConflictFinder::Find(Which which) {
  for (uint32_t r = 0; r < changeset_.revisions.size(); ++r) {
    Edits edits(changeset_, changeset_.revisions[r]);
    const Range stores = changeset_.revisions[r].stores;
    for (uint32_t s = stores.begin; s < stores.end; ++s) {
      const StoreChange& change = changeset_.stores[s];
      // A record in `added` that already exists (a repetition, or an edit before the echo).
      Look(r, s, kAdded, change.change[kAdded], Edits::Part::kAll, &edits);
      edits.ForEachUpdated(change, [&](const Range& entries, Edits::Part part) {
        if (which == Which::kAll || part == Edits::Part::kAll)
          Look(r, s, kUpdated, entries, part, &edits);
      });
    }
    if (r + 1 == changeset_.revisions.size()) break;
    for (uint32_t s = stores.begin; s < stores.end; ++s) NoteGone(changeset_.stores[s]);
  }
  return std::move(found_);
}

void ConflictFinder::Look(uint32_t revision, uint32_t change_index, List list, const Range& entries,
                          Edits::Part part, Edits* edits) {
  const StoreChange& change = changeset_.stores[change_index];
  const Store* store = state_.FindStore(change.name);
  for (uint32_t i = entries.begin; i < entries.end; ++i) {
    const Entry& entry = changeset_.entries[i];
    const RecordName name{change.name, entry.id.key};
    const Record* record = store == nullptr ? nullptr : store->Find(entry.id.key);
    const bool may_be_absent = list == kAdded || part != Edits::Part::kAll;
    if (record == nullptr && (may_be_absent || IsBorn(name))) continue;
    if (record != nullptr && gone_.contains(record)) continue;
    std::vector<Conflict::FieldUse> fields;
    if (record != nullptr) {
      const uint64_t base = entry.base.value_or(base_);
      const Field* field = changeset_.FieldsOf(entry);
      for (uint32_t f = 0; f < entry.field_count; ++f) {
        if (CanConflict(field[f]) && edits->Counts(part, entry, field[f]) &&
            Overwrites(*record, field[f], base))
          fields.push_back({revision, change_index, i, f});
      }
      if (fields.empty()) continue;
    }
    const auto [known, is_new] = known_.Insert(name, found_.size());
    if (is_new) found_.push_back({change.name, entry.id.raw, record, i, {}});
    found_[*known].entry = i;
    std::vector<Conflict::FieldUse>& all = found_[*known].fields;
    all.insert(all.end(), fields.begin(), fields.end());
  }
}

bool ConflictFinder::Overwrites(const Record& record, const Field& field, uint64_t base) const {
  const RevisionLog& log = state_.log;
  const size_t place = record.fields.Find(field.key);
  if (place == FieldText::kNone) return false;
  if (record.fields.value(place) == field.value) return false;
  // An unknown base says nothing about what its author has.
  if (base > log.last()) base = log.base();
  const uint64_t written = state_.history.LastWritten(&record, place);
  if (written < log.first()) return base + 1 < log.first() && log.first() > log.base() + 1;
  return written > base && log.at(written).author() != author_;
}

// Each record is examined once, however often it is removed.
void ConflictFinder::NoteGone(const StoreChange& change) {
  const Store* store = state_.FindStore(change.name);
  if (store == nullptr) return;
  std::vector<const Record*> going;
  for (uint32_t i = change.change[kRemoved].begin; i < change.change[kRemoved].end; ++i)
    going.push_back(store->Find(changeset_.entries[i].id.key));
  while (!going.empty()) {
    const Record* record = going.back();
    going.pop_back();
    if (record == nullptr || !gone_.Insert(record)) continue;
    for (const Record* child = record->first_child; child != nullptr; child = child->next)
      going.push_back(child);
  }
}

// Does the message itself add it?
bool ConflictFinder::IsBorn(const RecordName& name) {
  if (!std::exchange(has_born_, true)) {
    for (const StoreChange& change : changeset_.stores) {
      for (uint32_t i = change.change[kAdded].begin; i < change.change[kAdded].end; ++i)
        born_.Insert({change.name, changeset_.entries[i].id.key});
    }
  }
  return born_.contains(name);
}

}  // namespace gantt
