#include "json/merge_part.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "base/hash_table.h"
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

// `whole` is at an array, and goes behind it.
void AppendJoined(std::string_view part, Cursor* whole, std::string* out) {
  FlatSet<std::string_view> told;
  out->push_back('[');
  const auto append = [out](std::string_view element) {
    if (out->back() != '[') out->push_back(',');
    out->append(element);
  };
  whole->Elements([&] {
    const std::string_view element = whole->Value();
    told.Insert(element);
    append(element);
  });
  Cursor at(part);
  at.Elements([&] {
    const std::string_view element = at.Value();
    if (told.Insert(element)) append(element);
  });
  out->push_back(']');
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
    if (Member* const known = Find(member.key)) return {known, false};
    Member& added = members.emplace_back(std::move(member));
    by_key.Add(members, KeyOf);
    return {&added, true};
  }
  Member* Find(std::string_view key) { return by_key.Find(members, Key{key}, KeyOf); }
  static Key KeyOf(const Member& one) { return {one.key}; }
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
MergedObject::Object MergedObject::Said(std::string_view part) {
  Object said;
  Cursor at(part);
  at.Members([&](std::string_view key) {
    const std::string_view value = at.Value();
    const auto [known, is_new] = said.Insert({key, value});
    if (!is_new) known->value = value;
  });
  return said;
}

void MergedObject::Merge(std::string_view part, Object* object) {
  Object said = Said(part);
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

// `whole` is at an object or an array, and goes behind it.
void MergedObject::AppendMerged(std::string_view part, Arrays arrays, Cursor* whole,
                                std::string* out) {
  if (whole->IsAt('[')) return AppendJoined(part, whole, out);
  Object said = Said(part);
  std::vector<bool> is_told(said.members.size());
  const char* const begin = whole->place();
  HashTable<uint32_t> keys;  // Of the whole, which has none twice: where they are.
  const auto key_at = [begin](uint32_t place) { return Cursor({begin + place, 1}).Value(); };
  out->push_back('{');
  const auto start = [out](std::string_view key) {
    if (out->back() != '{') out->push_back(',');
    out->append(key).push_back(':');
  };
  whole->Members([&](std::string_view key) {
    const uint32_t hash = FlatHash(Key{key});
    const auto is_it = [&](uint32_t place) { return Key{key_at(place)} == Key{key}; };
    if (keys.Find(hash, is_it) != nullptr) return whole->SkipValue();
    keys.Insert(hash, static_cast<uint32_t>(key.data() - begin));
    start(key);
    const Member* const one = said.Find(key);
    if (one == nullptr) {
      out->append(whole->Value());
      return;
    }
    is_told[static_cast<size_t>(one - said.members.data())] = true;
    const std::string_view value = one->value;
    const bool is_one = value.front() == '{' || (value.front() == '[' && arrays == Arrays::kJoined);
    if (is_one && whole->IsAt(value.front())) {
      AppendMerged(value, arrays, whole, out);
    } else {
      whole->SkipValue();
      out->append(value);
    }
  });
  for (size_t i = 0; i < said.members.size(); ++i) {
    if (is_told[i]) continue;
    start(said.members[i].key);
    out->append(said.members[i].value);
  }
  out->push_back('}');
}

std::string MergePart(std::string_view whole, std::string_view part, Arrays arrays) {
  std::string text;
  text.reserve(whole.size() + part.size());
  Cursor at(whole);
  MergedObject::AppendMerged(part, arrays, &at, &text);
  return text;
}

}  // namespace gantt::json
