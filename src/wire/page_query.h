// What a client asks for that loads only what it shows; page_encoder.h says how it is written.
#ifndef GANTT_WIRE_PAGE_QUERY_H_
#define GANTT_WIRE_PAGE_QUERY_H_

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "base/status.h"
#include "base/text_arena.h"
#include "json/reader.h"
#include "state/project_state.h"
#include "store/record.h"
#include "store/store.h"
#include "wire/page_field.h"
#include "wire/page_filter.h"

namespace gantt {

struct Sorter {
  PageField field;
  bool ascending = true;
};

struct PageQuery {
  const Store* store = nullptr;  // Null: the project has none of that name.
  const Record* parent = nullptr;
  size_t start = 0;
  size_t count = std::numeric_limits<size_t>::max();
  std::vector<Sorter> sorters = {};
  std::vector<Filter> filters = {};
  std::string from = {};
  std::string to = {};
  std::string id_field = {};  // Empty: `id`.
  TextArena arena = {};       // Of what the filters say.
};

// `said`: an object as page_encoder.h has it. kInvalidData: it is none; the message says why.
// kUnknownRecord: there is no such parent. The query has views of `state` and of `said`.
Status ReadPageQuery(const ProjectState& state, const json::Value& said, PageQuery* query);

}  // namespace gantt

#endif  // GANTT_WIRE_PAGE_QUERY_H_
