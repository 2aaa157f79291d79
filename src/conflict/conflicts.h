// Finds what a change would overwrite that its author has not seen (docs/conflicts.md).
#ifndef GANTT_CONFLICT_CONFLICTS_H_
#define GANTT_CONFLICT_CONFLICTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/flat_map.h"
#include "conflict/edits.h"
#include "message/changeset.h"
#include "state/project_state.h"
#include "store/field.h"
#include "store/ids.h"
#include "store/store.h"

namespace gantt {

// One record of the message that conflicts with the project.
struct Conflict {
  struct FieldUse {
    uint32_t revision;  // Of Changeset::revisions.
    uint32_t change;    // Of Changeset::stores.
    uint32_t entry;     // Of Changeset::entries: the one with the author's values.
    uint32_t field;     // Of that entry.
  };
  std::string_view store;
  std::string_view id;   // JSON text.
  const Record* record;  // Null: the project has no such record.
  uint32_t entry;        // Of Changeset::entries: the last one about the record.
  // Fields written by somebody else, in order; empty without a record.
  std::vector<FieldUse> fields;
  // If it is locked: JSON text of the holder; else empty.
  std::string_view locked_by = {};
};

// Can two writers conflict in a field of this kind? Not in a position among siblings, because every
// reorder writes it for all of them.
bool CanConflict(const Field& field);

class ConflictFinder {
 public:
  // References must be rewritten, but nothing resolved. `author` is a JSON string. `base`: the last
  // revision that the author has, unless an entry states it.
  ConflictFinder(const ProjectState& state, const Changeset& changeset, std::string_view author,
                 uint64_t base)
      : state_(state), changeset_(changeset), author_(author), base_(base) {}

  // The conflicts of the whole message, in order; one for each record of a store. `which`: kSaid if
  // parts of a value need no decision, because they are merged (`merge`).
  enum class Which : uint8_t { kSaid, kAll };
  std::vector<Conflict> Find(Which which);

 private:
  void Look(uint32_t revision, uint32_t change, List list, const Range& entries, Edits::Part part,
            Edits* edits);
  bool Overwrites(const Record& record, const Field& field, uint64_t base) const;
  bool IsBorn(const RecordName& name);
  void NoteGone(const StoreChange& change);

  const ProjectState& state_;
  const Changeset& changeset_;
  const std::string_view author_;
  const uint64_t base_;
  std::vector<Conflict> found_;
  FlatMap<RecordName, size_t> known_;  // Index into found_.
  FlatSet<RecordName> born_;           // Records that the message adds.
  bool has_born_ = false;
  FlatSet<const void*> gone_;  // Records that the revisions so far remove, with their subtrees.
};

// Appends a record with its parentId, without the closing bracket.
void AppendRecord(const Store& store, const Record& record, std::string* out);
// Appends a record as an object, with its position: parentId and, for a task, its indexes.
void AppendWholeRecord(const Store& store, const Record& record, std::string* out);

}  // namespace gantt

#endif  // GANTT_CONFLICT_CONFLICTS_H_
