#include "project/replay.h"

#include "message/terms.h"
#include "project/apply.h"
#include "rebase/resolved_revision.h"
#include "wire/broadcast.h"

namespace gantt {

Status Replay::Follows(const JournalRecord& record) const {
  if (record.number == state_.log.last() + 1 && record.epoch == state_.log.base()) return {};
  return {ErrorCode::kDamaged, "Revision " + std::to_string(record.number) +
                                   " does not follow revision " +
                                   std::to_string(state_.log.last())};
}

Status Replay::Remember(const JournalRecord& record) {
  if (Status status = Follows(record); !status.ok()) return status;
  state_.log.Append(record.time, record.text, record.parts);
  return {};
}

Status Replay::Apply(const JournalRecord& record) {
  if (Status status = Follows(record); !status.ok()) return status;
  message_.clear();
  AppendCommandsHead(&message_);
  message_.append(record.text);
  AppendCommandsTail("0", &message_);
  json::Value root;
  changeset_.Clear();
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
    state_.phantoms.Add(name.store, record.client, {name.name, true}, name.id);
  gantt::Apply(ResolvedRevision(&changeset_, 0), record.number, &state_);
  for (const JournalRecord::Content& content : record.contents) {
    Store* const versions = state_.FindStore("versions");
    Record* const version = versions->Find(content.version);
    if (version == nullptr) continue;  // The same revision removes it.
    const size_t before = version->bytes();
    version->content = std::make_unique<std::string>(content.content);
    versions->NoteWritten(*version, before);
  }
  ids_.NoteNumber(record.last_id);
  state_.log.Append(record.time, record.text, record.parts);
  state_.ForgetBefore(state_.log.first());
  if (!record.local_id.empty()) {
    answers_.Keep(record.client, record.local_id, {state_.log.base(), record.number, {}});
  }
  return {};
}

}  // namespace gantt
