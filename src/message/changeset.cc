#include "message/changeset.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>

#include "json/text.h"
#include "store/field_text.h"

namespace gantt {

void Changeset::Clear() {
  // One huge message must not hold its memory for ever.
  constexpr size_t kKeepFields = 16384;
  if (fields.capacity() > kKeepFields || entries.capacity() > kKeepFields) {
    fields = {};
    entries = {};
  }
  project = {};
  force = false;
  local_id = {};
  revisions.clear();
  stores.clear();
  entries.clear();
  fields.clear();
  arena.Clear();
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
    if (field[i].kind == kind && !field[i].hidden) return &field[i];
  }
  return nullptr;
}

void Changeset::CopyFields(Entry* entry) {
  const size_t first = std::exchange(entry->first_field, static_cast<uint32_t>(fields.size()));
  fields.resize(fields.size() + entry->field_count);
  std::copy_n(fields.data() + first, entry->field_count, FieldsOf(*entry));
}

void Changeset::SetField(Entry* entry, FieldKind kind, std::string_view key,
                         std::string_view value) {
  entry->rewritten = true;
  if (Field* field = FindField(*entry, kind)) {
    field->value = value;
    field->token = {};
    return;
  }
  // The fields of an entry are a range: to append, it moves to the end unless it is there already.
  if (entry->first_field + entry->field_count != fields.size()) CopyFields(entry);
  fields.push_back(
      {.key = key, .value = value, .token = {}, .hash = FieldText::Hash(key), .kind = kind});
  ++entry->field_count;
  entry->kinds |= 1U << static_cast<unsigned>(kind);
}

void Changeset::HideField(Entry* entry, FieldKind kind) {
  if (Field* field = FindField(*entry, kind)) {
    field->hidden = true;
    entry->rewritten = true;
  }
}

namespace {

// What String(number) is in JavaScript, because that is how clients compare: 12.0 and 1.2e1 are 12.
// Fractions and exponents of 21 and more are no ids of anybody; for them, equal numbers are enough.
std::string_view NumberKey(std::string_view raw, TextArena* arena) {
  constexpr size_t kExactDigits = 15;
  bool is_plain = raw.size() <= kExactDigits && raw != "-0";
  for (size_t i = raw[0] == '-' ? 1 : 0; is_plain && i < raw.size(); ++i) {
    is_plain = raw[i] >= '0' && raw[i] <= '9';
  }
  if (is_plain) return raw;
  double number = 0;
  std::from_chars(raw.data(), raw.data() + raw.size(), number);
  if (number == 0) return "0";
  const bool is_integer = std::trunc(number) == number && std::abs(number) < 1e21;
  std::array<char, 64> text;
  char* const begin = text.data();
  const auto end = is_integer
                       ? std::to_chars(begin, begin + text.size(), number, std::chars_format::fixed)
                       : std::to_chars(begin, begin + text.size(), number);
  return arena->Keep({begin, end.ptr});
}

}  // namespace

RecordId ReadId(std::string_view raw, TextArena* arena) {
  if (raw.size() > kMaxIdSize + 2) return {};
  if (raw.front() != '"') return {NumberKey(raw, arena), raw};
  const std::string_view content = json::Content(raw);
  if (!json::HasEscape(content)) return {content, raw};
  return {arena->Keep(json::Unescape(content)), raw};
}

RecordId ReadId(const json::Value& value, TextArena* arena) {
  const bool is_string = value.is(json::Type::kString);
  if (!is_string && !value.is(json::Type::kNumber)) return {};
  const std::string_view raw = value.raw();
  if (!is_string || value.MayHaveEscapes()) return ReadId(raw, arena);
  return raw.size() > kMaxIdSize + 2 ? RecordId() : RecordId{json::Content(raw), raw};
}

std::string_view ParentKeyOf(const Field* parent, TextArena* arena) {
  if (parent == nullptr || parent->value == "null") return {};
  return ReadId(parent->value, arena).key;
}

}  // namespace gantt
