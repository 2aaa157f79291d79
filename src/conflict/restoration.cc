#include "conflict/restoration.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "conflict/conflicts.h"
#include "conflict/entry_writer.h"
#include "conflict/sibling_places.h"
#include "message/changeset.h"
#include "store/field.h"
#include "store/field_rules.h"
#include "store/ids.h"
#include "store/record.h"
#include "store/reference_index.h"
#include "store/store.h"

namespace gantt {
namespace {

void AppendMember(std::string_view key, std::string_view value, std::string* object) {
  object->append(",\"").append(key).append("\":").append(value);
}

// Is `record` the other one, or below it?
bool IsWithin(const Record* record, const Record* other) {
  while (record != nullptr && record != other) record = record->parent;
  return record != nullptr;
}

// How far records are from the top of their trees. Each record is visited once.
class Depths {
 public:
  uint32_t Of(const Record* record) {
    path_.clear();
    uint32_t depth = 0;
    for (; record != nullptr; record = record->parent) {
      if (const uint32_t* const known = depths_.Find(record)) {
        depth = *known;
        break;
      }
      path_.push_back(record);
    }
    for (; !path_.empty(); path_.pop_back()) depths_.Insert(path_.back(), ++depth);
    return depth;
  }

 private:
  FlatMap<const void*, uint32_t> depths_;
  std::vector<const Record*> path_;
};

// Current numbers of entries, fields or stores of a changeset.
uint32_t Count(const auto& vector) { return static_cast<uint32_t>(vector.size()); }

}  // namespace

uint32_t Restoration::NumberOfPart(std::string_view store) {
  const auto [known, is_new] = part_of_.Insert(store, Count(parts_));
  if (is_new) parts_.emplace_back().store = store;
  return *known;
}

Restoration::UpdateName Restoration::UpdateOf(const RecordName& record) {
  const uint32_t part = NumberOfPart(record.store);
  const uint32_t hash = FlatHash(record);
  const UpdateName* const known = update_of_.Find(hash, [&](const UpdateName& name) {
    return name.part == part && At(name).key == record.key;
  });
  if (known != nullptr) return *known;
  std::vector<Update>& updates = parts_[part].updates;
  updates.emplace_back().key = record.key;
  return *update_of_.Insert(hash, {part, Count(updates) - 1});
}

void Restoration::Restore(const RecordName& record, const Field& field) {
  const UpdateName name = UpdateOf(record);
  const uint32_t hash = FlatHash(record) + 127 * FlatHash(field.key);
  const auto is_it = [&](uint32_t i) {
    return fields_[i].key == field.key && fields_[i].update == name;
  };
  if (told_.Find(hash, is_it) != nullptr) return;
  const uint32_t place = Count(fields_);
  told_.Insert(hash, place);
  fields_.push_back({field.key, field.kind, name, kNone});
  Update& update = At(name);
  update.has_parent |= field.kind == FieldKind::kParentId;
  (update.last_field == kNone ? update.first_field : fields_[update.last_field].next) = place;
  update.last_field = place;
}

void Restoration::RestorePlace(const RecordName& task) {
  At(UpdateOf(task)).has_place = true;
  is_authors_ = true;
}

void Restoration::NoteMove(const RecordName& task, std::string_view raw_id,
                           std::string_view parent) {
  const Store* const store = state_.FindStore(task.store);
  const Record* const above = store == nullptr ? nullptr : store->Find(parent);
  // Meanwhile others have moved the parent below the task, so the author cannot show it there.
  const Record* const moved = above == nullptr ? nullptr : store->Find(task.key);
  if (moved != nullptr && IsWithin(above, moved)) return;
  const bool is_there = parent.empty() || above != nullptr;
  moves_.Note({.task = task, .raw_id = raw_id, .parent = parent, .parent_was_there = is_there});
}

bool Restoration::FollowMoves(const Changeset& changeset) {
  if (moves_.empty()) return false;
  FlatSet<RecordName> removed;  // By name.
  FlatSet<RecordName> added;
  for (const StoreChange& change : changeset.stores) {
    const auto note = [&](List list, FlatSet<RecordName>* names) {
      for (uint32_t i = change.change[list].begin; i < change.change[list].end; ++i)
        names->Insert({change.name, changeset.entries[i].id.key});
    };
    note(kRemoved, &removed);
    note(kAdded, &added);
  }
  bool has_followed = false;
  moves_.ForEach([&](const RefusedMoves::Move& move) {
    const Store* const store = state_.FindStore(move.task.store);
    if (store == nullptr || removed.contains(move.task)) return;
    const Record* const task = store->Find(move.task.key);
    const bool has_parent = move.parent.empty() || store->Find(move.parent) != nullptr;
    // The author does not show it either, because its parent was already removed.
    const bool parent_went =
        !has_parent && (move.parent_was_there || added.contains({move.task.store, move.parent}));
    if (task != nullptr && parent_went) {
      // The author names the records that refer to them, or still has them.
      AddBackTree(*store, *task, {});
      has_followed = true;
    } else if (task == nullptr && has_parent) {
      Remove(move.task, move.raw_id);
      has_followed = true;
    }
  });
  return has_followed;
}

void Restoration::RestoreProject(std::string_view key) {
  if (told_of_project_.Insert(key)) project_fields_.push_back(key);
}

void Restoration::Remove(const RecordName& record, std::string_view raw_id) {
  if (!removed_.Insert(record)) return;
  PartOf(record.store).removed.push_back({record.key, raw_id});
  is_authors_ = true;
}

void Restoration::AddBack(const Store& store, const Record& record, const Kept& kept) {
  const std::vector<const Record*> back = AddBackTree(store, record, kept);
  const FieldKind named_by = store.kind.named_by;
  if (!ReferenceIndex::IsReference(named_by)) return;
  std::vector<const Record*> dependents;
  for (const auto& referring : state_.stores()) {
    if (!referring->kind.refers) continue;
    for (const Record* one : back) {
      for (const Record* dependent : referring->references()->Find(named_by, one->key()))
        AddBackOne(*referring, *dependent, kept, &dependents);
    }
  }
}

// The record and its subtree as the author shows it.
std::vector<const Record*> Restoration::AddBackTree(const Store& store, const Record& record,
                                                    const Kept& kept) {
  std::vector<const Record*> back;
  AddBackOne(store, record, kept, &back);
  for (size_t i = 0; i < back.size(); ++i) {
    const RecordName name{store.name, back[i]->key()};
    for (const Record* child = back[i]->first_child; child != nullptr; child = child->next) {
      if (moves_.IsElsewhere({store.name, child->key()}, name.key)) continue;
      AddBackOne(store, *child, kept, &back);
    }
    moves_.ForEachBelow(name, [&](const RefusedMoves::Move& move) {
      if (const Record* const task = store.Find(move.task.key))
        AddBackOne(store, *task, kept, &back);
    });
  }
  return back;
}

void Restoration::AddBackOne(const Store& store, const Record& record, const Kept& kept,
                             std::vector<const Record*>* back) {
  if (!was_back_.Insert(&record)) return;
  back->push_back(&record);
  if (kept.contains({store.name, record.key()})) return;
  PartOf(store.name).added.push_back(&record);
  is_authors_ = true;
}

void Restoration::WriteAdded(const Part& part, SiblingPlaces* places, EntryWriter* out) const {
  const Store* const store = state_.FindStore(part.store);
  for (const Record* record : part.added) {
    if (store->Find(record->key()) != record) continue;  // It is removed anyway.
    std::string text;
    AppendRecord(*store, *record, &text);
    if (store->kind.has_indexes) {
      const SiblingIndex index = places->Of(*record);
      AppendMember("parentIndex", IndexText(index.parent_index), &text);
      AppendMember("orderedParentIndex", IndexText(index.ordered_parent_index), &text);
    }
    text.push_back('}');
    out->Raw({record->key(), out->Keep(record->raw_id())}, text);
  }
}

// Others do not need a mere position.
void Restoration::WriteUpdated(const Part& part, For whom, SiblingPlaces* places,
                               EntryWriter* out) const {
  struct Told {
    const Update* update;
    const Record* record;
    uint32_t depth = 0;
  };
  const Store* const store = state_.FindStore(part.store);
  std::vector<Told> told;
  for (const Update& update : part.updates) {
    const Record* const record = store->Find(update.key);
    if (record == nullptr) continue;  // The author's own revisions removed it.
    if (whom == For::kOthers && update.first_field == kNone) continue;
    told.push_back({.update = &update, .record = record});
  }
  // The author may show a parent below the task that goes back there, so the parent must come
  // first.
  if (std::ranges::count_if(told, [](const Told& one) { return one.update->has_parent; }) > 1) {
    Depths depths;
    for (Told& one : told) one.depth = depths.Of(one.record);
  }
  // Some clients use an index as a position, so lower indexes must come first.
  std::stable_sort(told.begin(), told.end(), [](const Told& a, const Told& b) {
    if (a.depth != b.depth) return a.depth < b.depth;
    if (!a.update->has_place || !b.update->has_place)
      return !a.update->has_place && b.update->has_place;
    const double order_a = a.record->index.Order();
    const double order_b = b.record->index.Order();
    return order_a != order_b ? order_a < order_b : a.record->arrival < b.record->arrival;
  });
  for (const auto& [update, record, depth] : told) {
    out->Begin();
    out->Field("id", FieldKind::kId, record->raw_id());
    WriteFields(*update, *store, *record, out);
    if (update->has_place && whom != For::kOthers) {
      const SiblingIndex index = whom == For::kAuthor ? places->Of(*record) : record->index;
      const auto write = [&](std::string_view key, FieldKind kind, double number) {
        out->Field(key, kind, std::isnan(number) ? "null" : IndexText(number));
      };
      write("parentIndex", FieldKind::kParentIndex, index.parent_index);
      write("orderedParentIndex", FieldKind::kOrderedParentIndex, index.ordered_parent_index);
    }
    const std::string_view raw_id = out->Keep(record->raw_id());
    out->End().id = {record->key(), raw_id};
  }
}

void Restoration::WriteFields(const Update& update, const Store& store, const Record& record,
                              EntryWriter* out) const {
  for (uint32_t i = update.first_field; i != kNone; i = fields_[i].next) {
    const auto& [key, kind, name, next] = fields_[i];
    std::string_view value = record.fields.Get(key);
    if (kind == FieldKind::kParentId && store.is_tree())
      value = record.parent == &store.root() ? "null" : record.parent->raw_id();
    out->Field(key, kind, value.empty() ? "null" : value);
  }
}

// The corrections of one store, if any.
void Restoration::WriteStore(const Part& part, For whom, Changeset* changeset) const {
  EntryWriter out(changeset);
  SiblingPlaces places;
  StoreChange change;
  const auto write = [&](List list, const auto& entries) {
    change.change[list].begin = Count(changeset->entries);
    entries();
    change.change[list].end = Count(changeset->entries);
  };
  write(kAdded, [&] {
    if (whom == For::kAuthor) WriteAdded(part, &places, &out);
  });
  write(kUpdated, [&] { WriteUpdated(part, whom, &places, &out); });
  write(kRemoved, [&] {
    if (whom != For::kAuthor) return;
    for (const RecordId& id : part.removed) out.Raw(id, "{\"id\":" + std::string(id.raw) + "}");
  });
  if (change.change[kRemoved].end == change.change[kAdded].begin) return;
  change.name = part.store;
  change.input = change.change;
  change.has_input = change.rewritten = true;
  changeset->stores.push_back(std::move(change));
}

void Restoration::WriteProject(RevisionChange* revision, Changeset* changeset) const {
  if (project_fields_.empty()) return;
  EntryWriter out(changeset);
  out.Begin();
  for (const std::string_view key : project_fields_) {
    const std::string_view known = state_.project_fields.Get(key);
    out.Field(key, KindOfKey(key), known.empty() ? "null" : known);
  }
  out.End();
  revision->project_input = Count(changeset->entries) - 1;
  // The same, followed by the position of `$input`.
  out.Field("$input", FieldKind::kMeta, "");
  out.End();
  revision->project_fields = Count(changeset->entries) - 1;
}

// Upper bound of the output of Make().
void Restoration::Expect(For whom, Changeset* changeset) const {
  constexpr size_t kPlace = 2;  // Numbers.
  size_t entries = 0;
  size_t fields = fields_.size();
  for (const Part& part : parts_) {
    if (whom == For::kAuthor) entries += part.added.size() + part.removed.size();
    for (const Update& update : part.updates) {
      if (whom == For::kOthers && update.first_field == kNone) continue;
      ++entries;
      fields += update.has_place && whom != For::kOthers ? 1 + kPlace : 1;
    }
  }
  changeset->Expect(entries, fields);
}

RevisionChange Restoration::Make(For whom, Changeset* changeset) const {
  RevisionChange revision;
  revision.is_servers = revision.is_restoration = revision.rewritten = true;
  revision.stores.begin = Count(changeset->stores);
  Expect(whom, changeset);
  for (const Part& part : parts_) WriteStore(part, whom, changeset);
  revision.stores.end = Count(changeset->stores);
  WriteProject(&revision, changeset);
  return revision;
}

}  // namespace gantt
