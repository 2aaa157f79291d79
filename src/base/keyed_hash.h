// A hash of texts that clients choose. With a known hash, a client could make ids that all collide
// in a table, so that one message of 4 MiB takes minutes. So the hash depends on a secret. Nothing
// that is sent or stored depends on it.
//
// Sixteen bytes at a time become two numbers; each is mixed with a part of the secret, and the
// halves of their 128-bit product are combined by XOR. It resists attackers who cannot see hashes,
// but is not cryptographic.
#ifndef GANTT_BASE_KEYED_HASH_H_
#define GANTT_BASE_KEYED_HASH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace gantt {

using HashSecret = std::array<uint64_t, 4>;

// Random numbers; all test runs use the same ones.
inline constexpr HashSecret kDefaultHashSecret = {0x8F1A7E5D3C96B42BU, 0x62D9C04B97E8153DU,
                                                  0xB53E61F80A2D7C49U, 0x1D84A96F53C7E0B3U};

// Sets the secret of the process. Call it before any table exists, because a table finds its values
// only under the same secret.
void SetHashSecret(const HashSecret& secret);

namespace keyed_hash {

extern HashSecret secret;

// The product from halves of the factors, for compilers without 128-bit integers.
constexpr uint64_t FoldByHalves(uint64_t a, uint64_t b) {
  constexpr uint64_t kLow = UINT32_MAX;
  const uint64_t low = (a & kLow) * (b & kLow);
  const uint64_t one = (a >> 32) * (b & kLow) + (low >> 32);
  const uint64_t other = (a & kLow) * (b >> 32) + (one & kLow);
  const uint64_t high = (a >> 32) * (b >> 32) + (one >> 32) + (other >> 32);
  return high ^ (other << 32 | (low & kLow));
}

inline uint64_t Fold(uint64_t a, uint64_t b) {
#ifdef __SIZEOF_INT128__
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<uint64_t>(product >> 64) ^ static_cast<uint64_t>(product);
#else
  return FoldByHalves(a, b);
#endif
}

template <typename Number>
uint64_t Read(const char* at) {
  Number number;
  std::memcpy(&number, at, sizeof(number));
  return number;
}

}  // namespace keyed_hash

inline uint64_t KeyedHash(std::string_view text) {
  using keyed_hash::Fold;
  using keyed_hash::Read;
  const HashSecret& secret = keyed_hash::secret;
  const char* at = text.data();
  const char* const end = at + text.size();
  uint64_t state = secret[0];
  // The last sixteen bytes, which overlap in a shorter text; the size distinguishes such texts.
  uint64_t first = 0;
  uint64_t last = 0;
  if (text.size() >= 8) {
    for (; end - at > 16; at += 16)
      state = Fold(Read<uint64_t>(at) ^ secret[1], Read<uint64_t>(at + 8) ^ state);
    first = Read<uint64_t>(text.size() < 16 ? at : end - 16);
    last = Read<uint64_t>(end - 8);
  } else if (text.size() >= 4) {
    first = Read<uint32_t>(at);
    last = Read<uint32_t>(end - 4);
  } else if (!text.empty()) {
    first =
        Read<uint8_t>(at) << 16 | Read<uint8_t>(at + text.size() / 2) << 8 | Read<uint8_t>(end - 1);
  }
  return Fold(Fold(first ^ secret[1], last ^ state) ^ secret[2], text.size() ^ secret[3]);
}

// For tables of the standard library.
struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return static_cast<size_t>(KeyedHash(text)); }
};

}  // namespace gantt

#endif  // GANTT_BASE_KEYED_HASH_H_
