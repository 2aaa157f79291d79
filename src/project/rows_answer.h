// What a client that keeps no connection is answered: its own records with their ids, and what has
// changed since the revision that it was told last, each record once and as it is now.
//
//   {"success":true,"requestId":…,"revision":N,"project":{…},
//    "tasks":{"rows":[{"$PhantomId":…,"id":…},…],"removed":[{"id":…},…]},…}
//
// Its client takes a row as new where it does not know the id, and else as fields to write. So a
// record that was added meanwhile is told whole, a parent before its children; of others the fields
// that somebody wrote. Whole is also told what the client has not any more because it removed what
// was above it: what somebody else had put elsewhere. Of its own fields it is told those that
// became something else. Rows whose record is as its author sent it are there with nothing but the
// id: some clients wait for them. Since a row takes no field away, those that a record had before
// it was removed and came back are null.
#ifndef GANTT_PROJECT_ROWS_ANSWER_H_
#define GANTT_PROJECT_ROWS_ANSWER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/flat_map.h"
#include "base/text_arena.h"
#include "message/changeset.h"
#include "project/revision_reader.h"
#include "state/project_state.h"

namespace gantt {

class RowsAnswer {
 public:
  // `state`: with everything applied that is told. `since`: what the client was told last.
  RowsAnswer(const ProjectState& state, uint64_t since) : state_(state), since_(since) {}

  // What those revisions of the log changed, first and last included. kDamaged: one cannot be read.
  Status NoteRevisions(uint64_t first, uint64_t last);
  // The client's own change, as it was applied. `author`: under which its names are known.
  void NoteOwn(const Changeset& changeset, std::string_view author);
  // What went with the client's own change, which is one of the log.
  void NoteRemoved(const Changeset& changeset);

  // What the client calls the fields `id` and `$PhantomId`, as it says in the pack.
  void TakeNames(std::string_view pack);

  // `request_id`: JSON text, or empty. `revision`: what the client is told of where it is then.
  std::string Text(std::string_view request_id, std::string_view revision);

 private:
  struct Row {
    const Record* record = nullptr;  // Null: it is gone.
    std::string_view id;             // JSON text.
    std::string_view phantom = {};   // JSON text of the name that the client gave it; or empty.
    bool is_whole = false;
    bool has_parent = false;  // `parentId` is told.
    bool has_place = false;   // Its indexes are.
    std::vector<size_t> fields = {};
    std::vector<bool> has_field = {};  // By their numbers.
    std::string lists = {};            // Members that are ready, each with a comma before it.
    std::vector<std::string_view> lost = {};  // Names of fields that it had before it came back.
  };
  // A row among those of its store.
  struct Placed {
    int depth;
    size_t rank;
    const Row* row;
  };
  struct StoreRows {
    std::string_view name;
    const Store* store;
    std::vector<Row> rows = {};
    FlatMap<std::string_view, size_t> by_key = {};
    bool has_back = false;         // Some were gone in between.
    bool has_own_removed = false;  // The client has removed some.
  };

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
  void NoteBack(StoreRows* rows);
  static void NoteUntaken(const Field& field, Row* row);
  static void NoteFieldsOf(const RemovedFields::Removed& removed, Row* row);
  // Of a list in a field: what there is, and what there was that is not there any more. `said`:
  // what the client has said of it, with names; or empty.
  std::string ListMember(const StoreRows& rows, const Record& record, std::string_view field,
                         std::string_view said, std::string_view author) const;

  void AppendStore(StoreRows* rows, std::string* out);
  void AppendIds(const Row& row, std::string* out) const;
  void AppendRow(const StoreRows& rows, const Row& row, std::string* out);
  size_t RankOf(const Store& store, const Record& record);

  const ProjectState& state_;
  const uint64_t since_;
  TextArena arena_;
  std::vector<std::unique_ptr<StoreRows>> stores_;
  std::vector<size_t> project_fields_;
  std::string id_field_ = "id";
  std::string phantom_field_ = "$PhantomId";
  FlatMap<const Record*, size_t> ranks_;
  FlatSet<const Record*> ranked_;  // Parents whose children have their ranks there.
};

}  // namespace gantt

#endif  // GANTT_PROJECT_ROWS_ANSWER_H_
