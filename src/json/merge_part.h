// Merges parts into a JSON object.
#ifndef GANTT_JSON_MERGE_PART_H_
#define GANTT_JSON_MERGE_PART_H_

#include <memory>
#include <string>
#include <string_view>

namespace gantt::json {

class Cursor;

// How an array in the part affects an array in the whole: it replaces it, or its new elements (by
// their text) are appended.
enum class Arrays : bool { kReplaced, kJoined };

// `whole` merged with one part; both are objects, or both are arrays. Walks once through the whole,
// whatever the depth of the part.
std::string MergePart(std::string_view whole, std::string_view part,
                      Arrays arrays = Arrays::kReplaced);

// Collects several parts of one object. Their JSON texts must outlive this object.
class Parts {
 public:
  explicit Parts(Arrays arrays = Arrays::kReplaced);
  ~Parts();

  // The members of `part`, an object, replace those with the same keys; objects are merged
  // recursively. The cost is linear in the part.
  void Add(std::string_view part);
  // `whole`, an object, merged with all parts. Walks once through it.
  std::string Into(std::string_view whole) const;

 private:
  friend std::string MergePart(std::string_view whole, std::string_view part, Arrays arrays);
  struct Member;
  struct Object;
  struct Several;

  static Object Said(std::string_view part);
  void Merge(std::string_view part, Object* object) const;
  static void Append(const Member& member, std::string* out);
  static void Append(const Object& object, std::string* out);
  void AppendMerged(const Object& said, Cursor* whole, std::string* out) const;
  void AppendMerged(const Member& said, Cursor* whole, std::string* out) const;

  const Arrays arrays_;
  std::unique_ptr<Object> said_;
};

}  // namespace gantt::json

#endif  // GANTT_JSON_MERGE_PART_H_
