#include "project/publication.h"

#include <utility>

#include "json/text.h"
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
  if (submitter.terms.dialect != Dialect::kCommands) out_.author.emplace();
  AppendCommandsHead(&out_.commands);
}

const Revision& Publication::Commit(const ResolvedRevision& resolved) {
  const uint64_t number = state_.log.last() + 1;
  std::string& commands = out_.commands;
  if (commands.back() != '[') commands.push_back(',');
  const size_t begin = commands.size();
  AppendRevision(resolved, number, submitter_.author, &commands, &parts_);
  Apply(resolved, number, &state_);
  const Revision& revision =
      state_.log.Append(submitter_.now, std::string_view(commands).substr(begin), parts_);
  if (!state_.history.overwrites().empty())
    storms_.Look(state_.log, revision, state_.history, &out_.storms);
  if (journal_ != nullptr)
    journal_->Keep(revision, parts_, resolved, submitter_.origin, state_.log.base());
  if (HasOwnName()) {
    if (!named_.empty()) named_.push_back(',');
    const size_t named = named_.size();
    named_.append(commands, begin);
    NameAuthor(named, &named_);
  }
  out_.changed = true;
  Tell(revision, resolved);
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

// What those get who do not speak `commands`. A `flat` author knows what it did, but not the ids
// of what it added, nor that revisions which it has yet to get came before it: those would undo
// what it shows. A `sync` author gets an ack. What the server does by itself is for everybody.
void Publication::Tell(const Revision& revision, const ResolvedRevision& resolved) {
  const Terms& terms = submitter_.terms;
  const RevisionChange& change = resolved.revision();
  if (terms.for_flat || terms.dialect == Dialect::kFlat) {
    std::string message = FlatChange(revision, submitter_.project);
    const bool missed = terms.dialect == Dialect::kFlat && MissedSomething(revision.number());
    const bool is_authors = terms.dialect == Dialect::kFlat && !message.empty() &&
                            (change.is_servers || resolved.changeset().Adds(change) || missed);
    // What was moved into it or out of it before, the author cannot know.
    if (missed && RemovesFromTree(resolved)) out_.author_is_lost = true;
    if (is_authors) out_.author->push_back(message);
    if (terms.for_flat && !message.empty()) out_.flat.push_back(std::move(message));
  }
  if (terms.dialect == Dialect::kSync && !change.is_servers)
    out_.author->push_back(SyncAck(revision, change.local_id));
  if (terms.for_sync || (terms.dialect == Dialect::kSync && change.is_servers)) {
    std::string message = SyncChange(revision);
    if (terms.dialect == Dialect::kSync && change.is_servers) out_.author->push_back(message);
    if (terms.for_sync) out_.sync.push_back(std::move(message));
  }
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

// Is there a revision of somebody else's before `number` that the author has not seen?
bool Publication::MissedSomething(uint64_t number) const {
  const RevisionLog& log = state_.log;
  const std::string author = json::Quoted(submitter_.author);
  for (uint64_t i = number - 1; i > submitter_.terms.base; --i) {
    if (i < log.first() || log.at(i).author() != author) return true;
  }
  return false;
}

void Publication::TellAuthor(const std::vector<ResolvedRevision>& revisions) {
  out_.author.emplace();
  std::string commands;
  AppendCommandsHead(&commands);
  uint64_t number = state_.log.last() + 1 - revisions.size();
  for (const ResolvedRevision& resolved : revisions) {
    if (commands.back() != '[') commands.push_back(',');
    const size_t begin = commands.size();
    AppendRevision(resolved, number, submitter_.author, &commands, &parts_);
    if (submitter_.terms.dialect == Dialect::kFlat) {
      const Revision revision(number, submitter_.now, std::string_view(commands).substr(begin),
                              parts_);
      std::string message = FlatChange(revision, submitter_.project);
      if (!message.empty()) out_.author->push_back(std::move(message));
    }
    if (HasOwnName()) NameAuthor(begin, &commands);
    ++number;
  }
  AppendCommandsTail(submitter_.project, &commands);
  if (submitter_.terms.dialect == Dialect::kCommands) out_.author->push_back(std::move(commands));
}

void Publication::Finish() {
  AppendCommandsTail(submitter_.project, &out_.commands);
  if (!named_.empty() && !out_.author) {
    std::string& message = out_.author.emplace().emplace_back();
    AppendCommandsHead(&message);
    message.append(named_);
    AppendCommandsTail(submitter_.project, &message);
  }
  if (!out_.storms.empty()) out_.storms.push_back(']');
}

}  // namespace gantt
