// A client of the plainest kind: it starts with a dataset and applies the revisions that the server
// broadcasts, by the plain rules (see "The log is the truth" in docs/architecture.md). Whatever the
// server does, this must end with the dataset that the server serves.
#ifndef GANTT_TEST_CORE_MODEL_PLAIN_MODEL_H_
#define GANTT_TEST_CORE_MODEL_PLAIN_MODEL_H_

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace gantt {

class PlainModel {
 public:
  // `dataset`: the value of data.dataset.
  explicit PlainModel(const nlohmann::json& dataset);

  // `changes` of one revision.
  void Apply(const nlohmann::json& changes);
  // As the server would serve it; keys sorted.
  nlohmann::json Dataset() const;

 private:
  using Parent = std::optional<std::string>;  // A key; none: the root.
  struct Record {
    nlohmann::json fields;
    Parent parent;
    uint64_t arrival = 0;
    nlohmann::json parent_index;
    nlohmann::json ordered_parent_index;
    double Order() const;
  };
  struct Store {
    bool is_tree = false;
    bool has_indexes = false;
    std::map<std::string, Record> records;
  };

  void Load(Store* store, const nlohmann::json& rows, const Parent& parent);
  void ApplyStore(const std::string& name, const nlohmann::json& change);
  static void Write(const nlohmann::json& entry, const Store& store, Record* record);
  static void Remove(const std::string& key, Store* store);
  static nlohmann::json Rows(const Store& store, const Parent& parent);

  std::map<std::string, Store> stores_;
  nlohmann::json project_;
  uint64_t arrivals_ = 0;
};

}  // namespace gantt

#endif  // GANTT_TEST_CORE_MODEL_PLAIN_MODEL_H_
