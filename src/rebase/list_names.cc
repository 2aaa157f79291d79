#include "rebase/list_names.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "json/reader.h"
#include "message/changeset.h"
#include "store/field.h"
#include "store/ids.h"
#include "store/nested_list.h"
#include "store/record.h"
#include "store/store.h"
#include "store/store_kind.h"

namespace gantt {
namespace {

using json::Type;

// Can the value be a nested list?
bool MayBeList(const Field& field) {
  return field.kind == FieldKind::kOther && field.token.exists() && field.is_shown() &&
         (field.value.front() == '[' || field.value.front() == '{');
}

json::Value NameOf(const json::Value& record) {
  const json::Value phantom = record.Member("$PhantomId");
  return phantom.is(Type::kString) || phantom.is(Type::kNumber) ? phantom : record.Member("id");
}

// The store name for the phantom ids of a list's records, and the prefix of their ids, which must
// not become too long for an id.
std::string_view NameSpace(std::string_view key) {
  constexpr size_t kLongestPrefix = 64;
  return key.size() > kLongestPrefix ? "records" : key;
}

}  // namespace

bool ListNames::IsList(std::string_view store, const Entry& entry, const Field& field) const {
  if (!MayBeList(field)) return false;
  if (field.token.is(Type::kArray)) return KindOfStore(store).HasList(field.key);
  if (!IsListDelta(field.token)) return false;
  // An object that only looks like a delta.
  const Store* const known = entry.id.exists() ? state_.FindStore(store) : nullptr;
  const Record* const record = known == nullptr ? nullptr : known->Find(entry.id.key);
  return record == nullptr || !record->fields.Get(field.key).starts_with('{');
}

bool ListNames::IsList(std::string_view key, const json::Value& value) const {
  return value.is(Type::kArray) ? IsNestedListKey(key) : IsListDelta(value);
}

void ListNames::WalkEntry(Step step, std::string_view store, const Entry& entry) {
  const Field* const field = changeset_.FieldsOf(entry);
  for (uint32_t i = 0; i < entry.field_count; ++i) {
    if (IsList(store, entry, field[i])) Walk(step, field[i].key, field[i].token);
  }
}

void ListNames::Walk(Step step, std::string_view key, const json::Value& list) {
  if (list.is(Type::kArray)) {
    for (json::Elements e(list); e.more(); e.Next()) WalkRecord(step, key, e.value(), true);
    return;
  }
  for (json::Members m(list); m.more(); m.Next()) {
    for (json::Elements e(m.value()); e.more(); e.Next())
      WalkRecord(step, key, e.value(), m.key().content() == "added");
  }
}

void ListNames::WalkRecord(Step step, std::string_view key, const json::Value& record,
                           bool is_added) {
  if (!record.is(Type::kObject)) return;
  const json::Value name = NameOf(record);
  const RecordId id = name.exists() ? ReadId(name, &changeset_.arena) : RecordId();
  const bool is_generated = id.exists() && IsGenerated(id.raw);
  if (step == Step::kNote && id.exists() && !is_generated) ids_.Note(id.key);
  if (step == Step::kBind && is_added && is_generated) {
    const PhantomId phantom{id.key, true};
    const std::string_view names = NameSpace(key);
    if (bindings_.Find(names, phantom).empty())
      bindings_.Bind(names, phantom, changeset_.arena.Keep(ids_.Next(names, now_)));
  }
  for (json::Members m(record); m.more(); m.Next()) {
    if (IsList(m.key().content(), m.value())) Walk(step, m.key().content(), m.value());
  }
}

void ListNames::RewriteEntry(std::string_view store, bool gives_ids, Entry* entry) {
  Field* const field = changeset_.FieldsOf(*entry);
  for (uint32_t i = 0; i < entry->field_count; ++i) {
    if (!IsList(store, *entry, field[i])) continue;
    std::string text;
    AppendList(field[i].key, field[i].token, gives_ids, &text);
    field[i].value = changeset_.arena.Keep(text);
    field[i].token = {};
    entry->rewritten = true;
  }
}

void ListNames::AppendList(std::string_view key, const json::Value& list, bool gives_ids,
                           std::string* out) {
  const auto records = [&](const json::Value& all, bool are_added) {
    out->push_back('[');
    for (json::Elements e(all); e.more(); e.Next()) {
      if (out->back() != '[') out->push_back(',');
      AppendRecord(key, e.value(), gives_ids && are_added, out);
    }
    out->push_back(']');
  };
  if (list.is(Type::kArray)) {
    records(list, true);
    return;
  }
  out->push_back('{');
  for (json::Members m(list); m.more(); m.Next()) {
    if (out->back() != '{') out->push_back(',');
    out->append(m.key().raw()).push_back(':');
    records(m.value(), m.key().content() == "added");
  }
  out->push_back('}');
}

void ListNames::AppendRecord(std::string_view key, const json::Value& record, bool gives_id,
                             std::string* out) {
  if (!record.is(Type::kObject)) {
    out->append(record.raw());
    return;
  }
  out->push_back('{');
  const std::string_view id = IdOf(key, record);
  if (!id.empty()) {
    out->append("\"id\":").append(id);
  } else if (gives_id) {
    out->append("\"id\":").append(ids_.Next(NameSpace(key), now_));
  }
  for (json::Members m(record); m.more(); m.Next()) {
    const std::string_view member = m.key().content();
    if (member == "id" || member.starts_with('$')) continue;
    if (out->back() != '{') out->push_back(',');
    out->append(m.key().raw()).push_back(':');
    if (IsList(member, m.value())) {
      AppendList(member, m.value(), gives_id, out);
      continue;
    }
    const std::string_view known =
        member == "name" ? std::string_view() : rewriter_.Rewrite(m.value());
    out->append(known.empty() ? m.value().raw() : known);
  }
  out->push_back('}');
}

std::string_view ListNames::IdOf(std::string_view key, const json::Value& record) {
  const json::Value name = NameOf(record);
  if (!name.exists()) return {};
  const RecordId id = ReadId(name, &changeset_.arena);
  if (!id.exists()) return {};
  const std::string_view bound = bindings_.Find(NameSpace(key), {id.key, true});
  return bound.empty() ? id.raw : bound;
}

}  // namespace gantt
