// One record of a store: its fields as text, and its links to its siblings.
//
// Its Store owns a Record and links it into exactly one sibling list: that of its parent, or of the
// store's root. Only Store writes the links.
#ifndef GANTT_STORE_RECORD_H_
#define GANTT_STORE_RECORD_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "base/heap.h"
#include "base/short_text.h"
#include "store/field_text.h"

namespace gantt {

// The index values of a task as received; NaN if missing or no number.
struct SiblingIndex {
  double parent_index = std::numeric_limits<double>::quiet_NaN();
  double ordered_parent_index = std::numeric_limits<double>::quiet_NaN();
  // Sorts by orderedParentIndex, else parentIndex, else last.
  double Order() const {
    if (!std::isnan(ordered_parent_index)) return ordered_parent_index;
    if (!std::isnan(parent_index)) return parent_index;
    return std::numeric_limits<double>::infinity();
  }
};

struct Record {
  explicit Record(std::string_view its_key) : key_text(its_key) {}
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;

  // RecordId::key.
  std::string_view key() const { return key_text.view(); }
  // Bytes of its texts, and their heap memory.
  struct Held {
    size_t text = 0;
    size_t memory = 0;
    void operator+=(const Held& other) {
      text += other.text;
      memory += other.memory;
    }
    void operator-=(const Held& other) {
      text -= other.text;
      memory -= other.memory;
    }
  };
  Held held() const {
    Held held{fields.size(), key_text.memory() + HeapSize(fields.memory())};
    if (content) held += {content->size(), HeapSize(sizeof(std::string)) + HeapSize(*content)};
    return held;
  }
  // The id as in the fields (`1` or `"1"`).
  std::string_view raw_id() const { return fields.Get("id"); }

  ShortText key_text;
  FieldText fields;
  std::unique_ptr<std::string> content;  // The content of a version: stored, but not in a dataset.
  SiblingIndex index;                    // Tasks only.

  Record* parent = nullptr;    // The root of the store for a record without a parent.
  Record* previous = nullptr;  // For the first child: the last child.
  Record* next = nullptr;
  Record* first_child = nullptr;
  uint64_t arrival = 0;     // Grows with every arrival under any parent of the store.
  uint32_t references = 0;  // Owned by ReferenceIndex: the first node of this record.
  // Owned by RowRuns: the leaf of this record; 0: none. A cache of its text.
  mutable uint32_t leaf : 30 = 0;
  uint32_t has_loaded_order : 1 = false;  // No client has sent an orderedParentIndex since.
  uint32_t unsorted : 1 = false;          // The children must be sorted again.
};

}  // namespace gantt

#endif  // GANTT_STORE_RECORD_H_
