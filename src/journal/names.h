// The numbers of project ids and user names in a journal.
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

// The names of one table with the columns (number, name), under any column names.
class Names {
 public:
  Status Prepare(Database* database, const char* find, const char* add);
  // 0: it does not exist, and was not to be created.
  Status NumberOf(std::string_view name, bool may_make, int64_t* number);
  // Discards the cache, because created names may have been rolled back.
  void Clear() { known_.clear(); }

 private:
  Statement find_, add_;
  std::map<std::string, int64_t, std::less<>> known_;
};

}  // namespace gantt

#endif  // GANTT_JOURNAL_NAMES_H_
