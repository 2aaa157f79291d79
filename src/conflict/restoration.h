// A revision of the server's own that puts a client back to what the project has: `$input` says the
// same as the change, since that is what other clients apply (protocol.md, observations 1 and 7).
// A field that the project does not have becomes null in it, too, since no revision can take a
// field away and the log has to tell what is there; else it changes nothing of the project.
#ifndef GANTT_CONFLICT_RESTORATION_H_
#define GANTT_CONFLICT_RESTORATION_H_

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/text_map.h"
#include "message/changeset.h"
#include "state/project_state.h"

namespace gantt {

class Restoration {
 public:
  explicit Restoration(ProjectState& state) : state_(state) {}

  // The value that the project has; null where it has none. With a place among siblings come those
  // of all its siblings: clients that loaded the project at different times number them
  // differently.
  void Restore(std::string_view store, const Record& record, const Field& field);
  void RestoreProject(std::string_view key);
  // A record that the client has and the project has not.
  void Remove(std::string_view store, std::string_view key, std::string_view raw_id);
  // A record that the client has no more, with all below it and what refers to them.
  void AddBack(const Store& store, const Record& record);
  // The places of the children of a task.
  void Number(const Record& parent) { numbered_.emplace(parent.key()); }

  bool empty() const { return parts_.empty() && project_.empty() && numbered_.empty(); }
  // A server's revision for `*changeset`, whose arena keeps the text. Numbers the children in the
  // project as it says.
  RevisionChange Make(Changeset* changeset);

 private:
  struct Part {  // Of one store.
    std::string_view store;
    std::string added;
    std::string removed;
    std::vector<std::string> updated;  // Objects, without the bracket that closes them.
    TextMap<size_t> updated_by_key;
  };

  // What the project has to take over, so that it has what the revision says.
  struct Fill {
    std::string store;  // Empty: the project's own field.
    std::string record;
    std::string field;
    std::string value;
  };

  Part& PartOf(std::string_view store);
  void FillIn() const;
  std::string& ObjectOf(std::string_view store, const Record& record);
  void NumberChildren(Store* tasks, const std::string& parent);
  void Set(std::string_view key, std::string_view value, std::string* object);
  void AddBackOne(const Store& store, const Record& record);
  static std::string Lists(const Part& part);

  ProjectState& state_;
  std::vector<Part> parts_;
  std::string project_;  // Members.
  std::vector<Fill> fills_;
  TextSet told_;                    // Fields and records that are in already.
  std::set<std::string> numbered_;  // Keys of tasks; empty: the root.
};

}  // namespace gantt

#endif  // GANTT_CONFLICT_RESTORATION_H_
