#include "store/row_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "store/field_rules.h"
#include "store/store.h"
#include "support.h"

namespace gantt {
namespace {

// So long that two dozen make a piece, and three a leaf.
const std::string kLong(3000, 'x');
constexpr Limits kSizes = {.row_piece_bytes = 64000, .row_leaf_bytes = 8000};

void Write(Store* store, Record* record, const std::string& name) {
  const Record::Held before = record->held();
  record->fields.Set("id", record->key());
  record->fields.Set("name", '"' + name + kLong + '"');
  store->NoteWritten(*record, before);
}

Record* Add(Store* store, const std::string& key, Record* parent) {
  Record* const record = store->Add(key, parent);
  Write(store, record, "new");
  return record;
}

// The store's text, as if nothing had been kept.
std::string Fresh(const Store& store) {
  std::vector<uint32_t> leaves;  // Which only this store's own text may write to.
  std::vector<const Record*> records{&store.root()};
  for (size_t i = 0; i < records.size(); ++i) {
    leaves.push_back(records[i]->leaf);
    records[i]->leaf = 0;
    for (const Record* child = records[i]->first_child; child != nullptr; child = child->next)
      records.push_back(child);
  }
  RowText rows({kSizes.row_piece_bytes, kSizes.row_leaf_bytes});
  std::string out = Joined(rows.Pieces(store));
  for (size_t i = 0; i < records.size(); ++i) records[i]->leaf = leaves[i];
  return out;
}

// How many pieces there are now, and how many of them were not there before.
struct Pieces {
  size_t all = 0;
  size_t made = 0;
};

class Watched {
 public:
  explicit Watched(const Store& store) : store_(store), before_(store.Rows()) {}

  Pieces Look() {
    const TextParts now = store_.Rows();
    std::set<const std::string*> known;
    for (const auto& text : before_) known.insert(text.get());
    const auto made = std::count_if(now.begin(), now.end() - 1,
                                    [&](const auto& text) { return !known.contains(text.get()); });
    before_ = now;
    EXPECT_EQ(Joined(now), Fresh(store_));
    return {now.size() - 1, static_cast<size_t>(made)};
  }

 private:
  const Store& store_;
  TextParts before_;
};

// 1,000 tasks, ten under each.
std::vector<Record*> FillTree(Store* store) {
  std::vector<Record*> records;
  for (size_t i = 0; i < 1000; ++i)
    records.push_back(Add(store, std::to_string(i), i == 0 ? nullptr : records[(i - 1) / 10]));
  store->NumberSiblings();
  return records;
}

TEST(RowTextTest, WhatDidNotChangeIsTheSameObject) {
  Store store("tasks", kSizes);
  const std::vector<Record*> records = FillTree(&store);
  Watched watched(store);
  Pieces pieces = watched.Look();
  EXPECT_GT(pieces.all, 40U);
  EXPECT_EQ(pieces.made, 0U);
  Write(&store, records[500], "other");
  pieces = watched.Look();
  EXPECT_EQ(pieces.made, 1U);
}

TEST(RowTextTest, AChangeWritesOnlyTheRecordsAroundIt) {
  Store store("tasks", kSizes);
  const std::vector<Record*> records = FillTree(&store);
  (void)store.Rows();
  // As nobody may do it: the text shows these only where it is made again.
  for (Record* record : records) record->fields.Set("name", "\"secret\"");
  Write(&store, records[500], "other");
  const std::string text = Joined(store.Rows());
  size_t written = 0;
  for (size_t at = 0; (at = text.find("secret", at)) != std::string::npos; ++at) ++written;
  EXPECT_EQ(written, 2U);
}

TEST(RowTextTest, APieceTakesNoMoreThanItsText) {
  Store store("tasks", kSizes);
  const std::vector<Record*> records = FillTree(&store);
  Watched watched(store);
  Write(&store, records[500], "longer than before");
  EXPECT_EQ(watched.Look().made, 1U);
  for (const auto& text : store.Rows()) EXPECT_LE(text->capacity(), text->size() + 16);
}

TEST(RowTextTest, ANewLastChildAmongManyTouchesOnlyTheEnd) {
  Store store("tasks", kSizes);
  Record* parent = Add(&store, "parent", nullptr);
  for (int i = 0; i < 1000; ++i) Add(&store, std::to_string(i), parent);
  Add(&store, "behind", nullptr);
  store.NumberSiblings();
  Watched watched(store);
  store.SetIndex(Add(&store, "new", parent), {1000, 1000});
  EXPECT_LE(watched.Look().made, 2U);
}

TEST(RowTextTest, ANewRecordOfAFlatStoreTouchesOnlyTheEnd) {
  Store store("dependencies", kSizes);
  for (int i = 0; i < 1000; ++i) Add(&store, std::to_string(i), nullptr);
  Watched watched(store);
  Add(&store, "new", nullptr);
  EXPECT_LE(watched.Look().made, 2U);
  store.Remove(store.Find("500"), 1);
  EXPECT_LE(watched.Look().made, 2U);
}

TEST(RowTextTest, TheEmptyStoreHasBracketsOnly) {
  Store store("tasks", kSizes);
  EXPECT_EQ(Joined(store.Rows()), "[]");
  Add(&store, "1", nullptr);
  EXPECT_EQ(Joined(store.Rows()), Fresh(store));
  store.Remove(store.Find("1"), 1);
  EXPECT_EQ(Joined(store.Rows()), "[]");
}

TEST(RowTextTest, ASubtreeThatMovesDeeperIsWrittenRight) {
  Store store("tasks", kSizes);
  const std::vector<Record*> records = FillTree(&store);
  Watched watched(store);
  store.Move(records[1], records[999]);
  EXPECT_LT(watched.Look().made, 20U);
  store.Move(records[1], nullptr);
  watched.Look();
}

// Small pieces and leaves are put together, or ten thousand edits would leave ten thousand of them.
TEST(RowTextTest, ManyEditsDoNotMakeManyPieces) {
  Store store("tasks", kSizes);
  const std::vector<Record*> records = FillTree(&store);
  Watched watched(store);
  const size_t before = watched.Look().all;
  const auto highest_leaf = [&records] {
    const auto by_leaf = [](const Record* a, const Record* b) { return a->leaf < b->leaf; };
    return (*std::max_element(records.begin(), records.end(), by_leaf))->leaf;
  };
  const size_t leaf_before = highest_leaf();
  for (int i = 0; i < 300; ++i) {
    Write(&store, records[static_cast<size_t>(i) * 7 % 1000], std::string(i % 100, 'y'));
    (void)store.Rows();
  }
  EXPECT_LE(watched.Look().all, before * 2);
  EXPECT_LE(highest_leaf(), leaf_before + 30);
}

// Against text that is made from nothing, after every few edits of all kinds.
class RandomEdits {
 public:
  RandomEdits(std::string_view store, const Limits& limits, unsigned seed)
      : store_(store, limits), random_(seed) {
    for (int i = 0; i < 150; ++i) Edit(0);
  }

