// How the revisions of one message become known: each is applied, appended to the log, and told to
// everybody in the words of the dialect that they speak.
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

// What a message is submitted with.
struct Submitter {
  std::string_view project;  // JSON text of the project's id.
  std::string_view author;   // Its client id.
  // The client id of its first connection, under which is remembered what it named and sent.
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
  // Begins the broadcast in `out->broadcast`. `memory` is that of the message. `journal`: null
  // where nothing is kept.
  Publication(const Submitter& submitter, ProjectState* state, StormWatch* storms,
              JournalTail* journal, std::pmr::memory_resource* memory, Outcome* out);

  // Applies it and tells everybody. The answer lives until the next Commit().
  const Revision& Commit(const ResolvedRevision& resolved);
  // The author gets these revisions, the last of which are those that were committed last, in
  // other words than everybody else. Nothing of them is applied.
  void TellAuthor(std::span<const ResolvedRevision> revisions);
  void Finish();

 private:
  // Does the author know itself by another name than its client id? It recognises its revisions by
  // that name alone.
  bool HasOwnName() const;
  // The author of the revision that begins there is called by that name, if it is the author's own.
  void NameAuthor(size_t begin, std::string* text) const;
  void TellOthers(const Told& told);
  void TellAuthor(const Told& told, const ResolvedRevision& resolved);
  // Is the author told of its own revision in any case?
  bool HasToKnow(const ResolvedRevision& resolved) const;
  bool MissedSomething(uint64_t number) const;
  // Does it put records below others?
  // Is a record among what it adds that is there already, and has another id than its author knows?
  static bool AddsWhatIsThere(const ResolvedRevision& resolved);
  bool MovesInTree(const ResolvedRevision& resolved) const;
  // Does it remove records that others may stand below?
  bool RemovesFromTree(const ResolvedRevision& resolved) const;

  const Submitter submitter_;
  ProjectState& state_;
  StormWatch& storms_;
  JournalTail* const journal_;
  Outcome& out_;
  RevisionParts parts_;
  std::string plain_;  // The changes of the revision that is told.
  std::string named_;  // The revisions so far, where their author has a name of its own.
};

}  // namespace gantt

#endif  // GANTT_PROJECT_PUBLICATION_H_
