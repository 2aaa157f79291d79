// A journal on a disk that can go wrong, and what is kept in it step by step.
#ifndef GANTT_TEST_STEPS_FIXTURE_H_
#define GANTT_TEST_STEPS_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "journal/faulty_disk.h"
#include "journal/journal_fixture.h"

namespace gantt {

// One thing that is kept, and what the project is then.
struct Step {
  std::string records;  // Empty: a snapshot.
  uint64_t head = 0;
  Journal::Start start;  // Without the snapshot, which is `after`.
  std::string after;
};

class StepsTest : public JournalTest {
 protected:
  void SetUp() override {
    JournalTest::SetUp();
    NoteSnapshot();
    for (const char* name : {"a", "b", "c"}) NoteAppend(Rename(name));
    NoteSnapshot();
    NoteAppend(Rename(std::string(20'000, 'x')));
    std::string two = Rename("d");
    two += Rename("e");
    NoteAppend(two);
    project_.Reset(Json(kData));
    project_.project.TakeJournal();
    NoteSnapshot();
    NoteAppend(Rename("f"));
    NoteSnapshot();
    NoteAppend(Rename("g"));
  }

  void NoteAppend(std::string records) {
    Step step;
    step.records = std::move(records);
    Note(std::move(step));
  }
  void NoteSnapshot() {
    Step step;
    step.start = {.number = project_.project.revision(),
                  .epoch = project_.project.state().log.base(),
                  .time = TestProject::kNow};
    Note(std::move(step));
  }
  void Note(Step step) {
    step.head = head_;
    head_ = project_.project.revision();
    step.after = project_.project.Snapshot();
    steps_.push_back(std::move(step));
  }

  Status OpenOnDisk() {
    journal_.reset();
    return Journal::Open(path(), Journal::Durability::kCommit, disk_.name(), &journal_);
  }
  Status Take(const Step& step) {
    if (step.records.empty()) {
      Journal::Start start = step.start;
      start.snapshot = step.after;
      return journal_->SaveSnapshot("1", start);
    }
    const Journal::Batch batch{"1", step.head, "ann", step.records};
    return journal_->Append({&batch, 1});
  }
  // How many steps the file has: the project that comes back is that of the last of them.
  // -1: it could not be read; `*why` says so.
  int StepsKept(std::string* why) {
    std::optional<Kept> kept;
    Status status = journal_->Load("1", kLog, &kept);
    Project twin(Options());
    if (status.ok() && kept) status = twin.Restore(kept->snapshot, kept->records);
    *why = Render(status);
    if (!status.ok()) return -1;
    if (!kept) return 0;
    const std::string now = twin.Snapshot();
    for (size_t i = steps_.size(); i-- > 0;) {
      if (steps_[i].after == now) return static_cast<int>(i) + 1;
    }
    *why = "another project";
    return -1;
  }
  // Steps that change nothing, such as a snapshot in the middle, look like the one before.
  bool IsAt(int kept, int expected) const {
    if (kept == expected) return true;
    if (kept < 1 || expected < 1) return false;
    return steps_[kept - 1].after == steps_[expected - 1].after;
  }

  FaultyDisk disk_;
  std::vector<Step> steps_;
};

}  // namespace gantt

#endif  // GANTT_TEST_STEPS_FIXTURE_H_
