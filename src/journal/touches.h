// Which revisions of a project touched which record: an index beside the revisions, so that the
// history of one record costs its own revisions and not the log. It is made behind the revisions,
// with each snapshot; what it does not have yet is read from the log.
#ifndef GANTT_JOURNAL_TOUCHES_H_
#define GANTT_JOURNAL_TOUCHES_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "base/status.h"
#include "journal/database.h"
#include "message/changeset.h"
#include "project/revision_reader.h"
#include "store/field.h"

namespace gantt {

// Says which records a revision names, by its text as `commands` clients got it.
class TouchReader {
 public:
  // An entry has its id and its fields; both view what was read until ForEach() returns.
  using Visit = std::function<Status(std::string_view store, const Entry& entry)>;
  // A record may come more than once. kDamaged: it is no revision.
  Status ForEach(std::string_view text, const Visit& visit);
  std::span<const Field> FieldsOf(const Entry& entry) const {
    return {reader_.changeset.FieldsOf(entry), entry.field_count};
  }

 private:
  RevisionReader reader_;
};

class Touches {
 public:
  Status Prepare(Database* database);
  // Takes in the revisions of a project up to `number`. Within a transaction of the caller's.
  Status Index(int64_t project, uint64_t number);
  // Is what Index() has taken in of a project what its revisions say? One that cannot be read ends
  // the look, as if all were well: it is reported as what it is.
  static Status Compare(Database* database, int64_t project, bool* is_same);
  // The same as Index() for all that there is of all projects.
  static Status IndexAll(Database* database);

 private:
  Status IndexOne(int64_t project, uint64_t number, std::string_view text);

  Statement indexed_, set_indexed_, read_, find_record_, add_record_, add_touch_;
  TouchReader reader_;
};

}  // namespace gantt

#endif  // GANTT_JOURNAL_TOUCHES_H_
