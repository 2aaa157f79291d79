#include "project/replay.h"

#include <limits>

#include "message/terms.h"
#include "project/apply.h"
#include "rebase/resolved_revision.h"
#include "wire/broadcast.h"

namespace gantt {

Limits Replay::Unlimited() {
  Limits limits;
  limits.message_bytes = limits.message_records = std::numeric_limits<size_t>::max();
  limits.stores = limits.fields = std::numeric_limits<size_t>::max();
  return limits;
}

Status Replay::Follows(const JournalRecord& record) const {
  if (record.number == state_.log.last() + 1 && record.epoch == state_.log.base()) return {};
  return {ErrorCode::kDamaged, "Revision " + std::to_string(record.number) +
                                   " does not follow revision " +
                                   std::to_string(state_.log.last())};
}

Status Replay::Remember(const JournalRecord& record) {
  if (Status status = Follows(record); !status.ok()) return status;
  state_.log.Append(record.time, record.text, record.parts);
  Forget();
  return {};
}

Status Replay::Apply(const JournalRecord& record) {
  if (Status status = Follows(record); !status.ok()) return status;
  message_.clear();
  AppendCommandsHead(&message_);
  message_.append(record.text);
  AppendCommandsTail("0", &message_);
  json::Value root;
  Status status = reader_.Parse(message_, &root);
  if (status.ok()) status = changeset_.Read(root, Dialect::kCommands);
  if (status.ok() && changeset_.revisions.size() != 1)
    status = {ErrorCode::kInvalidRevision, "It is not one revision"};
  if (!status.ok()) {
    return {ErrorCode::kDamaged,
            "Revision " + std::to_string(record.number) + " cannot be read: " + status.message()};
  }
  changeset_.revisions.front().is_restoration = record.is_restoration;
  for (const JournalRecord::Name& name : record.names)
    state_.phantoms.Add(name.store, record.origin, {name.name, true}, name.id);
  for (const JournalRecord::Content& content : record.contents) AddContent(content);
  gantt::Apply(ResolvedRevision(&changeset_, 0), record.number, &state_);
  ids_.NoteNumber(record.last_id);
  state_.log.Append(record.time, record.text, record.parts);
  if (!record.local_id.empty()) {
    answers_.Keep(record.origin, record.local_id, {state_.log.base(), record.number, {}});
  }
  Forget();
  return {};
}

// Puts the content of a version where its author said it: into the last that is said of the
// version.
void Replay::AddContent(const JournalRecord::Content& content) {
  Entry* said = nullptr;
  for (const StoreChange& change : changeset_.stores) {
    if (!KindOfStore(change.name).has_content) continue;
    for (const List list : {kAdded, kUpdated}) {
      for (uint32_t i = change.change[list].begin; i < change.change[list].end; ++i) {
        Entry& entry = changeset_.entries[i];
        if (entry.id.key == content.version) said = &entry;
      }
    }
  }
  if (said == nullptr) return;  // It was left out of the revision, as its record was gone.
  changeset_.AddField(said, {.key = "content",
                             .value = content.content,
                             .token = {},
                             .kind = FieldKind::kContent,
                             .hidden = true});
}

void Replay::Forget() {
  const MessageEnd end = changeset_.End();
  state_.Forget(end);
  answers_.Forget(end);
}

}  // namespace gantt
