// Where the value of a field is stored.
#ifndef GANTT_STORE_FIELD_RULES_H_
#define GANTT_STORE_FIELD_RULES_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "store/field.h"
#include "store/record.h"
#include "store/store.h"

namespace gantt {

// Writes fields that are not stored in the text: indexes of tasks into Record::index, content of
// versions beside the fields; keys that begin with `$`, and `children` in a tree, nowhere. False:
// the field belongs into the text.
bool WriteBeside(const Store& store, const Field& field, Record* record);

// Writes any field. Returns the position in the text, or kNowhere.
inline constexpr size_t kNowhere = ~size_t{0};
inline size_t WriteField(const Store& store, const Field& field, Record* record) {
  if (!IsPlain(field.kind) && WriteBeside(store, field, record)) return kNowhere;
  return record->fields.Set(field.key, field.value);
}

// The number in a JSON text, or NaN if it is something else.
double IndexValue(std::string_view value);
// The JSON text of a number; empty for NaN.
std::string IndexText(double index);

}  // namespace gantt

#endif  // GANTT_STORE_FIELD_RULES_H_
