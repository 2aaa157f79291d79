#include "project/replay.h"

#include <cstdint>
#include <string>

#include "base/message_end.h"
#include "base/status.h"
#include "message/changeset.h"
#include "project/apply.h"
#include "rebase/resolved_revision.h"
#include "state/journal_record.h"
#include "store/field.h"
#include "store/store_kind.h"

namespace gantt {

Status Replay::Follows(const JournalRecord& record) const {
  if (record.number == state_.log.last() + 1 && record.epoch == state_.log.base()) return {};
  return {ErrorCode::kDamaged, "Revision " + std::to_string(record.number) +
                                   " does not follow revision " +
                                   std::to_string(state_.log.last())};
}

void Replay::Append(const JournalRecord& record) {
  state_.log.Append(record.time, record.text, record.parts);
  // Possibly: what the author was told is not stored.
  if (record.is_restoration) state_.log.NoteToldApart();
}

Status Replay::Remember(const JournalRecord& record) {
  if (Status status = Follows(record); !status.ok()) return status;
  Append(record);
  Forget();
  return {};
}

Status Replay::Apply(const JournalRecord& record) {
  if (Status status = Follows(record); !status.ok()) return status;
  Changeset& changeset = reader_.changeset;
  if (Status status = reader_.Read(record.text); !status.ok()) {
    return {ErrorCode::kDamaged,
            "Revision " + std::to_string(record.number) + " cannot be read: " + status.message()};
  }
  changeset.revisions.front().is_restoration = record.is_restoration;
  for (const JournalRecord::Name& name : record.names)
    state_.phantoms.Add(name.store, record.origin, {name.name, true}, name.id);
  for (const JournalRecord::Content& content : record.contents) AddContent(content);
  gantt::Apply(ResolvedRevision(&changeset, 0), record.number, &state_);
  ids_.NoteNumber(record.last_id);
  Append(record);
  if (!record.local_id.empty()) {
    answers_.Keep(record.origin, record.local_id, {state_.log.base(), record.number, {}});
  }
  Forget();
  return {};
}

// Inserts the content of a version into its last entry in the revision.
void Replay::AddContent(const JournalRecord::Content& content) {
  Changeset& changeset = reader_.changeset;
  Entry* said = nullptr;
  for (const StoreChange& change : changeset.stores) {
    if (!KindOfStore(change.name).has_content) continue;
    for (const List list : {kAdded, kUpdated}) {
      for (uint32_t i = change.change[list].begin; i < change.change[list].end; ++i) {
        Entry& entry = changeset.entries[i];
        if (entry.id.key == content.version) said = &entry;
      }
    }
  }
  if (said == nullptr) return;  // It was dropped from the revision, because its record was removed.
  changeset.AddField(said, {.key = "content",
                            .value = content.content,
                            .token = {},
                            .kind = FieldKind::kContent,
                            .visibility = Visibility::kStoredOnly});
}

void Replay::Forget() {
  const MessageEnd end = reader_.changeset.End();
  state_.Forget(end);
  answers_.Forget(end);
}

}  // namespace gantt
