// The answer to a client without a connection: its own records with their ids, and all records
// changed since its last revision number, each once in its current state.
//
//   {"success":true,"requestId":…,"revision":N,"project":{…},
//    "tasks":{"rows":[{"$PhantomId":…,"id":…},…],"removed":[{"id":…},…]},…}
//
// Such a client treats a row with an unknown id as a new record, and otherwise as fields to write.
// So a new record is sent whole, parents before children; of other records, the changed fields. A
// record is also sent whole if the client lost it by removing its ancestor, from which somebody
// else had moved it. Of its own fields, the client gets those that the server changed. A row of its
// own record that is stored as sent has only the id, because some clients wait for it. Since a row
// cannot remove a field, fields that a record had before it was removed and added again are null.
#ifndef GANTT_PROJECT_ROWS_ANSWER_H_
#define GANTT_PROJECT_ROWS_ANSWER_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "project/touched_rows.h"

namespace gantt {

class RowsAnswer {
 public:
  // `rows`: all rows of the answer; they must outlive this object.
  explicit RowsAnswer(TouchedRows* rows) : rows_(*rows) {}

  // The client's names of the fields `id` and `$PhantomId`, as stated in its pack.
  void TakeNames(std::string_view pack);

  // `request_id`: JSON text, or empty. `revision`: the new revision number for the client.
  std::string Text(std::string_view request_id, std::string_view revision);

 private:
  using Row = TouchedRows::Row;
  using StoreRows = TouchedRows::StoreRows;
  // A row among those of its store.
  struct Placed {
    int depth;
    size_t rank;
    const Row* row;
  };

  void AppendStore(StoreRows* rows, std::string* out);
  void AppendIds(const Row& row, std::string* out) const;
  void AppendRow(const StoreRows& rows, const Row& row, std::string* out);

  TouchedRows& rows_;
  std::string id_field_ = "id";
  std::string phantom_field_ = "$PhantomId";
};

}  // namespace gantt

#endif  // GANTT_PROJECT_ROWS_ANSWER_H_
