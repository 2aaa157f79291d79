#include "project/project.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "base/message_end.h"
#include "base/status.h"
#include "base/text_arena.h"
#include "json/reader.h"
#include "json/text.h"
#include "message/changeset.h"
#include "message/terms.h"
#include "message/wording.h"
#include "project/difference.h"
#include "project/loader.h"
#include "project/publication.h"
#include "project/rebuild.h"
#include "project/snapshot.h"
#include "project/submission.h"
#include "project/told_number.h"
#include "rebase/list_deltas.h"
#include "rebase/resolver.h"
#include "state/list_ids.h"
#include "state/project_state.h"
#include "store/ids.h"
#include "store/record.h"
#include "store/store.h"
#include "wire/broadcast.h"
#include "wire/dataset_encoder.h"

namespace gantt {
namespace {

std::string KeyOf(const std::string& raw_id) {
  TextArena arena;
  return std::string(ReadId(raw_id, &arena).key);
}

bool OnlyRemoves(const Changeset& changeset) {
  const auto keeps = [](const StoreChange& store) {
    return store.change[kAdded].size() + store.change[kUpdated].size() > 0;
  };
  const auto says_fields = [](const RevisionChange& revision) {
    return revision.project_fields >= 0;
  };
  return std::none_of(changeset.stores.begin(), changeset.stores.end(), keeps) &&
         std::none_of(changeset.revisions.begin(), changeset.revisions.end(), says_fields);
}

}  // namespace

Project::Project(ProjectOptions options)
    : options_(std::move(options)),
      key_(KeyOf(options_.id)),
      ids_(options_.id_format, options_.seed),
      answers_(options_.limits),
      state_(std::make_unique<ProjectState>(options_.limits, 0)) {}

Status Project::Submit(std::string_view message, std::string_view author, uint64_t now,
                       std::string* out) {
  Outcome outcome;
  outcome.broadcast = std::move(*out);
  Status status = Submit(message, author, now, {}, &outcome);
  *out = std::move(outcome.broadcast);
  return status;
}

Status Project::Submit(std::string_view message, std::string_view author, uint64_t now,
                       const Terms& terms, Outcome* out) {
  const Wording& wording = options_.wordings[terms.dialect];
  Status status = Read(message, wording.shape);
  out->client_revision = wording.answers_all() ? changeset_.request_id : changeset_.local_id;
  Terms its_terms = terms;
  if (status.ok() && wording.answers_all()) {
    its_terms.base = state_->log.last();
    if (changeset_.told)
      status = ReadToldNumber(*changeset_.told, telling(), state_->log, &its_terms.base);
  }
  if (status.ok()) {
    Submission submission({options_.id, author, terms.origin.empty() ? author : terms.origin, now,
                           its_terms, options_.wordings, changeset_.own_name, telling()},
                          state_.get(),
                          {&ids_, &answers_, &storms_, &locks_,
                           options_.keeps_journal ? &journal_ : nullptr, &options_.merged},
                          &changeset_, out);
    if (!submission.Repeat(&status)) {
      status = CheckRoom(changeset_, message.size());
      out->broadcast.reserve(out->broadcast.size() + message.size() + 256 + BytesOfNewIds());
      if (status.ok()) status = submission.Run();
    }
  }
  const MessageEnd end = changeset_.End();
  state_->Forget(end);
  answers_.Forget(end);
  reader_.ShrinkTo(options_.limits.reader_bytes);
  return status;
}

Status Project::Read(std::string_view message, Shape shape) {
  const Limits& limits = options_.limits;
  if (message.size() > limits.message_bytes) {
    return {ErrorCode::kMessageTooLarge,
            "The message is larger than " + std::to_string(limits.message_bytes) + " bytes"};
  }
  json::Value root;
  if (Status status = reader_.Parse(message, &root); !status.ok()) return status;
  if (Status status = changeset_.Read(root, shape, state_->more_trees()); !status.ok())
    return status;
  // Otherwise the connection belongs to one project, and its messages name none.
  const bool names_project = shape == Shape::kRevisions || shape == Shape::kChanges;
  if (names_project && changeset_.project.key != key_) {
    return {ErrorCode::kNotSubscribed, "The change names another project"};
  }
  return {};
}

// Allowance for a message that adds records: a full text is reallocated.
size_t Project::BytesOfNewIds() const {
  constexpr size_t kId = 48;
  size_t added = 0;
  for (const StoreChange& store : changeset_.stores) added += store.change[kAdded].size();
  return kId * added;
}

Status Project::CheckRoom(const Changeset& changeset, size_t message_size) {
  if (WouldBeFull(changeset, message_size)) {
    return {ErrorCode::kProjectFull, "The project holds its limit of " +
                                         std::to_string(options_.limits.project_bytes) + " bytes"};
  }
  FlatSet<std::string_view> new_stores;
  size_t stores = state_->stores().size();
  for (const StoreChange& store : changeset.stores) {
    if (Status status = CheckWidth(changeset, store); !status.ok()) return status;
    const bool may_be_made = store.change[kAdded].size() > 0 && !store.name.starts_with('$');
    if (may_be_made && state_->FindStore(store.name) == nullptr)
      stores += new_stores.Insert(store.name);
  }
  if (stores > options_.limits.stores) {
    return {ErrorCode::kTooManyStores, "The project would have more than " +
                                           std::to_string(options_.limits.stores) + " stores"};
  }
  return {};
}

// The memory is computed again when the known free space is used up. A message that only removes is
// never refused.
bool Project::WouldBeFull(const Changeset& changeset, size_t message_size) {
  constexpr size_t kRecord = 400;  // The overhead of a new record: its name, its position, ….
  constexpr size_t kTexts = 4;     // Copies of a text: in the record, its row, the log, names.
  const size_t most = kRecord * changeset.entries.size() + kTexts * message_size;
  if (room_ < most) {
    const size_t taken = state_->memory_to_be() + answers_.memory();
    room_ = options_.limits.project_bytes - std::min(options_.limits.project_bytes, taken);
  }
  const bool is_full = room_ < most;
  room_ -= std::min(room_, most);
  return is_full && !OnlyRemoves(changeset);
}

// Fields are searched linearly, so their number must be bounded.
Status Project::CheckWidth(const Changeset& changeset, const StoreChange& change) const {
  const size_t most = 2 * changeset.limits.fields;
  const Store* store = state_->FindStore(change.name);
  if (store == nullptr) return {};
  for (const List list : {kAdded, kUpdated}) {
    for (uint32_t i = change.change[list].begin; i < change.change[list].end; ++i) {
      const Entry& entry = changeset.entries[i];
      if (store->widest() + entry.field_count <= most) continue;
      const Record* record = store->Find(entry.phantom.exists ? entry.phantom.key : entry.id.key);
      if (record == nullptr || record->fields.field_count() + entry.field_count <= most) continue;
      return {ErrorCode::kInvalidChanges, "The record " + std::string(record->raw_id()) + " of " +
                                              store->name + " would have more than " +
                                              std::to_string(most) + " fields"};
    }
  }
  return {};
}

Status Project::BringBack(const ProjectState& then, const Scope& scope, uint64_t now,
                          const Terms& terms, Outcome* out) {
  Comparison comparison;
  if (Status status = Compare(then, scope, &comparison); !status.ok()) return status;
  return BringBack(&comparison, now, terms, out);
}

// A restore may add and null as many fields as a record may have.
Status Project::Compare(const ProjectState& then, const Scope& scope, Comparison* out) const {
  std::string& message = out->message_;
  message = "{\"command\":\"project_change\",\"data\":{\"project\":" + options_.id +
            ",\"revisions\":[{\"revision\":0,\"changes\":";
  const size_t begin = message.size();
  Status status = AppendDifference(*state_, then, scope, &message);
  if (status.ok() && message.compare(begin, message.npos, "{}") == 0) {
    message.clear();
  } else if (status.ok()) {
    message.append("}]}}");
    Limits limits = options_.limits;
    limits.fields *= 4;
    out->changeset_ = std::make_unique<Changeset>(limits);
    json::Value root;
    status = out->reader_.Parse(message, &root);
    if (status.ok()) {
      status = out->changeset_->Read(root, Shape::kRevisions, state_->more_trees(),
                                     Changeset::Writer::kServer);
    }
  }
  out->state_ = state_.get();
  out->revision_ = revision();
  return status;
}

// The difference refers to the head, so nothing must be rebased.
Status Project::BringBack(Comparison* comparison, uint64_t now, const Terms& terms, Outcome* out) {
  constexpr std::string_view kServer = "server";
  assert(IsOf(*comparison));
  if (comparison->message_.empty()) return {};
  Changeset& changeset = *comparison->changeset_;
  Status status = CheckRoom(changeset, comparison->message_.size());
  if (status.ok()) {
    RevisionChange& revision = changeset.revisions.front();
    revision.is_servers = true;
    revision.local_id = {};
    const Submitter submitter{options_.id, kServer, kServer, now, terms, options_.wordings};
    Publication publication(submitter, state_.get(), &storms_,
                            options_.keeps_journal ? &journal_ : nullptr, changeset.arena.memory(),
                            out);
    // Clients that loaded a list before continue from there.
    ListDeltas lists(*state_, kServer, &changeset, &revision);
    lists.NoteLists();
    lists.Remember(publication.Commit(Resolver::Unopposed(changeset)).number(), &state_->lists);
    publication.Finish();
  }
  const MessageEnd end = changeset.End();
  state_->Forget(end);
  answers_.Forget(end);
  return status;
}

TextParts Project::Dataset(DatasetView view) const {
  return EncodeDataset(*state_, options_.id, view, options_.list_suffix);
}

bool Project::ChangesSince(uint64_t revision, size_t dialect, std::string_view client,
                           std::vector<std::string>* out) const {
  const RevisionLog& log = state_->log;
  if (!log.Reaches(revision)) return false;
  const Wording& wording = options_.wordings[dialect];
  if (wording.is_of_log()) {
    const std::string author = client.empty() ? std::string() : json::Quoted(client);
    if (log.WasToldApart(revision, author)) return false;
    std::string& message = out->emplace_back();
    AppendCommandsHead(&message);
    for (uint64_t number = revision + 1; number <= log.last(); ++number) {
      if (number > revision + 1) message.push_back(',');
      message.append(log.at(number).text());
    }
    AppendCommandsTail(options_.id, &message);
    return true;
  }
  std::string plain;
  for (uint64_t number = revision + 1; number <= log.last(); ++number) {
    plain.clear();
    log.at(number).AppendPlainChanges(&plain);
    out->push_back(Tell(wording.told, Told(options_.id, log.at(number), plain)));
  }
  return true;
}

bool Project::AppendVersionContent(std::string_view command, std::string_view version_key,
                                   std::string* out) const {
  const Record* version = state_->FindStore("versions")->Find(version_key);
  if (version == nullptr) return false;
  out->append("{\"command\":");
  json::AppendString(command, out);
  out->append(",\"data\":{\"project\":").append(options_.id);
  out->append(",\"versionId\":").append(version->raw_id());
  out->append(",\"content\":").append(version->content ? *version->content : "null").append("}}");
  return true;
}

void Project::NoteLoaded(std::string_view client, uint64_t revision) {
  state_->lists.Loaded(client, revision);
}

void Project::NoteGoesOn(std::string_view client, std::string_view before) {
  state_->lists.GoesOn(client, before);
}

std::unique_ptr<ProjectState> Project::Replace(LoadedData data, uint64_t now) {
  ids_.NoteNumber(data.highest_number);
  for (const auto& [store, record] : data.unnamed) {
    TextArena arena;
    const std::string raw = ids_.Next(store->name, now);
    store->Rename(record, ReadId(raw, &arena).key);
    const Record::Held before = record->held();
    record->fields.Set("id", raw);
    store->NoteWritten(*record, before);
  }
  for (const auto& [store, record] : data.unnamed_in_lists) {
    const std::string_view field = store->kind.lists[0];
    const std::string list = WithListIds(field, record->fields.Get(field), now, &ids_);
    const Record::Held before = record->held();
    record->fields.Set(field, list);
    store->NoteWritten(*record, before);
  }
  data.state->log =
      RevisionLog(options_.limits, state_->log.last(), std::exchange(was_loaded_, true));
  room_ = 0;
  ++resets_;
  return std::exchange(state_, std::move(data.state));
}

Status Project::Restore(std::string_view snapshot, std::string_view records) {
  RestoredProject restored;
  Status status = Rebuild(snapshot, records, options_.limits, &restored);
  if (status.ok()) Adopt(&restored);
  return status;
}

void Project::Adopt(RestoredProject* restored) {
  std::swap(state_, restored->state);
  std::swap(answers_, restored->answers);
  // Clients keep their loaded lists.
  state_->lists = std::move(restored->state->lists);
  state_->lists.ForgetBehind(state_->log.last());
  ids_.NoteNumber(restored->last_id);
  was_loaded_ = true;
  room_ = 0;
}

}  // namespace gantt
