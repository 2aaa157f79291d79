// The part of ChangesetReader that reads what surrounds the changes, which differs in each shape of
// a message.
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

#include "base/stable_hash.h"
#include "base/status.h"
#include "json/reader.h"
#include "json/text.h"
#include "message/changeset.h"
#include "message/changeset_reader.h"
#include "message/wording.h"
#include "store/ids.h"
#include "store/store_kind.h"

namespace gantt {

using json::Type;

Status ChangesetReader::ReadRevisions(const json::Value& message) {
  std::array<json::Value, 2> members;
  std::string_view twice = Find(message, {"command", "data"}, &members);
  if (!twice.empty()) return Twice("The message", twice);
  const json::Value data = members[1];
  if (IsAbsent(data)) return {ErrorCode::kProjectRequired, "The message names no project"};
  if (!data.is(Type::kObject)) return {ErrorCode::kInvalidData, "data is not an object"};
  std::array<json::Value, 4> parts;
  twice = Find(data, {"project", "revisions", "client", "fence"}, &parts);
  if (!twice.empty()) return Twice("data", twice);
  const auto [project, revisions, client, fence] = parts;
  names_author_ |= !IsAbsent(client);
  if (client.is(Type::kString) && client.raw().size() <= kMaxIdSize) out_.own_name = client.raw();
  if (Status status = ReadProjectId(project); !status.ok()) return status;
  if (Status status = ReadFence(fence); !status.ok()) return status;
  if (!revisions.is(Type::kArray)) {
    return {ErrorCode::kInvalidRevision, "data.revisions is not an array"};
  }
  for (json::Elements e(revisions); e.more(); e.Next()) {
    if (Status status = ReadRevision(e.value()); !status.ok()) return status;
    ++revision_;
  }
  return {};
}

Status ChangesetReader::ReadWithProject(const json::Value& message) {
  std::array<json::Value, 4> members;
  const std::string_view twice =
      Find(message, {"command", "project", "changes", "fence"}, &members);
  if (!twice.empty()) return Twice("The message", twice);
  const auto [command, project, changes, fence] = members;
  if (Status status = ReadProjectId(project); !status.ok()) return status;
  if (Status status = ReadFence(fence); !status.ok()) return status;
  RevisionChange revision;
  if (Status status = ReadChanges(changes, &revision); !status.ok()) return status;
  out_.revisions.push_back(revision);
  return {};
}

Status ChangesetReader::ReadNumbered(const json::Value& message) {
  RevisionChange revision;
  std::array<json::Value, 5> members;
  const bool is_data = shape_ == Shape::kData;
  const std::string_view twice =
      is_data ? Find(message, {"type", "revision", "force", "data", "fence"}, &members)
              : Find(message, {"type", "revision", "force", "payload", "fence"}, &members);
  if (!twice.empty()) return Twice("The message", twice);
  const auto [type, local, force, changes, fence] = members;
  if (!is_data || !IsAbsent(local)) {
    if (!ReadId(local, &out_.arena).exists()) {
      return {ErrorCode::kInvalidRevision, "revision is not a string or a number"};
    }
    out_.local_id = revision.local_id = local.raw();
  }
  out_.force = force.is(Type::kTrue);
  if (Status status = ReadFence(fence); !status.ok()) return status;
  if (Status status = ReadChanges(changes, &revision); !status.ok()) return status;
  out_.revisions.push_back(revision);
  return {};
}

Status ChangesetReader::ReadTop(const json::Value& message) {
  std::array<json::Value, 3> members;
  const std::string_view twice = Find(message, {"type", "requestId", "revision"}, &members);
  if (!twice.empty()) return Twice("The pack", twice);
  const auto [type, request, told] = members;
  if (!IsAbsent(request)) {
    if (!ReadId(request, &out_.arena).exists())
      return {ErrorCode::kInvalidId, "requestId is not a string or a number"};
    out_.request_id = request.raw();
  }
  if (!IsAbsent(type) && !(type.is(Type::kString) && json::Unescape(type.content()) == "sync"))
    return {ErrorCode::kInvalidCommand, "type is not \"sync\""};
  if (!IsAbsent(told)) {
    const std::string_view number = ReadId(told, &out_.arena).key;
    const char* const end = number.data() + number.size();
    const auto result = std::from_chars(number.data(), end, out_.told.emplace());
    if (number.empty() || !(*out_.told >= 0) || result.ec != std::errc() || result.ptr != end)
      return {ErrorCode::kInvalidRevision, "revision is not the number of a revision"};
  }
  const json::Value id_field = message.Member("idField");
  const json::Value phantom_field = message.Member("phantomIdField");
  if (id_field.is(Type::kString)) id_field_ = Key(id_field);
  const json::Value parent_field = message.Member("phantomParentIdField");
  if (phantom_field.is(Type::kString)) phantom_field_ = Key(phantom_field);
  if (parent_field.is(Type::kString)) phantom_parent_field_ = Key(parent_field);
  has_own_names_ = !id_field_.empty() || !phantom_field_.empty() || !phantom_parent_field_.empty();
  RevisionChange revision;
  // A repeated request has the same text.
  if (!out_.request_id.empty()) {
    const std::string name = std::string(ReadId(request, &out_.arena).key) + '#' +
                             std::to_string(StableHash(message.raw()));
    revision.local_id = out_.local_id = out_.arena.Keep(json::Quoted(name));
  }
  if (Status status = ReadChanges(message, &revision); !status.ok()) return status;
  revision.rewritten = true;
  out_.revisions.push_back(revision);
  return {};
}

bool ChangesetReader::IsOfTop(std::string_view name, const json::Value& value) {
  if (name == "type" || name == "requestId" || name == "revision") return false;
  if (name == "project" || !KindOfStore(name).name.empty()) return true;
  if (!value.is(Type::kObject)) return false;
  for (json::Members m(value); m.more(); m.Next()) {
    const std::string_view key = m.key().content();
    for (const std::string_view list : kListNames)
      if (key == list) return true;
  }
  return false;
}

Status ChangesetReader::ReadProjectId(const json::Value& project) {
  if (IsAbsent(project)) return {ErrorCode::kProjectRequired, "The message names no project"};
  out_.project = ReadId(project, &out_.arena);
  if (out_.project.exists()) return {};
  const char* const path = shape_ == Shape::kChanges ? "project" : "data.project";
  return {ErrorCode::kInvalidId, std::string(path) + " is not a project id"};
}

Status ChangesetReader::ReadFence(const json::Value& fence) {
  if (IsAbsent(fence)) return {};
  const std::string_view raw = fence.raw();
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), number);
  if (error != std::errc() || end != raw.data() + raw.size()) {
    return {ErrorCode::kInvalidChanges, "fence is not the number of a lock"};
  }
  out_.fence = number;
  return {};
}

