// The names of records. Two of them, that the compiler keeps apart: a RecordId is what the project
// knows a record by; a PhantomId is what a client called it before it had one.
//
// Ids compare by their text: 1, 1.0 and "1" are one id. The JSON text in which an id came (`1`,
// `"1"`, `"\u0031"`) is kept beside it, because that is what goes out again.
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

// Longer ids are refused (kInvalidId): they are kept in maps that outlive their records.
inline constexpr size_t kMaxIdSize = 1024;

// Views: they live as long as the message, the record or the arena that they point into.
struct RecordId {
  // Compared: a string's unescaped content, a number as JavaScript writes it.
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

// The id in a value, or one that does not exist if the value is no string and no number, or too
// long. An unescaped copy is kept in the arena where needed.
RecordId ReadId(const json::Value& value, TextArena* arena);
RecordId ReadId(std::string_view raw, TextArena* arena);

inline constexpr std::string_view kGeneratedPrefix = "_generated";
// Is a JSON text a string that begins with `_generated`, however it is escaped?
bool IsGenerated(std::string_view raw);

// A key for a map of names by store: no store name has a '\0' that is not escaped.
std::string NameInStore(std::string_view store, std::string_view name);

}  // namespace gantt

#endif  // GANTT_STORE_IDS_H_
