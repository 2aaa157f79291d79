// The names of records. Two of them, that the compiler keeps apart: a RecordId is what the project
// knows a record by; a PhantomId is what a client called it before it had one.
//
// Ids compare by their text: 1, 1.0 and "1" are one id. The JSON text in which an id came (`1`,
// `"1"`,
// `"\u0031"`) is kept beside it, because that is what goes out again.
#ifndef GANTT_STORE_IDS_H_
#define GANTT_STORE_IDS_H_

#include <cstddef>
#include <string_view>

namespace gantt {

// Longer ids are refused (kInvalidId): they are kept in maps that outlive their records.
inline constexpr size_t kMaxIdSize = 1024;

// Views: they live as long as the message, the record or the arena that they point into.
struct RecordId {
  std::string_view
      key;  // Compared: a string's unescaped content, a number as JavaScript writes it.
  std::string_view raw;  // JSON text.
  bool exists() const { return !raw.empty(); }
};

struct PhantomId {
  std::string_view key;
  bool exists = false;
};

}  // namespace gantt

#endif  // GANTT_STORE_IDS_H_
