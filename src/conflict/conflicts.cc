#include "conflict/conflicts.h"

#include <utility>

#include "store/ids.h"

namespace gantt {
namespace {

// Does writing a field of this kind say something that another writer could have said otherwise? A
// place among siblings does not: every reorder writes it for all of them.
bool CanConflict(const Field& field) {
  switch (field.kind) {
    case FieldKind::kId:
    case FieldKind::kPhantomId:
    case FieldKind::kPhantomParentId:
    case FieldKind::kParentIndex:
    case FieldKind::kOrderedParentIndex:
    case FieldKind::kMeta:
    case FieldKind::kChildren:
    case FieldKind::kContent:
      return false;
    default:
      return !field.hidden;
  }
}

}  // namespace

std::vector<Conflict> ConflictFinder::Find() {
  for (uint32_t r = 0; r < changeset_.revisions.size(); ++r) {
    const Range stores = changeset_.revisions[r].stores;
    for (uint32_t s = stores.begin; s < stores.end; ++s) {
      const StoreChange& change = changeset_.stores[s];
      // A record that is said to be new and is not (a resend, or an edit before the echo).
      Look(r, s, kAdded, change.change[kAdded]);
      // What the author's engine derived is no intention of anybody's.
      Look(r, s, kUpdated, change.has_input ? change.input[kUpdated] : change.change[kUpdated]);
    }
    for (uint32_t s = stores.begin; s < stores.end; ++s) {
      const StoreChange& change = changeset_.stores[s];
      for (uint32_t i = change.change[kRemoved].begin; i < change.change[kRemoved].end; ++i)
        gone_.insert(NameInStore(change.name, changeset_.entries[i].id.key));
    }
  }
  return std::move(found_);
}

void ConflictFinder::Look(uint32_t revision, uint32_t change_index, List list,
                          const Range& entries) {
  const StoreChange& change = changeset_.stores[change_index];
  const Store* store = state_.FindStore(change.name);
  for (uint32_t i = entries.begin; i < entries.end; ++i) {
    const Entry& entry = changeset_.entries[i];
    const Record* record = store == nullptr ? nullptr : store->Find(entry.id.key);
    if (record == nullptr && (list == kAdded || IsBorn(change.name, entry.id.key))) continue;
    if (record != nullptr && !gone_.empty() && IsGone(change.name, record)) continue;
    std::vector<Conflict::FieldUse> fields;
    if (record != nullptr) {
      const uint64_t base = entry.base.value_or(base_);
      const Field* field = changeset_.FieldsOf(entry);
      for (uint32_t f = 0; f < entry.field_count; ++f) {
        if (CanConflict(field[f]) && Overwrites(*record, field[f], base)) fields.push_back({i, f});
      }
      if (fields.empty()) continue;
    }
    const auto [known, is_new] =
        known_.emplace(NameInStore(change.name, entry.id.key), found_.size());
    if (is_new) found_.push_back({revision, change_index, entry.id.raw, record, {}});
    std::vector<Conflict::FieldUse>& all = found_[known->second].fields;
    all.insert(all.end(), fields.begin(), fields.end());
  }
}

bool ConflictFinder::Overwrites(const Record& record, const Field& field, uint64_t base) const {
  const RevisionLog& log = state_.log;
  const size_t place = record.fields.Find(field.key);
  if (place == FieldText::kNone) return false;
  if (record.fields.value(place) == field.value) return false;
  // A base that never was says nothing of what its author has.
  if (base > log.last()) base = log.base();
  const uint64_t written = state_.history.LastWritten(&record, place);
  if (written < log.first()) return base + 1 < log.first() && log.first() > log.base() + 1;
  return written > base && log.at(written).author() != author_;
}

bool ConflictFinder::IsGone(std::string_view store, const Record* record) const {
  for (; record != nullptr; record = record->parent) {
    if (gone_.contains(NameInStore(store, record->key()))) return true;
  }
  return false;
}

// Does the message itself add it?
bool ConflictFinder::IsBorn(std::string_view store, std::string_view key) {
  if (!std::exchange(has_born_, true)) {
    for (const StoreChange& change : changeset_.stores) {
      for (uint32_t i = change.change[kAdded].begin; i < change.change[kAdded].end; ++i)
        born_.insert(NameInStore(change.name, changeset_.entries[i].id.key));
    }
  }
  return born_.contains(NameInStore(store, key));
}

}  // namespace gantt
