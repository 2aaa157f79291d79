#include "wire/conflict_texts.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/flat_map.h"
#include "conflict/conflicts.h"
#include "message/changeset.h"
#include "message/words.h"
#include "store/field.h"
#include "store/field_rules.h"
#include "store/field_text.h"
#include "store/store.h"

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

void AppendFields(const Changeset& changeset, const Conflict& conflict, std::string* out) {
  out->push_back('[');
  FlatSet<std::string_view> told;
  for (const Conflict::FieldUse& use : conflict.fields) {
    const std::string_view key = changeset.FieldsOf(changeset.entries[use.entry])[use.field].key;
    if (!told.Insert(key)) continue;
    if (out->back() != '[') out->push_back(',');
    out->append("\"").append(key).append("\"");
  }
  out->push_back(']');
}

void AppendIdAndFields(const Changeset& changeset, const Conflict& conflict, std::string* out) {
  out->append(",\"id\":").append(conflict.id);
  if (!conflict.locked_by.empty()) out->append(",\"lockedBy\":").append(conflict.locked_by);
  if (conflict.record == nullptr || conflict.fields.empty()) return;
  out->append(",\"fields\":");
  AppendFields(changeset, conflict, out);
}

// Is such a field visible in a record?
bool IsShown(const Field& field) { return field.is_shown() && !IsMeta(field.kind); }

// The fields from `first` up to, but excluding, `last`, as a piece of the text.
std::string_view TextOf(const FieldText& fields, size_t first, size_t last) {
  if (first >= last) return {};
  constexpr ptrdiff_t kQuote = 1;
  constexpr ptrdiff_t kComma = 1;
  const std::string_view text = fields.text();  // First: it puts the values in that are late.
  const char* const begin = fields.key(first).data() - kQuote;
  const char* const end = last < fields.field_count() ? fields.key(last).data() - kQuote - kComma
                                                      : text.data() + text.size();
  return {begin, static_cast<size_t>(end - begin)};
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
  out.shrink_to_fit();
  return out;
}

std::vector<std::string> ConflictTeller::Tell(const Words& words,
                                              const std::vector<Conflict>& conflicts) const {
  std::vector<std::string> messages;
  const size_t most = IsOfOne(words) ? kMostMessages : 1;
  for (const Conflict& conflict : conflicts) {
    if (messages.size() == most) break;
    messages.push_back(Message(words, conflicts, conflict));
  }
  return messages;
}

std::string ConflictTeller::Message(const Words& words, const std::vector<Conflict>& conflicts,
                                    const Conflict& one) const {
  std::string message;
  words.Write(&message, [&](Place place, std::string* out) {
    const std::string_view local_id = changeset_.revisions.front().local_id;
    switch (place) {
      case Place::kProject:
        out->append(project_);
        break;
      case Place::kLocal:
        out->append(local_id.empty() ? "null" : local_id);
        break;
      case Place::kTime:
        out->append(std::to_string(now_));
        break;
      case Place::kConflicts:
        AppendAll(conflicts, out);
        break;
      case Place::kCurrentState:
        AppendCurrentState(conflicts, out);
        break;
      case Place::kRecordType:
        out->append("\"").append(one.store).append("\"");
        break;
      case Place::kRecordId:
        out->append(one.id);
        break;
      case Place::kFields:
        AppendFields(changeset_, one, out);
        break;
      case Place::kLockedBy:
        out->append(one.locked_by.empty() ? "null" : one.locked_by);
        break;
      case Place::kServerVersion:
        AppendServerVersion(one, out);
        break;
      case Place::kClientVersion:
        AppendClientVersion(one, out);
        break;
      default:  // A place of another message.
        break;
    }
  });
  return message;
}

void ConflictTeller::AppendAll(const std::vector<Conflict>& conflicts, std::string* out) const {
  out->push_back('[');
  for (const Conflict& conflict : conflicts) {
    if (out->back() == '}') out->push_back(',');
    out->push_back('{');
    AppendType(conflict, out);
    // The guide with this form only has tasks.
    if (conflict.store != "tasks") out->append(",\"store\":\"").append(conflict.store).append("\"");
    AppendIdAndFields(changeset_, conflict, out);
    out->push_back('}');
  }
  out->push_back(']');
}

void ConflictTeller::AppendCurrentState(const std::vector<Conflict>& conflicts,
                                        std::string* out) const {
  struct OfStore {
    std::string_view store;
    std::vector<const Conflict*> conflicts;
  };
  std::vector<OfStore> current;
  FlatMap<std::string_view, size_t> place;  // In it.
  size_t bytes = 0;
  for (const Conflict& conflict : conflicts) {
    constexpr size_t kPlaces = 100;  // What a record says of its place.
    const auto [known, is_new] = place.Insert(conflict.store, current.size());
    if (is_new) current.push_back({conflict.store, {}});
    if (conflict.record == nullptr) continue;
    current[*known].conflicts.push_back(&conflict);
    bytes += conflict.record->fields.size() + kPlaces;
  }
  out->reserve(out->size() + bytes);
  out->push_back('{');
  for (const OfStore& one : current) {
    if (out->back() != '{') out->push_back(',');
    out->append("\"").append(one.store).append("\":[");
    for (const Conflict* const conflict : one.conflicts) {
      if (out->back() != '[') out->push_back(',');
      AppendServerVersion(*conflict, out);
    }
    out->push_back(']');
  }
  out->push_back('}');
}

void ConflictTeller::AppendServerVersion(const Conflict& conflict, std::string* out) const {
  if (conflict.record == nullptr) {
    out->append("null");
  } else {
    AppendWholeRecord(*state_.FindStore(conflict.store), *conflict.record, out);
  }
}

// The author's fields, followed by the other fields of the record on the server.
void ConflictTeller::AppendClientVersion(const Conflict& conflict, std::string* out) const {
  const Entry& entry = changeset_.entries[conflict.entry];
  const Field* const fields = changeset_.FieldsOf(entry);
  const auto append = [out](std::string_view text) {
    if (text.empty()) return;
    if (out->back() != '{') out->push_back(',');
    out->append(text);
  };
  out->push_back('{');
  for (uint32_t i = 0; i < entry.field_count; ++i) {
    if (!IsShown(fields[i])) continue;
    append("\"");
    out->append(fields[i].key).append("\":").append(fields[i].value);
  }
  if (conflict.record != nullptr) {
    const FieldText& whole = conflict.record->fields;
    std::vector<size_t> said;
    for (uint32_t i = 0; i < entry.field_count; ++i) {
      const size_t place = IsShown(fields[i]) ? whole.Find(fields[i].key) : FieldText::kNone;
      if (place != FieldText::kNone) said.push_back(place);
    }
    std::sort(said.begin(), said.end());
    out->reserve(out->size() + whole.size() + 1);
    size_t next = 0;
    for (const size_t place : said) {
      append(TextOf(whole, next, place));
      next = place + 1;
    }
    append(TextOf(whole, next, whole.field_count()));
  }
  out->push_back('}');
}

void AppendRecord(const Store& store, const Record& record, std::string* out) {
  out->append("{").append(record.fields.text());
  // A child in a nested data file has its parent only in the structure.
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
