#include "project/submission.h"

#include <utility>
#include <vector>

#include "conflict/conflicts.h"
#include "conflict/lock_check.h"
#include "conflict/refusal.h"
#include "conflict/resolution.h"
#include "json/text.h"
#include "rebase/list_deltas.h"
#include "rebase/references.h"
#include "rebase/resolver.h"
#include "wire/broadcast.h"

namespace gantt {

Submission::Submission(const Submitter& submitter, ProjectState* state, const Memory& memory,
                       Changeset* changeset, Outcome* out)
    : submitter_(submitter),
      state_(*state),
      memory_(memory),
      changeset_(*changeset),
      out_(*out),
      restoration_(state) {}

bool Submission::Repeat() {
  if (submitter_.terms.dialect != Dialect::kSync) return false;
  const std::string_view local_id = changeset_.revisions.front().local_id;
  const Answer* const answer = memory_.answers->Find(submitter_.origin, local_id);
  if (answer == nullptr) return false;
  const RevisionLog& log = state_.log;
  std::string message(answer->refusal);
  if (answer->epoch != log.base()) {
    message = SyncError(ErrorCode::kBeforeReset, "The project has been reset since", local_id);
  } else if (answer->revision > 0) {
    const bool is_there = answer->revision >= log.first();
    message = is_there ? SyncAck(log.at(answer->revision), local_id)
                       : SyncAckWithoutChanges(answer->revision, local_id);
  }
  out_.author.emplace().push_back(std::move(message));
  return true;
}

// What it says was made, and others may have written over it since: its author, who shows it, gets
// what the project has now.
void Submission::DropRepeats() {
  std::vector<RevisionChange> repeats;
  for (RevisionChange& revision : changeset_.revisions) {
    if (memory_.answers->Find(submitter_.origin, revision.local_id) == nullptr) continue;
    repeats.push_back(revision);
    revision = revision.Emptied();
  }
  has_repeats_ = !repeats.empty();
  if (has_repeats_) Refusal(&state_, changeset_, repeats, &restoration_);
}

// What has no number of its author's own cannot be sent again under it.
void Submission::Remember(size_t index, const Revision& revision) {
  const std::string_view local_id = changeset_.revisions[index].local_id;
  if (local_id.empty()) return;
  memory_.answers->Keep(submitter_.origin, local_id, {state_.log.base(), revision.number(), {}});
}

Status Submission::Run() {
  if (Status status = CheckBases(); !status.ok()) return status;
  const Terms& terms = submitter_.terms;
  const bool is_sync = terms.dialect == Dialect::kSync;
  References references(state_, *memory_.ids, submitter_.origin, submitter_.now, &changeset_);
  references.Bind();
  references.Rewrite();
  if (Status status = ListDeltas::Check(state_, changeset_); !status.ok()) return status;
  if (!is_sync && submitter_.origin != submitter_.author) DropRepeats();
  if (terms.veto) {
    if (is_sync) return {ErrorCode::kVetoed, "The change was refused by the application"};
    *memory_.ids = references.ids();  // The author will see them.
    RefuseAll();
    return {};
  }
  if (is_sync && IsLocked()) return {};
  const bool is_forced = changeset_.force && terms.may_force;
  if (terms.policy != ConflictPolicy::kLastWriterWins && !is_forced) {
    const std::string author = json::Quoted(submitter_.author);
    const auto conflicts = ConflictFinder(state_, changeset_, author, terms.base).Find();
    if (!conflicts.empty()) {
      out_.conflicts = DescribeConflicts(changeset_, conflicts);
      if (terms.policy == ConflictPolicy::kAsk) return {};
      if (terms.policy == ConflictPolicy::kReject && is_sync) {
        AnswerWith(SyncConflict(state_, changeset_, conflicts));
        return {};
      }
      if (terms.policy == ConflictPolicy::kReject) {
        *memory_.ids = references.ids();
        RefuseAll();
        return {};
      }
      if (terms.policy == ConflictPolicy::kMerge) {
        MergeInto(conflicts, state_, &changeset_);
      } else {
        LeaveOut(conflicts, state_, &changeset_, &restoration_);
      }
    }
  }
  *memory_.ids = references.ids();
  references.Commit(&state_.phantoms);
  if (memory_.journal != nullptr) memory_.journal->NoteNames(references.bindings());
  ApplyAll();
  return {};
}

// What a client knew before a reset says nothing of what the project is now.
Status Submission::CheckBases() const {
  if (submitter_.terms.dialect != Dialect::kSync) return {};
  for (const Entry& entry : changeset_.entries) {
    if (entry.base && *entry.base < state_.log.base()) {
      return {ErrorCode::kBeforeReset, "The change is based on a revision from before a reset"};
    }
  }
  return {};
}

// Does a `sync` change touch what somebody else has locked? Then that is its answer, and nothing of
// it is made.
bool Submission::IsLocked() {
  if (memory_.locks->empty()) return false;
  const auto locked = LockCheck(state_, *memory_.locks, submitter_.author, &changeset_).Find(0);
  if (!locked.empty()) AnswerWith(SyncConflict(state_, changeset_, locked));
  return !locked.empty();
}

void Submission::ApplyAll() {
  Publication publication(submitter_, &state_, memory_.storms, memory_.journal,
                          changeset_.arena.memory(), &out_);
  Resolver resolver(state_, submitter_.author, *memory_.merged, &changeset_);
  const size_t count = changeset_.revisions.size();  // The server appends its own.
  std::vector<ResolvedRevision> told;
  LockCheck locks(state_, *memory_.locks, submitter_.author, &changeset_);
  FlatSet<RecordName> locked;  // That were told.
  for (size_t i = 0; i < count; ++i) {
    if (!memory_.locks->empty()) {
      const auto found = locks.Find(static_cast<uint32_t>(i));
      if (!found.empty()) {
        keeps_removed_ |= locks.LeaveOut(found, &restoration_);
        DescribeLocked(found, &locked, &out_.locked);
      }
    }
    told.push_back(resolver.Resolve(i));
    const Revision& revision = publication.Commit(told.back());
    resolver.Remember(revision.number(), &state_.lists);
    Remember(i, revision);
    if (const auto adoption = resolver.Adopt()) publication.Commit(told.emplace_back(*adoption));
  }
  if (!restoration_.empty()) Restore(&resolver, &publication, &told);
  if (!out_.locked.empty()) out_.locked.push_back(']');
  publication.Finish();
}

// Behind the last revision. `told`: what went before it.
void Submission::Restore(Resolver* resolver, Publication* publication,
                         std::vector<ResolvedRevision>* told) {
  using For = Restoration::For;
  if ((!has_repeats_ && !keeps_removed_) || restoration_.is_same_for_all()) {
    publication->Commit(resolver->Own(restoration_.Make(For::kEverybody, &changeset_)));
    return;
  }
  publication->Commit(resolver->Own(restoration_.Make(For::kOthers, &changeset_)));
  told->push_back(resolver->Own(restoration_.Make(For::kAuthor, &changeset_)));
  publication->TellAuthor(*told);
}

// A `sync` author learns of a refusal in one message; nothing of the change is in the log.
void Submission::AnswerWith(const std::string& message) {
  memory_.answers->Keep(submitter_.origin, changeset_.revisions.front().local_id,
                        {state_.log.base(), 0, message});
  out_.author.emplace().push_back(message);
}

// Every revision of a `commands` client has to come back, so the log gets it, empty, and behind it
// one of the server's that restores the fields. What the author added, removed and put in another
// place, nobody else ever hears of: only the author sees it come back and be undone.
void Submission::RefuseAll() {
  Publication publication(submitter_, &state_, memory_.storms, memory_.journal,
                          changeset_.arena.memory(), &out_);
  Resolver resolver(state_, submitter_.author, *memory_.merged, &changeset_);
  const size_t count = changeset_.revisions.size();
  const Refusal refusal(&state_, changeset_, changeset_.revisions, &restoration_);
  std::vector<ResolvedRevision> told;
  bool has_own = false;
  for (size_t i = 0; i < count; ++i) {
    Remember(i, publication.Commit(resolver.Refuse(i)));
    told.push_back(resolver.Echo(i, refusal.returned(), &has_own));
  }
  if (!restoration_.empty()) {
    using For = Restoration::For;
    publication.Commit(resolver.Own(restoration_.Make(For::kOthers, &changeset_)));
    told.push_back(resolver.Own(restoration_.Make(For::kAuthor, &changeset_)));
    if (has_own || !restoration_.is_same_for_all()) publication.TellAuthor(told);
  }
  publication.Finish();
}

}  // namespace gantt
