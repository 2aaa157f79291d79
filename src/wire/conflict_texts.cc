// Conflicts as text.
#include <string>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "conflict/conflicts.h"
#include "store/field_rules.h"

namespace gantt {
namespace {

void AppendType(const Conflict& conflict, std::string* out) {
  out->append("\"type\":\"");
  if (!conflict.locked_by.empty()) {
    out->append("record_locked");
  } else if (conflict.record != nullptr) {
    out->append("concurrent_edit");
  } else {
    out->append(conflict.store == "tasks" ? "task_not_found" : "record_not_found");
  }
  out->push_back('"');
}

void AppendIdAndFields(const Changeset& changeset, const Conflict& conflict, std::string* out) {
  out->append(",\"id\":").append(conflict.id);
  if (!conflict.locked_by.empty()) out->append(",\"lockedBy\":").append(conflict.locked_by);
  if (conflict.record == nullptr || conflict.fields.empty()) return;
  out->append(",\"fields\":[");
  FlatSet<std::string_view> told;
  for (const Conflict::FieldUse& use : conflict.fields) {
    const std::string_view key = changeset.FieldsOf(changeset.entries[use.entry])[use.field].key;
    if (!told.Insert(key)) continue;
    if (out->back() != '[') out->push_back(',');
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
    if (out.size() > 1) out.push_back(',');
    out.append("{\"store\":\"").append(conflict.store).append("\",");
    AppendType(conflict, &out);
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
  FlatMap<std::string_view, size_t> place;                        // In it.
  for (const Conflict& conflict : conflicts) {
    if (out.back() == '}') out.push_back(',');
    out.push_back('{');
    AppendType(conflict, &out);
    // The guide that this dialect comes from knows tasks only.
    if (conflict.store != "tasks") out.append(",\"store\":\"").append(conflict.store).append("\"");
    AppendIdAndFields(changeset, conflict, &out);
    out.push_back('}');
    const auto [known, is_new] = place.Insert(conflict.store, current.size());
    if (is_new) current.emplace_back(conflict.store, "");
    if (conflict.record == nullptr) continue;
    std::string& records = current[*known].second;
    if (!records.empty()) records.push_back(',');
    AppendWholeRecord(*state.FindStore(conflict.store), *conflict.record, &records);
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
