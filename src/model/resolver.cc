#include "model/resolver.h"

#include <string>
#include <unordered_map>

#include "model/rebase.h"

namespace gantt {
namespace {

std::string_view ParentKey(Changeset* changeset, const Entry& entry) {
  const Field* parent = changeset->FindField(entry, FieldKind::kParentId);
  if (parent == nullptr || parent->value == "null") return {};
  return ReadId(parent->value, &changeset->arena).key;
}

// The parents of the orphans of one store: each keeps the parent that is there or is an orphan
// itself; of the others, and of a circle, somebody becomes a root.
class OrphanParents {
 public:
  OrphanParents(const Store* store, Changeset* changeset, const std::vector<uint32_t>& orphans)
      : store_(store), changeset_(*changeset) {
    for (const uint32_t i : orphans) {
      const Entry& entry = changeset_.entries[i];
      parents_.emplace(entry.id.key, ParentKey(&changeset_, entry));
      ids_.emplace(entry.id.key, entry.id.raw);
    }
  }

  // JSON text of the new parentId.
  std::string_view Choose(std::string_view key) {
    const std::string_view parent = parents_[key];
    if (ids_.contains(parent) && !IsCircle(key)) return ids_[parent];
    parents_[key] = {};
    if (ids_.contains(parent)) return "null";
    return NearestAncestor(parent);
  }

 private:
  // Does the way up from `key` through orphans come back to `key`, or take too long?
  bool IsCircle(std::string_view key) {
    int steps = 0;
    for (std::string_view up = parents_[key]; !up.empty(); ++steps) {
      if (up == key || steps == Store::kMaxTreeDepth) return true;
      const auto next = parents_.find(up);
      if (next == parents_.end()) return false;
      up = next->second;
    }
    return false;
  }

  std::string_view NearestAncestor(std::string_view key) {
    if (store_ == nullptr) return "null";
    for (int steps = 0; !key.empty() && steps <= Store::kMaxTreeDepth; ++steps) {
      if (const Record* record = store_->Find(key)) {
        if (store_->IsTooDeep(record)) return "null";
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
  std::unordered_map<std::string_view, std::string_view> parents_;
  std::unordered_map<std::string_view, std::string_view> ids_;
};

}  // namespace

ResolvedRevision Resolver::Resolve(size_t index) {
  RevisionChange& revision = changeset_.revisions[index];
  for (size_t i = revision.stores.begin; i < revision.stores.end; ++i) {
    StoreChange& change = changeset_.stores[i];
    StoreRebase rebase(state_.FindStore(change.name), &changeset_, &change);
    rebase.Run();
    if (!rebase.adopted().empty()) orphans_.push_back({i, rebase.adopted()});
    revision.rewritten |= change.rewritten;
  }
  for (const int64_t i : {revision.project_fields, revision.project_input}) {
    if (i >= 0) revision.rewritten |= changeset_.entries[static_cast<size_t>(i)].rewritten;
  }
  return {&changeset_, index};
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
    const bool is_birth = i >= added.begin && i < added.end && seen.emplace(changeset_.entries[i].id.key, true).second;
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
      const bool is_place = field.kind == FieldKind::kParentIndex || field.kind == FieldKind::kOrderedParentIndex ||
                            field.kind == FieldKind::kParentId;
      if (field.hidden || is_place || field.kind == FieldKind::kPhantomId) continue;
      changeset_.fields.push_back(field);
      ++entry.field_count;
    }
    if (is_birth) {
      changeset_.SetField(&entry, FieldKind::kParentId, "parentId", parents.Choose(entry.id.key));
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
