#include "project/journal_tail.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/binary.h"
#include "message/changeset.h"
#include "rebase/id_bindings.h"
#include "rebase/resolved_revision.h"
#include "state/journal_record.h"
#include "state/revision_log.h"
#include "store/field.h"
#include "store/ids.h"

namespace gantt {
namespace {

void NoteContents(const Changeset& changeset, const StoreChange& change,
                  std::vector<JournalRecord::Content>* contents) {
  for (const List list : {kAdded, kUpdated}) {
    for (uint32_t i = change.change[list].begin; i < change.change[list].end; ++i) {
      const Entry& entry = changeset.entries[i];
      if (!entry.Has(FieldKind::kContent) || entry.fate == Fate::kDrop) continue;
      const Field* const field = changeset.FieldsOf(entry);
      for (uint32_t f = 0; f < entry.field_count; ++f) {
        if (field[f].kind == FieldKind::kContent && field[f].visibility != Visibility::kDropped)
          contents->push_back({entry.id.key, field[f].value});
      }
    }
  }
}

}  // namespace

void JournalTail::NoteNames(const IdBindings& bindings) {
  names_.clear();
  bindings.ForEach([this](std::string_view store, PhantomId phantom, std::string_view raw_id) {
    names_.push_back({store, phantom.key, raw_id});
  });
}

void JournalTail::Keep(const Revision& revision, const RevisionParts& parts,
                       const ResolvedRevision& resolved, std::string_view origin, uint64_t epoch) {
  const Changeset& changeset = resolved.changeset();
  const RevisionChange& change = resolved.revision();
  JournalRecord record;
  record.number = revision.number();
  record.epoch = epoch;
  record.time = revision.time();
  record.is_restoration = change.is_restoration;
  record.shape = static_cast<uint8_t>(changeset.shape);
  record.last_id = ids_.last_number();
  record.origin = origin;
  if (!change.is_servers) record.local_id = change.local_id;
  record.text = revision.text();
  record.parts = parts;
  record.names = std::exchange(names_, {});
  for (const Range& range : {change.stores, change.more_stores}) {
    for (uint32_t i = range.begin; i < range.end; ++i) {
      if (changeset.stores[i].name == "versions")
        NoteContents(changeset, changeset.stores[i], &record.contents);
    }
  }
  record.AppendTo(&bytes_);
}

std::string JournalTail::Take(size_t count) {
  BinaryReader in(bytes_);
  for (; count > 0 && !in.at_end(); --count) in.Text();
  std::string rest(in.rest());
  bytes_.resize(bytes_.size() - rest.size());
  return std::exchange(bytes_, std::move(rest));
}

}  // namespace gantt
