// Values of which a client says only a part become whole, from what the project has:
//
//   {"options":{"percentDone":77}}  of a client that has a field inside of an object
//   "segments":[null,{…}]           null: that segment is as it was
//
// An object that `$input` says, too, is whole: that is how the real client sends fields of the type
// `object`, while of a field inside of one it names only the record in `$input`. What became whole
// is put there. Objects in the fields that `merged` names are always parts, in every dialect. An
// edit of segments by hand leaves `$input` empty; it is put there as well, or the others would
// never see it (both seen in a browser).
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

// Where the texts begin of parts in which an array is joined with the one that is there.
using JoiningParts = FlatSet<const void*>;

class PartialValues {
 public:
  // The revision has been rebased; nothing of it has been applied. What is more than a message may
  // get stays as it was sent.
  PartialValues(const FieldNames& merged, const JoiningParts& joining, Changeset* changeset,
                RevisionChange* revision)
      : merged_(merged),
        joining_(joining),
        changeset_(*changeset),
        revision_(*revision),
        input_(changeset) {}
  void Complete();

 private:
  // Of several parts of one value the last goes out as the whole; those between it and the first go
  // out as they came.
  struct Whole {
    std::string_view value;
    StoreChange* change = nullptr;  // Where the last part was said.
    uint32_t entry = 0;
    uint32_t field = 0;
    std::unique_ptr<json::Parts> parts = nullptr;  // Those behind the first.
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
  // What this revision has made whole so far.
  std::map<std::pair<const Record*, std::string_view>, Whole> whole_;
};

}  // namespace gantt

#endif  // GANTT_REBASE_PARTIAL_VALUES_H_
