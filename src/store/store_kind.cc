#include "store/store_kind.h"

#include <string_view>

namespace gantt {

bool IsNestedListKey(std::string_view key) {
  for (const StoreKind& kind : kStoreKinds) {
    for (const std::string_view list : kind.lists) {
      if (!list.empty() && list == key) return true;
    }
  }
  return false;
}

}  // namespace gantt
