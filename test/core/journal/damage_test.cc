// A file that is not what was written: the project comes back as it was after one of the steps that
// were kept, or not at all.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "journal/steps_fixture.h"

namespace gantt {
namespace {

constexpr int kFiles = 2000;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

class DamageTest : public StepsTest {
 protected:
  void SetUp() override {
    StepsTest::SetUp();
    ASSERT_EQ(Render(OpenOnDisk()), "OK");
    // The last steps are in the log beside the file alone.
    for (size_t i = 0; i < steps_.size(); ++i) {
      if (i == steps_.size() / 2) {
        ASSERT_EQ(Render(journal_->Sync()), "OK");
      }
      ASSERT_EQ(Render(Take(steps_[i])), "OK");
    }
    file_ = ReadFile(path());
    log_ = ReadFile(path() + "-wal");
    ASSERT_FALSE(file_.empty());
    ASSERT_FALSE(log_.empty());
  }

  // What it did, for the message of a failure.
  std::string Damage(std::mt19937_64* random) {
    std::string file = file_;
    std::string log = log_;
    const bool is_log = (*random)() % 2 == 0;
    std::string& bytes = is_log ? log : file;
    const size_t at = (*random)() % bytes.size();
    std::string what = is_log ? "log" : "file";
    switch ((*random)() % 3) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << ((*random)() % 8)));
        what += ": a bit of byte ";
        break;
      case 1:
        bytes.resize(at);
        what += ": cut off at ";
        break;
      default:
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                    std::min<size_t>(512, bytes.size() - at), '\0');
        what += ": zeros from ";
    }
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
    WriteFile(path(), file);
    WriteFile(path() + "-wal", log);
    return what + std::to_string(at);
  }
  std::string file_, log_;
};

TEST_F(DamageTest, IsNeverServed) {
  int refused = 0;
  int earlier = 0;
  for (int seed = 0; seed < kFiles; ++seed) {
    std::mt19937_64 random(static_cast<uint64_t>(seed));
    journal_.reset();
    SCOPED_TRACE("seed " + std::to_string(seed) + ", " + Damage(&random));
    if (Status status = OpenOnDisk(); !status.ok()) {
      EXPECT_TRUE(status.code() == ErrorCode::kDamaged || status.code() == ErrorCode::kStorageNewer)
          << Render(status);
      ++refused;
      continue;
    }
    std::string why;
    const int kept = StepsKept(&why);
    EXPECT_NE(why, "another project");
    if (kept < 0) {
      EXPECT_EQ(why.substr(0, 11), "ERR_DAMAGED");
      ++refused;
    } else {
      earlier += kept < static_cast<int>(steps_.size()) ? 1 : 0;
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(earlier, 0);
  RecordProperty("refused", refused);
  RecordProperty("earlier", earlier);
}

}  // namespace
}  // namespace gantt
