// Writes the entries of one revision into a changeset, field by field.
#ifndef GANTT_CONFLICT_ENTRY_WRITER_H_
#define GANTT_CONFLICT_ENTRY_WRITER_H_

#include <cstdint>
#include <string_view>

#include "message/changeset.h"
#include "store/field.h"
#include "store/field_text.h"
#include "store/ids.h"

namespace gantt {

class EntryWriter {
 public:
  explicit EntryWriter(Changeset* changeset) : changeset_(*changeset) {}

  void Begin() { first_field_ = static_cast<uint32_t>(changeset_.fields.size()); }
  // The value is copied, because applying the revision may overwrite the original.
  void Field(std::string_view key, FieldKind kind, std::string_view value) {
    changeset_.fields.push_back({.key = key,
                                 .value = changeset_.arena.Keep(value),
                                 .token = {},
                                 .hash = FieldText::Hash(key),
                                 .kind = kind});
  }
  // The entry with all fields since Begin().
  Entry& End() {
    Entry& entry = changeset_.entries.emplace_back();
    entry.first_field = first_field_;
    entry.field_count = static_cast<uint32_t>(changeset_.fields.size()) - first_field_;
    entry.rewritten = true;
    for (uint32_t i = first_field_; i < changeset_.fields.size(); ++i)
      entry.kinds |= 1U << static_cast<unsigned>(changeset_.fields[i].kind);
    return entry;
  }
  // An entry that is sent as that text.
  void Raw(const RecordId& id, std::string_view text) {
    Entry& entry = changeset_.entries.emplace_back();
    entry.id = id;
    entry.raw = changeset_.arena.Keep(text);
  }
  std::string_view Keep(std::string_view text) { return changeset_.arena.Keep(text); }

 private:
  Changeset& changeset_;
  uint32_t first_field_ = 0;
};

}  // namespace gantt

#endif  // GANTT_CONFLICT_ENTRY_WRITER_H_
