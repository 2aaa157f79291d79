// Conflicts as text.
#include <string>
#include <utility>

#include "base/text_map.h"
#include "conflict/conflicts.h"
#include "store/field_rules.h"

namespace gantt {
namespace {

void AppendType(const StoreChange& change, const Conflict& conflict, std::string* out) {
  out->append("\"type\":\"");
  if (conflict.record != nullptr) {
    out->append("concurrent_edit");
  } else {
    out->append(change.name == "tasks" ? "task_not_found" : "record_not_found");
  }
  out->push_back('"');
}

void AppendIdAndFields(const Changeset& changeset, const Conflict& conflict, std::string* out) {
  out->append(",\"id\":").append(conflict.id);
  if (conflict.record == nullptr) return;
  out->append(",\"fields\":[");
  ViewSet told;
  for (const Conflict::FieldUse& use : conflict.fields) {
    const std::string_view key = changeset.FieldsOf(changeset.entries[use.entry])[use.field].key;
    if (!told.insert(key).second) continue;
    if (told.size() > 1) out->push_back(',');
    out->append("\"").append(key).append("\"");
  }
  out->push_back(']');
}

void AppendIndex(const char* key, double value, std::string* out) {
  const std::string text = IndexText(value);
  if (!text.empty()) out->append(key).append(text);
}

}  // namespace

std::string DescribeConflicts(const Changeset& changeset, const std::vector<Conflict>& conflicts) {
  std::string out = "[";
  for (const Conflict& conflict : conflicts) {
    const StoreChange& change = changeset.stores[conflict.change];
    if (out.size() > 1) out.push_back(',');
    out.append("{\"store\":\"").append(change.name).append("\",");
    AppendType(change, conflict, &out);
    AppendIdAndFields(changeset, conflict, &out);
    out.push_back('}');
  }
  out.push_back(']');
  return out;
}

std::string SyncConflict(const ProjectState& state, const Changeset& changeset,
                         const std::vector<Conflict>& conflicts) {
  std::string out = "{\"type\":\"conflict\",\"payload\":{\"clientRevision\":";
  out.append(changeset.revisions.front().local_id).append(",\"conflicts\":[");
  std::vector<std::pair<std::string_view, std::string>> current;  // Records by store.
  for (const Conflict& conflict : conflicts) {
    const StoreChange& change = changeset.stores[conflict.change];
    if (out.back() == '}') out.push_back(',');
    out.push_back('{');
    AppendType(change, conflict, &out);
    // The guide that this dialect comes from knows tasks only.
    if (change.name != "tasks") out.append(",\"store\":\"").append(change.name).append("\"");
    AppendIdAndFields(changeset, conflict, &out);
    out.push_back('}');
    auto records = current.begin();
    while (records != current.end() && records->first != change.name) ++records;
    if (records == current.end()) records = current.insert(records, {change.name, ""});
    if (conflict.record == nullptr) continue;
    if (!records->second.empty()) records->second.push_back(',');
    AppendWholeRecord(*state.FindStore(change.name), *conflict.record, &records->second);
  }
  out.append("],\"currentState\":{");
  for (const auto& [store, records] : current) {
    if (out.back() != '{') out.push_back(',');
    out.append("\"").append(store).append("\":[").append(records).append("]");
  }
  out.append("}}}");
  return out;
}

void AppendRecord(const Store& store, const Record& record, std::string* out) {
  out->append("{").append(record.fields.text());
  // A child of a nested data file has its parent in the structure only.
  const bool is_root = record.parent == nullptr || record.parent->key().empty();
  if (store.is_tree() && !is_root && record.fields.Get("parentId").empty())
    out->append(",\"parentId\":").append(record.parent->raw_id());
}

void AppendWholeRecord(const Store& store, const Record& record, std::string* out) {
  AppendRecord(store, record, out);
  if (store.kind.has_indexes) {
    AppendIndex(",\"parentIndex\":", record.index.parent_index, out);
    AppendIndex(",\"orderedParentIndex\":", record.index.ordered_parent_index, out);
  }
  out->push_back('}');
}

}  // namespace gantt
