#include "message/changeset_reader.h"

#include <algorithm>
#include <charconv>
#include <span>
#include <system_error>
#include <utility>

#include "base/stable_hash.h"
#include "json/text.h"
#include "store/field_text.h"
#include "store/store_kind.h"

namespace gantt {
namespace {

using json::Type;

// Key and value, as they stand in the message.
std::string_view RawMember(const json::Members& member) {
  const std::string_view key = member.key().raw();
  const std::string_view value = member.value().raw();
  return {key.data(), static_cast<size_t>(value.data() + value.size() - key.data())};
}

}  // namespace

Status Changeset::Read(const json::Value& message, Shape shape,
                       std::span<const std::string_view> more_trees, Writer writer) {
  End();
  this->shape = shape;
  const size_t most = writer == Writer::kServer
                          ? limits.message_records
                          : ChangesetReader::MostOf(limits, shape, message.raw().size());
  ChangesetReader reader(this, shape, more_trees, most);
  if (writer == Writer::kServer) reader.AddNoInput();
  return reader.Read(message);
}

// Where `$input` is made, each record is there twice.
size_t ChangesetReader::MostOf(const Limits& limits, Shape shape, size_t message_bytes) {
  const size_t copies = Wording::SaysInput(shape) ? 1 : 2;
  const size_t there_is_room_for =
      (limits.few_records + message_bytes / limits.bytes_for_a_record) / copies;
  return std::min(limits.message_records, there_is_room_for);
}

Status ChangesetReader::TooMany() const {
  return {ErrorCode::kMessageTooLarge,
          "The message has more than " + std::to_string(most_) + " records"};
}

Status ChangesetReader::Read(const json::Value& message) {
  if (!message.is(Type::kObject)) return {ErrorCode::kNotAnObject, "The message is not an object"};
  switch (shape_) {
    case Shape::kChanges:
      return ReadWithProject(message);
    case Shape::kPayload:
    case Shape::kData:
      return ReadNumbered(message);
    case Shape::kTop:
      return ReadTop(message);
    default:
      return ReadRevisions(message);
  }
}

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
  if (phantom_field.is(Type::kString)) phantom_field_ = Key(phantom_field);
  RevisionChange revision;
  // The same request again is the same text.
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
  if (IsFull()) return TooMany();
  RevisionChange revision;
  std::array<json::Value, 4> members;
  const std::string_view twice =
      Find(value, {"revision", "conflictResolutionFor", "changes", "clientId"}, &members);
  if (!twice.empty()) return Twice(WhereRevision(), twice);
  const auto [local, conflict, changes, author] = members;
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

// Does any part of it have a member `$input`, whatever that says?
bool ChangesetReader::HasInput(const RevisionChange& revision) const {
  const auto stores = std::span(out_.stores).subspan(revision.stores.begin, revision.stores.size());
  return revision.raw_project_input.data() != nullptr ||
         std::ranges::any_of(stores, [](const auto& s) { return s.raw_input.data() != nullptr; });
}

// A program knows no `$input`, and means all that it says. A chart names its client, and what it
// says without `$input` it has derived.
void ChangesetReader::SayAllInInput(RevisionChange* revision) {
  for (uint32_t s = revision->stores.begin; s < revision->stores.end; ++s)
    out_.stores[s].is_all_input = out_.stores[s].rewritten = true;
  revision->is_all_input = true;
  revision->rewritten |= revision->stores.size() > 0 || revision->project_fields >= 0;
}

Status ChangesetReader::ReadChanges(const json::Value& changes, RevisionChange* out) {
  RevisionChange& revision = *out;
  if (!changes.is(Type::kObject)) {
    return {ErrorCode::kInvalidChanges, Where() + " is not an object"};
  }
  revision.changes = changes.raw();
  revision.stores.begin = static_cast<uint32_t>(out_.stores.size());
  FlatSet<std::string_view> names;
  bool has_project = false;
  for (json::Members m(changes); m.more(); m.Next()) {
    const std::string_view name = Key(m.key());
    if (shape_ == Shape::kTop && !IsOfTop(name, m.value())) continue;
    store_ = name;
    if (name.size() > FieldText::kMaxKeySize) {
      return {ErrorCode::kInvalidChanges, Where() + " has a name longer than 1,024 bytes"};
    }
    const bool is_twice = name == "project" ? std::exchange(has_project, true)
                                            : HasStore(revision.stores.begin, name, &names);
    if (is_twice) return Wrong(ErrorCode::kDuplicateKey, "comes twice");
    if (name == "project") {
      if (Status status = ReadProject(m.value(), &revision); !status.ok()) return status;
      continue;
    }
    if (out_.stores.size() - revision.stores.begin == out_.limits.stores) {
      return {ErrorCode::kTooManyStores,
              Where() + " has more than " + std::to_string(out_.limits.stores) + " stores"};
    }
    if (IsFull()) return TooMany();
    StoreChange& store = out_.stores.emplace_back();
    if (Status status = ReadStore(name, m.value(), &store); !status.ok()) return status;
    revision.rewritten |= store.rewritten;
  }
  revision.stores.end = static_cast<uint32_t>(out_.stores.size());
  return {};
}

// Among those of the revision, which begin there. Many are looked up in `*names`.
bool ChangesetReader::HasStore(uint32_t begin, std::string_view name,
                               FlatSet<std::string_view>* names) const {
  constexpr size_t kFew = 8;
  const auto stores = std::span(out_.stores).subspan(begin);
  if (stores.size() < kFew) {
    return std::any_of(stores.begin(), stores.end(),
                       [name](const StoreChange& store) { return store.name == name; });
  }
  // The first of the many brings the few along.
  if (names->empty())
    for (const StoreChange& store : stores) names->Insert(store.name);
  return !names->Insert(name);
}

Status ChangesetReader::ReadStore(std::string_view name, const json::Value& value,
                                  StoreChange* store) {
  store->name = name;
  store->raw = value.raw();
  is_tree_ = KindOfStore(name).is_tree ||
             std::find(more_trees_.begin(), more_trees_.end(), name) != more_trees_.end();
  in_input_ = false;
  if (!value.is(Type::kObject)) return Wrong(ErrorCode::kInvalidChanges, "is not an object");
  return ReadSection(value, false, store);
}

Status ChangesetReader::ReadSection(const json::Value& section, bool is_input, StoreChange* store) {
  std::array<Range, kListCount>& lists = is_input ? store->input : store->change;
  std::vector<Field> others;  // Rare: unknown keys. The lists' own fields come in between.
  json::Value input;
  std::string_view raw_input;
  bool seen[kListCount + 1] = {};
  const auto twice = [&seen](size_t which) { return std::exchange(seen[which], true); };
  for (json::Members m(section); m.more(); m.Next()) {
    const std::string_view key = Key(m.key());
    size_t list = 0;
    while (list < kListCount && key != ListName(static_cast<List>(list))) ++list;
    const bool opens_input = !is_input && key == "$input";
    if ((list < kListCount && twice(list)) || (opens_input && twice(kListCount))) {
      return Wrong(ErrorCode::kDuplicateKey, "has " + std::string(key) + " twice");
    }
    if (opens_input) {
      input = m.value();
      raw_input = RawMember(m);
    } else if (list < kListCount) {
      if (IsAbsent(m.value())) continue;
      list_ = static_cast<List>(list);
      if (!m.value().is(Type::kArray)) {
        return Wrong(ErrorCode::kInvalidChanges,
                     "has a list " + std::string(key) + " that is not an array");
      }
      const Range twins = is_input ? store->change[list] : Range();
      if (Status status = ReadList(m.value(), list_, twins, &lists[list]); !status.ok())
        return status;
    } else {
      others.push_back({.key = key, .value = m.value().raw(), .token = m.value()});
    }
  }
  Range& other_range = is_input ? store->input_others : store->others;
  other_range.begin = static_cast<uint32_t>(out_.fields.size());
  out_.fields.insert(out_.fields.end(), others.begin(), others.end());
  other_range.end = static_cast<uint32_t>(out_.fields.size());
  if (!is_input) store->raw_input = raw_input;
  if (IsAbsent(input)) {
    if (!is_input && !says_input()) MirrorInput(store);
    return {};
  }
  in_input_ = true;
  store->has_input = true;
  if (!input.is(Type::kObject)) return Wrong(ErrorCode::kInvalidChanges, "is not an object");
  return ReadSection(input, true, store);
}

// What clients say in `$input` they have often said in the change, byte for byte.
Status ChangesetReader::ReadList(const json::Value& array, List list, Range twins, Range* range) {
  range->begin = static_cast<uint32_t>(out_.entries.size());
  index_ = 0;
  for (json::Elements e(array); e.more(); e.Next(), ++index_) {
    if (IsFull()) return TooMany();
    const auto twin = static_cast<uint32_t>(twins.begin + index_);
    if (index_ < twins.size() && out_.entries[twin].raw == e.value().raw()) {
      Mirror(twin);
      continue;
    }
    Entry entry;
    if (Status status = ReadEntry(e.value(), &entry); !status.ok()) return status;
    if (list != kAdded && !entry.id.exists()) {
      return Wrong(ErrorCode::kInvalidId,
                   std::string(ListName(list)) + "[" + std::to_string(index_) + "] has no id");
    }
    out_.entries.push_back(entry);
  }
  range->end = static_cast<uint32_t>(out_.entries.size());
  return {};
}

// A client that knows no `$input` means all that it says.
void ChangesetReader::MirrorInput(StoreChange* store) {
  for (size_t list = 0; list < kListCount; ++list) {
    const Range change = store->change[list];
    Range& input = store->input[list];
    input.begin = static_cast<uint32_t>(out_.entries.size());
    for (uint32_t i = change.begin; i < change.end; ++i) Mirror(i);
    input.end = static_cast<uint32_t>(out_.entries.size());
  }
  store->has_input = store->rewritten = true;
}

// A second entry that says the same, with fields of its own, since rebasing writes into both.
uint32_t ChangesetReader::Mirror(uint32_t i) {
  Entry entry = out_.entries[i];
  out_.CopyFields(&entry);
  out_.entries.push_back(entry);
  return static_cast<uint32_t>(out_.entries.size() - 1);
}

Status ChangesetReader::ReadProject(const json::Value& object, RevisionChange* revision) {
  if (IsAbsent(object)) return {};
  list_ = kUpdated;
  index_ = 0;
  in_input_ = false;
  if (!object.is(Type::kObject)) return Wrong(ErrorCode::kInvalidChanges, "is not an object");
  json::Value input;
  for (json::Members m(object); m.more(); m.Next()) {
    if (Key(m.key()) != "$input") continue;
    input = m.value();
    revision->raw_project_input = RawMember(m);
  }
  Entry fields;
  if (Status status = ReadEntry(object, &fields); !status.ok()) return status;
  const auto position = static_cast<uint32_t>(out_.entries.size());
  revision->project_fields = position;
  out_.entries.push_back(fields);
  if (IsAbsent(input)) {
    if (!says_input() && !revision->raw_project_input.data()) {
      revision->project_input = Mirror(position);
      AddInputField(position);
    }
    return {};
  }
  in_input_ = true;
  if (!input.is(Type::kObject)) return Wrong(ErrorCode::kInvalidChanges, "is not an object");
  Entry input_fields;
  if (Status status = ReadEntry(input, &input_fields); !status.ok()) return status;
  revision->project_input = static_cast<int64_t>(out_.entries.size());
  out_.entries.push_back(input_fields);
  return {};
}

// Where the encoder puts the project's `$input`.
void ChangesetReader::AddInputField(uint32_t project) {
  Entry& entry = out_.entries[project];
  out_.CopyFields(&entry);
  out_.fields.push_back({.key = "$input",
                         .value = "{}",
                         .token = {},
                         .hash = FieldText::Hash("$input"),
                         .kind = FieldKind::kMeta});
  ++entry.field_count;
  entry.rewritten = true;
}

std::string_view ChangesetReader::PlainKey(std::string_view content) {
  if (!json::HasEscape(content)) return content;
  return json::Content(out_.arena.Keep(json::Quoted(json::Unescape(content))));
}

Status ChangesetReader::Twice(const std::string& where, std::string_view key) {
  const bool is_name = key == "command" || key == "type";
  return {is_name ? ErrorCode::kInvalidCommand : ErrorCode::kDuplicateKey,
          where + " has " + std::string(key) + " twice"};
}

std::string ChangesetReader::Where() const {
  if (shape_ == Shape::kTop) return "pack";
  if (shape_ == Shape::kChanges) return "changes";
  if (shape_ == Shape::kPayload) return "payload";
  if (shape_ == Shape::kData) return "data";
  return WhereRevision() + ".changes";
}

std::string ChangesetReader::WhereRevision() const {
  return "data.revisions[" + std::to_string(revision_) + "]";
}

Status ChangesetReader::Wrong(ErrorCode code, const std::string& what) const {
  std::string message = Where() + "." + std::string(store_);
  if (in_input_) message += ".$input";
  return {code, message + " " + what};
}

}  // namespace gantt
