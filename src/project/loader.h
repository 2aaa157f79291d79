// Loads a project from a data file or inline data.
//
//   data file    {"project":{…},"tasks":{"rows":[…]},"resources":{"rows":[…]},…}
//   inline data  {"project":{…},"tasksData":[…],"resourcesData":[…],…}
//
// Both may be mixed. `<store>` may also be a plain array. Trees are nested in `children`, or flat
// with `parentId`; a record with a missing parent becomes a root. A store with nested rows is a
// tree, whatever its kind. Scalars at the top level (`success`) are ignored; other members that are
// no project data are refused (data_shape.h). Records without an id, also in nested lists, get one
// when the project takes over the state (see unnamed).
#ifndef GANTT_PROJECT_LOADER_H_
#define GANTT_PROJECT_LOADER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/status.h"
#include "base/text_arena.h"
#include "json/reader.h"
#include "state/project_state.h"
#include "store/field_text_builder.h"
#include "store/record.h"
#include "store/store.h"

namespace gantt {

struct LoadedData {
  std::unique_ptr<ProjectState> state;
  std::vector<std::pair<Store*, Record*>> unnamed;
  // Records whose nested lists (StoreKind::lists) have entries without an id.
  std::vector<std::pair<Store*, Record*>> unnamed_in_lists;
  uint64_t highest_number = 0;  // At the end of an id; see IdAllocator.
};

class Loader {
 public:
  // Nested data are deeper than messages: two levels of JSON for each level of tasks.
  static constexpr size_t kMaxDepth = 1024;

  explicit Loader(const Limits& limits) : limits_(limits) {}

  // Returns kInvalidDataFile, with line and column in the message, or kProjectFull: reading stops
  // at the memory limit of a project. Needs no project, and may run on any thread.
  Status Load(std::string_view text, LoadedData* out);

 private:
  Status LoadStore(std::string_view name, const json::Value& rows);
  Status LoadRecords(Store* store, const json::Value& rows, Record* parent);
  Status LoadRecord(Store* store, const json::Value& object, Record* parent);
  // kProjectFull: the limit is reached.
  Status MakeRoom(size_t used);
  Status CheckMemory() const;
  void NoteParent(Store* store, Record* record, std::string_view parent_key);
  Status Link(Store* store);
  // An error with the line and column of the wrong value.
  Status Wrong(const json::Value& value, const std::string& what) const;

  const Limits limits_;
  std::string_view text_;
  LoadedData data_;
  // Records of the store that are not below their named parent yet.
  std::vector<std::pair<Record*, std::string_view>> flat_;
  Record* parent_ = nullptr;  // The last one that was named.
  TextArena parent_keys_;     // Texts of flat_.
  // Of one record.
  std::vector<std::pair<std::string_view, json::Value>> members_;
  FieldTextBuilder fields_;
  TextArena arena_;  // Texts that are not in the file.

  size_t count_ = 0;  // Of the store's records so far.
  size_t used_ = 0;   // Of the memory that MakeRoom() made room for.
};

}  // namespace gantt

#endif  // GANTT_PROJECT_LOADER_H_
