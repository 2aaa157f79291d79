#include "state/revision_log.h"

#include <gtest/gtest.h>

#include "support.h"

namespace gantt {
namespace {

std::string Render(const RevisionLog& log) {
  std::string out =
      std::to_string(log.count()) + " revisions, " + std::to_string(log.bytes()) + " bytes:";
  for (uint64_t number = log.first(); number <= log.last(); ++number) {
    out += " " + std::to_string(log.at(number).number()) + "=";
    out += log.at(number).text();
  }
  return out;
}

std::string Reached(const RevisionLog& log, uint64_t up_to) {
  std::string out;
  for (uint64_t number = 0; number <= up_to; ++number) {
    if (log.Reaches(number)) out += std::to_string(number) + " ";
  }
  return out;
}

TEST(RevisionLogTest, NumbersRevisionsWithoutGapsFromItsBase) {
  RevisionLog log({}, 7);
  for (const char* text : {"a", "bb", "c"}) log.Append(0, text, {});
  EXPECT_EQ(Render(log), "3 revisions, 4 bytes: 8=a 9=bb 10=c");
}

// What a client would have to know besides the log, who came after which revision.
TEST(RevisionLogTest, KnowsWhomItDoesNotTellAll) {
  Limits limits;
  limits.log_revisions = 3;
  RevisionLog log(limits, 0);
  RevisionParts parts;
  const auto append = [&](std::string_view author) {
    parts.author = {0, static_cast<uint32_t>(author.size())};
    log.Append(0, author, parts);
  };
  append("\"ada\"");
  append("\"server\"");
  append("\"server\"");
  log.NoteToldApart();
  append("\"bob\"");
  const auto told_apart = [&](std::string_view author) {
    std::string after;
    for (uint64_t number = 0; number <= log.last(); ++number)
      if (log.WasToldApart(number, author)) after += std::to_string(number) + " ";
    return after;
  };
  EXPECT_EQ(told_apart("\"ada\""), "0 1 2 ");
  EXPECT_EQ(told_apart("\"bob\""), "");
  EXPECT_EQ(told_apart(""), "0 1 2 ");
  log.Forget(AMessageEnds());  // Whose they are nobody knows any more.
  EXPECT_EQ(told_apart("\"bob\""), "0 1 2 ");
  append("\"bob\"");
  append("\"bob\"");
  log.Forget(AMessageEnds());
  EXPECT_EQ(told_apart(""), "");
}

TEST(RevisionLogTest, AnEmptyLogStandsAtItsBase) {
  const RevisionLog log({}, 7);
  EXPECT_EQ(Render(log), "0 revisions, 0 bytes:");
  EXPECT_EQ(log.last(), 7U);
  EXPECT_EQ(Reached(log, 10), "");
  EXPECT_EQ(Reached(RevisionLog({}, 0), 10), "0 ");
}

TEST(RevisionLogTest, PastItsCountTheOldestGo) {
  RevisionLog log({.log_revisions = 2, .log_bytes = 1000}, 0);
  for (const char* text : {"a", "bb", "ccc"}) log.Append(0, text, {});
  EXPECT_EQ(Render(log), "3 revisions, 6 bytes: 1=a 2=bb 3=ccc");  // A message may view them.
  log.Forget(AMessageEnds());
  EXPECT_EQ(Render(log), "2 revisions, 5 bytes: 2=bb 3=ccc");
}

TEST(RevisionLogTest, PastItsBytesTheOldestGo) {
  RevisionLog log({.log_revisions = 100, .log_bytes = 5}, 0);
  for (const char* text : {"a", "bb", "ccc", "d"}) log.Append(0, text, {});
  log.Forget(AMessageEnds());
  EXPECT_EQ(Render(log), "2 revisions, 4 bytes: 3=ccc 4=d");
}

TEST(RevisionLogTest, TheLastRevisionStaysHoweverLargeItIs) {
  RevisionLog log({.log_revisions = 100, .log_bytes = 5}, 0);
  log.Append(0, "a", {});
  log.Append(0, "larger than all", {});
  log.Forget(AMessageEnds());
  EXPECT_EQ(Render(log), "1 revisions, 15 bytes: 2=larger than all");
}

TEST(RevisionLogTest, ReachesBackToTheRevisionBeforeItsOldest) {
  RevisionLog log({.log_revisions = 2, .log_bytes = 1000}, 3);
  for (int i = 0; i < 4; ++i) log.Append(0, "x", {});  // 4 to 7.
  log.Forget(AMessageEnds());                          // 6 and 7 are left.
  EXPECT_EQ(Reached(log, 9), "5 6 7 ");
}

// Revision 3 was the last one before a reset: who has it does not have what the reset loaded.
TEST(RevisionLogTest, ReachesNothingOfTheEpochBefore) {
  RevisionLog log({}, 3);
  log.Append(0, "x", {});
  EXPECT_EQ(Reached(log, 9), "4 ");
}

// The text with `$input` members where '#' stands, cut out as the encoder says.
std::string Plain(std::string_view text, const RevisionParts& parts) {
  RevisionLog log({}, 0);
  std::string out;
  log.Append(5, text, parts).AppendPlainChanges(&out);
  return out;
}

TEST(RevisionLogTest, ARevisionGivesItsChangesWithoutWhatTheLogWasToldToCut) {
  EXPECT_EQ(Plain("..{ab,cd}..", {.author = {}, .changes = {2, 9}, .inputs = {}}), "{ab,cd}");
  EXPECT_EQ(Plain("..{ab,cd}..", {.author = {}, .changes = {2, 9}, .inputs = {{3, 6}}}), "{cd}");
  EXPECT_EQ(Plain("..{ab,cd}..", {.author = {}, .changes = {2, 9}, .inputs = {{3, 5}, {6, 8}}}),
            "{,}");
}

TEST(RevisionLogTest, ARevisionKnowsItsTimeAndItsAuthor) {
  RevisionLog log({}, 0);
  const Revision& one =
      log.Append(5, R"({"client":"ann"})", {.author = {10, 15}, .changes = {}, .inputs = {}});
  EXPECT_EQ(one.author(), R"("ann")");
  EXPECT_EQ(one.time(), 5U);
  EXPECT_FALSE(one.is_servers());
}

}  // namespace
}  // namespace gantt
