// Runs the tests; under another secret of the hashes, where GANTT_HASH_SECRET is a number.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

#include "base/keyed_hash.h"

int main(int argc, char** argv) {
  if (const char* const number = std::getenv("GANTT_HASH_SECRET")) {
    std::mt19937_64 random(std::stoull(number));
    gantt::HashSecret secret;
    for (uint64_t& part : secret) part = random();
    gantt::SetHashSecret(secret);
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
