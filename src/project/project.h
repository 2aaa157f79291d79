// One project: the unit of subscription, reset and ordering.
//
// Ownership: a Project owns its state, its id counter and the buffers that one message needs.
// Threads: one at a time. Loading is split so that the slow part (Loader) may run on another
// thread; only Replace() touches the project. Returned texts are complete messages, ready to be
// sent.
#ifndef GANTT_PROJECT_PROJECT_H_
#define GANTT_PROJECT_PROJECT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/status.h"
#include "conflict/storm_watch.h"
#include "json/reader.h"
#include "message/changeset.h"
#include "message/terms.h"
#include "message/wording.h"
#include "project/difference.h"
#include "project/journal_tail.h"
#include "project/loader.h"
#include "project/revision_reader.h"
#include "project/snapshot.h"
#include "project/told_number.h"
#include "state/answers.h"
#include "state/id_allocator.h"
#include "state/project_state.h"
#include "state/record_locks.h"
#include "store/field_names.h"
#include "wire/dataset_encoder.h"

namespace gantt {

struct ProjectOptions {
  std::string id = "1";  // JSON text: a number or a string.
  IdFormat id_format = IdFormat::kPrefixed;
  uint64_t seed = 0;  // Seed of the random part of UUIDs; no two projects may share one.
  Limits limits = {};
  FieldNames merged = {};  // See PartialValues.
  // One for each dialect; the first one is the dialect of the log.
  std::vector<Wording> wordings{1};
  bool keeps_journal = false;        // Is TakeJournal() called regularly?
  uint64_t told_offset = 0;          // See ToldNumber().
  uint64_t first_fence = 0;          // See RecordLocks.
  std::string list_suffix = "Data";  // See EncodeDataset().
};

// A change to a project, with the state for which it was computed. It has views into itself, so it
// must not be moved.
class Comparison {
 public:
  Comparison() = default;
  Comparison(const Comparison&) = delete;
  Comparison& operator=(const Comparison&) = delete;

 private:
  friend class Project;

  std::string message_;  // Empty: nothing.
  json::Reader reader_{RevisionReader::kMaxDepth};
  std::unique_ptr<Changeset> changeset_;
  const ProjectState* state_ = nullptr;
  uint64_t revision_ = 0;
};

class Project {
 public:
  explicit Project(ProjectOptions options);

  // Applies a change of `author` completely or not at all, and returns the messages for all
  // receivers. `now`: milliseconds since 1970. A failure changes nothing. Codes: those of
  // Reader::Parse and Changeset::Read, kMessageTooLarge, kNotSubscribed (it names another project),
  // kTooManyStores, kProjectFull, kBeforeReset, kVetoed (in dialects that answer refusals),
  // kNotSubscribed (in dialects with one answer: the missed changes are no longer known). Other
  // refusals are no failures: the outcome has the answer. `out->client_revision` is set even on
  // failure, if known.
  //
  Status Submit(std::string_view message, std::string_view author, uint64_t now, const Terms& terms,
                Outcome* out);
  // The same for a `project_change` if all subscribers use `commands`: appends the broadcast.
  Status Submit(std::string_view message, std::string_view author, uint64_t now, std::string* out);

  // Restores the project, or the part in `scope`, to the state `then` by a revision of the server
  // for all subscribers; none if nothing differs. `terms`: the dialects of the subscribers. A
  // failure changes nothing. Codes: kUnknownRecord, kProjectFull, kTooDeep, kInvalidChanges (a
  // record has more fields than one message may write).
  Status BringBack(const ProjectState& then, const Scope& scope, uint64_t now, const Terms& terms,
                   Outcome* out);
  // The same in two steps. The first one is slow, and may run on another thread while the project
  // is not used. IsOf(): is the project still in that state?
  Status Compare(const ProjectState& then, const Scope& scope, Comparison* out) const;
  bool IsOf(const Comparison& comparison) const {
    return comparison.state_ == state_.get() && comparison.revision_ == revision();
  }
  Status BringBack(Comparison* comparison, uint64_t now, const Terms& terms, Outcome* out);

