#include "store/field_rules.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

#include "store/field.h"
#include "store/record.h"
#include "store/store.h"

namespace gantt {

double IndexValue(std::string_view value) {
  double number = 0;
  const auto result = std::from_chars(value.data(), value.data() + value.size(), number);
  return result.ec == std::errc() ? number : std::numeric_limits<double>::quiet_NaN();
}

std::string IndexText(double index) {
  if (std::isnan(index)) return {};
  std::array<char, 32> text;
  const auto result = std::to_chars(text.data(), text.data() + text.size(), index);
  return {text.data(), result.ptr};
}

bool WriteBeside(const Store& store, const Field& field, Record* record) {
  switch (field.kind) {
    case FieldKind::kPhantomId:
    case FieldKind::kPhantomParentId:
    case FieldKind::kMeta:
      return true;
    case FieldKind::kChildren:
      return store.is_tree();
    case FieldKind::kParentIndex:
      if (!store.kind.has_indexes) break;
      record->index.parent_index = IndexValue(field.value);
      record->parent->unsorted = true;
      return true;
    case FieldKind::kOrderedParentIndex:
      if (!store.kind.has_indexes) break;
      record->index.ordered_parent_index = IndexValue(field.value);
      record->has_loaded_order = false;
      record->parent->unsorted = true;
      return true;
    case FieldKind::kContent:
      if (!store.kind.has_content) break;
      record->content = std::make_unique<std::string>(field.value);
      return true;
    default:
      break;
  }
  return false;
}

}  // namespace gantt
