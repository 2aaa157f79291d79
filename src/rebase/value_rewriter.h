// Replaces phantom ids inside the values of fields that are no references by name: any known
// phantom id that begins with `_generated`, also in arrays and objects (protocol.md, "Ids and
// references"). The keys `name` and `$PhantomId` keep their values.
#ifndef GANTT_REBASE_VALUE_REWRITER_H_
#define GANTT_REBASE_VALUE_REWRITER_H_

#include <string>
#include <string_view>

#include "base/text_arena.h"
#include "json/reader.h"
#include "rebase/id_bindings.h"

namespace gantt {

class ValueRewriter {
 public:
  ValueRewriter(const IdBindings& ids, TextArena* arena) : ids_(ids), arena_(arena) {}

  // The new text of a value, in the arena; empty: unchanged.
  std::string_view Rewrite(const json::Value& value);
  // The same for the `segments` of a task, whose entries have names in `$PhantomId` or `id`.
  std::string_view RewriteSegments(const json::Value& segments);

 private:
  // Append the new value; true: it has changed.
  bool Append(const json::Value& value, std::string* out);
  bool AppendObject(const json::Value& object, std::string* out);
  bool AppendSegment(const json::Value& segment, std::string* out);
  std::string_view Replacement(std::string_view raw);
  std::string_view SegmentId(const json::Value& segment);

  const IdBindings& ids_;
  TextArena* const arena_;
};

}  // namespace gantt

#endif  // GANTT_REBASE_VALUE_REWRITER_H_
