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

// The key of a member, with its quotes. Keys are compared unescaped.
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

// The elements of arrays, each text once.
class JoinedArray {
 public:
  explicit JoinedArray(std::string* out) : out_(*out) { out_.push_back('['); }
  // All elements of the first array, including duplicates.
  void AddAll(Cursor* array) {
    array->Elements([&] {
      const std::string_view element = array->Value();
      told_.Insert(element);
      Append(element);
    });
  }
  void Add(std::string_view array) {
    Cursor at(array);
    at.Elements([&] {
      const std::string_view element = at.Value();
      if (told_.Insert(element)) Append(element);
    });
  }
  void End() { out_.push_back(']'); }

 private:
  void Append(std::string_view element) {
    if (out_.back() != '[') out_.push_back(',');
    out_.append(element);
  }

  std::string& out_;
  FlatSet<std::string_view> told_;
};

}  // namespace

struct Parts::Member {
  std::string_view key;    // With its quotes, as first written.
  std::string_view value;  // Its first value, or its last one if the two cannot be merged.
  std::unique_ptr<Several> several = nullptr;
};

// The members in order.
struct Parts::Object {
  std::vector<Member> members;
  VectorIndex<> by_key;

  // The member with that key, which becomes `member` if there was none. True: there was none.
  std::pair<Member*, bool> Insert(Member member) {
    const auto key_of = [](const Member& one) { return Key{one.key}; };
    if (Member* const known = by_key.Find(members, key_of(member), key_of)) return {known, false};
    Member& added = members.emplace_back(std::move(member));
    by_key.Add(members, key_of);
    return {&added, true};
  }
  const Member* Find(std::string_view key) const {
    return by_key.Find(members, Key{key}, [](const Member& one) { return Key{one.key}; });
  }
};

// The values of several parts for one member.
struct Parts::Several {
  std::unique_ptr<Object> object = nullptr;  // If all are objects.
  std::vector<std::string_view> arrays;      // The values after the first, if all are arrays.
  bool is_whole = false;                     // There was another type in between.
};

Parts::Parts(Arrays arrays) : arrays_(arrays), said_(std::make_unique<Object>()) {}
Parts::~Parts() = default;

void Parts::Add(std::string_view part) {
  if (said_->members.empty()) {
    *said_ = Said(part);
  } else {
    Merge(part, said_.get());
  }
}

// Of a repeated key in a part, the last one counts.
Parts::Object Parts::Said(std::string_view part) {
  Object said;
  Cursor at(part);
  at.Members([&](std::string_view key) {
    const std::string_view value = at.Value();
    const auto [known, is_new] = said.Insert({key, value});
    if (!is_new) known->value = value;
  });
  return said;
}

void Parts::Merge(std::string_view part, Object* object) const {
  const Object said = Said(part);
  for (const Member& one : said.members) {
    const auto [known, is_new] = object->Insert({one.key, one.value});
    if (is_new) continue;
    if (known->several == nullptr) known->several = std::make_unique<Several>();
    Several& several = *known->several;
    const char kind = one.value.front();
    if (kind == '{' && known->value.front() == kind) {
      if (several.object == nullptr) several.object = std::make_unique<Object>(Said(known->value));
      Merge(one.value, several.object.get());
    } else if (kind == '[' && known->value.front() == kind && arrays_ == Arrays::kJoined) {
      several.arrays.push_back(one.value);
    } else {
      known->value = one.value;
      several = {.object = nullptr, .arrays = {}, .is_whole = true};
    }
  }
}

std::string Parts::Into(std::string_view whole) const {
  std::string text;
  text.reserve(whole.size());
  Cursor at(whole);
  AppendMerged(*said_, &at, &text);
  return text;
}

void Parts::Append(const Member& member, std::string* out) {
  if (member.several != nullptr && member.several->object != nullptr) {
    Append(*member.several->object, out);
  } else if (member.several != nullptr && !member.several->arrays.empty()) {
    JoinedArray joined(out);
    Cursor first(member.value);
    joined.AddAll(&first);
    for (const std::string_view array : member.several->arrays) joined.Add(array);
    joined.End();
  } else {
    out->append(member.value);
  }
}

void Parts::Append(const Object& object, std::string* out) {
  out->push_back('{');
  for (const Member& member : object.members) {
    if (out->back() != '{') out->push_back(',');
    out->append(member.key).push_back(':');
    Append(member, out);
  }
  out->push_back('}');
}

// `whole` is at an object, and moves after it.
void Parts::AppendMerged(const Object& said, Cursor* whole, std::string* out) const {
  std::vector<bool> is_told(said.members.size());
  const char* const begin = whole->place();
  HashTable<uint32_t> keys;  // Positions of the members of the whole, whose keys are unique.
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
    AppendMerged(*one, whole, out);
  });
  for (size_t i = 0; i < said.members.size(); ++i) {
    if (is_told[i]) continue;
    start(said.members[i].key);
    Append(said.members[i], out);
  }
  out->push_back('}');
}

// `whole` is at the value of that member, and moves after it.
void Parts::AppendMerged(const Member& said, Cursor* whole, std::string* out) const {
  const char kind = said.value.front();
  const bool is_one = kind == '{' || (kind == '[' && arrays_ == Arrays::kJoined);
  const bool is_whole = said.several != nullptr && said.several->is_whole;
  if (!is_one || is_whole || !whole->IsAt(kind)) {
    whole->SkipValue();
    Append(said, out);
  } else if (kind == '[') {
    JoinedArray joined(out);
    joined.AddAll(whole);
    joined.Add(said.value);
    if (said.several != nullptr)
      for (const std::string_view array : said.several->arrays) joined.Add(array);
    joined.End();
  } else if (said.several != nullptr && said.several->object != nullptr) {
    AppendMerged(*said.several->object, whole, out);
  } else {
    AppendMerged(Said(said.value), whole, out);
  }
}

std::string MergePart(std::string_view whole, std::string_view part, Arrays arrays) {
  std::string text;
  text.reserve(whole.size() + part.size());
  Cursor at(whole);
  Parts(arrays).AppendMerged({.key = {}, .value = part}, &at, &text);
  return text;
}

}  // namespace gantt::json
