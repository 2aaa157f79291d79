#include "project/loader.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "base/text_arena.h"
#include "json/locate_error.h"
#include "json/reader.h"
#include "json/text.h"
#include "message/changeset.h"
#include "project/data_shape.h"
#include "state/id_allocator.h"
#include "state/list_ids.h"
#include "state/project_state.h"
#include "state/segments.h"
#include "store/field.h"
#include "store/field_rules.h"
#include "store/field_text.h"
#include "store/ids.h"
#include "store/store.h"

namespace gantt {
namespace {

using json::Type;

// The content of a JSON string, with only necessary escapes.
std::string_view KeyText(const json::Value& key, TextArena* arena) {
  const std::string_view content = key.content();
  if (!key.MayHaveEscapes() || !json::HasEscape(content)) return content;
  return json::Content(arena->Keep(json::Quoted(json::Unescape(content))));
}

bool IsContainer(const json::Value& value) {
  const Type type = value.type();
  return type == Type::kArray || type == Type::kObject;
}

void AppendCompact(const json::Value& value, std::string* out) {
  if (!IsContainer(value)) {
    out->append(value.raw());
    return;
  }
  const bool is_array = value.is(Type::kArray);
  out->push_back(is_array ? '[' : '{');
  bool first = true;
  const auto comma = [&] {
    if (!first) out->push_back(',');
    first = false;
  };
  if (is_array) {
    for (json::Elements e(value); e.more(); e.Next()) {
      comma();
      AppendCompact(e.value(), out);
    }
  } else {
    for (json::Members m(value); m.more(); m.Next()) {
      comma();
      out->append(m.key().raw()).push_back(':');
      AppendCompact(m.value(), out);
    }
  }
  out->push_back(is_array ? ']' : '}');
}

// Data files are often indented, but stored and sent values are not.
std::string_view Compact(const json::Value& value, TextArena* arena) {
  const std::string_view raw = value.raw();
  if (!IsContainer(value)) return raw;
  std::string compact;
  compact.reserve(raw.size());
  AppendCompact(value, &compact);
  return compact.size() == raw.size() ? raw : arena->Keep(compact);
}

// Do rows have children?
bool Nests(const json::Value& rows) {
  for (json::Elements row(rows); row.more(); row.Next()) {
    if (!row.value().is(Type::kObject)) continue;
    const json::Value children = row.value().Member("children");
    if (!children.is(Type::kArray)) continue;
    const json::Elements child(children);
    if (child.more() && child.value().is(Type::kObject)) return true;
  }
  return false;
}

}  // namespace

Status Loader::Load(std::string_view text, LoadedData* out) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  json::Reader reader(kMaxDepth);
  json::Value root;
  if (Status status = reader.Parse(text, &root); !status.ok()) {
    const std::string place = json::LocateError(text);
    return {ErrorCode::kInvalidDataFile, place.empty() ? status.message() : place};
  }
  text_ = text;
  if (!root.is(Type::kObject)) return Wrong(root, "The data is not an object");
  if (std::string error = ShapeError(root); !error.empty()) {
    return {ErrorCode::kInvalidDataFile, std::move(error)};
  }
  data_.state = std::make_unique<ProjectState>(limits_, 0);
  for (json::Members m(root); m.more(); m.Next()) {
    arena_.Clear();
    std::string name(KeyText(m.key(), &arena_));
    if (name == "project") {
      if (!m.value().is(Type::kObject)) return Wrong(m.value(), "project is not an object");
      for (json::Members field(m.value()); field.more(); field.Next()) {
        const std::string_view key = KeyText(field.key(), &arena_);
        if (key.size() <= FieldText::kMaxKeySize)
          data_.state->project_fields.Set(key, Compact(field.value(), &arena_));
      }
      continue;
    }
    json::Value rows = m.value();
    const bool is_inline = name.size() > 4 && name.ends_with("Data");
    if (is_inline) name.resize(name.size() - 4);
    const bool is_object = rows.is(Type::kObject);
    if (is_object) rows = rows.Member("rows");
    if (!rows.is(Type::kArray)) {
      if (!is_inline && data_.state->FindStore(name) == nullptr) {
        if (!is_object) continue;  // Not a store.
        return Wrong(m.value(), '"' + name + R"(" is an object without "rows", and so no store)");
      }
      return Wrong(m.value(), name + " is not a list of records");
    }
    if (Status status = LoadStore(name, rows); !status.ok()) return status;
  }
  if (Status status = CheckMemory(); !status.ok()) return status;
  *out = std::move(data_);
  return {};
}

