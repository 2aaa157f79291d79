#include "model/changeset_reader.h"

#include "json/text.h"
#include "model/field_text.h"
#include "model/store.h"

namespace gantt {
namespace {

using json::Type;

// Finds most repeated keys without comparing any: only when two keys share a bit of the mask are
// the keys compared.
class KeyMask {
 public:
  // `hash`: FieldText::Hash(key). True: the key may have been seen before.
  bool Add(uint16_t hash) {
    const uint64_t bit = uint64_t{1} << ((hash ^ hash >> 6) & 63);
    const bool seen = (mask_ & bit) != 0;
    mask_ |= bit;
    return seen;
  }

 private:
  uint64_t mask_ = 0;
};

bool IsAbsent(const json::Value& value) { return !value.exists() || value.is(Type::kNull); }

// Clients load children lazily with `true` or `null`, and send `[]`; records in it are another
// matter: they would have to be changes of their own.
bool HoldsRecords(const json::Value& children) {
  return children.is(Type::kArray) && json::Elements(children).more();
}

}  // namespace

Status Changeset::Read(const json::Value& message) {
  Clear();
  return ChangesetReader(this).Read(message);
}

Status ChangesetReader::Read(const json::Value& message) {
  if (!message.is(Type::kObject)) return {ErrorCode::kNotAnObject, "The message is not an object"};
  const json::Value data = message.Member("data");
  if (IsAbsent(data)) return {ErrorCode::kProjectRequired, "The message names no project"};
  if (!data.is(Type::kObject)) return {ErrorCode::kInvalidData, "data is not an object"};
  const json::Value project = data.Member("project");
  if (IsAbsent(project)) return {ErrorCode::kProjectRequired, "The message names no project"};
  out_.project = ReadId(project, &out_.arena);
  if (!out_.project.exists()) return {ErrorCode::kInvalidId, "data.project is not a project id"};
  const json::Value revisions = data.Member("revisions");
  if (!revisions.is(Type::kArray)) {
    return {ErrorCode::kInvalidRevision, "data.revisions is not an array"};
  }
  for (json::Elements e(revisions); e.more(); e.Next()) {
    if (Status status = ReadRevision(e.value()); !status.ok()) return status;
    ++revision_;
  }
  return {};
}

Status ChangesetReader::ReadRevision(const json::Value& value) {
  if (!value.is(Type::kObject)) return {ErrorCode::kInvalidRevision, Where() + " is not an object"};
  RevisionChange revision;
  const json::Value local = value.Member("revision");
  if (!ReadId(local, &out_.arena).exists()) {
    return {ErrorCode::kInvalidRevision, Where() + ".revision is not a string or a number"};
  }
  revision.local_id = local.raw();
  const json::Value conflict = value.Member("conflictResolutionFor");
  if (!IsAbsent(conflict)) {
    if (!ReadId(conflict, &out_.arena).exists()) {
      return {ErrorCode::kInvalidRevision,
              Where() + ".conflictResolutionFor is not a string or a number"};
    }
    revision.conflict_resolution_for = conflict.raw();
  }
  const json::Value changes = value.Member("changes");
  if (!changes.is(Type::kObject)) {
    return {ErrorCode::kInvalidChanges, Where() + ".changes is not an object"};
  }
  revision.changes = changes.raw();
  revision.stores.begin = static_cast<uint32_t>(out_.stores.size());
  KeyMask keys;
  bool has_project = false;
  for (json::Members m(changes); m.more(); m.Next()) {
    const std::string_view name = Key(m.key());
    store_ = name;
    if (name.size() > FieldText::kMaxKeySize) {
      return {ErrorCode::kInvalidChanges, Where() + ".changes has a name longer than 1,024 bytes"};
    }
    if (keys.Add(FieldText::Hash(name))) {
      for (size_t i = revision.stores.begin; i < out_.stores.size(); ++i) {
        if (out_.stores[i].name == name) return Wrong(ErrorCode::kDuplicateKey, "comes twice");
      }
      if (name == "project" && has_project) return Wrong(ErrorCode::kDuplicateKey, "comes twice");
    }
    if (name == "project") {
      has_project = true;
      if (Status status = ReadProject(m.value(), &revision); !status.ok()) return status;
      continue;
    }
    if (out_.stores.size() - revision.stores.begin == kMaxStores) {
      return {ErrorCode::kTooManyStores, Where() + ".changes has more than 256 stores"};
    }
    StoreChange store;
    if (Status status = ReadStore(name, m.value(), &store); !status.ok()) return status;
    out_.stores.push_back(std::move(store));
  }
  revision.stores.end = static_cast<uint32_t>(out_.stores.size());
  out_.revisions.push_back(revision);
  return {};
}

Status ChangesetReader::ReadStore(std::string_view name, const json::Value& value,
                                  StoreChange* store) {
  store->name = name;
  store->raw = value.raw();
  in_input_ = false;
  if (!value.is(Type::kObject)) return Wrong(ErrorCode::kInvalidChanges, "is not an object");
  return ReadSection(value, false, store);
}

Status ChangesetReader::ReadSection(const json::Value& section, bool is_input, StoreChange* store) {
  std::array<Range, kListCount>& lists = is_input ? store->input : store->change;
  std::vector<Field> others;  // Rare: unknown keys. The lists' own fields come in between.
  json::Value input;
  bool seen[kListCount + 1] = {};
  const auto twice = [&seen](size_t which) { return std::exchange(seen[which], true); };
  for (json::Members m(section); m.more(); m.Next()) {
    const std::string_view key = Key(m.key());
    size_t list = 0;
    while (list < kListCount && key != ListName(static_cast<List>(list))) ++list;
    const bool opens_input = !is_input && key == "$input";
    if ((list < kListCount && twice(list)) || (opens_input && twice(kListCount))) {
      return Wrong(ErrorCode::kDuplicateKey, "has " + std::string(key) + " twice");
    }
    if (opens_input) {
      input = m.value();
    } else if (list < kListCount) {
      if (IsAbsent(m.value())) continue;
      list_ = static_cast<List>(list);
      if (!m.value().is(Type::kArray)) {
        return Wrong(ErrorCode::kInvalidChanges,
                     "has a list " + std::string(key) + " that is not an array");
      }
      if (Status status = ReadList(m.value(), list_, &lists[list]); !status.ok()) return status;
    } else {
      others.push_back({.key = key, .value = m.value().raw(), .token = m.value()});
    }
  }
  Range& other_range = is_input ? store->input_others : store->others;
  other_range.begin = static_cast<uint32_t>(out_.fields.size());
  out_.fields.insert(out_.fields.end(), others.begin(), others.end());
  other_range.end = static_cast<uint32_t>(out_.fields.size());
  if (IsAbsent(input)) return {};
  in_input_ = true;
  store->has_input = true;
  if (!input.is(Type::kObject)) return Wrong(ErrorCode::kInvalidChanges, "is not an object");
  return ReadSection(input, true, store);
}

Status ChangesetReader::ReadList(const json::Value& array, List list, Range* range) {
  range->begin = static_cast<uint32_t>(out_.entries.size());
  index_ = 0;
  for (json::Elements e(array); e.more(); e.Next(), ++index_) {
    Entry entry;
    if (Status status = ReadEntry(e.value(), &entry); !status.ok()) return status;
    if (list != kAdded && !entry.id.exists()) {
      return Wrong(ErrorCode::kInvalidId,
                   std::string(ListName(list)) + "[" + std::to_string(index_) + "] has no id");
    }
    out_.entries.push_back(entry);
  }
  range->end = static_cast<uint32_t>(out_.entries.size());
  return {};
}

Status ChangesetReader::ReadEntry(const json::Value& object, Entry* entry) {
  const auto wrong = [this](ErrorCode code, const std::string& what) {
    return Wrong(code, std::string(ListName(list_)) + "[" + std::to_string(index_) + "] " + what);
  };
  if (!object.is(Type::kObject)) return wrong(ErrorCode::kInvalidChanges, "is not an object");
  entry->raw = object.raw();
  entry->first_field = static_cast<uint32_t>(out_.fields.size());
  KeyMask keys;
  for (json::Members m(object); m.more(); m.Next()) {
    Field field{.key = Key(m.key()), .value = m.value().raw(), .token = m.value()};
    if (field.key.size() > FieldText::kMaxKeySize) {
      return wrong(ErrorCode::kInvalidChanges, "has a field name longer than 1,024 bytes");
    }
    field.hash = FieldText::Hash(field.key);
    if (out_.fields.size() - entry->first_field == kMaxFields) {
      return wrong(ErrorCode::kInvalidChanges, "has more than 1,000 fields");
    }
    if (keys.Add(field.hash)) {
      for (size_t i = entry->first_field; i < out_.fields.size(); ++i) {
        if (out_.fields[i].hash == field.hash && out_.fields[i].key == field.key) {
          return wrong(ErrorCode::kDuplicateKey,
                       "has the field " + std::string(field.key) + " twice");
        }
      }
    }
    field.kind = KindOfKey(field.key);
    entry->kinds |= 1U << static_cast<unsigned>(field.kind);
    if (field.kind != FieldKind::kOther) {
      if (Status status = ReadSpecialField(&field, entry); !status.ok()) {
        return wrong(status.code(), "has " + status.message());
      }
    }
    out_.fields.push_back(field);
  }
  entry->field_count = static_cast<uint32_t>(out_.fields.size()) - entry->first_field;
  return {};
}

Status ChangesetReader::ReadSpecialField(Field* field, Entry* entry) {
  const bool names_record = field->kind == FieldKind::kId || field->kind == FieldKind::kPhantomId;
  const bool names_parent = field->kind == FieldKind::kPhantomParentId ||
                            (field->kind == FieldKind::kParentId && IsTreeStore(store_));
  if (names_record || names_parent) {
    if (field->token.is(Type::kNull)) {
      // An id that is null is as if absent; a parent that is null is the root.
      if (field->kind != FieldKind::kParentId) field->hidden = entry->rewritten = true;
      return {};
    }
    const RecordId id = ReadId(field->token, &out_.arena);
    if (!id.exists() || (names_record && id.key.empty())) {
      return {ErrorCode::kInvalidId, "a field " + std::string(field->key) +
                                         " that is not a number or a string of 1 to 1,024 bytes"};
    }
    if (field->kind == FieldKind::kId) entry->id = id;
    if (field->kind == FieldKind::kPhantomId) entry->phantom = {id.key, true};
  }
  if (field->kind == FieldKind::kChildren && IsTreeStore(store_) && HoldsRecords(field->token)) {
    return {ErrorCode::kInvalidChanges, "records in children: send them with parentId instead"};
  }
  return {};
}

Status ChangesetReader::ReadProject(const json::Value& object, RevisionChange* revision) {
  if (IsAbsent(object)) return {};
  list_ = kUpdated;
  index_ = 0;
  in_input_ = false;
  if (!object.is(Type::kObject)) return Wrong(ErrorCode::kInvalidChanges, "is not an object");
  const json::Value input = object.Member("$input");
  Entry fields;
  if (Status status = ReadEntry(object, &fields); !status.ok()) return status;
  revision->project_fields = static_cast<int64_t>(out_.entries.size());
  out_.entries.push_back(fields);
  if (IsAbsent(input)) return {};
  in_input_ = true;
  if (!input.is(Type::kObject)) return Wrong(ErrorCode::kInvalidChanges, "is not an object");
  Entry input_fields;
  if (Status status = ReadEntry(input, &input_fields); !status.ok()) return status;
  revision->project_input = static_cast<int64_t>(out_.entries.size());
  out_.entries.push_back(input_fields);
  return {};
}

std::string_view ChangesetReader::Key(const json::Value& key) {
  const std::string_view content = json::Content(key.raw());
  if (!key.MayHaveEscapes() || !json::HasEscape(content)) return content;
  return json::Content(out_.arena.Keep(json::Quoted(json::Unescape(content))));
}

std::string ChangesetReader::Where() const {
  return "data.revisions[" + std::to_string(revision_) + "]";
}

Status ChangesetReader::Wrong(ErrorCode code, const std::string& what) const {
  std::string message = Where() + ".changes." + std::string(store_);
  if (in_input_) message += ".$input";
  return {code, message + " " + what};
}

}  // namespace gantt
