#include "wire/author_names.h"

#include <vector>

#include "json/reader.h"

namespace gantt {
namespace {

using json::Type;

constexpr std::string_view kName = "$PhantomId";

// Copies a text but for some pieces of it.
class Copy {
 public:
  Copy(std::string_view text, std::string* out) : text_(text), out_(*out) {}

  // `place` is a place in the text.
  void UpTo(const char* place) {
    const auto at = static_cast<size_t>(place - text_.data());
    out_.append(text_.substr(done_, at - done_));
    done_ = at;
  }
  void Skip(size_t size) { done_ += size; }
  void Insert(std::string_view text) { out_.append(text); }
  void Finish() { UpTo(text_.data() + text_.size()); }

 private:
  const std::string_view text_;
  std::string& out_;
  size_t done_ = 0;
};

// The object, or nothing where there is no name in it.
bool Parse(json::Reader* reader, std::string_view changes, json::Value* root) {
  return changes.find(kName) != std::string_view::npos && reader->Parse(changes, root).ok() &&
         root->is(Type::kObject);
}

void LeaveNameOut(const json::Value& record, Copy* copy) {
  if (!record.is(Type::kObject)) return;
  bool is_first = true;
  for (json::Members m(record); m.more(); m.Next()) {
    const std::string_view key = m.key().raw();
    const std::string_view value = m.value().raw();
    if (m.key().content() != kName) {
      is_first = false;
      continue;
    }
    // With the comma before it, else the one behind.
    const char* begin = key.data();
    const char* end = value.data() + value.size();
    if (!is_first) {
      while (*begin != ',') --begin;
    } else {
      while (*end != ',' && *end != '}') ++end;
      if (*end == ',') ++end;
    }
    copy->UpTo(begin);
    copy->Skip(static_cast<size_t>(end - begin));
    return;
  }
}

// JSON texts of the names.
std::vector<std::string_view> NamesIn(const json::Value& added) {
  std::vector<std::string_view> names;
  if (!added.is(Type::kArray)) return names;
  for (json::Elements e(added); e.more(); e.Next()) {
    const json::Value name = e.value().is(Type::kObject) ? e.value().Member(kName) : json::Value();
    const json::Value id = name.exists() ? e.value().Member("id") : json::Value();
    // A record that comes back under the id that it had is called by it.
    if (id.exists() && id.raw() != name.raw()) names.push_back(name.raw());
  }
  return names;
}

}  // namespace

void AppendWithoutNames(std::string_view changes, std::string* out) {
  json::Reader reader(json::kMaxKeptDepth);
  json::Value root;
  if (!Parse(&reader, changes, &root)) {
    out->append(changes);
    return;
  }
  Copy copy(changes, out);
  for (json::Members store(root); store.more(); store.Next()) {
    if (!store.value().is(Type::kObject)) continue;
    for (json::Members list(store.value()); list.more(); list.Next()) {
      if (!list.value().is(Type::kArray)) continue;
      for (json::Elements e(list.value()); e.more(); e.Next()) LeaveNameOut(e.value(), &copy);
    }
  }
  copy.Finish();
}

void AppendWithNamesGone(std::string_view changes, std::string* out) {
  json::Reader reader(json::kMaxKeptDepth);
  json::Value root;
  if (!Parse(&reader, changes, &root)) {
    out->append(changes);
    return;
  }
  Copy copy(changes, out);
  for (json::Members store(root); store.more(); store.Next()) {
    if (!store.value().is(Type::kObject)) continue;
    const std::vector<std::string_view> names = NamesIn(store.value().Member("added"));
    if (names.empty()) continue;
    const json::Value removed = store.value().Member("removed");
    const bool has_list = removed.is(Type::kArray);
    const std::string_view whole = has_list ? removed.raw() : store.value().raw();
    copy.UpTo(whole.data() + whole.size() - 1);  // Before the bracket that closes it.
    const bool is_empty = has_list && !json::Elements(removed).more();
    std::string_view before =
        has_list ? (is_empty ? "{\"id\":" : ",{\"id\":") : ",\"removed\":[{\"id\":";
    for (const std::string_view name : names) {
      copy.Insert(before);
      copy.Insert(name);
      copy.Insert("}");
      before = ",{\"id\":";
    }
    if (!has_list) copy.Insert("]");
  }
  copy.Finish();
}

}  // namespace gantt
