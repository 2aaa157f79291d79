#include "conflict/restoration.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "conflict/conflicts.h"
#include "store/field_rules.h"

namespace gantt {
namespace {

void AppendList(const char* name, std::string_view elements, std::string* out) {
  if (elements.empty()) return;
  if (!out->empty()) out->push_back(',');
  out->append("\"").append(name).append("\":[").append(elements).append("]");
}

void AppendMember(std::string_view key, std::string_view value, std::string* object) {
  object->append(",\"").append(key).append("\":").append(value);
}

}  // namespace

// The numbers that put a record where it stands among its siblings, for a client that has the
// others in their order. They are those that the project has; a record that came without stands
// behind all that came with one, in order of arrival, and is numbered so.
class Restoration::Places {
 public:
  SiblingIndex Of(const Record& record) {
    SiblingIndex index = record.index;
    double order = index.Order();
    if (std::isinf(order)) {
      if (looked_at_.Insert(record.parent)) NumberLastOnes(*record.parent);
      order = *numbers_.Find(&record);
    }
    if (std::isnan(index.parent_index)) index.parent_index = order;
    if (std::isnan(index.ordered_parent_index)) index.ordered_parent_index = order;
    return index;
  }

 private:
  void NumberLastOnes(const Record& parent) {
    std::vector<const Record*> last;
    double number = 0;
    for (const Record* child = parent.first_child; child != nullptr; child = child->next) {
      const double order = child->index.Order();
      if (std::isinf(order)) {
        last.push_back(child);
      } else {
        number = std::max(number, order + 1);
      }
    }
    std::sort(last.begin(), last.end(),
              [](const Record* a, const Record* b) { return a->arrival < b->arrival; });
    for (const Record* child : last) numbers_.Insert(child, number++);
  }

