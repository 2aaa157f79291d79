// An index of the revisions that touched each record, so that the history of one record costs its
// own revisions and not the whole log. It is updated with each snapshot; later revisions are read
// from the log.
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

// Finds the records that a revision names, in its text for `commands` clients.
class TouchReader {
 public:
  // An entry has its id and fields; both are valid until ForEach() returns.
  using Visit = std::function<Status(std::string_view store, const Entry& entry)>;
  // A record may occur more than once. kDamaged: it is no revision.
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
  // Indexes the revisions of a project up to `number`. Must run within a transaction of the caller.
  Status Index(int64_t project, uint64_t number);
  // Does the index of a project match its revisions? An unreadable revision ends the check without
  // a finding, because it is reported separately.
  static Status Compare(Database* database, int64_t project, bool* is_same);
  // Indexes all revisions of all projects.
  static Status IndexAll(Database* database);

 private:
  Status IndexOne(int64_t project, uint64_t number, std::string_view text);

  Statement indexed_, set_indexed_, read_, find_record_, add_record_, add_touch_;
  TouchReader reader_;
};

}  // namespace gantt

#endif  // GANTT_JOURNAL_TOUCHES_H_
