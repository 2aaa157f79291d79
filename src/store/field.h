// One `"key":value` of a record as it came, and what the rules of protocol.md ("Ids and
// references") say about its key.
#ifndef GANTT_STORE_FIELD_H_
#define GANTT_STORE_FIELD_H_

#include <cstdint>
#include <string_view>

#include "json/reader.h"

namespace gantt {

enum class FieldKind : uint8_t {
  kOther,
  kId,
  kParentId,
  kParentIndex,
  kOrderedParentIndex,
  kPhantomId,        // $PhantomId
  kPhantomParentId,  // $PhantomParentId
  kMeta,             // any other key that begins with $: passed on, never stored
  kTaskRef,          // event, eventId, task, taskId, from, to, fromEvent, toEvent, …
  kResourceRef,
  kCalendarRef,
  kVersionRef,
  kName,
  kSegments,
  kChildren,
  kContent,
};

FieldKind KindOfKey(std::string_view key);

// Of which order children have.
constexpr bool IsIndex(FieldKind kind) {
  return kind == FieldKind::kParentIndex || kind == FieldKind::kOrderedParentIndex;
}
// Of where a record is in its tree.
constexpr bool IsPlace(FieldKind kind) { return kind == FieldKind::kParentId || IsIndex(kind); }
// Begins with `$`: it is about the message, and no record has it.
constexpr bool IsMeta(FieldKind kind) {
  return kind == FieldKind::kPhantomId || kind == FieldKind::kPhantomParentId ||
         kind == FieldKind::kMeta;
}
// Something that a record says, beside which it is, what is below it, and what is kept apart.
constexpr bool IsValue(FieldKind kind) {
  return kind != FieldKind::kId && !IsMeta(kind) && kind != FieldKind::kChildren &&
         kind != FieldKind::kContent;
}
// No rule is about it.
constexpr bool IsPlain(FieldKind kind) {
  return kind == FieldKind::kOther || kind == FieldKind::kName;
}

// What becomes of a field of a change.
enum class Visibility : uint8_t {
  kShown,       // Stored and passed on.
  kStoredOnly,  // Stored, and sent only to who asks for it: the content of a version.
  kDropped,     // Neither.
};

struct Field {
  std::string_view key;    // Content of the JSON string, escaped at most where JSON demands it.
  std::string_view value;  // JSON text.
  json::Value token;       // Where `value` stands in the message; gone once it was rewritten.
  uint16_t hash = 0;       // FieldText::Hash(key).
  FieldKind kind = FieldKind::kOther;
  Visibility visibility = Visibility::kShown;

  bool is_shown() const { return visibility == Visibility::kShown; }
  // Is it an object or an array, or null, which may stand for a list?
  bool may_be_nested() const {
    const char first = value.empty() ? 'n' : value.front();
    return first == '{' || first == '[' || (first == 'n' && kind == FieldKind::kOther);
  }
};

}  // namespace gantt

#endif  // GANTT_STORE_FIELD_H_
