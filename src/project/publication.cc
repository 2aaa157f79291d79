#include "project/publication.h"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "conflict/storm_watch.h"
#include "json/text.h"
#include "message/changeset.h"
#include "message/terms.h"
#include "message/wording.h"
#include "project/apply.h"
#include "project/journal_tail.h"
#include "rebase/resolved_revision.h"
#include "state/project_state.h"
#include "state/revision_log.h"
#include "store/field.h"
#include "store/store.h"
#include "wire/broadcast.h"
#include "wire/revision_encoder.h"

namespace gantt {

Publication::Publication(const Submitter& submitter, ProjectState* state, StormWatch* storms,
                         JournalTail* journal, std::pmr::memory_resource* memory, Outcome* out)
    : submitter_(submitter),
      state_(*state),
      storms_(*storms),
      journal_(journal),
      out_(*out),
      parts_{.author = {}, .changes = {}, .inputs = std::pmr::vector<Span>(memory)} {
  if (!submitter.wording().is_of_log()) out_.author.emplace();
  if (submitter.terms.audience != 0) out_.told.resize(submitter.wordings.size());
  AppendCommandsHead(&out_.broadcast);
}

const Revision& Publication::Commit(const ResolvedRevision& resolved) {
  const uint64_t number = state_.log.last() + 1;
  std::string& broadcast = out_.broadcast;
  if (broadcast.back() != '[') broadcast.push_back(',');
  const size_t begin = broadcast.size();
  AppendRevision(resolved, number, submitter_.author, &broadcast, &parts_);
  Apply(resolved, number, &state_);
  const Revision& revision =
      state_.log.Append(submitter_.now, std::string_view(broadcast).substr(begin), parts_);
  if (!state_.history.overwrites().empty())
    storms_.Look(state_.log, revision, state_.history, &out_.storms);
  if (journal_ != nullptr)
    journal_->Keep(revision, parts_, resolved, submitter_.origin, state_.log.base());
  if (HasOwnName()) {
    if (!named_.empty()) named_.push_back(',');
    const size_t named = named_.size();
    named_.append(broadcast, begin);
    NameAuthor(named, &named_);
  }
  out_.changed = true;
  const bool is_told = submitter_.terms.audience != 0 || !submitter_.wording().is_of_log();
  if (is_told) {
    plain_.clear();
    revision.AppendPlainChanges(&plain_);
    const Told told(submitter_.project, revision, plain_, resolved.revision().local_id);
    if (!submitter_.wording().is_of_log()) TellAuthor(told, resolved);
    TellOthers(told);
  }
  return revision;
}

bool Publication::HasOwnName() const {
  const std::string_view name = submitter_.own_name;
  return !name.empty() && name.substr(1, name.size() - 2) != submitter_.author;
}

void Publication::NameAuthor(size_t begin, std::string* text) const {
  const size_t at = begin + parts_.author.begin;
  const size_t size = parts_.author.end - parts_.author.begin;
  if (std::string_view(*text).substr(at, size) == json::Quoted(submitter_.author))
    text->replace(at, size, submitter_.own_name);
}

// The messages for subscribers of dialects other than that of the log.
void Publication::TellOthers(const Told& told) {
  for (size_t dialect = 0; dialect < submitter_.wordings.size(); ++dialect) {
    if ((submitter_.terms.audience >> dialect & 1) == 0) continue;
    const Wording& wording = submitter_.wordings[dialect];
    if (wording.is_of_log() || (told.changes_nothing() && !wording.tells_empty)) continue;
    out_.told[dialect].push_back(Tell(wording.told, told));
  }
}

// An author knows its change, but not the ids of added records, nor earlier revisions that have not
// reached it, which would revert what it shows. Revisions of the server are for everybody.
void Publication::TellAuthor(const Told& told, const ResolvedRevision& resolved) {
  const Wording& wording = submitter_.wording();
  if (wording.answers_all()) return;
  const bool is_own = !resolved.revision().is_servers;
  const bool missed = wording.echoes != Echo::kAlways && MissedSomething(told.number);
  const bool renames = wording.echoes == Echo::kWhereRenamed;
  // The author cannot know what was moved into or out of a subtree before, nor whether records
  // moved by others can be moved to where it shows them.
  if (missed && (RemovesFromTree(resolved) || (renames && MovesInTree(resolved))))
    out_.author_is_lost = true;
  // Records below the record with the author's phantom id are removed with it when it is replaced
  // by the one with the real id.
  if (renames && is_own && resolved.changeset().was_rehung) out_.author_is_lost = true;
  // It has added a record again: it shows both the new one and the existing one.
  if (renames && is_own && AddsWhatIsThere(resolved)) out_.author_is_lost = true;
  if (told.changes_nothing() && !wording.tells_empty) return;
  const bool is_unsure = renames && submitter_.terms.is_unsure;
  if (is_own && !missed && !is_unsure && !HasToKnow(resolved)) return;
  out_.author->push_back(Tell(is_own && !wording.echo.empty() ? wording.echo : wording.told, told));
}

bool Publication::HasToKnow(const ResolvedRevision& resolved) const {
  const Echo echoes = submitter_.wording().echoes;
  return echoes == Echo::kAlways || resolved.changeset().Adds(resolved.revision()) ||
         (echoes == Echo::kWhereRenamed && resolved.changeset().was_renamed);
}

bool Publication::AddsWhatIsThere(const ResolvedRevision& resolved) {
  const Changeset& changeset = resolved.changeset();
  const Range stores = resolved.revision().stores;
  for (uint32_t s = stores.begin; s < stores.end; ++s) {
    const Range added = changeset.stores[s].change[kAdded];
    for (uint32_t i = added.begin; i < added.end; ++i) {
      const Entry& entry = changeset.entries[i];
      const bool is_named = entry.phantom.exists && entry.phantom.key != entry.id.key;
      if (is_named && entry.fate == Fate::kUpdate) return true;
    }
  }
  return false;
}

bool Publication::MovesInTree(const ResolvedRevision& resolved) const {
  if (resolved.revision().is_restoration) return false;
  const Changeset& changeset = resolved.changeset();
  const Range stores = resolved.revision().stores;
  for (uint32_t s = stores.begin; s < stores.end; ++s) {
    const Store* store = state_.FindStore(changeset.stores[s].name);
    if (store == nullptr || !store->is_tree()) continue;
    const Range updated = changeset.stores[s].change[kUpdated];
    for (uint32_t i = updated.begin; i < updated.end; ++i) {
      if (changeset.entries[i].Has(FieldKind::kParentId)) return true;
    }
  }
  return false;
}

bool Publication::RemovesFromTree(const ResolvedRevision& resolved) const {
  const RevisionChange& change = resolved.revision();
  const std::vector<StoreChange>& stores = resolved.changeset().stores;
  for (const Range range : {change.stores, change.more_stores}) {
    for (uint32_t i = range.begin; i < range.end; ++i) {
      const Store* store = state_.FindStore(stores[i].name);
      if (stores[i].change[kRemoved].size() > 0 && store != nullptr && store->is_tree())
        return true;
    }
  }
  return false;
}

// Is there a revision by somebody else before `number` that the author has not seen?
bool Publication::MissedSomething(uint64_t number) const {
  const RevisionLog& log = state_.log;
  const std::string author = json::Quoted(submitter_.author);
  for (uint64_t i = number - 1; i > submitter_.terms.base; --i) {
    if (i < log.first() || log.at(i).author() != author) return true;
  }
  return false;
}

void Publication::TellAuthor(std::span<const ResolvedRevision> revisions) {
  out_.author.emplace();
  const Wording& wording = submitter_.wording();
  std::string text;
  AppendCommandsHead(&text);
  uint64_t number = state_.log.last() + 1 - revisions.size();
  for (const ResolvedRevision& resolved : revisions) {
    if (text.back() != '[') text.push_back(',');
    const size_t begin = text.size();
    AppendRevision(resolved, number, submitter_.author, &text, &parts_);
    if (!wording.is_of_log()) {
      const Revision revision(number, submitter_.now, std::string_view(text).substr(begin), parts_);
      plain_.clear();
      revision.AppendPlainChanges(&plain_);
      const Told told(submitter_.project, revision, plain_, resolved.revision().local_id);
      if (!told.changes_nothing()) out_.author->push_back(Tell(wording.told, told));
    }
    if (HasOwnName()) NameAuthor(begin, &text);
    ++number;
  }
  AppendCommandsTail(submitter_.project, &text);
  state_.log.NoteToldApart();
  if (wording.is_of_log()) out_.author->push_back(std::move(text));
}

void Publication::Finish() {
  AppendCommandsTail(submitter_.project, &out_.broadcast);
  if (!named_.empty() && !out_.author) {
    std::string& message = out_.author.emplace().emplace_back();
    AppendCommandsHead(&message);
    message.append(named_);
    AppendCommandsTail(submitter_.project, &message);
  }
  if (!out_.storms.empty()) out_.storms.push_back(']');
}

}  // namespace gantt
