#include "journal/check.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/binary.h"
#include "base/status.h"
#include "journal/database.h"
#include "journal/rows.h"
#include "journal/schema.h"
#include "journal/touches.h"
#include "project/project.h"
#include "state/journal_record.h"
#include "store/row_text.h"
#include "wire/dataset_encoder.h"

namespace gantt {
namespace {

// The common content of two states of one project, independent of the options for memory.
std::string Shown(const Project& project) {
  std::string shown;
  for (const RowText::Text& part : project.Dataset(DatasetView::kData)) shown.append(*part);
  return shown;
}

class ProjectCheck {
 public:
  ProjectCheck(int64_t project, CheckReport* report) : project_(project), report_(*report) {}

  Status Run(Database* database) {
    const std::pair<Statement*, const char*> statements[] = {
        {&revisions_,
         "SELECT key, time, user, checksum, record FROM revisions WHERE key BETWEEN ? AND ? "
         "ORDER BY key"},
        {&snapshots_,
         "SELECT revision, epoch, time, checksum, snapshot FROM snapshots WHERE project = ? "
         "ORDER BY number"},
    };
    Status status = PrepareAll(database, statements);
    if (!status.ok()) return status;
    revisions_.Bind(1, KeyOf(project_, 0));
    revisions_.Bind(2, KeyOf(project_, kLastNumber));
    snapshots_.Bind(1, project_);
    while (snapshots_.Next()) LookAtSnapshot();
    ReadRevisions(kLastNumber);
    if (report_.snapshots == 0) Problem("There is no snapshot");
    status = snapshots_.End();
    Status end = revisions_.End();
    return status.ok() ? std::move(end) : std::move(status);
  }

 private:
  void Problem(const std::string& what) { report_.problems.push_back(what); }

  void LookAtSnapshot() {
    const auto number = static_cast<uint64_t>(snapshots_.Number(0));
    const auto epoch = static_cast<uint64_t>(snapshots_.Number(1));
    const std::string_view bytes = snapshots_.Bytes(4);
    const std::string name = "The snapshot at revision " + std::to_string(number);
    ++report_.snapshots;
    const bool is_whole =
        snapshots_.Number(3) == RowChecksum(KeyOf(project_, number),
                                            static_cast<uint64_t>(snapshots_.Number(2)),
                                            static_cast<int64_t>(epoch), bytes);
    ReadRevisions(number);
    auto next = std::make_unique<Project>(Options());
    if (!is_whole || !next->Restore(bytes, {}).ok()) {
      Problem(name + " is not what was written");
      return;
    }
    const bool is_of_the_same = replayed_ != nullptr && epoch_ == epoch;
    if (is_of_the_same && replayed_->revision() == number && Shown(*replayed_) != Shown(*next))
      Problem(name + " is not what the revisions before it make");
    replayed_ = std::move(next);
    epoch_ = epoch;
    snapshot_ = replayed_->Snapshot();
  }

  // Replays the revisions up to `last`.
  void ReadRevisions(uint64_t last) {
    std::string records;
    while (last_read_ < last) {
      if (!has_row_ && !revisions_.Next()) break;
      has_row_ = true;
      const int64_t key = revisions_.Number(0);
      const uint64_t number = NumberInKey(key);
      if (number > last) break;
      has_row_ = false;
      LookAtRevision(key, number, &records);
    }
    if (replayed_ == nullptr || records.empty()) return;
    auto next = std::make_unique<Project>(Options());
    if (Status status = next->Restore(snapshot_, records); !status.ok()) {
      Problem("The revisions behind revision " + std::to_string(replayed_->revision()) +
              " cannot be applied: " + status.message());
      replayed_.reset();
      return;
    }
    replayed_ = std::move(next);
  }

  void LookAtRevision(int64_t key, uint64_t number, std::string* records) {
    ++report_.revisions;
    const std::string name = "Revision " + std::to_string(number);
    if (last_read_ != 0 && number != last_read_ + 1)
      Problem(name + " comes behind revision " + std::to_string(last_read_));
    last_read_ = number;
    const std::string_view bytes = revisions_.Bytes(4);
    JournalRecord record;
    BinaryReader in(bytes);
    const bool is_whole =
        revisions_.Number(3) ==
        RowChecksum(key, static_cast<uint64_t>(revisions_.Number(1)), revisions_.Number(2), bytes);
    if (!is_whole || !record.Read(&in)) {
      Problem(name + " is not what was written");
      replayed_.reset();
    } else if (replayed_ != nullptr && number > replayed_->revision()) {
      records->append(bytes);
    }
  }

  static ProjectOptions Options() {
    ProjectOptions options;
    options.limits.log_revisions = 1;
    return options;
  }

  const int64_t project_;
  CheckReport& report_;
  Statement revisions_, snapshots_;
  bool has_row_ = false;    // One was read, but not processed yet.
  uint64_t last_read_ = 0;  // Number of the last revision.
  // The state replayed from the last snapshot so far; null after damage, until the next one.
  std::unique_ptr<Project> replayed_;
  std::string snapshot_;
  uint64_t epoch_ = 0;
};

}  // namespace

Status CheckFile(Database* database, CheckReport* report) {
  if (Status status = CheckNames(database); status.code() == ErrorCode::kDamaged) {
    report->problems.push_back(status.message());
  } else if (!status.ok()) {
    return status;
  }
  Statement check;
  if (Status status = check.Prepare(database, "PRAGMA integrity_check"); !status.ok())
    return status;
  while (check.Next()) {
    const std::string_view said = check.Bytes(0);
    if (said != "ok") report->problems.emplace_back(said);
  }
  return check.End();
}

Status CheckProject(Database* database, int64_t project, CheckReport* report) {
  const size_t before = report->problems.size();
  Status status = ProjectCheck(project, report).Run(database);
  if (!status.ok() || report->problems.size() > before) return status;
  bool is_same = false;
  status = Touches::Compare(database, project, &is_same);
  if (!is_same) report->problems.emplace_back("The index of records is not that of the revisions");
  return status;
}

}  // namespace gantt
