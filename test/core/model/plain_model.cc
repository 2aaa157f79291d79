#include "model/plain_model.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace gantt {
namespace {

using nlohmann::json;

// A number as JavaScript writes it (as far as ids go): 7.0 and "7" are one id.
std::string Key(const json& id) {
  if (id.is_string()) return id.get<std::string>();
  const double number = id.get<double>();
  if (number == 0) return "0";
  std::array<char, 400> text;
  const bool is_plain = std::abs(number) >= 1e-6 && std::abs(number) < 1e21;
  const auto end = is_plain ? std::to_chars(text.data(), text.data() + text.size(), number,
                                            std::chars_format::fixed)
                            : std::to_chars(text.data(), text.data() + text.size(), number);
  return {text.data(), end.ptr};
}

const json& Member(const json& object, const char* key) {
  static const json null;
  const auto found = object.find(key);
  return found == object.end() ? null : *found;
}

bool Nests(const json& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const json& row) {
    const json& children = Member(row, "children");
    return children.is_array() && !children.empty() && children.front().is_object();
  });
}

// The plain rules name these seven in this order; the others follow as they come.
constexpr const char* kFirst[] = {"calendars",   "resources", "tasks",     "dependencies",
                                  "assignments", "versions",  "changelogs"};

}  // namespace

double PlainModel::Record::Order() const {
  for (const json* index : {&ordered_parent_index, &parent_index}) {
    if (index->is_number()) return index->get<double>();
  }
  return std::numeric_limits<double>::infinity();
}

PlainModel::PlainModel(const json& dataset) {
  for (const auto& [key, rows] : dataset.items()) {
    if (key == "project") {
      project_ = rows;
      continue;
    }
    const std::string name = key.substr(0, key.size() - 4);  // tasksData
    Store& store = stores_[name];
    store.has_indexes = name == "tasks";
    store.is_tree = store.has_indexes || name == "calendars" || Nests(rows);
    Load(&store, rows, std::nullopt);
  }
}

void PlainModel::Load(Store* store, const json& rows, const Parent& parent) {
  for (const json& row : rows) {
    Record record;
    record.arrival = ++arrivals_;
    record.parent = parent;
    Write(row, *store, &record);
    const std::string key = Key(row["id"]);
    store->records[key] = std::move(record);
    if (store->is_tree && row.contains("children")) Load(store, row["children"], key);
  }
}

void PlainModel::Apply(const json& changes) {
  for (const char* name : kFirst) {
    if (changes.contains(name)) ApplyStore(name, changes[name]);
  }
  for (const auto& [name, change] : changes.items()) {
    if (name == "project") {
      if (!change.is_object()) continue;
      for (const auto& [key, value] : change.items()) {
        if (key != "id" && !key.starts_with('$')) project_[key] = value;
      }
    } else if (!name.starts_with('$') &&
               std::find(std::begin(kFirst), std::end(kFirst), name) == std::end(kFirst)) {
      ApplyStore(name, change);
    }
  }
}

void PlainModel::ApplyStore(const std::string& name, const json& change) {
  const json& added = Member(change, "added");
  if (!stores_.contains(name) && added.empty()) return;
  Store& store = stores_[name];
  for (const json& entry : added) {
    Record record;
    record.arrival = ++arrivals_;
    const json& parent = Member(entry, "parentId");
    if (store.is_tree && !parent.is_null()) record.parent = Key(parent);
    Write(entry, store, &record);
    store.records[Key(entry["id"])] = std::move(record);
  }
  for (const json& entry : Member(change, "updated")) {
    const auto found = store.records.find(Key(entry["id"]));
    if (found == store.records.end()) continue;
    Record& record = found->second;
    if (store.is_tree && entry.contains("parentId")) {
      const json& named = entry["parentId"];
      const Parent parent = named.is_null() ? Parent() : Key(named);
      if (parent != record.parent) record.arrival = ++arrivals_;
      record.parent = parent;
    }
    Write(entry, store, &record);
  }
  for (const json& entry : Member(change, "removed")) Remove(Key(entry["id"]), &store);
}

void PlainModel::Write(const json& entry, const Store& store, Record* record) {
  if (store.has_indexes && Member(entry, "parentIndex").is_number() &&
      !entry.contains("orderedParentIndex"))
    record->ordered_parent_index = nullptr;
  for (const auto& [key, value] : entry.items()) {
    if (key.starts_with('$') || (store.is_tree && key == "children")) continue;
    if (store.has_indexes && key == "parentIndex") {
      record->parent_index = value;
    } else if (store.has_indexes && key == "orderedParentIndex") {
      record->ordered_parent_index = value;
    } else if (key != "id" || !record->fields.contains("id")) {
      record->fields[key] = value;
    }
  }
}

void PlainModel::Remove(const std::string& key, Store* store) {
  if (store->records.erase(key) == 0 || !store->is_tree) return;
  std::vector<std::string> children;
  for (const auto& [child, record] : store->records) {
    if (record.parent == key) children.push_back(child);
  }
  for (const std::string& child : children) Remove(child, store);
}

json PlainModel::Rows(const Store& store, const Parent& parent) {
  std::vector<const Record*> children;
  for (const auto& [key, record] : store.records) {
    if (record.parent == parent) children.push_back(&record);
  }
  std::sort(children.begin(), children.end(), [&](const Record* a, const Record* b) {
    const double order_a = store.has_indexes ? a->Order() : 0;
    const double order_b = store.has_indexes ? b->Order() : 0;
    return order_a != order_b ? order_a < order_b : a->arrival < b->arrival;
  });
  json rows = json::array();
  for (const Record* record : children) {
    json row = record->fields;
    if (store.has_indexes) row["parentIndex"] = row["orderedParentIndex"] = rows.size();
    if (store.is_tree) {
      json below = Rows(store, Key(row["id"]));
      if (!below.empty()) row["children"] = std::move(below);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

json PlainModel::Dataset() const {
  json dataset;
  for (const auto& [name, store] : stores_) dataset[name + "Data"] = Rows(store, std::nullopt);
  dataset["project"] = project_;
  return dataset;
}

}  // namespace gantt
