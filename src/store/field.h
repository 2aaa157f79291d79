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

struct Field {
  std::string_view key;    // Content of the JSON string, escaped at most where JSON demands it.
  std::string_view value;  // JSON text.
  json::Value token;       // Where `value` stands in the message; gone once it was rewritten.
  uint16_t hash = 0;       // FieldText::Hash(key).
  FieldKind kind = FieldKind::kOther;
  bool hidden = false;  // Neither stored nor passed on.
};

}  // namespace gantt

#endif  // GANTT_STORE_FIELD_H_
