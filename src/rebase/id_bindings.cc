#include "rebase/id_bindings.h"

namespace gantt {

void IdBindings::Bind(std::string_view store, PhantomId phantom, std::string_view raw_id) {
  bindings_.push_back({store, phantom, raw_id});
  if (bindings_.size() <= kFew) return;
  // From here on they are looked up; the first of the many brings the few along.
  for (size_t i = by_store_.empty() ? 0 : bindings_.size() - 1; i < bindings_.size(); ++i) {
    const Binding& binding = bindings_[i];
    by_store_.Insert(NameInStore(binding.store, binding.phantom.key), binding.raw_id);
    by_name_[binding.phantom.key] = binding.raw_id;
  }
}

std::string_view IdBindings::Find(std::string_view store, PhantomId phantom) const {
  if (bindings_.size() > kFew) {
    const std::string_view* const bound = by_store_.Find(NameInStore(store, phantom.key));
    if (bound != nullptr) return *bound;
  } else {
    for (const Binding& binding : bindings_) {
      if (binding.phantom.key == phantom.key && binding.store == store) return binding.raw_id;
    }
  }
  return known_.Find(store, author_, phantom);
}

std::string_view IdBindings::FindAnywhere(PhantomId phantom) const {
  if (bindings_.size() > kFew) {
    const std::string_view* const bound = by_name_.Find(phantom.key);
    if (bound != nullptr) return *bound;
  } else {
    for (size_t i = bindings_.size(); i-- > 0;) {
      if (bindings_[i].phantom.key == phantom.key) return bindings_[i].raw_id;
    }
  }
  return known_.FindAnywhere(author_, phantom);
}

void IdBindings::Commit(PhantomIdMap* phantoms) const {
  for (const Binding& binding : bindings_) {
    phantoms->Add(binding.store, author_, binding.phantom, binding.raw_id);
  }
}

}  // namespace gantt
