// One `"key":value` of a record as received, and the rules of protocol.md ("Ids and references")
// for its key.
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

// Fields that determine the order of children.
constexpr bool IsIndex(FieldKind kind) {
  return kind == FieldKind::kParentIndex || kind == FieldKind::kOrderedParentIndex;
}
// Fields that determine the position of a record in its tree.
constexpr bool IsPlace(FieldKind kind) { return kind == FieldKind::kParentId || IsIndex(kind); }
// Begins with `$`: it belongs to the message, not to the record.
constexpr bool IsMeta(FieldKind kind) {
  return kind == FieldKind::kPhantomId || kind == FieldKind::kPhantomParentId ||
         kind == FieldKind::kMeta;
}
// A field of the record, other than its id, its children, and separately stored content.
constexpr bool IsValue(FieldKind kind) {
  return kind != FieldKind::kId && !IsMeta(kind) && kind != FieldKind::kChildren &&
         kind != FieldKind::kContent;
}
// No rule concerns it.
constexpr bool IsPlain(FieldKind kind) {
  return kind == FieldKind::kOther || kind == FieldKind::kName;
}

// How a field of a change is handled.
enum class Visibility : uint8_t {
  kShown,       // Stored and passed on.
  kStoredOnly,  // Stored, and sent only on request: the content of a version.
  kDropped,     // Neither.
};

struct Field {
  std::string_view key;    // Content of the JSON string, with only necessary escapes.
  std::string_view value;  // JSON text.
  json::Value token;       // Position of `value` in the message; cleared when it is rewritten.
  uint16_t hash = 0;       // FieldText::Hash(key).
  FieldKind kind = FieldKind::kOther;
  Visibility visibility = Visibility::kShown;

  bool is_shown() const { return visibility == Visibility::kShown; }
  // Is it an object, an array, or null, which may stand for a list?
  bool may_be_nested() const {
    const char first = value.empty() ? 'n' : value.front();
    return first == '{' || first == '[' || (first == 'n' && kind == FieldKind::kOther);
  }
};

}  // namespace gantt

#endif  // GANTT_STORE_FIELD_H_
