#include "model/storm_watch.h"

namespace gantt {

void StormWatch::Look(const RevisionLog& log, const Revision& revision, const FieldHistory& history,
                      std::string* storms) {
  if (revision.is_servers()) return;
  for (const FieldHistory::Overwrite& write : history.overwrites()) {
    if (write.before < log.first()) continue;
    // A record that the same revision removed is not there to be looked at.
    if (history.LastWritten(write.record, write.field) != revision.number()) continue;
    const Revision& before = log.at(write.before);
    const bool is_alternation = before.author() != revision.author() && !before.is_servers() &&
                                revision.time() - before.time() <= kWithin;
    if (!is_alternation) continue;
    const std::string_view field = write.record->fields.key(write.field);
    const std::string_view id = write.record->raw_id();
    std::string where;
    where.append("\"store\":\"").append(write.store).append("\",\"id\":").append(id);
    where.append(",\"field\":\"").append(field).append("\"");
    if (!Alternate(where, before.author(), revision.author(), revision.time())) continue;
    storms->append(storms->empty() ? "{" : ",{").append(where).append(",\"clients\":[");
    storms->append(before.author()).append(",").append(revision.author());
    storms->append("],\"alternations\":").append(std::to_string(kAlternations)).append("}");
  }
}

bool StormWatch::Alternate(const std::string& field, std::string_view one, std::string_view other,
                           uint64_t now) {
  if (contests_.size() >= kMaxFields && !contests_.contains(field)) contests_.clear();
  Contest& contest = contests_[field];
  const bool is_same = (contest.one == one && contest.other == other) ||
                       (contest.one == other && contest.other == one);
  if (!is_same) contest = {std::string(one), std::string(other), {}};
  contest.times.push_back(now);
  while (now - contest.times.front() > kWithin) contest.times.pop_front();
  if (contest.times.size() < kAlternations) return false;
  contest.times.clear();
  return true;
}

}  // namespace gantt
