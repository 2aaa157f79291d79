#include "rebase/rebase.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "message/changeset.h"
#include "state/removed_fields.h"
#include "store/field.h"
#include "store/field_rules.h"
#include "store/record.h"
#include "store/store.h"
#include "store/store_kind.h"

namespace gantt {
namespace {

bool NamesRoot(const Field& parent) { return parent.value == "null"; }

}  // namespace

StoreRebase::StoreRebase(const Store* store, const RemovedFields& removed, Changeset* changeset,
                         StoreChange* change)
    : store_(store),
      changeset_(*changeset),
      change_(*change),
      kind_(KindOfStore(change->name)),
      is_tree_(store == nullptr ? kind_.is_tree : store->is_tree()),
      undone_(removed, changeset),
      additions_(changeset->arena.memory()) {}

void StoreRebase::Run() {
  if (kind_.has_content) HideContent();
  Add();
  if (is_tree_) PlaceAdditions();
  Update();
  Remove();
  if (!change_.is_all_input) Input();
  for (const auto* lists : {&change_.change, &change_.input}) {
    for (const Range& range : *lists) {
      for (uint32_t i = range.begin; i < range.end; ++i) {
        change_.rewritten |= entry(i).rewritten || entry(i).fate != Fate::kKeep;
      }
    }
  }
}

// The content of a version is stored, and sent only on request.
void StoreRebase::HideContent() {
  for (const auto* lists : {&change_.change, &change_.input}) {
    for (const List list : {kAdded, kUpdated}) {
      for (uint32_t i = (*lists)[list].begin; i < (*lists)[list].end; ++i) {
        changeset_.HideField(&entry(i), FieldKind::kContent, Visibility::kStoredOnly);
      }
    }
  }
}

bool StoreRebase::IsTombstone(std::string_view key) const {
  return store_ != nullptr && store_->FindTombstone(key) != nullptr;
}

StoreRebase::Addition* StoreRebase::FindAddition(std::string_view key) {
  return addition_by_key_.Find(additions_, key, [](const Addition& one) { return one.key; });
}

void StoreRebase::NoteAddition(uint32_t i) {
  Entry& e = entry(i);
  const Field* parent = is_tree_ ? changeset_.FindField(e, FieldKind::kParentId) : nullptr;
  Addition& addition = additions_.emplace_back(
      Addition{.entry = i, .key = e.id.key, .parent = ParentKeyOf(parent, &changeset_.arena)});
  if (parent != nullptr && addition.parent.empty() && !NamesRoot(*parent)) MakeRoot(&addition);
  if (e.phantom.exists) addition.brought_back = undone_.Complete(change_.name, &e);
  addition_by_key_.Add(additions_, [](const Addition& one) { return one.key; });
}

void StoreRebase::Add() {
  additions_.reserve(change_.change[kAdded].size());
  for (uint32_t i = change_.change[kAdded].begin; i < change_.change[kAdded].end; ++i) {
    Entry& e = entry(i);
    // A record that is added again under its old id has no phantom id: the real client would place
    // it wrongly among its siblings (seen in a browser).
    if (e.phantom.exists && e.phantom.key == e.id.key)
      changeset_.HideField(&e, FieldKind::kPhantomId);
    e.record = Find(e.id.key);
    if (e.record != nullptr || FindAddition(e.id.key) != nullptr) {
      e.fate = Fate::kUpdate;
      changeset_.HideField(&e, FieldKind::kPhantomId);
      continue;
    }
    NoteAddition(i);
  }
}

// A parent that the project never had: clients send it if their root, or their project as the root,
// has its own id.
bool StoreRebase::IsRoot(std::string_view parent) {
  return parent.empty() || (!NodeOf(parent).exists() && !IsTombstone(parent));
}

void StoreRebase::MakeRoot(Addition* addition) {
  addition->parent = {};
  addition->was_made_root = true;
  changeset_.SetField(&entry(addition->entry), FieldKind::kParentId, "parentId", "null");
}

// An addition is placed if its chain of parents ends at the root or at a record; an incomplete or
// cyclic chain is dropped with everything below it.
void StoreRebase::PlaceAdditions() {
  for (uint32_t i = change_.change[kAdded].begin; i < change_.change[kAdded].end; ++i) {
    Entry& e = entry(i);
    if (e.fate != Fate::kKeep) continue;
    Addition* addition = FindAddition(e.id.key);
    if (addition->state == Addition::kUnknown) Place(addition);
    if (addition->state == Addition::kOut) {
      e.fate = Fate::kAdopt;
      adopted_.push_back(i);
    }
  }
}

void StoreRebase::Place(Addition* addition) {
  Addition* top = nullptr;  // Top of the chain; linked to the entries below it.
  Addition::State state = Addition::kPlaced;
  int depth = 0;
  for (Addition* b = addition; b != nullptr;) {
    if (b->state == Addition::kUnknown) {
      b->state = Addition::kWalking;
      b->below = std::exchange(top, b);
    } else {
      state = b->state == Addition::kPlaced ? Addition::kPlaced
                                            : Addition::kOut;  // Being visited: a cycle.
      depth = b->depth;
      break;
    }
    if (b->parent.empty()) break;
    if (const Record* record = Find(b->parent)) {
      b->above.record = record;
      depth = store_->Depth(record);
      break;
    }
    Addition* const above = FindAddition(b->parent);
    if (above == nullptr && !IsTombstone(b->parent)) {
      MakeRoot(b);
      break;
    }
    b->above.addition = above;
    b = above;
    if (b == nullptr) state = Addition::kOut;
  }
  for (Addition* b = top; b != nullptr; b = b->below) {
    b->depth = ++depth;
    b->state = depth > Store::kMaxTreeDepth ? Addition::kOut : state;
  }
}

void StoreRebase::Update() {
  // Known records in `added` come first.
  for (uint32_t i = change_.change[kAdded].begin; i < change_.change[kAdded].end; ++i) {
    if (entry(i).fate == Fate::kUpdate) UpdateEntry(i);
  }
  for (uint32_t i = change_.change[kUpdated].begin; i < change_.change[kUpdated].end; ++i) {
    entry(i).record = Find(entry(i).id.key);
    UpdateEntry(i);
  }
}

void StoreRebase::UpdateEntry(uint32_t i) {
  Entry& e = entry(i);
  if (e.record == nullptr) {
    const Addition* addition = FindAddition(e.id.key);
    if (addition == nullptr) {
      if (IsTombstone(e.id.key)) e.fate = Fate::kDrop;
      return;
    }
    if (addition->state == Addition::kOut) {
      e.fate = Fate::kAdopt;
      adopted_.push_back(i);
      return;
    }
  }
  if (!is_tree_) return;
  if (const Field* parent = changeset_.FindField(e, FieldKind::kParentId)) {
    CheckMove(&e, *parent);
  } else if (kind_.has_indexes && !change_.has_input && !change_.is_all_input) {
    HideDerivedIndex(&e);
  }
}

// A chart that applies a move numbers the siblings in an intermediate state, and sends that as a
// change without `$input` (seen with 7.3): only a `parentIndex`, for records whose order a client
// has already sent.
void StoreRebase::HideDerivedIndex(Entry* e) {
  if (e->record == nullptr || e->record->has_loaded_order) return;
  if (!std::isnan(e->record->index.ordered_parent_index) && !e->Has(FieldKind::kOrderedParentIndex))
    changeset_.HideField(e, FieldKind::kParentIndex);
}

StoreRebase::Node StoreRebase::NodeOf(std::string_view key) {
  if (const Record* record = Find(key)) return {.record = record};
  return {.addition = FindAddition(key)};
}

std::string_view StoreRebase::KeyOf(Node node) {
  if (node.record != nullptr) return node.record->key();
  return node.addition != nullptr ? node.addition->key : std::string_view();
}

StoreRebase::Node StoreRebase::Above(Node node) const {
  if (const Node* const moved = moved_.Find(node.identity())) return *moved;
  if (node.addition != nullptr) return node.addition->above;
  const bool is_root = node.record == nullptr || node.record->parent == &store_->root();
  return {.record = is_root ? nullptr : node.record->parent};
}

// Many records are often moved below one parent: the walk up from it is done once.
bool StoreRebase::CanHold(Node parent, Node child) {
  if (!parent.exists() || (parent.addition != nullptr && parent.addition->state == Addition::kOut))
    return false;
  if (chain_.empty() || chain_.front() != parent.identity()) {
    chain_.clear();
    for (Node node = parent; node.exists() && chain_.size() < Store::kMaxTreeDepth;
         node = Above(node))
      chain_.push_back(node.identity());
  }
  return chain_.size() < Store::kMaxTreeDepth &&
         std::find(chain_.begin(), chain_.end(), child.identity()) == chain_.end();
}

void StoreRebase::CheckMove(Entry* e, const Field& parent) {
  const std::string_view target = ParentKeyOf(&parent, &changeset_.arena);
  const Node node = NodeOf(e->id.key);
  const bool is_root = IsRoot(target);
  if (is_root && !NamesRoot(parent))
    changeset_.SetField(e, FieldKind::kParentId, "parentId", "null");
  const Node above = is_root ? Node() : NodeOf(target);
  const bool possible = is_root || CanHold(above, node);
  if (possible) {
    if (Above(node).identity() != above.identity()) {
      const auto [parent_now, is_new] = moved_.Insert(node.identity(), above);
      if (is_new) moved_nodes_.push_back(node);
      *parent_now = above;
      if (std::find(chain_.begin(), chain_.end(), node.identity()) != chain_.end()) chain_.clear();
    }
    moves_[e->id.key].list.push_back({.sent = target,
                                      .accepted = true,
                                      .followed = false,
                                      .parent_id = parent.value,
                                      .parent_index = {},
                                      .ordered_parent_index = {}});
    return;
  }
  Move move = TakenBack(e->id.key);
  move.sent = target;
  moves_[e->id.key].list.push_back(move);
  Refuse(move, e);
}

// The current position of the record, as fields that return a client's copy to it.
StoreRebase::Move StoreRebase::TakenBack(std::string_view key) {
  Move move{.sent = {},
            .accepted = false,
            .followed = false,
            .parent_id = "null",
            .parent_index = {},
            .ordered_parent_index = {}};
  const Node node = NodeOf(key);
  if (!node.exists()) return move;
  const Node parent = Above(node);
  if (parent.record != nullptr) {
    move.parent_id = changeset_.arena.Keep(parent.record->raw_id());
  } else if (parent.addition != nullptr) {
    move.parent_id = entry(parent.addition->entry).id.raw;
  }
  if (const Record* record = node.record) {
    move.parent_index = changeset_.arena.Keep(IndexText(record->index.parent_index));
    move.ordered_parent_index =
        changeset_.arena.Keep(IndexText(record->index.ordered_parent_index));
  } else {
    const Entry& born = entry(node.addition->entry);
    if (const Field* f = changeset_.FindField(born, FieldKind::kParentIndex))
      move.parent_index = f->value;
    if (const Field* f = changeset_.FindField(born, FieldKind::kOrderedParentIndex)) {
      move.ordered_parent_index = f->value;
    }
  }
  return move;
}

void StoreRebase::Refuse(const Move& move, Entry* e) {
  changeset_.SetField(e, FieldKind::kParentId, "parentId", move.parent_id);
  if (!kind_.has_indexes) return;
  const auto set = [&](FieldKind kind, std::string_view key, std::string_view value) {
    if (value.empty()) {
      changeset_.HideField(e, kind);
    } else {
      changeset_.SetField(e, kind, key, value);
    }
  };
  set(FieldKind::kParentIndex, "parentIndex", move.parent_index);
  set(FieldKind::kOrderedParentIndex, "orderedParentIndex", move.ordered_parent_index);
}

void StoreRebase::Remove() {
  if (change_.change[kRemoved].size() == 0) return;
  FlatSet<std::string_view> unborn;
  for (uint32_t i = change_.change[kRemoved].begin; i < change_.change[kRemoved].end; ++i) {
    Entry& e = entry(i);
    if (e.fate == Fate::kDrop) continue;  // It is locked.
    const Addition* addition = FindAddition(e.id.key);
    e.record = Find(e.id.key);
    if (addition != nullptr && addition->state == Addition::kOut) {
      unborn.Insert(e.id.key);  // Added and removed in one revision: nothing to adopt.
      e.fate = Fate::kDrop;
    } else if (e.record != nullptr || addition != nullptr) {
      removed_.Insert(e.id.key);
    } else if (IsTombstone(e.id.key)) {
      e.fate = Fate::kDrop;
    }
  }
  if (unborn.empty()) return;
  std::erase_if(adopted_, [&](uint32_t i) {
    if (!unborn.contains(entry(i).id.key)) return false;
    entry(i).fate = Fate::kDrop;
    return true;
  });
}

bool StoreRebase::IsRemovedByChange(Node node) {
  if (removed_.contains(KeyOf(node))) return true;
  if (!is_tree_ || removed_.empty()) return false;
  std::vector<const void*> path;
  bool removed = false;
  for (; node.exists() && !removed; node = Above(node)) {
    const auto [known, is_new] = below_removed_.Insert(node.identity(), false);
    if (!is_new) {
      removed = *known;
      break;
    }
    path.push_back(node.identity());
    removed = removed_.contains(KeyOf(node));
  }
  if (removed) {
    for (const void* identity : path) below_removed_[identity] = true;
  }
  return removed;
}

std::vector<std::string_view> StoreRebase::RemovedSubtrees() {
  if (removed_.empty()) return {};
  FlatSet<std::string_view> seen;
  std::vector<std::string_view> keys;
  const auto add = [&](std::string_view key) {
    if (seen.Insert(key)) keys.push_back(key);
  };
  const Range removed = change_.change[kRemoved];
  for (uint32_t i = removed.begin; i < removed.end; ++i) {
    if (removed_.contains(entry(i).id.key)) add(entry(i).id.key);
  }
  // Records that were moved or added there are removed, too.
  if (is_tree_) {
    for (const Node node : moved_nodes_) {
      if (IsRemovedByChange(node)) add(KeyOf(node));
    }
    for (const Addition& addition : additions_) {
      if (IsRemovedByChange({.addition = &addition})) add(addition.key);
    }
  }
  for (size_t i = 0; i < keys.size(); ++i) {
    const Record* record = Find(keys[i]);
    if (!is_tree_ || record == nullptr) continue;
    for (const Record* child = record->first_child; child != nullptr; child = child->next) {
      if (!moved_.contains(child)) add(child->key());
    }
  }
  return keys;
}

}  // namespace gantt
