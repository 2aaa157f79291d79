// A set of field names: `field` in any store, or `store.field`.
#ifndef GANTT_STORE_FIELD_NAMES_H_
#define GANTT_STORE_FIELD_NAMES_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gantt {

class FieldNames {
 public:
  FieldNames() = default;
  explicit FieldNames(std::vector<std::string> names) : names_(std::move(names)) {}

  bool Has(std::string_view store, std::string_view field) const {
    return std::any_of(names_.begin(), names_.end(), [&](std::string_view name) {
      if (name == field) return true;
      return name.size() == store.size() + 1 + field.size() && name.starts_with(store) &&
             name[store.size()] == '.' && name.ends_with(field);
    });
  }

 private:
  std::vector<std::string> names_;
};

}  // namespace gantt

#endif  // GANTT_STORE_FIELD_NAMES_H_
