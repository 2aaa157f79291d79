// Items with small numbers, which are reused. 0 means none; its item always exists, and is
// default-constructed unless it is written to.
#ifndef GANTT_BASE_NUMBERED_H_
#define GANTT_BASE_NUMBERED_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gantt {

template <typename Item>
class Numbered {
 public:
  Item& operator[](uint32_t number) { return items_[number]; }
  const Item& operator[](uint32_t number) const { return items_[number]; }

  // Ends references to items.
  uint32_t Add() {
    if (free_.empty()) {
      items_.emplace_back();
      return static_cast<uint32_t>(items_.size() - 1);
    }
    const uint32_t number = free_.back();
    free_.pop_back();
    return number;
  }

  void Remove(uint32_t number) {
    items_[number] = {};
    free_.push_back(number);
  }

  // Memory in bytes, without the memory owned by items.
  size_t memory() const {
    return items_.capacity() * sizeof(Item) + free_.capacity() * sizeof(uint32_t);
  }

 private:
  std::vector<Item> items_{1};
  std::vector<uint32_t> free_;
};

}  // namespace gantt

#endif  // GANTT_BASE_NUMBERED_H_
