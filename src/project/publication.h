// Publishes the revisions of one message: each is applied, appended to the log, and encoded for
// each dialect in use.
#ifndef GANTT_PROJECT_PUBLICATION_H_
#define GANTT_PROJECT_PUBLICATION_H_

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>

#include "conflict/storm_watch.h"
#include "message/terms.h"
#include "message/wording.h"
#include "project/journal_tail.h"
#include "project/told_number.h"
#include "rebase/resolved_revision.h"
#include "state/project_state.h"
#include "state/revision_log.h"
#include "wire/broadcast.h"

namespace gantt {

// The context of a submission.
struct Submitter {
  std::string_view project;  // JSON text of the project's id.
  std::string_view author;   // Its client id.
  // The client id of its first connection, under which its phantom ids and changes are remembered.
  std::string_view origin;
  uint64_t now;  // Milliseconds since 1970.
  const Terms& terms;
  std::span<const Wording> wordings;  // By the dialect.
  std::string_view own_name = {};     // Changeset::own_name.
  Telling telling = {};

  const Wording& wording() const { return wordings[terms.dialect]; }  // Of the message.
};

class Publication {
 public:
  // Begins the broadcast in `out->broadcast`. `memory` belongs to the message. `journal`: null
  // without a journal.
  Publication(const Submitter& submitter, ProjectState* state, StormWatch* storms,
              JournalTail* journal, std::pmr::memory_resource* memory, Outcome* out);

  // Applies and encodes it. The result is valid until the next Commit().
  const Revision& Commit(const ResolvedRevision& resolved);
  // Sends the author these revisions instead of the last committed ones. They are not applied.
  void TellAuthor(std::span<const ResolvedRevision> revisions);
  void Finish();

 private:
  // Does the author use a name other than its client id, by which it recognises its revisions?
  bool HasOwnName() const;
  // Replaces the author of the revision that begins there by that name, if it is the author's own.
  void NameAuthor(size_t begin, std::string* text) const;
  void TellOthers(const Told& told);
  void TellAuthor(const Told& told, const ResolvedRevision& resolved);
  // Does the author always get its own revision?
  bool HasToKnow(const ResolvedRevision& resolved) const;
  bool MissedSomething(uint64_t number) const;
  // Does it move records below others? Does it add a record that already exists with an id unknown
  // to the author?
  static bool AddsWhatIsThere(const ResolvedRevision& resolved);
  bool MovesInTree(const ResolvedRevision& resolved) const;
  // Does it remove records that may have children by others?
  bool RemovesFromTree(const ResolvedRevision& resolved) const;

  const Submitter submitter_;
  ProjectState& state_;
  StormWatch& storms_;
  JournalTail* const journal_;
  Outcome& out_;
  RevisionParts parts_;
  std::string plain_;  // The changes of the current revision.
  std::string named_;  // The revisions so far, if their author has its own name.
};

}  // namespace gantt

#endif  // GANTT_PROJECT_PUBLICATION_H_
