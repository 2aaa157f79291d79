#include "model/id_bindings.h"

namespace gantt {

std::string NameInStore(std::string_view store, std::string_view name) {
  std::string key;
  key.reserve(store.size() + name.size() + 1);
  key.append(store).push_back('\0');
  return key.append(name);
}

void IdBindings::Bind(std::string_view store, PhantomId phantom, std::string_view raw_id) {
  bindings_.push_back({store, phantom, raw_id});
  by_store_.emplace(NameInStore(store, phantom.key), raw_id);
  by_name_.emplace(phantom.key, raw_id);
}

std::string_view IdBindings::Find(std::string_view store, PhantomId phantom) const {
  if (!bindings_.empty()) {
    const auto bound = by_store_.find(NameInStore(store, phantom.key));
    if (bound != by_store_.end()) return bound->second;
  }
  return state_.phantoms.Find(store, author_, phantom);
}

std::string_view IdBindings::FindAnywhere(PhantomId phantom) const {
  const auto bound = by_name_.find(phantom.key);
  if (bound != by_name_.end()) return bound->second;
  for (const auto& store : state_.stores()) {
    const std::string_view known = state_.phantoms.Find(store->name, author_, phantom);
    if (!known.empty()) return known;
  }
  return state_.phantoms.Find(kSegmentStore, author_, phantom);
}

void IdBindings::Commit(PhantomIdMap* phantoms) const {
  for (const Binding& binding : bindings_) {
    phantoms->Add(binding.store, author_, binding.phantom, binding.raw_id);
  }
}

}  // namespace gantt
