#include "conflict/lock_check.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "conflict/conflicts.h"
#include "conflict/edits.h"
#include "conflict/resolution.h"
#include "conflict/restoration.h"
#include "message/changeset.h"
#include "state/record_locks.h"
#include "store/field.h"
#include "store/ids.h"
#include "store/record.h"
#include "store/reference_index.h"
#include "store/store.h"

namespace gantt {
std::vector<Conflict> LockCheck::Find(uint32_t revision) {
  revision_ = revision;
  found_.clear();
  known_ = {};
  removals_.clear();
  const Range stores = changeset_.revisions[revision].stores;
  Edits edits(changeset_, changeset_.revisions[revision]);
  for (uint32_t s = stores.begin; s < stores.end; ++s) {
    const StoreChange& change = changeset_.stores[s];
    LookAtUpdates(s, change.change[kAdded], Edits::Part::kAll, &edits);
    edits.ForEachUpdated(change, [&](const Range& entries, Edits::Part part) {
      LookAtUpdates(s, entries, part, &edits);
    });
    LookAtRemovals(change);
  }
  return found_;
}

Conflict* LockCheck::ConflictOf(const StoreChange& change, const Entry& entry, const Record* record,
                                const RecordLock& lock) {
  const auto [known, is_new] = known_.Insert({change.name, entry.id.key}, found_.size());
  if (is_new) {
    const auto place = static_cast<uint32_t>(&entry - changeset_.entries.data());
    found_.push_back({change.name, entry.id.raw, record, place, {}, lock.name});
  }
  return &found_[*known];
}

void LockCheck::LookAtUpdates(uint32_t change_index, const Range& entries, Edits::Part part,
                              Edits* edits) {
  const StoreChange& change = changeset_.stores[change_index];
  const Store* const store = state_.FindStore(change.name);
  if (store == nullptr) return;
  for (uint32_t i = entries.begin; i < entries.end; ++i) {
    const Entry& entry = changeset_.entries[i];
    const Record* const record = store->Find(entry.id.key);
    if (record == nullptr) continue;
    const RecordLock* const lock =
        locks_.Against(change.name, entry.id.key, author_, changeset_.fence);
    if (lock == nullptr) continue;
    const Field* const field = changeset_.FieldsOf(entry);
    for (uint32_t f = 0; f < entry.field_count; ++f) {
      if (!CanConflict(field[f]) || !edits->Counts(part, entry, field[f])) continue;
      if (record->fields.Get(field[f].key) == field[f].value) continue;
      ConflictOf(change, entry, record, *lock)->fields.push_back({revision_, change_index, i, f});
    }
  }
}

// The records of a store that must not be removed: locked ones and their ancestors, after the moves
// of the revision.
void LockCheck::FindKept(const Store& store, const StoreChange& change) {
  kept_ = {};
  const RecordLocks::OfStore* const locks = locks_.Of(store.name);
  if (locks == nullptr) return;
  for (const auto& [key, lock] : *locks) {
    if (!RecordLocks::IsAgainst(lock, author_, changeset_.fence)) continue;
    for (const Record* record = store.Find(key); record != nullptr && !record->key().empty();
         record = record->parent) {
      const auto [reason, is_new] = kept_.Insert(record->key(), &lock);
      if (!is_new && (*reason)->fence <= lock.fence) break;
      *reason = &lock;  // Of several, the oldest is reported.
    }
  }
  if (kept_.empty() || !store.is_tree()) return;
  bool has_more = true;
  while (std::exchange(has_more, false)) {
    for (const List list : {kAdded, kUpdated}) {
      for (uint32_t i = change.change[list].begin; i < change.change[list].end; ++i) {
        const Entry& entry = changeset_.entries[i];
        const RecordLock* const* const lock = kept_.Find(entry.id.key);
        if (lock == nullptr) continue;
        const RecordLock* const reason = *lock;
        const Field* const parent = changeset_.FindField(entry, FieldKind::kParentId);
        std::string_view key = ParentKeyOf(parent, &changeset_.arena);
        while (!key.empty() && kept_.Insert(key, reason).second) {
          has_more = true;
          const Record* const record = store.Find(key);
          key = record == nullptr ? std::string_view() : record->parent->key();
        }
      }
    }
  }
}

void LockCheck::LookAtRemovals(const StoreChange& change) {
  const Store* const store = state_.FindStore(change.name);
  const Range& removed = change.change[kRemoved];
  if (store == nullptr || removed.size() == 0) return;
  FindKept(*store, change);
  for (uint32_t i = removed.begin; i < removed.end; ++i) {
    const Entry& entry = changeset_.entries[i];
    const Record* const record = store->Find(entry.id.key);
    if (record == nullptr) continue;
    const RecordLock* lock = locks_.Against(change.name, entry.id.key, author_, changeset_.fence);
    if (const RecordLock* const* const kept = kept_.Find(entry.id.key)) lock = *kept;
    if (lock == nullptr) continue;
    ConflictOf(change, entry, record, *lock);
    removals_.push_back({store, record});
  }
}

// A record that stays, with its subtree and all records that refer to it; the author has removed
// them.
FlatSet<const void*> LockCheck::Staying() const {
  FlatSet<const void*> staying;
  for (const auto& [store, top] : removals_) {
    std::vector<const Record*> all;
    if (staying.Insert(top)) all.push_back(top);
    for (size_t i = 0; i < all.size(); ++i) {
      for (const Record* child = all[i]->first_child; child != nullptr; child = child->next) {
        if (staying.Insert(child)) all.push_back(child);
      }
    }
    const FieldKind named_by = store->kind.named_by;
    if (!ReferenceIndex::IsReference(named_by)) continue;
    for (const auto& referring : state_.stores()) {
      if (!referring->kind.refers) continue;
      for (const Record* one : all) {
        for (const Record* dependent : referring->references()->Find(named_by, one->key()))
          staying.Insert(dependent);
      }
    }
  }
  return staying;
}

bool LockCheck::LeaveOut(const std::vector<Conflict>& found, Restoration* restoration) {
  gantt::LeaveOut(found, state_, &changeset_, restoration);
  if (removals_.empty()) return false;
  const FlatSet<const void*> staying = Staying();
  RevisionChange& revision = changeset_.revisions[revision_];
  for (uint32_t s = revision.stores.begin; s < revision.stores.end; ++s) {
    StoreChange& change = changeset_.stores[s];
    const Store* const store = state_.FindStore(change.name);
    if (store == nullptr) continue;
    for (uint32_t i = change.change[kRemoved].begin; i < change.change[kRemoved].end; ++i) {
      Entry& entry = changeset_.entries[i];
      const Record* const record = store->Find(entry.id.key);
      if (record == nullptr || !staying.contains(record)) continue;
      entry.fate = Fate::kDrop;
      change.rewritten = true;
      revision.input_was_cut |= change.has_input;
    }
  }
  for (const auto& [store, record] : removals_) restoration->AddBack(*store, *record, {});
  return true;
}

void DescribeLocked(const std::vector<Conflict>& found, FlatSet<RecordName>* told,
                    std::string* out) {
  for (const Conflict& conflict : found) {
    if (!told->Insert({conflict.store, conflict.id})) continue;
    out->append(out->empty() ? "[" : ",");
    out->append("{\"store\":\"").append(conflict.store).append("\",\"id\":").append(conflict.id);
    out->append(",\"lockedBy\":").append(conflict.locked_by).append("}");
  }
}

}  // namespace gantt
