// How long the text of a revision will be.
#ifndef GANTT_WIRE_CHANGE_SIZE_H_
#define GANTT_WIRE_CHANGE_SIZE_H_

#include <cstddef>
#include <cstdint>

#include "message/changeset.h"
#include "store/field.h"

namespace gantt {

// The bytes of a revision that was rewritten, or few more.
class ChangeSize {
 public:
  static constexpr uint32_t kLong = 1024;  // Entries.

  explicit ChangeSize(const Changeset& changeset) : changeset_(changeset) {}

  // Is it so long that a text which grows by itself would take much more?
  static bool IsLong(const Changeset& changeset, const RevisionChange& revision) {
    uint32_t entries = 0;
    for (uint32_t i = revision.stores.begin; i < revision.stores.end; ++i)
      for (const Range& range : changeset.stores[i].change) entries += range.size();
    return entries > kLong;
  }

  size_t Of(const RevisionChange& revision) const {
    size_t size = 0;
    for (const Range& range : {revision.stores, revision.more_stores}) {
      for (uint32_t i = range.begin; i < range.end; ++i) {
        const StoreChange& store = changeset_.stores[i];
        size += kNames + store.name.size();
        size += store.rewritten ? OfStore(store) : store.raw.size();
      }
    }
    return size;
  }

 private:
  static constexpr size_t kNames = 80;  // Of a store's lists, twice.
  static constexpr size_t kMember = 4;  // Quotes, colon and comma.
  static constexpr size_t kObject = 3;

  size_t OfStore(const StoreChange& store) const {
    size_t change = 0;
    for (const Range& range : store.change) change += OfRange(range);
    for (const uint32_t i : store.dragged_along) change += OfEntry(changeset_.entries[i]);
    if (store.is_all_input) return 2 * change;
    for (const Range& range : store.input) change += OfRange(range);
    return change;
  }
  size_t OfRange(const Range& range) const {
    size_t size = 0;
    for (uint32_t i = range.begin; i < range.end; ++i)
      if (changeset_.entries[i].stays()) size += OfEntry(changeset_.entries[i]);
    return size;
  }
  size_t OfEntry(const Entry& entry) const {
    if (!entry.rewritten) return entry.raw.size() + 1;
    size_t size = kObject;
    const Field* const field = changeset_.FieldsOf(entry);
    for (uint32_t f = 0; f < entry.field_count; ++f)
      if (field[f].is_shown()) size += field[f].key.size() + field[f].value.size() + kMember;
    return size;
  }

  const Changeset& changeset_;
};

}  // namespace gantt

#endif  // GANTT_WIRE_CHANGE_SIZE_H_
