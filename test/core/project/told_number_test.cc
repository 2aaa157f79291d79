// The number of a project's state, for clients that keep no connection.
#include "project/told_number.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

constexpr uint64_t kOffset = 228'762'124'812'288;

RevisionLog LogWith(int revisions, uint64_t base, bool is_after_reset,
                    const std::string& text = "{}") {
  RevisionLog log(Limits(), base, is_after_reset);
  const RevisionParts parts{.author = {0, 1}, .changes = {0, 2}, .inputs = {}};
  for (int i = 0; i < revisions; ++i) log.Append(0, text, parts);
  return log;
}

// The revision that it is read as, or the error's code.
std::string Read(const std::string& told, const Telling& telling, const RevisionLog& log) {
  uint64_t number = 0;
  const Status status = ReadToldNumber(std::stod(told), telling, log, &number);
  return status.ok() ? std::to_string(number) : CodeName(status.code());
}

TEST(ToldNumberTest, StandsForTheRevisionThatItWasToldOf) {
  for (const uint64_t offset : {uint64_t{0}, kOffset}) {
    const RevisionLog log = LogWith(3, 0, false);
    const Telling telling{offset, 0};
    EXPECT_EQ(ToldNumber(telling, log), std::to_string(offset + 3));
    EXPECT_EQ(Read(ToldNumber(telling, log), telling, log), "3");
    EXPECT_EQ(Read(std::to_string(offset), telling, log), "0");
  }
}

TEST(ToldNumberTest, OfAnotherLifeOrOfNobodyIsRefused) {
  const RevisionLog log = LogWith(3, 0, false);
  EXPECT_EQ(Read("3", {kOffset, 0}, log), "ERR_BEFORE_RESET");
  EXPECT_EQ(Read(std::to_string(kOffset + 4), {kOffset, 0}, log), "ERR_BEFORE_RESET");
  EXPECT_EQ(Read("2.5", {}, log), "ERR_BEFORE_RESET");
  EXPECT_EQ(Read("1e300", {}, log), "ERR_BEFORE_RESET");
}

TEST(ToldNumberTest, TellsEachOfSeveralResetsInARowApart) {
  const RevisionLog log = LogWith(0, 7, true);
  for (uint64_t resets = 1; resets < 10; ++resets) {
    const Telling telling{kOffset, resets};
    const std::string told = ToldNumber(telling, log);
    EXPECT_EQ(Read(told, telling, log), "7");
    EXPECT_EQ(Read(told, {kOffset, resets + 1}, log), "ERR_BEFORE_RESET");
    EXPECT_EQ(Read(std::to_string(kOffset + 7), telling, log), "ERR_BEFORE_RESET");
  }
}

TEST(ToldNumberTest, OfWhatTheLogHasNoMoreOrThatIsTooMuchIsTooOld) {
  RevisionLog log = LogWith(3, 0, false, std::string(1 << 20, ' '));
  EXPECT_EQ(Read("0", {}, log), "ERR_NOT_SUBSCRIBED");
  EXPECT_EQ(Read("2", {}, log), "2");
}

}  // namespace
}  // namespace gantt
