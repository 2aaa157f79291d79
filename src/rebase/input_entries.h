// Finds and extends the `$input` entries of a revision, so that values changed by the server are
// changed there as well.
#ifndef GANTT_REBASE_INPUT_ENTRIES_H_
#define GANTT_REBASE_INPUT_ENTRIES_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "base/text_map.h"
#include "message/changeset.h"
#include "store/field.h"

namespace gantt {

class InputEntries {
 public:
  explicit InputEntries(Changeset* changeset) : changeset_(*changeset) {}

  // The last entry about the record; null: `$input` does not name it. The pointer is valid until
  // the changeset grows. Use it for one store after the other.
  Entry* Find(const StoreChange& change, std::string_view id);
  // Does it contain that field of the record?
  bool Says(const StoreChange& change, std::string_view id, std::string_view key);
  // Sets the value of the field in that entry, which must exist.
  void Set(const StoreChange& change, std::string_view id, const Field& field);
  // Adds an entry with those fields for the record of `entry`.
  void Add(StoreChange* change, uint32_t entry, std::span<const Field> fields);

 private:
  struct Said {
    uint32_t entry = 0;
    ViewSet keys;  // Of all entries about the record.
  };
  Said* Look(const StoreChange& change, std::string_view id);

  Changeset& changeset_;
  const StoreChange* of_ = nullptr;
  ViewMap<Said> said_;
};

}  // namespace gantt

#endif  // GANTT_REBASE_INPUT_ENTRIES_H_