Status Loader::LoadStore(std::string_view name, const json::Value& rows) {
  Store* store = data_.state->FindStore(name);
  if (store == nullptr) {
    if (data_.state->stores().size() == limits_.stores) {
      return Wrong(rows, "The data has more than " + std::to_string(limits_.stores) + " stores");
    }
    store = data_.state->AddStore(name);
  }
  if (!store->is_tree() && Nests(rows)) data_.state->BecomeTree(store);
  flat_.clear();
  parent_keys_.Clear();
  parent_ = nullptr;
  count_ = 0;
  if (Status status = LoadRecords(store, rows, nullptr); !status.ok()) return status;
  if (Status status = Link(store); !status.ok()) return status;
  if (store->kind.has_indexes) store->NumberSiblings();
  return {};
}

Status Loader::LoadRecords(Store* store, const json::Value& rows, Record* parent) {
  for (json::Elements e(rows); e.more(); e.Next()) {
    if (Status status = LoadRecord(store, e.value(), parent); !status.ok()) return status;
  }
  return {};
}

Status Loader::LoadRecord(Store* store, const json::Value& object, Record* parent) {
  ++count_;
  const auto wrong = [&](const std::string& what) {
    return Wrong(object, store->name + ": record " + std::to_string(count_) + " " + what);
  };
  if (!object.is(Type::kObject)) return wrong("is not an object");
  arena_.Clear();
  members_.clear();
  RecordId id;
  for (json::Members m(object); m.more(); m.Next()) {
    const std::string_view field = KeyText(m.key(), &arena_);
    members_.emplace_back(field, m.value());
    if (field != "id" || m.value().is(Type::kNull)) continue;
    id = ReadId(m.value(), &arena_);
    if (!id.exists() || id.key.empty()) {
      return wrong("has an id that is not a number or a string of 1 to 1,024 bytes");
    }
  }
  if (members_.size() > limits_.fields) {
    return wrong("has more than " + std::to_string(limits_.fields) + " fields");
  }
  std::string key(id.key);
  if (id.exists()) {
    if (store->Find(key) != nullptr)
      return wrong("has the id " + std::string(id.raw) + ", which is taken");
  } else {
    // A temporary key until it gets an id: one that no file contains, or a longer one.
    key = std::string(1, '\0') + std::to_string(data_.unnamed.size());
    while (store->Find(key) != nullptr) key.push_back('\0');
  }
  Record* record = store->Add(key, parent);
  const Record::Held before = record->held();
  if (id.exists()) {
    data_.highest_number = std::max(data_.highest_number, TrailingNumber(key));
  } else {
    data_.unnamed.emplace_back(store, record);
  }
  json::Value children;
  for (const auto& [field, value] : members_) {
    const FieldKind kind = KindOfKey(field);
    if (field.size() > FieldText::kMaxKeySize)
      return wrong("has a field name longer than 1,024 bytes");
    if (kind == FieldKind::kId && !id.exists()) continue;
    if (kind == FieldKind::kChildren && store->is_tree()) {
      // Clients that load lazily save `true` or `null`.
      const json::Type type = value.type();
      if (type == Type::kArray) children = value;
      if (type == Type::kObject || type == Type::kString || type == Type::kNumber) {
        return wrong("has children that are not a list of records");
      }
      continue;
    }
    if (kind == FieldKind::kParentId && store->is_tree() && parent == nullptr) {
      const RecordId named = ReadId(value, &parent_keys_);
      if (named.exists()) NoteParent(store, record, named.key);
    }
    if (kind == FieldKind::kSegments && store->kind.has_segments) {
      data_.highest_number = std::max(data_.highest_number, HighestSegmentNumber(value));
    }
    if (store->kind.HasList(field) && value.is(Type::kArray)) {
      data_.highest_number = std::max(data_.highest_number, HighestListNumber(value));
      if (LacksListIds(value)) data_.unnamed_in_lists.emplace_back(store, record);
    }
    const std::string_view text = Compact(value, &arena_);
    const Field whole{.key = field, .value = text, .token = {}, .kind = kind};
    if (!WriteBeside(*store, whole, record)) fields_.Set(field, text);
  }
  fields_.Build(&record->fields);
  store->LearnReferences(record);
  store->NoteWritten(*record, before);
  if (Status status = MakeRoom(sizeof(Record) + record->fields.memory()); !status.ok())
    return status;
  return children.exists() ? LoadRecords(store, children, record) : Status();
}

