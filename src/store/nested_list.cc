#include "store/nested_list.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/flat_map.h"
#include "base/text_arena.h"
#include "json/reader.h"
#include "store/ids.h"

namespace gantt {
namespace {

using json::Type;

constexpr std::array<std::string_view, 3> kMembers{"added", "updated", "removed"};

bool IsRecordList(const json::Value& value) {
  if (!value.is(Type::kArray)) return false;
  for (json::Elements e(value); e.more(); e.Next()) {
    if (!e.value().is(Type::kObject)) return false;
  }
  return true;
}

// The members of a record by their raw key.
using Fields = FlatMap<std::string_view, json::Value>;

Fields FieldsOf(const json::Value& record) {
  Fields fields;
  if (!record.is(Type::kObject)) return fields;
  for (json::Members m(record); m.more(); m.Next()) fields[m.key().content()] = m.value();
  return fields;
}

// The records of a list by id; of duplicates the last one.
class Records {
 public:
  Records(const json::Value& list, TextArena* arena) {
    if (!list.is(Type::kArray)) return;
    for (json::Elements e(list); e.more(); e.Next()) {
      const RecordId id = IdOf(e.value(), arena);
      in_order_.push_back({id.key, e.value()});
      if (id.exists()) by_id_[id.key] = e.value();
    }
  }

  struct Item {
    std::string_view id;  // Empty: none.
    json::Value record;
  };
  const std::vector<Item>& in_order() const { return in_order_; }
  // A non-existent value if there is none.
  json::Value Find(std::string_view id) const {
    const json::Value* const found = id.empty() ? nullptr : by_id_.Find(id);
    return found == nullptr ? json::Value() : *found;
  }

  static RecordId IdOf(const json::Value& record, TextArena* arena) {
    return record.is(Type::kObject) ? ReadId(record.Member("id"), arena) : RecordId();
  }

 private:
  std::vector<Item> in_order_;
  FlatMap<std::string_view, json::Value> by_id_;
};

// Writes `[…]` or `{…}` around the output during its life.
class Brackets {
 public:
  Brackets(char opening, std::string* out) : out_(*out), closing_(opening == '[' ? ']' : '}') {
    out_.push_back(opening);
  }
  ~Brackets() { out_.push_back(closing_); }
  Brackets(const Brackets&) = delete;
  Brackets& operator=(const Brackets&) = delete;
  std::string* Next() {
    if (!first_) out_.push_back(',');
    first_ = false;
    return &out_;
  }
  void Member(std::string_view key, std::string_view value) { Key(key)->append(value); }
  std::string* Key(std::string_view key) {
    Next()->append(1, '"').append(key).append("\":");
    return &out_;
  }

 private:
  std::string& out_;
  const char closing_;
  bool first_ = true;
};

class DeltaWriter {
 public:
  explicit DeltaWriter(std::string* out) : out_(out) {}

  void List(const json::Value& loaded, const json::Value& delta) {
    const Records before(loaded, &arena_);
    const Records added(delta.Member("added"), &arena_);
    const Records updated(delta.Member("updated"), &arena_);
    const Records removed(delta.Member("removed"), &arena_);
    FlatSet<std::string_view> told;
    Brackets list('[', out_);
    for (const Records::Item& item : before.in_order()) {
      if (removed.Find(item.id).exists()) continue;
      if (!item.id.empty() && !told.Insert(item.id)) continue;
      const json::Value again = added.Find(item.id);
      const json::Value change = again.exists() ? again : updated.Find(item.id);
      list.Next();
      if (change.exists()) {
        Record(item.record, change);
      } else {
        out_->append(item.record.raw());
      }
    }
    for (const Records::Item& item : added.in_order()) {
      if (!item.id.empty() && !told.Insert(item.id)) continue;
      list.Next();
      Record({}, item.id.empty() ? item.record : added.Find(item.id));
    }
  }

 private:
  void Record(const json::Value& before, const json::Value& change) {
    const Fields says = FieldsOf(change);
    FlatSet<std::string_view> told;
    Brackets record('{', out_);
    if (before.exists()) {
      for (json::Members m(before); m.more(); m.Next()) {
        const std::string_view key = m.key().content();
        const json::Value* const said = key == "id" ? nullptr : says.Find(key);
        if (!told.Insert(key)) continue;
        record.Key(key);
        Value(m.value(), said == nullptr ? m.value() : *said);
      }
    }
    for (json::Members m(change); m.more(); m.Next()) {
      const std::string_view key = m.key().content();
      if (!told.Insert(key)) continue;
      record.Key(key);
      Value({}, *says.Find(key));
    }
  }

