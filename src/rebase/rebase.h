// Rebases the change of one store onto the head: decides for each entry whether it stays, moves to
// `updated`, is left out, or is adopted by the server, and takes back the moves that cannot be.
// docs/protocol.md, "Rebasing". `$input` follows its change in everything.
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
  // `store` is null when the project has no such store; `removed` is the project's.
  StoreRebase(const Store* store, const RemovedFields& removed, Changeset* changeset,
              StoreChange* change);

  void Run();
  // Entries (indexes of Changeset::entries) of the change that have the fate kAdopt.
  const std::vector<uint32_t>& adopted() const { return adopted_; }
  // Was anything that the user did (`$input`) left out, or taken back?
  bool input_was_cut() const { return input_was_cut_; }
  // The keys of all records that the change removes, those below them included.
  std::vector<std::string_view> RemovedSubtrees();

 private:
  struct Addition;
  // A record of the tree as this revision leaves it: one that the project has, one that is added,
  // or none. Going up is going from pointer to pointer, since hostile messages make us go up often.
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
    bool in_input = false;       // `$input` adds it, too.
    bool was_made_root = false;  // It named a parent that the project never had.
    uint32_t brought_back = 0;   // So many of its fields are from before its removal.
    int depth = 0;
    Addition* below = nullptr;  // Place()'s: the one below it in the chain.
  };
  // What became of a parentId that a revision gave to a record.
  struct Move {
    std::string_view sent;  // Key of the parent that was asked for.
    bool accepted;
    bool followed;                  // `$input` has said it, too.
    std::string_view parent_id;     // JSON texts, as the server has them; an index that it does
    std::string_view parent_index;  // not have is empty.
    std::string_view ordered_parent_index;
  };

  // The moves of one record, in order.
  struct Moves {
    std::vector<Move> list;
    size_t first = 0;  // The first that `$input` has not said.
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
  // Its parent now: after the moves of this revision that were accepted so far.
  Node Above(Node node) const;
  bool CanHold(Node parent, Node child);
  Move TakenBack(std::string_view key);
  const Entry* AddedTwin(const Entry& entry, uint32_t position);
  // After all moves: is it, or one above it, removed?
  bool IsRemovedByChange(Node node);
  Entry& entry(uint32_t i) { return changeset_.entries[i]; }

  const Store* const store_;
  Changeset& changeset_;
  StoreChange& change_;
  const StoreKind& kind_;
  const bool is_tree_;
  UndoneRemoval undone_;
  std::pmr::vector<Addition> additions_;  // One for each id; they do not move.
  VectorIndex<> addition_by_key_;
  FlatMap<const void*, Node> moved_;                 // Accepted: identity → parent.
  std::vector<Node> moved_nodes_;                    // Those, in order.
  std::vector<const void*> chain_;                   // A node that was asked about, and all above.
  FlatMap<std::string_view, Moves> moves_;           // Accepted and refused.
  FlatSet<std::string_view> input_removals_;         // Keys that `$input` removes.
  FlatMap<std::string_view, uint32_t> added_index_;  // Made when a twin is not in place.
  FlatSet<std::string_view> removed_;                // Keys that the change removes.
  FlatMap<const void*, bool> below_removed_;         // What IsRemovedByChange() found.
  std::vector<uint32_t> adopted_;
  bool input_was_cut_ = false;
};

}  // namespace gantt

#endif  // GANTT_REBASE_REBASE_H_
