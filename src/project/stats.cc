#include <nlohmann/json.hpp>
#include <string>

#include "project/project.h"

namespace gantt {

std::string Project::Stats() const {
  nlohmann::ordered_json stats;
  stats["revision"] = revision();
  stats["stores"] = nlohmann::ordered_json::object();
  for (const auto& store : state_->stores()) stats["stores"][store->name] = store->size();
  stats["bytes"] = state_->bytes();
  stats["memory"] = memory();
  stats["isFull"] = state_->memory_to_be() + answers_.memory() > options_.limits.project_bytes;
  stats["log"] = {{"revisions", state_->log.count()}, {"bytes", state_->log.bytes()}};
  stats["phantomIds"] = state_->phantoms.size();
  return stats.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace gantt
