// The part of StoreRebase that makes `$input` follow its change.
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/flat_map.h"
#include "message/changeset.h"
#include "rebase/rebase.h"
#include "store/field.h"
#include "store/field_rules.h"

namespace gantt {
namespace {

bool SaysPlace(const Entry& entry) {
  return entry.Has(FieldKind::kOrderedParentIndex) || entry.Has(FieldKind::kParentIndex);
}

}  // namespace

void StoreRebase::Input() {
  for (uint32_t i = change_.input[kAdded].begin; i < change_.input[kAdded].end; ++i) {
    InputAdded(i, i - change_.input[kAdded].begin);
  }
  const Range& updated = change_.change[kUpdated];
  for (uint32_t i = change_.input[kUpdated].begin; i < change_.input[kUpdated].end; ++i) {
    Entry& e = entry(i);
    // Often the same record as in the change.
    const uint32_t position = i - change_.input[kUpdated].begin;
    const Entry* twin = position < updated.size() ? &entry(updated.begin + position) : nullptr;
    e.record = twin != nullptr && twin->id.key == e.id.key ? twin->record : Find(e.id.key);
    const Addition* addition = FindAddition(e.id.key);
    if (e.record == nullptr && addition == nullptr) {
      if (IsTombstone(e.id.key)) Cut(&e);
    } else if (addition != nullptr && addition->state == Addition::kOut) {
      e.fate = Fate::kDrop;  // It is in the server's own revision.
    } else {
      FollowMove(&e);
    }
  }
  InputRemoved();
  CompleteInput();
}

void StoreRebase::Cut(Entry* e) {
  e->fate = Fate::kDrop;
  input_was_cut_ = true;
}

void StoreRebase::InputAdded(uint32_t i, uint32_t position) {
  Entry& e = entry(i);
  if (e.phantom.exists && e.phantom.key == e.id.key)
    changeset_.HideField(&e, FieldKind::kPhantomId);
  const Entry* twin = e.id.exists() ? AddedTwin(e, position) : nullptr;
  if (twin != nullptr && (twin->fate == Fate::kKeep || twin->fate == Fate::kAdopt)) {
    Addition* const addition = FindAddition(e.id.key);
    if (!std::exchange(addition->in_input, true)) {
      if (addition->was_made_root)
        changeset_.SetField(&e, FieldKind::kParentId, "parentId", "null");
      // An orphan keeps its fields, because it may get a parent in this revision.
      undone_.CopyTo(*twin, addition->brought_back, &e);
      if (twin->fate == Fate::kAdopt) e.fate = Fate::kDrop;
      return;
    }
  }
  // Without a twin it must not create a record, because the project would not have it.
  const bool has_record = twin != nullptr ? twin->fate != Fate::kAdopt && twin->fate != Fate::kDrop
                                          : e.id.exists() && Find(e.id.key) != nullptr;
  if (!has_record) {
    e.fate = Fate::kDrop;
    return;
  }
  e.fate = Fate::kUpdate;
  changeset_.HideField(&e, FieldKind::kPhantomId);
  FollowMove(&e);
}

const Entry* StoreRebase::AddedTwin(const Entry& e, uint32_t position) {
  const Range& added = change_.change[kAdded];
  if (position < added.size() && entry(added.begin + position).id.key == e.id.key) {
    return &entry(added.begin + position);
  }
  if (added_index_.empty()) {
    for (uint32_t i = added.begin; i < added.end; ++i) added_index_.Insert(entry(i).id.key, i);
  }
  const uint32_t* const found = added_index_.Find(e.id.key);
  return found == nullptr ? nullptr : &entry(*found);
}

// `$input` must have the same parents as the change. An entry follows the equal move of the change,
// else the last one.
void StoreRebase::FollowMove(Entry* e) {
  if (!is_tree_) return;
  const Field* parent = changeset_.FindField(*e, FieldKind::kParentId);
  if (parent == nullptr) return;
  Moves* const found = moves_.Find(e->id.key);
  if (found == nullptr) {
    Refuse(TakenBack(e->id.key), e);
    return;
  }
  const std::string_view sent = ParentKeyOf(parent, &changeset_.arena);
  // Clients usually list records in the same order in both parts, so the search is short.
  constexpr size_t kLookAhead = 16;
  auto& [moves, first] = *found;
  while (first < moves.size() && moves[first].followed) ++first;
  Move* move = &moves.back();
  for (size_t i = first; i < moves.size() && i < first + kLookAhead; ++i) {
    if (moves[i].followed || moves[i].sent != sent) continue;
    move = &moves[i];
    break;
  }
  move->followed = true;
  if (!move->accepted) {
    Refuse(*move, e);
    input_was_cut_ = true;
  } else if (parent->value != move->parent_id) {
    changeset_.SetField(e, FieldKind::kParentId, "parentId", move->parent_id);
  }
}

void StoreRebase::InputRemoved() {
  for (uint32_t i = change_.input[kRemoved].begin; i < change_.input[kRemoved].end; ++i) {
    Entry& e = entry(i);
    e.record = Find(e.id.key);
    input_removals_.Insert(e.id.key);
    if (const Node node = NodeOf(e.id.key); node.exists()) {
      // Other clients would remove a record that the project keeps.
      if (!IsRemovedByChange(node)) e.fate = Fate::kDrop;
    } else if (IsTombstone(e.id.key)) {
      Cut(&e);
    }
  }
}

// A client that loses a record in a race, or regains one under its old id, reports that without
// `$input`; the other clients, which only apply `$input`, would keep it or never get it.
void StoreRebase::CompleteInput() {
  const auto add = [&](List list, uint32_t i) {
    change_.added_to_input[list].push_back(i);
    change_.has_input = change_.rewritten = true;
  };
  for (uint32_t i = change_.change[kAdded].begin; i < change_.change[kAdded].end; ++i) {
    const Entry& e = entry(i);
    const bool comes_again = e.phantom.exists && e.phantom.key == e.id.key;
    if (e.fate == Fate::kKeep && comes_again &&
        !std::exchange(FindAddition(e.id.key)->in_input, true))
      add(kAdded, i);
  }
  for (uint32_t i = change_.change[kRemoved].begin; i < change_.change[kRemoved].end; ++i) {
    const Entry& e = entry(i);
    if (e.fate == Fate::kKeep && removed_.contains(e.id.key) && input_removals_.Insert(e.id.key)) {
      add(kRemoved, i);
    }
  }
  if (kind_.has_indexes) CompleteOrder();
}

// A client that reorders siblings before the echo of an added one sends that one in `added` again,
// but not in `$input` (seen in a browser); the other clients would leave it at its old index, which
// another sibling now has.
void StoreRebase::CompleteOrder() {
  if (change_.change[kAdded].size() == 0) return;
  const auto for_each_said = [this](const auto& visit) {
    for (const List list : {kAdded, kUpdated}) {
      for (uint32_t i = change_.input[list].begin; i < change_.input[list].end; ++i) {
        const Entry& e = entry(i);
        if (e.stays()) visit(e);
      }
    }
  };
  bool reorders = false;
  for_each_said([&](const Entry& e) { reorders |= SaysPlace(e) && e.record != nullptr; });
  if (!reorders) return;
  FlatSet<std::string_view> said;
  for_each_said([&](const Entry& e) { said.Insert(e.id.key); });
  for (uint32_t i = change_.change[kAdded].begin; i < change_.change[kAdded].end; ++i) {
    const Entry& e = entry(i);
    if (e.fate != Fate::kUpdate || e.record == nullptr || said.contains(e.id.key)) continue;
    const Field* order = changeset_.FindField(e, FieldKind::kOrderedParentIndex);
    if (order == nullptr) order = changeset_.FindField(e, FieldKind::kParentIndex);
    if (order == nullptr || IndexValue(order->value) == e.record->index.Order()) continue;
    AddPlaceToInput(e.id.raw, i);
  }
}

// Adds the id and the indexes of an entry to `$input.updated`.
void StoreRebase::AddPlaceToInput(std::string_view id, uint32_t i) {
  Entry place;
  place.first_field = static_cast<uint32_t>(changeset_.fields.size());
  changeset_.SetField(&place, FieldKind::kId, "id", id);
  for (const auto& [kind, key] :
       {std::pair(FieldKind::kParentIndex, "parentIndex"),
        std::pair(FieldKind::kOrderedParentIndex, "orderedParentIndex")}) {
    if (const Field* field = changeset_.FindField(entry(i), kind)) {
      const std::string_view value = field->value;
      changeset_.SetField(&place, kind, key, value);
    }
  }
  change_.added_to_input[kUpdated].push_back(static_cast<uint32_t>(changeset_.entries.size()));
  changeset_.entries.push_back(place);
  change_.rewritten = true;
}

}  // namespace gantt
