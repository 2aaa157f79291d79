#include "store/field_text_builder.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "store/field_text.h"

namespace gantt {
namespace {

// With more fields, FieldText finds repeated keys by its index.
constexpr size_t kFewFields = 64;

}  // namespace

void FieldTextBuilder::Set(std::string_view key, std::string_view value) {
  if (pairs_.size() < kFewFields && mask_.Add(FieldText::Hash(key))) {
    const auto before = std::find_if(pairs_.begin(), pairs_.end(),
                                     [key](const auto& pair) { return pair.key == key; });
    if (before != pairs_.end()) {
      before->value = value;
      return;
    }
  }
  pairs_.push_back({key, value});
}

void FieldTextBuilder::Build(FieldText* fields) {
  if (pairs_.size() <= kFewFields) {
    fields->Assign(pairs_);
  } else {
    for (const FieldText::Pair& pair : pairs_) fields->Set(pair.key, pair.value);
    fields->ShrinkToFit();
  }
  pairs_.clear();
  mask_ = {};
}

}  // namespace gantt
