#include "conflict/merge_values.h"

#include <utility>

#include "base/flat_map.h"
#include "base/text_arena.h"
#include "json/reader.h"
#include "json/text.h"

namespace gantt {
namespace {

using json::Type;

void Merge(const json::Value& theirs, const json::Value& mine, std::string* out);

void Comma(std::string* out) {
  if (out->back() != '{' && out->back() != '[') out->push_back(',');
}

// Keys compare by what they mean; each goes out as it was first written.
std::string_view Meaning(const json::Value& key, TextArena* arena) {
  const std::string_view content = key.content();
  if (!key.MayHaveEscapes() || !json::HasEscape(content)) return content;
  return arena->Keep(json::Unescape(content));
}

// Of a key that comes twice theirs is the first, and mine the last.
void MergeObjects(const json::Value& theirs, const json::Value& mine, std::string* out) {
  struct Own {
    json::Value value;
    bool is_told = false;
  };
  TextArena arena;
  FlatMap<std::string_view, Own> own;
  for (json::Members m(mine); m.more(); m.Next()) own[Meaning(m.key(), &arena)].value = m.value();
  out->push_back('{');
  for (json::Members m(theirs); m.more(); m.Next()) {
    Own& twin = own[Meaning(m.key(), &arena)];
    if (std::exchange(twin.is_told, true)) continue;
    Comma(out);
    out->append(m.key().raw()).push_back(':');
    if (twin.value.exists()) {
      Merge(m.value(), twin.value, out);
    } else {
      out->append(m.value().raw());
    }
  }
  for (json::Members m(mine); m.more(); m.Next()) {
    Own& one = own[Meaning(m.key(), &arena)];
    if (std::exchange(one.is_told, true)) continue;
    Comma(out);
    out->append(m.key().raw()).append(":").append(one.value.raw());
  }
  out->push_back('}');
}

void MergeArrays(const json::Value& theirs, const json::Value& mine, std::string* out) {
  FlatSet<std::string_view> told;
  out->push_back('[');
  for (json::Elements e(theirs); e.more(); e.Next()) {
    told.Insert(e.value().raw());
    Comma(out);
    out->append(e.value().raw());
  }
  for (json::Elements e(mine); e.more(); e.Next()) {
    if (!told.Insert(e.value().raw())) continue;
    Comma(out);
    out->append(e.value().raw());
  }
  out->push_back(']');
}

void Merge(const json::Value& theirs, const json::Value& mine, std::string* out) {
  if (theirs.is(Type::kObject) && mine.is(Type::kObject)) {
    MergeObjects(theirs, mine, out);
  } else if (theirs.is(Type::kArray) && mine.is(Type::kArray)) {
    MergeArrays(theirs, mine, out);
  } else {
    out->append(mine.raw());
  }
}

}  // namespace

std::string MergeValues(std::string_view theirs, std::string_view mine) {
  const bool may_merge = (theirs.front() == '{' && mine.front() == '{') ||
                         (theirs.front() == '[' && mine.front() == '[');
  json::Reader their_reader;
  json::Reader my_reader;
  json::Value their_root;
  json::Value my_root;
  // Both have been checked before; deeper than a message they cannot be.
  if (!may_merge || !their_reader.Parse(theirs, &their_root).ok() ||
      !my_reader.Parse(mine, &my_root).ok()) {
    return std::string(mine);
  }
  std::string out;
  out.reserve(theirs.size() + mine.size());
  Merge(their_root, my_root, &out);
  return out;
}

}  // namespace gantt
