// Random histories of a project, with usual bounds and with all of them tiny: what ModelledProject
// says holds after every message. GANTT_TEST_HISTORIES: how many (2,000).
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>

#include "model/change_writer.h"
#include "model/choices.h"
#include "model/modelled_project.h"

namespace gantt {
namespace {

// Of about a hundred revisions.
void Run(unsigned seed, const Limits& limits) {
  constexpr size_t kMessages = 50;
  std::mt19937 random(seed);
  std::string bytes(20'000, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  Choices choices(bytes);
  ChangeWriter writer(&choices);
  ModelledProject project(limits);
  for (size_t i = 0; i < kMessages; ++i)
    project.Submit(writer.Message(), i % 2 == 0 ? "ann" : "bob", TermsOf(random() % 1000));
}

void RunAll(const Limits& limits) {
  const char* const given = std::getenv("GANTT_TEST_HISTORIES");
  const unsigned count = given == nullptr ? 2000 : static_cast<unsigned>(std::atoi(given));
  for (unsigned seed = 1; seed <= count; ++seed)
    ASSERT_NO_THROW(Run(seed, limits)) << "history " << seed;
}

TEST(HistoriesTest, TheLogIsTheTruth) { RunAll(ShortLimits()); }

TEST(HistoriesTest, TheLogIsTheTruthWithAllBoundsTiny) { RunAll(TinyLimits()); }

}  // namespace
}  // namespace gantt
