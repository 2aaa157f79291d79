// Finds the updates of a revision that its user made. The author's engine derived the rest, which
// therefore causes no conflict and is not blocked by a lock.
//
// A client puts the user's edits into `$input`, except for two things that the real client omits
// (rebase/partial_values.h): segments edited by hand, for which `$input` is empty, and partly
// edited objects, for which it only names the record.
#ifndef GANTT_CONFLICT_EDITS_H_
#define GANTT_CONFLICT_EDITS_H_

#include <cstdint>
#include <string_view>

#include "base/flat_map.h"
#include "message/changeset.h"
#include "store/field.h"

namespace gantt {

class Edits {
 public:
  enum class Part : uint8_t { kAll, kSegments, kObjects };

  Edits(const Changeset& changeset, const RevisionChange& revision)
      : changeset_(changeset), has_empty_input_(HasEmptyInput(changeset, revision)) {}

  // Calls visit(entries, part) for the updates of a store's change that may contain edits of the
  // user; Counts() decides for each field.
  template <typename Visit>
  void ForEachUpdated(const StoreChange& change, const Visit& visit) {
    visit(change.has_input ? change.input[kUpdated] : change.change[kUpdated], Part::kAll);
    if (!change.has_input) return;
    input_ = change.input[kUpdated];
    has_said_ = false;
    visit(change.change[kUpdated], has_empty_input_ ? Part::kSegments : Part::kObjects);
  }
  // Is it an edit of the user that is stated nowhere else?
  bool Counts(Part part, const Entry& entry, const Field& field) {
    switch (part) {
      case Part::kAll:
        return true;
      case Part::kSegments:
        return field.kind == FieldKind::kSegments;
      case Part::kObjects:
        return field.value.front() == '{' && IsNamedAlone(entry, field);
    }
    return false;
  }

 private:
  static bool HasEmptyInput(const Changeset& changeset, const RevisionChange& revision);
  // Does `$input` name the record, but not the field?
  bool IsNamedAlone(const Entry& entry, const Field& field);

  const Changeset& changeset_;
  const bool has_empty_input_;
  Range input_;  // Of the store: what `$input` updates.
  // The records that it names (with no field) and their fields; built on demand.
  struct Said {
    std::string_view field;
    std::string_view record;
    bool operator==(const Said&) const = default;
    friend uint32_t FlatHash(const Said& said) {
      return gantt::FlatHash(said.record) + 127 * gantt::FlatHash(said.field);
    }
  };
  FlatSet<Said> said_;
  bool has_said_ = false;
};

}  // namespace gantt

#endif  // GANTT_CONFLICT_EDITS_H_
