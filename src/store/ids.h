// Two names of records, as distinct types: a RecordId identifies a record in the project; a
// PhantomId is the name that a client used before the record had a RecordId.
//
// Ids are compared by their text: 1, 1.0 and "1" are one id. The original JSON text of an id (`1`,
// `"1"`, `"\u0031"`) is stored with it, because that is what is sent.
#ifndef GANTT_STORE_IDS_H_
#define GANTT_STORE_IDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/flat_map.h"
#include "base/text_arena.h"
#include "json/reader.h"

namespace gantt {

// Longer ids are refused (kInvalidId), because ids are stored in maps that outlive their records.
inline constexpr size_t kMaxIdSize = 1024;

// Views, valid as long as the message, record or arena that they point into.
struct RecordId {
  // For comparison: the unescaped content of a string, or a number as JavaScript writes it.
  std::string_view key;
  std::string_view raw;  // JSON text.
  bool exists() const { return !raw.empty(); }
};

struct PhantomId {
  std::string_view key;
  bool exists = false;
};

// A record by its store and its RecordId::key, for tables.
struct RecordName {
  std::string_view store;
  std::string_view key;
  bool operator==(const RecordName&) const = default;
};
inline uint32_t FlatHash(const RecordName& name) {
  return FlatHash(name.key) + 31 * FlatHash(name.store);
}

// The id in a value, or a non-existent one if the value is no string or number, or too long. If
// necessary, an unescaped copy is stored in the arena.
RecordId ReadId(const json::Value& value, TextArena* arena);
RecordId ReadId(std::string_view raw, TextArena* arena);

inline constexpr std::string_view kGeneratedPrefix = "_generated";
// Is a JSON text a string that begins with `_generated`, in any escaping?
bool IsGenerated(std::string_view raw);

// A key for a map of names by store; it is unique, because no store name has an unescaped '\0'.
std::string NameInStore(std::string_view store, std::string_view name);

}  // namespace gantt

#endif  // GANTT_STORE_IDS_H_
