#include "json/merge_part.h"

#include <cstddef>

#include "base/text_map.h"
#include "json/reader.h"
#include "json/text.h"

namespace gantt::json {
namespace {

// Keys compare by what they mean; each goes out as it was first written.
std::string Meaning(const Value& key) { return Unescape(Content(key.raw())); }

void Merge(const Value& whole, const Value& part, std::string* out) {
  if (!whole.is(Type::kObject) || !part.is(Type::kObject)) {
    out->append(part.raw());
    return;
  }
  TextMap<Value> said;
  for (Members m(part); m.more(); m.Next()) said[Meaning(m.key())] = m.value();
  TextSet told;
  out->push_back('{');
  const auto key = [out](const Value& name) {
    if (out->back() != '{') out->push_back(',');
    out->append(name.raw()).push_back(':');
  };
  for (Members m(whole); m.more(); m.Next()) {
    std::string name = Meaning(m.key());
    const auto twin = said.find(name);
    if (!told.insert(std::move(name)).second) continue;
    key(m.key());
    if (twin == said.end()) {
      out->append(m.value().raw());
    } else {
      Merge(m.value(), twin->second, out);
    }
  }
  for (Members m(part); m.more(); m.Next()) {
    std::string name = Meaning(m.key());
    const auto twin = said.find(name);
    if (!told.insert(std::move(name)).second) continue;
    key(m.key());
    out->append(twin->second.raw());
  }
  out->push_back('}');
}

}  // namespace

std::string MergePart(std::string_view whole, std::string_view part) {
  Reader whole_reader(kMaxKeptDepth);
  Reader part_reader(kMaxKeptDepth);
  Value all;
  Value some;
  if (!whole_reader.Parse(whole, &all).ok() || !part_reader.Parse(part, &some).ok())
    return std::string(part);
  std::string out;
  Merge(all, some, &out);
  return out;
}

}  // namespace gantt::json
