#include "rebase/resolver.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "base/text_map.h"
#include "message/changeset.h"
#include "rebase/dependents.h"
#include "rebase/derived.h"
#include "rebase/list_deltas.h"
#include "rebase/orphan_parents.h"
#include "rebase/partial_values.h"
#include "rebase/rebase.h"
#include "rebase/resolved_revision.h"
#include "state/list_memory.h"
#include "store/field.h"
#include "store/ids.h"
#include "store/reference_index.h"
#include "store/store.h"
#include "store/store_kind.h"

namespace gantt {
ResolvedRevision Resolver::Resolve(size_t index) {
  RevisionChange& revision = changeset_.revisions[index];
  // By the kind of the fields that refer to removed records.
  std::map<FieldKind, std::vector<std::string_view>> removed;
  bool input_was_cut = revision.input_was_cut;
  for (size_t i = revision.stores.begin; i < revision.stores.end; ++i) {
    StoreChange& change = changeset_.stores[i];
    StoreRebase rebase(state_.FindStore(change.name), state_.removed, &changeset_, &change);
    rebase.Run();
    if (!rebase.adopted().empty()) {
      Orphans orphans{i, rebase.adopted()};
      if (changeset_.says_input()) {
        orphans_.push_back(std::move(orphans));
      } else {
        PlaceOrphans(orphans);
      }
    }
    revision.rewritten |= change.rewritten;
    input_was_cut |= rebase.input_was_cut();
    const FieldKind named_by = KindOfStore(change.name).named_by;
    if (change.change[kRemoved].size() > 0 && ReferenceIndex::IsReference(named_by)) {
      for (const std::string_view key : rebase.RemovedSubtrees()) removed[named_by].push_back(key);
    }
  }
  if (input_was_cut) DropDerived(&changeset_, &revision);
  lists_.reset();
  if (ListDeltas::MayBeAny(state_, author_, changeset_)) {
    lists_.emplace(state_, author_, &changeset_, &revision);
    lists_->Complete();
  }
  PartialValues(merged_, joining_, &changeset_, &revision).Complete();
  Dependents dependents(state_, &changeset_, &revision);
  for (const auto& [named_by, keys] : removed) dependents.Remove(named_by, keys);
  for (const int64_t i : {revision.project_fields, revision.project_input}) {
    if (i >= 0) revision.rewritten |= changeset_.entries[static_cast<size_t>(i)].rewritten;
  }
  return {&changeset_, index};
}

void Resolver::Remember(uint64_t revision, ListMemory* lists) const {
  if (lists_) lists_->Remember(revision, lists);
}

std::optional<ResolvedRevision> Resolver::Adopt() {
  if (orphans_.empty()) return std::nullopt;
  RevisionChange revision;
  revision.is_servers = revision.rewritten = true;
  revision.stores.begin = static_cast<uint32_t>(changeset_.stores.size());
  for (const Orphans& orphans : orphans_) AdoptStore(orphans);
  revision.stores.end = static_cast<uint32_t>(changeset_.stores.size());
  orphans_.clear();
  changeset_.revisions.push_back(revision);
  return ResolvedRevision(&changeset_, changeset_.revisions.size() - 1);
}

ResolvedRevision Resolver::Own(const RevisionChange& revision) {
  changeset_.revisions.push_back(revision);
  return {&changeset_, changeset_.revisions.size() - 1};
}

ResolvedRevision Resolver::Refuse(size_t index) {
  return Own(changeset_.revisions[index].Emptied());
}

// The tree records that the message adds below a removed parent, with their added descendants. (Its
// author has lost them with that parent.)
void Resolver::FindLostAdditions() {
  struct Addition {
    std::string_view parent;
    enum State : uint8_t { kUnknown, kWalking, kPlaced, kLost } state = kUnknown;
  };
  FlatMap<RecordName, Addition> additions;
  std::vector<RecordName> names;
  for (const StoreChange& change : changeset_.stores) {
    if (change.change[kAdded].size() == 0) continue;
    const Store* store = state_.FindStore(change.name);
    if (!(store == nullptr ? KindOfStore(change.name).is_tree : store->is_tree())) continue;
    for (uint32_t i = change.change[kAdded].begin; i < change.change[kAdded].end; ++i) {
      const Entry& entry = changeset_.entries[i];
      const Field* parent = changeset_.FindField(entry, FieldKind::kParentId);
      const RecordName name{change.name, entry.id.key};
      if (additions.Insert(name, {ParentKeyOf(parent, &changeset_.arena)}).second)
        names.push_back(name);
    }
  }
  for (const RecordName& name : names) {
    const Store* store = state_.FindStore(name.store);
    std::vector<Addition*> chain;
    std::string_view key = name.key;
    // Up to the root, a record, a known addition, or into a cycle.
    const auto next = [&]() -> Addition* {
      if (key.empty() || (store != nullptr && store->Find(key) != nullptr)) return nullptr;
      return additions.Find({name.store, key});
    };
    std::string_view highest;
    Addition* addition = next();
    for (; addition != nullptr && addition->state == Addition::kUnknown; addition = next()) {
      addition->state = Addition::kWalking;
      chain.push_back(addition);
      highest = key;
      key = addition->parent;
    }
    const bool ends_nowhere =
        addition == nullptr && !key.empty() && (store == nullptr || store->Find(key) == nullptr);
    if (ends_nowhere && !chain.empty()) rootless_.Insert({name.store, highest});
    const bool is_placed = addition != nullptr ? addition->state == Addition::kPlaced
                                               : !ends_nowhere || store == nullptr ||
                                                     store->FindTombstone(key) == nullptr;
    for (Addition* one : chain) one->state = is_placed ? Addition::kPlaced : Addition::kLost;
    if (additions.Find(name)->state == Addition::kLost) lost_.Insert(name);
  }
}

ResolvedRevision Resolver::Echo(size_t index, const FlatMap<RecordName, uint32_t>& returned,
                                bool* says_something) {
  if (!std::exchange(has_lost_, true)) FindLostAdditions();
  RevisionChange revision = changeset_.revisions[index];
  revision.rewritten = true;
  revision.project_fields = -1;
  for (uint32_t s = revision.stores.begin; s < revision.stores.end; ++s) {
    StoreChange& change = changeset_.stores[s];
    change.rewritten = true;
    const Store* store = state_.FindStore(change.name);
    for (const auto* lists : {&change.change, &change.input}) {
      for (const List list : {kAdded, kUpdated, kRemoved}) {
        for (uint32_t i = (*lists)[list].begin; i < (*lists)[list].end; ++i) {
          Entry& entry = changeset_.entries[i];
          const RecordName name{change.name, entry.id.key};
          const bool is_there = store != nullptr && store->Find(entry.id.key) != nullptr;
          const bool stays = list != kUpdated && entry.id.exists() &&
                             is_there == (list == kRemoved) && !lost_.contains(name) &&
                             !(is_there && returned.contains(name));
          if (!stays) entry.fate = Fate::kDrop;
          // Its author has it by then: it is an update, as it is where the change is made.
          auto& echoed = lists == &change.change ? echoed_ : echoed_input_;
          if (stays && list == kAdded && !echoed.Insert(name)) {
            entry.fate = Fate::kUpdate;
            changeset_.HideField(&entry, FieldKind::kPhantomId);
          }
          if (stays && list == kAdded && rootless_.contains(name))
            changeset_.SetField(&entry, FieldKind::kParentId, "parentId", "null");
          changeset_.HideField(&entry, FieldKind::kContent);
          *says_something |= stays;
        }
      }
    }
  }
  return Own(revision);
}

void Resolver::PlaceOrphans(const Orphans& orphans) {
  StoreChange& change = changeset_.stores[orphans.store];
  const Range added = change.change[kAdded];
  ViewSet keys;
  std::vector<uint32_t> additions;  // For each orphan, its first entry in `added`.
  for (const uint32_t i : orphans.entries) {
    const bool is_added = i >= added.begin && i < added.end;
    if (keys.insert(changeset_.entries[i].id.key).second && is_added) additions.push_back(i);
  }
  const OrphanParents parents(state_.FindStore(change.name), &changeset_, additions);
  for (const auto* lists : {&change.change, &change.input}) {
    ViewSet born;
    for (const List list : {kAdded, kUpdated}) {
      for (uint32_t i = (*lists)[list].begin; i < (*lists)[list].end; ++i) {
        Entry& entry = changeset_.entries[i];
        if (!keys.contains(entry.id.key)) continue;
        changeset_.HideField(&entry, FieldKind::kParentIndex);
        changeset_.HideField(&entry, FieldKind::kOrderedParentIndex);
        if (list == kAdded && born.insert(entry.id.key).second) {
          entry.fate = Fate::kKeep;
          const std::string_view parent = parents.Of(entry.id.key);
          changeset_.SetField(&entry, FieldKind::kParentId, "parentId", parent);
        } else {
          entry.fate = list == kAdded ? Fate::kUpdate : Fate::kKeep;
          changeset_.HideField(&entry, FieldKind::kParentId);
          changeset_.HideField(&entry, FieldKind::kPhantomId);
        }
      }
    }
  }
  change.rewritten = true;
}

void Resolver::AdoptStore(const Orphans& orphans) {
  StoreChange change;
  change.name = changeset_.stores[orphans.store].name;
  change.has_input = change.rewritten = true;
  const Range added = changeset_.stores[orphans.store].change[kAdded];
  // The first entry of an orphan adds it; further ones update it.
  std::vector<uint32_t> additions;
  std::vector<uint32_t> updates;
  FlatSet<std::string_view> seen;
  size_t fields = 0;
  for (const uint32_t i : orphans.entries) {
    const bool is_added =
        i >= added.begin && i < added.end && seen.Insert(changeset_.entries[i].id.key);
    (is_added ? additions : updates).push_back(i);
    fields += changeset_.entries[i].field_count + is_added;
  }
  changeset_.Expect(orphans.entries.size(), fields);
  OrphanParents parents(state_.FindStore(change.name), &changeset_, additions);
  const auto copy = [&](uint32_t i, bool is_added) {
    Entry entry = changeset_.entries[i];
    entry.first_field = static_cast<uint32_t>(changeset_.fields.size());
    entry.field_count = 0;
    entry.fate = Fate::kKeep;
    entry.record = nullptr;
    entry.rewritten = true;
    const Entry original = changeset_.entries[i];
    for (uint32_t f = 0; f < original.field_count; ++f) {
      const Field field = changeset_.fields[original.first_field + f];
      if (!field.is_shown() || IsPlace(field.kind) || field.kind == FieldKind::kPhantomId) continue;
      changeset_.fields.push_back(field);
      ++entry.field_count;
    }
    if (is_added) {
      changeset_.SetField(&entry, FieldKind::kParentId, "parentId", parents.Of(entry.id.key));
    }
    changeset_.entries.push_back(entry);
  };
  Range& change_added = change.change[kAdded];
  Range& change_updated = change.change[kUpdated];
  change_added.begin = static_cast<uint32_t>(changeset_.entries.size());
  for (const uint32_t i : additions) copy(i, true);
  change_added.end = change_updated.begin = static_cast<uint32_t>(changeset_.entries.size());
  for (const uint32_t i : updates) copy(i, false);
  change_updated.end = static_cast<uint32_t>(changeset_.entries.size());
  change.input = change.change;  // A revision of the server has an equal `$input`.
  changeset_.stores.push_back(std::move(change));
}

}  // namespace gantt
