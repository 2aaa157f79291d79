// Conflicts as text.
#ifndef GANTT_WIRE_CONFLICT_TEXTS_H_
#define GANTT_WIRE_CONFLICT_TEXTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conflict/conflicts.h"
#include "message/changeset.h"
#include "message/words.h"
#include "state/project_state.h"

namespace gantt {

// [{"store":…,"type":…,"id":…,"fields"?:[…]},…], for the code of the server.
std::string DescribeConflicts(const Changeset& changeset, const std::vector<Conflict>& conflicts);

// The messages for the author of a conflicting change in its dialect: one, or one for each
// conflict.
class ConflictTeller {
 public:
  // `now`: milliseconds since 1970. The changeset is one revision.
  ConflictTeller(const ProjectState& state, const Changeset& changeset, std::string_view project,
                 uint64_t now)
      : state_(state), changeset_(changeset), project_(project), now_(now) {}

  // The maximum number of separate messages, because many messages cost more than their content.
  static constexpr size_t kMostMessages = 100;
  std::vector<std::string> Tell(const Words& words, const std::vector<Conflict>& conflicts) const;
  // Were some conflicts omitted?
  static bool LeavesOut(const Words& words, const std::vector<Conflict>& conflicts) {
    return IsOfOne(words) && conflicts.size() > kMostMessages;
  }

 private:
  static bool IsOfOne(const Words& words) { return words.Has(Place::kRecordId); }
  std::string Message(const Words& words, const std::vector<Conflict>& conflicts,
                      const Conflict& one) const;
  void AppendAll(const std::vector<Conflict>& conflicts, std::string* out) const;
  void AppendCurrentState(const std::vector<Conflict>& conflicts, std::string* out) const;
  void AppendServerVersion(const Conflict& conflict, std::string* out) const;
  void AppendClientVersion(const Conflict& conflict, std::string* out) const;

  const ProjectState& state_;
  const Changeset& changeset_;
  const std::string_view project_;
  const uint64_t now_;
};

}  // namespace gantt

#endif  // GANTT_WIRE_CONFLICT_TEXTS_H_
