#include "project/submission.h"

#include <unordered_map>
#include <utility>

#include "conflict/merge_values.h"
#include "json/text.h"
#include "rebase/references.h"
#include "rebase/resolver.h"
#include "store/ids.h"
#include "wire/broadcast.h"

namespace gantt {

Submission::Submission(const Submitter& submitter, ProjectState* state, const Memory& memory,
                       Changeset* changeset, Outcome* out)
    : submitter_(submitter), state_(*state), memory_(memory), changeset_(*changeset), out_(*out) {}

bool Submission::Repeat() {
  if (submitter_.terms.dialect != Dialect::kSync) {
    if (submitter_.origin != submitter_.author) DropRepeats();
    return false;
  }
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

void Submission::DropRepeats() {
  for (RevisionChange& revision : changeset_.revisions) {
    if (memory_.answers->Find(submitter_.origin, revision.local_id) == nullptr) continue;
    RevisionChange empty;
    empty.local_id = revision.local_id;
    empty.conflict_resolution_for = revision.conflict_resolution_for;
    empty.changes = "{}";
    revision = empty;
  }
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
  if (terms.veto) {
    if (is_sync) return {ErrorCode::kVetoed, "The change was refused by the application"};
    *memory_.ids = references.ids();  // The author will see them.
    RefuseAll();
    return {};
  }
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
      terms.policy == ConflictPolicy::kMerge ? MergeInto(conflicts) : LeaveOut(conflicts);
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

void Submission::ApplyAll() {
  Publication publication(submitter_, &state_, memory_.storms, memory_.journal,
                          changeset_.arena.memory(), &out_);
  Resolver resolver(state_, &changeset_);
  const size_t count = changeset_.revisions.size();  // The server appends its own.
  for (size_t i = 0; i < count; ++i) {
    const Revision& revision = publication.Commit(resolver.Resolve(i));
    Remember(i, revision);
    if (const auto adoption = resolver.Adopt()) publication.Commit(*adoption);
    if (const auto found = restorations_.find(i); found != restorations_.end())
      publication.Commit(resolver.Own(found->second.Make(&changeset_)));
  }
  publication.Finish();
}

// A `sync` author learns of a refusal in one message; nothing of the change is in the log.
void Submission::AnswerWith(const std::string& message) {
  memory_.answers->Keep(submitter_.origin, changeset_.revisions.front().local_id,
                        {state_.log.base(), 0, message});
  out_.author.emplace().push_back(message);
}

// Every revision of a `commands` client has to come back, so the log gets it, empty, and behind it
// one of the server's that restores the fields. What the author added and removed, nobody else
// ever hears of: only the author sees it come back and be undone.
void Submission::RefuseAll() {
  Publication publication(submitter_, &state_, memory_.storms, memory_.journal,
                          changeset_.arena.memory(), &out_);
  Resolver resolver(state_, &changeset_);
  const size_t count = changeset_.revisions.size();
  Restoration all(state_);
  Restoration authors(state_);
  FindReturned();
  for (size_t i = 0; i < count; ++i) Undo(changeset_.revisions[i], &all, &authors);
  std::vector<ResolvedRevision> told;
  bool has_own = false;
  for (size_t i = 0; i < count; ++i) {
    Remember(i, publication.Commit(resolver.Refuse(i)));
    told.push_back(resolver.Echo(i, returned_, &has_own));
  }
  if (!authors.empty()) {
    publication.Commit(resolver.Own(all.Make(&changeset_)));
    told.push_back(resolver.Own(authors.Make(&changeset_)));
    if (has_own) publication.TellAuthor(told);
  }
  publication.Finish();
}

// Records that the message adds and does not remove after that: a user who deletes and undoes has
// the record at the end, as the project has.
void Submission::FindReturned() {
  for (const RevisionChange& revision : changeset_.revisions) {
    for (uint32_t s = revision.stores.begin; s < revision.stores.end; ++s) {
      const StoreChange& change = changeset_.stores[s];
      const auto name = [&](uint32_t i) {
        return NameInStore(change.name, changeset_.entries[i].id.key);
      };
      for (uint32_t i = change.change[kAdded].begin; i < change.change[kAdded].end; ++i)
        returned_.insert(name(i));
      for (uint32_t i = change.change[kRemoved].begin; i < change.change[kRemoved].end; ++i)
        returned_.erase(name(i));
    }
  }
}

void Submission::Undo(const RevisionChange& revision, Restoration* all,
                      Restoration* authors) const {
  for (uint32_t s = revision.stores.begin; s < revision.stores.end; ++s) {
    const StoreChange& change = changeset_.stores[s];
    const Store* store = state_.FindStore(change.name);
    const Range& updated = change.has_input ? change.input[kUpdated] : change.change[kUpdated];
    for (const List list : {kAdded, kUpdated, kRemoved}) {
      const Range& range = list == kUpdated ? updated : change.change[list];
      for (uint32_t i = range.begin; i < range.end; ++i)
        UndoEntry(store, change.name, list, changeset_.entries[i], all, authors);
    }
  }
  const int64_t project =
      revision.project_input >= 0 ? revision.project_input : revision.project_fields;
  if (project < 0) return;
  const Entry& entry = changeset_.entries[static_cast<size_t>(project)];
  const Field* field = changeset_.FieldsOf(entry);
  for (uint32_t f = 0; f < entry.field_count; ++f) {
    if (field[f].hidden || field[f].kind == FieldKind::kId || field[f].kind == FieldKind::kMeta)
      continue;
    all->RestoreProject(field[f].key);
    authors->RestoreProject(field[f].key);
  }
}

void Submission::UndoEntry(const Store* store, std::string_view store_name, List list,
                           const Entry& entry, Restoration* all, Restoration* authors) const {
  const Record* record = store == nullptr ? nullptr : store->Find(entry.id.key);
  if (record == nullptr) {
    if (list == kAdded) authors->Remove(store_name, entry.id.key, entry.id.raw);
  } else if (list == kRemoved) {
    if (returned_.contains(NameInStore(store_name, entry.id.key))) return;
    authors->AddBack(*store, *record);
    if (store->kind.has_indexes) all->Number(*record->parent);
  } else {
    const Field* field = changeset_.FieldsOf(entry);
    for (uint32_t f = 0; f < entry.field_count; ++f) {
      const FieldKind kind = field[f].kind;
      const bool is_value = !field[f].hidden && kind != FieldKind::kId &&
                            kind != FieldKind::kPhantomId && kind != FieldKind::kMeta &&
                            kind != FieldKind::kContent && kind != FieldKind::kChildren;
      if (!is_value) continue;
      all->Restore(store_name, *record, field[f]);
      authors->Restore(store_name, *record, field[f]);
    }
  }
}

Submission::Entries Submission::EntriesOf(const StoreChange& change) const {
  Entries entries;
  for (const auto* lists : {&change.change, &change.input}) {
    for (const List list : {kAdded, kUpdated}) {
      for (uint32_t i = (*lists)[list].begin; i < (*lists)[list].end; ++i)
        entries[std::string(changeset_.entries[i].id.key)].push_back(i);
    }
  }
  return entries;
}

void Submission::ForEachConflict(
    const std::vector<Conflict>& conflicts,
    const std::function<void(const Conflict&, const Field&, Field*, Entry*)>& write) {
  std::unordered_map<uint32_t, Entries> entries;  // By change.
  for (const Conflict& conflict : conflicts) {
    if (conflict.record == nullptr) continue;
    const auto [place, is_new] = entries.try_emplace(conflict.change);
    if (is_new) place->second = EntriesOf(changeset_.stores[conflict.change]);
    for (const Conflict::FieldUse& use : conflict.fields) {
      const Field said = changeset_.FieldsOf(changeset_.entries[use.entry])[use.field];
      for (const uint32_t i : place->second[std::string(conflict.record->key())]) {
        Entry& entry = changeset_.entries[i];
        Field* field = changeset_.FieldsOf(entry);
        for (uint32_t f = 0; f < entry.field_count; ++f) write(conflict, said, &field[f], &entry);
      }
    }
  }
}

// Hides the fields wherever the revision says them, and remembers to put its author right.
void Submission::LeaveOut(const std::vector<Conflict>& conflicts) {
  for (const Conflict& conflict : conflicts) {
    if (conflict.record == nullptr) continue;
    const StoreChange& change = changeset_.stores[conflict.change];
    Restoration& restoration =
        restorations_.try_emplace(conflict.revision, Restoration(state_)).first->second;
    for (const Conflict::FieldUse& use : conflict.fields) {
      const Field refused = changeset_.FieldsOf(changeset_.entries[use.entry])[use.field];
      restoration.Restore(change.name, *conflict.record, refused);
    }
    // Without `$input` nobody knows what was derived.
    changeset_.revisions[conflict.revision].input_was_cut |= change.has_input;
  }
  ForEachConflict(conflicts, [](const Conflict&, const Field& refused, Field* field, Entry* entry) {
    const bool is_index =
        field->kind == FieldKind::kParentIndex || field->kind == FieldKind::kOrderedParentIndex;
    const bool goes =
        field->key == refused.key || (refused.kind == FieldKind::kParentId && is_index);
    if (goes) field->hidden = entry->rewritten = true;
  });
}

void Submission::MergeInto(const std::vector<Conflict>& conflicts) {
  ForEachConflict(
      conflicts, [this](const Conflict& conflict, const Field& mine, Field* field, Entry* entry) {
        if (field->key != mine.key) return;
        const std::string_view theirs = conflict.record->fields.Get(mine.key);
        const std::string_view merged = changeset_.arena.Keep(MergeValues(theirs, mine.value));
        if (merged == mine.value) return;
        field->value = merged;
        field->token = {};
        entry->rewritten = true;
      });
}

}  // namespace gantt
