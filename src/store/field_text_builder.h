// Builds the fields of a record that arrive together, as in a data file: with the same result as
// FieldText::Set() for each, but in one block of memory of the exact size.
#ifndef GANTT_STORE_FIELD_TEXT_BUILDER_H_
#define GANTT_STORE_FIELD_TEXT_BUILDER_H_

#include <string_view>
#include <vector>

#include "store/field_text.h"
#include "store/key_mask.h"

namespace gantt {

class FieldTextBuilder {
 public:
  // Like FieldText::Set(). Views must be valid until Build().
  void Set(std::string_view key, std::string_view value);
  // Builds into an object without fields, and resets the builder.
  void Build(FieldText* fields);

 private:
  std::vector<FieldText::Pair> pairs_;
  KeyMask mask_;
};

}  // namespace gantt

#endif  // GANTT_STORE_FIELD_TEXT_BUILDER_H_
