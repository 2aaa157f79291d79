// Where the value of a field goes when a record is written.
#ifndef GANTT_MODEL_FIELD_RULES_H_
#define GANTT_MODEL_FIELD_RULES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/field.h"
#include "model/record.h"
#include "model/store.h"

namespace gantt {

// What WriteField() does with the kinds that have rules.
size_t WriteSpecialField(const Store& store, const Field& field, Record* record);

// Fields: into the text. Indexes of tasks: into Record::index. Content of versions: beside the
// fields. Keys that begin with `$`, and `children` in a tree: nowhere.
// Answers the place in the text, or kNowhere.
inline constexpr size_t kNowhere = ~size_t{0};
inline size_t WriteField(const Store& store, const Field& field, Record* record) {
  const bool is_plain = field.kind == FieldKind::kOther || field.kind == FieldKind::kName;
  return is_plain ? record->fields.Set(field.key, field.value)
                  : WriteSpecialField(store, field, record);
}

// The number in a JSON text, or NaN if it is something else.
double IndexValue(std::string_view value);
// The other way round; empty for NaN.
std::string IndexText(double index);

}  // namespace gantt

#endif  // GANTT_MODEL_FIELD_RULES_H_
