// A journal in a file that ends with the test, and a project of one task that it keeps.
#ifndef GANTT_TEST_JOURNAL_FIXTURE_H_
#define GANTT_TEST_JOURNAL_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "journal/journal.h"
#include "support.h"

namespace gantt {

inline constexpr std::string_view kData = "{'tasksData':[{'id':1,'name':'one'}]}";
inline constexpr uint64_t kLog = 100;

class JournalTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "journal-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override {
    journal_.reset();
    std::filesystem::remove_all(folder_);
  }
  std::string path() const { return folder_ + "/plan.db"; }

  static ProjectOptions Options() {
    ProjectOptions options = TestOptions();
    options.keeps_journal = true;
    return options;
  }
  std::string Open() {
    journal_.reset();
    return Render(Journal::Open(path(), Journal::Durability::kCommit, nullptr, &journal_));
  }
  // A fresh file, with the project's first data in it.
  void Begin() {
    ASSERT_EQ(Open(), "OK");
    ASSERT_EQ(Save(), "OK");
  }
  std::string Save() {
    const Project& project = project_.project;
    const std::string snapshot = project.Snapshot();
    return Render(journal_->SaveSnapshot(
        "1", {project.revision(), project.state().log.base(), TestProject::kNow, snapshot}));
  }
  std::string Append(std::string_view records, std::string_view project = "1") {
    const Journal::Batch batch{project, head_, "ann", records};
    const Status status = journal_->Append({&batch, 1});
    if (status.ok()) head_ = project_.project.revision();
    return Render(status);
  }
  std::string Rename(std::string_view name) {
    project_.Change("{'tasks':{'updated':[{'id':1,'name':'" + std::string(name) + "'}]}}");
    return project_.project.TakeJournal();
  }
  // What the file makes of a fresh project: "OK" when it is the one that was kept.
  std::string Recover() {
    std::optional<Kept> kept;
    const Status status = journal_->Load("1", kLog, &kept);
    if (!status.ok()) return Render(status);
    if (!kept) return "nothing";
    Project twin(Options());
    const Status restored = twin.Restore(kept->snapshot, kept->records);
    if (!restored.ok()) return Render(restored);
    const bool is_same = twin.Snapshot() == project_.project.Snapshot() &&
                         twin.Stats() == project_.project.Stats() &&
                         kept->number == twin.revision();
    return is_same ? "OK" : "another project";
  }

  std::string folder_;
  std::unique_ptr<Journal> journal_;
  TestProject project_{kData, Options()};
  uint64_t head_ = 0;  // What is kept.
};

}  // namespace gantt

#endif  // GANTT_TEST_JOURNAL_FIXTURE_H_
