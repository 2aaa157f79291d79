#include "project/author_answer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "base/status.h"
#include "conflict/conflicts.h"
#include "json/text.h"
#include "message/changeset.h"
#include "message/terms.h"
#include "message/wording.h"
#include "message/words.h"
#include "project/publication.h"
#include "project/revision_reader.h"
#include "project/rows_answer.h"
#include "project/told_number.h"
#include "project/touched_rows.h"
#include "state/answers.h"
#include "state/project_state.h"
#include "state/revision_log.h"
#include "store/ids.h"
#include "wire/broadcast.h"
#include "wire/conflict_texts.h"

namespace gantt {
namespace {

// A separator to join messages into one text; no message contains this character.
constexpr char kBetween = '\0';

std::string Joined(const std::vector<std::string>& messages) {
  std::string text;
  for (const std::string& message : messages) {
    if (!text.empty()) text.push_back(kBetween);
    text.append(message);
  }
  return text;
}

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> messages;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(kBetween, begin), text.size());
    messages.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return messages;
}

}  // namespace

AuthorAnswer::AuthorAnswer(const Submitter& submitter, const ProjectState& state, Answers* answers,
                           Changeset* changeset, Outcome* out)
    : submitter_(submitter),
      state_(state),
      answers_(*answers),
      changeset_(*changeset),
      out_(*out) {}

bool AuthorAnswer::Repeat(Status* status) {
  const Wording& wording = submitter_.wording();
  if (!wording.is_answered) return false;
  const std::string_view local_id = changeset_.revisions.front().local_id;
  const Answer* const answer =
      local_id.empty() ? nullptr : answers_.Find(submitter_.origin, local_id);
  if (answer == nullptr) return false;
  const RevisionLog& log = state_.log;
  if (answer->epoch != log.base()) {
    *status = {ErrorCode::kBeforeReset, "The project has been reset since"};
    return true;
  }
  if (wording.answers_all() && answer->revision > 0) {
    *status = TellAllAgain(answer->revision);
    return true;
  }
  std::vector<std::string>& messages = out_.author.emplace();
  if (answer->revision == 0) {
    messages = Split(answer->refusal);
    return true;
  }
  if (answer->revision >= log.first()) {
    const Revision& revision = log.at(answer->revision);
    std::string plain;
    revision.AppendPlainChanges(&plain);
    messages.push_back(Tell(wording.echo, Told(submitter_.project, revision, plain, local_id)));
  } else {
    const std::string author = json::Quoted(submitter_.author);
    const Told told(submitter_.project, answer->revision, submitter_.now, author, local_id);
    messages.push_back(Tell(wording.echo, told));
  }
  return true;
}

// It was applied; others may have made further changes since.
Status AuthorAnswer::TellAllAgain(uint64_t own) {
  const RevisionLog& log = state_.log;
  const uint64_t since = std::min(submitter_.terms.base, own - 1);
  TouchedRows rows(state_, since);
  if (Status status = rows.NoteRevisions(std::max(since + 1, log.first()), own - 1); !status.ok())
    return status;
  RevisionReader first;
  if (own >= log.first()) {
    if (Status status = first.Read(log.at(own).text()); !status.ok()) return status;
    TakeIds(first.changeset);
  }
  rows.NoteOwn(changeset_, submitter_.author);
  if (own >= log.first()) rows.NoteRemoved(first.changeset);
  if (Status status = rows.NoteRevisions(std::max(own + 1, log.first()), log.last()); !status.ok())
    return status;
  TellRows(&rows);
  return {};
}

// The message became that revision, in which its added records have ids.
void AuthorAnswer::TakeIds(const Changeset& first) {
  for (StoreChange& change : changeset_.stores) {
    FlatMap<std::string_view, RecordId> by_name;
    std::vector<RecordId> nameless;
    FlatSet<std::string_view> own;
    for (uint32_t i = change.change[kAdded].begin; i < change.change[kAdded].end; ++i)
      if (changeset_.entries[i].id.exists()) own.Insert(changeset_.entries[i].id.key);
    for (const StoreChange& then : first.stores) {
      if (then.name != change.name) continue;
      for (uint32_t i = then.change[kAdded].begin; i < then.change[kAdded].end; ++i) {
        const Entry& entry = first.entries[i];
        const RecordId id{changeset_.arena.Keep(entry.id.key), changeset_.arena.Keep(entry.id.raw)};
        if (entry.phantom.exists) {
          by_name[changeset_.arena.Keep(entry.phantom.key)] = id;
        } else if (!own.contains(id.key)) {
          nameless.push_back(id);
        }
      }
    }
    size_t next = 0;
    for (uint32_t i = change.change[kAdded].begin; i < change.change[kAdded].end; ++i) {
      Entry& entry = changeset_.entries[i];
      if (entry.phantom.exists) {
        if (const RecordId* const id = by_name.Find(entry.phantom.key)) entry.id = *id;
      } else if (!entry.id.exists() && next < nameless.size()) {
        entry.id = nameless[next++];
      }
    }
  }
}

void AuthorAnswer::TellRows(TouchedRows* rows) {
  RowsAnswer answer(rows);
  answer.TakeNames(changeset_.revisions.front().changes);
  out_.author.emplace().push_back(
      answer.Text(changeset_.request_id, ToldNumber(submitter_.telling, state_.log)));
}

Status AuthorAnswer::TellAll(uint64_t last) {
  const RevisionLog& log = state_.log;
  TouchedRows rows(state_, submitter_.terms.base);
  Status status = rows.NoteRevisions(submitter_.terms.base + 1, last);
  rows.NoteOwn(changeset_, submitter_.author);
  // Its own revisions are followed by those of the server that belong to it.
  if (status.ok()) status = rows.NoteRevisions(last + 2, log.last());
  TellRows(&rows);
  return status;
}

void AuthorAnswer::Refuse(const std::vector<Conflict>& conflicts) {
  const Words& words = submitter_.wording().conflict;
  const ConflictTeller teller(state_, changeset_, submitter_.project, submitter_.now);
  std::vector<std::string> messages = teller.Tell(words, conflicts);
  if (submitter_.wording().answers_all() && !changeset_.request_id.empty()) {
    for (std::string& message : messages)
      message.insert(1, "\"requestId\":" + std::string(changeset_.request_id) + ",");
  }
  const std::string_view local_id = changeset_.revisions.front().local_id;
  if (!local_id.empty()) {
    const std::string joined = messages.size() == 1 ? std::string() : Joined(messages);
    answers_.Keep(submitter_.origin, local_id,
                  {state_.log.base(), 0, messages.size() == 1 ? messages.front() : joined});
  }
  out_.author = std::move(messages);
  out_.author_is_lost = ConflictTeller::LeavesOut(words, conflicts);
}

// A change without the author's own number cannot be recognized as repeated.
void AuthorAnswer::Remember(size_t index, const Revision& revision) {
  const std::string_view local_id = changeset_.revisions[index].local_id;
  if (local_id.empty()) return;
  answers_.Keep(submitter_.origin, local_id, {state_.log.base(), revision.number(), {}});
}

}  // namespace gantt
