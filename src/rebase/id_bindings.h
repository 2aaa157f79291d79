// The meanings of the phantom ids of one message: those of new records, and those that the project
// already knows.
#ifndef GANTT_REBASE_ID_BINDINGS_H_
#define GANTT_REBASE_ID_BINDINGS_H_

#include <cstddef>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "base/vector_index.h"
#include "state/phantom_id_map.h"
#include "store/ids.h"

namespace gantt {

class IdBindings {
 public:
  // Segments of tasks have names and ids like the records of a store.
  static constexpr std::string_view kSegmentStore = "segments";

  IdBindings(const PhantomIdMap& known, std::string_view author,
             std::pmr::memory_resource* memory = std::pmr::get_default_resource())
      : known_(known), author_(author), bindings_(memory) {}

  // Reserves memory for at most so many bindings.
  void Expect(size_t count) { bindings_.reserve(bindings_.size() + count); }
  // Binds an unknown name to that id. All views must outlive this object.
  void Bind(std::string_view store, PhantomId phantom, std::string_view raw_id);
  // JSON text of the id of the name in that store, or in any (then its latest one); empty: none.
  std::string_view Find(std::string_view store, PhantomId phantom) const;
  std::string_view FindAnywhere(PhantomId phantom) const;
  // True: no name has a meaning.
  bool empty() const { return bindings_.empty() && known_.size() == 0; }

  // visit(store, phantom, raw id) for each bound name, in order.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (const Binding& binding : bindings_) visit(binding.store, binding.phantom, binding.raw_id);
  }
  void Commit(PhantomIdMap* phantoms) const;

 private:
  struct Binding {
    std::string_view store;
    PhantomId phantom;
    std::string_view raw_id;
  };

  static RecordName NameInStoreOf(const Binding& binding) {
    return {binding.store, binding.phantom.key};
  }
  static std::string_view NameOf(const Binding& binding) { return binding.phantom.key; }

  const PhantomIdMap& known_;
  const std::string_view author_;
  std::pmr::vector<Binding> bindings_;
  VectorIndex<Occurrence::kFirst> by_store_;
  VectorIndex<Occurrence::kLast> by_name_;
};

}  // namespace gantt

#endif  // GANTT_REBASE_ID_BINDINGS_H_
