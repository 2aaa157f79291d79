// A hash of a text that is equal in every process, so it may be stored. It is only for texts of one
// author, and does not resist deliberate collisions.
#ifndef GANTT_BASE_STABLE_HASH_H_
#define GANTT_BASE_STABLE_HASH_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace gantt {

inline uint64_t StableHash(std::string_view text) {
  constexpr uint64_t kFactor = 0x9E3779B97F4A7C15;
  uint64_t hash = text.size() * kFactor;
  const auto add = [&hash](uint64_t word) {
    hash = (hash ^ word) * kFactor;
    hash ^= hash >> 29;
  };
  size_t at = 0;
  for (; at + sizeof(uint64_t) <= text.size(); at += sizeof(uint64_t)) {
    uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof(word));
    add(word);
  }
  uint64_t rest = 0;
  std::memcpy(&rest, text.data() + at, text.size() - at);
  add(rest);
  return hash;
}

}  // namespace gantt

#endif  // GANTT_BASE_STABLE_HASH_H_
