#include "state/id_allocator.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/uuid.h"
#include "store/store_kind.h"

namespace gantt {

uint64_t TrailingNumber(std::string_view key) {
  if (EndsWithUuid(key)) return 0;
  size_t begin = key.size();
  while (begin > 0 && key[begin - 1] >= '0' && key[begin - 1] <= '9') --begin;
  if (key.size() - begin > 15) return 0;
  uint64_t number = 0;
  for (size_t i = begin; i < key.size(); ++i)
    number = number * 10 + static_cast<uint64_t>(key[i] - '0');
  return number;
}

IdAllocator::IdAllocator(IdFormat format, uint64_t seed) : format_(format), random_state_(seed) {}

std::string IdAllocator::Next(std::string_view store, uint64_t now) {
  if (format_ != IdFormat::kUuid) {
    std::string number = std::to_string(++last_number_);
    if (format_ == IdFormat::kNumber) return number;
    // A store name is already escaped, as in its JSON text.
    std::string id = "\"";
    const std::string_view prefix = KindOfStore(store).id_prefix;
    id.append(prefix.empty() ? store : prefix).append("-").append(number).push_back('"');
    return id;
  }
  // RFC 9562, version 7: 48 bits of time, then a 26-bit counter in place of random bits (methods 1
  // and 3), so that ids of one millisecond are ordered and distinct.
  if (now > uuid_time_) {
    uuid_time_ = now;
    uuid_count_ = static_cast<uint32_t>(Random() & 0xFFFFFF);
  } else if (++uuid_count_ >= 1U << 26) {
    ++uuid_time_;
    uuid_count_ = 0;
  }
  const uint64_t high = uuid_time_ << 16 | 0x7000 | uuid_count_ >> 14;
  const uint64_t low =
      uint64_t{2} << 62 | uint64_t{uuid_count_ & 0x3FFF} << 48 | (Random() & 0xFFFFFFFFFFFF);
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text = "\"";
  for (int nibble = 0; nibble < 32; ++nibble) {
    if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) text.push_back('-');
    const uint64_t half = nibble < 16 ? high : low;
    text.push_back(kHex[half >> (60 - nibble % 16 * 4) & 15]);
  }
  text.push_back('"');
  return text;
}

void IdAllocator::Note(std::string_view key) { NoteNumber(TrailingNumber(key)); }

void IdAllocator::NoteNumber(uint64_t number) { last_number_ = std::max(last_number_, number); }

// splitmix64 (Steele, Lea, Flood 2014).
uint64_t IdAllocator::Random() {
  uint64_t z = random_state_ += 0x9E3779B97F4A7C15;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return z ^ z >> 31;
}

}  // namespace gantt
