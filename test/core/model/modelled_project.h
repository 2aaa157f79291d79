// A project beside a model that hears only what it broadcasts. Whatever is submitted: a refused
// message changes nothing; every revision of an accepted one comes back, numbered without a gap, as
// JSON; and the log is the truth: the model has the project's dataset.
#ifndef GANTT_TEST_CORE_MODEL_MODELLED_PROJECT_H_
#define GANTT_TEST_CORE_MODEL_MODELLED_PROJECT_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "json/reader.h"
#include "model/plain_model.h"
#include "project/project.h"
#include "wordings.h"

namespace gantt {

class ModelledProject {
 public:
  // With records of most stores.
  explicit ModelledProject(const Limits& limits);

  // `message`: a `project_change`; in another dialect its first revision is submitted. Throws
  // std::logic_error when something of the above does not hold.
  void Submit(const std::string& message, const char* author, const Terms& terms);

 private:
  std::string InDialect(const std::string& message, size_t dialect);
  std::string Dataset() const;
  std::vector<nlohmann::json> LocalRevisions(const std::string& message);
  void CheckAccepted(const std::string& message, const nlohmann::json& answer, const char* author,
                     uint64_t revision);
  void CheckCounts() const;

  Project project_;
  std::string served_;  // The last dataset.
  PlainModel model_{nlohmann::json::object()};
  json::Reader reader_;
  uint64_t local_ = 0;
};

// Of a short history, so that things are forgotten.
Limits ShortLimits();
// All of them as small as they can be and let messages through.
Limits TinyLimits();
// A way to submit a change; most are the usual one.
Terms TermsOf(size_t variant);

}  // namespace gantt

#endif  // GANTT_TEST_CORE_MODEL_MODELLED_PROJECT_H_
