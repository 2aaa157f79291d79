#include "message/changeset.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/message_end.h"
#include "store/field.h"
#include "store/field_text.h"
#include "store/ids.h"

namespace gantt {

MessageEnd Changeset::End() {
  // One huge message must not keep its memory forever.
  const size_t most = limits.changeset_fields;
  if (fields.capacity() > most || entries.capacity() > most) {
    fields = std::vector<Field>();  // `= {}` would keep it.
    entries = std::vector<Entry>();
  }
  project = {};
  force = false;
  fence.reset();
  local_id = {};
  request_id = {};
  told.reset();
  own_name = {};
  was_renamed = was_rehung = may_nest = false;
  revisions.clear();
  stores.clear();
  entries.clear();
  fields.clear();
  arena.Clear();
  bytes_brought_back = 0;
  is_ended_ = true;
  return {};
}

namespace {

// However often it is called, an item moves only a few times.
template <typename Item>
void MakeRoom(size_t more, std::vector<Item>* list) {
  const size_t capacity = list->capacity();
  if (capacity - list->size() < more)
    list->reserve(std::max(list->size() + more, capacity + capacity / 2));
}

}  // namespace

void Changeset::Expect(size_t more_entries, size_t more_fields) {
  MakeRoom(more_entries, &entries);
  MakeRoom(more_fields, &fields);
}

bool Changeset::Adds(const RevisionChange& revision) const {
  for (uint32_t i = revision.stores.begin; i < revision.stores.end; ++i) {
    if (stores[i].change[kAdded].size() > 0) return true;
  }
  return false;
}

Field* Changeset::FindField(const Entry& entry, FieldKind kind) {
  if (!entry.Has(kind)) return nullptr;
  Field* const field = FieldsOf(entry);
  for (uint32_t i = 0; i < entry.field_count; ++i) {
    if (field[i].kind == kind && field[i].is_shown()) return &field[i];
  }
  return nullptr;
}

// An id that the client sent as null is also dropped, and reused here.
Field* Changeset::RoomForId(const Entry& entry) {
  if (entry.field_count == 0) return nullptr;
  Field* const last = FieldsOf(entry) + entry.field_count - 1;
  const bool is_room = last->kind == FieldKind::kId && !last->is_shown() && !last->token.exists();
  return is_room ? last : nullptr;
}

void Changeset::CopyFields(Entry* entry) {
  const size_t first = std::exchange(entry->first_field, static_cast<uint32_t>(fields.size()));
  fields.resize(fields.size() + entry->field_count);
  std::copy_n(fields.data() + first, entry->field_count, FieldsOf(*entry));
}

void Changeset::LeaveRoomForId(Entry* entry) {
  fields.push_back({.key = "id",
                    .value = "null",
                    .token = {},
                    .hash = FieldText::Hash("id"),
                    .kind = FieldKind::kId,
                    .visibility = Visibility::kDropped});
  ++entry->field_count;
}

void Changeset::SetField(Entry* entry, FieldKind kind, std::string_view key,
                         std::string_view value) {
  entry->rewritten = true;
  Field* field = FindField(*entry, kind);
  if (field == nullptr && kind == FieldKind::kId) field = RoomForId(*entry);
  if (field != nullptr) {
    field->value = value;
    field->token = {};
    field->visibility = Visibility::kShown;
    entry->kinds |= 1U << static_cast<unsigned>(kind);
    return;
  }
  AddField(entry,
           {.key = key, .value = value, .token = {}, .hash = FieldText::Hash(key), .kind = kind});
}

void Changeset::AddField(Entry* entry, const Field& field) {
  entry->rewritten = true;
  // The fields of an entry are a range: to append, the range moves to the end unless it is already
  // there.
  if (entry->first_field + entry->field_count != fields.size()) CopyFields(entry);
  fields.push_back(field);
  ++entry->field_count;
  entry->may_nest |= field.may_be_nested();
  may_nest |= entry->may_nest;
  entry->kinds |= 1U << static_cast<unsigned>(field.kind);
}

void Changeset::HideField(Entry* entry, FieldKind kind, Visibility visibility) {
  if (Field* field = FindField(*entry, kind)) {
    field->visibility = visibility;
    entry->rewritten = true;
  }
}

std::string_view ParentKeyOf(const Field* parent, TextArena* arena) {
  if (parent == nullptr || parent->value == "null") return {};
  return ReadId(parent->value, arena).key;
}

}  // namespace gantt