  // The whole project as a message.
  TextParts Dataset(DatasetView view) const;
  // See EncodeLoad().
  std::vector<LoadedMember> LoadStores() const { return EncodeLoad(*state_); }

  // The revisions after `revision` of this epoch: in the dialect of the log one project_change,
  // which may be empty; in others a message for each revision. False: the client needs the whole
  // project, because the log does not reach back far enough, or because `client` (an id; empty:
  // unknown) may have got a correction of a refusal that is not in the log.
  bool ChangesSince(uint64_t revision, size_t dialect, std::string_view client,
                    std::vector<std::string>* out) const;

  // The reply to `command` with the content of a version; false: there is no such version.
  bool AppendVersionContent(std::string_view command, std::string_view version_key,
                            std::string* out) const;

  // A client starts with the project as of that revision; or it continues with the state of its
  // earlier connection. Its deltas of nested lists refer to that state.
  void NoteLoaded(std::string_view client, uint64_t revision);
  void NoteGoesOn(std::string_view client, std::string_view before);

  // From now on only the client `holder` may change the record; or all clients may again, but not
  // under the fence of a former holder. See RecordLocks.
  RecordLocks& locks() { return locks_; }

  // Starts a new epoch with that data and returns the old state (freeing a large one takes time, so
  // the caller can do it elsewhere). Revision numbers and ids continue.
  std::unique_ptr<ProjectState> Replace(LoadedData data, uint64_t now);

  // The JournalRecords of the revisions since the last call. Empty unless the option for a journal
  // is set.
  std::string TakeJournal() { return journal_.Take(); }
  // Only the first `count`; the next call returns the others.
  std::string TakeJournal(size_t count) { return journal_.Take(count); }
  // Everything but the log: see snapshot.h.
  std::string Snapshot() const { return WriteSnapshot(*state_, answers_, ids_); }
  // Loads a snapshot and later journal records; `records` before the snapshot only fill the log.
  // kDamaged: nothing has changed.
  Status Restore(std::string_view snapshot, std::string_view records);
  // The same in two steps, of which Rebuild() is slow: afterwards `*restored` has the old state.
  void Adopt(RestoredProject* restored);

  uint64_t revision() const { return state_->log.last(); }
  // JSON text: see ToldNumber().
  std::string told_number() const { return ToldNumber(telling(), state_->log); }
  // The answers to all changes that became a later revision than this are known.
  uint64_t forgotten() const { return answers_.forgotten(); }
  const ProjectOptions& options() const { return options_; }
  // Memory in bytes.
  size_t memory() const { return state_->memory() + answers_.memory(); }
  // Sizes as a JSON object: {"revision":…,"stores":{"tasks":…,…},"bytes":…,"memory":…,"isFull":…,
  // "log":{…}}. `isFull`: it exceeds the memory limit.
  std::string Stats() const;

  const ProjectState& state() const { return *state_; }

 private:
  Telling telling() const { return {options_.told_offset, resets_}; }
  Status Read(std::string_view message, Shape shape);
  Status CheckRoom(const Changeset& changeset, size_t message_size);
  size_t BytesOfNewIds() const;
  bool WouldBeFull(const Changeset& changeset, size_t message_size);
  Status CheckWidth(const Changeset& changeset, const StoreChange& change) const;

  const ProjectOptions options_;
  const std::string key_;  // Of options_.id.
  IdAllocator ids_;
  Answers answers_;
  RecordLocks locks_{options_.limits, options_.first_fence};
  StormWatch storms_{options_.limits.storm_fields};
  JournalTail journal_{&ids_};
  std::unique_ptr<ProjectState> state_;
  bool was_loaded_ = false;
  uint64_t resets_ = 0;
  size_t room_ = 0;  // So many further bytes are certainly within the limit.
  // Reused from message to message.
  json::Reader reader_;
  Changeset changeset_{options_.limits};
};

}  // namespace gantt

#endif  // GANTT_PROJECT_PROJECT_H_
