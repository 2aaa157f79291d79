#include "project/submission.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/flat_map.h"
#include "base/status.h"
#include "conflict/conflicts.h"
#include "conflict/lock_check.h"
#include "conflict/refusal.h"
#include "conflict/resolution.h"
#include "conflict/restoration.h"
#include "json/text.h"
#include "message/changeset.h"
#include "message/terms.h"
#include "message/wording.h"
#include "project/author_answer.h"
#include "project/publication.h"
#include "rebase/list_deltas.h"
#include "rebase/references.h"
#include "rebase/resolved_revision.h"
#include "rebase/resolver.h"
#include "state/answers.h"
#include "state/project_state.h"
#include "state/revision_log.h"
#include "store/ids.h"
#include "wire/conflict_texts.h"

namespace gantt {
namespace {

// A revision of the server's that puts others right, or the author. It has a changeset of its own:
// the one of the message does not grow by it, and it goes when it was told.
class Correction {
 public:
  Correction(const Restoration& restoration, Restoration::For whom, const Changeset& message)
      : changeset_(message.limits) {
    changeset_.shape = message.shape;
    changeset_.revisions.push_back(restoration.Make(whom, &changeset_));
  }
  ResolvedRevision revision() const { return Resolver::Unopposed(changeset_); }

 private:
  Changeset changeset_;
};

}  // namespace

Submission::Submission(const Submitter& submitter, ProjectState* state, const Memory& memory,
                       Changeset* changeset, Outcome* out)
    : submitter_(submitter),
      state_(*state),
      memory_(memory),
      changeset_(*changeset),
      out_(*out),
      answer_(submitter_, state_, memory.answers, changeset, out) {}

// It was already applied, and others may have overwritten it since: the author, which shows it,
// gets the current values.
void Submission::DropRepeats() {
  std::vector<RevisionChange> repeats;
  for (RevisionChange& revision : changeset_.revisions) {
    if (memory_.answers->Find(submitter_.origin, revision.local_id) == nullptr) continue;
    repeats.push_back(revision);
    revision = revision.Emptied();
  }
  has_repeats_ = !repeats.empty();
  if (has_repeats_) Refusal(state_, &changeset_, repeats, &restoration());
}

Status Submission::Run() {
  if (Status status = CheckBases(); !status.ok()) return status;
  const bool answers_all = submitter_.wording().answers_all();
  const uint64_t last = state_.log.last();
  if (answers_all && SaysNothing()) return answer_.TellAll(last);
  const Terms& terms = submitter_.terms;
  const bool is_answered = submitter_.wording().is_answered;
  // Without a connection, only unique phantom ids can be attributed to a client.
  const std::string_view namer = answers_all ? submitter_.author : submitter_.origin;
  References references(state_, *memory_.ids, namer, submitter_.now, &changeset_);
  references.Bind();
  references.Rewrite();
  if (Status status = ListDeltas::Check(state_, changeset_); !status.ok()) return status;
  if (!is_answered && submitter_.origin != submitter_.author) DropRepeats();
  if (terms.veto) {
    if (is_answered) return {ErrorCode::kVetoed, "The change was refused by the application"};
    *memory_.ids = references.ids();  // The author will see them.
    RefuseAll();
    return {};
  }
  if (is_answered && IsLocked()) return {};
  const bool is_forced = changeset_.force && terms.may_force;
  if (terms.policy != ConflictPolicy::kLastWriterWins && !is_forced) {
    const std::string author = json::Quoted(submitter_.author);
    using Which = ConflictFinder::Which;
    auto conflicts = ConflictFinder(state_, changeset_, author, terms.base)
                         .Find(terms.policy == ConflictPolicy::kMerge ? Which::kSaid : Which::kAll);
    if (!conflicts.empty()) {
      out_.conflicts = DescribeConflicts(changeset_, conflicts);
      if (terms.policy == ConflictPolicy::kAsk) return {};
      if (terms.policy == ConflictPolicy::kReject && is_answered) {
        answer_.Refuse(conflicts);
        return {};
      }
      if (terms.policy == ConflictPolicy::kReject) {
        conflicts = std::vector<Conflict>();  // Their memory goes, too.
        *memory_.ids = references.ids();
        RefuseAll();
        return {};
      }
      if (terms.policy == ConflictPolicy::kMerge) {
        if (Status status = MergeInto(conflicts, state_, *memory_.merged, &changeset_, &joining_);
            !status.ok()) {
          out_.conflicts.clear();
          return status;
        }
      } else {
        LeaveOut(conflicts, state_, &changeset_, &restoration());
      }
    }
  }
  *memory_.ids = references.ids();
  references.Commit(&state_.phantoms);
  if (memory_.journal != nullptr) memory_.journal->NoteNames(references.bindings());
  ApplyAll();
  return answers_all ? answer_.TellAll(last) : Status();
}

bool Submission::SaysNothing() const {
  return changeset_.entries.empty() && changeset_.revisions.front().project_fields < 0;
}

// The state of a client before a reset is unrelated to the current project.
Status Submission::CheckBases() const {
  if (!submitter_.wording().is_answered) return {};
  for (const Entry& entry : changeset_.entries) {
    if (entry.base && *entry.base < state_.log.base()) {
      return {ErrorCode::kBeforeReset, "The change is based on a revision from before a reset"};
    }
  }
  return {};
}

// Does an answered change touch a record that another client has locked? Then that is the answer,
// and nothing is applied.
bool Submission::IsLocked() {
  if (memory_.locks->empty()) return false;
  const auto locked = LockCheck(state_, *memory_.locks, submitter_.author, &changeset_).Find(0);
  if (!locked.empty()) {
    answer_.Refuse(locked);
  }
  return !locked.empty();
}

void Submission::ApplyAll() {
  Publication publication(submitter_, &state_, memory_.storms, memory_.journal,
                          changeset_.arena.memory(), &out_);
  Resolver resolver(state_, submitter_.author, *memory_.merged, joining_, &changeset_);
  const size_t count = changeset_.revisions.size();  // The server appends its own.
  Revisions told(changeset_.arena.memory());
  std::optional<LockCheck> locks;
  if (!memory_.locks->empty())
    locks.emplace(state_, *memory_.locks, submitter_.author, &changeset_);
  FlatSet<RecordName> locked;  // That were told.
  for (size_t i = 0; i < count; ++i) {
    if (locks) {
      const auto found = locks->Find(static_cast<uint32_t>(i));
      if (!found.empty()) {
        is_author_apart_ |= locks->LeaveOut(found, &restoration());
        DescribeLocked(found, &locked, &out_.locked);
      }
    }
    told.push_back(resolver.Resolve(i));
    const Revision& revision = publication.Commit(told.back());
    resolver.Remember(revision.number(), &state_.lists);
    answer_.Remember(i, revision);
    if (const auto adoption = resolver.Adopt()) publication.Commit(told.emplace_back(*adoption));
  }
  if (restoration_) is_author_apart_ |= restoration_->FollowMoves(changeset_);
  if (restoration_ && !restoration_->empty()) Restore(&publication, &told);
  if (!out_.locked.empty()) out_.locked.push_back(']');
  publication.Finish();
}

// Runs after the last revision. `told`: the revisions before it.
void Submission::Restore(Publication* publication, Revisions* told) {
  using For = Restoration::For;
  if ((!has_repeats_ && !is_author_apart_) || restoration_->is_same_for_all()) {
    const Correction everybodys(*restoration_, For::kEverybody, changeset_);
    restoration_.reset();  // All of it is said.
    publication->Commit(everybodys.revision());
    return;
  }
  RestoreApart(publication, told, true);
}

// Others are told one revision, the author another one. `tells`: it is told the revisions before
// that apart as well.
void Submission::RestoreApart(Publication* publication, Revisions* told, bool tells) {
  using For = Restoration::For;
  publication->Commit(Correction(*restoration_, For::kOthers, changeset_).revision());
  const Correction authors(*restoration_, For::kAuthor, changeset_);
  restoration_.reset();  // All of it is said.
  told->push_back(authors.revision());
  if (tells) publication->TellAuthor(*told);
}

// Every revision of a `commands` client must come back, so the log gets it, empty, followed by a
// revision of the server that restores the fields. Additions, removals and moves of the author are
// never sent to others: only the author gets them back and reverted.
void Submission::RefuseAll() {
  Publication publication(submitter_, &state_, memory_.storms, memory_.journal,
                          changeset_.arena.memory(), &out_);
  Resolver resolver(state_, submitter_.author, *memory_.merged, joining_, &changeset_);
  const size_t count = changeset_.revisions.size();
  const Refusal refusal(state_, &changeset_, changeset_.revisions, &restoration());
  Revisions told(changeset_.arena.memory());
  bool has_own = false;
  for (size_t i = 0; i < count; ++i) {
    answer_.Remember(i, publication.Commit(resolver.Refuse(i)));
    told.push_back(resolver.Echo(i, refusal.returned(), &has_own));
  }
  restoration_->FollowMoves(changeset_);
  if (!restoration_->empty())
    RestoreApart(&publication, &told, has_own || !restoration_->is_same_for_all());
  publication.Finish();
}

}  // namespace gantt
