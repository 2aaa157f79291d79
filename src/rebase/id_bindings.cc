#include "rebase/id_bindings.h"

#include <string_view>

#include "store/ids.h"

namespace gantt {

void IdBindings::Bind(std::string_view store, PhantomId phantom, std::string_view raw_id) {
  bindings_.push_back({store, phantom, raw_id});
  by_store_.Add(bindings_, NameInStoreOf);
  by_name_.Add(bindings_, NameOf);
}

std::string_view IdBindings::Find(std::string_view store, PhantomId phantom) const {
  const Binding* const bound =
      by_store_.Find(bindings_, RecordName{store, phantom.key}, NameInStoreOf);
  return bound == nullptr ? known_.Find(store, author_, phantom) : bound->raw_id;
}

std::string_view IdBindings::FindAnywhere(PhantomId phantom) const {
  const Binding* const bound = by_name_.Find(bindings_, phantom.key, NameOf);
  return bound == nullptr ? known_.FindAnywhere(author_, phantom) : bound->raw_id;
}

void IdBindings::Commit(PhantomIdMap* phantoms) const {
  for (const Binding& binding : bindings_) {
    phantoms->Add(binding.store, author_, binding.phantom, binding.raw_id);
  }
}

}  // namespace gantt