// The heap of a thread that is not the main one grows by a page at a time, with a system call for
// each (glibc): the pages of many records are asked for at once. What is given back stays at the
// end of the heap, unless it is so much that it would be mapped or trimmed.
Status Loader::MakeRoom(size_t used) {
  constexpr size_t kPiece = size_t{96} << 10;
  used_ += used;
  if (used_ < kPiece) return {};
  used_ = 0;
  ::operator delete(::operator new(kPiece));
  return CheckMemory();
}

Status Loader::CheckMemory() const {
  if (data_.state->memory_to_be() <= limits_.project_bytes) return {};
  return {ErrorCode::kProjectFull, "The data takes more than the limit of " +
                                       std::to_string(limits_.project_bytes) + " bytes of memory"};
}

// Most parents come before their children. After a child without its parent, all others wait,
// because children keep the order of the file.
void Loader::NoteParent(Store* store, Record* record, std::string_view parent_key) {
  if (flat_.empty()) {
    if (parent_ == nullptr || parent_->key() != parent_key) parent_ = store->Find(parent_key);
    if (parent_ != nullptr && parent_ != record) {
      store->Place(record, parent_);
      return;
    }
  }
  flat_.emplace_back(record, parent_key);
}

// Moves records with a parentId to their parents, in the order of the file.
Status Loader::Link(Store* store) {
  if (flat_.empty()) return {};
  for (const auto& [record, parent_key] : flat_) {
    Record* parent = store->Find(parent_key);
    if (parent != nullptr) store->Place(record, parent);
  }
  // A cycle of parents is not reachable from the root.
  size_t reached = 0;
  std::vector<const Record*> open{&store->root()};
  while (!open.empty()) {
    const Record* record = open.back();
    open.pop_back();
    for (const Record* child = record->first_child; child != nullptr; child = child->next) {
      open.push_back(child);
      ++reached;
    }
  }
  if (reached == store->size()) return {};
  for (const auto& [record, parent_key] : flat_) {
    const Record* up = record;
    for (size_t steps = 0; up != &store->root(); up = up->parent) {
      if (++steps > store->size()) {
        return {ErrorCode::kInvalidDataFile,
                store->name + ": the record " + std::string(record->raw_id()) + " is below itself"};
      }
    }
  }
  return {};
}

Status Loader::Wrong(const json::Value& value, const std::string& what) const {
  const std::string_view before =
      text_.substr(0, static_cast<size_t>(value.raw().data() - text_.data()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0.
  return {ErrorCode::kInvalidDataFile, what + " (line " + std::to_string(line) + ", column " +
                                           std::to_string(before.size() - line_begin + 1) + ")"};
}

}  // namespace gantt
