// Makes the fields of a record that come all at once, as in a data file: what FieldText::Set()
// would make of them, one after the other, but in one piece of memory of the exact size.
#ifndef GANTT_STORE_FIELD_TEXT_BUILDER_H_
#define GANTT_STORE_FIELD_TEXT_BUILDER_H_

#include <string_view>
#include <vector>

#include "store/field_text.h"
#include "store/key_mask.h"

namespace gantt {

class FieldTextBuilder {
 public:
  // As FieldText::Set(). What is viewed must live until Build().
  void Set(std::string_view key, std::string_view value);
  // Into an object that has no fields yet. After it the builder is as new.
  void Build(FieldText* fields);

 private:
  std::vector<FieldText::Pair> pairs_;
  KeyMask mask_;
};

}  // namespace gantt

#endif  // GANTT_STORE_FIELD_TEXT_BUILDER_H_
