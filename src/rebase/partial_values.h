// Completes partial values of a client from the project:
//
//   {"options":{"percentDone":77}}  from a client with a field inside an object
//   "segments":[null,{…}]           null: that segment is unchanged
//
// An object that is also in `$input` is whole: the real client sends fields of the type `object`
// that way, while for a field inside an object it only names the record in `$input`. Completed
// values are added to `$input`. Objects in the fields of `merged` are always parts, in every
// dialect. An edit of segments by hand leaves `$input` empty; the segments are added there, or
// other clients would never see it (both seen in a browser).
#ifndef GANTT_REBASE_PARTIAL_VALUES_H_
#define GANTT_REBASE_PARTIAL_VALUES_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include "base/flat_map.h"
#include "json/merge_part.h"
#include "message/changeset.h"
#include "rebase/input_entries.h"
#include "store/field.h"
#include "store/field_names.h"

namespace gantt {

// Beginnings of the texts of parts whose arrays are joined with those in the project.
using JoiningParts = FlatSet<const void*>;

class PartialValues {
 public:
  // The revision must be rebased, but not applied. Values beyond the limit of added data stay as
  // they were sent.
  PartialValues(const FieldNames& merged, const JoiningParts& joining, Changeset* changeset,
                RevisionChange* revision)
      : merged_(merged),
        joining_(joining),
        changeset_(*changeset),
        revision_(*revision),
        input_(changeset) {}
  void Complete();

 private:
  // Of several parts of one value, the last is sent as the whole; those between it and the first
  // are sent as received.
  struct Whole {
    std::string_view value;
    StoreChange* change = nullptr;  // Position of the last part.
    uint32_t entry = 0;
    uint32_t field = 0;
    std::unique_ptr<json::Parts> parts = nullptr;  // The parts after the first.
  };

  void CompleteEntry(StoreChange* change, uint32_t entry);
  void CompleteSegments(const Entry& entry, Field* field);
  bool MayBring(size_t bytes);
  void SayWhole(const Whole& whole);
  void CompleteObject(StoreChange* change, uint32_t entry, uint32_t field);
  bool IsInputEmpty() const;
  void SaySegments(StoreChange* change, uint32_t entry);

  const FieldNames& merged_;
  const JoiningParts& joining_;
  Changeset& changeset_;
  RevisionChange& revision_;
  InputEntries input_;
  // Values completed in this revision so far.
  std::map<std::pair<const Record*, std::string_view>, Whole> whole_;
};

}  // namespace gantt

#endif  // GANTT_REBASE_PARTIAL_VALUES_H_
