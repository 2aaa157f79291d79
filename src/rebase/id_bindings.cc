#include "rebase/id_bindings.h"

namespace gantt {

void IdBindings::Bind(std::string_view store, PhantomId phantom, std::string_view raw_id) {
  bindings_.push_back({store, phantom, raw_id});
  if (bindings_.size() <= kFew) return;
  // From here on they are looked up; the first of the many brings the few along.
  const auto count = static_cast<uint32_t>(bindings_.size());
  for (uint32_t i = by_store_.size() == 0 ? 0 : count - 1; i < count; ++i) Index(i);
}

void IdBindings::Index(uint32_t i) {
  const Binding& binding = bindings_[i];
  if (FindAmongMany(binding.store, binding.phantom) == nullptr)
    by_store_.Insert(Hash(binding.store, binding.phantom), i);
  if (uint32_t* const last = FindLast(binding.phantom)) {
    *last = i;
  } else {
    by_name_.Insert(FlatHash(binding.phantom.key), i);
  }
}

const IdBindings::Binding* IdBindings::FindAmongMany(std::string_view store,
                                                     PhantomId phantom) const {
  const uint32_t* const found = by_store_.Find(Hash(store, phantom), [&](uint32_t i) {
    return bindings_[i].phantom.key == phantom.key && bindings_[i].store == store;
  });
  return found == nullptr ? nullptr : &bindings_[*found];
}

uint32_t* IdBindings::FindLast(PhantomId phantom) {
  return by_name_.Find(FlatHash(phantom.key),
                       [&](uint32_t i) { return bindings_[i].phantom.key == phantom.key; });
}

std::string_view IdBindings::Find(std::string_view store, PhantomId phantom) const {
  if (bindings_.size() > kFew) {
    if (const Binding* const bound = FindAmongMany(store, phantom)) return bound->raw_id;
  } else {
    for (const Binding& binding : bindings_) {
      if (binding.phantom.key == phantom.key && binding.store == store) return binding.raw_id;
    }
  }
  return known_.Find(store, author_, phantom);
}

std::string_view IdBindings::FindAnywhere(PhantomId phantom) const {
  if (bindings_.size() > kFew) {
    if (const uint32_t* const last = FindLast(phantom)) return bindings_[*last].raw_id;
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
