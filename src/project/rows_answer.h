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
#include <string>
#include <string_view>

#include "project/touched_rows.h"

namespace gantt {

class RowsAnswer {
 public:
  // `rows`: with all that is told; they have to live as long.
  explicit RowsAnswer(TouchedRows* rows) : rows_(*rows) {}

  // What the client calls the fields `id` and `$PhantomId`, as it says in the pack.
  void TakeNames(std::string_view pack);

  // `request_id`: JSON text, or empty. `revision`: what the client is told of where it is then.
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
