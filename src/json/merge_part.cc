#include "json/merge_part.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "json/cursor.h"
#include "json/text.h"

namespace gantt::json {

// Goes out as it came unless a part went into it.
struct MergedObject::Member {
  std::string_view key;  // With its quotes, as it was first written.
  std::string_view value;
  std::unique_ptr<Object> opened = nullptr;
};

// The members in their order. Keys compare by what they mean.
struct MergedObject::Object {
  std::vector<Member> members;
  FlatMap<std::string, uint32_t> places;  // Of many.

  static std::string Meaning(std::string_view key) { return Unescape(Content(key)); }

  Member* Find(std::string_view key) {
    constexpr size_t kFew = 8;
    if (members.size() <= kFew) {
      for (Member& member : members)
        if (member.key == key || Meaning(member.key) == Meaning(key)) return &member;
      return nullptr;
    }
    for (auto i = static_cast<uint32_t>(places.size()); i < members.size(); ++i)
      places.Insert(Meaning(members[i].key), i);
    const uint32_t* const place = places.Find(Meaning(key));
    return place == nullptr ? nullptr : &members[*place];
  }
};

MergedObject::MergedObject(std::string_view whole) : root_(Opened(whole)) {}
MergedObject::~MergedObject() = default;

// Of a key that comes twice the first counts.
std::unique_ptr<MergedObject::Object> MergedObject::Opened(std::string_view text) {
  auto object = std::make_unique<Object>();
  Cursor at(text);
  at.Members([&](std::string_view key) {
    const std::string_view value = at.Value();
    if (object->Find(key) == nullptr) object->members.push_back({key, value});
  });
  return object;
}

void MergedObject::Add(std::string_view part) { Merge(part, root_.get()); }

// Of a key that comes twice in a part the last counts.
void MergedObject::Merge(std::string_view part, Object* object) {
  Object said;
  Cursor at(part);
  at.Members([&](std::string_view key) {
    const std::string_view value = at.Value();
    Member* const known = said.Find(key);
    if (known == nullptr) {
      said.members.push_back({key, value});
    } else {
      known->value = value;
    }
  });
  for (Member& one : said.members) {
    Member* const known = object->Find(one.key);
    if (known == nullptr) {
      object->members.push_back(std::move(one));
    } else if (one.value.front() != '{' || known->value.front() != '{') {
      known->value = one.value;
      known->opened.reset();
    } else {
      if (known->opened == nullptr) known->opened = Opened(known->value);
      Merge(one.value, known->opened.get());
    }
  }
}

std::string MergedObject::Text() const {
  std::string text;
  Append(*root_, &text);
  return text;
}

void MergedObject::Append(const Object& object, std::string* out) {
  out->push_back('{');
  for (const Member& member : object.members) {
    if (out->back() != '{') out->push_back(',');
    out->append(member.key).push_back(':');
    if (member.opened == nullptr) {
      out->append(member.value);
    } else {
      Append(*member.opened, out);
    }
  }
  out->push_back('}');
}

std::string MergePart(std::string_view whole, std::string_view part) {
  MergedObject object(whole);
  object.Add(part);
  return object.Text();
}

}  // namespace gantt::json
