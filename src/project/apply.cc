#include "project/apply.h"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text_arena.h"
#include "message/changeset.h"
#include "rebase/resolved_revision.h"
#include "state/project_state.h"
#include "store/field.h"
#include "store/field_rules.h"
#include "store/record.h"
#include "store/store.h"

namespace gantt {
namespace {

class StoreApply {
 public:
  StoreApply(const Changeset& changeset, const StoreChange& change, Store* store,
             ProjectState* state, bool is_restoration)
      : changeset_(changeset),
        change_(change),
        store_(*store),
        history_(state->history),
        removed_(state->removed),
        is_restoration_(is_restoration) {}

  void Run(uint64_t number) {
    Add();
    for (const List list : {kAdded, kUpdated}) {
      const Fate fate = list == kAdded ? Fate::kUpdate : Fate::kKeep;
      for (uint32_t i = change_.change[list].begin; i < change_.change[list].end; ++i) {
        if (changeset_.entries[i].fate == fate) Update(changeset_.entries[i]);
      }
    }
    for (uint32_t i = change_.change[kRemoved].begin; i < change_.change[kRemoved].end; ++i) {
      if (changeset_.entries[i].fate == Fate::kKeep) Remove(changeset_.entries[i], number);
    }
    for (const uint32_t i : change_.dragged_along) Remove(changeset_.entries[i], number);
  }

 private:
  void Add() {
    // Records that came before their parents.
    std::vector<std::pair<Record*, std::string_view>> early;
    for (uint32_t i = change_.change[kAdded].begin; i < change_.change[kAdded].end; ++i) {
      const Entry& entry = changeset_.entries[i];
      if (entry.fate != Fate::kKeep) continue;
      const std::string_view parent_key = store_.is_tree() ? ParentKey(entry) : std::string_view();
      Record* parent = parent_key.empty() ? nullptr : store_.Find(parent_key);
      Record* record = store_.Add(entry.id.key, parent);
      removed_.Forget(store_.name, entry.id.key);
      Write(entry, record);
      if (parent == nullptr && !parent_key.empty()) early.emplace_back(record, parent_key);
    }
    for (const auto& [record, parent_key] : early) store_.Place(record, store_.Find(parent_key));
  }

  void Update(const Entry& entry) {
    Record* record =
        entry.record != nullptr ? store_.Mutable(entry.record) : store_.Find(entry.id.key);
    if (record == nullptr) return;  // An id that the project never knew.
    if (store_.is_tree()) {
      const Field* parent = Find(entry, FieldKind::kParentId);
      if (parent != nullptr) {
        const std::string_view key = ParentKey(entry);
        Record* target = key.empty() ? nullptr : store_.Find(key);
        const Record* now = record->parent == &store_.root() ? nullptr : record->parent;
        if (target != now) store_.Move(record, target);
      }
    }
    Write(entry, record);
  }

  void Remove(const Entry& entry, uint64_t number) {
    Record* record = store_.Find(entry.id.key);
    if (record == nullptr) return;
    NoteRemoval(*record, number);
    store_.Remove(record, number);
  }

  // The record and its subtree, in order, without recursion, because a tree may be deeper than the
  // stack.
  void NoteRemoval(const Record& top, uint64_t number) {
    std::vector<const Record*> going{&top};
    while (!going.empty()) {
      const Record* record = going.back();
      going.pop_back();
      history_.Forget(record);
      removed_.Keep(store_.name, *record, number);
      for (const Record* child = store_.FirstChild(*record); child != nullptr; child = child->next)
        going.push_back(child);
    }
  }

  void Write(const Entry& entry, Record* record) {
    const Record::Held before = record->held();
    const bool is_new = record->fields.field_count() == 0;
    if (is_new) record->fields.Reserve(entry.raw.size(), entry.field_count);
    const bool refers = entry.Has(FieldKind::kTaskRef) || entry.Has(FieldKind::kResourceRef);
    if (refers) store_.ForgetReferences(record);
    if (store_.kind.has_indexes) ForgetOrder(entry, record);
    const Field* field = changeset_.FieldsOf(entry);
    for (uint32_t i = 0; i < entry.field_count; ++i) {
      if (field[i].visibility == Visibility::kDropped) continue;
      // A record keeps the original form of its id.
      if (field[i].kind == FieldKind::kId && !is_new) continue;
      const size_t place = WriteField(store_, field[i], record);
      if (!is_new && place != kNowhere && !is_restoration_)
        history_.Written(store_.name, record, place);
    }
    if (refers) store_.LearnReferences(record);
    store_.NoteWritten(*record, before);
  }

  // If only one index is sent, the other does not count any more.
  void ForgetOrder(const Entry& entry, Record* record) const {
    const Field* index = Find(entry, FieldKind::kParentIndex);
    if (index == nullptr || std::isnan(IndexValue(index->value))) return;
    if (Find(entry, FieldKind::kOrderedParentIndex) == nullptr)
      record->index.ordered_parent_index = std::numeric_limits<double>::quiet_NaN();
  }

  const Field* Find(const Entry& entry, FieldKind kind) const {
    if (!entry.Has(kind)) return nullptr;
    const Field* field = changeset_.FieldsOf(entry);
    for (uint32_t i = 0; i < entry.field_count; ++i) {
      if (field[i].kind == kind && field[i].is_shown()) return &field[i];
    }
    return nullptr;
  }

  // Empty: the root. The view is valid as long as the message or this object.
  std::string_view ParentKey(const Entry& entry) {
    return ParentKeyOf(Find(entry, FieldKind::kParentId), &arena_);
  }

  const Changeset& changeset_;
  const StoreChange& change_;
  Store& store_;
  FieldHistory& history_;
  RemovedFields& removed_;
  const bool is_restoration_;
  TextArena arena_;
};

bool AddsRecords(const Changeset& changeset, const StoreChange& change) {
  for (uint32_t i = change.change[kAdded].begin; i < change.change[kAdded].end; ++i) {
    if (changeset.entries[i].fate == Fate::kKeep) return true;
  }
  return false;
}

}  // namespace

// Stores in the order of the message: the change of a store does not depend on other stores, so
// this equals the order of the plain rules.
void Apply(const ResolvedRevision& resolved, uint64_t number, ProjectState* state) {
  const Changeset& changeset = resolved.changeset();
  const RevisionChange& revision = resolved.revision();
  assert(number > state->log.last());
  state->history.Begin(number);
  for (const Range& range : {revision.stores, revision.more_stores}) {
    for (uint32_t i = range.begin; i < range.end; ++i) {
      const StoreChange& change = changeset.stores[i];
      if (change.name.starts_with('$')) continue;
      Store* store = state->FindStore(change.name);
      if (store == nullptr) {
        if (!AddsRecords(changeset, change)) continue;
        store = state->AddStore(change.name);
      }
      StoreApply(changeset, change, store, state, revision.is_restoration).Run(number);
    }
  }
  if (revision.project_fields < 0) return;
  const Entry& project = changeset.entries[static_cast<size_t>(revision.project_fields)];
  const Field* field = changeset.FieldsOf(project);
  for (uint32_t i = 0; i < project.field_count; ++i) {
    // The id of the client's own project object is meaningless to others (docs/protocol.md,
    // "Changes").
    if (!field[i].is_shown() || field[i].kind == FieldKind::kId || IsMeta(field[i].kind)) continue;
    state->project_fields.Set(field[i].key, field[i].value);
  }
}

}  // namespace gantt
