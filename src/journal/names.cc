#include "journal/names.h"

#include <cstdint>
#include <string_view>

#include "base/status.h"
#include "journal/database.h"

namespace gantt {

Status Names::Prepare(Database* database, const char* find, const char* add) {
  if (Status status = find_.Prepare(database, find); !status.ok()) return status;
  return add_.Prepare(database, add);
}

Status Names::NumberOf(std::string_view name, bool may_make, int64_t* number) {
  *number = 0;
  if (const auto known = known_.find(name); known != known_.end()) {
    *number = known->second;
    return {};
  }
  for (Statement* const statement : {&find_, &add_}) {
    if (statement == &add_ && !may_make) return {};
    statement->Bind(1, name);
    if (statement->Next()) *number = statement->Number(0);
    if (Status status = statement->Finish(); !status.ok()) return status;
    if (*number != 0) break;
  }
  known_.emplace(name, *number);
  return {};
}

}  // namespace gantt
