#include "wire/author_names.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "json/cursor.h"

namespace gantt {
namespace {

constexpr std::string_view kQuotedName = "\"$PhantomId\"";

// Copies a text without some pieces of it.
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

bool HasNames(std::string_view changes) {
  // By its dollar: quotes are everywhere.
  return changes.find(kQuotedName.substr(1)) != std::string_view::npos;
}

void LeaveNameOut(json::Cursor* at, Copy* copy) {
  if (!at->IsAt('{')) return at->SkipValue();
  bool is_first = true;
  bool was_found = false;
  at->Members([&](std::string_view key) {
    at->SkipValue();
    if (was_found || key != kQuotedName) {
      is_first = false;
      return;
    }
    was_found = true;
    // With the comma before it, else the one after it.
    const char* begin = key.data();
    const char* end = at->place();
    if (!is_first) {
      while (*begin != ',') --begin;
    } else {
      while (*end != ',' && *end != '}') ++end;
      if (*end == ',') ++end;
    }
    copy->UpTo(begin);
    copy->Skip(static_cast<size_t>(end - begin));
  });
}

// Of one store's change.
struct Section {
  std::vector<std::string_view> names;   // Of what is added, as JSON texts.
  const char* end_of_removed = nullptr;  // The bracket that closes that list; null: there is none.
  bool removes_nothing = true;
};

// A name that its record has to lose; or empty.
std::string_view NameOf(json::Cursor* at) {
  std::string_view name;
  std::string_view id;
  if (!at->IsAt('{')) {
    at->SkipValue();
    return {};
  }
  at->Members([&](std::string_view key) {
    const std::string_view value = at->Value();
    if (key == kQuotedName && name.empty()) name = value;
    if (key == "\"id\"" && id.empty()) id = value;
  });
  // A record that is added again under its old id is identified by it.
  return !name.empty() && !id.empty() && id != name ? name : std::string_view();
}

Section ReadSection(json::Cursor* at) {
  Section section;
  at->Members([&](std::string_view list) {
    if (!at->IsAt('[') || (list != "\"added\"" && list != "\"removed\"")) return at->SkipValue();
    const bool is_added = list == "\"added\"";
    bool is_empty = true;
    at->Elements([&] {
      is_empty = false;
      if (!is_added) return at->SkipValue();
      if (const std::string_view name = NameOf(at); !name.empty()) section.names.push_back(name);
    });
    if (is_added) return;
    section.end_of_removed = at->place() - 1;
    section.removes_nothing = is_empty;
  });
  return section;
}

}  // namespace

void AppendWithoutNames(std::string_view changes, std::string* out) {
  Copy copy(changes, out);
  if (!HasNames(changes)) return copy.Finish();
  json::Cursor at(changes);
  at.Members([&](std::string_view /*store*/) {
    if (!at.IsAt('{')) return at.SkipValue();
    at.Members([&](std::string_view /*list*/) {
      if (!at.IsAt('[')) return at.SkipValue();
      at.Elements([&] { LeaveNameOut(&at, &copy); });
    });
  });
  copy.Finish();
}

void AppendWithNamesGone(std::string_view changes, std::string* out) {
  Copy copy(changes, out);
  if (!HasNames(changes)) return copy.Finish();
  json::Cursor at(changes);
  at.Members([&](std::string_view /*store*/) {
    if (!at.IsAt('{')) return at.SkipValue();
    const Section section = ReadSection(&at);
    if (section.names.empty()) return;
    const bool has_list = section.end_of_removed != nullptr;
    copy.UpTo(has_list ? section.end_of_removed : at.place() - 1);
    std::string_view before =
        has_list ? (section.removes_nothing ? "{\"id\":" : ",{\"id\":") : ",\"removed\":[{\"id\":";
    for (const std::string_view name : section.names) {
      copy.Insert(before);
      copy.Insert(name);
      copy.Insert("}");
      before = ",{\"id\":";
    }
    if (!has_list) copy.Insert("]");
  });
  copy.Finish();
}

}  // namespace gantt
