#include "model/loader.h"

#include <algorithm>

#include "base/text_arena.h"
#include "json/locate_error.h"
#include "json/text.h"
#include "model/changeset.h"
#include "model/changeset_reader.h"
#include "model/field_rules.h"
#include "model/id_allocator.h"
#include "model/segments.h"

namespace gantt {
namespace {

using json::Type;

std::string KeyText(const json::Value& key) {
  const std::string_view content = json::Content(key.raw());
  if (!json::HasEscape(content)) return std::string(content);
  return std::string(json::Content(json::Quoted(json::Unescape(content))));
}

// Data files are often indented; what a project keeps, and sends to everybody, is not.
void AppendCompact(const json::Value& value, std::string* out) {
  const bool is_array = value.is(Type::kArray);
  if (!is_array && !value.is(Type::kObject)) {
    out->append(value.raw());
    return;
  }
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
  data_.state = std::make_unique<ProjectState>(log_limits_, 0);
  for (json::Members m(root); m.more(); m.Next()) {
    std::string name = KeyText(m.key());
    if (name == "project") {
      if (!m.value().is(Type::kObject)) return Wrong(m.value(), "project is not an object");
      for (json::Members field(m.value()); field.more(); field.Next()) {
        const std::string key = KeyText(field.key());
        compact_.clear();
        AppendCompact(field.value(), &compact_);
        if (key.size() <= FieldText::kMaxKeySize) data_.state->project_fields.Set(key, compact_);
      }
      continue;
    }
    json::Value rows = m.value();
    const bool is_inline = name.size() > 4 && name.ends_with("Data");
    if (is_inline) name.resize(name.size() - 4);
    if (rows.is(Type::kObject)) rows = rows.Member("rows");
    if (!rows.is(Type::kArray)) {
      if (!is_inline && data_.state->FindStore(name) == nullptr) continue;  // Not a store.
      return Wrong(m.value(), name + " is not a list of records");
    }
    if (Status status = LoadStore(name, rows); !status.ok()) return status;
  }
  *out = std::move(data_);
  return {};
}

Status Loader::LoadStore(std::string_view name, const json::Value& rows) {
  Store* store = data_.state->FindStore(name);
  if (store == nullptr) {
    if (data_.state->stores().size() == ChangesetReader::kMaxStores) {
      return Wrong(rows, "The data has more than 256 stores");
    }
    store = data_.state->AddStore(name);
  }
  flat_.clear();
  count_ = 0;
  if (Status status = LoadRecords(store, rows, nullptr); !status.ok()) return status;
  if (Status status = Link(store); !status.ok()) return status;
  if (store->has_indexes) store->NumberSiblings();
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
  TextArena arena;
  RecordId id;
  size_t field_count = 0;
  for (json::Members m(object); m.more(); m.Next(), ++field_count) {
    if (KeyText(m.key()) != "id" || m.value().is(Type::kNull)) continue;
    id = ReadId(m.value(), &arena);
    if (!id.exists() || id.key.empty()) {
      return wrong("has an id that is not a number or a string of 1 to 1,024 bytes");
    }
  }
  if (field_count > ChangesetReader::kMaxFields) return wrong("has more than 1,000 fields");
  std::string key(id.key);
  if (id.exists()) {
    if (store->Find(key) != nullptr)
      return wrong("has the id " + std::string(id.raw) + ", which is taken");
  } else {
    // Until it gets an id: something that no file has, or else something longer.
    key = std::string(1, '\0') + std::to_string(data_.unnamed.size());
    while (store->Find(key) != nullptr) key.push_back('\0');
  }
  Record* record = store->Add(key, parent);
  if (id.exists()) {
    data_.highest_number = std::max(data_.highest_number, TrailingNumber(key));
  } else {
    data_.unnamed.emplace_back(store, record);
  }
  record->fields.Reserve(object.raw().size(), field_count);
  json::Value children;
  for (json::Members m(object); m.more(); m.Next()) {
    const std::string field = KeyText(m.key());
    const FieldKind kind = KindOfKey(field);
    if (field.size() > FieldText::kMaxKeySize)
      return wrong("has a field name longer than 1,024 bytes");
    if (kind == FieldKind::kId && !id.exists()) continue;
    if (kind == FieldKind::kChildren && store->is_tree) {
      // Clients that load children lazily save `true` or `null`.
      const json::Type type = m.value().type();
      if (type == Type::kArray) children = m.value();
      if (type == Type::kObject || type == Type::kString || type == Type::kNumber) {
        return wrong("has children that are not a list of records");
      }
    }
    if (kind == FieldKind::kParentId && store->is_tree && parent == nullptr) {
      const RecordId named = ReadId(m.value(), &arena);
      if (named.exists()) flat_.emplace_back(record, std::string(named.key));
    }
    if (kind == FieldKind::kSegments && store->name == "tasks") {
      data_.highest_number = std::max(data_.highest_number, HighestSegmentNumber(m.value()));
    }
    compact_.clear();
    AppendCompact(m.value(), &compact_);
    WriteField(*store, {.key = field, .value = compact_, .token = {}, .kind = kind}, record);
  }
  record->fields.ShrinkToFit();
  store->LearnReferences(record);
  store->NoteWritten(*record, 0);
  return children.exists() ? LoadRecords(store, children, record) : Status();
}

// Records that name their parent go there, in the order of the file.
Status Loader::Link(Store* store) {
  for (const auto& [record, parent_key] : flat_) {
    Record* parent = store->Find(parent_key);
    if (parent != nullptr) store->Place(record, parent);
  }
  // Links that made a circle cut it off from the root: from there, not all can be reached.
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