  FlatSet<const void*> looked_at_;  // Parents.
  FlatMap<const void*, double> numbers_;
};

Restoration::Part& Restoration::PartOf(std::string_view store) {
  const auto [known, is_new] = part_of_.Insert(store, parts_.size());
  if (is_new) parts_.emplace_back().store = store;
  return parts_[*known];
}

Restoration::Update& Restoration::UpdateOf(const RecordName& record) {
  std::vector<Update>& updates = PartOf(record.store).updates;
  const auto [known, is_new] = update_of_.Insert(record, updates.size());
  if (is_new) updates.emplace_back().key = record.key;
  return updates[*known];
}

void Restoration::Restore(const RecordName& record, const Field& field) {
  if (!told_.Insert({record, field.key})) return;
  Update& update = UpdateOf(record);
  fields_.push_back({field.key, field.kind == FieldKind::kParentId, kNone});
  const size_t place = fields_.size() - 1;
  (update.last_field == kNone ? update.first_field : fields_[update.last_field].next) = place;
  update.last_field = place;
}

void Restoration::RestorePlace(const RecordName& task) {
  UpdateOf(task).has_place = true;
  is_authors_ = true;
}

void Restoration::RestoreProject(std::string_view key) {
  if (told_.Insert({{"project", {}}, key})) project_fields_.push_back(key);
}

void Restoration::Remove(const RecordName& record, std::string_view raw_id) {
  if (!removed_.Insert(record)) return;
  std::string& removed = PartOf(record.store).removed;
  if (!removed.empty()) removed.push_back(',');
  removed.append("{\"id\":").append(raw_id).append("}");
  is_authors_ = true;
}

void Restoration::AddBack(const Store& store, const Record& record,
                          const FlatSet<RecordName>& kept) {
  std::vector<const Record*> back;
  AddBackOne(store, record, kept, &back);
  for (size_t i = 0; i < back.size(); ++i) {
    for (const Record* child = back[i]->first_child; child != nullptr; child = child->next)
      AddBackOne(store, *child, kept, &back);
  }
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

void Restoration::AddBackOne(const Store& store, const Record& record,
                             const FlatSet<RecordName>& kept, std::vector<const Record*>* back) {
  if (!was_back_.Insert(&record)) return;
  back->push_back(&record);
  if (kept.contains({store.name, record.key()})) return;
  PartOf(store.name).added.push_back(&record);
  is_authors_ = true;
}

// Of a place alone, others need not hear.
std::string Restoration::Updated(const Part& part, For whom, Places* places) {
  struct Told {
    const Update* update;
    Record* record;
  };
  Store* const store = state_.FindStore(part.store);
  std::vector<Told> told;
  for (const Update& update : part.updates) {
    Record* const record = store->Find(update.key);
    if (record == nullptr) continue;  // The author's own revisions have removed it.
    if (whom == For::kOthers && update.first_field == kNone) continue;
    told.push_back({&update, record});
  }
  // Some clients take a place for a position: then the first ones have to be there first.
  std::stable_sort(told.begin(), told.end(), [](const Told& a, const Told& b) {
    if (!a.update->has_place || !b.update->has_place)
      return !a.update->has_place && b.update->has_place;
    const double order_a = a.record->index.Order();
    const double order_b = b.record->index.Order();
    return order_a != order_b ? order_a < order_b : a.record->arrival < b.record->arrival;
  });
  std::string out;
  for (const auto& [update, record] : told) {
    if (!out.empty()) out.push_back(',');
    out.append("{\"id\":").append(record->raw_id());
    AppendFields(*update, store, record, &out);
    if (update->has_place && whom != For::kOthers) {
      const SiblingIndex index = whom == For::kAuthor ? places->Of(*record) : record->index;
      const auto append = [&](std::string_view key, double number) {
        AppendMember(key, std::isnan(number) ? "null" : IndexText(number), &out);
      };
      append("parentIndex", index.parent_index);
      append("orderedParentIndex", index.ordered_parent_index);
    }
    out.push_back('}');
  }
  return out;
}

// The project takes over what is told as null.
void Restoration::AppendFields(const Update& update, Store* store, Record* record,
                               std::string* out) {
  const Record::Held before = record->held();
  bool is_written = false;
  const auto write = [&](std::string_view key, std::string_view value) {
    record->fields.Set(key, value);
    is_written = true;
  };
  for (size_t i = update.first_field; i != kNone; i = fields_[i].next) {
    const auto& [key, is_parent, next] = fields_[i];
    const std::string_view known = record->fields.Get(key);
    if (is_parent && store->is_tree()) {
      const bool is_root = record->parent == &store->root();
      const std::string parent(is_root ? "null" : record->parent->raw_id());
      AppendMember(key, parent, out);
      if (known != parent) write(key, parent);
    } else if (known.empty()) {
      AppendMember(key, "null", out);
      write(key, "null");
    } else {
      AppendMember(key, known, out);
    }
  }
  if (is_written) store->NoteWritten(*record, before);
}

std::string Restoration::ProjectFields() {
  std::string out;
  for (const std::string_view key : project_fields_) {
    const std::string_view known = state_.project_fields.Get(key);
    AppendMember(key, known.empty() ? "null" : known, &out);
    if (known.empty()) state_.project_fields.Set(key, "null");
  }
  return out.substr(std::min<size_t>(1, out.size()));
}

std::string Restoration::Members(const Part& part, For whom) {
  Places places;
  std::string added;
  const Store* const store = state_.FindStore(part.store);
  for (const Record* record : part.added) {
    if (whom != For::kAuthor) break;
    if (store->Find(record->key()) != record) continue;  // It has gone all the same.
    if (!added.empty()) added.push_back(',');
    AppendRecord(*store, *record, &added);
    if (store->kind.has_indexes) {
      const SiblingIndex index = places.Of(*record);
      AppendMember("parentIndex", IndexText(index.parent_index), &added);
      AppendMember("orderedParentIndex", IndexText(index.ordered_parent_index), &added);
    }
    added.push_back('}');
  }
  std::string out;
  AppendList("added", added, &out);
  AppendList("updated", Updated(part, whom, &places), &out);
  if (whom == For::kAuthor) AppendList("removed", part.removed, &out);
  return out;
}

RevisionChange Restoration::Make(For whom, Changeset* changeset) {
  struct Member {  // Of the revision.
    std::string_view store;
    size_t input_begin;
    size_t input_size;
  };
  std::vector<Member> members;
  std::string text = "{";
  const auto append = [&](std::string_view name, std::string_view said) {
    if (said.empty()) return;
    if (text.size() > 1) text.push_back(',');
    text.append("\"").append(name).append("\":{").append(said);
    const size_t begin = text.size() + 1;
    text.append(",\"$input\":{").append(said).append("}");
    members.push_back({name, begin, text.size() - begin});
    text.push_back('}');
  };
  for (const Part& part : parts_) append(part.store, Members(part, whom));
  const size_t stores = members.size();
  append("project", ProjectFields());
  text.push_back('}');

  RevisionChange revision;
  revision.is_servers = revision.is_restoration = true;
  revision.changes = changeset->arena.Keep(text);
  const auto input = [&](const Member& member) {
    return revision.changes.substr(member.input_begin, member.input_size);
  };
  revision.stores.begin = static_cast<uint32_t>(changeset->stores.size());
  for (size_t i = 0; i < stores; ++i) {
    StoreChange& change = changeset->stores.emplace_back();
    change.name = members[i].store;
    change.raw_input = input(members[i]);
  }
  revision.stores.end = static_cast<uint32_t>(changeset->stores.size());
  if (members.size() > stores) revision.raw_project_input = input(members.back());
  return revision;
}

}  // namespace gantt
