// Assigns ids to the records of nested lists (store/nested_list.h): an added record gets an id like
// one of a store, and its phantom id is remembered under the name of the field. The value then only
// has ids, and no keys that begin with `$`.
#ifndef GANTT_REBASE_LIST_NAMES_H_
#define GANTT_REBASE_LIST_NAMES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "json/reader.h"
#include "message/changeset.h"
#include "rebase/id_bindings.h"
#include "rebase/value_rewriter.h"
#include "state/id_allocator.h"
#include "state/project_state.h"
#include "store/field.h"

namespace gantt {

class ListNames {
 public:
  // All must outlive this object.
  ListNames(const ProjectState& state, uint64_t now, Changeset* changeset, IdBindings* bindings,
            IdAllocator* ids, ValueRewriter* rewriter)
      : state_(state),
        now_(now),
        changeset_(*changeset),
        bindings_(*bindings),
        ids_(*ids),
        rewriter_(*rewriter) {}

  // Reports the ids in the lists of the entry to the allocator.
  void NoteNumbers(std::string_view store, const Entry& entry) {
    if (entry.may_nest) WalkEntry(Step::kNote, store, entry);
  }
  // Assigns ids to added records of the entry's lists, by phantom id.
  void Bind(std::string_view store, const Entry& entry) {
    if (entry.may_nest) WalkEntry(Step::kBind, store, entry);
  }
  // Replaces phantom ids in the entry's lists by ids. With `gives_ids`, records without a name also
  // get ids.
  void Rewrite(std::string_view store, bool gives_ids, Entry* entry) {
    if (entry->may_nest) RewriteEntry(store, gives_ids, entry);
  }

 private:
  enum class Step : uint8_t { kNote, kBind };

  // Is the field a nested list, or a delta of one?
  bool IsList(std::string_view store, const Entry& entry, const Field& field) const;
  bool IsList(std::string_view key, const json::Value& value) const;
  void WalkEntry(Step step, std::string_view store, const Entry& entry);
  void RewriteEntry(std::string_view store, bool gives_ids, Entry* entry);
  void Walk(Step step, std::string_view key, const json::Value& list);
  void WalkRecord(Step step, std::string_view key, const json::Value& record, bool is_added);
  void AppendList(std::string_view key, const json::Value& list, bool gives_ids, std::string* out);
  void AppendRecord(std::string_view key, const json::Value& record, bool gives_id,
                    std::string* out);
  // The JSON text of its id; empty if it has none.
  std::string_view IdOf(std::string_view key, const json::Value& record);

  const ProjectState& state_;
  const uint64_t now_;
  Changeset& changeset_;
  IdBindings& bindings_;
  IdAllocator& ids_;
  ValueRewriter& rewriter_;
};

}  // namespace gantt

#endif  // GANTT_REBASE_LIST_NAMES_H_
