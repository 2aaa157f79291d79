#include "json/merge_part.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "base/vector_index.h"
#include "json/cursor.h"
#include "json/text.h"

namespace gantt::json {

namespace {

// Of a member, with its quotes. Keys compare by what they mean.
struct Key {
  std::string_view raw;
  bool operator==(const Key& other) const {
    if (raw == other.raw) return true;
    return (HasEscape(raw) || HasEscape(other.raw)) &&
           Unescape(Content(raw)) == Unescape(Content(other.raw));
  }
};
uint32_t FlatHash(Key key) {
  return HasEscape(key.raw) ? gantt::FlatHash(Unescape(Content(key.raw)))
                            : gantt::FlatHash(Content(key.raw));
}

}  // namespace

// Goes out as it came unless a part went into it.
struct MergedObject::Member {
  std::string_view key;  // With its quotes, as it was first written.
  std::string_view value;
  std::unique_ptr<Object> opened = nullptr;
};

// The members in their order.
struct MergedObject::Object {
  std::vector<Member> members;
  VectorIndex<> by_key;

  // The member of that key, which is `member` if there was none. True: that was so.
  std::pair<Member*, bool> Insert(Member member) {
    const auto key_of = [](const Member& one) { return Key{one.key}; };
    if (Member* const known = by_key.Find(members, Key{member.key}, key_of)) return {known, false};
    Member& added = members.emplace_back(std::move(member));
    by_key.Add(members, key_of);
    return {&added, true};
  }
};

MergedObject::MergedObject(std::string_view whole) : root_(Opened(whole)) {}
MergedObject::~MergedObject() = default;

// Of a key that comes twice the first counts.
std::unique_ptr<MergedObject::Object> MergedObject::Opened(std::string_view text) {
  auto object = std::make_unique<Object>();
  Cursor at(text);
  at.Members([&](std::string_view key) { object->Insert({key, at.Value()}); });
  return object;
}

void MergedObject::Add(std::string_view part) { Merge(part, root_.get()); }

// Of a key that comes twice in a part the last counts.
void MergedObject::Merge(std::string_view part, Object* object) {
  Object said;
  Cursor at(part);
  at.Members([&](std::string_view key) {
    const std::string_view value = at.Value();
    const auto [known, is_new] = said.Insert({key, value});
    if (!is_new) known->value = value;
  });
  said.by_key = {};
  for (const Member& one : said.members) {
    const auto [known, is_new] = object->Insert({one.key, one.value});
    if (is_new) continue;
    if (one.value.front() != '{' || known->value.front() != '{') {
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
