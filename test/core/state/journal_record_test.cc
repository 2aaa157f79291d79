// What a journal record says comes back, also from records of earlier versions.
#include "state/journal_record.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace gantt {
namespace {

constexpr std::string_view kText =
    R"({"revision":"server-7","localRevision":"local-3","client":"client-a","changes":{"x":1}})";

JournalRecord RecordOf(std::string_view origin, std::string_view local_id) {
  JournalRecord record;
  record.number = 7;
  record.time = 1'700'000'000'000;
  record.shape = 4;
  record.is_restoration = true;
  record.origin = origin;
  record.local_id = local_id;
  record.text = kText;
  const auto changes = static_cast<uint32_t>(kText.find(R"({"x")"));
  record.parts.changes = {changes, changes + 7};
  return record;
}

std::string Bytes(const JournalRecord& record) {
  std::string bytes;
  record.AppendTo(&bytes);
  return bytes;
}

std::string Read(std::string_view bytes) {
  JournalRecord record;
  BinaryReader in(bytes);
  if (!record.Read(&in)) return "not whole";
  if (record.text != kText) return "another text";
  return std::to_string(record.number) + " " + std::to_string(record.shape) +
         (record.is_restoration ? " restoration " : " change ") + std::string(record.origin) + " " +
         std::string(record.local_id);
}

TEST(JournalRecordTest, WhoItIsByComesBack) {
  EXPECT_EQ(Read(Bytes(RecordOf("client-a", "local-3"))), "7 4 restoration client-a local-3");
  EXPECT_EQ(Read(Bytes(RecordOf("client-b", "x"))), "7 4 restoration client-b x");
  EXPECT_EQ(Read(Bytes(RecordOf("", ""))), "7 4 restoration  ");
}

TEST(JournalRecordTest, WhatTheTextSaysIsNotSaidAgain) {
  const size_t known = Bytes(RecordOf("client-a", "local-3")).size();
  const size_t other = Bytes(RecordOf("client-b", "other-3")).size();
  EXPECT_EQ(other - known, 8U + 7U);
}

TEST(JournalRecordTest, ARecordOfAnEarlierVersionIsRead) {
  std::string record;
  BinaryWriter writer(&record);
  for (const uint64_t number : {7U, 0U, 5U, 4U << 1, 0U}) writer.Number(number);
  for (const std::string_view text :
       {std::string_view("client-a"), std::string_view("local-3"), kText})
    writer.Text(text);
  for (int i = 0; i < 7; ++i) writer.Number(0);
  std::string bytes;
  BinaryWriter(&bytes).Text(record);
  EXPECT_EQ(Read(bytes), "7 4 change client-a local-3");
}

TEST(JournalRecordTest, APartThatIsNotInTheTextIsNoRecord) {
  std::string record;
  BinaryWriter writer(&record);
  for (const uint64_t number : {7U, 0U, 5U, 512U, 0U}) writer.Number(number);
  writer.Text(kText);
  for (const uint64_t number : {uint64_t{1}, uint64_t{kText.size() + 1}}) writer.Number(number);
  for (int i = 0; i < 9; ++i) writer.Number(0);
  std::string bytes;
  BinaryWriter(&bytes).Text(record);
  EXPECT_EQ(Read(bytes), "not whole");
}

}  // namespace
}  // namespace gantt
