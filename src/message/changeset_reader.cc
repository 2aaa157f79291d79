#include "message/changeset_reader.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "base/vector_index.h"
#include "json/reader.h"
#include "json/text.h"
#include "message/changeset.h"
#include "message/wording.h"
#include "store/field.h"
#include "store/field_text.h"
#include "store/store_kind.h"

namespace gantt {
namespace {

using json::Type;

constexpr size_t kOfRevision = 2;  // It counts as so many records.

// The raw key and value of the message.
std::string_view RawMember(const json::Members& member) {
  const std::string_view key = member.key().raw();
  const std::string_view value = member.value().raw();
  return {key.data(), static_cast<size_t>(value.data() + value.size() - key.data())};
}

}  // namespace

Status Changeset::Read(const json::Value& message, Shape shape,
                       std::span<const std::string_view> more_trees, Writer writer) {
  if (!is_ended_) End();
  is_ended_ = false;
  this->shape = shape;
  const size_t short_bytes =
      writer == Writer::kServer ? std::numeric_limits<size_t>::max() : limits.short_bytes;
  ChangesetReader reader(this, shape, more_trees, short_bytes);
  if (writer == Writer::kServer) reader.AddNoInput();
  return reader.Read(message);
}

// Each counted item has at least two tokens, and counts as at most two.
bool ChangesetReader::MayBeTooMuch(const json::Value& message) const {
  const Limits& limits = out_.limits;
  const size_t most = message.token_count() + kOfRevision;
  const size_t worth = std::max({limits.added_bytes, limits.updated_bytes, limits.removed_bytes,
                                 limits.store_bytes, limits.revision_bytes});
  return most >= limits.message_records || most * worth > short_bytes_;
}

Status ChangesetReader::CountIt(size_t bytes, size_t worth) {
  const Limits& limits = out_.limits;
  const size_t revisions = out_.revisions.size() + 1;
  if (out_.entries.size() + out_.stores.size() + kOfRevision * revisions >=
      limits.message_records) {
    return {ErrorCode::kMessageTooLarge,
            "The message has more than " + std::to_string(limits.message_records) + " records"};
  }
  const size_t lacking = worth - std::min(worth, bytes);
  if (short_bytes_ < lacking) {
    return {ErrorCode::kMessageTooLarge,
            "The message has too many short records: send them in several messages"};
  }
  short_bytes_ -= lacking;
  return {};
}

// If `$input` is made, each is written twice.
size_t ChangesetReader::WorthOfRecord() const {
  const Limits& limits = out_.limits;
  const size_t bytes = in_input_ || list_ == kRemoved ? limits.removed_bytes
                       : list_ == kAdded              ? limits.added_bytes
                                                      : limits.updated_bytes;
  return says_input() ? bytes : bytes + bytes / 4;
}

Status ChangesetReader::Read(const json::Value& message) {
  if (!message.is(Type::kObject)) return {ErrorCode::kNotAnObject, "The message is not an object"};
  may_be_too_much_ = MayBeTooMuch(message);
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

// Does any part of it have a member `$input`?
bool ChangesetReader::HasInput(const RevisionChange& revision) const {
  const auto stores = std::span(out_.stores).subspan(revision.stores.begin, revision.stores.size());
  return revision.raw_project_input.data() != nullptr ||
         std::ranges::any_of(stores, [](const auto& s) { return s.raw_input.data() != nullptr; });
}

// A program does not use `$input`: everything counts as an edit. A chart names its client, and
// derived everything that it sends without `$input`.
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
  VectorIndex<> by_name;
  const auto name_of = [](const StoreChange& store) { return store.name; };
  bool has_project = false;
  for (json::Members m(changes); m.more(); m.Next()) {
    const std::string_view name = Key(m.key());
    if (shape_ == Shape::kTop && !IsOfTop(name, m.value())) continue;
    store_ = name;
    if (name.size() > FieldText::kMaxKeySize) {
      return {ErrorCode::kInvalidChanges, Where() + " has a name longer than 1,024 bytes"};
    }
    const auto known = std::span(out_.stores).subspan(revision.stores.begin);
    const bool is_twice = name == "project" ? std::exchange(has_project, true)
                                            : by_name.Find(known, name, name_of) != nullptr;
    if (is_twice) return Wrong(ErrorCode::kDuplicateKey, "comes twice");
    if (name == "project") {
      if (Status status = ReadProject(m.value(), &revision); !status.ok()) return status;
      continue;
    }
    if (out_.stores.size() - revision.stores.begin == out_.limits.stores) {
      return {ErrorCode::kTooManyStores,
              Where() + " has more than " + std::to_string(out_.limits.stores) + " stores"};
    }
    if (Status status = Count(name.size(), out_.limits.store_bytes); !status.ok()) return status;
    StoreChange& store = out_.stores.emplace_back();
    if (Status status = ReadStore(name, m.value(), &store); !status.ok()) return status;
    revision.rewritten |= store.rewritten;
    by_name.Add(std::span(out_.stores).subspan(revision.stores.begin), name_of);
  }
  revision.stores.end = static_cast<uint32_t>(out_.stores.size());
  return {};
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
  std::vector<Field> others;  // Rare: unknown keys. The fields of the lists come in between.
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
    // For a client without `$input`, everything counts as an edit.
    if (!is_input && !says_input()) store->is_all_input = store->rewritten = true;
    return {};
  }
  in_input_ = true;
  store->has_input = true;
  if (!input.is(Type::kObject)) return Wrong(ErrorCode::kInvalidChanges, "is not an object");
  return ReadSection(input, true, store);
}

// Entries in `$input` are often byte for byte equal to those of the change.
Status ChangesetReader::ReadList(const json::Value& array, List list, Range twins, Range* range) {
  range->begin = static_cast<uint32_t>(out_.entries.size());
  index_ = 0;
  constexpr size_t kLong = 1024;  // Tokens.
  if (array.token_count() > kLong) Expect(array, list);
  for (json::Elements e(array); e.more(); e.Next(), ++index_) {
    if (Status status = CountRecord(e.value()); !status.ok()) return status;
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

// Of a list that is long.
void ChangesetReader::Expect(const json::Value& array, List list) {
  size_t records = 0;
  size_t fields = 0;
  for (json::Elements e(array); e.more() && records < out_.limits.message_records;
       e.Next(), ++records) {
    if (!e.value().is(Type::kObject)) continue;
    if (list == kAdded) ++fields;  // For its id.
    for (json::Members m(e.value()); m.more(); m.Next()) ++fields;
  }
  out_.Expect(records, fields);
}

// A second, equal entry with its own fields, because rebasing writes into both.
void ChangesetReader::Mirror(uint32_t i) {
  Entry entry = out_.entries[i];
  out_.CopyFields(&entry);
  out_.entries.push_back(entry);
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
  revision->project_fields = static_cast<int64_t>(out_.entries.size());
  out_.entries.push_back(fields);
  if (IsAbsent(input)) {
    if (!says_input() && !revision->raw_project_input.data())
      revision->is_all_input = revision->rewritten = true;
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
