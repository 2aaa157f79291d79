#include "base/text_fold.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/utf8.h"

namespace gantt {
namespace {

// Capital letters, of which every `stride`th is one, and how far their small ones are from them.
struct Capitals {
  char32_t first;
  char32_t last;
  int32_t distance;
  uint32_t stride = 1;
};

// In their order.
constexpr std::array kCapitals{
    // Latin.
    Capitals{0xC0, 0xD6, 32}, Capitals{0xD8, 0xDE, 32}, Capitals{0x100, 0x12E, 1, 2},
    Capitals{0x132, 0x136, 1, 2}, Capitals{0x139, 0x147, 1, 2}, Capitals{0x14A, 0x176, 1, 2},
    Capitals{0x178, 0x178, -121}, Capitals{0x179, 0x17D, 1, 2}, Capitals{0x1CD, 0x1DB, 1, 2},
    Capitals{0x1DE, 0x1EE, 1, 2}, Capitals{0x1F8, 0x21E, 1, 2}, Capitals{0x222, 0x232, 1, 2},
    // Greek; the small sigma at the end of a word is one as the others are.
    Capitals{0x386, 0x386, 38}, Capitals{0x388, 0x38A, 37}, Capitals{0x38C, 0x38C, 64},
    Capitals{0x38E, 0x38F, 63}, Capitals{0x391, 0x3A1, 32}, Capitals{0x3A3, 0x3AB, 32},
    Capitals{0x3C2, 0x3C2, 1},
    // Cyrillic.
    Capitals{0x400, 0x40F, 80}, Capitals{0x410, 0x42F, 32}, Capitals{0x460, 0x480, 1, 2},
    Capitals{0x48A, 0x4BE, 1, 2}, Capitals{0x4C0, 0x4C0, 15}, Capitals{0x4C1, 0x4CD, 1, 2},
    Capitals{0x4D0, 0x52E, 1, 2},
    // Armenian.
    Capitals{0x531, 0x556, 48},
    // Latin with more accents.
    Capitals{0x1E00, 0x1E94, 1, 2}, Capitals{0x1E9E, 0x1E9E, -7615}, Capitals{0x1EA0, 0x1EFE, 1, 2},
    // Latin as wide as Chinese.
    Capitals{0xFF21, 0xFF3A, 32}};

char32_t Small(char32_t letter) {
  const auto* const found =
      std::lower_bound(kCapitals.begin(), kCapitals.end(), letter,
                       [](const Capitals& one, char32_t sought) { return one.last < sought; });
  if (found == kCapitals.end() || letter < found->first) return letter;
  if ((letter - found->first) % found->stride != 0) return letter;
  return static_cast<char32_t>(static_cast<int32_t>(letter) + found->distance);
}

size_t LengthOf(unsigned char lead) {
  if (lead < 0xE0) return 2;
  return lead < 0xF0 ? 3 : 4;
}

}  // namespace

std::string Folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      out.push_back(lead >= 'A' && lead <= 'Z' ? static_cast<char>(lead | 0x20) : text[i]);
      ++i;
      continue;
    }
    const size_t length = std::min(LengthOf(lead), text.size() - i);
    char32_t letter = length == 2 ? lead & 0x1FU : lead & 0xFU;
    for (size_t k = 1; k < length; ++k)
      letter = letter << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    // None with four bytes is among them.
    if (length == 4 || length == 1) {
      out.append(text.substr(i, length));
    } else {
      AppendUtf8(Small(letter), &out);
    }
    i += length;
  }
  return out;
}

}  // namespace gantt
