#include "base/keyed_hash.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/flat_map.h"
#include "base/hash_table.h"
#include "base/text_map.h"
#include "store/record_index.h"

namespace gantt {
namespace {

// Until it ends, texts hash under that secret.
class UnderSecret {
 public:
  explicit UnderSecret(const HashSecret& secret) { SetHashSecret(secret); }
  ~UnderSecret() { SetHashSecret(before_); }
  UnderSecret(const UnderSecret&) = delete;
  UnderSecret& operator=(const UnderSecret&) = delete;

 private:
  const HashSecret before_ = keyed_hash::secret;
};

constexpr HashSecret kOtherSecret = {1, 2, 3, 4};

// MurmurHash64A with the seed that libstdc++ gives it is the std::hash of texts there. Every step
// can be undone, so whoever chooses the first 8 bytes of a text finds the 8 with which its hash is
// any that he likes, with no other secret than this.
constexpr uint64_t kMultiplier = 0xC6A4A7935BD1E995U;
constexpr uint64_t kSeed = 0xC70F6907U;

constexpr uint64_t Inverse(uint64_t odd) {
  uint64_t inverse = odd;
  for (int i = 0; i < 6; ++i) inverse *= 2 - odd * inverse;
  return inverse;
}

constexpr uint64_t Shift(uint64_t number) { return number ^ number >> 47; }

// Of a text of 16 bytes, before the steps that every hash ends with.
uint64_t Murmur(std::string_view text) {
  uint64_t hash = kSeed ^ 16 * kMultiplier;
  for (const size_t at : {0, 8}) {
    const auto number = keyed_hash::Read<uint64_t>(text.data() + at);
    hash = (hash ^ Shift(number * kMultiplier) * kMultiplier) * kMultiplier;
  }
  return hash;
}

std::vector<std::string> TextsWithOneMurmurHash(size_t count) {
  constexpr uint64_t kTarget = 1;
  std::mt19937_64 random(7);
  std::vector<std::string> texts;
  while (texts.size() < count) {
    const uint64_t first = random();
    const uint64_t state =
        ((kSeed ^ 16 * kMultiplier) ^ Shift(first * kMultiplier) * kMultiplier) * kMultiplier;
    const uint64_t mixed = kTarget * Inverse(kMultiplier) ^ state;
    const uint64_t last = Shift(mixed * Inverse(kMultiplier)) * Inverse(kMultiplier);
    std::string text(16, '\0');
    std::memcpy(text.data(), &first, 8);
    std::memcpy(text.data() + 8, &last, 8);
    texts.push_back(text);
  }
  return texts;
}

// Texts whose hashes end alike under the secret of now.
std::vector<std::string> TextsThatMeet(size_t count) {
  std::vector<std::string> texts;
  for (int i = 0; texts.size() < count; ++i) {
    const std::string text = "task-" + std::to_string(i);
    if ((KeyedHash(text) & 1023) == 0) texts.push_back(text);
  }
  return texts;
}

size_t LongestSearch(const std::vector<std::string>& texts) {
  RecordIndex index;
  for (const std::string& text : texts) index.Insert(text);
  return index.LongestSearch();
}

size_t LongestFlatSearch(const std::vector<std::string>& texts) {
  HashTable<int> table;
  for (const std::string& text : texts) table.Insert(FlatHash(text), 0);
  return table.LongestSearch();
}

TEST(KeyedHashTest, TextsThatCollideUnderStdHashDoNotMeetInATable) {
  const std::vector<std::string> texts = TextsWithOneMurmurHash(2'000);
  std::set<uint64_t> murmur;
  for (const std::string& text : texts) murmur.insert(Murmur(text));
  ASSERT_EQ(murmur.size(), 1U);
  EXPECT_LT(LongestSearch(texts), 200U);
  EXPECT_LT(LongestFlatSearch(texts), 200U);
}

TEST(KeyedHashTest, TextsThatMeetUnderOneSecretDoNotUnderAnother) {
  const std::vector<std::string> texts = TextsThatMeet(500);
  EXPECT_GT(LongestSearch(texts), 400U);
  const UnderSecret other(kOtherSecret);
  EXPECT_LT(LongestSearch(texts), 100U);
  EXPECT_LT(LongestFlatSearch(texts), 100U);
}

TEST(KeyedHashTest, MapsOfTheStandardLibraryHashTextsWithTheSecret) {
  EXPECT_EQ(TextMap<int>().hash_function()("a"), static_cast<size_t>(KeyedHash("a")));
  EXPECT_EQ(TextSet().hash_function()("a"), static_cast<size_t>(KeyedHash("a")));
  EXPECT_EQ(ViewMap<int>().hash_function()("a"), static_cast<size_t>(KeyedHash("a")));
  EXPECT_EQ(ViewSet().hash_function()("a"), static_cast<size_t>(KeyedHash("a")));
}

// Also where texts are shorter than what is read at a time, and where reads lie over each other.
TEST(KeyedHashTest, EveryBitOfATextAndItsSizeMatter) {
  std::set<uint64_t> hashes;
  size_t texts = 0;
  for (size_t size = 0; size <= 70; ++size) {
    std::string text(size, '\0');
    hashes.insert(KeyedHash(text));
    ++texts;
    for (size_t bit = 0; bit < 8 * size; ++bit) {
      text[bit / 8] = static_cast<char>(1 << bit % 8);
      hashes.insert(KeyedHash(text));
      ++texts;
      text[bit / 8] = '\0';
    }
  }
  EXPECT_EQ(hashes.size(), texts);
}

// As the tables want it, which look at the lower bits; 63 % is what chance fills.
TEST(KeyedHashTest, IdsThatCountFillATable) {
  for (const char* const before : {"", "t", "task-", "a name of more than sixteen bytes "}) {
    std::set<uint64_t> places;
    for (int i = 0; i < 4096; ++i) places.insert(KeyedHash(before + std::to_string(i)) & 4095);
    EXPECT_GT(places.size(), 2400U) << before;
  }
}

TEST(KeyedHashTest, EveryPartOfTheSecretMatters) {
  std::set<uint64_t> hashes;
  for (size_t part = 0; part < kOtherSecret.size(); ++part) {
    HashSecret secret = kOtherSecret;
    secret[part] = 99;
    const UnderSecret under(secret);
    hashes.insert(KeyedHash("a name of more than sixteen bytes"));
  }
  EXPECT_EQ(hashes.size(), kOtherSecret.size());
}

TEST(KeyedHashTest, AProductByHalvesIsThatOfTheMachine) {
  std::mt19937_64 random(7);
  std::string wrong;
  for (int i = 0; i < 10'000; ++i) {
    const uint64_t a = random() >> random() % 64;
    const uint64_t b = i % 10 == 0 ? UINT64_MAX : random() >> random() % 64;
    if (keyed_hash::Fold(a, b) != keyed_hash::FoldByHalves(a, b)) wrong += std::to_string(a) + " ";
  }
  EXPECT_EQ(wrong, "");
  EXPECT_EQ(keyed_hash::FoldByHalves(UINT64_MAX, UINT64_MAX), UINT64_MAX);  // FF…FE, 00…01.
}

}  // namespace
}  // namespace gantt
