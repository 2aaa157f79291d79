// Rebases the change of one store onto the head: decides for each entry whether it stays, moves to
// `updated`, is dropped, or is adopted by the server, and reverts impossible moves. See
// docs/protocol.md, "Rebasing". `$input` always follows its change.
//
// Runs after References: every id and reference is real. Changes nothing but the Changeset.
#ifndef GANTT_REBASE_REBASE_H_
#define GANTT_REBASE_REBASE_H_

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "base/flat_map.h"
#include "base/vector_index.h"
#include "message/changeset.h"
#include "rebase/undone_removal.h"
#include "state/removed_fields.h"
#include "store/field.h"
#include "store/store.h"
#include "store/store_kind.h"

namespace gantt {

class StoreRebase {
 public:
  // `store` is null if the project has no such store; `removed` belongs to the project.
  StoreRebase(const Store* store, const RemovedFields& removed, Changeset* changeset,
              StoreChange* change);

  void Run();
  // Entries (indexes of Changeset::entries) of the change that have the fate kAdopt.
  const std::vector<uint32_t>& adopted() const { return adopted_; }
  // Was any edit of the user (`$input`) dropped or reverted?
  bool input_was_cut() const { return input_was_cut_; }
  // The keys of all records that the change removes, including their subtrees.
  std::vector<std::string_view> RemovedSubtrees();

 private:
  struct Addition;
  // A node of the tree after this revision: an existing record, an added one, or none. Walking up
  // follows pointers, because hostile messages cause many walks.
  struct Node {
    const Record* record = nullptr;
    const Addition* addition = nullptr;
    bool exists() const { return record != nullptr || addition != nullptr; }
    const void* identity() const {
      return record != nullptr ? static_cast<const void*>(record) : addition;
    }
  };

  // A task that this revision adds.
  struct Addition {
    uint32_t entry;
    std::string_view key;
    std::string_view parent;  // Empty: the root.
    Node above = {};          // That parent, once it is placed.
    enum State : uint8_t { kUnknown, kWalking, kPlaced, kOut } state = kUnknown;
    bool in_input = false;       // `$input` also adds it.
    bool was_made_root = false;  // It named a parent that the project never had.
    uint32_t brought_back = 0;   // Number of its fields from before its removal.
    int depth = 0;
    Addition* below = nullptr;  // Used by Place(): the one below it in the chain.
  };
  // The result of a parentId in a revision.
  struct Move {
    std::string_view sent;  // Key of the requested parent.
    bool accepted;
    bool followed;                  // `$input` also contains it.
    std::string_view parent_id;     // JSON texts of the current values; empty:
    std::string_view parent_index;  // there is no such index.
    std::string_view ordered_parent_index;
  };

  // The moves of one record, in order.
  struct Moves {
    std::vector<Move> list;
    size_t first = 0;  // The first one that is not in `$input`.
  };

  void HideContent();
  void Add();
  void NoteAddition(uint32_t entry);
  void PlaceAdditions();
  void Place(Addition* addition);
  bool IsRoot(std::string_view parent);
  void MakeRoot(Addition* addition);
  void Update();
  void UpdateEntry(uint32_t i);
  void HideDerivedIndex(Entry* e);
  void CheckMove(Entry* entry, const Field& parent);
  void Remove();
  void Input();
  void Cut(Entry* entry);
  void InputAdded(uint32_t i, uint32_t position);
  void InputRemoved();
  void CompleteInput();
  void CompleteOrder();
  void AddPlaceToInput(std::string_view id, uint32_t i);
  void FollowMove(Entry* entry);
  void Refuse(const Move& move, Entry* entry);

  const Record* Find(std::string_view key) const {
    return store_ == nullptr ? nullptr : store_->Find(key);
  }
  bool IsTombstone(std::string_view key) const;
  Addition* FindAddition(std::string_view key);
  Node NodeOf(std::string_view key);
  static std::string_view KeyOf(Node node);
  // Its current parent, after the accepted moves of this revision so far.
  Node Above(Node node) const;
  bool CanHold(Node parent, Node child);
  Move TakenBack(std::string_view key);
  const Entry* AddedTwin(const Entry& entry, uint32_t position);
  // After all moves: is it or an ancestor removed?
  bool IsRemovedByChange(Node node);
  Entry& entry(uint32_t i) { return changeset_.entries[i]; }

  const Store* const store_;
  Changeset& changeset_;
  StoreChange& change_;
  const StoreKind& kind_;
  const bool is_tree_;
  UndoneRemoval undone_;
  std::pmr::vector<Addition> additions_;  // One for each id, at a stable address.
  VectorIndex<> addition_by_key_;
  FlatMap<const void*, Node> moved_;          // Accepted: identity → parent.
  std::vector<Node> moved_nodes_;             // Those, in order.
  std::vector<const void*> chain_;            // A queried node and its ancestors.
  FlatMap<std::string_view, Moves> moves_;    // Accepted and refused.
  FlatSet<std::string_view> input_removals_;  // Keys that `$input` removes.
  // Built if a twin is not at the expected position.
  FlatMap<std::string_view, uint32_t> added_index_;
  FlatSet<std::string_view> removed_;         // Keys that the change removes.
  FlatMap<const void*, bool> below_removed_;  // Results of IsRemovedByChange().
  std::vector<uint32_t> adopted_;
  bool input_was_cut_ = false;
};

}  // namespace gantt

#endif  // GANTT_REBASE_REBASE_H_