  void Edit(unsigned kind) {
    Record* const record = Any();
    Record* const other = store_.is_tree() && Below(3) > 0 ? Any() : nullptr;
    switch (record == nullptr ? 0 : kind) {
      case 0:
        records_.push_back(Add(&store_, std::to_string(++last_), other));
        if (Below(2) > 0) SetIndex(records_.back());
        break;
      case 1:
        Write(&store_, record, std::string(Below(200), 'z'));
        break;
      case 2:
        if (!IsBelow(other, record)) store_.Move(record, other);
        break;
      case 3:
        SetIndex(record);
        break;
      case 4:
        store_.FirstChild(*record->parent);  // Who looks puts them in order.
        break;
      default:
        Remove(record);
    }
  }

  size_t Below(size_t limit) { return random_() % limit; }
  const Store& store() const { return store_; }

 private:
  Record* Any() { return records_.empty() ? nullptr : records_[Below(records_.size())]; }

  // As a change writes it.
  void SetIndex(Record* record) {
    if (!store_.kind.has_indexes) return;
    const std::string place = std::to_string(Below(12));
    WriteField(store_,
               {.key = "orderedParentIndex",
                .value = place,
                .token = {},
                .kind = FieldKind::kOrderedParentIndex},
               record);
    store_.NoteWritten(*record, record->held());
  }

  static bool IsBelow(const Record* record, const Record* top) {
    while (record != nullptr && record != top) record = record->parent;
    return record == top;
  }

  void Remove(Record* record) {
    if (record->first_child != nullptr && Below(4) > 0) return;  // Or soon nothing would be left.
    std::erase_if(records_, [&](const Record* each) { return IsBelow(each, record); });
    store_.Remove(record, 1);
  }

  Store store_;
  std::mt19937 random_;
  std::vector<Record*> records_;
  int last_ = 0;
};

void ExpectWhatWouldBeMade(RandomEdits* edits, const Limits& limits, const std::string& where) {
  for (int step = 0; step < 250; ++step) {
    for (size_t i = 0, count = 1 + edits->Below(4); i < count; ++i)
      edits->Edit(static_cast<unsigned>(edits->Below(6)));
    TextParts kept = edits->store().Rows();  // First: Fresh() sorts.
    ASSERT_EQ(Joined(kept), Fresh(edits->store())) << where << ", step " << step;
    TextParts again = edits->store().Rows();
    kept.pop_back();
    again.pop_back();
    ASSERT_EQ(kept, again) << where << ", step " << step;
    const auto both_small = [small = limits.row_piece_bytes / 4](const auto& a, const auto& b) {
      return a->size() < small && b->size() < small;
    };
    ASSERT_EQ(std::adjacent_find(kept.begin(), kept.end(), both_small), kept.end())
        << where << ", step " << step;
  }
}

TEST(RowTextTest, WhatIsKeptIsWhatWouldBeMadeAfterAnyEdits) {
  // A record is longer than 3,000 bytes: each is a piece, is a leaf, can be a small one.
  const Limits defaults;
  for (const auto& [piece, leaf] : std::initializer_list<std::pair<size_t, size_t>>{
           {1, 1},
           {15000, 1},
           {40000, 13000},
           {100000, 30000},
           {defaults.row_piece_bytes, defaults.row_leaf_bytes}}) {
    Limits limits;
    limits.row_piece_bytes = piece;
    limits.row_leaf_bytes = leaf;
    for (const char* name : {"tasks", "calendars", "dependencies"}) {
      for (unsigned seed = 1; seed <= 2; ++seed) {
        RandomEdits edits(name, limits, seed);
        ExpectWhatWouldBeMade(&edits, limits,
                              std::string(name) + ", pieces of " + std::to_string(piece) +
                                  ", seed " + std::to_string(seed));
        if (HasFatalFailure()) return;
      }
    }
  }
}

}  // namespace
}  // namespace gantt
