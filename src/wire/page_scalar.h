// What a field says, in a form that can be compared, as filters and sorters of a part do.
#ifndef GANTT_WIRE_PAGE_SCALAR_H_
#define GANTT_WIRE_PAGE_SCALAR_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/text_arena.h"

namespace gantt {

// A date as it is written, in milliseconds from 1970-01-01T00:00, and where it says how far its
// zone is from UTC, when that is.
struct WrittenDate {
  int64_t written = 0;
  std::optional<int64_t> instant = {};

  // `text`: `2027-03-01`, `2027-03-01T08:00`, with seconds, with a fraction, with `Z` or an offset.
  static std::optional<WrittenDate> Of(std::string_view text);
  // Less than 0, 0 or more: by instants where both have one, else as they are written.
  int Compare(const WrittenDate& other) const;
};

// Nothing, then truth, numbers, dates, texts. What is no scalar is its JSON text.
struct Scalar {
  enum Kind : uint8_t { kNothing, kTruth, kNumber, kDate, kText } kind = kNothing;
  double number = 0;           // Of a text: NaN, or that which it is.
  std::string_view text = {};  // As it is written; of a string, what it means.
  WrittenDate date = {};

  // Of the JSON text of a value, which the result may view, as it may view `arena`. `has_case`:
  // false: small and capital letters are one.
  static Scalar Of(std::string_view raw, bool has_case, TextArena* arena);
  // Less than 0, 0 or more. One order of all scalars.
  int Compare(const Scalar& other) const;
  // What a filter takes for the same, less or more: a number and a text that is one are compared as
  // numbers; what cannot be compared has none.
  std::optional<int> CompareAlike(const Scalar& other) const;
};

}  // namespace gantt

#endif  // GANTT_WIRE_PAGE_SCALAR_H_
