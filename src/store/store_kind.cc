#include "store/store_kind.h"

namespace gantt {

const StoreKind& KindOfStore(std::string_view name) {
  static constexpr StoreKind kPlain{};
  for (const StoreKind& kind : kStoreKinds) {
    if (kind.name == name) return kind;
  }
  return kPlain;
}

}  // namespace gantt
