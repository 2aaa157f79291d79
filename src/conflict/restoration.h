// A revision of the server that returns a client to the state of the project. Its `$input` equals
// the change, because clients only apply `$input`.
//
// It only reads the project. Its revision is applied like any other, and states what the project
// already has, except for missing fields: they are written as null, because no revision can remove
// a field, and so the project gets them.
//
// Each correction is sent once, with the values at the call of Make().
#ifndef GANTT_CONFLICT_RESTORATION_H_
#define GANTT_CONFLICT_RESTORATION_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/flat_map.h"
#include "base/hash_table.h"
#include "conflict/refused_moves.h"
#include "message/changeset.h"
#include "state/project_state.h"
#include "store/field.h"
#include "store/ids.h"
#include "store/store.h"

namespace gantt {

class EntryWriter;
class SiblingPlaces;

class Restoration {
 public:
  explicit Restoration(const ProjectState& state) : state_(state) {}

  // Restores a field to the value in the project, or null if it has none. The views must be valid
  // until Make().
  void Restore(const RecordName& record, const Field& field);
  // Restores the position of a task among its siblings.
  void RestorePlace(const RecordName& task);
  // The author shows the task below that parent (a key; empty: the root), but the project does not.
  void NoteMove(const RecordName& task, std::string_view raw_id, std::string_view parent);
  void RestoreProject(std::string_view key);
  // A record that the author has but the project does not.
  void Remove(const RecordName& record, std::string_view raw_id);
  // Additions of the author: the position of the last one of each record, in `changeset.stores`.
  using Additions = FlatMap<RecordName, uint32_t>;
  // The records that the author has after a removal at `since`, because it has added them again.
  struct Kept {
    const Additions* additions = nullptr;
    uint32_t since = 0;
    bool contains(const RecordName& record) const {
      const uint32_t* const at = additions == nullptr ? nullptr : additions->Find(record);
      return at != nullptr && *at >= since;
    }
  };
  // A record that the author has removed, with its subtree and all records that refer to them,
  // except the records in `kept`. Of several removals, the last one must be the first call.
  void AddBack(const Store& store, const Record& record, const Kept& kept);

  // After the message was applied: adds records that were removed only for the author, or only in
  // the project, because their parents differ. True: there were any.
  bool FollowMoves(const Changeset& changeset);

  // The receiver decides the content: clients other than the author have not seen additions,
  // removals and moves of a completely refused change.
  enum class For : uint8_t { kAuthor, kOthers, kEverybody };
  bool empty() const { return parts_.empty() && project_fields_.empty(); }
  bool is_same_for_all() const { return !is_authors_; }
  // Makes the server's revision in `*changeset`. The version for the author must not be applied.
  RevisionChange Make(For whom, Changeset* changeset) const;

 private:
  // An update: the part, and which of its updates.
  struct UpdateName {
    uint32_t part;
    uint32_t place;
    bool operator==(const UpdateName&) const = default;
  };
  // The correction of one record; its fields are a list in fields_.
  struct Update {
    std::string_view key;
    uint32_t first_field = kNone;
    uint32_t last_field = kNone;
    bool has_place = false;
    bool has_parent = false;
  };
  struct UpdateField {
    std::string_view key;
    FieldKind kind;
    UpdateName update;  // Its record.
    uint32_t next;
  };
  struct Part {  // Of one store.
    std::string_view store;
    std::vector<const Record*> added;
    std::vector<RecordId> removed;
    std::vector<Update> updates;
  };
  static constexpr uint32_t kNone = UINT32_MAX;

  uint32_t NumberOfPart(std::string_view store);
  Part& PartOf(std::string_view store) { return parts_[NumberOfPart(store)]; }
  UpdateName UpdateOf(const RecordName& record);
  Update& At(UpdateName name) { return parts_[name.part].updates[name.place]; }
  std::vector<const Record*> AddBackTree(const Store& store, const Record& record,
                                         const Kept& kept);
  void AddBackOne(const Store& store, const Record& record, const Kept& kept,
                  std::vector<const Record*>* back);
  void WriteAdded(const Part& part, SiblingPlaces* places, EntryWriter* out) const;
  void WriteUpdated(const Part& part, For whom, SiblingPlaces* places, EntryWriter* out) const;
  void WriteFields(const Update& update, const Store& store, const Record& record,
                   EntryWriter* out) const;
  void Expect(For whom, Changeset* changeset) const;
  void WriteStore(const Part& part, For whom, Changeset* changeset) const;
  void WriteProject(RevisionChange* revision, Changeset* changeset) const;

  const ProjectState& state_;
  std::vector<Part> parts_;
  FlatMap<std::string_view, uint32_t> part_of_;
  HashTable<UpdateName> update_of_;
  std::vector<UpdateField> fields_;
  std::vector<std::string_view> project_fields_;
  FlatSet<std::string_view> told_of_project_;
  HashTable<uint32_t> told_;       // Of fields_.
  FlatSet<RecordName> removed_;    // Records.
  FlatSet<const void*> was_back_;  // Examined records, with their subtrees.
  RefusedMoves moves_;
  bool is_authors_ = false;  // The author gets more than others.
};

}  // namespace gantt

#endif  // GANTT_CONFLICT_RESTORATION_H_
