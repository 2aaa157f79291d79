// One project: the unit of subscription, reset and ordering.
//
// Ownership: a Project owns its state, its id counter and the buffers that one message needs.
// Threads: one at a time. Loading is split so that the slow half (Loader) may run on another
// thread; only Replace() touches the project. Texts that are returned are complete messages, ready
// to be sent.
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
  uint64_t seed = 0;  // Of the random part of UUIDs; no two projects may share one.
  Limits limits = {};
  FieldNames merged = {};            // See PartialValues.
  std::vector<Wording> wordings{1};  // Of each dialect; the first speaks as the log does.
  bool keeps_journal = false;        // Is TakeJournal() called now and then?
  uint64_t told_offset = 0;          // See ToldNumber().
  uint64_t first_fence = 0;          // See RecordLocks.
  std::string list_suffix = "Data";  // See EncodeDataset().
};

// What has to be changed in a project, and in which state of it that was found out. It has views
// into itself, so it stays where it is.
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

  // Applies a change of `author`, whole or not at all, and says who is told what. `now`:
  // milliseconds since 1970. On failure nothing has changed. Codes: those of Reader::Parse and
  // Changeset::Read, kMessageTooLarge, kNotSubscribed (it names another project), kTooManyStores,
  // kProjectFull, kBeforeReset, kVetoed (where refusals are answered), kNotSubscribed (where
  // all is answered at once: what its author has missed is not known any more). A change that is
  // refused otherwise is no failure: the outcome has the answer. `out->client_revision` is set even
  // on failure, when it is known.
  //
  Status Submit(std::string_view message, std::string_view author, uint64_t now, const Terms& terms,
                Outcome* out);
  // The same for a `project_change` where all subscribers speak `commands`: appends the broadcast.
  Status Submit(std::string_view message, std::string_view author, uint64_t now, std::string* out);

  // Makes the project, or the part of it that `scope` names, what it was in `then`: a revision of
  // the server's own that everybody is told of, and none where it is so already. `terms`: who
  // listens. On failure nothing has changed. Codes: kUnknownRecord, kProjectFull, kTooDeep,
  // kInvalidChanges (a record has more fields than one message may write).
  Status BringBack(const ProjectState& then, const Scope& scope, uint64_t now, const Terms& terms,
                   Outcome* out);
  // The same in two steps, of which the first is the slow one: it may be on another thread, while
  // nobody changes the project or looks at it. IsOf(): is the project still that one?
  Status Compare(const ProjectState& then, const Scope& scope, Comparison* out) const;
  bool IsOf(const Comparison& comparison) const {
    return comparison.state_ == state_.get() && comparison.revision_ == revision();
  }
  Status BringBack(Comparison* comparison, uint64_t now, const Terms& terms, Outcome* out);

  // The whole project as a message.
  TextParts Dataset(DatasetView view) const;
  // See EncodeLoad().
  std::vector<LoadedMember> LoadStores() const { return EncodeLoad(*state_); }

  // What a client that has `revision` of this epoch has missed: who speaks as the log does gets one
  // project_change, which may be empty; others a message for each revision. False: it needs the
  // whole project, since the log does not reach so far back, or since `client` (an id; empty:
  // nobody knows which) may have been told of a refusal what is not in the log.
  bool ChangesSince(uint64_t revision, size_t dialect, std::string_view client,
                    std::vector<std::string>* out) const;

  // The reply to `command` with the content of a version; false: there is no such version.
  bool AppendVersionContent(std::string_view command, std::string_view version_key,
                            std::string* out) const;

  // A client begins with the project as it was at that revision, whatever it had before; a client
  // has come back on another connection, with the project as it had it. What they say of nested
  // lists is meant so.
  void NoteLoaded(std::string_view client, uint64_t revision);
  void NoteGoesOn(std::string_view client, std::string_view before);

  // Nobody but the client `holder` may change the record from now on; anybody may again, but for
  // who held it before and says the fence of that. See RecordLocks.
  RecordLocks& locks() { return locks_; }

  // Starts a new epoch with that data and hands back the old state (freeing a large one takes
  // time, which the caller may have elsewhere). Numbers of revisions and ids go on counting.
  std::unique_ptr<ProjectState> Replace(LoadedData data, uint64_t now);

  // JournalRecords of the revisions since the last call, one behind the other. Empty unless the
  // options say that a journal is kept.
  std::string TakeJournal() { return journal_.Take(); }
  // The same of the first `count`; the others are there at the next call.
  std::string TakeJournal(size_t count) { return journal_.Take(count); }
  // Everything but the log: see snapshot.h.
  std::string Snapshot() const { return WriteSnapshot(*state_, answers_, ids_); }
  // Becomes what a snapshot and the records of its journal say: `records` may begin before the
  // snapshot, and only fill the log then. kDamaged: nothing has changed.
  Status Restore(std::string_view snapshot, std::string_view records);
  // The same in two steps, of which Rebuild() is the slow one: `*restored` is what the project was.
  void Adopt(RestoredProject* restored);

  uint64_t revision() const { return state_->log.last(); }
  // JSON text: see ToldNumber().
  std::string told_number() const { return ToldNumber(telling(), state_->log); }
  // The answers to all changes that became a later revision are known.
  uint64_t forgotten() const { return answers_.forgotten(); }
  const ProjectOptions& options() const { return options_; }
  // Bytes of memory that all of it takes.
  size_t memory() const { return state_->memory() + answers_.memory(); }
  // Sizes as a JSON object: {"revision":…,"stores":{"tasks":…,…},"bytes":…,"memory":…,"isFull":…,
  // "log":{…}}. `isFull`: it takes more memory than a project may.
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
  size_t room_ = 0;  // So many bytes more are certainly within the limit.
  // Reused from message to message.
  json::Reader reader_;
  Changeset changeset_{options_.limits};
};

}  // namespace gantt

#endif  // GANTT_PROJECT_PROJECT_H_