Status ChangesetReader::ReadRevision(const json::Value& value) {
  const auto wrong = [this](const char* what) {
    return Status(ErrorCode::kInvalidRevision, WhereRevision() + what);
  };
  if (!value.is(Type::kObject)) return wrong(" is not an object");
  RevisionChange revision;
  std::array<json::Value, 4> members;
  const std::string_view twice =
      Find(value, {"revision", "conflictResolutionFor", "changes", "clientId"}, &members);
  if (!twice.empty()) return Twice(WhereRevision(), twice);
  const auto [local, conflict, changes, author] = members;
  const size_t own_bytes = value.raw().size() - (changes.exists() ? changes.raw().size() : 0);
  if (Status status = Count(own_bytes, out_.limits.revision_bytes); !status.ok()) return status;
  if (!ReadId(local, &out_.arena).exists()) return wrong(".revision is not a string or a number");
  revision.local_id = local.raw();
  if (!IsAbsent(conflict)) {
    if (!ReadId(conflict, &out_.arena).exists())
      return wrong(".conflictResolutionFor is not a string or a number");
    revision.conflict_resolution_for = conflict.raw();
  }
  if (Status status = ReadChanges(changes, &revision); !status.ok()) return status;
  if (!names_author_ && IsAbsent(author) && !HasInput(revision)) SayAllInInput(&revision);
  out_.revisions.push_back(revision);
  return {};
}

}  // namespace gantt
