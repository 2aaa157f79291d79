#include "rebase/dependents.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text_map.h"
#include "message/changeset.h"
#include "state/project_state.h"
#include "store/field.h"
#include "store/record.h"

namespace gantt {

Dependents::Dependents(const ProjectState& state, Changeset* changeset, RevisionChange* revision)
    : state_(state), changeset_(*changeset), revision_(*revision) {
  const auto end = static_cast<uint32_t>(changeset->stores.size());
  revision->more_stores = {end, end};
}

void Dependents::Remove(FieldKind kind, const std::vector<std::string_view>& removed) {
  if (removed.empty()) return;
  for (const auto& store : state_.stores()) {
    if (!store->kind.refers) continue;
    std::vector<const Record*> dependents;
    for (const std::string_view key : removed) {
      for (const Record* record : store->references()->Find(kind, key))
        dependents.push_back(record);
    }
    if (dependents.empty()) continue;
    StoreChange* change = ChangeOf(store->name);
    ViewSet spared;
    for (uint32_t i = change->change[kRemoved].begin; i < change->change[kRemoved].end; ++i) {
      const Entry& entry = changeset_.entries[i];
      // A locked one is removed anyway if another record that it refers to is removed.
      if (entry.fate != Fate::kDrop) spared.insert(entry.id.key);
    }
    for (const List list : {kAdded, kUpdated}) {
      for (uint32_t i = change->change[list].begin; i < change->change[list].end; ++i) {
        if (changeset_.FindField(changeset_.entries[i], kind) != nullptr)
          spared.insert(changeset_.entries[i].id.key);
      }
    }
    for (const uint32_t i : change->dragged_along) spared.insert(changeset_.entries[i].id.key);
    for (const Record* record : dependents) {
      if (!spared.insert(record->key()).second) continue;
      Entry entry;
      entry.raw = changeset_.arena.Keep("{\"id\":" + std::string(record->raw_id()) + "}");
      entry.id = {changeset_.arena.Keep(record->key()), changeset_.arena.Keep(record->raw_id())};
      change->dragged_along.push_back(static_cast<uint32_t>(changeset_.entries.size()));
      changeset_.entries.push_back(entry);
      change->has_input = change->rewritten = revision_.rewritten = true;
    }
  }
}

// The change of a store in a revision; an empty one is created if there is none.
StoreChange* Dependents::ChangeOf(std::string_view store) {
  for (const Range& range : {revision_.stores, revision_.more_stores}) {
    for (uint32_t i = range.begin; i < range.end; ++i) {
      if (changeset_.stores[i].name == store) return &changeset_.stores[i];
    }
  }
  changeset_.stores.emplace_back().name = store;
  revision_.more_stores.end = static_cast<uint32_t>(changeset_.stores.size());
  return &changeset_.stores.back();
}

}  // namespace gantt
