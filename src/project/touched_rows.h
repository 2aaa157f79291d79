// Collects the rows and fields for a client without a connection: those of its own change, and
// those that others have changed since its last revision number.
#ifndef GANTT_PROJECT_TOUCHED_ROWS_H_
#define GANTT_PROJECT_TOUCHED_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/flat_map.h"
#include "base/status.h"
#include "base/text_arena.h"
#include "message/changeset.h"
#include "state/project_state.h"
#include "state/removed_fields.h"
#include "store/field.h"
#include "store/ids.h"
#include "store/record.h"
#include "store/store.h"

namespace gantt {

class TouchedRows {
 public:
  struct Row {
    const Record* record = nullptr;  // Null: removed.
    std::string_view id;             // JSON text.
    std::string_view phantom = {};   // JSON text of its phantom id; or empty.
    bool is_whole = false;
    bool has_parent = false;  // `parentId` is sent.
    bool has_place = false;   // Its indexes are.
    std::vector<size_t> fields = {};
    std::vector<bool> has_field = {};  // By their numbers.
    std::string lists = {};            // Members that are ready, each with a comma before it.
    // Names of fields that it had before it was removed and added again.
    std::vector<std::string_view> lost = {};
  };
  struct StoreRows {
    std::string_view name;
    const Store* store;
    std::vector<Row> rows = {};
    FlatMap<std::string_view, size_t> by_key = {};
    bool has_back = false;         // Some were gone in between.
    bool has_added = false;        // Some were added, and some removed: a record that was added
    bool has_removed = false;      // under its phantom id may have been gone in between.
    bool has_own_removed = false;  // The client has removed some.
  };

  // `state`: with all changes applied; it must outlive this object unchanged. `since`: the last
  // revision of the client.
  TouchedRows(const ProjectState& state, uint64_t since) : state_(state), since_(since) {}

  // Adds the changes of those revisions of the log, inclusive. kDamaged: one cannot be read.
  Status NoteRevisions(uint64_t first, uint64_t last);
  // Adds the client's own change as applied. `author`: the owner of its phantom ids.
  void NoteOwn(const Changeset& changeset, std::string_view author);
  // Adds further effects of the client's own change, a revision of the log.
  void NoteRemoved(const Changeset& changeset);

  // Adds dependent rows, after all others.
  void Complete(StoreRows* rows);

  const ProjectState& state() const { return state_; }
  uint64_t since() const { return since_; }
  // In the order of addition.
  const std::vector<std::unique_ptr<StoreRows>>& stores() const { return stores_; }
  // Places of fields of the project.
  const std::vector<size_t>& project_fields() const { return project_fields_; }
  // Of a record among those with the same parent.
  size_t RankOf(const Store& store, const Record& record);

 private:
  StoreRows& RowsOf(std::string_view store);
  Row& RowOf(StoreRows* rows, const RecordId& id);
  void NoteChange(const Changeset& changeset);
  static void NoteField(size_t place, Row* row);
  void NoteName(const Field& name, Row* row);
  void NoteFields(const Changeset& changeset, const Entry& entry, StoreRows* rows, Row* row);
  void NoteOwnFields(const Changeset& changeset, const Entry& entry, std::string_view author,
                     StoreRows* rows, Row* row);
  void NoteProject(const Changeset& changeset, bool is_own);
  void NoteLost(StoreRows* rows);
  bool HasBack(const StoreRows& rows) const;
  void NoteBack(StoreRows* rows);
  static void NoteUntaken(const Field& field, Row* row);
  static void NoteFieldsOf(const RemovedFields::Removed& removed, Row* row);

  const ProjectState& state_;
  const uint64_t since_;
  TextArena arena_;
  std::vector<std::unique_ptr<StoreRows>> stores_;
  std::vector<size_t> project_fields_;
  FlatMap<const Record*, size_t> ranks_;
  FlatSet<const Record*> ranked_;  // Parents whose children have their ranks there.
};

}  // namespace gantt

#endif  // GANTT_PROJECT_TOUCHED_ROWS_H_
