#include "model/project.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "json/text.h"
#include "model/changeset_reader.h"
#include "model/encoder.h"
#include "model/references.h"
#include "model/resolver.h"

namespace gantt {
namespace {

std::string KeyOf(const std::string& raw_id) {
  TextArena arena;
  return std::string(ReadId(raw_id, &arena).key);
}

}  // namespace

Project::Project(ProjectOptions options)
    : options_(std::move(options)),
      key_(KeyOf(options_.id)),
      ids_(options_.id_format, options_.seed),
      state_(std::make_unique<ProjectState>(options_.log, 0)) {}

Status Project::Submit(std::string_view message, std::string_view author, uint64_t now,
                       std::string* out) {
  constexpr size_t kUsualMessage = size_t{256} << 10;
  if (message.size() > options_.max_message_bytes) {
    return {ErrorCode::kMessageTooLarge,
            "The message is larger than " + std::to_string(options_.max_message_bytes) + " bytes"};
  }
  json::Value root;
  Status status = reader_.Parse(message, &root);
  if (status.ok()) status = changeset_.Read(root);
  if (status.ok() && changeset_.project.key != key_) {
    status = {ErrorCode::kNotSubscribed, "The change names another project"};
  }
  if (status.ok()) status = CheckRoom(message.size());
  if (status.ok()) {
    References references(*state_, ids_, author, now, &changeset_);
    references.Bind();
    references.Rewrite();
    ids_ = references.ids();
    references.Commit(&state_->phantoms);
    out->reserve(out->size() + message.size() + 256);
    ApplyRevisions(author, out);
  }
  reader_.ShrinkTo(kUsualMessage);
  return status;
}

Status Project::CheckRoom(size_t message_size) const {
  if (state_->bytes() + message_size > options_.max_project_bytes) {
    return {ErrorCode::kProjectFull, "The project holds its limit of " +
                                         std::to_string(options_.max_project_bytes) + " bytes"};
  }
  std::unordered_set<std::string_view> new_stores;
  for (const StoreChange& store : changeset_.stores) {
    if (Status status = CheckWidth(store); !status.ok()) return status;
    const bool may_be_made = store.change[kAdded].size() > 0 && !store.name.starts_with('$');
    if (may_be_made && state_->FindStore(store.name) == nullptr) new_stores.insert(store.name);
  }
  if (state_->stores().size() + new_stores.size() > ChangesetReader::kMaxStores) {
    return {ErrorCode::kTooManyStores, "The project would have more than 256 stores"};
  }
  return {};
}

// Fields are found by looking at all of a record's, so a record must not gain them for ever.
Status Project::CheckWidth(const StoreChange& change) const {
  constexpr size_t kMaxFieldsKept = 2 * ChangesetReader::kMaxFields;
  const Store* store = state_->FindStore(change.name);
  if (store == nullptr) return {};
  for (const List list : {kAdded, kUpdated}) {
    for (uint32_t i = change.change[list].begin; i < change.change[list].end; ++i) {
      const Entry& entry = changeset_.entries[i];
      if (store->widest() + entry.field_count <= kMaxFieldsKept) continue;
      const Record* record = store->Find(entry.phantom.exists ? entry.phantom.key : entry.id.key);
      if (record == nullptr || record->fields.field_count() + entry.field_count <= kMaxFieldsKept)
        continue;
      return {ErrorCode::kInvalidChanges, "The record " + std::string(record->raw_id()) + " of " +
                                              store->name + " would have more than 2,000 fields"};
    }
  }
  return {};
}

void Project::ApplyRevisions(std::string_view author, std::string* out) {
  out->append("{\"command\":\"project_change\",\"data\":{\"revisions\":[");
  Resolver resolver(*state_, &changeset_);
  const size_t count = changeset_.revisions.size();  // Adopt() appends the server's own.
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) out->push_back(',');
    Commit(resolver.Resolve(i), author, out);
    if (const auto adoption = resolver.Adopt()) {
      out->push_back(',');
      Commit(*adoption, author, out);
    }
  }
  out->append("],\"project\":").append(options_.id).append("}}");
}

void Project::Commit(const ResolvedRevision& resolved, std::string_view author, std::string* out) {
  const uint64_t number = state_->log.last() + 1;
  const size_t begin = out->size();
  AppendRevision(resolved, number, author, out);
  Apply(resolved, number, state_.get());
  state_->log.Append(out->substr(begin));
  for (const auto& store : state_->stores()) store->ForgetTombstonesBefore(state_->log.first());
}

void Project::AppendDatasetMessage(bool with_revision, std::string* out) const {
  out->append("{\"command\":\"dataset\",\"data\":{\"project\":")
      .append(options_.id)
      .append(",\"dataset\":");
  AppendDataset(*state_, out);
  if (with_revision) {
    out->append(",\"revision\":\"");
    if (state_->log.last() == state_->log.base()) {
      out->append("base\"");
    } else {
      out->append("server-").append(std::to_string(state_->log.last())).append("\"");
    }
  }
  out->append("}}");
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

std::unique_ptr<ProjectState> Project::Replace(LoadedData data, uint64_t now) {
  ids_.NoteNumber(data.highest_number);
  for (const auto& [store, record] : data.unnamed) {
    TextArena arena;
    const std::string raw = ids_.Next(store->name, now);
    store->Rename(record, ReadId(raw, &arena).key);
    const size_t before = record->fields.text().size();
    record->fields.Set("id", raw);
    store->AddBytes(record->fields.text().size(), before);
  }
  data.state->log = RevisionLog(options_.log, state_->log.last());
  return std::exchange(state_, std::move(data.state));
}

}  // namespace gantt
