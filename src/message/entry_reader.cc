// The part of ChangesetReader that reads the records of a list.
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/status.h"
#include "base/vector_index.h"
#include "json/reader.h"
#include "json/text.h"
#include "message/changeset.h"
#include "message/changeset_reader.h"
#include "message/wording.h"
#include "store/field.h"
#include "store/field_text.h"
#include "store/ids.h"
#include "store/key_mask.h"

namespace gantt {
namespace {

using json::Type;

constexpr size_t kFewFields = 64;

// Clients that load lazily send `true`, `null` or `[]` as `children`; records in it are an error,
// because they must be separate entries.
bool HoldsRecords(const json::Value& children) {
  return children.is(Type::kArray) && json::Elements(children).more();
}

// A nested update of kPayload: {"id":…,"baseRevision":…,"changes":{…}} and nothing else.
bool IsNested(const json::Value& object) {
  bool seen[3] = {};
  for (json::Members m(object); m.more(); m.Next()) {
    const std::string_view key = json::Content(m.key().raw());
    const size_t which = key == "id" ? 0 : key == "baseRevision" ? 1 : key == "changes" ? 2 : 3;
    if (which == 3 || std::exchange(seen[which], true)) return false;
    if (which == 2 && !m.value().is(Type::kObject)) return false;
  }
  return seen[2];
}

}  // namespace

Status ChangesetReader::ReadEntry(const json::Value& object, Entry* entry) {
  const auto wrong = [this](ErrorCode code, const std::string& what) {
    return Wrong(code, std::string(ListName(list_)) + "[" + std::to_string(index_) + "] " + what);
  };
  if (!object.is(Type::kObject)) return wrong(ErrorCode::kInvalidChanges, "is not an object");
  entry->raw = object.raw();
  entry->may_nest = false;
  entry->first_field = static_cast<uint32_t>(out_.fields.size());
  Status status;
  if (shape_ == Shape::kPayload && list_ == kUpdated && IsNested(object)) {
    entry->rewritten = true;
    Field id{.key = "id", .value = {}, .token = object.Member("id")};
    if (id.token.exists()) {
      id.value = id.token.raw();
      id.hash = FieldText::Hash(id.key);
      id.kind = FieldKind::kId;
      entry->kinds |= 1U << static_cast<unsigned>(id.kind);
      status = ReadSpecialField(&id, entry);
      out_.fields.push_back(id);
    }
    if (status.ok()) status = ReadBase(object.Member("baseRevision"), entry);
    if (status.ok()) status = ReadFields(object.Member("changes"), entry);
  } else {
    status = ReadFields(object, entry);
  }
  if (!status.ok()) return wrong(status.code(), status.message());
  entry->field_count = static_cast<uint32_t>(out_.fields.size()) - entry->first_field;
  out_.may_nest |= entry->may_nest;
  if (!says_input() && list_ == kAdded) NameByPhantom(entry);
  if (list_ == kAdded && !entry->id.exists()) out_.LeaveRoomForId(entry);
  return {};
}

Status ChangesetReader::ReadFields(const json::Value& object, Entry* entry) {
  KeyMask keys;
  // With more keys, the mask would suspect most of them.
  VectorIndex<Occurrence::kFirst, kFewFields> by_key;
  const auto key_of = [](const Field& field) { return field.key; };
  for (size_t i = entry->first_field; i < out_.fields.size(); ++i) keys.Add(out_.fields[i].hash);
  size_t index = out_.fields.size();
  for (json::Members m(object); m.more(); m.Next(), ++index) {
    Field& field = out_.fields.emplace_back();
    field.key = Key(m.key());
    if (has_own_names_ && TakeUsualKey(&field)) entry->rewritten = true;
    field.token = m.value();
    field.value = field.token.raw();
    if (shape_ == Shape::kData && list_ == kUpdated && TakeNewValue(&field))
      entry->rewritten = true;
    if (field.key.size() > FieldText::kMaxKeySize) {
      return {ErrorCode::kInvalidChanges, "has a field name longer than 1,024 bytes"};
    }
    field.hash = FieldText::Hash(field.key);
    if (index - entry->first_field == out_.limits.fields) {
      return {ErrorCode::kInvalidChanges,
              "has more than " + std::to_string(out_.limits.fields) + " fields"};
    }
    const auto fields = [&] { return std::span(out_.fields).subspan(entry->first_field); };
    if (keys.Add(field.hash)) {
      const auto before = fields().first(fields().size() - 1);
      if (by_key.Find(before, field.key, key_of) != nullptr)
        return {ErrorCode::kDuplicateKey, "has the field " + std::string(field.key) + " twice"};
    }
    if (index - entry->first_field >= kFewFields) by_key.Add(fields(), key_of);
    field.kind = KindOfKey(field.key);
    entry->may_nest |= field.may_be_nested();
    entry->kinds |= 1U << static_cast<unsigned>(field.kind);
    if (!IsPlain(field.kind)) {
      if (Status status = ReadSpecialField(&field, entry); !status.ok()) {
        return {status.code(), "has " + status.message()};
      }
    } else if (shape_ == Shape::kPayload && field.key == "baseRevision") {
      if (Status status = ReadBase(field.token, entry); !status.ok()) return status;
      field.visibility = Visibility::kDropped;
      entry->rewritten = true;
    }
  }
  return {};
}

// The change object of a Bryntum store: {"value":…,"oldValue":…}, without members that are
// `undefined`.
bool ChangesetReader::TakeNewValue(Field* field) const {
  if (!field->token.is(Type::kObject)) return false;
  json::Value now;
  bool is_one = false;
  for (json::Members m(field->token); m.more(); m.Next()) {
    const std::string_view key = json::Content(m.key().raw());
    if (key != "value" && key != "oldValue") return false;
    if (key == "value") now = m.value();
    is_one = true;
  }
  if (!is_one) return false;
  field->token = now;
  field->value = now.exists() ? now.raw() : "null";
  return true;
}

bool ChangesetReader::TakeUsualKey(Field* field) const {
  const auto is = [field](std::string_view own) { return !own.empty() && field->key == own; };
  const std::string_view usual = is(id_field_)               ? "id"
                                 : is(phantom_field_)        ? "$PhantomId"
                                 : is(phantom_parent_field_) ? "$PhantomParentId"
                                                             : field->key;
  return std::exchange(field->key, usual) != usual;
}

// Clients of these shapes may send an invented id for a new record.
void ChangesetReader::NameByPhantom(Entry* entry) {
  if (entry->phantom.exists || !entry->id.exists() || !IsGenerated(entry->id.raw)) return;
  Field* id = out_.FindField(*entry, FieldKind::kId);
  id->key = "$PhantomId";
  id->hash = FieldText::Hash(id->key);
  id->kind = FieldKind::kPhantomId;
  entry->kinds &= ~(1U << static_cast<unsigned>(FieldKind::kId));
  entry->kinds |= 1U << static_cast<unsigned>(FieldKind::kPhantomId);
  entry->phantom = {entry->id.key, true};
  entry->id = {};
  entry->rewritten = true;
}

// The revision of this record that the author had seen.
Status ChangesetReader::ReadBase(const json::Value& value, Entry* entry) {
  if (IsAbsent(value)) return {};
  uint64_t base = 0;
  const std::string_view raw = value.raw();
  const auto result = std::from_chars(raw.data(), raw.data() + raw.size(), base);
  if (result.ec != std::errc() || result.ptr != raw.data() + raw.size()) {
    return {ErrorCode::kInvalidChanges, "has a baseRevision that is not the number of a revision"};
  }
  entry->base = base;
  return {};
}

Status ChangesetReader::ReadSpecialField(Field* field, Entry* entry) {
  const bool names_record = field->kind == FieldKind::kId || field->kind == FieldKind::kPhantomId;
  const bool names_parent = field->kind == FieldKind::kPhantomParentId ||
                            (field->kind == FieldKind::kParentId && is_tree_);
  if (names_record || names_parent) {
    if (field->token.is(Type::kNull) || (!field->token.exists() && !names_record)) {
      // An id of null counts as absent; a parent of null is the root.
      if (field->kind == FieldKind::kParentId) return {};
      field->visibility = Visibility::kDropped;
      entry->rewritten = true;
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
  if (field->kind == FieldKind::kChildren && is_tree_ && HoldsRecords(field->token)) {
    return {ErrorCode::kInvalidChanges, "records in children: send them with parentId instead"};
  }
  return {};
}

}  // namespace gantt
