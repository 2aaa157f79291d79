// Replaces phantom ids inside values that are no references by their name: any string that begins
// with `_generated` and is a known phantom, in arrays and objects too (protocol.md, "Ids and
// references"). A key called `name`, and `$PhantomId`, keep their value.
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

  // The new text of a value, in the arena; empty: it stays as it is.
  std::string_view Rewrite(const json::Value& value);
  // The same for the `segments` of a task, whose entries are named by `$PhantomId` or `id`.
  std::string_view RewriteSegments(const json::Value& segments);

 private:
  // Append the value as it shall be; true: it is not as it was.
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
