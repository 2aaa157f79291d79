// What `$input` of a revision says of the records that it changes, so that what the server makes of
// a value is said there as well.
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

  // What it says of the record, in the last entry about it; null: it does not name it. The pointer
  // lives until the changeset grows. Asked for one store after the other.
  Entry* Find(const StoreChange& change, std::string_view id);
  // Does it say that field of it?
  bool Says(const StoreChange& change, std::string_view id, std::string_view key);
  // It says that value of the field from here on, in that entry; which is there.
  void Set(const StoreChange& change, std::string_view id, const Field& field);
  // An entry of its own with those fields, about the record of `entry`.
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
