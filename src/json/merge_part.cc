#include "json/merge_part.h"

#include <bit>
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

// Which member has a key, of many. Keys compare by what they mean.
class MergedObject::Places {
 public:
  using Members = std::vector<Member>;

  static uint32_t Hash(std::string_view key) {
    return HasEscape(key) ? FlatHash(Unescape(Content(key))) : FlatHash(Content(key));
  }
  static bool IsSame(std::string_view a, std::string_view b) {
    if (a == b) return true;
    return (HasEscape(a) || HasEscape(b)) && Unescape(Content(a)) == Unescape(Content(b));
  }

  bool empty() const { return slots_.empty(); }
  // Room for so many, of which the first `count` are here.
  void Make(size_t most, const Members& members, size_t count) {
    slots_.assign(std::bit_ceil(most + most / 2 + 1), {});
    for (size_t i = 0; i < count; ++i) {
      const uint32_t hash = Hash(members[i].key);
      *Find(hash, members[i].key, members) = {hash, static_cast<uint32_t>(i + 1)};
    }
    most_ = most;
  }
  size_t most() const { return most_; }

  struct Slot {
    uint32_t hash = 0;
    uint32_t number = 0;  // Of a member, from 1; 0: none.
  };
  // Where the member of that key is, or would be.
  Slot* Find(uint32_t hash, std::string_view key, const Members& members) {
    const size_t mask = slots_.size() - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
      Slot& slot = slots_[i];
      if (slot.number == 0) return &slot;
      if (slot.hash == hash && IsSame(members[slot.number - 1].key, key)) return &slot;
    }
  }

 private:
  std::vector<Slot> slots_;
  size_t most_ = 0;
};

// The members in their order.
struct MergedObject::Object {
  std::vector<Member> members;
  Places places;  // Of many.

  // The member of that key, which is `member` if there was none. True: that was so.
  std::pair<Member*, bool> Insert(Member member) {
    constexpr size_t kFew = 8;
    if (members.size() < kFew) {
      for (Member& one : members)
        if (Places::IsSame(one.key, member.key)) return {&one, false};
    } else {
      if (members.size() >= places.most()) places.Make(2 * members.size(), members, members.size());
      const uint32_t hash = Places::Hash(member.key);
      Places::Slot* const slot = places.Find(hash, member.key, members);
      if (slot->number != 0) return {&members[slot->number - 1], false};
      *slot = {hash, static_cast<uint32_t>(members.size() + 1)};
    }
    return {&members.emplace_back(std::move(member)), true};
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
  said.places = {};
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
