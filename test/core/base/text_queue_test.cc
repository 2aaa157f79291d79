#include "base/text_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <utility>

namespace gantt {
namespace {

TEST(TextQueueTest, EachTextStaysAsItWasUntilItIsDropped) {
  std::mt19937 random(7);
  TextQueue queue(size_t{64} << 10);
  std::deque<std::pair<char*, std::string>> texts;
  size_t wrong = 0;
  for (int step = 0; step < 20'000; ++step) {
    // Mostly short, sometimes none, sometimes longer than a piece.
    const size_t size = random() % 1000 == 0 ? 100'000 : random() % 300;
    const std::string text(size, static_cast<char>('a' + random() % 26));
    char* const memory = queue.Append(size);
    wrong += reinterpret_cast<uintptr_t>(memory) % alignof(uint64_t) == 0 ? 0 : 1;
    std::copy(text.begin(), text.end(), memory);
    texts.emplace_back(memory, text);
    while (texts.size() > 500 || (!texts.empty() && random() % 3 == 0)) {
      const auto& [first, as_it_was] = texts.front();
      wrong += std::equal(as_it_was.begin(), as_it_was.end(), first) ? 0 : 1;
      queue.DropFirst(as_it_was.size());
      texts.pop_front();
    }
  }
  EXPECT_EQ(wrong, 0U);
}

}  // namespace
}  // namespace gantt
