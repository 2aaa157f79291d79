#include "rebase/orphan_parents.h"

#include <string>

namespace gantt {

OrphanParents::OrphanParents(const Store* store, Changeset* changeset,
                             const std::vector<uint32_t>& orphans)
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

void OrphanParents::Walk(std::string_view key) {
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

void OrphanParents::Settle(Orphan* orphan) {
  const auto parent = orphans_.find(orphan->parent);
  if (parent == orphans_.end()) {
    const Place place = NearestAncestor(orphan->parent);
    orphan->new_parent = place.parent;
    orphan->depth = place.depth;
  } else if (parent->second.depth > 0 && parent->second.depth < Store::kMaxTreeDepth) {
    orphan->new_parent = parent->second.raw_id;
    orphan->depth = parent->second.depth + 1;
  } else {
    orphan->new_parent = "null";  // Its parent hangs on it, or is too deep.
    orphan->depth = 1;
  }
}

OrphanParents::Place OrphanParents::NearestAncestor(std::string_view key) {
  const auto [place, is_new] = ancestors_.try_emplace(key);
  if (is_new) place->second = FindAncestor(key);
  return place->second;
}

OrphanParents::Place OrphanParents::FindAncestor(std::string_view key) {
  constexpr Place kRoot{"null", 1};
  if (store_ == nullptr) return kRoot;
  for (int steps = 0; !key.empty() && steps <= Store::kMaxTreeDepth; ++steps) {
    if (const Record* record = store_->Find(key)) {
      if (store_->IsTooDeep(record)) return kRoot;
      return {changeset_.arena.Keep(record->raw_id()), store_->Depth(record) + 1};
    }
    const Store::Tombstone* tombstone = store_->FindTombstone(key);
    if (tombstone == nullptr) break;
    key = tombstone->parent;
  }
  return kRoot;
}

}  // namespace gantt