  void Value(const json::Value& before, const json::Value& value) {
    if (IsListDelta(value)) {
      List(before, value);
    } else {
      out_->append(value.raw());
    }
  }

  std::string* const out_;
  TextArena arena_;
};

class MergeWriter {
 public:
  explicit MergeWriter(std::string* out) : out_(out) {}

  void List(const json::Value& base, const json::Value& mine, const json::Value& theirs) {
    const Records old(base, &arena_);
    const Records my(mine, &arena_);
    const Records their(theirs, &arena_);
    Brackets list('[', out_);
    for (const Records::Item& item : their.in_order()) {
      const json::Value before = old.Find(item.id);
      const json::Value now = my.Find(item.id);
      if (before.exists() && !now.exists()) continue;
      list.Next();
      if (now.exists()) {
        Record(before, now, item.record);
      } else {
        out_->append(item.record.raw());
      }
    }
    for (const Records::Item& item : my.in_order()) {
      if (item.id.empty() || their.Find(item.id).exists() || old.Find(item.id).exists()) continue;
      list.Next()->append(item.record.raw());
    }
  }

 private:
  void Record(const json::Value& base, const json::Value& mine, const json::Value& theirs) {
    if (mine.raw() == theirs.raw() || (base.exists() && mine.raw() == base.raw())) {
      out_->append(theirs.raw());
      return;
    }
    const Fields old = FieldsOf(base);
    const Fields my = FieldsOf(mine);
    const Fields their = FieldsOf(theirs);
    Brackets record('{', out_);
    for (json::Members m(theirs); m.more(); m.Next()) {
      const std::string_view key = m.key().content();
      const json::Value* const before = old.Find(key);
      const json::Value* const now = my.Find(key);
      if (now == nullptr && before != nullptr) continue;
      record.Key(key);
      Value(key, before, now, m.value());
    }
    for (json::Members m(mine); m.more(); m.Next()) {
      const std::string_view key = m.key().content();
      if (their.contains(key)) continue;
      const json::Value* const before = old.Find(key);
      if (before == nullptr || before->raw() != m.value().raw())
        record.Member(key, m.value().raw());
    }
  }

  void Value(std::string_view key, const json::Value* base, const json::Value* mine,
             const json::Value& theirs) {
    const bool is_same = mine == nullptr || (base != nullptr && mine->raw() == base->raw());
    if (is_same || key == "id") {
      out_->append(theirs.raw());
    } else if (HasIds(*mine) && HasIds(theirs)) {
      List(base == nullptr ? json::Value() : *base, *mine, theirs);
    } else {
      out_->append(mine->raw());
    }
  }

  // Is it a list of records with distinct ids?
  bool HasIds(const json::Value& value) {
    if (!IsRecordList(value)) return false;
    for (json::Elements e(value); e.more(); e.Next()) {
      if (!Records::IdOf(e.value(), &arena_).exists()) return false;
    }
    return true;
  }

  std::string* const out_;
  TextArena arena_;
};

// A text that was already read once.
class Parsed {
 public:
  explicit Parsed(std::string_view text) {
    if (text.empty() || !reader_.Parse(text, &value_).ok()) value_ = {};
  }
  const json::Value& value() const { return value_; }

 private:
  json::Reader reader_{json::kMaxKeptDepth};
  json::Value value_;
};

}  // namespace

bool IsListDelta(const json::Value& value) {
  if (!value.is(Type::kObject)) return false;
  bool says_something = false;
  for (json::Members m(value); m.more(); m.Next()) {
    const std::string_view key = m.key().content();
    bool is_known = false;
    for (const std::string_view member : kMembers) is_known |= key == member;
    if (!is_known || !IsRecordList(m.value())) return false;
    says_something = true;
  }
  return says_something;
}

std::string ApplyListDelta(std::string_view loaded, std::string_view delta) {
  const Parsed list(loaded);
  const Parsed changes(delta);
  std::string out;
  DeltaWriter(&out).List(list.value(), changes.value());
  return out;
}

std::string MergeLists(std::string_view base, std::string_view mine, std::string_view theirs) {
  const Parsed old(base);
  const Parsed my(mine);
  const Parsed their(theirs);
  std::string out;
  MergeWriter(&out).List(old.value(), my.value(), their.value());
  return out;
}

}  // namespace gantt
