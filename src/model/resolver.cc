#include "model/resolver.h"

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "model/rebase.h"

namespace gantt {
namespace {

// The parents of the orphans of one store: each keeps the parent that is an orphan itself, the
// others go under the nearest ancestor that is still there. Of a circle, and of a chain that gets
// too deep, somebody becomes a root.
class OrphanParents {
 public:
  OrphanParents(const Store* store, Changeset* changeset, const std::vector<uint32_t>& orphans)
      : store_(store), changeset_(*changeset) {
    for (const uint32_t i : orphans) {
      const Entry& entry = changeset_.entries[i];
      orphans_.emplace(
          entry.id.key,
          Orphan{entry.id.raw,
                 ParentKeyOf(changeset_.FindField(entry, FieldKind::kParentId), &changeset_.arena),
                 {},
                 0});
    }
    for (const uint32_t i : orphans) Walk(changeset_.entries[i].id.key);
  }

  // JSON text of the parentId of an orphan.
  std::string_view Of(std::string_view key) const { return orphans_.find(key)->second.new_parent; }

 private:
  struct Orphan {
    std::string_view raw_id;
    std::string_view parent;      // Key.
    std::string_view new_parent;  // JSON text, once it is known.
    int depth;                    // 0: not walked yet; -1: being walked.
  };

  // Goes up to the first orphan whose place is known or that begins a chain, and down again.
  void Walk(std::string_view key) {
    std::vector<Orphan*> chain;
    for (auto at = orphans_.find(key); at != orphans_.end() && at->second.depth == 0;
         at = orphans_.find(at->second.parent)) {
      at->second.depth = -1;
      chain.push_back(&at->second);
    }
    while (!chain.empty()) {
      Settle(chain.back());
      chain.pop_back();
    }
  }

  void Settle(Orphan* orphan) {
    const auto parent = orphans_.find(orphan->parent);
    if (parent == orphans_.end()) {
      orphan->new_parent = NearestAncestor(orphan->parent, &orphan->depth);
    } else if (parent->second.depth > 0 && parent->second.depth < Store::kMaxTreeDepth) {
      orphan->new_parent = parent->second.raw_id;
      orphan->depth = parent->second.depth + 1;
    } else {
      orphan->new_parent = "null";  // Its parent hangs on it, or is too deep.
      orphan->depth = 1;
    }
  }

  // `*depth` becomes that of a child of the ancestor.
  std::string_view NearestAncestor(std::string_view key, int* depth) {
    *depth = 1;
    if (store_ == nullptr) return "null";
    for (int steps = 0; !key.empty() && steps <= Store::kMaxTreeDepth; ++steps) {
      if (const Record* record = store_->Find(key)) {
        if (store_->IsTooDeep(record)) return "null";
        *depth = store_->Depth(record) + 1;
        return changeset_.arena.Keep(std::string(record->raw_id()));
      }
      const Store::Tombstone* tombstone = store_->FindTombstone(key);
      if (tombstone == nullptr) break;
      key = tombstone->parent;
    }
    return "null";
  }

