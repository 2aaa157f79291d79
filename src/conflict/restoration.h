// A revision of the server's own that puts a client back to what the project has: `$input` says the
// same as the change, since other clients apply that and nothing else.
//
// It only reads the project. What it makes is applied as every revision is, and then says what is
// there already, but for fields that the project does not have: they are said as null, since no
// revision can take a field away, and so the project gets them.
//
// However often something is asked for, it is told once, and as it is when Make() is called.
#ifndef GANTT_CONFLICT_RESTORATION_H_
#define GANTT_CONFLICT_RESTORATION_H_

#include <cstddef>
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

  // The value that the project has; null where it has none. The views have to live until Make().
  void Restore(const RecordName& record, const Field& field);
  // The place of a task among its siblings.
  void RestorePlace(const RecordName& task);
  // The author shows the task below that parent (a key; empty: the root), in vain.
  void NoteMove(const RecordName& task, std::string_view raw_id, std::string_view parent);
  void RestoreProject(std::string_view key);
  // A record that the author has and the project has not.
  void Remove(const RecordName& record, std::string_view raw_id);
  // A record that the author has no more, with all below it and what refers to them, except the
  // records in `kept`.
  void AddBack(const Store& store, const Record& record, const FlatSet<RecordName>& kept);

  // When the message was applied: what has gone for the author alone, or for the project alone,
  // because it is below another parent there. True: something had.
  bool FollowMoves(const Changeset& changeset);

  // Who is put right decides what has to be said. Others than its author have not seen what a
  // change added, removed and put in another place when all of it was refused.
  enum class For : uint8_t { kAuthor, kOthers, kEverybody };
  bool empty() const { return parts_.empty() && project_fields_.empty(); }
  bool is_same_for_all() const { return !is_authors_; }
  // A server's revision of `*changeset`. What it says to the author alone must not be applied.
  RevisionChange Make(For whom, Changeset* changeset) const;

 private:
  // An update: the part, and which of its updates.
  struct UpdateName {
    uint32_t part;
    uint32_t place;
    bool operator==(const UpdateName&) const = default;
  };
  // What is told of one record; its fields are a list in fields_.
  struct Update {
    std::string_view key;
    uint32_t first_field = kNone;
    uint32_t last_field = kNone;
    bool has_place = false;
  };
  struct UpdateField {
    std::string_view key;
    FieldKind kind;
    UpdateName update;  // Whose it is.
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
                                         const FlatSet<RecordName>& kept);
  void AddBackOne(const Store& store, const Record& record, const FlatSet<RecordName>& kept,
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
  FlatSet<const void*> was_back_;  // The same; they and all below them have been looked at.
  RefusedMoves moves_;
  bool is_authors_ = false;  // The author is told more than others.
};

}  // namespace gantt

#endif  // GANTT_CONFLICT_RESTORATION_H_
