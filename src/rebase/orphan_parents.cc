#include "rebase/orphan_parents.h"

#include <cstdint>
#include <vector>

#include "base/flat_map.h"
#include "message/changeset.h"
#include "store/field.h"
#include "store/record.h"
#include "store/store.h"
#include "store/tombstones.h"

namespace gantt {

OrphanParents::OrphanParents(const Store* store, Changeset* changeset,
                             const std::vector<uint32_t>& orphans)
    : store_(store), changeset_(*changeset) {
  orphans_.reserve(orphans.size());
  for (const uint32_t i : orphans) {
    const Entry& entry = changeset_.entries[i];
    const Field* const parent = changeset_.FindField(entry, FieldKind::kParentId);
    by_key_.Insert(FlatHash(entry.id.key), static_cast<uint32_t>(orphans_.size()));
    orphans_.push_back({entry.id.key, entry.id.raw, ParentKeyOf(parent, &changeset_.arena), {}, 0});
  }
  for (Orphan& orphan : orphans_) Walk(&orphan);
}

const OrphanParents::Orphan* OrphanParents::Find(std::string_view key) const {
  const uint32_t* const found =
      by_key_.Find(FlatHash(key), [&](uint32_t i) { return orphans_[i].key == key; });
  return found == nullptr ? nullptr : &orphans_[*found];
}

void OrphanParents::Walk(Orphan* orphan) {
  std::vector<Orphan*> chain;
  for (Orphan* at = orphan; at != nullptr && at->depth == 0; at = Find(at->parent)) {
    at->depth = -1;
    chain.push_back(at);
  }
  while (!chain.empty()) {
    Settle(chain.back());
    chain.pop_back();
  }
}

void OrphanParents::Settle(Orphan* orphan) {
  const Orphan* const parent = Find(orphan->parent);
  if (parent == nullptr) {
    const Place place = NearestAncestor(orphan->parent);
    orphan->new_parent = place.parent;
    orphan->depth = place.depth;
  } else if (parent->depth > 0 && parent->depth < Store::kMaxTreeDepth) {
    orphan->new_parent = parent->raw_id;
    orphan->depth = parent->depth + 1;
  } else {
    orphan->new_parent = "null";  // Its parent is its descendant, or too deep.
    orphan->depth = 1;
  }
}

OrphanParents::Place OrphanParents::NearestAncestor(std::string_view key) {
  Place place{"null", 1};
  std::vector<std::string_view> way;
  while (store_ != nullptr && !key.empty()) {
    const auto [known, is_new] = ancestors_.Insert(key, place);
    if (!is_new) {
      place = *known;
      break;
    }
    way.push_back(key);
    if (const Record* record = store_->Find(key)) {
      if (!store_->IsTooDeep(record))
        place = {changeset_.arena.Keep(record->raw_id()), store_->Depth(record) + 1};
      break;
    }
    const Tombstone* tombstone = store_->FindTombstone(key);
    if (tombstone == nullptr) break;
    key = tombstone->parent;
  }
  for (const std::string_view one : way) ancestors_[one] = place;
  return place;
}

}  // namespace gantt
