#include "state/project_state.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "base/limits.h"
#include "base/message_end.h"
#include "store/store.h"
#include "store/store_kind.h"

namespace gantt {
namespace {

std::string_view NameOf(const std::unique_ptr<const Store>& store) { return store->name; }

}  // namespace

ProjectState::ProjectState(const Limits& limits, uint64_t base_revision)
    : phantoms(limits),
      log(limits, base_revision),
      removed(limits.log_bytes),
      lists(limits.list_bytes),
      limits_(limits) {
  for (const StoreKind& kind : kStoreKinds) {
    if (kind.is_in_every_dataset) AddStore(kind.name);
  }
}

const Store* ProjectState::FindStore(std::string_view name) const {
  const auto* const found = by_name_.Find(stores_, name, NameOf);
  return found == nullptr ? nullptr : found->get();
}

Store* ProjectState::AddStore(std::string_view name) {
  auto made = std::make_unique<Store>(name, limits_);
  Store* const store = made.get();
  stores_.push_back(std::move(made));
  by_name_.Add(stores_, NameOf);
  return store;
}

void ProjectState::BecomeTree(Store* store) {
  if (store->is_tree()) return;
  store->BecomeTree();
  more_trees_.push_back(store->name);
}

size_t ProjectState::bytes() const {
  size_t bytes = project_fields.size();
  for (const auto& store : stores_) bytes += store->bytes();
  return bytes;
}

size_t ProjectState::memory() const {
  size_t bytes = project_fields.memory() + phantoms.memory() + log.memory() + history.memory() +
                 removed.memory() + lists.bytes();
  for (const auto& store : stores_) bytes += store->memory();
  return bytes;
}

size_t ProjectState::memory_to_be() const {
  size_t bytes = memory();
  for (const auto& store : stores_) bytes += store->unwritten() - store->room();
  return bytes;
}

void ProjectState::Forget(MessageEnd end) {
  phantoms.Forget(end);
  log.Forget(end);
  const uint64_t first = log.compared_from();
  for (const auto& store : stores_) Mutable(store.get())->Forget(end, first);
  history.MayForgetBefore(first);
  removed.ForgetBefore(first);
  lists.Forget(end, first);
}

}  // namespace gantt
