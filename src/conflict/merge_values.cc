#include "conflict/merge_values.h"

#include "base/text_map.h"
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
std::string Meaning(const json::Value& key) { return json::Unescape(json::Content(key.raw())); }

void MergeObjects(const json::Value& theirs, const json::Value& mine, std::string* out) {
  TextMap<json::Value> own;
  for (json::Members m(mine); m.more(); m.Next()) own[Meaning(m.key())] = m.value();
  TextSet told;
  out->push_back('{');
  for (json::Members m(theirs); m.more(); m.Next()) {
    const std::string key = Meaning(m.key());
    if (!told.insert(key).second) continue;
    Comma(out);
    out->append(m.key().raw()).push_back(':');
    const auto twin = own.find(key);
    if (twin == own.end()) {
      out->append(m.value().raw());
    } else {
      Merge(m.value(), twin->second, out);
    }
  }
  for (json::Members m(mine); m.more(); m.Next()) {
    if (!told.insert(Meaning(m.key())).second) continue;
    Comma(out);
    out->append(m.key().raw()).append(":").append(own[Meaning(m.key())].raw());
  }
  out->push_back('}');
}

void MergeArrays(const json::Value& theirs, const json::Value& mine, std::string* out) {
  ViewSet told;
  out->push_back('[');
  for (json::Elements e(theirs); e.more(); e.Next()) {
    told.insert(e.value().raw());
    Comma(out);
    out->append(e.value().raw());
  }
  for (json::Elements e(mine); e.more(); e.Next()) {
    if (!told.insert(e.value().raw()).second) continue;
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
  Merge(their_root, my_root, &out);
  return out;
}

}  // namespace gantt
