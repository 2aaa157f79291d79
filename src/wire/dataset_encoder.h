// The whole project as one message.
#ifndef GANTT_WIRE_DATASET_ENCODER_H_
#define GANTT_WIRE_DATASET_ENCODER_H_

#include <string>
#include <string_view>
#include <vector>

#include "state/project_state.h"
#include "store/row_text.h"

namespace gantt {

// A text in parts. Unchanged parts are the same objects again.
using TextParts = std::vector<RowText::Text>;

//   kCommands, kReset  the `dataset` of a `commands` client; with "revision", and without
//   kFlat              the `dataset` of a `flat` client
//   kSync              {"type":"sync","payload":{…,"revision":N}}
//   kData              the object that `sync` has around its revision: {"project":{…},"tasks":
//                      {"rows":[…]},…}, which Bryntum's loadCrudManagerData takes
enum class DatasetView { kCommands, kReset, kFlat, kSync, kData };

// `project_id`: JSON text. It does not change any later dataset or revision. `list_suffix`: the
// suffix of store names in `commands` and `flat`, without escapes.
TextParts EncodeDataset(const ProjectState& state, std::string_view project_id, DatasetView view,
                        std::string_view list_suffix);

// A member of an object: `"tasks":{"rows":[…],"total":N}`.
struct LoadedMember {
  std::string name;  // Unescaped.
  TextParts parts;
};
// What a CrudManager can load: first `"project":{…}`, then every store.
std::vector<LoadedMember> EncodeLoad(const ProjectState& state);

}  // namespace gantt

#endif  // GANTT_WIRE_DATASET_ENCODER_H_