  const Store* const store_;
  Changeset& changeset_;
  std::unordered_map<std::string_view, Orphan> orphans_;
};

}  // namespace

ResolvedRevision Resolver::Resolve(size_t index) {
  RevisionChange& revision = changeset_.revisions[index];
  std::vector<std::string_view> tasks;
  std::vector<std::string_view> resources;
  bool input_was_cut = false;
  for (size_t i = revision.stores.begin; i < revision.stores.end; ++i) {
    StoreChange& change = changeset_.stores[i];
    StoreRebase rebase(state_.FindStore(change.name), &changeset_, &change);
    rebase.Run();
    if (!rebase.adopted().empty()) orphans_.push_back({i, rebase.adopted()});
    revision.rewritten |= change.rewritten;
    input_was_cut |= rebase.input_was_cut();
    if (change.name == "tasks" || change.name == "events") {
      for (const std::string_view key : rebase.RemovedSubtrees()) tasks.push_back(key);
    } else if (change.name == "resources") {
      resources = rebase.RemovedSubtrees();
    }
  }
  if (input_was_cut) DropDerived(&revision);
  const auto end = static_cast<uint32_t>(changeset_.stores.size());
  revision.more_stores = {end, end};
  RemoveDependents(FieldKind::kTaskRef, tasks, &revision);
  RemoveDependents(FieldKind::kResourceRef, resources, &revision);
  for (const int64_t i : {revision.project_fields, revision.project_input}) {
    if (i >= 0) revision.rewritten |= changeset_.entries[static_cast<size_t>(i)].rewritten;
  }
  return {&changeset_, index};
}

// What the author's scheduling engine derived from an edit that was left out is not true of the
// project, and nobody would correct it: the others apply only `$input`, which has nothing left for
// them to recalculate (seen in a browser). So of each update only what the user did stays, and
// where a record is. Charts that do recalculate send what is right.
void Resolver::DropDerived(RevisionChange* revision) {
  revision->rewritten = true;
  for (uint32_t s = revision->stores.begin; s < revision->stores.end; ++s) {
    StoreChange& change = changeset_.stores[s];
    std::unordered_map<std::string_view, std::unordered_set<std::string_view>> said;
    for (uint32_t i = change.input[kUpdated].begin; i < change.input[kUpdated].end; ++i) {
      const Entry& entry = changeset_.entries[i];
      if (entry.fate != Fate::kKeep) continue;
      auto& keys = said[entry.id.key];
      const Field* f = changeset_.FieldsOf(entry);
      for (uint32_t k = 0; k < entry.field_count; ++k) {
        if (!f[k].hidden || f[k].kind == FieldKind::kContent) keys.insert(f[k].key);
      }
    }
    for (uint32_t i = change.change[kUpdated].begin; i < change.change[kUpdated].end; ++i) {
      Entry& entry = changeset_.entries[i];
      if (entry.fate != Fate::kKeep || entry.record == nullptr) continue;
      KeepOnly(said[entry.id.key], &entry);
      change.rewritten = true;
    }
  }
  if (revision->project_fields < 0) return;
  std::unordered_set<std::string_view> keys;
  if (revision->project_input >= 0) {
    const Entry& entry = changeset_.entries[static_cast<size_t>(revision->project_input)];
    const Field* f = changeset_.FieldsOf(entry);
    for (uint32_t k = 0; k < entry.field_count; ++k) keys.insert(f[k].key);
  }
  KeepOnly(keys, &changeset_.entries[static_cast<size_t>(revision->project_fields)]);
}

void Resolver::KeepOnly(const std::unordered_set<std::string_view>& said, Entry* entry) {
  Field* field = changeset_.FieldsOf(*entry);
  bool empty = true;
  for (uint32_t i = 0; i < entry->field_count; ++i) {
    const FieldKind kind = field[i].kind;
    if (kind == FieldKind::kId || (field[i].hidden && kind != FieldKind::kContent)) continue;
    const bool stays = kind == FieldKind::kParentId || kind == FieldKind::kParentIndex ||
                       kind == FieldKind::kOrderedParentIndex || kind == FieldKind::kMeta ||
                       said.contains(field[i].key);
    if (!stays) {
      field[i].hidden = true;
      if (kind == FieldKind::kContent) field[i].kind = FieldKind::kMeta;
    }
    empty &= !stays;
  }
  entry->rewritten = true;
  if (empty && entry->id.exists()) entry->fate = Fate::kDrop;
}

// A dependency or assignment goes with the task or resource that it refers to, unless the same
// revision removes it anyway, or makes it refer to something else.
void Resolver::RemoveDependents(FieldKind kind, const std::vector<std::string_view>& removed,
                                RevisionChange* revision) {
  if (removed.empty()) return;
  for (const std::string_view name : {"dependencies", "assignments"}) {
    const Store* store = state_.FindStore(name);
    std::vector<const Record*> dependents;
    for (const std::string_view key : removed) {
      for (const Record* record : store->references()->Find(kind, key))
        dependents.push_back(record);
    }
    if (dependents.empty()) continue;
    StoreChange* change = ChangeOf(name, revision);
    std::unordered_set<std::string_view> spared;
    for (uint32_t i = change->change[kRemoved].begin; i < change->change[kRemoved].end; ++i) {
      spared.insert(changeset_.entries[i].id.key);
    }
    for (const List list : {kAdded, kUpdated}) {
      for (uint32_t i = change->change[list].begin; i < change->change[list].end; ++i) {
        if (changeset_.FindField(changeset_.entries[i], kind) != nullptr)
          spared.insert(changeset_.entries[i].id.key);
      }
    }
    for (const uint32_t i : change->dragged_along) spared.insert(changeset_.entries[i].id.key);
    for (const Record* record : dependents) {
      if (!spared.insert(record->key).second) continue;
      Entry entry;
      entry.raw = changeset_.arena.Keep("{\"id\":" + std::string(record->raw_id()) + "}");
      entry.id.key = changeset_.arena.Keep(record->key);
      change->dragged_along.push_back(static_cast<uint32_t>(changeset_.entries.size()));
      changeset_.entries.push_back(entry);
      change->has_input = change->rewritten = revision->rewritten = true;
    }
  }
}

// The change of a store in a revision; an empty one is made where there is none.
StoreChange* Resolver::ChangeOf(std::string_view store, RevisionChange* revision) {
  for (const Range& range : {revision->stores, revision->more_stores}) {
    for (uint32_t i = range.begin; i < range.end; ++i) {
      if (changeset_.stores[i].name == store) return &changeset_.stores[i];
    }
  }
  changeset_.stores.emplace_back().name = store;
  revision->more_stores.end = static_cast<uint32_t>(changeset_.stores.size());
  return &changeset_.stores.back();
}

std::optional<ResolvedRevision> Resolver::Adopt() {
  if (orphans_.empty()) return std::nullopt;
  RevisionChange revision;
  revision.rewritten = true;
  revision.stores.begin = static_cast<uint32_t>(changeset_.stores.size());
  for (const Orphans& orphans : orphans_) AdoptStore(orphans);
  revision.stores.end = static_cast<uint32_t>(changeset_.stores.size());
  orphans_.clear();
  changeset_.revisions.push_back(revision);
  return ResolvedRevision(&changeset_, changeset_.revisions.size() - 1);
}

void Resolver::AdoptStore(const Orphans& orphans) {
  StoreChange change;
  change.name = changeset_.stores[orphans.store].name;
  change.has_input = change.rewritten = true;
  const Range added = changeset_.stores[orphans.store].change[kAdded];
  // An orphan's first entry adds it, whatever else the revision said of it updates it.
  std::vector<uint32_t> births;
  std::vector<uint32_t> updates;
  std::unordered_map<std::string_view, bool> seen;
  for (const uint32_t i : orphans.entries) {
    const bool is_birth = i >= added.begin && i < added.end &&
                          seen.emplace(changeset_.entries[i].id.key, true).second;
    (is_birth ? births : updates).push_back(i);
  }
  OrphanParents parents(state_.FindStore(change.name), &changeset_, births);
  const auto copy = [&](uint32_t i, bool is_birth) {
    Entry entry = changeset_.entries[i];
    entry.first_field = static_cast<uint32_t>(changeset_.fields.size());
    entry.field_count = 0;
    entry.fate = Fate::kKeep;
    entry.record = nullptr;
    entry.rewritten = true;
    const Entry original = changeset_.entries[i];
    for (uint32_t f = 0; f < original.field_count; ++f) {
      const Field field = changeset_.fields[original.first_field + f];
      const bool is_place = field.kind == FieldKind::kParentIndex ||
                            field.kind == FieldKind::kOrderedParentIndex ||
                            field.kind == FieldKind::kParentId;
      if (field.hidden || is_place || field.kind == FieldKind::kPhantomId) continue;
      changeset_.fields.push_back(field);
      ++entry.field_count;
    }
    if (is_birth) {
      changeset_.SetField(&entry, FieldKind::kParentId, "parentId", parents.Of(entry.id.key));
    }
    changeset_.entries.push_back(entry);
  };
  Range& change_added = change.change[kAdded];
  Range& change_updated = change.change[kUpdated];
  change_added.begin = static_cast<uint32_t>(changeset_.entries.size());
  for (const uint32_t i : births) copy(i, true);
  change_added.end = change_updated.begin = static_cast<uint32_t>(changeset_.entries.size());
  for (const uint32_t i : updates) copy(i, false);
  change_updated.end = static_cast<uint32_t>(changeset_.entries.size());
  change.input = change.change;  // What the server says and what it means are one.
  changeset_.stores.push_back(std::move(change));
}

}  // namespace gantt
