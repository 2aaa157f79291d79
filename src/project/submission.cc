#include "project/submission.h"

#include <algorithm>
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
#include "wire/conflict_texts.h"

namespace gantt {
namespace {

// Messages as one text, and again: none has this character in it.
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

Submission::Submission(const Submitter& submitter, ProjectState* state, const Memory& memory,
                       Changeset* changeset, Outcome* out)
    : submitter_(submitter),
      state_(*state),
      memory_(memory),
      changeset_(*changeset),
      out_(*out),
      restoration_(state) {}

bool Submission::Repeat(Status* status) {
  const Wording& wording = submitter_.wording();
  if (!wording.is_answered) return false;
  const std::string_view local_id = changeset_.revisions.front().local_id;
  const Answer* const answer =
      local_id.empty() ? nullptr : memory_.answers->Find(submitter_.origin, local_id);
  if (answer == nullptr) return false;
  const RevisionLog& log = state_.log;
  if (answer->epoch != log.base()) {
    *status = {ErrorCode::kBeforeReset, "The project has been reset since"};
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
  const bool is_answered = submitter_.wording().is_answered;
  References references(state_, *memory_.ids, submitter_.origin, submitter_.now, &changeset_);
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
    const auto conflicts = ConflictFinder(state_, changeset_, author, terms.base).Find();
    if (!conflicts.empty()) {
      out_.conflicts = DescribeConflicts(changeset_, conflicts);
      if (terms.policy == ConflictPolicy::kAsk) return {};
      if (terms.policy == ConflictPolicy::kReject && is_answered) {
        const ConflictTeller teller(state_, changeset_, submitter_.project, submitter_.now);
        AnswerWith(teller.Tell(submitter_.wording().conflict, conflicts));
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
  if (!submitter_.wording().is_answered) return {};
  for (const Entry& entry : changeset_.entries) {
    if (entry.base && *entry.base < state_.log.base()) {
      return {ErrorCode::kBeforeReset, "The change is based on a revision from before a reset"};
    }
  }
  return {};
}

// Does a change that is answered touch what somebody else has locked? Then that is its answer, and
// nothing of it is made.
bool Submission::IsLocked() {
  if (memory_.locks->empty()) return false;
  const auto locked = LockCheck(state_, *memory_.locks, submitter_.author, &changeset_).Find(0);
  if (!locked.empty()) {
    const ConflictTeller teller(state_, changeset_, submitter_.project, submitter_.now);
    AnswerWith(teller.Tell(submitter_.wording().conflict, locked));
  }
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

// Nothing of the change is in the log.
void Submission::AnswerWith(std::vector<std::string> messages) {
  const std::string_view local_id = changeset_.revisions.front().local_id;
  if (!local_id.empty())
    memory_.answers->Keep(submitter_.origin, local_id, {state_.log.base(), 0, Joined(messages)});
  out_.author = std::move(messages);
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
