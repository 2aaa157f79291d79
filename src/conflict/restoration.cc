#include "conflict/restoration.h"

#include "conflict/conflicts.h"
#include "store/ids.h"

namespace gantt {
namespace {

void AppendList(const char* name, std::string_view elements, std::string* out) {
  if (elements.empty()) return;
  if (!out->empty()) out->push_back(',');
  out->append("\"").append(name).append("\":[").append(elements).append("]");
}

void AppendElement(std::string_view element, std::string* list) {
  if (!list->empty()) list->push_back(',');
  list->append(element);
}

}  // namespace

Restoration::Part& Restoration::PartOf(std::string_view store) {
  for (Part& part : parts_) {
    if (part.store == store) return part;
  }
  Part& part = parts_.emplace_back();
  part.store = store;
  return part;
}

void Restoration::Set(std::string_view key, std::string_view value, std::string* object) {
  object->append(",\"").append(key).append("\":").append(value);
}

void Restoration::Restore(std::string_view store, const Record& record, const Field& field) {
  const std::string name = NameInStore(store, record.key());
  if (!told_.insert(NameInStore(name, field.key)).second) return;
  const bool has_indexes = KindOfStore(store).has_indexes;
  const bool is_index =
      field.kind == FieldKind::kParentIndex || field.kind == FieldKind::kOrderedParentIndex;
  if (has_indexes && (is_index || field.kind == FieldKind::kParentId)) Number(*record.parent);
  if (has_indexes && is_index) return;
  std::string& object = ObjectOf(store, record);
  const bool is_place = field.kind == FieldKind::kParentId && state_.FindStore(store)->is_tree();
  const std::string_view parent = record.parent->key().empty() ? "null" : record.parent->raw_id();
  const std::string_view known = record.fields.Get(field.key);
  const std::string_view value = is_place ? parent : known.empty() ? "null" : known;
  Set(field.key, value, &object);
  if (value != known)
    fills_.push_back({std::string(store), std::string(record.key()), std::string(field.key),
                      std::string(value)});
}

std::string& Restoration::ObjectOf(std::string_view store, const Record& record) {
  Part& part = PartOf(store);
  const auto [place, is_new] = part.updated_by_key.emplace(record.key(), part.updated.size());
  if (is_new) part.updated.push_back("{\"id\":" + std::string(record.raw_id()));
  return part.updated[place->second];
}

void Restoration::NumberChildren(Store* tasks, const std::string& key) {
  const Record* parent = key.empty() ? &tasks->root() : tasks->Find(key);
  if (parent == nullptr) return;
  std::vector<std::string> ids;
  size_t rank = 0;
  for (const Record* child = tasks->FirstChild(*parent); child != nullptr; child = child->next) {
    const std::string number = std::to_string(rank);
    std::string& object = ObjectOf(tasks->name, *child);
    Set("parentIndex", number, &object);
    Set("orderedParentIndex", number, &object);
    ids.emplace_back(child->key());
    ++rank;
  }
  for (size_t i = 0; i < ids.size(); ++i) {
    const auto place = static_cast<double>(i);
    tasks->SetIndex(tasks->Find(ids[i]), {place, place});
  }
}

void Restoration::RestoreProject(std::string_view key) {
  if (!told_.insert(NameInStore("project", key)).second) return;
  const std::string_view value = state_.project_fields.Get(key);
  Set(key, value.empty() ? "null" : value, &project_);
  if (value.empty()) fills_.push_back({"", "", std::string(key), "null"});
}

void Restoration::Remove(std::string_view store, std::string_view key, std::string_view raw_id) {
  if (!told_.insert(NameInStore(store, key)).second) return;
  AppendElement("{\"id\":" + std::string(raw_id) + "}", &PartOf(store).removed);
}

void Restoration::AddBack(const Store& store, const Record& record) {
  std::vector<const Record*> back{&record};
  for (size_t i = 0; i < back.size(); ++i) {
    AddBackOne(store, *back[i]);
    if (store.kind.has_indexes) Number(*back[i]->parent);
    for (const Record* child = back[i]->first_child; child != nullptr; child = child->next)
      back.push_back(child);
  }
  const FieldKind named_by = store.kind.named_by;
  if (!ReferenceIndex::IsReference(named_by)) return;
  for (const auto& referring : state_.stores()) {
    if (!referring->kind.refers) continue;
    for (const Record* one : back) {
      for (const Record* record : referring->references()->Find(named_by, one->key()))
        AddBackOne(*referring, *record);
    }
  }
}

void Restoration::AddBackOne(const Store& store, const Record& record) {
  if (!told_.insert(NameInStore(store.name, record.key())).second) return;
  std::string object;
  AppendRecord(store, record, &object);
  object.push_back('}');
  AppendElement(object, &PartOf(store.name).added);
}

std::string Restoration::Lists(const Part& part) {
  std::string updated;
  for (const std::string& object : part.updated) AppendElement(object + "}", &updated);
  std::string out;
  AppendList("added", part.added, &out);
  AppendList("updated", updated, &out);
  AppendList("removed", part.removed, &out);
  return out;
}

void Restoration::FillIn() const {
  for (const Fill& fill : fills_) {
    if (fill.store.empty()) {
      state_.project_fields.Set(fill.field, fill.value);
      continue;
    }
    Store* store = state_.FindStore(fill.store);
    Record* record = store->Find(fill.record);
    if (record == nullptr) continue;  // The author's own revision has removed it.
    const size_t before = record->bytes();
    record->fields.Set(fill.field, fill.value);
    store->NoteWritten(*record, before);
  }
}

RevisionChange Restoration::Make(Changeset* changeset) {
  FillIn();
  for (const std::string& parent : numbered_) NumberChildren(state_.FindStore("tasks"), parent);
  struct Input {  // Where a member `$input` is in the text.
    size_t begin;
    size_t size;
  };
  std::vector<Input> inputs;
  std::string text = "{";
  const auto append = [&](std::string_view name, std::string_view members) {
    if (text.size() > 1) text.push_back(',');
    text.append("\"").append(name).append("\":{").append(members);
    const size_t begin = text.size() + 1;
    text.append(",\"$input\":{").append(members).append("}");
    inputs.push_back({begin, text.size() - begin});
    text.push_back('}');
  };
  for (const Part& part : parts_) append(part.store, Lists(part));
  if (!project_.empty()) append("project", std::string_view(project_).substr(1));
  text.push_back('}');

  RevisionChange revision;
  revision.is_servers = revision.is_restoration = true;
  revision.changes = changeset->arena.Keep(text);
  const auto member = [&](const Input& input) {
    return revision.changes.substr(input.begin, input.size);
  };
  revision.stores.begin = static_cast<uint32_t>(changeset->stores.size());
  for (size_t i = 0; i < parts_.size(); ++i) {
    StoreChange& change = changeset->stores.emplace_back();
    change.name = parts_[i].store;
    change.raw_input = member(inputs[i]);
  }
  revision.stores.end = static_cast<uint32_t>(changeset->stores.size());
  if (!project_.empty()) revision.raw_project_input = member(inputs.back());
  return revision;
}

}  // namespace gantt
