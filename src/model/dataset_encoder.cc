// Datasets as text: the concatenation of what the records keep.
#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "model/encoder.h"

namespace gantt {
namespace {

constexpr size_t kIndexesSize = 64;  // Room for both indexes, brackets and commas of a record.

void AppendNumber(size_t number, std::string* out) {
  std::array<char, 20> text;
  const auto result = std::to_chars(text.data(), text.data() + text.size(), number);
  out->append(text.data(), result.ptr);
}

void AppendIndexes(size_t rank, std::string* out) {
  out->append(",\"parentIndex\":");
  AppendNumber(rank, out);
  out->append(",\"orderedParentIndex\":");
  AppendNumber(rank, out);
}

}  // namespace

// Depth first without recursion: a tree may be deeper than the stack.
void AppendRecords(const Store& store, std::string* out) {
  std::vector<size_t> ranks;  // Of the ancestors of `record`.
  size_t rank = 0;
  out->push_back('[');
  for (const Record* record = store.FirstChild(store.root()); record != nullptr;) {
    if (rank > 0) out->push_back(',');
    out->push_back('{');
    out->append(record->fields.text());
    if (store.has_indexes) AppendIndexes(rank, out);
    if (const Record* child = store.FirstChild(*record)) {
      out->append(",\"children\":[");
      ranks.push_back(rank);
      rank = 0;
      record = child;
      continue;
    }
    out->push_back('}');
    while (record->next == nullptr && record->parent != &store.root()) {
      out->append("]}");
      record = record->parent;
      rank = ranks.back();
      ranks.pop_back();
    }
    record = record->next;
    ++rank;
  }
  out->push_back(']');
}

void AppendStores(const ProjectState& state, std::string_view open, std::string_view close,
                  std::string* out) {
  size_t size = state.bytes() + 64;
  for (const auto& store : state.stores())
    size += store->size() * kIndexesSize + store->name.size() + 16;
  out->reserve(out->size() + size);
  bool first = true;
  for (const auto& store : state.stores()) {
    if (!std::exchange(first, false)) out->push_back(',');
    out->push_back('"');
    out->append(store->name).append(open);
    AppendRecords(*store, out);
    out->append(close);
  }
}

}  // namespace gantt
