// The numbers that stand for the ids of projects and the names of users in a journal.
#ifndef GANTT_JOURNAL_NAMES_H_
#define GANTT_JOURNAL_NAMES_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/status.h"
#include "journal/database.h"

namespace gantt {

// The names of one table, (number, name) under whatever names of its columns.
class Names {
 public:
  Status Prepare(Database* database, const char* find, const char* add);
  // 0: there is none, and it was not to be made.
  Status NumberOf(std::string_view name, bool may_make, int64_t* number);
  // What was made may have been undone.
  void Clear() { known_.clear(); }

 private:
  Statement find_, add_;
  std::map<std::string, int64_t, std::less<>> known_;
};

}  // namespace gantt

#endif  // GANTT_JOURNAL_NAMES_H_
